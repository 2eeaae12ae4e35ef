"""Explaining: every amount recomputes, and nobody learns of another's invoice by it."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import NotFound, Usage
from resellertui.domain.partnership import Payment
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
    for figure in ("347.20", "208.32", "52.08", "260.40", "21.09", "281.49", "settlement"):
        assert figure in text
    cashback = services.explain.explain(agency.owner, "CBK-1")
    text = " ".join(one for part in cashback.parts for one in part.sentences)
    assert cashback.agrees
    assert "208.32" in text
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
