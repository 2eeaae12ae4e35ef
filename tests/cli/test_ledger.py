"""`resellertui ledger` and `export ledger` as whole programs."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CLIENT, STAFF, Program


def test_the_ledger_is_listed_and_exported(demo: Program, tmp_path: Path) -> None:
    accounts = demo.by(STAFF, "ledger", "--limit", "2")["accounts"]
    assert len(accounts) == 2
    assert set(accounts[0]) == {"name", "currency", "debit", "credit", "balance"}
    assert demo("--as", STAFF, "export", "ledger", "--format", "csv").out.startswith("transaction,day,kind,debit")
    file = tmp_path / "book.journal"
    told = demo.by(STAFF, "export", "ledger", "--output", str(file))
    assert told["exported"] == {"file": str(file), "format": "hledger"}
    assert "\naccount assets:bank\n" in file.read_text(encoding="utf-8")
    demo("--as", STAFF, "export", "ledger", "--format", "ods", code=2)


def test_others_do_not_read_it(demo: Program) -> None:
    demo("--as", CLIENT, "ledger", code=None)
    answer = demo("--as", CLIENT, "export", "ledger", code=None)
    assert answer.code != 0
    assert "assets:" not in answer.out
