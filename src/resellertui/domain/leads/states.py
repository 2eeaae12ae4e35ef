"""The states of a request for quotes, and of what each partner that was sent it did (rules: quote requests).

Decided here, where the rules are silent:

- Dates decide when they are read: a request past its last day is expired, whether or not a job has written it down.
- When a request is awarded, every partner but the winner has lost it, those that had not answered included; when it is
  withdrawn or expired, all that had not declined have lost it.
- The win rate counts the offers on requests that were awarded: those that won, of those that won or lost. Requests that
  were declined, or left without an offer, count for the response clock only.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    def on(self, closes_on: date, today: date) -> RequestState:
        """Return the state on a day, by its dates and not by what a job has recorded."""
        return RequestState.EXPIRED if self is RequestState.OPEN and today >= closes_on else self


class RouteState(StrEnum):
    """How a request stands with one partner that was sent it."""

    RECEIVED = "received"
    VIEWED = "viewed"
    ANSWERED = "answered"
    WON = "won"
    LOST = "lost"
    DECLINED = "declined"

    def on(self, request: RequestState) -> RouteState:
        """Return the state by that of the request on a day: what expired undecided is lost."""
        return RouteState.LOST if self in UNDECIDED and request is RequestState.EXPIRED else self


UNDECIDED = frozenset({RouteState.RECEIVED, RouteState.VIEWED, RouteState.ANSWERED})
"""States from which a route still moves."""
TO_ANSWER = frozenset({RouteState.RECEIVED, RouteState.VIEWED})
"""States in which a request waits for its partner."""


REMIND_BEFORE = 7
"""How many days before its last day those concerned are reminded of a request, once (decided here)."""


class Source(StrEnum):
    """How a request came in."""

    CONSOLE = "console"
    COMMAND = "command"
    FILE = "file"
