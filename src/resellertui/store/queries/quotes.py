"""Requests for quotes and where they went: found, listed, counted.

A request past its last day is read as expired, whether or not the job has written it down (`domain/leads/states`): each
list and count is given the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from resellertui.domain.leads.states import TO_ANSWER, UNDECIDED, RequestState, RouteState
from resellertui.store.models import Organisation, ProgrammeMember, QuoteOffer, QuoteRequest, QuoteRoute

NOBODY = "nobody"
"""What staff filter by besides the states: open requests that nobody is left to answer."""

_PART = 500
_UNDECIDED = tuple(sorted(UNDECIDED))
_TO_ANSWER = tuple(sorted(TO_ANSWER))


class Tally(NamedTuple):
    """To how many partners a request went, and what they did."""

    partners: int = 0
    waiting: int = 0
    offers: int = 0
    """Offers that stand, or stood when it was decided."""
    declined: int = 0


class Sent(NamedTuple):
    """A request with how it stands with one partner."""

    route: QuoteRoute
    request: QuoteRequest


def request(session: Session, request_id: int) -> QuoteRequest | None:
    """Return a request by its number."""
    return session.get(QuoteRequest, request_id)


def request_by_token(session: Session, token_hash: str) -> QuoteRequest | None:
    """Return the request whose token has this hash."""
    return session.scalar(select(QuoteRequest).where(QuoteRequest.token_hash == token_hash))


def request_of_file(session: Session, digest: str) -> QuoteRequest | None:
    """Return the request that was read from a file of this content."""
    return session.scalar(select(QuoteRequest).where(QuoteRequest.file_digest == digest))


def count_open_of(session: Session, email_key: str, today: date) -> int:
    """Return how many requests of a contact's address are open."""
    counted = (
        select(func.count())
        .select_from(QuoteRequest)
        .where(QuoteRequest.contact_email_key == email_key, *_is_open(today))
    )
    return session.scalar(counted) or 0


def of_organisation(session: Session, org_id: int) -> list[QuoteRequest]:
    """Return every request of an organisation, oldest first."""
    return list(session.scalars(select(QuoteRequest).where(QuoteRequest.org_id == org_id).order_by(QuoteRequest.id)))


def of_contact(session: Session, email_keys: Sequence[str]) -> list[QuoteRequest]:
    """Return every request whose contact has one of these addresses, oldest first."""
    theirs = select(QuoteRequest).where(QuoteRequest.contact_email_key.in_(sorted(email_keys)))
    return list(session.scalars(theirs.order_by(QuoteRequest.id)))


def filed_by(session: Session, user_id: int) -> list[QuoteRequest]:
    """Return every request that a person filed or claimed, oldest first."""
    return list(session.scalars(select(QuoteRequest).where(QuoteRequest.user_id == user_id).order_by(QuoteRequest.id)))


def past_their_day(session: Session, today: date, limit: int) -> list[QuoteRequest]:
    """Return open requests whose last day is past, along the index of state and day."""
    return list(
        session.scalars(
            select(QuoteRequest)
            .where(QuoteRequest.state == RequestState.OPEN.value, QuoteRequest.closes_on <= today)
            .order_by(QuoteRequest.closes_on, QuoteRequest.id)
            .limit(limit)
        )
    )


def to_remind(session: Session, today: date, until: date, after: int, limit: int) -> list[QuoteRequest]:
    """Return open requests that close after today and by a day, and of which nobody was reminded."""
    return list(
        session.scalars(
            select(QuoteRequest)
            .where(
                QuoteRequest.state == RequestState.OPEN.value,
                QuoteRequest.closes_on > today,
                QuoteRequest.closes_on <= until,
                QuoteRequest.reminded_at.is_(None),
                QuoteRequest.id > after,
            )
            .order_by(QuoteRequest.id)
            .limit(limit)
        )
    )


def page(
    session: Session, org_id: int | None, state: str, today: date, offset: int, limit: int
) -> tuple[int, list[QuoteRequest]]:
    """Return how many requests there are in a state, and a part of them, newest first.

    Args:
        session: the transaction.
        org_id: whose; None for everybody's.
        state: one of the states, `NOBODY`, or empty for all.
        today: the day that decides.
        offset: where the part begins.
        limit: how many at most.
    """
    where = _where(org_id, state, today)
    total = session.scalar(select(func.count()).select_from(QuoteRequest).where(*where)) or 0
    rows = session.scalars(
        select(QuoteRequest).where(*where).order_by(QuoteRequest.id.desc()).offset(offset).limit(limit)
    )
    return total, list(rows)


def every(session: Session, org_id: int | None, state: str, today: date) -> Iterator[QuoteRequest]:
    """Yield the requests of a list, newest first, for what only their texts tell."""
    yield from session.scalars(
        select(QuoteRequest)
        .where(*_where(org_id, state, today))
        .order_by(QuoteRequest.id.desc())
        .execution_options(yield_per=_PART)
    )


def place(session: Session, org_id: int | None, state: str, today: date, request_id: int) -> int | None:
    """Return how many requests of a list are newer than one; None where it is not in it."""
    where = _where(org_id, state, today)
    found = session.scalar(select(QuoteRequest.id).where(*where, QuoteRequest.id == request_id))
    if found is None:
        return None
    newer = select(func.count()).select_from(QuoteRequest).where(*where, QuoteRequest.id > request_id)
    return session.scalar(newer) or 0


def tallies(session: Session, request_ids: Sequence[int]) -> dict[int, Tally]:
    """Return what came of some requests so far, of each to which partners were sent."""
    rows = session.execute(
        select(
            QuoteRoute.request_id,
            func.count(),
            func.count().filter(QuoteRoute.state.in_(_TO_ANSWER)),
            func.count().filter(_has_offered()),
            func.count().filter(QuoteRoute.state == RouteState.DECLINED.value),
        )
        .where(QuoteRoute.request_id.in_(request_ids))
        .group_by(QuoteRoute.request_id)
    )
    return {row[0]: Tally(row[1], row[2], row[3], row[4]) for row in rows}


def routes_of(session: Session, request_id: int) -> list[QuoteRoute]:
    """Return how a request stands with each partner that was sent it, in the order in which they were."""
    return list(session.scalars(select(QuoteRoute).where(QuoteRoute.request_id == request_id).order_by(QuoteRoute.id)))


def sent(session: Session, request_id: int, partner_id: int) -> Sent | None:
    """Return a request with how it stands with a partner; None where the partner was not sent it."""
    row = session.execute(
        select(QuoteRoute, QuoteRequest)
        .join(QuoteRequest, QuoteRequest.id == QuoteRoute.request_id)
        .where(QuoteRoute.request_id == request_id, QuoteRoute.partner_id == partner_id)
    ).one_or_none()
    return None if row is None else Sent(row[0], row[1])


def undecided_of_partner(session: Session, partner_id: int) -> list[Sent]:
    """Return what still waits for a partner's answer, or for the decision on its offer."""
    rows = session.execute(
        select(QuoteRoute, QuoteRequest)
        .join(QuoteRequest, QuoteRequest.id == QuoteRoute.request_id)
        .where(QuoteRoute.partner_id == partner_id, QuoteRoute.state.in_(_UNDECIDED))
        .order_by(QuoteRoute.id)
    )
    return [Sent(row[0], row[1]) for row in rows]


def pipeline(
    session: Session, partner_id: int, states: Sequence[RouteState], today: date, offset: int, limit: int
) -> tuple[int, list[Sent]]:
    """Return how many requests stand so with a partner, and a part of them: see `sent_to`."""
    counted = select(func.count()).select_from(QuoteRoute).join(QuoteRequest, _JOINED)
    total = session.scalar(counted.where(*_stands(partner_id, states, today))) or 0
    rows = session.execute(_pipeline(partner_id, states, today).offset(offset).limit(limit))
    return total, [Sent(row[0], row[1]) for row in rows]


def sent_to(session: Session, partner_id: int, states: Sequence[RouteState], today: date) -> Iterator[Sent]:
    """Yield the requests that stand so with a partner: those to answer that wait longest first, else newest first."""
    rows = session.execute(_pipeline(partner_id, states, today).execution_options(yield_per=_PART))
    for row in rows:
        yield Sent(row[0], row[1])


def place_in_pipeline(
    session: Session, partner_id: int, states: Sequence[RouteState], today: date, request_id: int
) -> int | None:
    """Return how many requests come before one in a part of a partner's pipeline; None where it is not in it."""
    where = _stands(partner_id, states, today)
    found = select(QuoteRoute.id).join(QuoteRequest, _JOINED).where(*where, QuoteRoute.request_id == request_id)
    number = session.scalar(found)
    if number is None:
        return None
    before = QuoteRoute.id < number if set(states) == TO_ANSWER else QuoteRoute.id > number
    counted = select(func.count()).select_from(QuoteRoute).join(QuoteRequest, _JOINED).where(*where, before)
    return session.scalar(counted) or 0


def counts(session: Session, partner_id: int, today: date) -> dict[RouteState, int]:
    """Return how many requests stand in each state with a partner."""
    late = and_(QuoteRequest.state == RequestState.OPEN.value, QuoteRequest.closes_on <= today)
    rows = session.execute(
        select(QuoteRoute.state, func.count(), func.count().filter(late))
        .join(QuoteRequest, _JOINED)
        .where(QuoteRoute.partner_id == partner_id)
        .group_by(QuoteRoute.state)
    )
    found = dict.fromkeys(RouteState, 0)
    for state, count, over in rows:
        over = over if state in UNDECIDED else 0
        found[RouteState(state)] += count - over
        found[RouteState.LOST] += over
    return found


def awarded_offers(session: Session, partner_id: int) -> tuple[int, int]:
    """Return how many offers of a partner on awarded requests won, and how many lost."""
    row = session.execute(
        select(
            func.count().filter(QuoteRoute.state == RouteState.WON.value),
            func.count().filter(QuoteRoute.state == RouteState.LOST.value, QuoteRoute.answered_at.is_not(None)),
        )
        .select_from(QuoteRoute)
        .join(QuoteRequest, _JOINED)
        .where(QuoteRoute.partner_id == partner_id, QuoteRequest.state == RequestState.AWARDED.value)
    ).one()
    return row[0], row[1]


def answers_of(session: Session, partner_id: int) -> list[tuple[datetime, datetime]]:
    """Return receipt and answer of every request that a partner has answered or declined."""
    rows = session.execute(
        select(QuoteRoute.received_at, QuoteRoute.answered_at).where(
            QuoteRoute.partner_id == partner_id, QuoteRoute.answered_at.is_not(None)
        )
    )
    return [(row[0], row[1]) for row in rows if row[1] is not None]


def current_offers(session: Session, route_ids: Sequence[int]) -> dict[int, QuoteOffer]:
    """Return the offers that stand, by the route that they are on."""
    rows = session.scalars(select(QuoteOffer).where(QuoteOffer.route_id.in_(route_ids), QuoteOffer.is_current))
    return {one.route_id: one for one in rows}


def wanting_requests(
    session: Session, today: date, but: int | None, not_sent: int | None = None
) -> list[tuple[Organisation, ProgrammeMember]]:
    """Return the members of the programme that want requests and are not suspended, by name.

    Args:
        session: the transaction.
        today: the day that decides.
        but: the requester, which is sent nothing of its own.
        not_sent: leaves out who was sent this request.
    """
    statement = (
        select(Organisation, ProgrammeMember)
        .join(ProgrammeMember, ProgrammeMember.org_id == Organisation.id)
        .where(
            ProgrammeMember.receives_quotes,
            ProgrammeMember.state != "suspended",
            or_(ProgrammeMember.suspend_on.is_(None), ProgrammeMember.suspend_on > today),
            Organisation.deleted_at.is_(None),
        )
        .order_by(Organisation.name_folded, Organisation.id)
    )
    if but is not None:
        statement = statement.where(Organisation.id != but)
    if not_sent is not None:
        been_sent = select(QuoteRoute.partner_id).where(QuoteRoute.request_id == not_sent)
        statement = statement.where(Organisation.id.not_in(been_sent))
    return [(row[0], row[1]) for row in session.execute(statement)]


_JOINED = QuoteRequest.id == QuoteRoute.request_id


def _is_open(today: date) -> tuple[ColumnElement[bool], ...]:
    return (QuoteRequest.state == RequestState.OPEN.value, QuoteRequest.closes_on > today)


def _where(org_id: int | None, state: str, today: date) -> list[ColumnElement[bool]]:
    found = [] if org_id is None else [QuoteRequest.org_id == org_id]
    if state == NOBODY:
        left = select(QuoteRoute.id).where(
            QuoteRoute.request_id == QuoteRequest.id, QuoteRoute.state != RouteState.DECLINED.value
        )
        return [*found, *_is_open(today), ~left.exists()]
    if state == RequestState.OPEN.value:
        return [*found, *_is_open(today)]
    if state == RequestState.EXPIRED.value:
        late = and_(QuoteRequest.state == RequestState.OPEN.value, QuoteRequest.closes_on <= today)
        return [*found, or_(QuoteRequest.state == state, late)]
    return [*found, QuoteRequest.state == state] if state else found


def _has_offered() -> ColumnElement[bool]:
    return and_(QuoteRoute.answered_at.is_not(None), QuoteRoute.state != RouteState.DECLINED.value)


def _stands(partner_id: int, states: Sequence[RouteState], today: date) -> list[ColumnElement[bool]]:
    found = [QuoteRoute.partner_id == partner_id]
    if not states:
        return found
    late = and_(QuoteRequest.state == RequestState.OPEN.value, QuoteRequest.closes_on <= today)
    stands = and_(QuoteRoute.state.in_([one.value for one in states]), or_(QuoteRoute.state.not_in(_UNDECIDED), ~late))
    if RouteState.LOST in states:
        stands = or_(stands, and_(QuoteRoute.state.in_(_UNDECIDED), late))
    return [*found, stands]


def _pipeline(partner_id: int, states: Sequence[RouteState], today: date) -> Select[QuoteRoute, QuoteRequest]:
    order = QuoteRoute.id if set(states) == TO_ANSWER else QuoteRoute.id.desc()
    return (
        select(QuoteRoute, QuoteRequest)
        .join(QuoteRequest, _JOINED)
        .where(*_stands(partner_id, states, today))
        .order_by(order)
    )
