"""A document as it is printed: everything that an invoice has to say in Switzerland and the EU, in the reader's words.

What it says of the parties, the prices and the VAT is what was frozen when the document was made. Whose cashback a line
earns is on no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from resellertui.domain.countries import name_of
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.sheet import Column, Party, Sheet, Sum, Table
from resellertui.domain.wording import _
from resellertui.formats import amount, day
from resellertui.services.billing.views import DocumentLineView, DocumentView, PartyView


def document_sheet(view: DocumentView) -> Sheet:
    """Return a document as a sheet to print."""
    return Sheet(
        title=_title(view),
        day=view.issued_on or view.made_on,
        parties=(_party(_("Issued by"), view.issuer), _party(_("Issued to"), view.buyer)),
        facts=tuple(_facts(view)),
        blocks=tuple(_blocks(view)),
    )


def _title(view: DocumentView) -> str:
    if view.kind == "credit_note":
        return _("Credit note {number}").format(number=view.number or view.id)
    if view.number is None:
        return _("Pro forma {number}").format(number=view.id)
    return _("Invoice {number}").format(number=view.number)


def _party(role: str, party: PartyView) -> Party:
    own = (*party.lines, name_of(party.country), *_numbers(party))
    address = party.billing_address
    if address is None:
        return Party(role, party.name, (party.logo_line, *own) if party.logo_line else own)
    # the organisation stays the one who is invoiced: name, address and numbers stand below whatever is addressed
    invoiced = _("For the account of {name}").format(name=party.name)
    return Party(role, address.name, (*address.lines, name_of(address.country), "", invoiced, *own))


def _numbers(party: PartyView) -> Iterator[str]:
    if party.vat_number:
        yield _("VAT number: {number}").format(number=show_vat_number(party.vat_number))
    if party.register_number:
        number = show_register_number(party.register_number, party.country)
        yield _("Register number: {number}").format(number=number)


def _facts(view: DocumentView) -> Iterator[tuple[str, str]]:
    if view.corrects is not None:
        yield _("Refunds invoice"), view.corrects
    if view.issued_on is None:
        yield _("Made on"), day(view.made_on)
    else:
        yield _("Issued on"), day(view.issued_on)
    if view.kind == "invoice":
        yield _("Due on"), day(view.due_on)
    if view.lines:
        first = min(one.service_from for one in view.lines)
        last = max(one.service_to for one in view.lines)
        yield _("Service period"), _period(day(first), day(last))
    if view.holder_id != view.payer_id:
        yield _("For"), view.holder
    if view.buyer.billing_address is not None and view.buyer.billing_address.reference:
        yield _("Your reference"), view.buyer.billing_address.reference
    if view.order_id is not None:
        yield _("Order"), view.order_id
    yield _("Currency"), view.currency
    if view.reason:
        yield _("Reason"), view.reason


def _blocks(view: DocumentView) -> Iterator[Table | tuple[Sum, ...] | str]:
    if view.state == "void":
        yield _("This pro forma is void: nothing is to be paid on it.")
    elif view.number is None:
        yield _("This pro forma is no invoice: the invoice is issued once it is paid in full.")
    yield _credited(view) if view.kind == "credit_note" else _charged(view)
    yield (Sum(_("Total without VAT"), _money(view.net, view)),)
    yield Table(
        (
            Column(_("VAT rate"), right=True),
            Column(_("On"), right=True),
            Column(_("VAT"), right=True),
            Column(_("Because")),
        ),
        tuple((f"{amount(one.rate)} %", amount(one.base), amount(one.amount), one.reason) for one in view.vat_lines),
    )
    yield tuple(_totals(view))
    yield _("Priced by the programme terms {version}.").format(version=view.terms_version)


def _charged(view: DocumentView) -> Table:
    columns = (
        Column(_("Line"), right=True),
        Column(_("Product, name and service")),
        Column(_("Quantity"), right=True),
        Column(_("Periods"), right=True),
        Column(_("Unit price"), right=True),
        Column(_("Gross"), right=True),
        Column(_("Discount"), right=True),
        Column(_("Net"), right=True),
    )
    return Table(
        columns,
        tuple(
            (
                str(one.position),
                _described(one),
                str(one.quantity),
                str(one.periods),
                amount(one.unit_price),
                amount(one.gross),
                # Everything that was taken off the public price: by quantity, and for a partner.
                amount(str(Decimal(one.gross) - Decimal(one.charged))),
                amount(one.charged),
            )
            for one in view.lines
        ),
    )


def _credited(view: DocumentView) -> Table:
    """Return what goes back of each line of the invoice: prices and quantities are on the invoice."""
    columns = (
        Column(_("Line"), right=True),
        Column(_("Product, name and service")),
        Column(_("Credited, net"), right=True),
    )
    return Table(columns, tuple((str(one.position), _described(one), amount(one.charged)) for one in view.lines))


def _described(line: DocumentLineView) -> str:
    names = [line.label] if line.name == line.label else [line.label, line.name]
    return "\n".join([*names, _period(day(line.service_from), day(line.service_to))])


def _period(first: str, last: str) -> str:
    return _("{first} to {last}").format(first=first, last=last)


def _totals(view: DocumentView) -> Iterator[Sum]:
    yield Sum(_("VAT"), _money(view.vat, view))
    yield Sum(_("Total with VAT"), _money(view.total, view), strong=True)
    if view.kind == "credit_note":
        return
    yield Sum(_("Paid"), _money(view.paid, view))
    if Decimal(view.refunded):
        yield Sum(_("Refunded by credit notes"), _money(view.refunded, view))
    yield Sum(_("Still to pay"), _money(view.due, view), strong=True)


def _money(value: str, view: DocumentView) -> str:
    return _("{amount} {currency}").format(amount=amount(value), currency=view.currency)
