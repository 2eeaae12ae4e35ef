"""Home: what needs the reader, each line one key away; and the figures of months and weeks, beside it or under tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.attention import Place
from resellertui.domain.money import Currency
from resellertui.domain.wording import _
from resellertui.tui import home_figures as figures
from resellertui.tui.commands import Command
from resellertui.tui.home_figures import CASHBACK, NEEDS, REVENUE, THRESHOLD, WEEKS, Figures, figures_for
from resellertui.tui.home_rows import DIGITS, count_lines, first_steps, key_of, need_columns, need_item, opens, place_of
from resellertui.tui.landing import land
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.chart import Chart
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Page, Source

if TYPE_CHECKING:
    from resellertui.services.views import AttentionView, HomeView

ROOMY = 116
"""Cells from which the figures stand beside the list."""

JUMPS = tuple(
    Command(
        f"home.line_{place}.deal",
        str(place),
        "Go to the line" if place > 1 else "Go there",
        "Go where the line of this number is dealt with; escape comes back.",
        footer=2 if place == 1 else 0,
        palette=False,
    )
    for place in range(1, DIGITS + 1)
)
BEFORE = Command("home.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False)
AFTER = Command(
    "home.tab_after",
    "right_square_bracket",
    "Figures",
    "Show the next figures: revenue, cashback, renewals, the threshold.",
    footer=20,
)
CURRENCY = Command("home.currency", "c", "Currency", "Show amounts in the other currency.", footer=30)


class HomeSource(WholeSource):
    """The lines, or the figures of a tab; only what is shown is read."""

    def __init__(self, section: HomeSection) -> None:
        self._section = section
        super().__init__(section.load_needs, sort="text")

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset; the first page reads the tab anew where something has changed."""
        tab = query.tab
        if offset == 0:
            self._load = self._section.load_needs if tab in {NEEDS, ""} else lambda: self._section.load_figures(tab)
        return await super().page(query, offset, limit)


class HomeSection(ListSection, can_focus=False):
    """The first thing that one sees."""

    TITLE = "Home"
    GUIDE = "home"
    HELP_TITLE = "Home"
    VERBS: ClassVar[tuple[Command, ...]] = (*JUMPS, BEFORE, AFTER, CURRENCY)
    TABS = figures.TABS
    DEFAULT_CSS = """
    HomeSection #home-body { height: 1fr; }
    HomeSection #home-list { width: 1fr; height: 100%; }
    HomeSection #home-side { display: none; width: 1fr; height: 100%; padding: 0 0 0 2; }
    HomeSection.-roomy #home-side { display: block; }
    HomeSection #home-chart { display: none; height: 50%; min-height: 7; }
    HomeSection.-figures #home-chart { display: block; }
    HomeSection .home-sentence { height: 2; color: $text-muted; }
    HomeSection.-figures .home-sentence { display: none; }
    HomeSection .home-gauges { height: 3; }
    """

    _home: HomeView | None = None
    _is_first = True
    """Whether nothing has been read yet."""
    _asked = 0
    """The place of the line whose key was pressed last."""

    def compose_body(self) -> ComposeResult:
        """Put the counts above the list, the figures beside it, and the whole sentence of a line below."""
        self.figures = Figures(self.app)
        self.chart = Chart(id="home-chart")
        self.sentence = Line(classes="home-sentence")
        self.side = {tab: Chart() for tab in (REVENUE, CASHBACK, WEEKS)}
        self.gauges = Line(classes="home-gauges")
        yield Static(id="counts")
        with Horizontal(id="home-body"):
            with Vertical(id="home-list"):
                for part in super().compose_body():
                    yield part
                    if part is self.tab_line:
                        yield self.chart
                yield self.sentence
            with Vertical(id="home-side"):
                yield from self.side.values()
                yield self.gauges
        self._offer_tabs()

    def source(self) -> Source:
        """Return what needs the reader, and the figures."""
        return HomeSource(self)

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return need_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what to do first, or where to go on; what would fill a chart."""
        if query.tab in {NEEDS, ""}:
            return plain(first_steps(self.app.choice, self._home.counts if self._home is not None else {}))
        return plain(
            {
                REVENUE: _("Nothing in twelve months. What you pay for clients and bill them is summed up here."),
                CASHBACK: _("Nothing in twelve months. What your clients order and pay themselves earns cashback."),
                THRESHOLD: _("No threshold to compare with."),
            }.get(query.tab, _("Nothing comes up for renewal."))
        )

    def show_tab(self, key: str) -> None:
        """Show the lines, or figures with their columns and chart."""
        is_partner = self.app.choice is not None and self.app.choice.is_partner
        self.records.set_columns(need_columns() if key == NEEDS else figures.columns(key, is_partner=is_partner))
        self.set_class(key not in {NEEDS, THRESHOLD}, "-figures")
        super().show_tab(key)
        self._say_sentence()
        self.refresh_bindings()

    def reload(self) -> object:
        """Read everything again."""
        self.figures.forget()
        self._offer_tabs()
        self._fill_side()
        return super().reload()

    def open_record(self, key: str) -> None:
        """Go where the line is dealt with; from figures, to what they sum up."""
        tab, currency = self.tab_line.active, self.figures.currency.value
        if tab == NEEDS:
            for one in self._lines:
                if key_of(one) == key:
                    self._deal_with(one)
                    return
            return
        places = {
            REVENUE: Place("reinvoicing", "lines:all", key),
            CASHBACK: Place("cashback", "lines", f"{key} {currency}"),
            WEEKS: Place("renewals", "coming") if REVENUE in self._offered else Place("products", "soon"),
            THRESHOLD: Place("programme"),
        }
        land(self.app, places[tab])

    def why_not(self, command: Command) -> str | None:
        """Say that there is no such line, or only one currency."""
        if command in JUMPS and self._home is not None and JUMPS.index(command) >= len(self._lines):
            return _("There is no line of this number.")
        if command is CURRENCY and len(self.figures.currencies) < 2:
            return _("All amounts are in {currency}.").format(currency=self.figures.currency.value)
        return super().why_not(command)

    def footer_words(self, command: Command) -> str:
        """Say which numbers there are."""
        if command is JUMPS[0] and len(self._lines) > 1:
            return _("to {last} Go there").format(last=min(len(self._lines), DIGITS))
        return super().footer_words(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys of lines where figures are shown, and those of figures where there are none in view."""
        if parameters and parameters[0] in {one.id for one in JUMPS} and self.tab_line.active != NEEDS:
            return False
        if parameters and parameters[0] in {BEFORE.id, AFTER.id, CURRENCY.id} and not self._offered:
            return False
        if parameters and parameters[0] == CURRENCY.id and not self._shows_figures:
            return False
        return super().check_action(action, parameters)

    async def action_command(self, command_id: str) -> None:
        """Do the command; of the keys of lines, note whose it is."""
        self._asked = next((at for at, one in enumerate(JUMPS) if one.id == command_id), 0)
        await super().action_command(command_id)

    def action_deal(self) -> None:
        """Go where the line of this number is dealt with."""
        for one in self._lines[self._asked : self._asked + 1]:
            self.records.go_to(key_of(one))
            self._deal_with(one)

    def _deal_with(self, one: AttentionView) -> None:
        if opens(one):
            from resellertui.tui.screens.partnership import PartnershipPage

            self.app.push_screen(PartnershipPage(one.subject_id))
        else:
            land(self.app, place_of(one))

    def action_currency(self) -> None:
        """Show amounts in the next currency."""
        if self.figures.turn():
            self._draw()
            self.records.refresh_rows()

    async def load_needs(self) -> Sequence[Item]:
        """Return the lines: at first those that were found out at once, then all of them."""
        await self.app.has_arrived.wait()
        if self.app.choice is None:
            return ()
        home, self.app.first_home = self.app.first_home, None
        is_whole = home is None
        if home is None:
            await self.app.has_opened.wait()
            home = await self.app.ask(self.app.services.home.complete)
        before, self._home = len(self._lines), home
        self._show_counts(home)
        if len(self._lines) != before:
            self.refresh_bindings()  # the footer says which numbers there are
        self.call_after_refresh(self.app.has_shown.set)
        self.call_after_refresh(self._say_sentence)
        if self._is_first:
            self._is_first = False
            self._offer_tabs()
            self._go_on(is_whole)
        return [need_item(place, one) for place, one in enumerate(home.attention, 1)]

    async def load_figures(self, tab: str) -> Sequence[Item]:
        """Return the rows of a tab with figures, and draw them."""
        await self.figures.read(tab)
        self.call_after_refresh(self._draw)
        return self.figures.items(tab)

    @work(group="complete", exclusive=True)
    async def _go_on(self, is_whole: bool) -> None:
        """Read what takes longer, once what was found out at once is painted."""
        await self.app.has_shown.wait()
        await self.app.has_opened.wait()
        if not is_whole:
            self.records.refresh_rows()
        self._fill_side()

    @work(group="side", exclusive=True)
    async def _fill_side(self) -> None:
        """Read and draw the figures beside the list, where there is room."""
        if not self.has_class("-roomy") or self.app.choice is None:
            return
        await self.app.has_shown.wait()
        await self.app.has_opened.wait()
        with self.app.reporting():
            for tab in self._offered:
                if tab != THRESHOLD or self._is_quick:
                    await self.figures.read(tab, is_in_front=False)
                await self._draw_side(tab)

    @on(events.Resize)
    def follow_size(self) -> None:
        """Put the figures beside the list where there is room."""
        is_roomy = self.size.width >= ROOMY
        if is_roomy != self.has_class("-roomy"):
            self.set_class(is_roomy, "-roomy")
            self._fill_side()
            self.refresh_bindings()

    @on(RecordList.Highlighted)
    def _say_sentence(self) -> None:
        """Say the line under the cursor whole."""
        key = self.records.cursor_key if self.tab_line.active == NEEDS else None
        one = next((one for one in self._lines if key_of(one) == key), None)
        self.sentence.say(plain(one.text if one is not None else ""))

    @work(group="draw", exclusive=True)
    async def _draw(self) -> None:
        data = self.figures.chart(self.tab_line.active)
        if data is not None:
            await self.chart.show(data)
        for tab in self._offered if self.has_class("-roomy") else ():
            await self._draw_side(tab)

    async def _draw_side(self, tab: str) -> None:
        data = self.figures.chart(tab)
        if data is not None:
            await self.side[tab].show(data)
        elif tab == THRESHOLD:
            lines = (
                _("The way to the thresholds: either is enough"),
                *(self.figures.gauge_lines() or [_("Summed up under its tab: ]")]),
            )
            self.gauges.say(Content("\n").join(plain(one) for one in lines))

    @property
    def _lines(self) -> Sequence[AttentionView]:
        return self._home.attention if self._home is not None else ()

    @property
    def _shows_figures(self) -> bool:
        """Whether figures are in view, under their tab or beside the lines."""
        return self.tab_line.active != NEEDS or self.has_class("-roomy")

    @property
    def _is_quick(self) -> bool:
        """Whether what clients have is summed up in no time."""
        return self._home is None or self._home.counts.get("client_products", 0) <= figures.MOST_SUMMED

    @property
    def _offered(self) -> tuple[str, ...]:
        return figures_for(self.app.choice)

    def _offer_tabs(self) -> None:
        """Show the tabs of what this person may see; the line of tabs keeps its place before that is known."""
        offered = {NEEDS, *self._offered}
        self.tab_line.offer([(key, _(label)) for key, label in self.TABS if key in offered])
        if self.app.choice is not None and not self.figures.is_turned:
            self.figures.currency = Currency(self.app.choice.currency)
        for tab, chart in self.side.items():
            chart.display = tab in offered

    def _show_counts(self, home: HomeView) -> None:
        self.query_one("#counts", Static).update(Content("\n").join(plain(line) for line in count_lines(home.counts)))
