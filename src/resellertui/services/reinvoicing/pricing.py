"""The resale price of charged lines: what a person set, else what the margin says; of a refund, its line's share.

Which margin that is, `domain/reinvoicing/margin.py` says; what it needs of contracts is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.charged import Back, LineState, Price, Said, price_of_charge, prices_of_refunds
from resellertui.domain.reinvoicing.charged import PricedBy as PricedBy
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, Method, Scope
from resellertui.domain.reinvoicing.margin_table import MarginTable
from resellertui.services.unit import Unit
from resellertui.store.models import DocumentLine, ReinvoiceLine, ReinvoiceRule
from resellertui.store.queries import reinvoice_pricing as queries
from resellertui.store.queries.reinvoice_pricing import Charged, GivenBack, Margin

OF_OFFER = "offer"
"""The origin of a margin that an accepted offer became; its note is the offer's id."""


@dataclass(frozen=True)
class PricedLine:
    """A charged line with its resale price, in minor units without VAT."""

    row: ReinvoiceLine
    line: DocumentLine
    price: int
    priced_by: PricedBy
    rule: MarginRule | None
    """The margin that said so; of a refund, the one of the line that it is of."""


def margin_of(row: ReinvoiceRule | Margin) -> MarginRule:
    """Return a stored margin as the domain knows it."""
    return MarginRule(
        id=row.id,
        client_id=row.client_id,
        scope=Scope(row.scope),
        target=row.target,
        method=Method(row.method),
        value=Decimal(row.value),
        currency=None if row.currency is None else Currency(row.currency),
        starts_on=row.starts_on,
        offer=parse_id(Kind.OFFER, row.note) if row.origin == OF_OFFER else None,
    )


def margins_of(unit: Unit, partner_id: int) -> MarginTable:
    """Return all margins of a partner."""
    return MarginTable(margin_of(one) for one in queries.margins_of(unit.session, partner_id))


def priced(unit: Unit, margins: MarginTable, charged: Sequence[Charged]) -> list[PricedLine]:
    """Return charged lines of one partner with their resale prices, in the same order; a constant number of queries."""
    corrected = {line.corrects_id for _row, line in charged if line.corrects_id is not None}
    originals = queries.charged(unit.session, corrected)
    billed = [row.billed_line_id for row, _line in (*charged, *originals.values()) if row.billed_line_id is not None]
    known = _Known(
        margins,
        queries.billed_amounts(unit.session, billed),
        queries.offers_of(unit.session, {line.document_id for _row, line in (*charged, *originals.values())}),
    )
    refunds = _of_refunds(unit, known, originals)
    found = []
    for row, line in charged:
        price = known.price(row, line) if line.corrects_id is None else refunds[line.id]
        found.append(PricedLine(row, line, price.price, price.by, price.rule))
    return found


def backs_of(given: Sequence[GivenBack], *, as_billed: bool = True) -> list[Back]:
    """Return what the provider gave back of a line as the domain knows it; only what was edited unless `as_billed`."""
    return [
        Back(
            one.line_id,
            one.amount,
            Said(one.edited, one.billed if as_billed else None),
            one.state == LineState.WAIVED.value,
            one.taken_back,
        )
        for one in given
    ]


@dataclass(frozen=True)
class _Known:
    """What the prices of some lines follow from."""

    margins: MarginTable
    amounts: dict[int, int]
    """What lines of the partner's documents charge, by their numbers."""
    offers: dict[int, int]
    """The accepted offers by which the provider's documents were ordered, by document."""

    def price(self, row: ReinvoiceLine, line: DocumentLine) -> Price:
        """Return the price of a line that the provider charged."""
        charged = ChargedLine(
            client_id=row.client_id,
            family=line.family,
            sku=line.sku,
            currency=Currency(row.currency),
            charged_on=row.charged_on,
            cost=row.cost,
            quantity=line.quantity,
            periods=line.periods,
            offer=self.offers.get(line.document_id),
        )
        billed = None if row.billed_line_id is None else self.amounts[row.billed_line_id]
        return price_of_charge(charged, self.margins.rule_for, Said(row.price, billed))


def _of_refunds(unit: Unit, known: _Known, originals: dict[int, Charged]) -> dict[int, Price]:
    """Return the price of each line that was given back of some, by number."""
    if not originals:
        return {}
    given, credited = queries.given_back(unit.session, originals), queries.credited(unit.session, originals)
    found: dict[int, Price] = {}
    for number, (row, line) in originals.items():
        found |= prices_of_refunds(
            known.price(row, line),
            row.cost,
            backs_of(given.get(number, ())),
            credited=credited.get(number, 0),
            is_waived=row.state == LineState.WAIVED.value,
        )
    return found
