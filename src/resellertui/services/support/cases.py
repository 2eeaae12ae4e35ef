"""Requests for support, as an organisation's people write and follow them (rules: section 6; `domain/support_case`).

They are always those of the organisation in whose name one acts. Inside a client's organisation a partner's person
still writes in its own organisation's name, and the request says which client was open; the client's own requests are
not found, whatever the access.
"""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.support_case import Channel, closed, opened, replied
from resellertui.domain.support_plan import response_target
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.actor import Actor
from resellertui.services.support.case_file import (
    case_view,
    changed,
    check_version,
    clock_of,
    found_case,
    outcome,
    plan_of_case,
    row_view,
    set_clock,
    write,
)
from resellertui.services.support.case_notices import tell_desk
from resellertui.services.support.case_views import (
    CaseOutcome,
    CasePage,
    CaseTab,
    CaseView,
    Message,
    NewRequest,
)
from resellertui.services.support.plans import plan_in
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import SupportCase
from resellertui.store.queries import support_cases as queries

OWN = Stance(relation=Relation.OWN)


class SupportCases:
    """The requests of one's own organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open(self, actor: Actor, request: NewRequest) -> CaseOutcome:
        """Write a request; the clock of the organisation's plan starts, and the provider is mailed.

        Raises:
            NotFound: the actor acts for no organisation.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_REQUEST, OWN)
            plan = plan_in(unit, actor.org_id or 0)
            clock = opened(unit.now, plan.response_hours)
            row = SupportCase(
                org_id=actor.org_id or 0,
                user_id=actor.user_id,
                channel=Channel.REQUEST.value,
                subject=request.subject,
                plan=plan.id,
                opened_at=unit.now,
                opened_by_id=actor.user_id,
                version=1,
            )
            set_clock(row, clock)
            unit.session.add(row)
            unit.session.flush()  # it has a number now
            write(unit, row, request.text, is_staff=False, facts=_facts(unit, request.page))
            due = None if row.due_at is None else row.due_at.isoformat()
            unit.record(
                "support.requested", "support_case", row.id, {"plan": plan.id, "due_at": due}, for_org_id=row.org_id
            )
            tell_desk(unit, row, is_new=True)
            promise = (
                _("The support answers by {moment}.").format(moment=moment(row.due_at))
                if row.due_at is not None
                else _("The plan {plan} promises: {target}.").format(plan=plan.label, target=response_target(plan))
            )
            return outcome(unit, row, promise)

    def list(
        self, actor: Actor, tab: CaseTab = CaseTab.ALL, *, offset: int = 0, limit: int = 100, own: bool = False
    ) -> CasePage:
        """Return requests and calls, newest first: one's own; for legal representatives and administrators everybody's.

        Changes nothing.

        Args:
            actor: who asks.
            tab: which of them.
            offset: where the window begins.
            limit: how many at most.
            own: only one's own, for whoever follows everybody's.

        Raises:
            NotFound: the actor acts for no organisation.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_REQUEST, OWN)
            org_id, whose = actor.org_id or 0, _whose(unit, own=own)
            state = None if tab is CaseTab.ALL else tab.value
            lines = queries.followed(unit.session, org_id, whose, state, offset, limit)
            total = queries.count_followed(unit.session, org_id, whose, state)
            return CasePage(total=total, offset=offset, rows=tuple(row_view(unit, one) for one in lines))

    def show(self, actor: Actor, case: str) -> CaseView:
        """Return a request with what was written, without the notes among staff. Changes nothing.

        Raises:
            NotFound: none that the actor follows.
        """
        with self._office.reading(actor) as unit:
            return case_view(unit, _mine(unit, case), as_staff=False)

    def reply(self, actor: Actor, case: str, message: Message) -> CaseOutcome:
        """Write again; an answered or closed request is open anew, with the clock from now, and the provider is mailed.

        Raises:
            NotFound: none that the actor follows.
            CaseConflict: someone wrote in it, or closed it, since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row = _mine(unit, case)
            check_version(unit, row, message.version)
            before = clock_of(row)
            set_clock(row, replied(before, unit.now, plan_of_case(unit, row).response_hours))
            write(unit, row, message.text, is_staff=False, facts=_facts(unit, ""))
            changed(unit, row, "support.replied", before)
            tell_desk(unit, row, is_new=False)
            number = show_id(Kind.CASE, row.id)
            reopened = _("{case} is open again.").format(case=number) if before.state.value != row.state else ""
            due = _("The support answers by {moment}.").format(moment=moment(row.due_at)) if row.due_at else ""
            return outcome(unit, row, reopened, due)

    def close(self, actor: Actor, case: str, version: int | None = None) -> CaseOutcome:
        """Close a request; writing in it opens it again. Closing a closed one changes nothing.

        Raises:
            NotFound: none that the actor follows.
            CaseConflict: someone wrote in it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row = _mine(unit, case)
            return close_case(unit, row, version)


def close_case(unit: Unit, row: SupportCase, version: int | None) -> CaseOutcome:
    """Close a case, for either side.

    Raises:
        CaseConflict: someone wrote in it since the version that was looked at.
    """
    before = clock_of(row)
    after = closed(before, unit.now)
    if after == before:
        return outcome(unit, row, _("It was closed already."))
    check_version(unit, row, version)
    set_clock(row, after)
    changed(unit, row, "support.closed", before)
    return outcome(unit, row, _("It is closed; a reply opens it again."))


def _whose(unit: Unit, *, own: bool = False) -> int | None:
    """Return the person whose cases the actor follows; None for everybody's."""
    return None if not own and unit.may(Action.SUPPORT_REQUEST_ALL, OWN) else unit.actor.user_id


def _mine(unit: Unit, case: str) -> SupportCase:
    unit.allow(Action.SUPPORT_REQUEST, OWN, missing=case)
    row, whose = found_case(unit, case), _whose(unit)
    if row.org_id != unit.actor.org_id or (whose is not None and row.user_id != whose):
        raise not_found(case)
    return row


def _facts(unit: Unit, page: str) -> dict[str, str]:
    facts = {"page": page} if page else {}
    if unit.actor.for_client_id is not None:
        facts["client"] = show_id(Kind.ORGANISATION, unit.actor.for_client_id)
    return facts
