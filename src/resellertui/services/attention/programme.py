"""A partner's place in the programme, where it needs a person: a suspension, or a warning with its date."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.access import Action
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.services.attention.onlooker import Onlooker


def programme_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what the dates of a partner's standing say, to whoever answers for it."""
    member = who.member
    if member is None or not who.may_in_own(Action.PROGRAMME_CHANGE):
        return
    if is_suspended(member.state, member.suspend_on, who.today):
        since = member.suspended_on or member.suspend_on
        yield Fact(Need.SUSPENDED, 1, Place("programme"), since=since)
    elif member.warned_on is not None:
        yield Fact(Need.WARNED, 1, Place("programme"), member.suspend_on, since=member.warned_on)
