"""A partner's clients: the list, one of them, and stepping inside its organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.search import terms_of
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab
from resellertui.services.organisations import organisation_view
from resellertui.services.partnerships.dossier import Dossier
from resellertui.services.partnerships.views import view_of
from resellertui.services.products import products_in
from resellertui.services.reach import readable_client, the_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import ClientPage, ClientRow, ClientView, Entered, ProductView
from resellertui.store.queries import clients as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.portfolio import finding
from resellertui.store.queries.portfolio.shelf import Shelf
from resellertui.store.queries.portfolio.windows import TEXTUAL, Window, first_at, mark_of

BATCH = 1000


class Clients:
    """What a partner's people read of its clients: all, or those granted to them, as their role says."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._shelf = Shelf()

    def page(self, actor: Actor, query: ClientQuery, offset: int = 0, limit: int = 100) -> ClientPage:
        """Return a part of the list, with the size of the whole. Changes nothing.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            order = self._shelf.order(unit.session, window_for(unit, query))
            rows = queries.rows(unit.session, order.part(unit.session, offset, limit))
            return ClientPage(
                total=order.total, offset=offset, rows=tuple(_row(unit, one) for one in rows), exact=order.is_exact
            )

    def count(self, actor: Actor, query: ClientQuery) -> int:
        """Return how many clients the list has, however many; `page` counts only as far as is quick.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            return finding.exact_total(unit.session, window_for(unit, query))

    def position(self, actor: Actor, query: ClientQuery, reference: str) -> int | None:
        """Return where a client stands in the list, by its partnership's id; None where it is not in it.

        Raises:
            Forbidden: an external user.
        """
        number = parse_id(Kind.PARTNERSHIP, reference)
        with self._office.reading_lists(actor) as unit:
            return self._place(unit, window_for(unit, query), number)

    def find(self, actor: Actor, query: ClientQuery, typed: str) -> int | None:
        """Return where the first client stands that starts with, or follows, what was typed; None where none does.

        It is looked for in the column that orders the list, where that holds words, and else by name.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            window = window_for(unit, query)
            searched = window if window.sort in TEXTUAL else replace(window, sort="name", descending=False)
            mark = first_at(unit.session, searched, fold(typed))
            return None if mark is None else self._place(unit, window, mark[-1])

    def among(self, actor: Actor, query: ClientQuery, references: Sequence[str]) -> tuple[str, ...]:
        """Return those of the clients that are in the list.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            window = window_for(unit, query)
            numbers = ((one, parse_id(Kind.PARTNERSHIP, one)) for one in references)
            return tuple(
                one
                for one, number in numbers
                if number is not None and mark_of(unit.session, window, number) is not None
            )

    def references(self, actor: Actor, query: ClientQuery) -> tuple[str, ...]:
        """Return the partnership ids of the whole list in its order, for what is done to all that match.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            window = window_for(unit, query)
            order = self._shelf.order(unit.session, window)
            total = order.total if order.is_exact else finding.exact_total(unit.session, window)
            return tuple(show_id(Kind.PARTNERSHIP, one) for one in order.part(unit.session, 0, total))

    def list(self, actor: Actor, *, states: Sequence[State] = (), text: str = "") -> tuple[ClientRow, ...]:
        """Return every client that matches a text, by name: the active and pending ones, or those in the given states.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            wanted = set(states) or {State.ACTIVE, State.PENDING}
            asked = (ClientQuery(tab=tab, text=text) for tab in ClientTab)
            return tuple(row for query in asked for row in self._all_rows(unit, query) if row.state in wanted)

    def show(self, actor: Actor, who: str) -> ClientView:
        """Return a client's page: what it granted, its products as far as they are reached, what one wrote oneself.

        Raises:
            NotFound: no client of this partner.
            Forbidden: a collaborator to whom the client has not been granted, or an external user.
        """
        with self._office.reading(actor) as unit:
            return _client_view(readable_client(unit, who))

    def enter(self, actor: Actor, who: str) -> Entered:
        """Open a client's organisation, to act inside it in the partner's name; what is done there says both names.

        Raises:
            NotFound: no active client of this partner.
            Forbidden: paused, or a collaborator to whom the client has not been granted.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            dossier = the_client(unit, who)
            unit.allow(Action.CLIENT_ENTER, dossier.client_stance(), missing=who)
            if dossier.row.client_id is None or actor.org_id is None:
                raise not_found(who)
            unit.record("client.entered", "partnership", dossier.row.id, {}, for_org_id=dossier.row.client_id)
            return Entered(
                org_id=actor.org_id,
                client_id=dossier.row.client_id,
                client=dossier.client_name,
                partner=dossier.partner_name,
            )

    def _place(self, unit: Unit, window: Window, number: int | None) -> int | None:
        mark = None if number is None else mark_of(unit.session, window, number)
        return None if mark is None else self._shelf.order(unit.session, window).place(unit.session, mark)

    def _all_rows(self, unit: Unit, query: ClientQuery) -> Iterator[ClientRow]:
        order, offset = self._shelf.order(unit.session, window_for(unit, query)), 0
        while ids := order.part(unit.session, offset, BATCH):
            yield from (_row(unit, one) for one in queries.rows(unit.session, ids))
            offset += BATCH


def window_for(unit: Unit, query: ClientQuery) -> Window:
    """Return the window on the clients that the actor may see in a list.

    Raises:
        Forbidden: an external user.
    """
    unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
    return Window(
        partner_id=unit.actor.org_id or 0,
        tab=query.tab.value,
        terms=terms_of(query.text),
        sort="expiry" if query.sort is ClientSort.NEXT_EXPIRY else query.sort.value,
        descending=query.descending,
        membership_id=limiting_membership(unit),
    )


def limiting_membership(unit: Unit) -> int | None:
    """Return the membership whose grants limit the clients that the actor sees; None for who sees all of them."""
    if unit.role is not None and reaches_every_client(unit.role):
        return None
    found = people_queries.membership(unit.session, unit.actor.user_id or 0, unit.actor.org_id or 0)
    return found.id if found else 0


def _row(unit: Unit, one: queries.Row) -> ClientRow:
    standing = one.standing
    state = standing.on(unit.today)
    paused = standing.is_paused(unit.today)
    reached = state is State.ACTIVE and not paused
    shown = standing.shows_client(unit.today)
    hidden = one.initiator == Side.PARTNER.value and one.active_since is None
    return ClientRow(
        partnership_id=show_id(Kind.PARTNERSHIP, one.id),
        id=None if hidden else show_optional_id(Kind.ORGANISATION, one.client_id),
        name=one.name,
        reference=one.reference,
        email=one.email if shown else "",
        city=one.city if shown else "",
        country=one.country if shown else "",
        state=state,
        paused=paused,
        access=Access(one.access),
        payment=Payment(one.payment) if one.payment else None,
        products=one.products if reached else None,
        next_expiry=one.next_expiry if reached else None,
        since=one.active_since or one.requested_at,
        initiator=Side(one.initiator),
    )


def _client_view(dossier: Dossier) -> ClientView:
    unit, row = dossier.unit, dossier.row
    record = partnership_queries.record_of(unit.session, row.id)
    mine = record if record is not None and record.importer_id == unit.actor.org_id else None
    org = None
    products: tuple[ProductView, ...] = ()
    if row.client_id is not None and dossier.is_open_to_me:
        found = organisation_queries.organisation(unit.session, row.client_id)
        org = organisation_view(unit, found) if found is not None else None
        products = products_in(unit, row.client_id, dossier)
    return ClientView(
        partnership=view_of(dossier),
        organisation=org,
        reference=mine.reference if mine else "",
        products=products,
        submitted=dict(mine.data) if mine else None,
    )
