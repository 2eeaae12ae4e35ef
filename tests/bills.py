"""Bills of a partner to its client, whole and adding up: what papers and e-invoices are tried with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from resellertui.domain.billing import vat_to_date
from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.bill import Bill, BillKind, BillLine, BillParty, BillVat, VatCategory

QR_IBAN, SWISS_IBAN, FRENCH_IBAN = "CH4431999123000889012", "CH9300762011623852957", "FR1420041010050500013M02606"
QRR, SCOR = "210000000003139471430009017", "RF18539007547034"

SELLER = BillParty(
    name="Agence Numérique Léman Sàrl",
    street="Rue du Four",
    house_number="7",
    postal_code="1204",
    city="Genève",
    region="",
    country="CH",
    email="factures@agence.example",
    phone="+41 22 555 01 02",
    register_number="CHE107787577",
    vat_number="CHE107787577",
    logo_line="Agence Numérique Léman",
)
BUYER = BillParty(
    name="Bäckerei Müller AG",
    street="Zürcherstrasse",
    house_number="12a",
    postal_code="8400",
    city="Winterthur",
    region="",
    country="CH",
    email="buchhaltung@mueller.example",
    register_number="CHE100155212",
)
GERMAN = BillParty(
    name="Schröder & Söhne GmbH",
    street="Königstraße",
    house_number="5",
    postal_code="70173",
    city="Stuttgart",
    region="",
    country="DE",
    email="rechnung@schroeder.example",
    register_number="Stuttgart HRB 12345",
    vat_number="DE136695976",
)
FRENCH = BillParty(
    name="Studio Lumière SARL",
    street="Rue de la Paix",
    house_number="10",
    postal_code="75002",
    city="Paris",
    region="",
    country="FR",
    email="contact@lumiere.example",
    phone="+33 1 55 55 01 02",
    register_number="732829320",
    vat_number="FR44732829320",
)
AMERICAN = replace(GERMAN, name="Acme Inc.", city="Springfield", region="IL", country="US", vat_number="")
REASONS = {
    VatCategory.REVERSE_CHARGE: "Reverse charge: the recipient owes the VAT.",
    VatCategory.ABROAD: "Supplied to a recipient abroad.",
    VatCategory.NOT_SUBJECT: "The seller is not registered for VAT.",
}


def line(
    amount: int,
    position: int = 1,
    *,
    label: str = "Web hosting",
    name: str = "baeckerei-mueller.ch",
    quantity: int = 1,
    category: VatCategory = VatCategory.STANDARD,
    percent: str = "8.1",
) -> BillLine:
    """Return a line."""
    return BillLine(
        position=position,
        label=label,
        name=name,
        quantity=quantity,
        periods=1,
        period_months=12,
        service_from=date(2026, 11, 15),
        service_to=date(2027, 11, 14),
        amount=amount,
        category=category,
        percent=Decimal(percent if category is VatCategory.STANDARD else 0),
    )


def vat_of(lines: Iterable[BillLine]) -> tuple[BillVat, ...]:
    """Return the VAT of lines: computed once for each rate."""
    bases: dict[tuple[VatCategory, Decimal], int] = {}
    for one in lines:
        bases[one.category, one.percent] = bases.get((one.category, one.percent), 0) + one.amount
    return tuple(
        BillVat(category, percent, base, vat_to_date(base, percent), REASONS.get(category, ""))
        for (category, percent), base in bases.items()
    )


def bill(*lines: BillLine, **changes: Any) -> Bill:
    """Return a bill that adds up: of a registered Swiss seller to a Swiss company, where nothing else is said."""
    stand = lines or (line(24000, quantity=2), line(9900, 2, label="Domain", name="baeckerei-mueller.swiss"))
    vat = vat_of(stand)
    net, vat_total = sum(one.amount for one in stand), sum(one.amount for one in vat)
    facts: dict[str, Any] = {
        "kind": BillKind.INVOICE,
        "number": "2026-0042",
        "issued_on": date(2026, 11, 30),
        "due_on": date(2026, 12, 30),
        "period_from": date(2026, 11, 1),
        "period_to": date(2026, 11, 30),
        "currency": Currency.CHF,
        "language": "de",
        "seller": SELLER,
        "buyer": BUYER,
        "lines": stand,
        "vat": vat,
        "net": net,
        "vat_total": vat_total,
        "total": net + vat_total,
        "iban": QR_IBAN,
        "reference": QRR,
        "buyer_reference": "PO 4711",
        "payment_days": 30,
    }
    return Bill(**(facts | changes))


def untaxed(**changes: Any) -> Bill:
    """Return a bill of a seller that is not registered for VAT."""
    free = VatCategory.NOT_SUBJECT
    facts = {"seller": replace(SELLER, vat_number=""), "buyer": replace(BUYER, vat_number="")}
    return bill(line(24000, category=free), line(9900, 2, category=free), **(facts | changes))


def reverse_charged(**changes: Any) -> Bill:
    """Return a bill to a company in another country of the EU."""
    one = line(1999, quantity=3, category=VatCategory.REVERSE_CHARGE)
    return bill(one, **({"buyer": GERMAN, "currency": Currency.EUR, "iban": SWISS_IBAN, "reference": SCOR} | changes))


def abroad(**changes: Any) -> Bill:
    """Return a bill to a company far away."""
    return bill(line(50000, category=VatCategory.ABROAD), **({"buyer": AMERICAN, "language": "en"} | changes))


def several_rates(**changes: Any) -> Bill:
    """Return a bill at two rates, of a French seller."""
    facts = {"seller": FRENCH, "buyer": FRENCH, "currency": Currency.EUR, "iban": FRENCH_IBAN, "reference": SCOR}
    lines = line(10001, quantity=3, percent="20"), line(333, 2, percent="5.5"), line(1, 3, quantity=7, percent="20")
    return bill(*lines, **(facts | {"language": "fr"} | changes))


def refunding(**changes: Any) -> Bill:
    """Return a bill on which one line gives something back."""
    return bill(line(24000, quantity=2), line(-6000, 2, label="Domain", quantity=3), **changes)


def credit_note(**changes: Any) -> Bill:
    """Return a credit note."""
    facts: dict[str, Any] = {"kind": BillKind.CREDIT_NOTE, "number": "CN-2026-0003", "iban": "", "reference": ""}
    facts |= {"corrects": "2026-0042", "corrects_on": date(2026, 11, 30), "reason": "Ordered twice by mistake."}
    return bill(line(12000), **(facts | changes))


ALL = {
    "domestic": bill,
    "several rates": several_rates,
    "reverse charge": reverse_charged,
    "abroad": abroad,
    "untaxed": untaxed,
    "given back": refunding,
    "credit note": credit_note,
}
"""One bill of each sort, by its name."""
