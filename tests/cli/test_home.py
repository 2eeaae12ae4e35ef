"""`resellertui home`: what the console's first page says, in the same order, for each side."""

from __future__ import annotations

from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program


def test_home_says_what_the_first_page_says_with_the_figures_that_one_may_see(demo: Program) -> None:
    mine = demo.by(AGENCY, "home")
    kinds = [one["kind"] for one in mine["attention"]]
    assert kinds.index("clients_expiry") < kinds.index("request") < kinds.index("unbilled")
    assert {one["currency"] for one in mine["thresholds"]} == {"CHF", "EUR"}
    assert len(mine["weeks"]["weeks"]) == 10
    assert mine["months"]["revenue_is"] == "billed"
    assert (one := mine["attention"][0])["due_on"] is None or one["due_on"].startswith("20")

    theirs, staff = demo.by(CLIENT, "home"), demo.by(STAFF, "home")
    assert (theirs["months"], theirs["thresholds"], staff["months"]) == (None, [], None)
    assert "applications" in [one["kind"] for one in staff["attention"]]
    shown = demo("--as", AGENCY, "home").out
    assert "asks you for a partnership" in shown
    assert "CASHBACK" in shown
