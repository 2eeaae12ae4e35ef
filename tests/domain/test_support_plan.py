"""Support plans: which one counts, since when there is a VIP code, what may be ordered beside a plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from resellertui.domain.programme import default_terms
from resellertui.domain.support_plan import (
    Held,
    least_periods,
    outranked,
    plan_of,
    plans_with_vip,
    problem_of_order,
    response_target,
    vip_since,
)

TERMS = default_terms()
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def held(plan: str, *, since: int = -30, until: int = 30, state: str = "active") -> Held:
    """Return a subscription of a plan by days from today."""
    return Held(f"support-{plan}", state, TODAY + since * DAY, TODAY + until * DAY)


def test_the_published_table_is_what_the_terms_say() -> None:
    table = {
        one.id: (response_target(one), one.emergency_calls, one.account_managers, one.vip_code) for one in TERMS.plans
    }

    assert table == {
        "standard": ("best effort", False, 0, False),
        "plus": ("4 hours", False, 0, False),
        "pro": ("2 hours", True, 1, True),
        "enterprise": ("1 hour", True, 2, True),
    }
    assert [one.label for one in plans_with_vip(TERMS)] == ["Pro", "Enterprise"]


@pytest.mark.parametrize(
    ("products", "plan"),
    [
        ([], "standard"),
        ([Held("web-hosting", "active", TODAY, None)], "standard"),
        ([held("plus")], "plus"),
        ([held("plus"), held("enterprise"), held("pro")], "enterprise"),
        ([held("pro", state="pending")], "standard"),
        ([held("plus"), held("pro", until=0)], "plus"),
        ([held("pro", state="terminated")], "standard"),
        ([held("pro", until=1)], "pro"),
    ],
)
def test_the_highest_plan_that_runs_counts(products: list[Held], plan: str) -> None:
    assert plan_of(TERMS, products, TODAY).id == plan


@pytest.mark.parametrize(
    ("products", "since"),
    [
        ([], None),
        ([held("plus")], None),
        ([held("pro")], -30),
        ([held("pro", until=0)], None),
        ([held("pro", state="pending")], None),
        ([held("pro", since=-60, until=-10, state="terminated"), held("enterprise", since=-20)], -60),
        ([held("pro", since=-60, until=-20, state="terminated"), held("enterprise", since=-20)], -60),
        ([held("pro", since=-60, until=-21, state="terminated"), held("enterprise", since=-20)], -20),
    ],
)
def test_a_vip_code_ends_with_any_gap_between_its_plans(products: list[Held], since: int | None) -> None:
    assert vip_since(TERMS, products, TODAY) == (None if since is None else TODAY + since * DAY)


@pytest.mark.parametrize(
    ("products", "wanted", "months", "against"),
    [
        ([], "plus", 6, ("", "")),
        ([], "plus", 5, ("months", "")),
        ([held("plus")], "pro", 6, ("", "")),
        ([held("plus")], "plus", 6, ("", "already")),
        ([held("pro")], "plus", 12, ("", "no downgrade from Pro to Plus")),
        ([held("pro")], "plus", 1, ("months", "no downgrade")),
        ([held("pro", state="pending")], "plus", 6, ("", "no downgrade")),
        ([held("pro", until=0)], "plus", 6, ("", "")),
        ([held("pro", state="cancelled")], "plus", 6, ("", "")),
    ],
)
def test_a_plan_is_taken_for_half_a_year_and_only_upgraded(
    products: list[Held], wanted: str, months: int, against: tuple[str, str]
) -> None:
    found = problem_of_order(TERMS, products, f"support-{wanted}", months, TODAY)

    for words, said in zip(against, found, strict=True):
        assert (words in said) if words else not said
    assert least_periods(TERMS, TERMS.kind(f"support-{wanted}")) == 6
    assert least_periods(TERMS, TERMS.kind("web-hosting")) == 1
    assert problem_of_order(TERMS, products, "web-hosting", 1, TODAY) == ("", "")


def test_a_plan_below_the_one_that_counts_is_outranked() -> None:
    both = [held("plus"), held("pro")]

    lower = outranked(TERMS, both, "support-plus", TODAY)
    assert lower is not None
    assert lower.id == "pro"
    assert outranked(TERMS, both, "support-pro", TODAY) is None
    assert outranked(TERMS, both, "web-hosting", TODAY) is None
    assert outranked(TERMS, [held("plus")], "support-plus", TODAY) is None
