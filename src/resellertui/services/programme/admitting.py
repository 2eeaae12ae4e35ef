"""Deciding an application: what has to hold, and what is written of the decision."""

from __future__ import annotations

from resellertui.domain.errors import Refused
from resellertui.domain.programme_membership.conditions import Condition, findings, label, unmet
from resellertui.domain.wording import _
from resellertui.services.programme.facts import applicant_of
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, ProgrammeApplication


def check_admissible(unit: Unit, org: Organisation, row: ProgrammeApplication, *, provisional: bool) -> None:
    """Go on only if a submitted application can be approved as it stands today.

    Raises:
        Refused: conditions do not hold or are not confirmed, all of them told; or a term where the threshold is
            reached.
    """
    found = findings(applicant_of(unit, org, row), unit.terms)
    lines = [
        _("{condition}: {says}").format(condition=label(one.condition), says=one.says)
        for one in unmet(found, but=(Condition.THRESHOLD,))
    ]
    lines += [
        _("{condition}: it is declared, and not confirmed by staff.").format(condition=label(one.condition))
        for one in found
        if one.awaits_staff
    ]
    threshold = next(one for one in found if one.condition is Condition.THRESHOLD)
    if not threshold.is_met and not provisional:
        lines.append(_("{condition}: {says}").format(condition=label(Condition.THRESHOLD), says=threshold.says))
    if lines:
        raise Refused(
            _("{organisation} can't be approved yet.").format(organisation=org.name),
            "\n".join(lines),
            _("Confirm what is declared, approve for a time where only the value is missing, or reject with reasons."),
            conditions=[one.condition.value for one in found if not one.is_met or one.awaits_staff],
        )
    if threshold.is_met and provisional:
        raise Refused(
            _("{organisation} reaches the threshold.").format(organisation=org.name),
            _("A provisional approval is for applicants below it. Nothing was changed."),
            _("Approve without a term."),
        )


def decide_approval(unit: Unit, row: ProgrammeApplication, *, provisional: bool) -> None:
    """Write that an application was approved."""
    row.state = "approved"
    row.is_provisional = provisional
    close(unit, row)


def close(unit: Unit, row: ProgrammeApplication) -> None:
    """Write when, by whom, and at which version an application ended."""
    row.decided_at, row.decided_by_id = unit.now, unit.actor.user_id
    row.version += 1
