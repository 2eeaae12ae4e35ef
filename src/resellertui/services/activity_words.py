"""One act as people read it: who, as whom, for whom, when, and what was before and after."""

from __future__ import annotations

from resellertui.domain.activity import group_label
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.activity_views import ActivityDetail, ActivityRow


def act_facts(row: ActivityRow) -> list[tuple[str, str]]:
    """Return what is known of an act, each with what it is called; what is empty is left out."""
    facts = [
        (_("Id"), row.id),
        (_("When"), moment(row.at)),
        (_("What"), row.words),
        (_("Group"), group_label(row.group)),
        (_("Who"), " ".join(part for part in (row.who, row.who_id and f"({row.who_id})") if part) or doer(row)),
        (_("In the name of"), _with_id(row.organisation, row.organisation_id)),
        (_("For"), _with_id(row.for_organisation, row.for_organisation_id)),
        (_("About"), row.subject),
        *((one.label, change(one)) for one in row.details),
    ]
    if row.erased:
        facts.append((_("Values"), _("erased with a person")))
    return [(label, value) for label, value in facts if value]


def doer(row: ActivityRow) -> str:
    """Return who did it, where no person is named: the job, the owner of the database, or nobody who may be known."""
    if row.who:
        return row.who
    return {
        "operator": _("the installation's operator"),
        "job": _("the daily run"),
    }.get(row.identity, "–")


def change(detail: ActivityDetail) -> str:
    """Return a value, with what was there before."""
    if detail.before is None:
        return detail.after
    return _("{before} → {after}").format(before=detail.before, after=detail.after)


def _with_id(name: str, public_id: str | None) -> str:
    return f"{name} ({public_id})" if name and public_id else name
