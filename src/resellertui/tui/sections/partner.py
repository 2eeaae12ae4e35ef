"""Partner: the organisation's own partners, the requests between them, and what is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.partnership import Side, State, access_label
from resellertui.domain.wording import _
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnershipView
from resellertui.tui.commands import Command
from resellertui.tui.partnership_acts import PartnershipHost
from resellertui.tui.partnership_verbs import PARTNERSHIP_VERBS
from resellertui.tui.partnership_words import payer_words, product_words, since_of, state_words, tone_of
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row

ADD = Command(
    "partner.add",
    "n",
    "Add a partner",
    "Ask a partner to look after your products.",
    permission=Action.PARTNERSHIP_REQUEST_AS_CLIENT,
    footer=60,
)
ACTIVE, REQUESTS, PAST = "active", "requests", "past"


class PartnerSection(PartnershipHost, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed, by a property
    """The client's side of its partnerships."""

    TITLE = "Partner"
    GUIDE = "partner"
    HELP_TITLE = "Partner"
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, *PARTNERSHIP_VERBS)
    LANDMARK = ADD
    TABS = ((ACTIVE, "My partners"), (REQUESTS, "Requests"), (PAST, "Past"))

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[str, PartnershipView] = {}

    def source(self) -> WholeSource:
        """Return the partnerships."""
        return WholeSource(self._load, sort="partner")

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("partner", _("Partner"), 12, weight=3, limit=50, sortable=True),
            Column("state", _("State"), 11, weight=2, limit=22, sortable=True),
            Column("access", _("Access"), 7, sortable=True),
            Column("payment", _("Pays"), 8, weight=1, limit=13, priority=2),
            Column("products", _("Products"), 9, weight=2, limit=40, priority=1, sortable=True),
            Column("since", _("Since"), 11, priority=3, sortable=True),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the tab."""
        if query.tab == REQUESTS:
            return plain(_("No request waits for an answer. Press n to ask a partner."))
        if query.tab == PAST:
            return plain(_("Nothing is over yet: refused, withdrawn and ended partnerships stay here for good."))
        return plain(_("No partner looks after your products yet. Press n to add one."))

    def subject(self) -> PartnershipView | None:
        """Return the partnership under the cursor."""
        return self._views.get(self.records.cursor_key or "")

    def side(self) -> Side | None:
        """Return the client's side: only that is listed here."""
        return Side.CLIENT

    def open_record(self, key: str) -> None:
        """Open the partnership's page."""
        from resellertui.tui.screens.partnership import PartnershipPage

        self.app.push_screen(PartnershipPage(key))

    def reveal(self, record: str) -> None:
        """Open the record's page, with the cursor on its row behind it."""
        self.seek(record)
        self.open_record(record)

    def followed(self, view: PartnershipView) -> None:
        """Show the tab in which the partnership is now, with the cursor on it."""
        self.seek(view.id, view)

    def seek(self, record: str, view: PartnershipView | None = None) -> None:
        """Put the cursor on a partnership, in the tab that it is in."""
        view = view or self._views.get(record)
        tab = tab_of(view) if view is not None else self.records.asked.tab
        self.filter_bar.clear()
        self.tab_line.active = tab
        self.records.seek(ListQuery(tab=tab), record)

    def action_add(self) -> None:
        """Ask a partner."""
        from resellertui.tui.screens.add_partner import AddPartnerPage

        self.app.push_screen(AddPartnerPage(), self._show_sent)

    def _show_sent(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.followed(outcome.partnership)

    async def _load(self) -> Sequence[Item]:
        views = await self.app.ask(self.app.services.partnerships.list, side=Side.CLIENT)
        self._views = {one.id: one for one in views}
        return [_item(one) for one in sorted(views, key=_rank)]


def tab_of(view: PartnershipView) -> str:
    """Return the tab that shows the partnership."""
    return {State.ACTIVE: ACTIVE, State.PENDING: REQUESTS}.get(view.state, PAST)


def _rank(view: PartnershipView) -> bool:
    """Put what waits for the reader first; otherwise the newest is first already."""
    return not (view.mine_to_answer or view.proposed_payment is not None)


def _item(view: PartnershipView) -> Item:
    cells = {
        "partner": view.partner,
        "state": state_words(view),
        "access": access_label(view.access).split()[0],
        "payment": payer_words(view),
        "products": product_words(view),
        "since": since_of(view),
        "id": view.id,
    }
    since = view.ended_at or view.active_since or view.requested_at
    return Item(Row(view.id, cells, tone_of(view)), order=(("since", since.timestamp()),), tabs=(tab_of(view),))
