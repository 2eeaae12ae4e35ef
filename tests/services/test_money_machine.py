"""Random lives of orders, payments, refunds, agreements and renewals by date: after each step the books balance."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.builders import NOW, PASSWORD, Builder, Org
from tests.services.founded_folder import founded_in

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import ResellerError
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    DocumentQuery,
    OrderInput,
    PayInput,
    PrepaidInput,
    RefundInput,
    RenewInput,
)
from resellertui.services.console import Services
from resellertui.services.inputs import Pause

SKUS = st.sampled_from(["web-hosting", "mail-hosting", "kdrive-solo", "public-cloud-storage", "renewal-warranty"])
TWICE = (
    "SELECT l.product_id, l.service_from FROM document_lines l JOIN documents d ON d.id = l.document_id "
    "WHERE d.kind = 'invoice' AND d.state IN ('to_pay', 'paid') GROUP BY 1, 2 HAVING count(*) > 1"
)
"""Periods of a product that are charged twice."""
SPENT_BY_OTHERS = (
    "SELECT t.id FROM ledger_transactions t JOIN documents d ON d.id = t.document_id "
    "JOIN orders o ON o.id = d.order_id JOIN document_lines l ON l.document_id = d.id "
    "JOIN products p ON p.id = l.product_id "
    "WHERE t.id > ? AND t.kind = 'payment' AND (NOT p.auto_renewal OR d.payer_id <> d.holder_id AND ("
    "o.side = 'client' AND NOT EXISTS (SELECT 1 FROM partnerships x WHERE x.client_id = d.holder_id "
    "AND x.partner_id = d.payer_id AND x.state = 'active' AND x.monthly_limit > 0) "
    "OR o.side = 'partner' AND coalesce(p.auto_renewal_by, d.payer_id) <> d.payer_id))"
)
"""Payments since a transaction that no owner of the money, nor a limit, allows to be made by date."""
CENTS = st.integers(1, 60_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


class Money(RuleBasedStateMachine):
    """A partner, a client with full access, a client with limited access, one in euros, and one alone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.services: Services | None = None

    @initialize()
    def found(self) -> None:
        self.clock = FixedClock(NOW)
        self.services = founded_in(Path(self.folder.name), self.clock)
        self.make = make = Builder(self.services)
        self.staff = make.staff
        self.partner = make.partner("Agency")
        full = make.organisation("Full")
        self.reference = make.active(full, self.partner, payment=Payment.CLIENT)
        limited = make.organisation("Limited", products=("limited.ch",))
        make.active(limited, self.partner, products=("limited.ch",))
        euros = make.organisation("Euros", country="FR")
        make.active(euros, self.partner, payment=Payment.PARTNER)
        self.orgs = [self.partner, full, limited, euros, make.organisation("Alone", country="DE")]

    def org(self, number: int) -> Org:
        return self.orgs[number % len(self.orgs)]

    @property
    def made(self) -> Services:
        assert self.services is not None
        return self.services

    @rule(who=st.integers(0, 4), amount=CENTS, currency=st.sampled_from(["CHF", "EUR"]))
    def top_up(self, who: int, amount: str, currency: str) -> None:
        self.made.prepaid.top_up(self.org(who).owner, PrepaidInput.of(amount=amount, currency=currency))

    @rule(who=st.integers(0, 4), amount=CENTS, currency=st.sampled_from(["CHF", "EUR"]))
    def withdraw(self, who: int, amount: str, currency: str) -> None:
        self.tried(
            lambda: self.made.prepaid.withdraw(self.org(who).owner, PrepaidInput.of(amount=amount, currency=currency))
        )

    @rule(
        who=st.integers(0, 4),
        client=st.one_of(st.none(), st.integers(1, 3)),
        lines=st.lists(st.tuples(SKUS, st.integers(1, 40), st.integers(1, 3)), min_size=1, max_size=4),
        pay=st.booleans(),
    )
    def order(self, who: int, client: int | None, lines: list[tuple[str, int, int]], pay: bool) -> None:
        wish = OrderInput.of(
            lines=[{"sku": sku, "quantity": quantity, "periods": periods} for sku, quantity, periods in lines],
            client="" if client is None else self.org(client).ref,
            pay=pay,
        )
        self.tried(lambda: self.made.orders.place(self.org(0 if client is not None else who).owner, wish))

    @rule(who=st.integers(0, 4), part=st.one_of(st.just(""), CENTS), method=st.sampled_from(["prepaid", "bank"]))
    def pay(self, who: int, part: str, method: str) -> None:
        owner = self.org(who).owner
        for row in self.made.billing.to_pay(owner)[:1]:
            self.tried(
                lambda row=row: self.made.billing.pay(owner, PayInput.of(document=row.id, amount=part, method=method))
            )

    @rule(who=st.integers(0, 4))
    def decline(self, who: int) -> None:
        owner = self.org(who).owner
        for row in self.made.billing.to_pay(owner)[-1:]:
            self.made.billing.decline(owner, row.id, "no")

    @rule(who=st.integers(0, 4), amount=st.one_of(st.just(""), CENTS), line=st.one_of(st.none(), st.integers(1, 3)))
    def refund(self, who: int, amount: str, line: int | None) -> None:
        rows = self.made.billing.documents(self.org(who).owner, DocumentQuery(state="paid")).rows
        for row in rows[:1]:
            self.tried(
                lambda row=row: self.made.billing.refund(
                    self.staff, RefundInput.of(document=row.id, amount=amount, line=line, reason="back")
                )
            )

    @rule(who=st.integers(0, 4), pay=st.booleans())
    def renew(self, who: int, pay: bool) -> None:
        owner = self.org(who).owner
        names = [one.id for one in self.made.products.list(owner) if one.state == "active"][:3]
        if names:
            self.tried(lambda: self.made.orders.renew(owner, RenewInput.of(products=names, pay=pay)))

    @rule(payment=st.sampled_from(list(Payment)))
    def change_payment(self, payment: Payment) -> None:
        self.tried(lambda: self.made.agreements.change_payment(self.org(1).owner, self.reference, payment))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)

    @rule(days=st.integers(1, 40))
    def tick(self, days: int) -> None:
        self.clock.advance(days=days)
        ((before,),) = self.changed("SELECT coalesce(max(id), 0) FROM ledger_transactions")
        self.made.tick.run(Actor.operator())
        assert self.changed(SPENT_BY_OTHERS, before) == []

    @rule(who=st.integers(0, 4), by_partner=st.booleans(), on=st.booleans(), days=st.integers(14, 40))
    def switch(self, who: int, by_partner: bool, on: bool, days: int) -> None:
        """Make a product that expires soon, or take one there is, and switch its automatic renewal."""
        org = self.org(who)
        name = self.make.product(
            org, f"p{days}.ch", expires_on=(self.clock.now() + timedelta(days=days)).date(), auto_renewal=not on
        )
        owner = self.partner.owner if by_partner else org.owner
        self.tried(lambda: self.made.products.set_auto_renewal(owner, name, on))
        for row in self.made.products.list(org.owner)[:1]:
            self.tried(lambda row=row: self.made.products.set_auto_renewal(owner, row.id, on))

    @rule(who=st.integers(0, 4))
    def take_the_warranty(self, who: int) -> None:
        expires_on = (self.clock.now() + timedelta(days=400)).date()
        self.make.product(self.org(who), "Warranty", sku="renewal-warranty", expires_on=expires_on)

    @rule(days=st.integers(1, 60))
    def pause(self, days: int) -> None:
        until = (self.clock.now() + timedelta(days=days)).date()
        self.tried(
            lambda: self.made.agreements.pause(self.partner.owner, self.reference, Pause.of(reason="x", until=until))
        )

    @rule(limit=st.one_of(st.none(), st.integers(0, 20_000)))
    def limit(self, limit: int | None) -> None:
        self.changed("UPDATE partnerships SET monthly_limit = ?", limit)

    @rule(payment=st.sampled_from(list(Payment)))
    def end_and_begin_again(self, payment: Payment) -> None:
        """End the partnership with the client that has had full access; a new one follows a day later."""
        self.tried(lambda: self.made.agreements.end(self.org(1).owner, self.reference, PASSWORD))
        self.clock.advance(days=1)
        self.made.tick.run(Actor.operator())
        self.reference = self.make.active(self.org(1), self.partner, payment=payment)

    def changed(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        path = self.made.office.database.path
        assert path is not None
        with closing(sqlite3.connect(path)) as connection, connection:
            return list(connection.execute(statement, values))

    def tried(self, act: object) -> None:
        """Do what a rule may refuse; nothing is kept then."""
        try:
            act()  # type: ignore[operator]  # a function without arguments
        except ResellerError:
            return

    @invariant()
    def proves(self) -> None:
        if self.services is None:
            return
        report = self.services.maintenance.check(Actor.operator())
        assert [one.text for one in report.findings] == []
        totals: dict[str, int] = {}
        for name, amount in report.sums.items():
            if name.startswith("balance"):
                totals[name[-3:]] = totals.get(name[-3:], 0) + int(amount.replace(".", ""))
        assert set(totals.values()) <= {0}
        assert self.changed(TWICE) == []

    def teardown(self) -> None:
        if self.services is not None:
            for org in self.orgs:
                for row in self.services.billing.documents(org.owner, DocumentQuery()).rows[:5]:
                    assert self.services.explain.explain(org.owner, row.id).agrees
            self.services.close()
        self.folder.cleanup()


TestMoney = Money.TestCase
TestMoney.settings = settings(
    max_examples=5, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
