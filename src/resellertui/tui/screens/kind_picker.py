"""Choosing a kind of product from the catalogue, for whatever page asks for one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.screens.list_page import ListPage
from resellertui.tui.sections.listing import FILTER
from resellertui.tui.sections.shop import KindSource, kind_columns
from resellertui.tui.text import plain
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery


class KindPickerPage(ListPage[str]):
    """Answers the code of the kind that is chosen."""

    GUIDE = "shop"
    HELP_TITLE = "Choosing a product"
    VERBS: ClassVar[tuple[Command, ...]] = (FILTER,)
    DEFAULT_CSS = "KindPickerPage RecordList { height: 1fr; }"

    def title_text(self) -> str:
        """Return what is asked."""
        return _("Which product?")

    def compose_body(self) -> ComposeResult:
        """Lay out the catalogue."""
        self.records = RecordList(KindSource(self.app), kind_columns(), ListQuery(), empty=_nothing)
        yield from self.compose_foot(FilterBar(self.records))

    def action_filter(self) -> None:
        """Type a filter."""
        self.filter_bar.open()

    @on(RecordList.Opened)
    def choose(self, message: RecordList.Opened) -> None:
        """Answer what was chosen."""
        self.leave(message.key)


def _nothing(query: ListQuery) -> Content:
    if query.filter:
        return plain(_("Nothing matches “{filter}”. Press escape to clear it.").format(filter=query.filter))
    return plain(_("The catalogue is empty."))
