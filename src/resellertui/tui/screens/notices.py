"""Notices: what was written to the person that is signed in, newest first; what is unread says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.notices import NoticePage, NoticeQuery, NoticeView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.noticing import leads_somewhere, open_subject, show_text
from resellertui.tui.screens.list_page import ListPage
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone
from resellertui.tui.widgets.tab_line import TabLine

UNREAD, ALL = "unread", "all"

TEXT = Command("notices.text", "t", "Text", "Read the notice under the cursor, without leaving this page.", footer=20)
READ = Command(
    "notices.read",
    "m",
    "Read, unread",
    "Mark the notice under the cursor as read or unread; marked ones as read.",
    footer=30,
)
ALL_READ = Command("notices.all_read", "M", "All read", "Mark every notice as read.", footer=40)
FILTER = Command("notices.filter", "slash", "Filter", "Show only the notices that hold what you type.", footer=50)
TAB_BEFORE = Command("notices.tab_before", "left_square_bracket", "Tab before", "Show the other tab.", palette=False)
TAB_AFTER = Command(
    "notices.tab_after", "right_square_bracket", "Next tab", "Show the other tab.", footer=60, palette=False
)


class NoticeSource(ServedSource[NoticeQuery, NoticeView]):
    """Windows on one's own notices."""

    def asked(self, query: ListQuery) -> NoticeQuery:
        """Return what the tab and the filter ask for."""
        asked: NoticeQuery = NoticeQuery.of(unread=query.tab == UNREAD, text=query.filter)
        return asked

    def served(self, actor: Actor, asked: NoticeQuery, offset: int, limit: int) -> NoticePage:
        """Return a part of the notices."""
        return self.app.services.notices.page(actor, asked, offset, limit)

    def counted(self, actor: Actor, asked: NoticeQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many notices there are."""
        return self.app.services.notices.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: NoticeQuery, reference: str) -> int | None:
        """Return where the notice of this id is."""
        return self.app.services.notices.position(actor, asked, reference)

    def row(self, one: NoticeView) -> Row:
        """Return a notice as the list shows it."""
        return Row(
            one.id,
            {
                "unread": "●" if one.read_at is None else "",
                "at": formats.moment(one.at),
                "subject": one.subject,
                "organisation": one.organisation,
                "about": one.about_id,
            },
            Tone.MUTED if one.read_at is not None else None,
        )


class NoticesPage(ListPage[None]):
    """One's own notices, for every organisation that one belongs to."""

    GUIDE = "notices"
    HELP_TITLE = "Notices"
    CSS_PATH = "notices.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (TEXT, READ, ALL_READ, FILTER, TAB_BEFORE, TAB_AFTER)

    def title_text(self) -> str:
        """Return the title."""
        return _("Notices")

    def compose_body(self) -> ComposeResult:
        """Lay out the tabs, the list and what is typed below it."""
        self.records = RecordList(NoticeSource(self.app), _columns(), ListQuery(tab=UNREAD), empty=_nothing)
        self.tab_line = TabLine([(UNREAD, _("Unread")), (ALL, _("All"))])
        yield self.tab_line
        yield from self.compose_foot(FilterBar(self.records))

    def why_not(self, command: Command) -> str | None:
        """Say that there is nothing to read."""
        if command in {TEXT, READ} and self.records.is_settled and self.records.cursor_row is None:
            return _("There is no notice here.")
        return super().why_not(command)

    def action_filter(self) -> None:
        """Type a filter."""
        self.filter_bar.open()

    def action_tab_before(self) -> None:
        """Show the other tab."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the other tab."""
        self.show_tab(self.tab_line.neighbour(1))

    def show_tab(self, tab: str) -> None:
        """Show what is unread, or everything."""
        self.tab_line.active = tab
        self.records.change(tab=tab)

    def action_text(self) -> None:
        """Read the notice under the cursor."""

        def read(row: Row) -> None:
            self._open(row.key, is_text=True)

        self.records.on_row(read)

    def action_read(self) -> None:
        """Mark notices as read, or as unread where they are read."""

        def mark(row: Row) -> None:
            self._mark(row.key, is_read=not row.cells["unread"])

        if len(self.records.marks):
            self._mark(None, is_read=False)
        else:
            self.records.on_row(mark)

    @work(group="act")
    async def action_all_read(self) -> None:
        """Mark every notice as read."""
        with self.app.reporting():
            self._say_marked(await self.app.tell(self.app.services.notices.read_all))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open what the notice is about, or its text where nothing opens."""
        self._open(message.key, is_text=False)

    @work(group="dialog", exclusive=True)
    async def _open(self, key: str, *, is_text: bool) -> None:
        with self.app.reporting():
            notice = await self.app.ask(self.app.services.notices.show, key)
            if notice.read_at is None:
                await self.app.tell(self.app.services.notices.read, [key])
            if not is_text and leads_somewhere(self.app, notice):
                open_subject(self.app, notice)
            else:
                show_text(self.app, notice)

    @work(group="act")
    async def _mark(self, key: str | None, *, is_read: bool) -> None:
        with self.app.reporting():
            keys = await self.records.marked_keys() if key is None else (key,)
            done = await self.app.tell(self.app.services.notices.read, keys, unread=is_read)
            self.records.unmark()
            self._say_marked(done)

    def _say_marked(self, count: int) -> None:
        self.app.say(ngettext("{count} notice was marked.", "{count} notices were marked.", count).format(count=count))


def _columns() -> Sequence[Column]:
    return (
        Column("unread", "", 1),
        Column("at", _("When"), 17),
        Column("subject", _("Subject"), 40, weight=4),
        Column("organisation", _("Organisation"), 14, weight=1, limit=40, priority=2),
        Column("about", _("About"), 9, priority=1),
    )


def _nothing(query: ListQuery) -> Content:
    if query.filter:
        return plain(_("Nothing matches “{filter}”. Press escape to clear it.").format(filter=query.filter))
    if query.tab == UNREAD:
        return plain(_("You have read everything. Press ] for all notices."))
    return plain(_("Nothing was written to you yet. Requests, answers and reminders will be listed here."))
