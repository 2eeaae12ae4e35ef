"""Proving the money: a sound history is sound, its sums can be compared, and each planted defect is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import Builder, Org

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PayInput, PrepaidInput, RefundInput
from resellertui.services.checking import CheckReport
from resellertui.services.console import Services
from resellertui.services.unit import Office

GUARDED = (
    *("ledger_transfers", "documents", "document_lines", "document_vat", "ledger_transactions"),
    *("ledger_accounts", "operations", "cashbacks"),
)


@pytest.fixture
def history(services: Services, make: Builder, agency: Org) -> Services:
    """Give a history of orders, payments, a refund, a decline and cashback."""
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="2000.00", currency="CHF"))
    lines = [{"sku": "web-hosting", "quantity": 7}, {"sku": "domain-ch", "name": "one.ch"}]
    done = services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))
    part = services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "ssl-dv", "name": "one.ch"}]))
    services.billing.pay(client.owner, PayInput.of(document=part.document_id, amount="1.00", key="a part"))
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


PLANTED = [
    ("UPDATE ledger_transfers SET amount = amount + 1 WHERE id = 3", "has been edited"),
    ("UPDATE documents SET sequence = 9 WHERE sequence = 1 AND kind = 'invoice'", "gapless"),
    ("UPDATE cashbacks SET amount = amount + 1 WHERE id = 1", "does not recompute from its line"),
    ("UPDATE document_lines SET charged = charged + 1 WHERE id = 1", "does not recompute"),
    ("UPDATE document_vat SET amount = amount - 1 WHERE document_id = 1", "does not recompute"),
    ("DELETE FROM ledger_transactions WHERE id = (SELECT max(id) - 1 FROM ledger_transactions)", "are missing"),
    ("UPDATE ledger_balances SET credit = credit + 1 WHERE account_id = 1", "not the sum of its transfers"),
    ("UPDATE cashbacks SET reversed = 0", "does not follow from the refunds"),
    ("DELETE FROM cashbacks WHERE id = 1", "earns cashback, and there is none"),
    ("UPDATE cashbacks SET state = 'pending' WHERE id = 1", "is pending, and its document paid"),
    ("UPDATE document_lines SET charged = charged - 1 WHERE document_id = 2", "do not add up to its net"),
    ("UPDATE document_vat SET country = 'DE' WHERE document_id = 1", "not of its buyer's country"),
    ("UPDATE document_vat SET percent = '8.11' WHERE document_id = 1", "at none of its rates"),
    (
        "UPDATE document_vat SET country = 'AT' WHERE document_id IN (SELECT id FROM documents "
        "WHERE kind = 'credit_note')",
        "not of its buyer's country",
    ),
    ("UPDATE documents SET vat = vat - 1, total = total - 1 WHERE id = 1", "does not add up to its total"),
    ("UPDATE documents SET refunded = 0 WHERE id = 1", "not what its credit notes say"),
    ("UPDATE documents SET issued_on = '2025-12-31' WHERE id = 1", "of another year than its date"),
    ("UPDATE documents SET paid = paid + 1 WHERE state = 'to_pay'", "has paid towards open documents"),
    ("UPDATE documents SET payer_id = 2 WHERE id = 1", "about a document of another payer"),
    ("DELETE FROM operations", "key “3:a part” is missing"),
    ("UPDATE operations SET result = '{\"document\":1}'", "key “3:a part” is missing, or has been edited"),
    (
        "UPDATE ledger_accounts SET org_id = 1 WHERE kind = 'prepaid' AND org_id = 3",
        "moves another's money than it says",
    ),
    ("UPDATE ledger_accounts SET currency = 'EUR' WHERE kind = 'revenue'", "or another currency"),
]


def test_each_planted_defect_is_found(history: Services, office: Office, tmp_path: Path) -> None:
    assert office.database.path is not None
    missed = []
    with (
        closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw,
        closing(sqlite3.connect(tmp_path / "sound.sqlite")) as sound,
    ):
        raw.backup(sound)
        for plant, said in PLANTED:
            sound.backup(raw)
            names = ", ".join(f"'{one}'" for one in GUARDED)
            kept = raw.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})")
            guards = kept.fetchall()
            for name, _sql in guards:
                raw.execute(f"DROP TRIGGER {name}")
            raw.execute(plant)
            for _name, sql in guards:
                raw.execute(sql)
            texts = [one.text for one in checked(history).findings]
            if not any(said in one for one in texts):
                missed.append((plant, texts))
        sound.backup(raw)
    assert missed == []
    assert checked(history).findings == ()


def test_a_ledger_whose_end_was_cut_off_is_found_by_the_audit(history: Services, make: Builder, office: Office) -> None:
    last = "(SELECT max(id) FROM ledger_transactions)"
    history.prepaid.top_up(make.staff, PrepaidInput.of(amount="5.00", currency="CHF", organisation="ORG-3"))
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw:
        kept = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'")
        for name, _sql in kept.fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(
            f"UPDATE ledger_balances SET credit = credit - 500 WHERE account_id = "
            f"(SELECT credit_id FROM ledger_transfers WHERE transaction_id = {last})"
        )
        raw.execute(
            f"UPDATE ledger_balances SET debit = debit - 500 WHERE account_id = "
            f"(SELECT debit_id FROM ledger_transfers WHERE transaction_id = {last})"
        )
        raw.execute(f"DELETE FROM ledger_transfers WHERE transaction_id = {last}")
        raw.execute(f"DELETE FROM ledger_transactions WHERE id = {last}")
    texts = [one.text for one in checked(history).findings if one.area == "ledger"]
    assert texts == ["The audit tells of 2 entries of “top-up”, and the ledger of 1."]


REFUSED = [
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
    "INSERT INTO ledger_transfers (transaction_id, debit_id, credit_id, amount, currency) VALUES (1, 1, 2, 5, 'EUR')",
]


def test_the_database_itself_refuses(history: Services, office: Office) -> None:
    assert history is not None
    with office.filling() as session:  # something is remembered under a key
        session.connection().exec_driver_sql(
            "INSERT OR IGNORE INTO operations (key, kind, digest, result, at) VALUES ('1:k', 'x', '', '{}', '')"
        )
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw:
        for statement in REFUSED:
            with pytest.raises(sqlite3.IntegrityError, match="guard:"):
                raw.execute(statement)
