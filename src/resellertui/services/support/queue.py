"""The desk's side of cases: the queue, answers, notes among staff, calls (rules: section 6; `domain/support_case`)."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.support_case import CaseState, Channel, answered, opened
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.support.case_file import (
    case_view,
    changed,
    check_version,
    clock_of,
    found_case,
    outcome,
    row_view,
    set_clock,
    write,
)
from resellertui.services.support.case_notices import tell_of_answer, tell_of_call
from resellertui.services.support.case_views import (
    CaseOutcome,
    CasePage,
    CaseTab,
    CaseView,
    DeskLoad,
    Message,
    NewCall,
)
from resellertui.services.support.cases import close_case
from resellertui.services.support.plans import plan_in
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import SupportCase
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import support_cases as queries


class SupportQueue:
    """Every organisation's cases, for the provider's staff."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def at_desk(self, actor: Actor) -> bool:
        """Return whether the actor works at the desk, and so reads cases there. Changes nothing."""
        with self._office.reading(actor) as unit:
            return bool(unit.may(Action.SUPPORT_ANSWER))

    def page(self, actor: Actor, tab: CaseTab = CaseTab.OPEN, *, offset: int = 0, limit: int = 100) -> CasePage:
        """Return a part of the queue: what is due first, then best effort by age; other cases newest first.

        Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            Invalid: all at once is no list of the desk.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            if tab is CaseTab.ALL:
                raise Invalid({"tab": _("Choose one of: {choices}.").format(choices="open, answered, closed")})
            if tab is CaseTab.OPEN:
                lines = queries.waiting(unit.session, offset, limit)
            else:
                lines = queries.in_state(unit.session, tab.value, offset, limit)
            total = queries.count_in(unit.session, tab.value)
            return CasePage(total=total, offset=offset, rows=tuple(row_view(unit, one) for one in lines))

    def position(self, actor: Actor, case: str, tab: CaseTab = CaseTab.OPEN) -> int | None:
        """Return where a case stands in a part of the queue; None where it is not in it. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            number = parse_id(Kind.CASE, case)
            row = None if number is None else queries.case(unit.session, number)
            if row is None or row.state != tab.value:
                return None
            if tab is CaseTab.OPEN:
                return queries.place_in_waiting(unit.session, row)
            return queries.place_in_state(unit.session, row)

    def load(self, actor: Actor) -> DeskLoad:
        """Return how many cases wait, and how many of them beyond what was promised. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            return DeskLoad(
                open=queries.count_in(unit.session, CaseState.OPEN.value),
                late=queries.count_late(unit.session, unit.now),
            )

    def show(self, actor: Actor, case: str) -> CaseView:
        """Return any organisation's case, with the notes among staff. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            return case_view(unit, found_case(unit, case), as_staff=True)

    def note_call(self, actor: Actor, call: NewCall) -> CaseOutcome:
        """Open a case for a caller who was identified; its people follow it as their own requests, and are mailed.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: no such organisation.
            Invalid: the caller is nobody of the organisation.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            org_id = parse_id(Kind.ORGANISATION, call.organisation)
            org = None if org_id is None else organisation_queries.organisation(unit.session, org_id)
            if org is None or org.deleted_at is not None:
                raise not_found(call.organisation)
            org_id = org.id
            user_id = _caller(unit, org_id, call.caller)
            plan = plan_in(unit, org_id)
            row = SupportCase(
                org_id=org_id,
                user_id=user_id,
                channel=Channel.CALL.value,
                subject=call.subject,
                plan=plan.id,
                opened_at=unit.now,
                opened_by_id=actor.user_id,
                version=1,
            )
            set_clock(row, opened(unit.now, plan.response_hours, answered=call.answered))
            unit.session.add(row)
            unit.session.flush()  # it has a number now
            write(unit, row, call.text, is_staff=True)
            values = {"plan": plan.id, "user": user_id, "state": row.state}
            unit.record("support.call_noted", "support_case", row.id, values, for_org_id=org_id)
            return outcome(unit, row, _mailed(tell_of_call(unit, row, call.text)))

    def answer(self, actor: Actor, case: str, message: Message) -> CaseOutcome:
        """Answer a case, which ends its clock; whoever asked is mailed the answer. A closed one is answered now.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
            CaseConflict: someone wrote in it, or closed it, since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row = _at_desk(unit, case, message.version)
            before = clock_of(row)
            set_clock(row, answered(before, unit.now))
            write(unit, row, message.text, is_staff=True)
            changed(unit, row, "support.answered", before)
            return outcome(unit, row, _mailed(tell_of_answer(unit, row, message.text)))

    def note(self, actor: Actor, case: str, message: Message) -> CaseOutcome:
        """Write a note among staff, which the organisation never reads; its clock and version stay.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
            CaseConflict: someone wrote in it, or closed it, since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row = _at_desk(unit, case, message.version)
            write(unit, row, message.text, is_staff=True, is_note=True)
            # in nobody's name: what is done for an organisation is what its people may read
            unit.record("support.noted", "support_case", row.id, {})
            return outcome(unit, row, _("Only the provider's staff read this note."))

    def close(self, actor: Actor, case: str, version: int | None = None) -> CaseOutcome:
        """Close a case; a reply opens it again. Closing a closed one changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
            CaseConflict: someone wrote in it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_ANSWER)
            return close_case(unit, found_case(unit, case), version)


def _at_desk(unit: Unit, case: str, version: int | None) -> SupportCase:
    unit.allow(Action.SUPPORT_ANSWER)
    row = found_case(unit, case)
    check_version(unit, row, version)
    return row


def _caller(unit: Unit, org_id: int, text: str) -> int | None:
    if not text:
        return None
    number = parse_id(Kind.USER, text)
    if number is None or people_queries.role_of(unit.session, number, org_id) is None:
        raise Invalid({"caller": _("“{text}” is nobody of this organisation.").format(text=text)})
    return number


def _mailed(count: int) -> str:
    return ngettext("{count} mail goes out.", "{count} mails go out.", count).format(count=count)
