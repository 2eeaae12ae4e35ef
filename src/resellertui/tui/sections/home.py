"""Home: what needs the reader, and the size of the portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.wording import _, ngettext
from resellertui.tui.formats import day
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_paint import number
from resellertui.tui.widgets.record_source import ListQuery, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.services.views import AttentionView, HomeView

LAST = "9999"
"""Sorts after every date."""
SIGNS = {"request": "●", "proposal": "●", "expiry": "◐", "ending": "◐", "unbilled": "◐", "paused": "■"}


class HomeSection(ListSection, can_focus=False):
    """The first thing that one sees."""

    TITLE = "Home"
    GUIDE = "home"
    HELP_TITLE = "Home"
    TONES: ClassVar[dict[str, Tone]] = {
        "request": Tone.GOOD,
        "proposal": Tone.GOOD,
        "expiry": Tone.WARNING,
        "ending": Tone.WARNING,
        "unbilled": Tone.WARNING,
        "paused": Tone.MUTED,
    }

    def compose_body(self) -> ComposeResult:
        """Put the counts above the list."""
        yield Static(id="counts")
        yield Static(plain(_("What needs you")), classes="section-subtitle")
        yield from super().compose_body()

    def source(self) -> Source:
        """Return what needs the reader."""
        return WholeSource(self._load, sort="text")

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("text", _("What"), 40, weight=1),
            Column("kind", _("Kind"), 10, priority=1),
            Column("due", _("By"), 11, sortable=True),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say that nothing is waiting, and where to go on."""
        return plain(_("Nothing needs you now. Press g to go to a section, or : to find anything."))

    def open_record(self, key: str) -> None:
        """Open what the line is about."""
        kind, subject = self._subjects[key]
        if kind == "expiry":
            self.app.go("products", subject)
        elif kind == "unbilled":
            self.app.go(subject)
        else:
            self.app.open_partnership(subject)

    async def _load(self) -> Sequence[Item]:
        await self.app.has_arrived.wait()
        if self.app.choice is None:
            return ()
        home, self.app.first_home = self.app.first_home, None
        if home is None:
            await self.app.has_opened.wait()
            home = await self.app.ask(self.app.services.home.show)
        self._show_counts(home)
        self.call_after_refresh(self.app.has_shown.set)
        self._subjects: dict[str, tuple[str, str]] = {}
        return [self._item(number, one) for number, one in enumerate(home.attention)]

    def _item(self, number: int, one: AttentionView) -> Item:
        key = f"{one.kind}-{one.subject_id}-{number}"
        self._subjects[key] = (one.kind, one.subject_id)
        due = day(one.due_on) if one.due_on is not None else ""
        text = f"{SIGNS.get(one.kind, ' ')} {one.text}"
        row = Row(key, {"kind": _kind_words(one.kind), "text": text, "due": due}, self.TONES.get(one.kind))
        return Item(row, order=(("due", one.due_on.isoformat() if one.due_on is not None else LAST),))

    def _show_counts(self, home: HomeView) -> None:
        self.query_one("#counts", Static).update(Content("\n").join(plain(line) for line in count_lines(home.counts)))


def _kind_words(kind: str) -> str:
    return {
        "request": _("request"),
        "proposal": _("proposal"),
        "expiry": _("expiry"),
        "ending": _("ending"),
        "unbilled": _("not billed"),
        "paused": _("paused"),
    }.get(kind, kind)


def count_lines(counts: dict[str, int]) -> list[str]:
    """Return the portfolio in sentences: one's own side, and for a partner its clients'."""
    products, partners, requests = counts.get("products", 0), counts.get("partners", 0), counts.get("requests", 0)
    lines = [
        " · ".join(
            (
                ngettext("{count} product", "{count} products", products).format(count=number(products)),
                ngettext("{count} partner", "{count} partners", partners).format(count=number(partners)),
                ngettext("{count} request to answer", "{count} requests to answer", requests).format(
                    count=number(requests)
                ),
            )
        )
    ]
    if "clients" in counts:
        clients, reached = counts["clients"], counts.get("client_products", 0)
        lines.append(
            ngettext(
                "{count} client: {full} full, {limited} limited · {pending} pending",
                "{count} clients: {full} full, {limited} limited · {pending} pending",
                clients,
            ).format(
                count=number(clients),
                full=number(counts.get("clients_full", 0)),
                limited=number(counts.get("clients_limited", 0)),
                pending=number(counts.get("clients_pending", 0)),
            )
        )
        lines[-1] += " · " + ngettext("{count} product of clients", "{count} products of clients", reached).format(
            count=number(reached)
        )
    return lines
