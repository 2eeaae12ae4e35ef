"""One partnership loaded for one actor: its side, its true state today, its names, and what the actor may do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.consequence import enumerate_names
from resellertui.domain.errors import Conflict, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.partnership import (
    Access,
    Arrangement,
    Neighbour,
    Obstacle,
    Parties,
    Payment,
    Side,
    Standing,
    State,
    obstacles,
    state_label,
)
from resellertui.domain.roles import EVERYTHING
from resellertui.domain.wording import _
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as queries
from resellertui.store.queries import people as people_queries


@dataclass
class Dossier:
    """A partnership in an actor's hands."""

    unit: Unit
    row: Partnership
    side: Side
    client_name: str
    """As this reader may know it."""
    partner_name: str

    @property
    def standing(self) -> Standing:
        """The stored state and dates."""
        return standing_of(self.row)

    @property
    def state(self) -> State:
        """The state today."""
        return self.standing.on(self.unit.today)

    @property
    def id(self) -> str:
        """The public id."""
        return show_id(Kind.PARTNERSHIP, self.row.id)

    @property
    def initiator(self) -> Side:
        """Who asked."""
        return Side(self.row.initiator)

    @property
    def access(self) -> Access:
        """The access now; while pending, the access asked for."""
        return Access(self.row.access)

    @property
    def payment(self) -> Payment | None:
        """The payment method now."""
        return None if self.row.payment is None else Payment(self.row.payment)

    @property
    def is_open_to_me(self) -> bool:
        """Whether the actor may look at the client's products: as the client itself, or through this partnership."""
        return self.side is Side.CLIENT or bool(self.unit.may(Action.CLIENT_VIEW, self.client_stance()))

    @property
    def is_unknown_to_me(self) -> bool:
        """Whether the client is still hidden from the partner that asked for it, until it accepts."""
        return parties_of(self.row).hide_client_from(self.side)

    def stance(self) -> Stance:
        """Return the actor's stance towards the partnership itself."""
        relation = Relation.CLIENT_SIDE if self.side is Side.CLIENT else Relation.PARTNER_SIDE
        member = organisation_queries.programme_member(self.unit.session, self.row.partner_id)
        return Stance(relation=relation, is_partner=member is not None)

    def client_stance(self) -> Stance:
        """Return the partner's person's stance towards the client's organisation."""
        if self.side is Side.CLIENT:
            return Stance(relation=Relation.OWN)
        active = self.state is State.ACTIVE
        return replace(
            self.stance(),
            access=self.access if active else None,
            paused=self.standing.is_paused(self.unit.today),
            client_granted=active and self._is_granted(),
        )

    def _is_granted(self) -> bool:
        unit = self.unit
        if unit.role in EVERYTHING or unit.actor.user_id is None or unit.actor.org_id is None:
            return unit.role in EVERYTHING
        membership = people_queries.membership(unit.session, unit.actor.user_id, unit.actor.org_id)
        if membership is None:
            return False
        return people_queries.reaches_client(unit.session, membership.id, self.row.id)

    def allow(self, action: Action) -> None:
        """Go on only if the policy allows the act on this partnership."""
        self.unit.allow(action, self.stance(), missing=self.id)

    def need(self, *states: State, act: str) -> None:
        """Go on only in one of these states.

        Raises:
            Refused: it is in another one; `act` is the whole sentence that says which states the act needs.
        """
        if self.state not in states:
            raise Refused(
                act, _("This one is {state}.").format(state=state_label(self.state)), _("Nothing was changed.")
            )

    def check_version(self, expected: int | None) -> None:
        """Go on only if nobody changed it since the actor looked.

        Raises:
            Conflict: someone did.
        """
        if expected is not None and expected != self.row.version:
            raise Conflict(
                _("{id} was changed by someone else while you were looking at it.").format(id=self.id),
                _("Nothing was changed."),
                _("Look at it again, then repeat."),
            )

    def entrusted_ids(self) -> frozenset[int]:
        """Return the products entrusted now."""
        return frozenset(one.product_id for one in queries.open_entrustments(self.unit.session, self.row.id))


def standing_of(row: Partnership) -> Standing:
    """Return the stored state and dates of a partnership."""
    return Standing(State(row.state), row.expires_on, row.end_on, row.paused_until)


def my_address_keys(unit: Unit) -> list[str]:
    """Return the addresses under which a request may reach the actor: the person's own, proved by a mailed token.

    An organisation's address is only stated: whoever makes an organisation could state a stranger's, and read and
    answer what was sent there.
    """
    if unit.actor.user_id is None:
        return []
    user = people_queries.user_by_id(unit.session, unit.actor.user_id)
    return [] if user is None or user.email_confirmed_at is None else [user.email_key]


def side_of(unit: Unit, row: Partnership) -> Side | None:
    """Return the actor's side, or None when the partnership is none of its business."""
    org_id = unit.actor.org_id
    if org_id is None or unit.role is None:
        return None
    keys = my_address_keys(unit) if row.client_id is None else ()
    return parties_of(row).side_of(org_id, keys)


def open_dossier(unit: Unit, reference: str) -> Dossier:
    """Return the partnership with this id, if the actor's organisation is a side of it.

    Raises:
        NotFound: no such id, or none of the actor's business.
    """
    number = parse_id(Kind.PARTNERSHIP, reference)
    row = queries.partnership(unit.session, number) if number is not None else None
    side = side_of(unit, row) if row is not None else None
    if row is None or side is None:
        raise not_found(reference)
    return dossier_of(unit, row, side)


def dossier_of(unit: Unit, row: Partnership, side: Side) -> Dossier:
    """Return the dossier of a row whose side is known."""
    names = organisation_queries.names(
        unit.session, [one for one in (row.client_id, row.partner_id) if one is not None]
    )
    return Dossier(unit, row, side, client_name_for(row, side, names), names[row.partner_id])


def parties_of(row: Partnership) -> Parties:
    """Return who is on either side of a partnership."""
    return Parties(
        row.client_id,
        row.partner_id,
        Side(row.initiator),
        row.client_address_key,
        row.client_label,
        row.active_since is not None,
    )


def client_name_for(row: Partnership, side: Side, names: dict[int, str]) -> str:
    """Return the client's name as this side may know it."""
    return parties_of(row).client_name_for(side, names)


def settle(unit: Unit, client_id: int) -> None:
    """Record what dates have already decided for a client, so that nothing past stands in the way of something new."""
    from resellertui.services.partnerships.endings import record_by_date

    for row in queries.past_their_dates(unit.session, unit.today, [client_id]):
        record_by_date(unit, row)


def check_obstacles(unit: Unit, wanted: Arrangement, client_id: int, partner_id: int, reader: Side) -> None:
    """Refuse an arrangement that another active partner of the client stands in the way of.

    Raises:
        Conflict: naming the partners and products in the way to the client; a partner only learns that there are some.
    """
    neighbours = [
        Neighbour(
            row.partner_id,
            name,
            Access(row.access),
            frozenset(one.product_id for one in queries.open_entrustments(unit.session, row.id)),
        )
        for row, name in queries.active_of_client(unit.session, client_id)
        if row.partner_id != partner_id
    ]
    found = obstacles(wanted, neighbours)
    if found:
        raise _conflict(unit, found, reader)


def _conflict(unit: Unit, found: list[Obstacle], reader: Side) -> Conflict:
    if reader is Side.PARTNER:
        return Conflict(
            _("The client has another active partner that stands in the way."),
            _("Nothing was changed. Who it is, only the client knows."),
            _("Ask the client to end or narrow the other partnership, or to ask you for something else."),
        )
    names = organisation_queries.names_of_products(unit.session, sorted(set().union(*(one.products for one in found))))
    in_the_way = [
        _("{partner} has full access").format(partner=one.partner_name)
        if one.access is Access.FULL
        else _("{partner} has limited access to {products}").format(
            partner=one.partner_name, products=enumerate_names(sorted(names[key] for key in one.products))
        )
        for one in found
    ]
    return Conflict(
        _("Another partner stands in the way."),
        "; ".join(in_the_way) + ".",
        _alternatives(found),
        partners=tuple(one.partner_name for one in found),
        products=tuple(sorted(names.values())),
    )


def _alternatives(found: list[Obstacle]) -> str:
    if any(one.access is Access.FULL for one in found):
        return _("End that partnership or change it to limited access on other products first.")
    return _(
        "Choose other products, or take these from the other partner first; full access needs it to be the only one."
    )
