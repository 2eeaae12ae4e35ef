"""One case in a reader's hands: found, shown, written in; shared by people and the desk."""

from __future__ import annotations

from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.programme.terms import Plan
from resellertui.domain.support_case import (
    CaseState,
    Channel,
    Clock,
    clock_words,
    first_answer_was_late,
    is_late,
)
from resellertui.domain.support_plan import response_target, standard_plan
from resellertui.domain.wording import _
from resellertui.services.support.case_views import CaseConflict, CaseOutcome, CaseRow, CaseView, MessageView
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import SupportCase, SupportMessage
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import support_cases as queries
from resellertui.store.queries.support_cases import CaseLine


def found_case(unit: Unit, text: str) -> SupportCase:
    """Return the case of an id.

    Raises:
        NotFound: there is none.
    """
    number = parse_id(Kind.CASE, text)
    row = None if number is None else queries.case(unit.session, number)
    if row is None:
        raise not_found(text)
    return row


def clock_of(row: SupportCase) -> Clock:
    """Return the clock of a case, as it is stored."""
    return Clock(CaseState(row.state), row.due_at, row.answered_at, row.closed_at)


def set_clock(row: SupportCase, clock: Clock) -> None:
    """Store the clock of a case."""
    row.state, row.due_at = clock.state.value, clock.due_at
    row.answered_at, row.closed_at = clock.answered_at, clock.closed_at


def plan_of_case(unit: Unit, row: SupportCase) -> Plan:
    """Return the plan whose promise holds for a case, by the terms of the day on which it was opened."""
    terms = unit.terms_on(local_date(row.opened_at))
    return next((one for one in terms.plans if one.id == row.plan), standard_plan(terms))


def check_version(unit: Unit, row: SupportCase, expected: int | None) -> None:
    """Go on only if nobody wrote in the case, or closed it, since it was looked at.

    Notes among staff do not count: else the organisation would be told that there is one.

    Raises:
        CaseConflict: someone did.
    """
    if expected is None or expected == row.version:
        return
    newest = queries.messages_of(unit.session, row.id, with_notes=False)[-1:]
    who = next((name for _message, name in newest if name), "")
    detail = _("The last to write in it was {person}.").format(person=who) if who else ""
    raise CaseConflict(
        _("{case} was changed by someone else while you were looking at it.").format(case=show_id(Kind.CASE, row.id)),
        " ".join(part for part in (detail, _("Nothing was sent.")) if part),
        _("Read what is new, then send yours."),
        version=row.version,
    )


def write(
    unit: Unit,
    row: SupportCase,
    body: str,
    *,
    is_staff: bool,
    is_note: bool = False,
    facts: dict[str, str] | None = None,
) -> None:
    """Add what was written to a case; the audit gets no body."""
    unit.session.add(
        SupportMessage(
            case_id=row.id,
            at=unit.now,
            user_id=unit.actor.user_id,
            is_staff=is_staff,
            is_note=is_note,
            body=body,
            facts=facts or None,
        )
    )


def changed(unit: Unit, row: SupportCase, action: str, before: Clock) -> None:
    """Note in the audit what happened to a case, without what was written, and count its version up."""
    row.version += 1
    unit.session.flush()  # what is answered reads it back
    unit.record(
        action,
        "support_case",
        row.id,
        {
            "before": before.state.value,
            "after": row.state,
            "due_at": None if row.due_at is None else row.due_at.isoformat(),
        },
        for_org_id=row.org_id,
    )


def row_view(unit: Unit, line: CaseLine) -> CaseRow:
    """Return a case as a list shows it."""
    row, clock, plan = line.row, clock_of(line.row), plan_of_case(unit, line.row)
    return CaseRow(
        id=show_id(Kind.CASE, row.id),
        channel=Channel(row.channel),
        state=clock.state,
        subject=row.subject,
        organisation=line.organisation,
        organisation_id=show_id(Kind.ORGANISATION, row.org_id),
        person=line.person or "",
        plan=plan.label,
        plan_id=plan.id,
        response_target=response_target(plan),
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_late=is_late(clock, unit.now),
        clock=clock_words(clock, unit.now),
        answered_at=row.answered_at,
        first_answer_late=first_answer_was_late(row.opened_at, row.answered_at, plan.response_hours),
        closed_at=row.closed_at,
        version=row.version,
    )


def one_row(unit: Unit, row: SupportCase) -> CaseRow:
    """Return one case as a list shows it."""
    line = queries.line_of(unit.session, row.id)
    if line is None:
        raise not_found(show_id(Kind.CASE, row.id))
    return row_view(unit, line)


def case_view(unit: Unit, row: SupportCase, *, as_staff: bool) -> CaseView:
    """Return a case with what was written in it; notes among staff only for staff."""
    messages = queries.messages_of(unit.session, row.id, with_notes=as_staff)
    return CaseView(
        case=one_row(unit, row),
        messages=tuple(_message(unit, one, name) for one, name in messages),
        as_staff=as_staff,
        may_write=True,
        may_close=row.state != CaseState.CLOSED.value,
    )


def outcome(unit: Unit, row: SupportCase, *effects: str) -> CaseOutcome:
    """Return what an act did to a case."""
    return CaseOutcome(case=one_row(unit, row), effects=tuple(one for one in effects if one))


def _message(unit: Unit, one: SupportMessage, name: str | None) -> MessageView:
    facts = one.facts if isinstance(one.facts, dict) else {}
    return MessageView(
        at=one.at,
        author=name or "",
        is_staff=one.is_staff,
        is_note=one.is_note,
        is_mine=one.user_id == unit.actor.user_id,
        body=one.body,
        page=str(facts.get("page", "")),
        client_id=str(facts["client"]) if facts.get("client") else None,
    )


def person_name(unit: Unit) -> str:
    """Return the name of whoever acts."""
    number = unit.actor.user_id or 0
    return people_queries.names_of(unit.session, [number]).get(number, "")
