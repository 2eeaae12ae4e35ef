"""Renewals by commands: the board, the forecast, all that is due, the partner's limit, the daily runs."""

from __future__ import annotations

from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

TOP_UP = ("prepaid", "topup", "--currency", "CHF", "--amount")


def test_what_is_due_is_listed_foreseen_and_renewed_at_once(demo: Program) -> None:
    own = demo.by(CLIENT, "renewals", "list", "--own")
    assert own["total"] == len(own["renewals"]) > 0
    mine = [one for one in own["renewals"] if one["net"] is not None]
    needed = demo.by(CLIENT, "renewals", "forecast")["forecast"]["needed"]
    assert float(needed) > 0
    demo.by(CLIENT, *TOP_UP, "5000.00")
    done = demo.by(CLIENT, "renew", "--all-due", "--pay")["renewals"]
    assert sum(len(one["lines"]) for one in done) == len(mine)
    assert {one["state"] for one in done} == {"paid"}
    again = demo.by(CLIENT, "renewals", "list", "--own")["renewals"]
    before = {one["product_id"]: one["expires_on"] for one in mine}
    assert all(before.get(one["product_id"]) != one["expires_on"] for one in again)


def test_products_and_all_due_exclude_each_other(demo: Program) -> None:
    for arguments in (("renew",), ("renew", "PRD-1", "--all-due")):
        demo("--as", CLIENT, *arguments, code=2)


def test_a_partner_reads_its_board_and_sets_a_limit(demo: Program) -> None:
    board = demo.by(AGENCY, "renewals", "list", "--all")
    assert board["total"] >= len(board["renewals"]) > 0
    assert {one["payer"] for one in board["renewals"]} <= {"partner", "client"}
    demo("--as", AGENCY, "renewals", "list", "--payer", "nobody", code=2)
    paying = next(
        one["id"]
        for one in demo.by(AGENCY, "partner", "list")["partnerships"]
        if one["state"] == "active" and one["payment"] == "partner"
    )
    assert demo.by(AGENCY, "partner", "limit", paying, "--amount", "20.00")["limit"]["limit"] == "20.00"
    assert demo.by(AGENCY, "partner", "limit", paying)["limit"]["used"] is not None
    demo("--as", AGENCY, "partner", "limit", paying, "--amount", "-1", code=3)


def test_the_runs_say_what_was_done(demo: Program) -> None:
    demo.by(STAFF, "tick")
    runs = demo.by(STAFF, "tick", "--runs")["runs"]
    assert {one["job"] for one in runs} >= {"expire", "renew", "remind", "deliver"}
    demo("--as", CLIENT, "tick", "--runs", code=3)
