"""Each row of the table of who pays, from end to end: what is said first is posted, invoiced and explained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.builders import Builder, Org
from tests.charging_table import TABLE, Row

from resellertui.domain.errors import NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput, PayInput, PrepaidInput
from resellertui.services.console import Services


def accounts(services: Services) -> dict[str, Decimal]:
    """Return the ledger's balances, debits being positive, by account."""
    return {one.name: Decimal(one.balance) for one in services.ledger.accounts(Actor.operator())}


def told(services: Services, actor: Actor, reference: str) -> str:
    """Return an explanation in one text, having seen that it agrees with what is stored."""
    found = services.explain.explain(actor, reference)
    assert found.agrees
    return " ".join(one for part in found.parts for one in part.sentences)


def cast(make: Builder, row: Row, number: int) -> tuple[Org, Org]:
    """Make a client and a partner that stand to each other as the row says."""
    agency = make.partner(f"Agency {number}")
    client = make.organisation(f"Client {number}", products=(f"c{number}.ch",) if row.access == "limited" else ())
    if row.access == "limited":
        make.active(client, agency, products=(f"c{number}.ch",))
    elif row.method is not None:
        make.active(client, agency, payment=Payment(row.method))
    return client, agency


def sentence(row: Row, payer: Org, agency: Org, *, to_agency: bool) -> str:
    """Return the consequence line, written by hand."""
    parts = [f"{payer.name} is charged {row.total} CHF ({row.net} without VAT) and gets the invoice."]
    if row.earns == "discount":
        parts.append(f"That is {row.discount} CHF less than at public price: the partner's discount.")
    elif row.earns == "cashback":
        amount = f" {row.cashback} CHF" if to_agency else ""
        parts.append(f"{agency.name} earns{amount} cashback once it is paid.")
    else:
        parts.append("No partner earns anything.")
    parts.append(f"It waits in the To pay of {payer.name} until 23 Dec 2026.")
    return " ".join(parts)


def test_what_is_said_is_posted_invoiced_and_explained(services: Services, make: Builder) -> None:
    for number, row in enumerate(TABLE):
        client, agency = cast(make, row, number)
        entrust_to = agency.name if row.entrusted else ""
        wish = OrderInput.of(
            lines=[{"sku": "web-hosting", "quantity": 35, "entrust_to": entrust_to}],
            client=client.ref if row.orders == "partner" else "",
        )
        orderer = agency if row.orders == "partner" else client
        if row.charged_to == "refused":
            for way in (services, services.rehearsing()):
                with pytest.raises(Refused):
                    way.orders.place(orderer.owner, wish)
            continue
        payer, other = (client, agency) if row.charged_to == "client" else (agency, client)

        shown = services.rehearsing().orders.place(orderer.owner, wish)
        assert services.billing.documents(payer.owner, DocumentQuery()).total == 0, row
        done = services.orders.place(orderer.owner, wish)
        assert shown.consequence == done.consequence == sentence(row, payer, agency, to_agency=orderer is agency), row
        assert (done.total_excl_vat, done.vat, done.total, done.benefit) == (row.net, row.vat, row.total, row.earns), (
            row
        )
        assert (done.document_id is not None) is (orderer is payer), row

        before = accounts(services)
        services.prepaid.top_up(payer.owner, PrepaidInput.of(amount=row.total, currency="CHF"))
        (waiting,) = services.billing.to_pay(payer.owner)
        invoice = services.billing.pay(payer.owner, PayInput.of(document=waiting.id))
        line = invoice.lines[0]
        assert (invoice.state, invoice.net, invoice.vat, invoice.total) == ("paid", row.net, row.vat, row.total), row
        assert (line.charged, line.discount) == (row.net, row.discount), row
        moved = {
            name: after - before.get(name, Decimal(0))
            for name, after in accounts(services).items()
            if after != before.get(name, Decimal(0))
        }
        expected = {
            "assets:bank": Decimal(row.total),
            "income:revenue": -Decimal(row.net),
            "liabilities:vat:CH": -Decimal(row.vat),
            "expenses:cashback": Decimal(row.cashback),
            f"liabilities:prepaid:{agency.ref}": -Decimal(row.cashback),
        }
        assert moved == {name: amount for name, amount in expected.items() if amount}, row

        text = told(services, payer.owner, invoice.id)
        for figure in (row.net, row.vat, row.total, *([row.discount] if row.earns == "discount" else [])):
            assert figure in text, row
        earned = [one.id for one in services.cashback.page(agency.owner).rows]
        assert len(earned) == (row.earns == "cashback"), row
        for reference in earned:
            assert f"{row.cashback} CHF: 260.40 charged − 208.32 partner net" in told(services, agency.owner, reference)
        assert services.billing.documents(other.owner, DocumentQuery()).total == 0, row
        with pytest.raises(NotFound):
            services.billing.document(other.owner, invoice.id)
    assert services.maintenance.check(Actor.operator()).findings == ()
