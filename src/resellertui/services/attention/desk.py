"""What waits for the provider's staff: cases, applications, tasks, mails that were given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from resellertui.domain.access import Action, Stance
from resellertui.domain.attention import CASE_NEAR, Fact, Need, Place
from resellertui.domain.calendar import local_date
from resellertui.domain.delivery import MailState
from resellertui.domain.identifiers import Kind, show_id
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention
from resellertui.store.queries.attention import LOOKED_AT, Waiting


def desk_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what the policy lets the onlooker deal with for the provider."""
    if who.may(Action.SUPPORT_ANSWER, Stance()):
        yield from _cases(who)
    if who.may(Action.PROGRAMME_APPROVE, Stance()):
        waiting = attention.submitted_applications(who.reader)
        yield _fact(Need.APPLICATIONS, waiting, "applications", "submitted", Kind.APPLICATION)
        yield _fact(Need.ARREARS, attention.open_arrears(who.reader), "applications", "arrears", Kind.ARREARS)
    if who.may(Action.MAIL_VIEW, Stance()):
        yield _fact(Need.MAILS_PARKED, attention.parked_mails(who.reader), "outbox", MailState.PARKED.value, Kind.MAIL)


def _cases(who: Onlooker) -> Iterator[Fact]:
    until = who.now + CASE_NEAR
    for need, found in (
        (Need.CASES_LATE, attention.timed_cases(who.reader, None, who.now)),
        (Need.CASES_NEAR, attention.timed_cases(who.reader, who.now, until)),
    ):
        if found:
            number, due_at = found[0]
            place = Place("support_desk", "open", record=show_id(Kind.CASE, number))
            yield Fact(need, len(found), place, moment=due_at, is_more=len(found) == LOOKED_AT)
    yield _fact(Need.CASES_OPEN, attention.other_cases(who.reader, until), "support_desk", "open", Kind.CASE)


def _fact(need: Need, waiting: Waiting, section: str, tab: str, kind: Kind) -> Fact:
    place = Place(section, tab, record=show_id(kind, waiting.first_id))
    return Fact(need, waiting.number, place, since=_local(waiting.since), name=waiting.name)


def _local(moment: datetime | None) -> date | None:
    return None if moment is None else local_date(moment)
