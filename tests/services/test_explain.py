"""Explaining: every amount recomputes, and nobody learns of another's invoice by it."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import Forbidden, NotFound, Usage
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput, RefundInput
from resellertui.services.console import Services


def test_an_invoice_a_refund_and_a_cashback_explain_to_themselves(
    services: Services, make: Builder, agency: Org
) -> None:
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="500.00", currency="CHF"))
    lines = [{"sku": "web-hosting", "quantity": 35}]
    done = services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
    invoice = services.explain.explain(client.owner, done.document_id or "")
    text = " ".join(one for part in invoice.parts for one in part.sentences)
    assert invoice.agrees
    for figure in ("347.20", "260.40", "21.09", "281.49", "settlement"):
        assert figure in text
    cashback = services.explain.explain(agency.owner, "CBK-1")
    text = " ".join(one for part in cashback.parts for one in part.sentences)
    assert cashback.agrees
    for figure in ("208.32", "52.08", "20 %"):
        assert figure in text
    assert "281.49" not in text
    assert "2026-000001" not in text
    services.billing.refund(make.staff, RefundInput.of(document=done.document_id, amount="1.00", reason="one"))
    note = services.explain.explain(client.owner, "CN-2")
    assert note.agrees
    for who, reference in ((agency, "INV-1"), (agency, "2026-000001"), (client, "CBK-1"), (client, "INV-99")):
        with pytest.raises(NotFound):
            services.explain.explain(who.owner, reference)
    with pytest.raises(Usage):
        services.explain.explain(client.owner, "Bakery")


def told(services: Services, who: Actor, reference: str) -> str:
    """Return what an explanation says; it must agree with what is stored."""
    found = services.explain.explain(who, reference)
    assert found.agrees
    return " ".join([found.title, *(one for part in found.parts for one in (part.title, *part.sentences))])


@pytest.fixture
def bought(services: Services, make: Builder, agency: Org) -> Org:
    """Give a client whose own order earned the agency cashback."""
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="500.00", currency="CHF", reference="B-7"))
    lines = [{"sku": "web-hosting", "quantity": 35}]
    services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
    return client


def test_every_transaction_of_a_statement_says_what_it_moved_and_what_for(
    services: Services, make: Builder, agency: Org, bought: Org
) -> None:
    services.billing.refund(make.staff, RefundInput.of(document="INV-1", amount="130.20", reason="half"))
    for who in (bought, agency):
        rows = services.prepaid.statement(who.owner, "CHF").rows
        assert rows
        for row in rows:
            text = told(services, who.owner, row.transaction_id)
            assert f"= {row.balance} CHF" in text
            assert row.amount.removeprefix("-") in text
    assert "B-7" in told(services, bought.owner, "TXN-1")
    assert "INV-1" in told(services, bought.owner, "TXN-2")
    earned = next(one for one in services.prepaid.statement(agency.owner, "CHF").rows if one.kind == "cashback")
    text = told(services, agency.owner, earned.transaction_id)
    assert "explain CBK-1" in text
    assert "INV-1" not in text


def test_a_prepaid_account_adds_up_from_what_moved(services: Services, make: Builder, bought: Org) -> None:
    text = told(services, bought.owner, "prepaid-chf")
    assert "+500.00 CHF" in text
    assert "−281.49 CHF" in text
    assert "Together: 218.51 CHF" in text
    assert "Together: 218.51 CHF" in told(services, make.staff, f"PREPAID-CHF-{bought.ref}")
    with pytest.raises(NotFound):
        services.explain.explain(bought.owner, "PREPAID-EUR")


def test_an_order_tells_its_payer_all_and_who_only_ordered_no_more_than_the_lines(
    services: Services, make: Builder, agency: Org, studio: Org
) -> None:
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.PARTNER)
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    payer, orderer = told(services, agency.owner, "ORD-1"), told(services, client.owner, "ORD-1")
    assert "VAT at 8.1 %" in payer
    assert "9.92 CHF without VAT" in orderer
    assert "The invoice is its payer's own" in orderer
    assert "1.98" not in orderer
    for who, reference in ((studio, "ORD-1"), (client, "ORD-9")):
        with pytest.raises(NotFound):
            services.explain.explain(who.owner, reference)


def test_what_a_partner_earns_is_told_to_the_partner_and_the_staff_but_not_to_the_client_that_pays(
    services: Services, make: Builder, agency: Org, bought: Org
) -> None:
    earned = ("277.76", "208.32", "52.08", "20 %")
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 35}])
    rehearsed = services.rehearsing().orders.place(bought.owner, order)
    (product,) = services.products.list(bought.owner)
    for text in (
        told(services, bought.owner, "INV-1"),
        told(services, bought.owner, "ORD-1"),
        told(services, bought.owner, product.id),
        rehearsed.model_dump_json(),
    ):
        assert "260.40" in text
        assert "earns cashback" in text
        for figure in earned:
            assert figure not in text
    for who in (agency.owner, make.staff):
        text = told(services, who, "CBK-1")
        for figure in earned:
            assert figure in text
    assert "52.08" in told(services, make.staff, "INV-1")


def test_a_rehearsed_order_says_how_its_amounts_come_about_and_a_done_one_does_not(
    services: Services, bought: Org
) -> None:
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 2}])
    parts = services.rehearsing().orders.place(bought.owner, order).derivation
    text = " ".join(one for part in parts for one in part.sentences)
    assert "2 × 9.92" in text
    assert "ORD-" not in text, "nothing of that name exists"
    assert services.orders.place(bought.owner, order).derivation == ()


def test_a_product_and_a_kind_of_the_catalogue_say_where_their_price_comes_from(
    services: Services, make: Builder, agency: Org, bought: Org, studio: Org
) -> None:
    (product,) = services.products.list(bought.owner)
    text = told(services, bought.owner, product.id)
    assert "35 × 9.92 = 347.20 CHF" in text
    assert "4166.40 CHF in a year" in text or "347.20 CHF in a year" in text
    assert "Renewing it now" in text
    assert "281.49" in text
    assert "35 × 9.92" in told(services, agency.owner, product.id)
    kind = told(services, studio.owner, "web-hosting")
    assert "9.92 CHF" in kind
    assert "20 %" in kind
    with pytest.raises(NotFound):
        services.explain.explain(studio.owner, product.id)


def test_what_can_not_be_derived_says_why(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Florist", products=("rose.ch",))
    make.active(client, agency, products=("rose.ch",))
    (product,) = services.products.list(client.owner)
    text = told(services, agency.owner, product.id)
    assert "What renewing it costs can't be derived" in text
    assert "limited" in text.lower()


def test_nobody_learns_of_anothers_money_by_explaining(
    services: Services, make: Builder, agency: Org, bought: Org
) -> None:
    person = make.person(bought, Role.COLLABORATOR)
    for who, reference in (
        (agency.owner, "TXN-1"),
        (agency.owner, "TXN-2"),
        (agency.owner, f"PREPAID-CHF-{bought.ref}"),
        (bought.owner, "TXN-99"),
        (bought.owner, "PRD-99"),
        (bought.owner, "CBK-99"),
    ):
        with pytest.raises(NotFound):
            services.explain.explain(who, reference)
    for reference in ("TXN-1", "ORD-1", "PREPAID-CHF", "INV-1"):
        with pytest.raises(Forbidden):
            services.explain.explain(person, reference)
