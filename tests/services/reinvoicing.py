"""A partner that pays for its clients, and what the provider charged it: what tests of re-invoicing begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.builders import Builder, Org

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.partnership import Payment
from resellertui.services.billing.views import OrderInput, PrepaidInput, RefundInput
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import ChargedQuery, ChargedRow, LineSort

BY_DATE = ChargedQuery(sort=LineSort.DATE)


@dataclass
class Desk:
    """A partner with full access and its own payment method, its money, and its clients."""

    services: Services
    make: Builder
    partner: Org

    def client(self, name: str, country: str = "CH") -> Org:
        """Make a client that the partner pays for."""
        client = self.make.organisation(name, country=country)
        self.make.active(client, self.partner, payment=Payment.PARTNER)
        return client

    def charge(self, client: Org, *lines: Mapping[str, object]) -> list[str]:
        """Let the partner order and pay for a client; return the ids of the charged lines."""
        before = {one.id for one in self.rows()}
        self.services.orders.place(self.partner.owner, OrderInput.of(lines=lines, client=client.ref, pay=True))
        return [one.id for one in self.rows() if one.id not in before]

    def refund(self, line: str, amount: str) -> str:
        """Let the provider give back a part of a line; return the id of the line that gives it back."""
        row = self.services.charged_lines.show(self.partner.owner, line)
        same = [one for one in self.rows() if one.document_id == row.document_id]
        same.sort(key=lambda one: parse_id(Kind.CHARGED_LINE, one.id) or 0)
        place = [one.id for one in same].index(line) + 1
        wish = RefundInput.of(document=row.document_id, amount=amount, line=place, reason="less")
        before = {one.id for one in self.rows()}
        self.services.billing.refund(self.make.staff, wish)
        return next(one.id for one in self.rows() if one.id not in before)

    def rows(self, query: ChargedQuery = BY_DATE) -> tuple[ChargedRow, ...]:
        """Return the charged lines."""
        return self.services.charged_lines.page(self.partner.owner, query, 0, 500).rows

    def row(self, line: str) -> ChargedRow:
        """Return one charged line."""
        return self.services.charged_lines.show(self.partner.owner, line)


def open_desk(services: Services, make: Builder, partner: Org) -> Desk:
    """Give the partner money, and return its desk."""
    for currency in ("CHF", "EUR"):
        services.prepaid.top_up(partner.owner, PrepaidInput.of(amount="90000.00", currency=currency))
    return Desk(services, make, partner)
