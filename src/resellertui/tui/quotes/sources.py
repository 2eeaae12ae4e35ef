"""Where the lists of requests come from, with their columns; and how each request looks in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.leads.wording import too_many_words
from resellertui.domain.wording import _
from resellertui.services.leads.lead_views import LeadQuery, LeadRow, LeadTab
from resellertui.services.leads.views import OwnRequestRow, QuoteQuery
from resellertui.tui import formats
from resellertui.tui.quotes.words import (
    clock_words,
    money,
    request_state_words,
    route_state_words,
    route_tone,
)
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

Kept = TypeVar("Kept")

OWN = "own"
"""The tab of what one's own organisation asked for; every other tab is one of the pipeline's."""
KEPT = 2000
"""How many rows read last are kept as they were read, for the keys that act on them."""


class QuoteSource(Source):
    """Windows on what a partner was sent, and in its last tab on what the organisation asked for itself."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._leads: dict[str, LeadRow] = {}
        self._own: dict[str, OwnRequestRow] = {}
        self._warned: ListQuery | None = None
        """Of which query it was said that more match than are listed."""

    def lead(self, key: str | None) -> LeadRow | None:
        """Return a request of the pipeline as it was read last, where it still is at hand."""
        return self._leads.get(key or "")

    def own(self, key: str | None) -> OwnRequestRow | None:
        """Return a request of one's own as it was read last, where it still is at hand."""
        return self._own.get(key or "")

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of no tab
        """Return that the order stays as it is."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        services = self._app.services
        if query.tab == OWN:
            own = await self._app.ask(services.quote_requests.page, own_asked(query), offset, limit)
            _keep(self._own, {one.id: one for one in own.rows})
            return Page(own.total, own.offset, [own_row(one) for one in own.rows])
        leads = await self._app.ask(services.leads.page, lead_asked(query), offset, limit)
        _keep(self._leads, {one.id: one for one in leads.rows})
        if leads.is_more and not query.matches_same_as(self._warned):
            self._warned = query
            self._app.warn(too_many_words(leads.total))
        return Page(leads.total, leads.offset, [lead_row(one) for one in leads.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where a request is."""
        services = self._app.services
        if query.tab == OWN:
            return await self._app.ask(services.quote_requests.position, key, own_asked(query))
        return await self._app.ask(services.leads.position, key, lead_asked(query))

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the request is that begins with what was typed, or the one of this id."""
        if query.tab == OWN:
            return await self.position(query, typed.strip().upper())
        services = self._app.services
        return await self._app.ask(services.leads.find, typed, lead_asked(query))


def _keep(kept: dict[str, Kept], read: dict[str, Kept]) -> None:
    kept |= read
    for old in list(kept)[:-KEPT]:
        del kept[old]


def lead_asked(query: ListQuery) -> LeadQuery:
    """Return a list's query as the pipeline takes it."""
    return LeadQuery(tab=LeadTab(query.tab), text=query.filter)


def own_asked(query: ListQuery) -> QuoteQuery:
    """Return a list's query as the list of one's own requests takes it."""
    return QuoteQuery(text=query.filter)


def quote_columns(tab: str) -> Sequence[Column]:
    """Return the columns of a tab."""
    if tab == OWN:
        return (
            Column("id", _("Request"), 7, priority=2),
            Column("extract", _("What is needed"), 20, weight=5, limit=90),
            Column("state", _("State"), 11),
            Column("offers", _("Offers"), 6, right=True),
            Column("partners", _("Sent to"), 7, right=True, priority=3),
            Column("made", _("Filed"), 11, priority=4),
            Column("closes", _("Until"), 11, priority=1),
        )
    clock = Column("clock", _("Clock"), 13, limit=18)
    decided = (Column("offer", _("Your offer"), 13, limit=18, right=True, priority=1),)
    waiting = (
        Column("families", _("Products"), 12, weight=2, limit=40, priority=4),
        Column("budget", _("Budget"), 12, right=True, priority=3),
        Column("closes", _("Until"), 11, priority=1),
    )
    return (
        clock,
        Column("extract", _("What is needed"), 20, weight=5, limit=90),
        Column("requester", _("Who asks"), 12, weight=1, limit=30, priority=2),
        *(waiting if tab == LeadTab.TO_ANSWER.value else decided),
        Column("state", _("State"), 11),
        Column("place", _("Place"), 12, limit=24, priority=6),
        Column("languages", _("Languages"), 12, limit=24, priority=7),
        Column("id", _("Request"), 7, priority=5),
    )


def lead_row(one: LeadRow) -> Row:
    """Return a request of the pipeline as the list shows it."""
    state = one.state
    return Row(
        one.id,
        {
            "clock": clock_words(one.clock_hours, is_running=one.is_running),
            "extract": one.extract,
            "requester": one.requester or (_("shown later") if one.is_running else "–"),
            "families": ", ".join(one.families),
            "budget": money(one.budget, one.currency),
            "closes": formats.day(one.closes_on),
            "offer": money(one.offer_total, one.offer_currency),
            "state": route_state_words(state),
            "place": one.place,
            "languages": ", ".join(one.languages),
            "id": one.id,
        },
        None if state is RouteState.RECEIVED and not one.is_running else route_tone(state),
    )


def own_row(one: OwnRequestRow) -> Row:
    """Return a request of one's own as the list shows it."""
    is_open = one.state is RequestState.OPEN
    return Row(
        one.id,
        {
            "id": one.id,
            "extract": one.extract,
            "state": request_state_words(one.state),
            "offers": str(one.offers),
            "partners": str(one.partners),
            "made": formats.day(formats.local(one.made_at)),
            "closes": formats.day(one.closes_on) if is_open else "",
        },
        (Tone.GOOD if one.offers else None) if is_open else Tone.MUTED,
    )
