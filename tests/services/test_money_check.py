"""Proving the money: a sound history is sound, its sums can be compared, and each planted defect is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from tests.builders import Builder, Org

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput, RefundInput
from resellertui.services.checking import CheckReport
from resellertui.services.console import Services
from resellertui.services.unit import Office

GUARDED = ("ledger_transfers", "documents", "document_lines", "document_vat", "ledger_transactions")


@pytest.fixture
def history(services: Services, make: Builder, agency: Org) -> Services:
    """Give a history of orders, payments, a refund, a decline and cashback."""
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="2000.00", currency="CHF"))
    lines = [{"sku": "web-hosting", "quantity": 7}, {"sku": "domain-ch", "name": "one.ch"}]
    done = services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "ssl-dv", "name": "one.ch"}]))
    open_one = services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-pro"}]))
    services.billing.decline(client.owner, open_one.document_id or "", "no")
    services.billing.refund(
        make.staff, RefundInput.of(document=done.document_id, amount="10.00", line=1, reason="less")
    )
    return services


def checked(services: Services) -> CheckReport:
    return services.maintenance.check(Actor.operator())


def test_a_sound_history_proves(history: Services) -> None:
    report = checked(history)
    assert [one.text for one in report.findings] == []
    assert report.sums["documents invoice paid CHF"].startswith("2 ")
    assert report.sums["documents credit_note issued CHF"].startswith("1 ")
    totals: dict[str, int] = {}
    for name, amount in report.sums.items():
        if name.startswith("balance"):
            totals[name[-3:]] = totals.get(name[-3:], 0) + int(amount.replace(".", ""))
    assert set(totals.values()) == {0}


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        ("UPDATE ledger_transfers SET amount = amount + 1 WHERE id = 3", "has been edited"),
        ("UPDATE documents SET sequence = 9 WHERE sequence = 1 AND kind = 'invoice'", "gapless"),
        ("UPDATE cashbacks SET amount = amount + 1 WHERE id = 1", "does not recompute from its line"),
        ("UPDATE document_lines SET charged = charged + 1 WHERE id = 1", "does not recompute"),
        ("UPDATE document_vat SET amount = amount - 1 WHERE document_id = 1", "does not recompute"),
        ("DELETE FROM ledger_transactions WHERE id = (SELECT max(id) - 1 FROM ledger_transactions)", "are missing"),
        ("UPDATE ledger_balances SET credit = credit + 1 WHERE account_id = 1", "not the sum of its transfers"),
        ("UPDATE cashbacks SET reversed = 0", "does not follow from the refunds"),
    ],
)
def test_a_planted_defect_is_found(history: Services, office: Office, plant: str, said: str) -> None:
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw:
        kept = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (?, ?, ?, ?, ?)", GUARDED
        ).fetchall()
        for name, _sql in kept:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(plant)
        for _name, sql in kept:
            raw.execute(sql)
    assert any(said in one.text for one in checked(history).findings)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfers SET amount = 1",
        "DELETE FROM ledger_transfers",
        "UPDATE ledger_transactions SET kind = 'top_up'",
        "DELETE FROM ledger_transactions",
        "UPDATE ledger_accounts SET currency = 'EUR'",
        "DELETE FROM operations WHERE 1",
        "DELETE FROM documents",
        "UPDATE documents SET total = 1 WHERE sequence = 1",
        "UPDATE document_lines SET charged = 0 WHERE document_id = 1",
        "DELETE FROM document_vat WHERE document_id = 1",
        "UPDATE documents SET sequence = 99, state = 'paid' WHERE state = 'to_pay'",
        "INSERT INTO ledger_transfers (transaction_id, debit_id, credit_id, amount, currency) "
        "SELECT 1, id, 1, 10000000, 'CHF' FROM ledger_accounts WHERE kind = 'prepaid' LIMIT 1",
        "INSERT INTO ledger_transfers (transaction_id, debit_id, credit_id, amount, currency) "
        "VALUES (1, 1, 2, 5, 'EUR')",
    ],
)
def test_the_database_itself_refuses(history: Services, office: Office, statement: str) -> None:
    assert history is not None
    with office.filling() as session:  # something is remembered under a key
        session.connection().exec_driver_sql(
            "INSERT OR IGNORE INTO operations (key, kind, digest, result, at) VALUES ('1:k', 'x', '', '{}', '')"
        )
    assert office.database.path is not None
    with (
        closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="guard:"),
    ):
        raw.execute(statement)
