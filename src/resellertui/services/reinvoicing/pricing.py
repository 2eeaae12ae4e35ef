"""The resale price of charged lines: what a person set, else what the margin says; of a refund, its line's share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.charged import LineState, Price, Said, price_of_charge, price_of_refund
from resellertui.domain.reinvoicing.charged import PricedBy as PricedBy
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, Method, Scope
from resellertui.domain.reinvoicing.margin_table import MarginTable
from resellertui.services.unit import Unit
from resellertui.store.models import DocumentLine, ReinvoiceLine, ReinvoiceRule
from resellertui.store.queries import reinvoice_pricing as queries
from resellertui.store.queries.reinvoice_pricing import Charged, Margin


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
    )


def margins_of(unit: Unit, partner_id: int) -> MarginTable:
    """Return all margins of a partner."""
    return MarginTable(margin_of(one) for one in queries.margins_of(unit.session, partner_id))


def priced(unit: Unit, margins: MarginTable, charged: Sequence[Charged]) -> list[PricedLine]:
    """Return charged lines of one partner with their resale prices, in the same order; a constant number of queries."""
    corrected = {line.corrects_id for _row, line in charged if line.corrects_id is not None}
    originals = queries.charged(unit.session, corrected)
    backs = queries.given_back(unit.session, corrected)
    billed = [row.billed_line_id for row, _line in (*charged, *originals.values()) if row.billed_line_id is not None]
    amounts = queries.billed_amounts(unit.session, billed)
    found = []
    for row, line in charged:
        if line.corrects_id is None:
            price = _of_charge(margins, row, line, amounts)
        else:
            original = originals[line.corrects_id]
            price = _of_refund(margins, (row, line), original, backs[line.corrects_id], amounts)
        found.append(PricedLine(row, line, price.price, price.by, price.rule))
    return found


def _of_charge(margins: MarginTable, row: ReinvoiceLine, line: DocumentLine, amounts: dict[int, int]) -> Price:
    charged = ChargedLine(
        client_id=row.client_id,
        family=line.family,
        sku=line.sku,
        currency=Currency(row.currency),
        charged_on=row.charged_on,
        cost=row.cost,
        quantity=line.quantity,
        periods=line.periods,
    )
    return price_of_charge(charged, margins.rule_for, _said(row, amounts))


def _of_refund(
    margins: MarginTable,
    refund: Charged,
    original: Charged,
    backs: Sequence[tuple[int, int]],
    amounts: dict[int, int],
) -> Price:
    row, line = refund
    before = sum(amount for number, amount in backs if number < line.id)
    return price_of_refund(
        _of_charge(margins, *original, amounts),
        original[0].cost,
        (before, line.charged),
        _said(row, amounts),
        is_waived=original[0].state == LineState.WAIVED.value,
    )


def _said(row: ReinvoiceLine, amounts: dict[int, int]) -> Said:
    return Said(row.price, None if row.billed_line_id is None else amounts[row.billed_line_id])
