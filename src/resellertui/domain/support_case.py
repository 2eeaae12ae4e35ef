"""Cases: requests for support and calls that the desk noted, with the clock of the organisation's plan.

open → answered → closed. The rules (section 6) say that a request is followed where it was written and answered within
the plan's response time, whose clock both sides see. Decided here:

- The clock runs while it is the desk's turn. It starts when the case is opened, by the plan of that moment, whose
  promise holds for it; an answer ends it. A reply of the organisation's people to an answered or closed case opens it
  anew, with the clock from that reply; a reply while the desk's turn lasts does not set the clock back.
- Plans without a target are answered with best effort: there is no clock, and nothing is late.
- A note among staff is no answer, and is never shown to the organisation.
- Either side closes a case; a closed one has no clock.
- The person whose case it is follows it; legal representatives and administrators follow all of their organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from resellertui.domain.roles import Role
from resellertui.domain.span import late as late_words
from resellertui.domain.span import left
from resellertui.domain.wording import _

LONGEST_TEXT = 10_000
"""Characters in one message."""


class CaseState(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    """The desk's."""
    ANSWERED = "answered"
    """The organisation's."""
    CLOSED = "closed"


class Channel(StrEnum):
    """How a case came to the desk."""

    REQUEST = "request"
    CALL = "call"


@dataclass(frozen=True)
class Clock:
    """What changes as a case goes to and fro."""

    state: CaseState
    due_at: datetime | None = None
    answered_at: datetime | None = None
    """The desk's first answer."""
    closed_at: datetime | None = None


def opened(now: datetime, response_hours: int, *, answered: bool = False) -> Clock:
    """Return a new case's clock; `answered` is a call whose question was answered while it lasted."""
    if answered:
        return Clock(CaseState.ANSWERED, answered_at=now)
    return Clock(CaseState.OPEN, due_at=due_after(now, response_hours))


def answered(clock: Clock, now: datetime) -> Clock:
    """Return the clock once the desk has answered, which it may do at any time, more than once."""
    return Clock(CaseState.ANSWERED, answered_at=clock.answered_at or now)


def replied(clock: Clock, now: datetime, response_hours: int) -> Clock:
    """Return the clock once the organisation's side has written again."""
    if clock.state is CaseState.OPEN:
        return clock
    return Clock(CaseState.OPEN, due_at=due_after(now, response_hours), answered_at=clock.answered_at)


def closed(clock: Clock, now: datetime) -> Clock:
    """Return the clock of a case that is closed; closing a closed one changes nothing."""
    if clock.state is CaseState.CLOSED:
        return clock
    return replace(clock, state=CaseState.CLOSED, due_at=None, closed_at=now)


def due_after(moment: datetime, response_hours: int) -> datetime | None:
    """Return by when the desk is to answer; None for best effort."""
    return moment + timedelta(hours=response_hours) if response_hours else None


def is_late(clock: Clock, now: datetime) -> bool:
    """Return whether the promised moment has passed without an answer."""
    return clock.state is CaseState.OPEN and clock.due_at is not None and now >= clock.due_at


def clock_words(clock: Clock, now: datetime) -> str:
    """Return how the clock stands, for both sides the same."""
    if clock.state is CaseState.CLOSED:
        return _("closed")
    if clock.state is CaseState.ANSWERED:
        return _("answered")
    if clock.due_at is None:
        return _("best effort")
    return late_words(clock.due_at, now) if now >= clock.due_at else left(clock.due_at, now)


def first_answer_was_late(opened_at: datetime, answered_at: datetime | None, response_hours: int) -> bool | None:
    """Return whether the first answer came after the promise; None where none was promised, or none came yet."""
    due = due_after(opened_at, response_hours)
    return None if due is None or answered_at is None else answered_at >= due


def follows_all(role: Role | None) -> bool:
    """Return whether a person follows every case of its organisation."""
    return role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR}


def state_label(state: CaseState) -> str:
    """Return the state in a word."""
    return {
        CaseState.OPEN: _("open"),
        CaseState.ANSWERED: _("answered"),
        CaseState.CLOSED: _("closed"),
    }[state]


def channel_label(channel: Channel) -> str:
    """Return how it came, in a word."""
    return {Channel.REQUEST: _("request"), Channel.CALL: _("call")}[channel]
