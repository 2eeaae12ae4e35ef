"""The guides: one to read, and the list in which they are searched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Markdown, Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.guides import Guide, filled, find_guides, guides, topic_of, topics, written_text
from resellertui.domain.text import fold, visible
from resellertui.domain.wording import _
from resellertui.services.guides import GuideFacts, default_facts, guide_facts
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.dialogs.scrolling import ScrollingDialog
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.domain.guide_topics import Topic
    from resellertui.services.contact import ProviderView
    from resellertui.tui.app import ConsoleApp


async def facts_for(app: ConsoleApp) -> GuideFacts:
    """Return what the guides take from the database; where it can't be read they are needed most."""
    if app.has_opened.is_set():
        try:
            return await app.behind(guide_facts, app.services)
        except ResellerError as error:
            app.warn(error.title)
    return await app.behind(default_facts)


class GuideReader(ScrollingDialog):
    """Shows a guide below what a subclass puts above it, and leads to the others."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            "guide.search", "slash", "Search guides", "Search all guides, or choose one.", footer=10, palette=False
        ),
        Command(
            "guide.related", "enter", "See also", "Choose a guide that goes on from here.", footer=20, palette=False
        ),
    )
    HELP_TITLE = "Guides"
    BINDINGS = [  # noqa: RUF012  # Textual's own name and type
        ("space", "command('reading.further')", "Page down"),
        ("q", "command('dialog.cancel')", "Close"),
    ]

    DEFAULT_CSS = """
    GuideReader Markdown { padding: 0; }
    GuideReader MarkdownH1 { content-align: left middle; margin: 0 0 1 0; }
    """

    def __init__(self, topic: Topic | None) -> None:
        super().__init__(classes="-tall")
        self._topic = topic

    def compose_body(self) -> ComposeResult:
        """Yield the guide, which is filled in a moment later, and whom to turn to."""
        if self._topic is not None:
            yield Markdown(open_links=False)
            yield Static(classes="effect")

    def on_mount(self) -> None:
        """Fill the guide in."""
        self.load()

    @work(exclusive=True)
    async def load(self) -> None:
        """Read the guide with the figures in force."""
        topic = self._topic
        if topic is None:
            return
        with self.app.reporting():
            facts = await facts_for(self.app)
            await self.query_one(Markdown).update(self.shown(filled(written_text(topic), facts.figures)))
            self.query_one(".effect", Static).update(self._after(topic, facts.provider))

    def shown(self, text: str) -> str:
        """Return what is shown of the page."""
        return text

    def why_not(self, command: Command) -> str | None:
        """Say that nothing goes on from here."""
        if command.verb == "related" and not self._related():
            return _("No guide goes on from here. Press / for all of them.")
        return super().why_not(command)

    def action_search(self) -> None:
        """Open the list of guides."""
        self.app.push_screen(GuidesDialog())

    def action_related(self) -> None:
        """Choose what to read next."""
        from resellertui.tui.dialogs.choose import Choice, ChooseDialog

        def read(chosen: str | None) -> None:
            if chosen is not None:
                open_guide(self.app, chosen)

        self.app.push_screen(
            ChooseDialog(_("See also"), [Choice(one.id, one.words()) for one in self._related()]), read
        )

    def _related(self) -> list[Topic]:
        there = {one.id: one for one in topics()}
        return [there[one] for one in self._topic.related if one in there] if self._topic is not None else []

    def _after(self, topic: Topic, provider: ProviderView | None) -> Content:
        lines = []
        if topic.shows_provider and provider is not None:
            lines.append(Content.styled(visible(provider.name), "bold"))
            lines += [plain(one) for one in (provider.email, provider.phone, provider.website) if one]
            lines.append(Content(""))
        if related := self._related():
            names = ", ".join(one.words() for one in related)
            lines.append(Content.styled(visible(_("See also (enter): {guides}").format(guides=names)), "$text-muted"))
        return Content("\n").join(lines)


class GuideScreen(GuideReader):
    """One guide."""

    def __init__(self, topic: Topic) -> None:
        super().__init__(topic)
        self._title = topic.words()

    def title_text(self) -> str:
        """Return the title."""
        return _("Guide: {title}").format(title=self._title)

    def shown(self, text: str) -> str:
        """Leave out the title, which stands above already."""
        return text.partition("\n\n")[2]


def open_guide(app: ConsoleApp, topic_id: str) -> None:
    """Open a guide above what is in front."""
    topic = topic_of(topic_id)
    if topic is not None:
        app.push_screen(GuideScreen(topic))


class GuideSource(Source):
    """The guides: all in their order, or those that hold what is typed, the best first."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._guides: Sequence[Guide] = ()
        self._rows: Sequence[Row] = ()

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset; the first page searches anew."""
        if not self._guides:
            self._guides = guides((await facts_for(self._app)).figures)
        if offset == 0:
            self._rows = await self._app.behind(_rows, query.filter, self._guides)
        return Page(total=len(self._rows), offset=offset, rows=self._rows[offset : offset + limit])

    async def position(self, query: ListQuery, key: str) -> int | None:  # noqa: ARG002  # what is shown is the query's
        """Return where the guide is."""
        return next((index for index, one in enumerate(self._rows) if one.key == key), None)

    async def find(self, query: ListQuery, typed: str) -> int | None:  # noqa: ARG002  # as above
        """Return the first guide whose title begins with what was typed."""
        wanted = fold(typed)
        return next((n for n, one in enumerate(self._rows) if fold(one.cells["title"]).startswith(wanted)), None)

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:  # noqa: ARG002  # as above
        """Return those of the guides that are shown."""
        return {one.key for one in self._rows} & set(keys)


def _rows(typed: str, all_guides: Sequence[Guide]) -> list[Row]:
    if not typed.strip():
        return [Row(one.topic.id, {"title": one.topic.words(), "says": ""}) for one in all_guides]
    found = find_guides(typed, all_guides)
    return [Row(one.topic.id, {"title": one.topic.words(), "says": one.excerpt}) for one in found]


class GuideBar(FilterBar):
    """What is typed searches; enter opens the guide under the cursor, and escape clears, then leaves."""

    def __init__(self, records: RecordList, dialog: GuidesDialog) -> None:
        super().__init__(records)
        self._dialog = dialog

    def action_keep(self) -> None:
        """Open the guide under the cursor of the newest answer."""
        super().action_keep()
        self._records.act_on_row(lambda row: open_guide(self._dialog.app, row.key))

    def action_drop(self) -> None:
        """Clear what is typed, or leave."""
        if self.value:
            super().action_drop()
        else:
            self._dialog.finish(None)


class GuidesDialog(Dialog[None]):
    """Lists the guides, and searches them while one types."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("guides.filter", "slash", "Search", "Search the guides by what they say.", footer=20, palette=False),
        Command("guides.close", "q", "Close", "Close the list of guides.", palette=False),
    )
    HELP_TITLE = "List of guides"
    DEFAULT_CSS = """
    GuidesDialog RecordList { height: 1fr; min-height: 5; }
    """

    def __init__(self) -> None:
        super().__init__(classes="-tall")

    def title_text(self) -> str:
        """Return the title."""
        return _("Guides")

    def compose_body(self) -> ComposeResult:
        """Yield the list, and below it what is typed."""
        columns = (Column("title", _("Guide"), 34, weight=1), Column("says", _("Where it says so"), 20, weight=3))
        self.records = RecordList(GuideSource(self.app), columns, empty=_nothing)
        self.filter_bar = GuideBar(self.records, self)
        yield self.records
        with Horizontal(classes="list-foot"):
            yield self.filter_bar
            yield Line(classes="section-status")

    def on_mount(self) -> None:
        """Start in the line to type in."""
        self.watch(self.records, "status", self._show_status)
        self.filter_bar.open()

    def action_filter(self) -> None:
        """Type what to search for."""
        self.filter_bar.open()

    def action_close(self) -> None:
        """Close."""
        self.finish(None)

    def action_cancel(self) -> None:
        """Clear what was searched for, then close."""
        if self.filter_bar.value:
            self.filter_bar.clear()
        else:
            self.finish(None)

    @on(RecordList.Opened)
    def read(self, message: RecordList.Opened) -> None:
        """Open the guide."""
        open_guide(self.app, message.key)

    def _show_status(self, status: str) -> None:
        self.query_one(".section-status", Line).say(plain(status))


def _nothing(query: ListQuery) -> Content:
    return plain(_("No guide says anything about “{words}”. Press escape to clear it.").format(words=query.filter))
