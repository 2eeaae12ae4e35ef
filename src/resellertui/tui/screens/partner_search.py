"""The first step of adding a partner: the approved, listed ones, searched while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.partner_source import PartnerSource, card_text, nobody_found, partner_columns
from resellertui.tui.screens.arranging.step import Step
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import Row

if TYPE_CHECKING:
    from resellertui.tui.screens.add_partner import AddPartnerPage


class SearchBar(FilterBar):
    """What is typed searches; enter picks, and escape clears, then leaves."""

    def __init__(self, records: RecordList, pick: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__(records)
        self._pick = pick
        self._leave = leave

    def invitation(self) -> str:
        """Return what the empty input says."""
        return _("Name, e-mail, place, language or service")

    def type(self, text: str) -> None:
        """Take a letter that was typed before the input had the focus."""
        self._line.insert_text_at_cursor(text)

    def action_keep(self) -> None:
        """Pick the partner under the cursor of the newest answer."""
        self._tell()
        self._pick()

    def action_drop(self) -> None:
        """Clear what is typed, or leave."""
        if self.value:
            self._line.value = ""
        else:
            self._leave()


class SearchStep(Step):
    """A line to type in, the partners found, and the card of the one under the cursor."""

    NAME = "Partner"
    page: AddPartnerPage
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("search.pick", "enter", "Choose", "Choose the partner under the cursor.", footer=10, palette=False),
    )
    HELP_TITLE = "Searching partners"
    DEFAULT_CSS = """
    SearchStep > .step-question { margin: 0 0 1 0; }
    SearchStep SearchBar { display: block; }
    SearchStep RecordList { height: 1fr; min-height: 4; }
    SearchStep .partner-card { height: auto; max-height: 7; margin: 1 0 0 0; }
    """

    def __init__(self, page: AddPartnerPage) -> None:
        super().__init__(page)
        self.source = PartnerSource(page.app)
        self.records = RecordList(self.source, partner_columns(), empty=nobody_found)
        self.bar = SearchBar(self.records, self.pick, page.action_back)

    def question(self) -> str:
        """Return what is asked."""
        return _("Which partner? Type a part of its name, place or service, then press enter.")

    def compose_body(self) -> ComposeResult:
        """Yield the line, the list and the card."""
        yield self.bar
        yield self.records
        yield Static(classes="partner-card")

    def first_focus(self) -> Widget:
        """Return the line to type in."""
        return self.bar.query_one(Input)

    def action_pick(self) -> None:
        """Choose the partner under the cursor."""
        self.pick()

    def pick(self) -> None:
        """Choose the partner under the cursor, as soon as what was typed has been answered; later keys wait."""
        self.records.focus_now()
        self.page.hold()
        self.records.act_on_row(self._picked)
        self.records.afterwards(self._go_on_typing)

    @on(RecordList.Opened)
    def pick_clicked(self, message: RecordList.Opened) -> None:
        """Choose the partner that was clicked twice."""
        self._choose(message.key)

    @on(RecordList.Failed)
    def give_up(self) -> None:
        """Go on typing after a search that failed."""
        self._go_on_typing()

    @on(RecordList.Highlighted)
    def show_card(self, message: RecordList.Highlighted) -> None:
        """Show the card of the partner under the cursor."""
        card = self.source.card(message.key)
        self.query_one(".partner-card", Static).update(card_text(card) if card else Content(""))

    def _picked(self, row: Row) -> None:
        self._choose(row.key)

    def _choose(self, key: str) -> None:
        card = self.source.card(key)
        if card is not None:
            self.page.choose_partner(card)

    def _go_on_typing(self) -> None:
        if self.page.step is self:
            self.page.release(replay=False)
            self.screen.set_focus(self.first_focus())
