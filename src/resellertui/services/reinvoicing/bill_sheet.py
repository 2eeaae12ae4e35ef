"""What stands on a partner's invoice or credit note, in its client's words: no cost, no margin, no provider."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from resellertui.domain.money import Money
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.reinvoicing.bill import Bill, BillKind, BillLine, BillParty, VatCategory
from resellertui.domain.reinvoicing.en16931 import written_vat_number
from resellertui.domain.sheet import Column, Party, Sheet, Sum, Table
from resellertui.domain.wording import _, current_language
from resellertui.formats import amount, country, day

_REGISTERED = {"de": "MWST", "fr": "TVA", "it": "IVA"}
"""What stands behind a UID of a company that is registered for VAT, by language."""

_UID = "CHE"


def bill_sheet(bill: Bill, *, has_payment_part: bool) -> Sheet:
    """Return a bill as a sheet to print, in the language in force; the first party sends it, the second receives it."""
    return Sheet(
        title=title_of(bill),
        day=bill.issued_on,
        parties=(
            Party(bill.seller.logo_line, bill.seller.name, tuple(_sender(bill))),
            Party("", bill.buyer.name, tuple(_address(bill.buyer, bill.seller))),
        ),
        facts=tuple(_facts(bill)),
        blocks=tuple(_blocks(bill, has_payment_part)),
    )


def title_of(bill: Bill) -> str:
    """Return what the document is, with its number."""
    if bill.kind is BillKind.CREDIT_NOTE:
        return _("Credit note {number}").format(number=bill.number)
    return _("Invoice {number}").format(number=bill.number)


def payment_terms(bill: Bill) -> str:
    """Return until when a bill is paid."""
    if bill.kind is BillKind.CREDIT_NOTE:
        return _("Nothing is to be paid: this amount is taken off invoice {number}.").format(number=bill.corrects)
    if bill.total <= 0:
        return _("Nothing is to be paid.")
    return _("Payable by {day} without deduction.").format(day=day(bill.due_on))


def _sender(bill: Bill) -> Iterator[str]:
    seller = bill.seller
    yield from _address(seller, bill.buyer)
    yield from (line for line in (seller.email, seller.phone) if line)
    if _shows_vat_numbers(bill) and seller.vat_number:
        yield _("VAT number: {number}").format(number=_vat_number(seller))
    if seller.register_number and not _vat_number(seller).startswith(_registered(seller)):
        yield _("Register number: {number}").format(number=_registered(seller))


def _address(party: BillParty, other: BillParty) -> Iterator[str]:
    """Yield an address; the country, where the letter crosses a border."""
    street = " ".join(part for part in (party.street, party.house_number) if part)
    place = " ".join(part for part in (party.postal_code, party.city) if part)
    yield from (line for line in (street, place, party.region) if line)
    if party.country != other.country:
        yield country(party.country)


def _registered(party: BillParty) -> str:
    return show_register_number(party.register_number, party.country)


def _vat_number(party: BillParty) -> str:
    if not party.vat_number.startswith(_UID):
        return show_vat_number(party.vat_number)
    shown = show_register_number(party.vat_number, party.country)
    is_registered = written_vat_number(party) != party.vat_number
    return f"{shown} {_REGISTERED.get(current_language()[:2], 'MWST')}" if is_registered else shown


def _shows_vat_numbers(bill: Bill) -> bool:
    return all(one.category is not VatCategory.NOT_SUBJECT for one in bill.vat)


def _facts(bill: Bill) -> Iterator[tuple[str, str]]:
    yield _("Date"), day(bill.issued_on)
    if bill.corrects:
        yield _("Credits invoice"), _dated(bill)
    yield _("Period"), _period(day(bill.period_from), day(bill.period_to))
    if bill.kind is BillKind.INVOICE and bill.total > 0:
        yield _("Due on"), day(bill.due_on)
    if bill.buyer_reference:
        yield _("Your reference"), bill.buyer_reference
    if _shows_vat_numbers(bill) and bill.buyer.vat_number:
        yield _("Your VAT number"), _vat_number(bill.buyer)


def _dated(bill: Bill) -> str:
    if bill.corrects_on is None:
        return bill.corrects
    return _("{number} of {day}").format(number=bill.corrects, day=day(bill.corrects_on))


def _period(first: str, last: str) -> str:
    return _("{first} to {last}").format(first=first, last=last)


def _blocks(bill: Bill, has_payment_part: bool) -> Iterator[Table | tuple[Sum, ...] | str]:
    has_rates = len(bill.vat) > 1
    yield Table(tuple(_columns(has_rates)), tuple(tuple(_row(bill, one, has_rates)) for one in bill.lines))
    if has_rates:
        yield (Sum(_("Total without VAT"), _money(bill.net, bill)),)
        yield _rates(bill)
        yield Sum(_("VAT"), _money(bill.vat_total, bill)), _total(bill)
    elif _shows_vat_numbers(bill):
        yield Sum(_("Total without VAT"), _money(bill.net, bill)), *_vat(bill), _total(bill)
    else:
        yield (_total(bill),)
    if bill.reason:
        yield _("Reason: {reason}").format(reason=bill.reason)
    yield from (one.reason for one in bill.vat if one.reason)
    yield payment_terms(bill)
    if bill.kind is BillKind.INVOICE and bill.total > 0 and bill.iban and not has_payment_part:
        yield "\n".join(_account(bill))
    if bill.closing_line:
        yield bill.closing_line


def _total(bill: Bill) -> Sum:
    return Sum(_("Total"), _money(bill.total, bill), strong=True)


def _vat(bill: Bill) -> Iterator[Sum]:
    for one in bill.vat:
        yield Sum(_("VAT {percent}").format(percent=_percent(one.percent)), _money(one.amount, bill))


def _columns(has_rates: bool) -> Iterator[Column]:
    yield Column(_("No."), right=True)
    yield Column(_("Product and name"))
    yield Column(_("Service period"))
    yield Column(_("Quantity"), right=True)
    if has_rates:
        yield Column(_("VAT rate"), right=True)
    yield Column(_("Net"), right=True)


def _row(bill: Bill, line: BillLine, has_rates: bool) -> Iterator[str]:
    yield str(line.position)
    yield line.label if line.name in ("", line.label) else f"{line.label}\n{line.name}"
    yield _period(day(line.service_from), day(line.service_to))
    yield str(line.quantity)
    if has_rates:
        yield _percent(line.percent)
    yield amount(str(Money(line.amount, bill.currency)))


def _rates(bill: Bill) -> Table:
    columns = Column(_("VAT rate"), right=True), Column(_("On"), right=True), Column(_("VAT"), right=True)
    return Table(
        (*columns, Column("")),
        tuple(
            (
                _percent(one.percent),
                amount(str(Money(one.base, bill.currency))),
                amount(str(Money(one.amount, bill.currency))),
                "",
            )
            for one in bill.vat
        ),
    )


def _account(bill: Bill) -> Iterator[str]:
    from stdnum import iban

    holder = bill.account_holder or bill.seller.name
    yield _("Please pay to the account {iban} of {holder}.").format(iban=iban.format(bill.iban), holder=holder)
    if bill.reference:
        yield _("Payment reference: {reference}").format(reference=_grouped(bill.reference))


def _grouped(reference: str) -> str:
    from stdnum import iso11649
    from stdnum.ch import esr

    return str(iso11649.format(reference) if reference.startswith("RF") else esr.format(reference))


def _money(minor: int, bill: Bill) -> str:
    value = amount(str(Money(minor, bill.currency)))
    return _("{amount} {currency}").format(amount=value, currency=bill.currency.value)


def _percent(percent: Decimal) -> str:
    exact = percent.normalize()
    return _("{percent} %").format(percent=amount(f"{exact:f}"))
