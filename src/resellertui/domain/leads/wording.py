"""What the states of requests, of partners' answers, and ways of filing are called."""

from __future__ import annotations

from resellertui.domain.leads.states import RequestState, RouteState, Source
from resellertui.domain.wording import _, ngettext


def request_state_label(state: RequestState) -> str:
    """Return what a state of a request is called."""
    return {
        RequestState.OPEN: _("open"),
        RequestState.AWARDED: _("awarded"),
        RequestState.WITHDRAWN: _("withdrawn"),
        RequestState.EXPIRED: _("expired"),
    }[state]


def route_state_label(state: RouteState) -> str:
    """Return what is said of a request that stands so with a partner."""
    return {
        RouteState.RECEIVED: _("received"),
        RouteState.VIEWED: _("viewed"),
        RouteState.ANSWERED: _("answered"),
        RouteState.WON: _("won"),
        RouteState.LOST: _("lost"),
        RouteState.DECLINED: _("declined"),
    }[state]


def too_many_words(most: int) -> str:
    """Return what is said where more requests hold what was typed than are listed."""
    return ngettext(
        "Only the first request that holds this is listed: type more of it.",
        "Only the first {count} requests that hold this are listed: type more of it.",
        most,
    ).format(count=most)


def source_label(source: Source) -> str:
    """Return how a request came in."""
    return {
        Source.CONSOLE: _("console"),
        Source.COMMAND: _("command"),
        Source.FILE: _("file"),
    }[source]
