"""Applying to the programme: the applicant's side (rules: joining the programme)."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import FieldProblem, Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.programme_membership.conditions import Condition, Finding, findings, unmet
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.programme import notices
from resellertui.services.programme.admitting import close
from resellertui.services.programme.facts import applicant_of, application_view, found_at
from resellertui.services.programme.views import (
    ApplicationConflict,
    ApplicationDraft,
    ApplicationOutcome,
    ApplicationView,
)
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, ProgrammeApplication
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import programme as queries

OWN = Stance(relation=Relation.OWN)
OVER = frozenset({"rejected", "withdrawn"})
"""How an application ended that leaves its organisation to apply again."""


class Applications:
    """An organisation's own application."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> ApplicationView:
        """Return the open or else the last application, with every condition as it is today. Changes nothing.

        After a rejection or a withdrawal they are those that applying again begins with.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_VIEW, OWN)
            org = _own(unit)
            row = queries.last_application(unit.session, org.id)
            return application_view(unit, org, row, anew=row is not None and row.state in OVER)

    def save(self, actor: Actor, draft: ApplicationDraft) -> ApplicationOutcome:
        """Write what is ticked into the draft, which is made if there is none; a decided application stays as it is.

        For legal representatives and administrators.

        Raises:
            Forbidden: another role.
            Refused: already a partner, or the application is with staff.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_CHANGE, OWN)
            org = _applicant(unit)
            row = queries.open_application(unit.session, org.id)
            if row is not None and row.state == "submitted":
                raise _with_staff(row)
            check_version(row, draft.version)
            if row is None:
                row = _new_draft(unit, org, queries.last_application(unit.session, org.id))
                unit.session.add(row)
            else:
                row.version += 1
            row.declared = {**row.declared, **{one.value: value for one, value in draft.ticked().items()}}
            if draft.reseller_terms is not None:
                row.terms_version = unit.terms.version if draft.reseller_terms else ""
            if draft.note is not None:
                row.note = draft.note
            unit.session.flush()  # it has a number now
            unit.record(
                "programme.drafted",
                "programme_application",
                row.id,
                {"declared": sorted(name for name, value in row.declared.items() if value)},
                for_org_id=org.id,
            )
            return ApplicationOutcome(
                application=application_view(unit, org, row),
                effects=(_("The draft {id} is saved; nothing is sent yet.").format(id=_ref(row)),),
            )

    def submit(self, actor: Actor, version: int | None = None) -> ApplicationOutcome:
        """Send the draft to the provider's staff, as a legal representative; both sides get a mail.

        Below the threshold it can be sent all the same: staff may approve for a time. What an earlier application
        declared counts; the terms are accepted anew.

        Raises:
            Forbidden: not a legal representative.
            Refused: already a partner, or it is with staff already.
            Invalid: conditions do not hold; all of them are named.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPLY, OWN)
            org = _applicant(unit)
            row = queries.open_application(unit.session, org.id)
            if row is not None and row.state == "submitted":
                raise _with_staff(row)
            check_version(row, version)
            applicant = applicant_of(
                unit, org, row or _new_draft(unit, org, queries.last_application(unit.session, org.id))
            )
            found = findings(applicant, unit.terms)
            if missing := unmet(found, but=(Condition.THRESHOLD,)):
                raise Invalid(
                    [FieldProblem(one.condition.value, f"{one.says} {one.fix}".strip()) for one in missing],
                    _("The application can't be sent yet."),
                    _("Put these right, then send it again."),
                )
            if row is None:  # only in a draft are the terms accepted
                raise not_found()
            row.state = "submitted"
            row.submitted_at, row.submitted_by_id = unit.now, actor.user_id
            row.found = found_at(unit, found, applicant)
            row.confirmed = {}
            row.version += 1
            unit.record(
                "programme.submitted",
                "programme_application",
                row.id,
                {"terms": row.terms_version},
                for_org_id=org.id,
            )
            notices.tell_of_submission(unit, org, _ref(row))
            return ApplicationOutcome(
                application=application_view(unit, org, row), effects=tuple(submission_effects(found))
            )

    def withdraw(self, actor: Actor, version: int | None = None) -> ApplicationOutcome:
        """Withdraw the open application, sent or not, as a legal representative; of one that was sent both sides hear.

        Raises:
            Forbidden: not a legal representative.
            Refused: none is open.
            ApplicationConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPLY, OWN)
            org = _own(unit)
            row = queries.open_application(unit.session, org.id)
            if row is None:
                raise Refused(_("No application is open."), _("Nothing was changed."))
            check_version(row, version)
            was_sent = row.state == "submitted"
            row.state = "withdrawn"
            close(unit, row)
            unit.record("programme.withdrawn", "programme_application", row.id, {}, for_org_id=org.id)
            if was_sent:
                notices.tell_of_withdrawal(unit, org, _ref(row))
            effect = _("The application {id} is withdrawn; you can apply again.").format(id=_ref(row))
            return ApplicationOutcome(application=application_view(unit, org, row), effects=(effect,))


def submission_effects(found: Sequence[Finding]) -> list[str]:
    """Say what sending an application leads to."""
    effects = [
        _("The provider's staff check the application and answer by e-mail."),
        _("Approved, you answer for your clients' invoices and are bound by the reseller terms."),
    ]
    if any(one.condition is Condition.THRESHOLD and not one.is_met for one in found):
        effects.append(_("The yearly value is below the threshold: staff may approve for a time only."))
    return effects


def check_version(row: ProgrammeApplication | None, version: int | None) -> None:
    """Go on only if an application is still as it was looked at.

    Raises:
        ApplicationConflict: it is not.
    """
    there = row.version if row is not None else 0
    if version is not None and version != there:
        raise ApplicationConflict(
            _("Someone else has changed the application meanwhile."),
            _("Nothing was changed."),
            _("Look at it again."),
            version=there,
        )


def _new_draft(unit: Unit, org: Organisation, last: ProgrammeApplication | None) -> ProgrammeApplication:
    """Return a draft that takes over what an earlier application, withdrawn or rejected, declared."""
    return ProgrammeApplication(
        org_id=org.id,
        state="draft",
        declared=dict(last.declared) if last is not None else {},
        note=last.note if last is not None else "",
        found={},
        confirmed={},
        terms_version="",
        made_at=unit.now,
        is_provisional=False,
        reasons="",
        version=1,
    )


def _own(unit: Unit) -> Organisation:
    org = organisation_queries.organisation(unit.session, unit.actor.org_id or 0)
    if org is None:
        raise not_found()
    return org


def _applicant(unit: Unit) -> Organisation:
    org = _own(unit)
    if organisation_queries.programme_member(unit.session, org.id) is not None:
        raise Refused(
            _("{organisation} is a partner already.").format(organisation=org.name), _("Nothing was changed.")
        )
    return org


def _with_staff(row: ProgrammeApplication) -> Refused:
    return Refused(
        _("The application {id} is with the provider's staff.").format(id=_ref(row)),
        _("Nothing was changed."),
        _("Withdraw it to change it."),
    )


def _ref(row: ProgrammeApplication) -> str:
    return show_id(Kind.APPLICATION, row.id)
