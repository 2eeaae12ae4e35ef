"""Random lives of what a partner is charged and bills: after each step nothing is lost, and what is owed adds up."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.builders import NOW, Builder, Org
from tests.services.billed import billed, biller, charged, give_back, margin
from tests.services.founded_folder import founded_in

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import ResellerError
from resellertui.domain.reinvoicing.bill import Bill
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing import crediting, issuing
from resellertui.services.reinvoicing.document_inputs import (
    CreditInput,
    IssueInput,
    ReinvoicePaymentInput,
    ReinvoiceQuery,
    RepaymentInput,
)
from resellertui.services.reinvoicing.line_views import ChargedQuery, HoldInput, LinesInput, PriceInput, WaiveInput
from resellertui.services.reinvoicing.papers import Paper

CHARGED = (
    "SELECT c.currency, sum(c.cost), (SELECT coalesce(sum(l.cost), 0) FROM reinvoice_lines l "
    "WHERE l.currency = c.currency AND l.state IN ('billed', 'waived', 'open', 'held')) FROM reinvoice_now c GROUP BY 1"
)
"""What the provider charged, and what is billed, waived and flagged of it."""
OWED = (
    "SELECT d.client_id, d.currency, "
    "sum(CASE d.kind WHEN 'invoice' THEN d.total ELSE -d.total END) "
    "- coalesce((SELECT sum(p.amount) FROM reinvoice_payments p JOIN reinvoice_documents i ON i.id = p.document_id "
    "WHERE i.client_id = d.client_id AND i.currency = d.currency), 0), "
    "sum(CASE d.kind WHEN 'invoice' THEN d.total - d.paid - d.credited ELSE 0 END) "
    "FROM reinvoice_documents d GROUP BY 1, 2"
)
"""What each client owes by its documents and payments, and by what its invoices say of themselves."""
ONCE = (
    "SELECT line.line_id FROM reinvoice_document_lines line WHERE line.corrects_id IS NULL AND NOT EXISTS ("
    "SELECT 1 FROM reinvoice_document_lines back WHERE back.corrects_id = line.id AND back.reopens) "
    "GROUP BY 1 HAVING count(*) > 1"
)
"""Lines that are billed twice."""
BELOW = (
    "SELECT coalesce(p.corrects_id, p.id) FROM reinvoice_document_lines l JOIN document_lines p ON p.id = l.line_id "
    "GROUP BY 1 HAVING sum(CASE WHEN l.corrects_id IS NULL THEN l.amount ELSE -l.amount END) < 0"
)
"""Lines of which more was given back, by refunds and credit notes, than was ever charged."""
CENTS = st.integers(1, 6_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


def cheap(bill: Bill) -> tuple[Paper, ...]:
    return (Paper("pdf", "x.pdf", "application/pdf", repr(bill).encode()),)


class Reinvoicing(RuleBasedStateMachine):
    """A partner with a client in francs and one in euros, of which the latter owes its VAT itself or none."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.services: Services | None = None
        self.invoices: list[str] = []
        self.patches = pytest.MonkeyPatch()
        for module in (issuing, crediting):
            self.patches.setattr(module, "papers_of", cheap)

    @initialize()
    def found(self) -> None:
        self.clock = FixedClock(NOW)
        self.services = founded_in(Path(self.folder.name), self.clock)
        self.make = Builder(self.services)
        self.partner = biller(self.services, self.make)
        margin(self.services, self.partner)
        self.clients = [
            billed(self.services, self.make, self.partner),
            billed(self.services, self.make, self.partner, "Épicerie", country="FR"),
        ]

    @property
    def made(self) -> Services:
        assert self.services is not None
        return self.services

    def client(self, number: int) -> Org:
        return self.clients[number % 2]

    @property
    def month(self) -> str:
        return f"{self.clock.now():%Y-%m}"

    @rule(who=st.integers(0, 1), quantity=st.integers(1, 12), both=st.booleans())
    def is_charged(self, who: int, quantity: int, both: bool) -> None:
        skus = ("web-hosting", "mail-hosting") if both else ("web-hosting",)
        self.invoices.append(charged(self.made, self.partner, self.client(who), *skus, quantity=quantity))

    @rule(amount=st.one_of(st.just(""), CENTS), which=st.integers(0, 9))
    def provider_gives_back(self, amount: str, which: int) -> None:
        if self.invoices:
            invoice = self.invoices[which % len(self.invoices)]
            self.tried(lambda: give_back(self.made, self.make, invoice, amount))

    @rule(which=st.integers(0, 9), how=st.sampled_from(["price", "waive", "hold", "release"]), amount=CENTS)
    def decide(self, which: int, how: str, amount: str) -> None:
        flagged = self.made.charged_lines.page(self.partner.owner, ChargedQuery.of()).rows
        if not flagged:
            return
        row = flagged[which % len(flagged)]
        price = f"-{amount}" if row.cost.startswith("-") else amount
        until = self.clock.now().date() + timedelta(days=3)
        owner, decisions = self.partner.owner, self.made.line_decisions
        acts: dict[str, Callable[[], object]] = {
            "price": lambda: decisions.price(owner, PriceInput.of(lines=[row.id], price=price, reason="x")),
            "waive": lambda: decisions.waive(owner, WaiveInput.of(lines=[row.id], reason="x")),
            "hold": lambda: decisions.hold(owner, HoldInput.of(lines=[row.id], reason="x", until=until)),
            "release": lambda: decisions.release(owner, LinesInput.of(lines=[row.id])),
        }
        self.tried(acts[how])

    @rule(supplement=st.booleans())
    def issue(self, supplement: bool) -> None:
        seen = self.made.reinvoice_runs.preview(self.partner.owner, self.month, supplement=supplement)
        wish = IssueInput.of(period=self.month, supplement=supplement)
        report = self.made.reinvoice_runs.issue(self.partner.owner, wish)
        assert [(one.client, one.net, one.total) for one in seen.drafts] == [
            (one.client, one.net, one.total) for one in report.issued
        ]
        assert report.hindered == ()

    @rule(which=st.integers(0, 9), line=st.one_of(st.none(), st.integers(1, 3)), part=CENTS, reopen=st.booleans())
    def credit(self, which: int, line: int | None, part: str, reopen: bool) -> None:
        lines = [] if line is None else [{"position": line, "amount": "" if reopen else part}]
        self.with_invoice(
            which,
            lambda number: self.made.reinvoice_credits.credit(
                self.partner.owner, CreditInput.of(document=number, lines=lines, reopen=reopen, reason="x")
            ),
        )

    @rule(which=st.integers(0, 9), amount=st.one_of(st.just(""), CENTS))
    def is_paid(self, which: int, amount: str) -> None:
        self.with_invoice(
            which,
            lambda number: self.made.reinvoice_payments.record(
                self.partner.owner, ReinvoicePaymentInput.of(document=number, amount=amount)
            ),
        )

    @rule(which=st.integers(0, 9), amount=CENTS)
    def pays_back(self, which: int, amount: str) -> None:
        self.with_invoice(
            which,
            lambda number: self.made.reinvoice_payments.take_back(
                self.partner.owner, RepaymentInput.of(document=number, amount=amount, note="x")
            ),
        )

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)
        self.made.reinvoice_reminders.remind_all(self.partner.owner)

    def with_invoice(self, which: int, act: Callable[[str], object]) -> None:
        rows = self.made.reinvoice_documents.documents(self.partner.owner, ReinvoiceQuery.of()).rows
        invoices = [one.id for one in rows if one.kind == "invoice"]
        if invoices:
            self.tried(lambda: act(invoices[which % len(invoices)]))

    def tried(self, act: Callable[[], object]) -> None:
        """Do what a rule may refuse; nothing is kept then."""
        try:
            act()
        except ResellerError:
            return

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        path = self.made.office.database.path
        assert path is not None
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.execute(statement))

    @invariant()
    def proves(self) -> None:
        if self.services is None:
            return
        for _currency, all_charged, kept in self.read(CHARGED):
            assert all_charged == kept
        for _client, _currency, by_documents, by_invoices in self.read(OWED):
            assert by_documents == by_invoices
        assert self.read(ONCE) == []
        assert self.read(BELOW) == []

    def teardown(self) -> None:
        if self.services is not None:
            report = self.services.maintenance.check(Actor.operator())
            self.services.close()
            assert [one.text for one in report.findings] == []
        self.patches.undo()
        self.folder.cleanup()


TestReinvoicing = Reinvoicing.TestCase
TestReinvoicing.settings = settings(
    max_examples=3, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
