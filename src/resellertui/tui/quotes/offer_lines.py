"""The lines of an offer in the making as its list shows them, each with what it costs and earns."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.wording import _
from resellertui.services.leads.lead_views import DraftLineView, OfferLineInput
from resellertui.tui.sources import Item
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

WARNING = "!"


def lines_columns() -> Sequence[Column]:
    """Return the columns; what is unusual about a line has a sign of its own, which is never hidden."""
    return (
        Column("sign", "", 1),
        Column("label", _("Product"), 18, weight=3, limit=36),
        Column("name", _("Name"), 10, weight=2, limit=36, priority=4),
        Column("quantity", _("Qty"), 4, right=True),
        Column("periods", _("Periods"), 7, right=True),
        Column("price", _("Price"), 9, limit=14, right=True),
        Column("amount", _("Amount"), 10, limit=14, right=True),
        Column("cost", _("Cost"), 10, limit=14, right=True, priority=1),
        Column("margin", _("Margin"), 10, limit=14, right=True, priority=3),
        Column("percent", _("%"), 7, right=True),
        Column("by", _("Priced by"), 16, weight=2, limit=48, priority=5),
    )


def priced_lines(
    lines: Sequence[OfferLineInput], priced: Sequence[DraftLineView]
) -> Sequence[tuple[OfferLineInput, DraftLineView | None]]:
    """Return each line with its price; none for a line that can't be priced, which the draft leaves out."""
    found = {one.position: one for one in priced}
    return [(one, found.get(place)) for place, one in enumerate(lines, 1)]


def line_item(place: int, one: OfferLineInput, priced: DraftLineView | None) -> Item:
    """Return a line of the offer; its key is its place."""
    key = str(place)
    cells = {"label": one.sku, "name": one.name, "quantity": str(one.quantity), "periods": str(one.periods)}
    if priced is None:
        return Item(Row(key, cells | {"sign": WARNING, "price": one.price}, Tone.BAD))
    line = priced.line
    cells |= {
        "sign": WARNING if priced.warning else "",
        "label": line.label,
        "price": line.unit_price,
        "amount": line.amount,
        "cost": priced.cost,
        "margin": priced.margin,
        "percent": priced.margin_percent,
        "by": priced.by,
    }
    return Item(Row(key, cells, Tone.WARNING if priced.warning else None))
