"""A bill as the European standard for e-invoices, EN 16931, says it: its business terms by their codes.

The PDF's XML and the files beside it are generated from this one answer. Amounts are exact texts. Decided here:

- A line's quantity is what was ordered, in units; its price is that of one unit for the whole service period. Where
  that is no amount with four decimals, the price is that of the whole line and its base quantity the line's.
- What is given back on an invoice has a quantity below zero: the standard allows no price below zero.
- A credit note is of type 381, with amounts above zero, and names the invoice that it takes from.
- What a bill is for counts as supplied on the last day of its period; each line says its own service period.
- A seller that is not registered for VAT (category O) shows no VAT number, of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from resellertui.domain.billing import vat_to_date
from resellertui.domain.countries import NORTHERN_IRELAND, SWISS_AREA
from resellertui.domain.money import CENT, Currency, Money
from resellertui.domain.reinvoicing.bill import Bill, BillKind, BillLine, BillParty, BillVat, VatCategory
from resellertui.domain.text import visible

Terms = dict[str, object]
"""Business terms and groups by their codes, such as `BT-1`; a group is a list of terms."""

INVOICE_TYPE, CREDIT_NOTE_TYPE = "380", "381"
CREDIT_TRANSFER, SEPA_TRANSFER = "30", "58"
UNIT = "C62"
"""One piece of something, in UN/ECE recommendation 20."""

E_MAIL = "EM"
"""An e-mail address, among the schemes of electronic addresses."""

SMALLEST_PRICE = Decimal("0.0001")

EXEMPTIONS: Mapping[VatCategory, str] = {
    VatCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    VatCategory.ABROAD: "VATEX-EU-G",
    VatCategory.NOT_SUBJECT: "VATEX-EU-O",
}
"""Why no VAT is charged, by the code list of the standard."""


def terms_of(bill: Bill, payment_terms: str) -> Terms:
    """Return the business terms of a bill.

    Args:
        bill: the whole document.
        payment_terms: until when it is paid, in words.
    """
    is_invoice = bill.kind is BillKind.INVOICE
    shows_vat_numbers = all(one.category is not VatCategory.NOT_SUBJECT for one in bill.vat)
    terms: Terms = {
        "BT-1": plain(bill.number),
        "BT-2": bill.issued_on,
        "BT-3": INVOICE_TYPE if is_invoice else CREDIT_NOTE_TYPE,
        "BT-5": bill.currency.value,
        "BT-10": plain(bill.buyer_reference),
        "BT-20": plain(payment_terms),
        "BT-72": bill.period_to,
        "BT-73": bill.period_from,
        "BT-74": bill.period_to,
        "BG-1": [{"BT-22": plain(one, multiline=True)} for one in (bill.reason, bill.closing_line) if plain(one)],
        "BG-4": _party(bill.seller, shows_vat_numbers) | _contact(bill.seller),
        "BG-7": _party(bill.buyer, shows_vat_numbers),
        "BG-23": [_vat(one, bill.currency) for one in bill.vat],
        "BG-25": [_line(one, bill.currency) for one in bill.lines],
        **_totals(bill),
    }
    if is_invoice:
        terms |= {"BT-9": bill.due_on} | _payment(bill)
    elif bill.corrects:
        preceding: Terms = {"BT-25": plain(bill.corrects)}
        terms["BG-3"] = [preceding if bill.corrects_on is None else preceding | {"BT-26": bill.corrects_on}]
    return {code: value for code, value in terms.items() if value not in ("", [])}


def plain(text: str, *, multiline: bool = False) -> str:
    """Return a text as XML can hold it: what would act on a page or in a parser is made visible."""
    return visible(text, multiline=multiline).strip()


def written_country(country: str) -> str:
    """Return the ISO code of the country of an address."""
    return "GB" if country == NORTHERN_IRELAND else country


def written_vat_number(party: BillParty) -> str:
    """Return a VAT number with its prefix, as it is printed and sent: of a Swiss company its UID with `MWST` behind."""
    number = plain(party.vat_number)
    return f"{number}MWST" if number and party.country in SWISS_AREA and number.startswith("CHE") else number


def _party(party: BillParty, shows_vat_number: bool) -> Terms:
    street = " ".join(part for part in (plain(party.street), plain(party.house_number)) if part)
    address = plain(party.email)
    terms: Terms = {
        "name": plain(party.name),
        "legal_identifier": plain(party.register_number),
        "vat_identifier": written_vat_number(party) if shows_vat_number else "",
        "addr_l1": street,
        "postcode": plain(party.postal_code),
        "city": plain(party.city),
        "country_subdivision": plain(party.region),
        "country_code": written_country(party.country),
        "einvoicing_addr": address,
        "einvoicing_addr_schemeid": E_MAIL if address else "",
    }
    return {name: value for name, value in terms.items() if value}


def _contact(party: BillParty) -> Terms:
    facts = {"name": plain(party.name), "phone": plain(party.phone), "email": plain(party.email)}
    known: Terms = {name: value for name, value in facts.items() if value}
    return {"contacts": [known]} if party.phone or party.email else {}


def _line(line: BillLine, currency: Currency) -> Terms:
    price, base = _price(line)
    quantity = line.quantity if line.amount >= 0 else -line.quantity
    terms: Terms = {
        "BT-126": str(line.position),
        "BT-129": str(quantity),
        "BT-130": UNIT,
        "BT-131": _amount(line.amount, currency),
        "BT-134": line.service_from,
        "BT-135": line.service_to,
        "BT-146": price,
        "BT-149": base,
        "BT-151": line.category.value,
        "BT-153": plain(line.label) or plain(line.name) or "–",
    }
    if line.category is not VatCategory.NOT_SUBJECT:
        terms["BT-152"] = _percent(line.percent)
    if plain(line.name) not in ("", terms["BT-153"]):
        terms["BT-154"] = plain(line.name)
    return terms


def _price(line: BillLine) -> tuple[str, str]:
    """Return the price, and for how many units it is: quantity × price ÷ base is the line's amount exactly."""
    whole = Decimal(abs(line.amount)).scaleb(-2)
    each = (whole / line.quantity).quantize(SMALLEST_PRICE)
    if each * line.quantity != whole:
        return f"{whole:.2f}", str(line.quantity)
    return f"{each.quantize(CENT) if each == each.quantize(CENT) else each:f}", "1"


def _vat(vat: BillVat, currency: Currency) -> Terms:
    terms: Terms = {
        "BT-116": _amount(vat.base, currency),
        "BT-117": _amount(vat.amount, currency),
        "BT-118": vat.category.value,
    }
    if vat.category is not VatCategory.NOT_SUBJECT:
        terms["BT-119"] = _percent(vat.percent)
    if vat.category in EXEMPTIONS:
        terms["BT-121"] = EXEMPTIONS[vat.category]
        if plain(vat.reason):
            terms["BT-120"] = plain(vat.reason)
    return terms


def _totals(bill: Bill) -> Terms:
    lines = sum(one.amount for one in bill.lines)
    return {
        "BT-106": _amount(lines, bill.currency),
        "BT-109": _amount(bill.net, bill.currency),
        "BT-110": _amount(bill.vat_total, bill.currency),
        "BT-112": _amount(bill.total, bill.currency),
        "BT-115": _amount(bill.total, bill.currency),
    }


def _payment(bill: Bill) -> Terms:
    """Return where to pay to: nothing without an account."""
    if not bill.iban:
        return {}
    means = SEPA_TRANSFER if bill.currency is Currency.EUR else CREDIT_TRANSFER
    account: Terms = {
        "BT-81": means,
        "BT-84": bill.iban,
        "BT-85": plain(bill.account_holder) or plain(bill.seller.name),
    }
    return account | ({"BT-83": bill.reference} if bill.reference else {})


def wrong_totals(bill: Bill) -> tuple[str, ...]:
    """Return the rules of the standard about sums that a bill breaks, by their names; none for a bill that adds up."""
    # What credit notes give back of a rate adds up over all of them, so one may be a cent beside its own base.
    most = 0 if bill.kind is BillKind.INVOICE else 1
    broken = {
        "BR-CO-10": bill.net != sum(one.amount for one in bill.lines),
        "BR-CO-14": bill.vat_total != sum(one.amount for one in bill.vat),
        "BR-CO-15": bill.total != bill.net + bill.vat_total,
        "BR-CO-17": any(abs(one.amount - vat_to_date(one.base, one.percent)) > most for one in bill.vat),
        "BR-CO-18": not bill.vat,
        "BR-S-08": _bases(bill.lines) != {(one.category, one.percent.normalize()): one.base for one in bill.vat},
    }
    return tuple(name for name, is_broken in broken.items() if is_broken)


def _bases(lines: Iterable[BillLine]) -> dict[tuple[VatCategory, Decimal], int]:
    found: dict[tuple[VatCategory, Decimal], int] = {}
    for one in lines:
        key = one.category, one.percent.normalize()
        found[key] = found.get(key, 0) + one.amount
    return found


def _amount(minor: int, currency: Currency) -> str:
    return str(Money(minor, currency))


def _percent(percent: Decimal) -> str:
    exact = percent.normalize()
    return f"{exact:f}"
