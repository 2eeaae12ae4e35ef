"""Re-invoicing: what is to bill, the invoices to clients, margins, leakage and settings, each under a tab.

The line above them says at any time what became of all that was charged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from resellertui.domain.attention import Place
from resellertui.domain.identifiers import Kind, is_whole_id
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import LeakageTotal
from resellertui.tui.commands import Command
from resellertui.tui.reinvoicing.bills_pane import BillsPane
from resellertui.tui.reinvoicing.leakage_pane import LeakagePane
from resellertui.tui.reinvoicing.lines_pane import LinesPane
from resellertui.tui.reinvoicing.margins_pane import MarginsPane
from resellertui.tui.reinvoicing.settings_pane import SettingsPane
from resellertui.tui.sections.section import Section
from resellertui.tui.text import plain
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.tab_line import TabLine

BEFORE = Command("reinvoicing.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False)
AFTER = Command(
    "reinvoicing.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=75, palette=False
)
ROOMY = 76
"""Cells from which on the line above the tabs says all in words."""


class ReinvoicingSection(Section, can_focus=False):
    """The panes; one is in front, and is made when it is first shown."""

    TITLE = "Re-invoicing"
    GUIDE = "re-invoicing"
    HELP_TITLE = "Re-invoicing"
    VERBS: ClassVar[tuple[Command, ...]] = (BEFORE, AFTER)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("lines", "To bill"),
        ("bills", "Invoices"),
        ("margins", "Margins"),
        ("leakage", "Leakage"),
        ("settings", "Settings"),
    )

    def compose_body(self) -> ComposeResult:
        """Lay out the line, the tabs and the first pane."""
        self._totals: tuple[LeakageTotal, ...] = ()
        self._leak = Line(classes="leak-line")
        self.tab_line = TabLine([(key, _(label)) for key, label in self.TABS])
        self.panes: dict[str, Section] = {"lines": LinesPane()}
        yield self._leak
        yield self.tab_line
        with Vertical(id="billing-panes"):
            yield self.panes["lines"]

    def on_mount(self) -> None:
        """Say what became of all that was charged."""
        self._read_leakage()

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self._say_leakage()

    @property
    def front(self) -> Section:
        """The pane in front."""
        return self.panes[self.tab_line.active]

    def first_focus(self) -> Widget:
        """Return what has the focus in the pane in front."""
        return self.front.first_focus()

    def reload(self) -> object:
        """Read the line again; panes follow what changes by themselves."""
        self._read_leakage()
        return None

    def once_read(self, do: Callable[[], None]) -> None:
        """Wait for the pane in front."""
        self.front.once_read(do)

    def step_back(self) -> bool:
        """Go one rung back inside the pane, then to the first one."""
        if self.front.step_back():
            return True
        if self.tab_line.active != "lines":
            self.open("lines")
            return True
        return False

    @work(group="reveal", exclusive=True)
    async def reveal(self, record: str) -> None:
        """Show a document, a margin or a line by its id; of a client, by its id, what is to bill."""
        kinds = {Kind.REINVOICE: "bills", Kind.REINVOICE_CREDIT: "bills", Kind.MARGIN: "margins"}
        tab = next((tab for kind, tab in kinds.items() if is_whole_id(kind, record)), "lines")
        await self._bring(tab)
        if is_whole_id(Kind.ORGANISATION, record):
            self._bill(record)
        else:
            self.front.reveal(record)

    @work(group="reveal", exclusive=True)
    async def land(self, place: Place) -> None:
        """Show a part of a pane's rows, with the cursor on a record: the tab names the pane and the part."""
        pane, _colon, part = place.tab.partition(":")
        await self._bring(pane)
        self.front.land(replace(place, tab=part))

    def is_at(self, place: Place) -> bool:
        """Return whether the pane is still in front, as one landed in it."""
        pane, _colon, part = place.tab.partition(":")
        return self.tab_line.active == pane and self.front.is_at(replace(place, tab=part))

    @work(group="tab", exclusive=True)
    async def show_lines(self, text: str) -> None:
        """Show what is to bill of a client by its id, or of a month."""
        await self._bring("lines")
        self._bill(text)

    @work(group="tab", exclusive=True)
    async def open(self, key: str) -> None:
        """Bring a pane to the front."""
        await self._bring(key)

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.open(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.open(self.tab_line.neighbour(1))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        message.stop()
        self.open(message.key)

    async def _bring(self, key: str) -> None:
        before = self.front
        self.tab_line.active = key
        if key not in self.panes:
            self.panes[key] = made = self._made(key)
            await self.query_one("#billing-panes").mount(made)
        if self.front is not before:
            before.display = False
            self.front.display = True
        self.front.shown()
        self.refresh_bindings()

    def _made(self, key: str) -> Section:
        if key == "leakage":
            return LeakagePane(self)
        return {"bills": BillsPane, "margins": MarginsPane, "settings": SettingsPane}[key]()

    def _bill(self, text: str) -> None:
        lines = self.panes["lines"]
        if isinstance(lines, LinesPane):
            lines.bill(text)

    @work(group="totals", exclusive=True)
    async def _read_leakage(self) -> None:
        with self.app.reporting():
            self._totals = (await self.app.ask(self.app.services.leakage.show)).totals
            if self.is_attached:
                self._say_leakage()

    def _say_leakage(self) -> None:
        words = [_equation(one, is_roomy=self.size.width >= ROOMY) for one in self._totals]
        said = words or [_("Nothing was charged for clients yet: charged = billed + waived + flagged = 0.00.")]
        self._leak.say(Content("\n").join(plain(one) for one in said))


def _equation(one: LeakageTotal, *, is_roomy: bool) -> str:
    if one.lost.strip("-0."):
        return _("{currency} {charged}: {lost} are lost. Run check.").format(
            currency=one.currency, charged=one.charged, lost=one.lost
        )
    if is_roomy:
        words = ngettext(
            "{currency} {charged} charged = {billed} billed + {waived} waived + {flagged} flagged ({count} line)",
            "{currency} {charged} charged = {billed} billed + {waived} waived + {flagged} flagged ({count} lines)",
            one.flagged_lines,
        )
        return words.format(count=one.flagged_lines, **_parts(one))
    return _("{currency} {charged} = {billed} billed + {waived} waived + {flagged} flagged").format(**_parts(one))


def _parts(one: LeakageTotal) -> dict[str, str]:
    return {
        "currency": one.currency,
        "charged": one.charged,
        "billed": one.billed,
        "waived": one.waived,
        "flagged": one.flagged,
    }
