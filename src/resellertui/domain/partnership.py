"""The life of a partnership: its states, what is asked and granted, and when dates alone change it.

Dates decide when they are read: a request past its expiry is expired and an agreement past its end date has ended,
whether or not a job has written it down.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from resellertui.domain.errors import FieldProblem, Invalid, Refused
from resellertui.domain.wording import _


class State(StrEnum):
    """Where a partnership stands. Only pending and active ones can still move."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Access(StrEnum):
    """How much of the client's organisation the partner reaches."""

    LIMITED = "limited"
    FULL = "full"


class Payment(StrEnum):
    """Whose payment method is charged under full access."""

    CLIENT = "client"
    PARTNER = "partner"


class Side(StrEnum):
    """The two sides of a partnership."""

    CLIENT = "client"
    PARTNER = "partner"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.PARTNER if self is Side.CLIENT else Side.CLIENT


LIVE = frozenset({State.PENDING, State.ACTIVE})


@dataclass(frozen=True)
class Arrangement:
    """What one side asks for or grants: the access, the payment method with full access, the products with limited."""

    access: Access
    payment: Payment | None = None
    products: frozenset[int] = field(default_factory=frozenset)

    def check(self, *, by: Side, choosing_products: bool = True) -> None:
        """Refuse a combination that does not exist.

        Args:
            by: who states it. A partner can't see the client's products, so its request may name none.
            choosing_products: False when limited access is only asked for, True when it is granted.

        Raises:
            Invalid: limited access with a payment method or without products, full access without a payment method or
                with products.
        """
        problems: list[FieldProblem] = []
        if self.access is Access.LIMITED:
            if self.payment is not None:
                problems.append(
                    FieldProblem("payment", _("Limited access has no payment method: the client pays. Leave it out."))
                )
            if choosing_products and by is Side.CLIENT and not self.products:
                problems.append(
                    FieldProblem("products", _("Limited access covers chosen products: choose one at least."))
                )
        else:
            if self.payment is None:
                problems.append(
                    FieldProblem("payment", _("Full access needs a payment method: the client's or the partner's."))
                )
            if self.products:
                problems.append(
                    FieldProblem("products", _("Full access covers every product: leave single products out."))
                )
        if problems:
            raise Invalid(problems)


@dataclass(frozen=True)
class Standing:
    """The dates and state of a partnership as stored, from which its true state today follows."""

    state: State
    expires_on: date | None = None
    end_on: date | None = None
    paused_until: date | None = None

    def on(self, today: date) -> State:
        """Return the state on that day, by its dates and not by what a job has recorded."""
        if self.state is State.PENDING and self.expires_on is not None and today >= self.expires_on:
            return State.EXPIRED
        if self.state is State.ACTIVE and self.end_on is not None and today >= self.end_on:
            return State.ENDED
        return self.state

    def is_paused(self, today: date) -> bool:
        """Return whether the partner sees and does nothing that day: active, with a resume date still to come."""
        return self.on(today) is State.ACTIVE and self.paused_until is not None and today < self.paused_until

    def resumes_on(self, today: date) -> date | None:
        """Return the day on which it goes on, where it is paused that day."""
        return self.paused_until if self.is_paused(today) else None

    def shows_client(self, today: date) -> bool:
        """Return whether the partner sees that day where a client that it knows is: live, and not paused."""
        return self.on(today) in LIVE and not self.is_paused(today)


@dataclass(frozen=True)
class Parties:
    """Who is on either side of a partnership, as stored, from which follows what each may know of the other."""

    client_id: int | None
    """None while a partner's request goes to someone unknown here."""
    partner_id: int
    initiator: Side
    address_key: str
    """The address that the partner typed, as it is compared."""
    label: str
    """The client's name as the partner gave it."""
    was_accepted: bool

    def side_of(self, org_id: int, address_keys: Collection[str]) -> Side | None:
        """Return an organisation's side, or None when it has none.

        Args:
            org_id: the organisation.
            address_keys: the addresses under which a request may reach whoever acts for it.
        """
        if self.client_id == org_id:
            return Side.CLIENT
        if self.partner_id == org_id:
            return Side.PARTNER
        if self.client_id is None and self.address_key in address_keys:
            return Side.CLIENT
        return None

    def hide_client_from(self, side: Side) -> bool:
        """Return whether this side may not learn who the client is: a partner that asked, until the client accepts."""
        return side is Side.PARTNER and self.initiator is Side.PARTNER and not self.was_accepted

    def client_name_for(self, side: Side, names: Mapping[int, str]) -> str:
        """Return the client's name as this side may know it: a partner that asked knows what it typed until then."""
        if self.client_id is None or self.hide_client_from(side):
            return self.label
        return names[self.client_id]


def is_asked(state: State, initiator: Side, side: Side) -> bool:
    """Return whether a partnership in this state waits for this side's answer."""
    return state is State.PENDING and initiator is side.other


@dataclass(frozen=True)
class Neighbour:
    """Another active partnership of the same client, as far as conflicts go."""

    partner_id: int
    partner_name: str
    access: Access
    products: frozenset[int]


@dataclass(frozen=True)
class Obstacle:
    """One active partner in the way, with the products it holds; no products means all of them."""

    partner_id: int
    partner_name: str
    access: Access
    products: frozenset[int]


def obstacles(wanted: Arrangement, neighbours: list[Neighbour]) -> list[Obstacle]:
    """Return what forbids the arrangement beside the client's other active partners, paused ones included.

    One full partner, and then no limited one beside it; limited ones on disjoint products.
    """
    found = []
    for other in neighbours:
        if wanted.access is Access.FULL or other.access is Access.FULL:
            found.append(Obstacle(other.partner_id, other.partner_name, other.access, other.products))
        elif common := wanted.products & other.products:
            found.append(Obstacle(other.partner_id, other.partner_name, other.access, common))
    return found


def expiry_of_request(sent_on: date, days: int) -> date:
    """Return the day on which a request sent (or sent again) that day expires, at 00:00."""
    return sent_on + timedelta(days=days)


def check_end_date(end_on: date, today: date) -> None:
    """Refuse an end date that is not in the future.

    Raises:
        Invalid: today or earlier; to end at once there is the act of ending, with its confirmations.
    """
    if end_on <= today:
        raise Invalid(
            {"end_on": _("The end date must be after today, {today}.").format(today=today.isoformat())},
            hint=_("To end it now, use the end action."),
        )


def check_pause(standing: Standing, until: date, reason: str, today: date, longest_days: int) -> None:
    """Refuse a pause that makes no sense.

    Raises:
        Refused: not active, or paused already.
        Invalid: no reason, a resume date that is not after today, or too far away.
    """
    state = standing.on(today)
    if state is not State.ACTIVE:
        raise Refused(
            _("Only an active partnership can be paused."), _("This one is {state}.").format(state=state_label(state))
        )
    if standing.paused_until is not None and standing.is_paused(today):
        raise Refused(
            _("This partnership is paused already, until {day}.").format(day=standing.paused_until.isoformat()),
            hint=_("Resume it first, then pause it again."),
        )
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Say why: the other side reads it.")
    if until <= today:
        problems["until"] = _("The resume date must be after today, {today}.").format(today=today.isoformat())
    elif until > today + timedelta(days=longest_days):
        problems["until"] = _("A pause lasts {days} days at most.").format(days=longest_days)
    if problems:
        raise Invalid(problems)


def may_resume(side: Side, paused_by: Side | None) -> bool:
    """Return whether that side may end the pause early: the client always, the partner only its own pause."""
    return side is Side.CLIENT or paused_by is Side.PARTNER


def state_label(state: State) -> str:
    """Return the state in words."""
    return {
        State.PENDING: _("pending"),
        State.ACTIVE: _("active"),
        State.ENDED: _("ended"),
        State.REFUSED: _("refused"),
        State.WITHDRAWN: _("withdrawn"),
        State.EXPIRED: _("expired"),
    }[state]


def access_label(access: Access) -> str:
    """Return the access in words."""
    return {Access.LIMITED: _("limited access"), Access.FULL: _("full access")}[access]


def payment_label(payment: Payment | None) -> str:
    """Return whose payment method it is, in words."""
    if payment is None:
        return _("the client pays")
    return {Payment.CLIENT: _("the client's payment method"), Payment.PARTNER: _("the partner's payment method")}[
        payment
    ]
