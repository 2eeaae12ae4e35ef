"""The job that reviews partners: anniversaries, terms, warnings, suspensions, restorations.

The value that holds on the day of the review decides; a day that was missed is made up for with what the days before it
have left (`services/day_by_day`). Each partner is one whole record: a run that is killed goes on with the next one.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.managed import reaches_threshold
from resellertui.domain.programme_membership.standing import ReviewOutcome, Step, anniversary_after, steps_due
from resellertui.services.actor import Actor
from resellertui.services.programme.facts import put_standing, shown_values, standing_of, values_in
from resellertui.services.programme.notices import tell_of_review
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import ProgrammeMember, ProgrammeReview
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import programme as queries

JOB = "review"
BATCH = 25


def next_review(unit: Unit, day: date) -> date | None:
    """Return the next day after one on which a review is due or a suspension begins."""
    return queries.next_review(unit.session, day)


def review_partners(office: Office, actor: Actor) -> dict[str, int]:
    """Do every review that is due, and look at those who are warned or suspended; count what came of it."""
    counts = Counter(dict.fromkeys((one.value for one in ReviewOutcome), 0))
    after: int | None = 0
    while after is not None:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            rows = queries.members_to_review(unit.session, unit.today, after, BATCH)
            for row in rows:
                counts.update(one.outcome.value for one in _review(unit, row))
            after = rows[-1].org_id if len(rows) == BATCH else None
    return dict(counts)


def _review(unit: Unit, member: ProgrammeMember) -> list[Step]:
    """Review one partner, and return what was done."""
    standing = standing_of(member)
    values = values_in(unit, member.org_id, is_member=True)
    meets = reaches_threshold(values, unit.terms)
    steps = list(steps_due(standing, unit.today, meets=meets, grace=unit.terms.days.threshold_grace))
    org = organisation_queries.organisation(unit.session, member.org_id)
    if org is None:
        return []
    for step in steps:
        put_standing(member, step.after)
        unit.session.add(
            ProgrammeReview(
                org_id=member.org_id,
                kind=step.kind.value,
                due_on=step.due_on,
                found={
                    "values": shown_values(values),
                    "thresholds": {code.value: f"{one:f}" for code, one in unit.terms.eligibility.amounts.items()},
                },
                outcome=step.outcome.value,
                made_at=unit.now,
            )
        )
        unit.record(
            "programme.reviewed",
            "organisation",
            member.org_id,
            {"kind": step.kind.value, "due_on": step.due_on.isoformat(), "outcome": step.outcome.value},
            for_org_id=member.org_id,
        )
        tell_of_review(unit, org, step)
    if not steps and member.review_on is None and member.warned_on is None and member.state != "suspended":
        member.review_on = anniversary_after(standing.approved_on, unit.today)
    return steps
