"""The ledger written for other programs: each text adds up to the ledger's own balances."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import Forbidden
from resellertui.domain.ledger_text import Format
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services

Sums = dict[tuple[str, str], Decimal]
NASTY = 'a "b" ; c \\ | 2026-01-01 open'


@pytest.fixture
def book(services: Services, make: Builder, client: Org, agency: Org) -> Services:
    """Give a ledger with a payment, VAT, cashback, two currencies and a nasty reference."""
    make.active(client, agency, payment=Payment.CLIENT)
    for currency in ("CHF", "EUR"):
        services.prepaid.top_up(client.owner, PrepaidInput.of(amount="1000.00", currency=currency, reference=NASTY))
    lines = [{"sku": "web-hosting", "quantity": 35}]
    services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
    return services


def written(services: Services, form: Format) -> str:
    """Return the whole text."""
    return "".join(services.ledger.text(Actor.operator(), form))


def expected(services: Services) -> Sums:
    """Return the ledger's own balances."""
    return {(one.name, one.currency): Decimal(one.balance) for one in services.ledger.accounts(Actor.operator())}


def test_the_texts_add_up_to_the_ledger(book: Services) -> None:
    sums = expected(book)
    assert len(sums) > 5
    hledger: Sums = defaultdict(Decimal)
    for name, amount, currency in re.findall(r"^    (\S+)  (\S+) (\w+)$", written(book, Format.HLEDGER), re.MULTILINE):
        hledger[name, currency] += Decimal(amount)
    assert hledger == sums
    rows = list(csv.DictReader(io.StringIO(written(book, Format.CSV))))
    transfers = [one for each in json.loads(written(book, Format.JSON))["transactions"] for one in each["transfers"]]
    for found in (rows, transfers):
        added: Sums = defaultdict(Decimal)
        for one in found:
            added[one["debit"], one["currency"]] += Decimal(one["amount"])
            added[one["credit"], one["currency"]] -= Decimal(one["amount"])
        assert added == sums


def test_beancount_accepts_it(book: Services) -> None:
    loader = pytest.importorskip("beancount.loader")
    entries, errors, _options = loader.load_string(written(book, Format.BEANCOUNT))
    assert not errors
    added: Sums = defaultdict(Decimal)
    for entry in entries:
        for one in getattr(entry, "postings", ()):
            added[one.account.lower(), one.units.currency] += one.units.number
    assert added == {(name.lower(), currency): amount for (name, currency), amount in expected(book).items()}
    assert NASTY in {entry.narration for entry in entries if hasattr(entry, "postings")}


def test_hledger_accepts_it(book: Services, tmp_path: Path) -> None:
    program = shutil.which("hledger")
    if program is None:
        pytest.skip("hledger is not installed")
    path = tmp_path / "book.journal"
    path.write_text(written(book, Format.HLEDGER), encoding="utf-8")
    subprocess.run([program, "-f", str(path), "check", "-s"], check=True)


def test_only_staff_and_the_operator_read_it(book: Services, client: Org) -> None:
    with pytest.raises(Forbidden):
        book.ledger.accounts(client.owner)
    for reading in (book.ledger.transactions(client.owner), book.ledger.text(client.owner, Format.CSV)):
        with pytest.raises(Forbidden):
            next(iter(reading))
