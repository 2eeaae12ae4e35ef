"""Pricing charged lines by the thousand, some at a time: what totals, leakage and previews add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.charged import (
    Choice,
    LineState,
    Price,
    Said,
    price_of_charge,
    prices_of_refunds,
)
from resellertui.domain.reinvoicing.margin import ChargedLine
from resellertui.services.reinvoicing.pricing import backs_of
from resellertui.services.unit import Unit
from resellertui.store.queries import reinvoice_pricing as pricing_queries
from resellertui.store.queries import reinvoice_stream as queries
from resellertui.store.queries.reinvoice_lines import Choice as LineChoice
from resellertui.store.queries.reinvoice_pricing import GivenBack
from resellertui.store.queries.reinvoice_stream import Facts


@dataclass(frozen=True)
class Batch:
    """Some charged lines, with what the refunds among them are of."""

    lines: list[Facts]
    originals: dict[int, Facts]
    backs: dict[int, list[GivenBack]]
    """What went back of these, refund by refund."""
    credited: dict[int, int]
    """What credit notes took off these as they are billed."""

    def priced(self, choice: Choice, *, as_billed: bool = True) -> Iterator[tuple[Facts, Price]]:
        """Yield each line with its price by a choice of margins.

        Args:
            choice: how the margin of a line is found.
            as_billed: whether what is billed keeps the price of its invoice; otherwise only the margins count, and
                what a person set.
        """
        refunds: dict[int, Price] = {}
        for number, original in self.originals.items():
            refunds |= prices_of_refunds(
                _of_charge(original, choice, as_billed=as_billed),
                original.cost,
                backs_of(self.backs.get(number, ()), as_billed=as_billed),
                credited=self.credited.get(number, 0) if as_billed else 0,
                is_waived=original.state == LineState.WAIVED.value,
            )
        for one in self.lines:
            if one.corrects_id is None:
                yield one, _of_charge(one, choice, as_billed=as_billed)
            else:
                yield one, refunds[one.line_id]


def batches(unit: Unit, choice: LineChoice) -> Iterator[Batch]:
    """Yield the charged lines that are meant, some at a time."""
    for lines in queries.stream(unit.session, choice):
        corrected = {one.corrects_id for one in lines if one.corrects_id is not None}
        yield Batch(
            lines,
            queries.by_number(unit.session, corrected) if corrected else {},
            pricing_queries.given_back(unit.session, corrected) if corrected else {},
            pricing_queries.credited(unit.session, corrected) if corrected else {},
        )


def charged_line(one: Facts) -> ChargedLine:
    """Return a line as far as its margin goes."""
    return ChargedLine(
        client_id=one.client_id,
        family=one.family,
        sku=one.sku,
        currency=Currency(one.currency),
        charged_on=one.charged_on,
        cost=one.cost,
        quantity=one.quantity,
        periods=one.periods,
        offer=one.offer,
    )


def _of_charge(one: Facts, choice: Choice, *, as_billed: bool) -> Price:
    return price_of_charge(charged_line(one), choice, _said(one, as_billed=as_billed))


def _said(one: Facts, *, as_billed: bool) -> Said:
    return Said(one.edited, one.billed if as_billed else None)
