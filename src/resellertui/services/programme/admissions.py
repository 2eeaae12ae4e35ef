"""Checking and deciding applications: the provider's staff (rules: joining the programme)."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.programme_membership.conditions import CONFIRMED_BY_STAFF, Condition, label
from resellertui.domain.programme_membership.standing import first_review
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.inputs import Listing
from resellertui.services.programme import notices
from resellertui.services.programme.admitting import check_admissible, close
from resellertui.services.programme.applying import check_version
from resellertui.services.programme.facts import application_view
from resellertui.services.programme.members import admit
from resellertui.services.programme.views import (
    ApplicationOutcome,
    ApplicationPage,
    ApplicationRow,
    ApplicationState,
    ApplicationView,
)
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, ProgrammeApplication
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import programme as queries
from resellertui.store.queries.programme import ApplicationLine


class Admissions:
    """Every organisation's applications, for the provider's staff."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(
        self,
        actor: Actor,
        state: ApplicationState = ApplicationState.SUBMITTED,
        offset: int = 0,
        limit: int = 100,
    ) -> ApplicationPage:
        """Return a part of the applications in a state: those that wait oldest first, others newest first.

        Drafts are their organisations' own, and are not listed. Changes nothing.

        Raises:
            Forbidden: not the provider's staff.
            Invalid: drafts are asked for.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            if state is ApplicationState.DRAFT:
                choices = "submitted, approved, rejected, withdrawn"
                raise Invalid({"state": _("Choose one of: {choices}.").format(choices=choices)})
            lines = queries.applications(unit.session, state.value, offset, limit)
            total = queries.count_applications(unit.session, state.value)
            return ApplicationPage(total=total, offset=offset, rows=tuple(_row(one) for one in lines))

    def show(self, actor: Actor, reference: str) -> ApplicationView:
        """Return an application, what is known today beside what was declared and found. Changes nothing.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: there is none of this id, or it is a draft.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            row, org = _found(unit, reference)
            return application_view(unit, org, row)

    def confirm(
        self,
        actor: Actor,
        reference: str,
        condition: Condition,
        *,
        confirmed: bool = True,
        version: int | None = None,
    ) -> ApplicationOutcome:
        """Confirm that the website is active, or that the applicant is no affiliate; or take that back.

        A website is confirmed as the address that it has now: another one has to be confirmed anew.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: there is none of this id.
            Refused: it is decided already.
            Invalid: staff confirm nothing else, and only what was declared.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row, org = _undecided(unit, reference, version)
            if condition not in CONFIRMED_BY_STAFF:
                choices = ", ".join(one.value for one in CONFIRMED_BY_STAFF)
                raise Invalid({"condition": _("Choose one of: {choices}.").format(choices=choices)})
            if confirmed and not row.declared.get(condition.value):
                raise Invalid({"condition": _("The applicant has not declared it.")})
            seen = org.website if condition is Condition.WEBSITE else True
            row.confirmed = {**row.confirmed, condition.value: seen if confirmed else False}
            row.version += 1
            unit.record(
                "programme.confirmed",
                "programme_application",
                row.id,
                {"condition": condition.value, "confirmed": confirmed},
                for_org_id=org.id,
            )
            text = _("{condition}: confirmed.") if confirmed else _("{condition}: not confirmed any more.")
            return ApplicationOutcome(
                application=application_view(unit, org, row), effects=(text.format(condition=label(condition)),)
            )

    def approve(
        self, actor: Actor, reference: str, *, provisional: bool = False, version: int | None = None
    ) -> ApplicationOutcome:
        """Approve an application, for a time only where the threshold is missing; both sides get a mail.

        The new partner is in the directory once it wants to be.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: there is none of this id.
            Refused: it is decided already, or conditions do not hold; all of them are told.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row, org = _undecided(unit, reference, version)
            check_admissible(unit, org, row, provisional=provisional)
            admit(unit, org, Listing.of(listed=False, provisional=provisional), row)
            effects = [
                _("{organisation} becomes a partner at once, and is told by e-mail.").format(organisation=org.name),
                _("It chooses itself whether the directory lists it."),
            ]
            if provisional:
                ends = first_review(unit.today, provisional_months=unit.terms.months.provisional_approval)
                text = _("On {day} either threshold has to be reached, or a warning follows.")
                effects.append(text.format(day=day(ends)))
            return ApplicationOutcome(application=application_view(unit, org, row), effects=tuple(effects))

    def reject(self, actor: Actor, reference: str, reasons: str, version: int | None = None) -> ApplicationOutcome:
        """Reject an application, saying why; both sides get a mail with the reasons.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: there is none of this id.
            Refused: it is decided already.
            Invalid: no reasons.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row, org = _undecided(unit, reference, version)
            if not reasons.strip():
                raise Invalid({"reasons": _("Say why: the applicant reads it.")})
            row.state = "rejected"
            row.reasons = reasons.strip()
            close(unit, row)
            unit.record(
                "programme.rejected", "programme_application", row.id, {"reasons": row.reasons}, for_org_id=org.id
            )
            notices.tell_of_rejection(unit, org, show_id(Kind.APPLICATION, row.id), row.reasons)
            effect = _("{organisation} reads the reasons by e-mail and can apply again.").format(organisation=org.name)
            return ApplicationOutcome(application=application_view(unit, org, row), effects=(effect,))


def _found(unit: Unit, reference: str) -> tuple[ProgrammeApplication, Organisation]:
    number = parse_id(Kind.APPLICATION, reference)
    row = queries.application(unit.session, number) if number is not None else None
    org = organisation_queries.organisation(unit.session, row.org_id) if row is not None else None
    if row is None or org is None or row.submitted_at is None:
        raise not_found(reference)
    return row, org


def _undecided(unit: Unit, reference: str, version: int | None) -> tuple[ProgrammeApplication, Organisation]:
    unit.allow(Action.PROGRAMME_APPROVE)
    row, org = _found(unit, reference)
    if row.state != "submitted":
        raise Refused(
            _("{id} is decided, or was withdrawn.").format(id=show_id(Kind.APPLICATION, row.id)),
            _("Nothing was changed."),
        )
    check_version(row, version)
    return row, org


def _row(line: ApplicationLine) -> ApplicationRow:
    row = line.row
    return ApplicationRow(
        id=show_id(Kind.APPLICATION, row.id),
        organisation=line.organisation,
        organisation_id=show_id(Kind.ORGANISATION, row.org_id),
        country=line.country,
        state=ApplicationState(row.state),
        submitted_at=row.submitted_at,
        submitted_by=line.submitted_by or "",
        decided_at=row.decided_at,
        is_provisional=row.is_provisional,
        version=row.version,
    )
