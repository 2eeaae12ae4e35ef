"""Joining the programme and standing in it: conditions, thresholds to the cent, the timeline of reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid
from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.programme import default_terms
from resellertui.domain.programme_membership.conditions import (
    TICKED,
    Applicant,
    Condition,
    findings,
    label,
    pledge,
    unmet,
)
from resellertui.domain.programme_membership.listing import ListingText, normalise_listing, parts_of, score_of
from resellertui.domain.programme_membership.standing import (
    MemberState,
    ReviewKind,
    ReviewOutcome,
    Standing,
    anniversary_after,
    first_review,
    is_suspended,
    next_review,
    steps_due,
)

TERMS = default_terms()
GRACE = TERMS.days.threshold_grace
GOOD = Applicant(
    kind=OrganisationKind.COMPANY,
    country="CH",
    register_number="CHE100155212",
    website="https://agency.example",
    values={Currency.CHF: Money(200_000, Currency.CHF), Currency.EUR: Money(0, Currency.EUR)},
    declared=frozenset(TICKED),
    confirmed=frozenset(),
    accepted_terms=TERMS.version,
)


def missing(applicant: Applicant) -> set[Condition]:
    return {one.condition for one in unmet(findings(applicant, TERMS))}


def test_who_has_everything_meets_every_condition_and_two_of_them_wait_for_staff() -> None:
    found = findings(GOOD, TERMS)

    assert [one.condition for one in found] == list(Condition)
    assert all(one.is_met and not one.fix for one in found)
    assert {one.condition for one in found if one.awaits_staff} == {Condition.WEBSITE, Condition.NOT_AFFILIATE}
    confirmed = replace(GOOD, confirmed=frozenset({Condition.WEBSITE, Condition.NOT_AFFILIATE}))
    assert not [one for one in findings(confirmed, TERMS) if one.awaits_staff]


BROKEN: list[tuple[Condition, dict[str, object]]] = [
    (Condition.KIND, {"kind": OrganisationKind.INDIVIDUAL}),
    (Condition.REGISTER_NUMBER, {"register_number": ""}),
    (Condition.REGISTER_NUMBER, {"register_number": "CHE100155213"}),
    (Condition.WEBSITE, {"website": ""}),
    (Condition.THRESHOLD, {"values": {Currency.CHF: Money(0, Currency.CHF)}}),
    (Condition.RESELLER_TERMS, {"accepted_terms": ""}),
    (Condition.RESELLER_TERMS, {"accepted_terms": "1999-1"}),
    *((one, dict[str, object](declared=frozenset(TICKED) - {one})) for one in TICKED),
]


@pytest.mark.parametrize(("condition", "facts"), BROKEN)
def test_each_condition_fails_alone_and_says_what_would_fix_it(condition: Condition, facts: dict[str, object]) -> None:
    found = findings(replace(GOOD, **facts), TERMS)  # type: ignore[arg-type]  # one field at a time

    (one,) = unmet(found)
    assert one.condition is condition
    assert one.says.endswith(".")
    assert one.fix.endswith(".")


def test_all_unmet_conditions_are_told_at_once() -> None:
    nothing = Applicant(OrganisationKind.INDIVIDUAL, "CH", "", "", {})

    assert missing(nothing) == set(Condition)
    assert "affiliate programme" in findings(nothing, TERMS)[0].fix
    assert all(label(one) for one in Condition)
    assert all(pledge(one) for one in (*TICKED, Condition.RESELLER_TERMS))


@pytest.mark.parametrize(
    ("chf", "eur", "is_met"),
    [
        (199_999, 0, False),
        (200_000, 0, True),
        (200_001, 0, True),
        (0, 179_999, False),
        (0, 180_000, True),
        (0, 180_001, True),
        (199_999, 179_999, False),
        (100_000, 100_000, False),
    ],
)
def test_either_sum_suffices_to_the_cent_and_they_are_never_added_or_converted(
    chf: int, eur: int, is_met: bool
) -> None:
    values = {Currency.CHF: Money(chf, Currency.CHF), Currency.EUR: Money(eur, Currency.EUR)}

    assert (Condition.THRESHOLD not in missing(replace(GOOD, values=values))) is is_met


@pytest.mark.parametrize("kind", [one for one in OrganisationKind if one is not OrganisationKind.INDIVIDUAL])
@pytest.mark.parametrize(
    ("country", "number"), [("CH", "CHE-100.155.212"), ("FR", "732829320"), ("FR", "73282932000074"), ("GB", "B123456")]
)
def test_companies_associations_and_public_bodies_are_registered_as_their_country_does_it(
    kind: OrganisationKind, country: str, number: str
) -> None:
    assert not missing(replace(GOOD, kind=kind, country=country, register_number=number))


APPROVED = date(2024, 3, 31)


def run(standing: Standing, days: list[date], *, meets: bool) -> tuple[Standing, list[tuple[str, date, str]]]:
    """Let the job run on some days, and return how it ends, and every review."""
    reviews = []
    for day in days:
        for step in steps_due(standing, day, meets=meets, grace=GRACE):
            reviews.append((step.kind.value, step.due_on, step.outcome.value))
            standing = step.after
    return standing, reviews


def test_the_timeline_of_a_partner_that_stays_below() -> None:
    start = Standing(MemberState.APPROVED, APPROVED, review_on=first_review(APPROVED, provisional_months=None))
    assert next_review(start, APPROVED) == date(2025, 3, 31)

    warned, first = run(start, [date(2025, 3, 30), date(2025, 3, 31)], meets=False)
    assert first == [("anniversary", date(2025, 3, 31), "warned")]
    assert (warned.warned_on, warned.suspend_on) == (date(2025, 3, 31), date(2025, 6, 29))
    assert not is_suspended(warned.state, warned.suspend_on, date(2025, 6, 28))
    assert is_suspended(warned.state, warned.suspend_on, date(2025, 6, 29))

    suspended, then = run(warned, [date(2025, 6, 29), date(2026, 3, 31)], meets=False)
    assert then == [("grace_end", date(2025, 6, 29), "suspended")]
    assert (suspended.state, suspended.suspended_on) == (MemberState.SUSPENDED, date(2025, 6, 29))

    restored, last = run(suspended, [date(2026, 4, 2), date(2026, 4, 3)], meets=True)
    assert last == [("regained", date(2026, 4, 2), "restored")]
    assert restored == Standing(MemberState.APPROVED, APPROVED, review_on=date(2027, 3, 31))


def test_who_reaches_the_threshold_within_the_days_of_grace_is_restored_at_once() -> None:
    warned = Standing(
        MemberState.PROVISIONAL, APPROVED, date(2026, 3, 31), date(2025, 3, 31), suspend_on=date(2025, 6, 29)
    )

    after, reviews = run(warned, [date(2025, 4, 10)], meets=True)

    assert reviews == [("regained", date(2025, 4, 10), "restored")]
    assert (after.state, after.warned_on, after.suspend_on) == (MemberState.APPROVED, None, None)
    late, found = run(warned, [date(2025, 7, 1)], meets=True)
    assert found == [("grace_end", date(2025, 6, 29), "met")]
    assert late == after


def test_a_provisional_approval_is_reviewed_at_its_end_and_becomes_a_whole_one() -> None:
    end = first_review(APPROVED, provisional_months=18)
    start = Standing(MemberState.PROVISIONAL, APPROVED, review_on=end)
    assert end == date(2025, 9, 30)

    met, reviews = run(start, [date(2025, 3, 31), end], meets=True)

    assert reviews == [("provisional_end", end, "met")]
    assert (met.state, met.review_on) == (MemberState.APPROVED, date(2026, 3, 31))
    warned, below = run(start, [end], meets=False)
    assert below == [("provisional_end", end, "warned")]
    assert warned.suspend_on == end + timedelta(days=GRACE)


def test_an_approval_of_29_february_is_reviewed_on_the_28th_and_on_the_29th_again() -> None:
    leap = date(2024, 2, 29)

    assert [anniversary_after(leap, date(year, 1, 1)) for year in (2024, 2025, 2027, 2028)] == [
        date(2025, 2, 28),
        date(2025, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    assert anniversary_after(leap, date(2025, 2, 28)) == date(2026, 2, 28)


def test_who_was_approved_before_there_were_reviews_is_reviewed_on_the_next_anniversary() -> None:
    before = Standing(MemberState.APPROVED, APPROVED)

    assert next_review(before, date(2026, 3, 31)) == date(2026, 3, 31)
    assert next_review(before, date(2026, 4, 1)) == date(2027, 3, 31)
    assert not list(steps_due(before, date(2026, 4, 1), meets=False, grace=GRACE))


@settings(max_examples=25, deadline=None)
@given(
    start=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    days=st.integers(0, 1500),
    meets=st.booleans(),
    months=st.sampled_from([None, 6, 12, 18]),
)
def test_one_run_does_what_a_run_a_day_does(start: date, days: int, meets: bool, months: int | None) -> None:
    state = MemberState.APPROVED if months is None else MemberState.PROVISIONAL
    standing = Standing(state, start, review_on=first_review(start, provisional_months=months))
    daily = [start + timedelta(days=one) for one in range(days + 1)]

    assert run(standing, daily[-1:], meets=meets) == run(standing, daily, meets=meets)


@settings(max_examples=40, deadline=None)
@given(offset=st.integers(-400, 400), days=st.lists(st.tuples(st.integers(1, 200), st.booleans()), max_size=8))
def test_whatever_happens_states_and_dates_go_together_and_nothing_is_reviewed_twice(
    offset: int, days: list[tuple[int, bool]]
) -> None:
    day = date(2025, 1, 1) + timedelta(days=offset)
    standing = Standing(MemberState.APPROVED, day, review_on=first_review(day, provisional_months=None))
    seen: set[tuple[ReviewKind, date]] = set()
    for wait, meets in days:
        day += timedelta(days=wait)
        for step in steps_due(standing, day, meets=meets, grace=GRACE):
            assert (step.kind, step.due_on) not in seen
            assert step.due_on <= day
            seen.add((step.kind, step.due_on))
            standing = step.after
        assert not list(steps_due(standing, day, meets=meets, grace=GRACE))
        assert (standing.warned_on is None) == (standing.suspend_on is None)
        assert (standing.state is MemberState.SUSPENDED) == (standing.suspended_on is not None)
        assert is_suspended(standing.state, standing.suspend_on, day) == (standing.suspended_on is not None)
        if meets:
            assert standing.warned_on is None
            assert ReviewOutcome.SUSPENDED.value != standing.state.value


def test_a_listing_is_stored_tidily_and_every_fault_is_named() -> None:
    tidy = normalise_listing(ListingText(("Web", "web", "Mail"), ("FR", "fr", "it"), "Text"))
    assert tidy == ListingText(("Web", "Mail"), ("fr", "it"), "Text")

    with pytest.raises(Invalid) as refusal:
        normalise_listing(ListingText((*(f"s{one}" for one in range(13)), "x" * 61), ("klingon",)))
    assert [one.field for one in refusal.value.fields] == ["services", "services", "languages"]


@pytest.mark.parametrize("there", list(product((False, True), repeat=5)))
def test_a_listing_is_as_complete_as_its_parts(there: tuple[bool, ...]) -> None:
    services, description, languages, website, city = there
    text = ListingText(("web",) * services, ("fr",) * languages, "x" * 60 * description)

    parts = parts_of(text, website="w" * website, city="c" * city)

    assert [one.is_there for one in parts] == [services, description, languages, website, city]
    assert score_of(parts) == 30 * services + 30 * description + 15 * languages + 15 * website + 10 * city
