"""Margins: those that hold, those that begin later and those that were overtaken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.reinvoicing.margin_table import MarginState
from resellertui.domain.reinvoicing.margin_words import state_words
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.margin_views import MarginQuery, MarginView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.reinvoicing.margin_form import MarginForm
from resellertui.tui.reinvoicing.pane import BillingPane
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

_RULES = Action.REINVOICE_RULES
ADD = Command("margin.add", "n", "Add", "Add a margin, having seen what it changes.", permission=_RULES, footer=11)
END = Command(
    "margin.end",
    "d",
    "End",
    "End a margin from today on: the next wider one then holds.",
    permission=_RULES,
    danger=True,
    footer=20,
)
VIEW = Command("margin.view", "v", "Others", "Show past margins too, or only those that hold or begin.", footer=50)


class MarginSource(Source):
    """Windows on the margins."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._seen: dict[str, MarginView] = {}

    def seen(self, key: str | None) -> MarginView | None:
        """Return a margin as it was read last."""
        return self._seen.get(key or "")

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of none of them
        """Return that the newest stay first."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        asked = MarginQuery.of(text=query.filter, current=query.tab == "current")
        answer = await self._app.ask(self._app.services.margins.page, asked, offset, limit)
        if offset == 0:
            self._seen = {}
        self._seen |= {one.id: one for one in answer.rows}
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the margin is: there are few, so the pages are looked through."""
        offset, total = 0, 1
        while offset < total:
            page = await self.page(query, offset, 200)
            found = next((place for place, row in enumerate(page.rows) if row.key == key.upper()), None)
            if found is not None:
                return offset + found
            offset, total = offset + 200, page.total
        return None

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the margin of this id is."""
        return await self.position(query, typed)


class MarginsPane(BillingPane, can_focus=False):
    """The margins, the newest first."""

    HELP_TITLE = "Re-invoicing: margins"
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, END, VIEW)
    VIEWS = (("current", "margins that hold or begin later"), ("past", "all margins"))

    def source(self) -> Source:
        """Return the margins."""
        self._margins = MarginSource(self.app)
        return self._margins

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("id", _("Id"), 7, priority=3),
            Column("margin", _("Margin"), 18, weight=2, limit=44),
            Column("lines", _("For"), 20, weight=3, limit=60),
            Column("state", _("State"), 10, priority=1),
            Column("from", _("From"), 11, priority=2),
            Column("who", _("Made by"), 12, weight=1, limit=30, priority=5),
            Column("note", _("Note"), 10, weight=1, limit=40, priority=6),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("No margin yet: clients are charged what you paid. Press n to add one."))

    def why_not(self, command: Command) -> str | None:
        """Say why a margin can't be ended."""
        row = self._margins.seen(self.records.cursor_key)
        if command is END and row is None and not self.records.total:
            return _("No margin is under the cursor.")
        if command is END and row is not None and row.state != MarginState.HOLDS.value:
            return _("It does not hold: only a margin that holds can be ended.")
        return super().why_not(command)

    def open_record(self, key: str) -> None:
        """Show a margin whole."""
        one = self._margins.seen(key)
        if one is not None:
            self.app.push_screen(ReadingDialog(one.id, _lines(one)))

    def action_add(self) -> None:
        """Add a margin."""
        self.app.push_screen(MarginForm())

    def action_view(self) -> None:
        """Show past ones too, or not."""
        self.show_next()

    def action_end(self) -> None:
        """End the margin under the cursor."""

        def end(row: Row) -> None:
            self._end(row.key)

        self.records.on_row(end)

    @work(group="dialog", exclusive=True)
    async def _end(self, key: str) -> None:
        one = self._margins.seen(key)
        if one is None or self.why_not(END):
            return
        effects = [
            _("{margin} on {lines} no longer holds for what is charged from today on.").format(
                margin=one.margin, lines=one.lines
            ),
            _("The next wider margin then holds, or the cost. What is billed stays as it is."),
        ]
        question = ConfirmDialog(_("End {margin}?").format(margin=one.id), effects, yes=_("End it"))
        if await self.app.push_screen_wait(question):
            with self.app.reporting():
                await self.app.tell(self.app.services.margins.end, one.id)
                self.app.say(_("{margin} is ended.").format(margin=one.id))


def _row(one: MarginView) -> Row:
    state = MarginState(one.state)
    tones = {MarginState.HOLDS: Tone.GOOD, MarginState.OVERTAKEN: Tone.MUTED, MarginState.ENDS: Tone.MUTED}
    return Row(
        one.id,
        {
            "id": one.id,
            "margin": one.margin,
            "lines": one.lines,
            "state": state_words(state),
            "from": formats.day(one.starts_on),
            "who": one.made_by,
            "note": one.note,
        },
        tones.get(state),
    )


def _lines(one: MarginView) -> list[str]:
    lines = [
        _("{margin}, for {lines}.").format(margin=one.margin, lines=one.lines),
        _("From {day}; {state}.").format(day=formats.day(one.starts_on), state=state_words(MarginState(one.state))),
        _("Entered by {who}, {when}.").format(who=one.made_by, when=formats.moment(one.made_at)),
    ]
    if one.overtaken_by:
        lines.append(_("{margin} took its place.").format(margin=one.overtaken_by))
    return [*lines, one.note] if one.note else lines
