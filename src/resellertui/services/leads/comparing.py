"""Offers on one request side by side: products, totals, and what else tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resellertui import formats
from resellertui.domain.leads.offer import best
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.views import CellView, ComparisonRow, ComparisonView, OfferLineView, OfferView

NOTHING = "–"


def comparison_of(offers: Sequence[OfferView]) -> ComparisonView:
    """Return offers side by side, in their order; what is the lowest price of a row is marked."""
    labels = {line.sku: line.label for one in offers for line in one.lines}
    rows = [
        *(_product(offers, sku, label) for sku, label in labels.items()),
        _priced(_("Total without VAT"), offers, [one.total for one in offers]),
        _priced(_("In a year"), offers, [one.yearly for one in offers]),
        _plain(_("Valid until"), [_validity(one) for one in offers]),
        _plain(_("Partner since"), [formats.day(one.verified_since) for one in offers]),
        _plain(_("Place"), [one.partner_place for one in offers]),
        _plain(_("Languages"), [", ".join(one.partner_languages) for one in offers]),
        _plain(_("Website"), [one.partner_website for one in offers]),
        _plain(_("Note"), [one.note for one in offers]),
    ]
    return ComparisonView(offers=tuple(offers), rows=tuple(rows))


def _product(offers: Sequence[OfferView], sku: str, label: str) -> ComparisonRow:
    """Return what a product costs in each offer: all its lines have one price."""
    of = [[line for line in one.lines if line.sku == sku] for one in offers]
    lowest = best([_monthly(one, lines) for one, lines in zip(offers, of, strict=True)])
    cells = [
        CellView(text=_product_words(one, lines), is_best=place in lowest)
        for place, (one, lines) in enumerate(zip(offers, of, strict=True))
    ]
    return ComparisonRow(label=label, cells=tuple(cells))


def _monthly(offer: OfferView, lines: Sequence[OfferLineView]) -> tuple[str, Decimal] | None:
    if not lines or not offer.is_valid:
        return None
    return offer.currency, Decimal(lines[0].unit_price) / lines[0].period_months


def _product_words(offer: OfferView, lines: Sequence[OfferLineView]) -> str:
    if not lines:
        return NOTHING
    price = _("{price} {currency} for {months}").format(
        price=formats.amount(lines[0].unit_price), currency=offer.currency, months=_months(lines[0].period_months)
    )
    what = ", ".join(_units(one) for one in lines)
    amount = sum(Decimal(one.amount) for one in lines)
    return _("{price}; {what}: {amount}").format(price=price, what=what, amount=formats.amount(str(amount)))


def _units(line: OfferLineView) -> str:
    months = _months(line.periods * line.period_months)
    counted = _("{quantity} × {months}").format(quantity=line.quantity, months=months)
    return _("{name}, {counted}").format(name=line.name, counted=counted) if line.name else counted


def _months(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)


def _priced(label: str, offers: Sequence[OfferView], amounts: Sequence[str]) -> ComparisonRow:
    compared = [
        (one.currency, Decimal(amount)) if one.is_valid else None for one, amount in zip(offers, amounts, strict=True)
    ]
    lowest = best(compared)
    return ComparisonRow(
        label=label,
        cells=tuple(
            CellView(
                text=_("{amount} {currency}").format(amount=formats.amount(amount), currency=one.currency),
                is_best=place in lowest,
            )
            for place, (one, amount) in enumerate(zip(offers, amounts, strict=True))
        ),
    )


def _validity(offer: OfferView) -> str:
    said = formats.day(offer.valid_until)
    return said if offer.is_valid else _("{day} (can't be accepted any more)").format(day=said)


def _plain(label: str, texts: Sequence[str]) -> ComparisonRow:
    return ComparisonRow(label=label, cells=tuple(CellView(text=one or NOTHING) for one in texts))
