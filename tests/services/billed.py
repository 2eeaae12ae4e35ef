"""A partner that pays for its clients, and what it is charged: what tests of its own invoices begin with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.builders import Builder, Org
from tests.services.life import rows

from resellertui.domain.partnership import Payment
from resellertui.services.billing.views import OrderInput, PayInput, RefundInput
from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import CreditInput, IssueInput
from resellertui.services.reinvoicing.views import ReinvoiceSettingsEdit
from resellertui.store.models import Organisation

IBAN = "CH9300762011623852957"
QR_IBAN = "CH4431999123000889012"
UID = "CHE107787577"
ADDRESS = {"street": "Rue du Four", "house_number": "7", "postal_code": "1204", "city": "Genève"}


def describe(services: Services, org: Org, **facts: Any) -> None:
    """Write down more of an organisation than the builder does."""
    with services.office.filling() as session:
        row = session.get(Organisation, org.number)
        assert row is not None
        for name, value in facts.items():
            setattr(row, name, value)


def biller(services: Services, make: Builder, name: str = "Agency", *, registered: bool = True, **edit: str) -> Org:
    """Make a partner that can bill its clients."""
    partner = make.partner(name, email=f"owner@{name.lower()}.example")
    bills(services, partner, registered=registered, **edit)
    return partner


def bills(services: Services, partner: Org, *, registered: bool = True, **edit: str) -> None:
    """Let a partner say what it takes to bill its clients."""
    describe(services, partner, register_number=UID, **ADDRESS)
    status = "registered" if registered else "not_registered"
    wish = ReinvoiceSettingsEdit.of(**({"vat_status": status, "iban": IBAN} | edit))
    services.reinvoice_settings.change(partner.owner, wish)


def billed(services: Services, make: Builder, partner: Org, name: str = "Bakery", country: str = "CH") -> Org:
    """Make a client for which the partner pays."""
    client = make.organisation(name, email=f"owner@{name.lower()}.example", country=country)
    describe(services, client, **ADDRESS)
    make.active(client, partner, payment=Payment.PARTNER)
    return client


def charged(services: Services, partner: Org, client: Org, *skus: str, quantity: int = 1) -> str:
    """Let the partner order for the client and pay from outside; return the provider's invoice."""
    lines = [{"sku": sku, "quantity": quantity} for sku in skus or ("web-hosting",)]
    done = services.orders.place(partner.owner, OrderInput.of(lines=lines, client=client.ref))
    services.billing.pay(partner.owner, PayInput.of(document=done.document_id, method="bank", reference="B"))
    return str(done.document_id)


def change(services: Services, statement: str, *values: object) -> None:
    """Change the file without any of our code."""
    assert services.office.database.path is not None
    with closing(sqlite3.connect(services.office.database.path)) as connection, connection:
        connection.execute(statement, values)


def margin(services: Services, partner: Org, percent: int = 25) -> None:
    """Set a margin on everything."""
    change(
        services,
        "INSERT INTO reinvoice_rules (partner_id, client_id, scope, target, method, value, currency, starts_on, note, "
        "origin, made_at, made_by_id) VALUES (?, NULL, 'all', '', 'percentage', ?, NULL, '2020-01-01', '', 'entered', "
        "'2020-01-01T00:00:00.000000Z', NULL)",
        partner.number,
        str(percent),
    )


def give_back(services: Services, make: Builder, invoice: str, amount: str = "", line: int | None = None) -> None:
    """Let the provider refund a part of its invoice."""
    services.billing.refund(make.staff, RefundInput.of(document=invoice, amount=amount, line=line, reason="back"))


def issue(services: Services, partner: Org, period: str = "2026-11", **how: bool) -> list[str]:
    """Issue a month's invoices, and return their numbers."""
    report = services.reinvoice_runs.issue(partner.owner, IssueInput.of(period=period, **how))
    return [one.number for one in report.issued]


def credit(services: Services, partner: Org, document: str = "RIN-1") -> None:
    """Credit 1.00 of the first line of an invoice."""
    wish = CreditInput.of(document=document, lines=[{"position": 1, "amount": "1.00"}], reason="late")
    services.reinvoice_credits.credit(partner.owner, wish)


def lines_by_state(services: Services) -> dict[str, int]:
    """Return how many charged lines stand where."""
    return dict(rows(services, "SELECT state, count(*) FROM reinvoice_lines GROUP BY 1"))
