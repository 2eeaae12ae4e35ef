"""A partner's clients: the list, one of them, and stepping inside its organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab
from resellertui.services.organisations import organisation_view
from resellertui.services.partnerships.dossier import Dossier, standing_of
from resellertui.services.partnerships.views import view_of
from resellertui.services.products import products_in
from resellertui.services.reach import the_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import ClientPage, ClientRow, ClientView, Entered, ProductView
from resellertui.store.queries import clients as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries

BATCH = 1000


class Clients:
    """What a partner's people read of its clients: all, or those granted to them, as their role says."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: ClientQuery, offset: int = 0, limit: int = 100) -> ClientPage:
        """Return a part of the list, with the size of the whole. Changes nothing.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            window = window_for(unit, query)
            rows = queries.page(unit.session, window, offset=offset, limit=limit)
            return ClientPage(
                total=queries.count(unit.session, window), offset=offset, rows=tuple(_row(unit, one) for one in rows)
            )

    def position(self, actor: Actor, query: ClientQuery, reference: str) -> int | None:
        """Return where a client stands in the list, by its partnership's id; None where it is not in it.

        Raises:
            Forbidden: an external user.
        """
        number = parse_id(Kind.PARTNERSHIP, reference)
        with self._office.reading(actor) as unit:
            ids = queries.ordered_ids(unit.session, window_for(unit, query))
            return ids.index(number) if number in ids else None

    def find(self, actor: Actor, query: ClientQuery, typed: str) -> int | None:
        """Return where the first client stands whose name starts with, or follows, what was typed.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            by_name = query.model_copy(update={"sort": ClientSort.NAME})
            window = window_for(unit, by_name)
            index = queries.first_from(unit.session, window, fold(typed))
            if index is None or query.sort is ClientSort.NAME:
                return index
            found = queries.page(unit.session, window, offset=index, limit=1)
            if not found:
                return None
            ids = queries.ordered_ids(unit.session, window_for(unit, query))
            return ids.index(found[0].partnership.id)

    def references(self, actor: Actor, query: ClientQuery) -> tuple[str, ...]:
        """Return the partnership ids of the whole list in its order, for what is done to all that match.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            ids = queries.ordered_ids(unit.session, window_for(unit, query))
            return tuple(show_id(Kind.PARTNERSHIP, one) for one in ids)

    def list(self, actor: Actor, *, states: Sequence[State] = ()) -> tuple[ClientRow, ...]:
        """Return every client, by name: the active and pending ones, or those in the given states.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            wanted = set(states) or {State.ACTIVE, State.PENDING}
            return tuple(
                row for tab in ClientTab for row in _all_rows(unit, ClientQuery(tab=tab)) if row.state in wanted
            )

    def show(self, actor: Actor, who: str) -> ClientView:
        """Return a client's page: what it granted, its products as far as they are reached, what one wrote oneself.

        Raises:
            NotFound: no client of this partner.
            Forbidden: a collaborator to whom the client has not been granted, or an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            dossier = the_client(unit, who)
            if dossier.state is State.ACTIVE and not dossier.standing.is_paused(unit.today):
                dossier.unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=who)
            elif unit.role is None or not reaches_every_client(unit.role):
                unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=who)
            return _client_view(dossier)

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


def window_for(unit: Unit, query: ClientQuery) -> queries.Window:
    """Return the window on the clients that the actor may see in a list.

    Raises:
        Forbidden: an external user.
    """
    unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
    org_id, user_id = unit.actor.org_id or 0, unit.actor.user_id or 0
    membership_id = None
    if unit.role is None or not reaches_every_client(unit.role):
        membership = people_queries.membership(unit.session, user_id, org_id)
        membership_id = membership.id if membership else 0
    return queries.Window(
        partner_id=org_id,
        today=unit.today,
        tab=query.tab.value,
        text=query.text,
        sort=query.sort.value,
        descending=query.descending,
        membership_id=membership_id,
    )


def _all_rows(unit: Unit, query: ClientQuery) -> Iterator[ClientRow]:
    window, offset = window_for(unit, query), 0
    while rows := queries.page(unit.session, window, offset=offset, limit=BATCH):
        yield from (_row(unit, one) for one in rows)
        offset += BATCH


def _row(unit: Unit, row: queries.Row) -> ClientRow:
    one = row.partnership
    standing = standing_of(one)
    state = standing.on(unit.today)
    paused = standing.is_paused(unit.today)
    reached = state is State.ACTIVE and not paused
    hidden = one.initiator == Side.PARTNER.value and one.active_since is None
    return ClientRow(
        partnership_id=show_id(Kind.PARTNERSHIP, one.id),
        id=None if hidden else show_optional_id(Kind.ORGANISATION, one.client_id),
        name=row.name,
        reference=row.reference,
        email=row.email if reached or state is State.PENDING else "",
        city=row.city if reached or state is State.PENDING else "",
        country=row.country if reached or state is State.PENDING else "",
        state=state,
        paused=paused,
        access=Access(one.access),
        payment=Payment(one.payment) if one.payment else None,
        products=row.products if reached else None,
        next_expiry=row.next_expiry if reached else None,
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
