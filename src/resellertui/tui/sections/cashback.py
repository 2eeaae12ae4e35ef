"""Cashback: what each line earned the partner, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from resellertui.domain.wording import _
from resellertui.services.billing.views import CashbackRow
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.explaining import EXPLAIN, ExplainsRows
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone


class CashbackSource(Source):
    """Windows on the partner's cashback."""

    def __init__(self, section: CashbackSection) -> None:
        self._section = section

    async def page(self, _query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        app = self._section.app
        answer = await app.ask(app.services.cashback.page, offset, limit)
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the row is, looking through the newest ones."""
        rows = (await self.page(query, 0, 1000)).rows
        return next((place for place, row in enumerate(rows) if row.key == key), None)

    async def find(self, _query: ListQuery, _typed: str) -> int | None:
        """Find nothing: the rows are in the order in which they were earned."""
        return None


def _row(one: CashbackRow) -> Row:
    state = {"pending": _("pending"), "credited": _("credited"), "void": _("void")}[one.state]
    tone = {"pending": Tone.WARNING, "credited": Tone.GOOD, "void": Tone.MUTED}[one.state]
    return Row(
        one.id,
        {
            "made": formats.day(one.made_on),
            "client": one.client,
            "product": one.product,
            "state": state,
            "amount": one.amount,
            "reversed": one.reversed if one.reversed != "0.00" else "",
            "currency": one.currency,
        },
        tone,
    )


class CashbackSection(ExplainsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list of what lines earned."""

    TITLE = "Cashback"
    HELP_TITLE = "Cashback"
    VERBS: ClassVar[tuple[Command, ...]] = (EXPLAIN,)

    def source(self) -> Source:
        """Return the cashback."""
        return CashbackSource(self)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("made", _("Ordered"), 12, priority=3),
            Column("client", _("Client"), 12, weight=2, limit=40),
            Column("product", _("Product"), 12, weight=2, limit=40, priority=1),
            Column("state", _("State"), 9),
            Column("amount", _("Amount"), 9, right=True),
            Column("reversed", _("Reversed"), 9, right=True, priority=2),
            Column("currency", _("Currency"), 8),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("No cashback yet. What your clients order and pay themselves earns it."))

    def open_record(self, key: str) -> None:
        """Explain a cashback: its rule, order, invoice and entries in the ledger."""
        self.explain_reference(key)
