"""Documents taken out: what the PDF says, who gets which documents about a client, and what the audit keeps of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.services.life import rows

from resellertui.adapters.pdf import draw_pdf
from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.exporting import TableFormat
from resellertui.services.billing.paper import document_sheet
from resellertui.services.billing.views import (
    DocumentLineView,
    DocumentQuery,
    DocumentVatView,
    DocumentView,
    OrderInput,
    PayInput,
    PrepaidInput,
    RefundInput,
)
from resellertui.services.console import Services
from resellertui.services.inputs import RequestToClient
from resellertui.store.models import Membership, Organisation


def words(pdf: bytes) -> str:
    """Return the text of a PDF, its line breaks as blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def describe(services: Services, org: Org, **facts: Any) -> None:
    """Write down more of an organisation than the builder does."""
    with services.office.filling() as session:
        row = session.get(Organisation, org.number)
        assert row is not None
        for name, value in facts.items():
            setattr(row, name, value)


def bought(services: Services, payer: Org, *, client: str = "", by: Org | None = None, quantity: int = 35) -> str:
    """Order hostings, let who is charged pay them from outside, and return the invoice's id."""
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": quantity}], client=client)
    done = services.orders.place((by or payer).owner, order)
    (row,) = services.billing.to_pay(payer.owner)
    services.billing.pay(payer.owner, PayInput.of(document=row.id, method="bank", reference="B-1"))
    assert done.payer == payer.name
    return row.id


def audited(services: Services, action: str) -> list[tuple[Any, ...]]:
    """Return who took something out, for whom, and what."""
    statement = (
        'SELECT org_id, for_org_id, subject_id, "values" FROM audit_entries '
        "JOIN audit_values ON entry_id = id WHERE action = ? ORDER BY id"
    )
    return [(*one[:3], json.loads(one[3])) for one in rows(services, statement, action)]


def test_the_pdf_holds_everything_an_invoice_has_to_say(services: Services, make: Builder, client: Org) -> None:
    describe(
        services, client, street="Rue du Four", house_number="7", postal_code="1200", vat_number="CHE107787577MWST"
    )
    invoice = bought(services, client)

    printed = services.billing_exports.pdf(client.owner, invoice)

    text = words(printed.pdf)
    assert printed.file_name == "2026-000001.pdf"
    for part in (
        "Invoice 2026-000001",
        "Issued by Issued to Léman Hébergement SA Bakery",
        "Rue du Four 7",
        "1200 Genève",
        "Switzerland",
        "VAT number: CHE107787577MWST",
        "Issued on 23 Nov 2026",
        "Due on 23 Dec 2026",
        "Service period 23 Nov 2026 to 22 Dec 2026",
        "Currency CHF",
        "Line Product, name and service Quantity Periods Unit Gross Discount Net price",
        "35 1 9.92 347.20 86.80 260.40",
        "Total without VAT 260.40 CHF",
        "8.1 % 260.40 21.09 The buyer is in Switzerland.",
        "VAT 21.09 CHF",
        "Total with VAT 281.49 CHF",
        "Paid 281.49 CHF",
        "Still to pay 0.00 CHF",
        "Priced by the programme terms 2026-2.",
    ):
        assert part in text, part


def test_the_parties_are_those_of_the_day_the_document_was_made(services: Services, client: Org) -> None:
    invoice = bought(services, client)
    before = services.billing_exports.pdf(client.owner, invoice).pdf

    describe(services, client, street="Elsewhere", city="Bern")

    assert services.billing_exports.pdf(client.owner, invoice).pdf == before


def test_a_pro_forma_says_that_it_is_none_and_what_is_open(services: Services, client: Org) -> None:
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    (row,) = services.billing.to_pay(client.owner)
    services.billing.pay(client.owner, PayInput.of(document=row.id, method="bank", amount="5.00"))

    printed = services.billing_exports.pdf(client.owner, row.id)

    text = words(printed.pdf)
    assert printed.file_name == f"{row.id}.pdf"
    assert f"Pro forma {row.id}" in text
    assert "the invoice is issued once it is paid in full" in text
    assert "Made on 23 Nov 2026" in text
    assert "Paid 5.00 CHF Still to pay 5.72 CHF" in text


def test_a_void_pro_forma_says_so_and_why(services: Services, client: Org) -> None:
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    (row,) = services.billing.to_pay(client.owner)
    services.billing.decline(client.owner, row.id, "too dear")

    text = words(services.billing_exports.pdf(client.owner, row.id).pdf)

    assert "is void" in text
    assert "Reason too dear" in text


def test_a_credit_note_names_its_invoice_and_what_goes_back(services: Services, make: Builder, client: Org) -> None:
    invoice = bought(services, client)
    services.billing.refund(make.staff, RefundInput.of(document=invoice, amount="100.00", reason="half of it"))

    text = words(services.billing_exports.pdf(client.owner, "CN-2026-000001").pdf)

    for part in (
        "Credit note CN-2026-000001",
        "Refunds invoice 2026-000001",
        "Reason half of it",
        "Line Product, name and service Credited, net",
        "Total without VAT 100.00 CHF",
        "8.1 % 100.00 8.10",
        "Total with VAT 108.10 CHF",
    ):
        assert part in text, part
    assert "Still to pay" not in text
    assert "Refunded by credit notes 108.10 CHF" in words(services.billing_exports.pdf(client.owner, invoice).pdf)


def test_reverse_charge_has_its_note_and_the_buyers_number(services: Services, make: Builder) -> None:
    buyer = make.organisation("Boulangerie", country="FR", city="Lyon")
    describe(services, buyer, vat_number="FR40303265045")
    bought(services, buyer)

    text = words(services.billing_exports.pdf(buyer.owner, "2026-000001").pdf)

    assert "0 % " in text
    assert "Reverse charge: the buyer, a company in France with the VAT number" in text
    assert "Article 196 of Directive 2006/112/EC" in text
    assert "VAT number: FR 40 303 265 045" in text
    assert "VAT 0.00 EUR" in text


def example(services: Services, client: Org, **other: Any) -> DocumentView:
    """Return a document with some of its parts replaced."""
    view = services.billing.document(client.owner, bought(services, client))
    return view.model_copy(update=other)


def test_each_vat_rate_has_its_line_and_its_reason(services: Services, client: Org) -> None:
    rates = (
        DocumentVatView(rate="7.7", base="100.00", amount="7.70", reason="31 days at 7.7 %."),
        DocumentVatView(rate="8.1", base="160.40", amount="12.99", reason="335 days at 8.1 %."),
    )

    text = words(draw_pdf(document_sheet(example(services, client, vat_lines=rates, vat="20.69", total="281.09"))))

    assert "7.7 % 100.00 7.70 31 days at 7.7 %." in text
    assert "8.1 % 160.40 12.99 335 days at 8.1 %." in text
    assert "VAT 20.69 CHF Total with VAT 281.09 CHF" in text


def test_every_one_of_300_lines_is_on_the_invoice_with_any_name(services: Services, client: Org) -> None:
    names = ("Café", "日本語", "😀", "שלום", "x" * 300, "a\x07b")
    lines = tuple(
        DocumentLineView(
            position=place,
            product_id=None,
            sku="web-hosting",
            label="Web hosting",
            name=f"{names[place % len(names)]} no{place}",
            unit_price="9.92",
            quantity=1,
            periods=1,
            service_from=date(2026, 1, 1),
            service_to=date(2026, 12, 31),
            gross="9.92",
            charged="9.92",
            discount="0.00",
        )
        for place in range(1, 301)
    )

    pdf = draw_pdf(document_sheet(example(services, client, lines=lines)))

    text = words(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 10
    assert all(f"no{place} " in text for place in range(1, 301))
    assert "[U+65E5 U+672C U+8A9E] no1 " in text
    assert "a[U+0007]b no5 " in text
    assert text.count("1 1 9.92 9.92 0.00 9.92") == 300


def test_a_document_is_printed_for_whoever_it_is_issued_to_and_for_staff(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency, payment=Payment.CLIENT)
    invoice = bought(services, client)

    for stranger in (agency.owner, make.partner("Other").owner):
        with pytest.raises(NotFound) as hidden:
            services.billing_exports.pdf(stranger, invoice)
        with pytest.raises(NotFound) as missing:
            services.billing_exports.pdf(stranger, "INV-999")
        assert str(hidden.value).replace(invoice, "") == str(missing.value).replace("INV-999", "")
    collaborator = make.person(client, Role.COLLABORATOR)
    with pytest.raises(Forbidden):
        services.billing_exports.pdf(collaborator, invoice)
    assert audited(services, "invoice.exported") == []

    printed = services.billing_exports.pdf(make.staff, invoice)
    assert "52.08" not in words(printed.pdf), "the partner's cashback is nobody's business here"
    assert "Agency" not in words(printed.pdf)
    (entry,) = audited(services, "invoice.exported")
    assert entry[:2] == (1, client.number)
    assert entry[3] == {"format": "pdf", "document": invoice}


def test_a_rehearsal_leaves_no_trace(services: Services, client: Org) -> None:
    invoice = bought(services, client)

    services.rehearsing().billing_exports.pdf(client.owner, invoice)
    services.rehearsing().billing_exports.documents(client.owner, DocumentQuery())
    services.rehearsing().billing_exports.client(client.owner, "Bakery")

    for action in ("invoice.exported", "invoices.exported", "client.billing_exported"):
        assert audited(services, action) == []


def test_an_export_of_a_selection_is_whole_and_audited(services: Services, make: Builder, client: Org) -> None:
    other = make.organisation("Other")
    for org in (client, other, client):
        bought(services, org, quantity=1)
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))

    exported = services.billing_exports.documents(client.owner, DocumentQuery.of(state="paid", since=TODAY))

    assert [one.payer for one in exported.rows] == ["Bakery", "Bakery"]
    assert {one.state for one in exported.rows} == {"paid"}
    assert len(list(csv.reader(io.StringIO(exported.text(TableFormat.CSV))))) == 3
    assert json.loads(exported.text(TableFormat.JSON))["total"] == 2
    (entry,) = audited(services, "invoices.exported")
    assert entry[0] == client.number
    assert entry[3] == {"documents": 2, "query": {"state": "paid", "since": "2026-11-23"}}
    assert len(services.billing_exports.documents(make.staff, DocumentQuery()).rows) == 4


def test_about_a_client_each_side_gets_what_it_pays_and_staff_both(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, agency, payment=Payment.PARTNER)
    unrelated = make.organisation("Other")
    make.active(unrelated, agency, payment=Payment.PARTNER)
    bought(services, agency, client="Other", by=agency)
    of_partner = bought(services, agency, client="Bakery", by=agency)
    services.agreements.end(client.owner, reference, PASSWORD)
    of_client = bought(services, client)
    make.active(client, studio, payment=Payment.CLIENT)

    for who in (reference, client.ref, "Bakery"):
        exported = services.billing_exports.client(agency.owner, who)
        assert [one.id for one in exported.rows] == [of_partner]
        assert "Invoices that Bakery pays are private to it" in exported.note
    assert services.billing_exports.client(studio.owner, "Bakery").rows == ()
    for who in (client.ref, "bakery"):
        assert [one.id for one in services.billing_exports.client(client.owner, who).rows] == [of_client]
    assert {one.id for one in services.billing_exports.client(make.staff, "Bakery").rows} == {of_partner, of_client}

    entries = audited(services, "client.billing_exported")
    assert [entry[0] for entry in entries] == [agency.number] * 3 + [studio.number] + [client.number] * 2 + [1]
    assert {entry[2] for entry in entries} == {client.number}
    assert [entry[1] for entry in entries][-1] == client.number


def test_nobody_else_learns_that_there_is_such_a_client(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, agency, payment=Payment.PARTNER)
    bought(services, agency, client="Bakery", by=agency)

    for who in ("Bakery", client.ref, "Nowhere", agency.ref):
        with pytest.raises(NotFound):
            services.billing_exports.client(studio.owner, who)
    with pytest.raises(NotFound):
        services.billing_exports.client(client.owner, "Agency")
    inside = Actor(user_id=agency.owner.user_id, org_id=agency.number, for_client_id=client.number)
    with pytest.raises(NotFound):
        services.billing_exports.client(inside, "Bakery")
    assert audited(services, "client.billing_exported") == []


def test_a_collaborator_needs_the_accounting_and_the_client(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, payment=Payment.PARTNER)
    bought(services, agency, client="Bakery", by=agency)
    person = make.person(agency, Role.COLLABORATOR, email="team@agency.example")
    with pytest.raises(Forbidden):
        services.billing_exports.client(person, "Bakery")

    with services.office.filling() as session:
        membership = session.query(Membership).filter_by(org_id=agency.number, user_id=person.user_id).one()
        membership.accounting = True
    with pytest.raises((NotFound, Forbidden)):
        services.billing_exports.client(person, "Bakery")

    services.people.grant_client(agency.owner, "team@agency.example", reference)
    assert len(services.billing_exports.client(person, "Bakery").rows) == 1


def test_what_was_once_paid_for_a_client_does_not_tell_whose_an_address_is(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, payment=Payment.PARTNER)
    bought(services, agency, client="Bakery", by=agency)
    services.agreements.end(client.owner, reference, PASSWORD)
    asked = services.requests.ask_client(
        agency.owner, RequestToClient.of(client=client.email, access=Access.FULL, payment=Payment.CLIENT)
    ).partnership.id

    exported = services.billing_exports.client(agency.owner, asked)

    assert (exported.rows, exported.subject, exported.subject_id) == ((), client.email, None)


def test_the_prepaid_account_and_the_rest_stay_out(services: Services, client: Org) -> None:
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="10.00", currency="CHF"))
    assert services.billing_exports.client(client.owner, "Bakery").rows == ()
