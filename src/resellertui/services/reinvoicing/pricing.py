"""The resale price of charged lines: what a person set, else what the margin says; of a refund, its line's share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.margin import (
    ChargedLine,
    MarginRule,
    Method,
    Scope,
    given_back,
    resale_price,
    rule_for,
)
from resellertui.services.unit import Unit
from resellertui.store.models import DocumentLine, ReinvoiceLine, ReinvoiceRule
from resellertui.store.queries import reinvoice_pricing as queries
from resellertui.store.queries.reinvoice_pricing import Charged


class PricedBy(StrEnum):
    """What decided a resale price."""

    RULE = "rule"
    EDITED = "edited"
    REFUND = "refund"
    COST = "cost"


@dataclass(frozen=True)
class PricedLine:
    """A charged line with its resale price, in minor units without VAT."""

    row: ReinvoiceLine
    line: DocumentLine
    price: int
    priced_by: PricedBy
    rule: MarginRule | None
    """The margin that said so; of a refund, the one of the line that it is of."""


def margin_of(row: ReinvoiceRule) -> MarginRule:
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


def margins_of(unit: Unit, partner_id: int) -> list[MarginRule]:
    """Return all margins of a partner."""
    return [margin_of(one) for one in queries.rules_of(unit.session, partner_id)]


def priced(unit: Unit, margins: Sequence[MarginRule], charged: Sequence[Charged]) -> list[PricedLine]:
    """Return charged lines of one partner with their resale prices, in the same order; a constant number of queries."""
    corrected = {line.corrects_id for _row, line in charged if line.corrects_id is not None}
    originals = queries.charged(unit.session, corrected)
    backs = queries.given_back(unit.session, corrected)
    billed = [row.billed_line_id for row, _line in (*charged, *originals.values()) if row.billed_line_id is not None]
    amounts = queries.billed_amounts(unit.session, billed)
    found = []
    for row, line in charged:
        if line.corrects_id is None:
            found.append(_of_charge(margins, row, line, amounts))
        else:
            original = _of_charge(margins, *originals[line.corrects_id], amounts)
            found.append(_of_refund(row, line, original, backs[line.corrects_id], amounts))
    return found


def _of_charge(
    margins: Sequence[MarginRule], row: ReinvoiceLine, line: DocumentLine, amounts: dict[int, int]
) -> PricedLine:
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
    rule = rule_for(margins, charged)
    by = PricedBy.COST if rule is None else PricedBy.RULE
    price = resale_price(rule, charged)
    if row.price is not None:
        price, by = row.price, PricedBy.EDITED
    if row.billed_line_id is not None:
        price = amounts[row.billed_line_id]
    return PricedLine(row, line, price, by, rule)


def _of_refund(
    row: ReinvoiceLine,
    line: DocumentLine,
    original: PricedLine,
    backs: Sequence[tuple[int, int]],
    amounts: dict[int, int],
) -> PricedLine:
    before = sum(amount for number, amount in backs if number < line.id)
    # Nothing was charged for what was waived, so nothing goes back for it.
    price = 0 if original.row.state == "waived" else original.price
    share = -given_back(price, original.row.cost, before, line.charged)
    by = PricedBy.REFUND
    if row.price is not None:
        share, by = row.price, PricedBy.EDITED
    if row.billed_line_id is not None:
        share = amounts[row.billed_line_id]
    return PricedLine(row, line, share, by, original.rule)
