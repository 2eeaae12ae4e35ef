"""How a partner stands in the programme over time: reviews, warnings, suspensions, restorations (rules: section 2).

Decided here, since the rules leave it open:

- A review that was missed is made up for as on the day it was due, by what counted that day as far as dates tell; what
  somebody changed since is not undone. The days of grace count from the day it was due.
- Anniversaries keep the day of the approval, clamped to the month's end: 29 February is reviewed on the 28th.
- Until a provisional approval's end there is no other review; whoever reaches the threshold then, or after a warning,
  is approved without a term.
- While a partner is warned or suspended its value is looked at every day, and its anniversaries are passed over; once
  the threshold is met again the next review is the next anniversary. That it is met again holds from the day on which
  the job has seen it: a suspension begins by its date alone, and ends by a look.
- Whoever was approved before there were reviews (`review_on` is None) is reviewed on the next anniversary, not for
  those that have passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from resellertui.domain.calendar import add_months
from resellertui.domain.wording import _

MONTHS = 12


class MemberState(StrEnum):
    """What is recorded of a partner; dates may have decided otherwise since (`is_suspended`)."""

    APPROVED = "approved"
    PROVISIONAL = "provisional"
    SUSPENDED = "suspended"


class ReviewKind(StrEnum):
    """Why a partner was reviewed."""

    ANNIVERSARY = "anniversary"
    PROVISIONAL_END = "provisional_end"
    GRACE_END = "grace_end"
    REGAINED = "regained"


class ReviewOutcome(StrEnum):
    """What a review led to."""

    MET = "met"
    WARNED = "warned"
    SUSPENDED = "suspended"
    RESTORED = "restored"


@dataclass(frozen=True)
class Standing:
    """A partner's state with its dates."""

    state: MemberState
    approved_on: date
    review_on: date | None = None
    warned_on: date | None = None
    suspend_on: date | None = None
    suspended_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One review, with how the partner stands after it."""

    kind: ReviewKind
    due_on: date
    outcome: ReviewOutcome
    after: Standing


def is_suspended(state: str, suspend_on: date | None, today: date) -> bool:
    """Return whether a partner is suspended on a day, whether or not a job has written it down."""
    return state == MemberState.SUSPENDED.value or (suspend_on is not None and suspend_on <= today)


def no_new_clients() -> str:
    """Return why a suspended partner asks nobody."""
    return _("Your organisation can't take new clients now: its approval is suspended.")


def anniversary_after(approved_on: date, day: date) -> date:
    """Return the first anniversary of an approval after a day."""
    years = max(day.year - approved_on.year, 1)
    found = add_months(approved_on, MONTHS * years, approved_on.day)
    return found if found > day else add_months(approved_on, MONTHS * (years + 1), approved_on.day)


def first_review(approved_on: date, *, provisional_months: int | None) -> date:
    """Return when a new partner is reviewed first: at its term's end, or on its first anniversary."""
    months = MONTHS if provisional_months is None else provisional_months
    return add_months(approved_on, months, approved_on.day)


def next_review(standing: Standing, today: date) -> date | None:
    """Return when a partner is reviewed next; None while it is looked at every day."""
    if standing.warned_on is not None or standing.state is MemberState.SUSPENDED:
        return None
    return standing.review_on or anniversary_after(standing.approved_on, today - timedelta(days=1))


def steps_due(standing: Standing, today: date, *, meets: bool, grace: int) -> Iterator[Step]:
    """Yield the reviews that are due up to today, in order, each with how the partner stands after it.

    Args:
        standing: how it stands now.
        today: the day on which they are done.
        meets: whether its value reaches the threshold today.
        grace: the days between a warning and the suspension, a term.
    """
    while (step := _next_step(standing, today, meets=meets, grace=grace)) is not None:
        yield step
        standing = step.after


def _next_step(standing: Standing, today: date, *, meets: bool, grace: int) -> Step | None:
    if standing.state is MemberState.SUSPENDED:
        return _regained(standing, today, ReviewOutcome.RESTORED) if meets else None
    if standing.suspend_on is not None:
        if standing.suspend_on <= today:
            return _grace_end(standing, standing.suspend_on, today, meets=meets)
        return _regained(standing, today, ReviewOutcome.RESTORED) if meets else None
    due = next_review(standing, today)
    return None if due is None or due > today else _review(standing, due, meets=meets, grace=grace)


def _review(standing: Standing, due: date, *, meets: bool, grace: int) -> Step:
    is_term = standing.state is MemberState.PROVISIONAL
    kind = ReviewKind.PROVISIONAL_END if is_term else ReviewKind.ANNIVERSARY
    following = anniversary_after(standing.approved_on, due)
    if meets:
        return Step(kind, due, ReviewOutcome.MET, replace(standing, state=MemberState.APPROVED, review_on=following))
    after = replace(standing, review_on=following, warned_on=due, suspend_on=due + timedelta(days=grace))
    return Step(kind, due, ReviewOutcome.WARNED, after)


def _grace_end(standing: Standing, due: date, today: date, *, meets: bool) -> Step:
    if meets:
        return Step(ReviewKind.GRACE_END, due, ReviewOutcome.MET, _clear(standing, today))
    after = replace(standing, state=MemberState.SUSPENDED, suspended_on=due)
    return Step(ReviewKind.GRACE_END, due, ReviewOutcome.SUSPENDED, after)


def _regained(standing: Standing, today: date, outcome: ReviewOutcome) -> Step:
    return Step(ReviewKind.REGAINED, today, outcome, _clear(standing, today))


def _clear(standing: Standing, today: date) -> Standing:
    return Standing(
        MemberState.APPROVED, standing.approved_on, review_on=anniversary_after(standing.approved_on, today)
    )


def state_words(standing: Standing, today: date) -> str:
    """Return how a partner stands on a day, in a word or two."""
    if is_suspended(standing.state, standing.suspend_on, today):
        return _("suspended")
    if standing.warned_on is not None:
        return _("warned")
    return _("approved for a time") if standing.state is MemberState.PROVISIONAL else _("approved")


def review_words(kind: ReviewKind) -> str:
    """Return why a partner was reviewed."""
    return {
        ReviewKind.ANNIVERSARY: _("anniversary of the approval"),
        ReviewKind.PROVISIONAL_END: _("end of the provisional approval"),
        ReviewKind.GRACE_END: _("end of the days after the warning"),
        ReviewKind.REGAINED: _("daily look after a warning or a suspension"),
    }[kind]


def outcome_words(outcome: ReviewOutcome) -> str:
    """Return what a review led to."""
    return {
        ReviewOutcome.MET: _("the threshold is reached"),
        ReviewOutcome.WARNED: _("below the threshold: warned"),
        ReviewOutcome.SUSPENDED: _("still below: suspended"),
        ReviewOutcome.RESTORED: _("reached again: restored"),
    }[outcome]
