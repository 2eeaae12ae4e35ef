"""Where the staff's lists come from: requests by how far they are, and breaches of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.domain.leads.states import RequestState
from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import OutsideView
from resellertui.services.leads.routing_views import RoutedRow
from resellertui.services.leads.views import QuoteQuery
from resellertui.tui import formats
from resellertui.tui.facts import POINT
from resellertui.tui.quotes.words import Facts, request_state_words
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

WAITING, OPEN, ALL, BREACHES, SETTLED = "nobody", RequestState.OPEN.value, "all", "breaches", "settled"
"""The tabs; the first is what staff are waited for: open requests that nobody is left to answer."""
FARTHEST = 1000
"""How many breaches are looked through for one by its id."""


class RoutedSource(Source):
    """Windows on every request, or on what breaks a commitment."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self.breaches: dict[str, OutsideView] = {}
        """The breaches read so far, by their ids."""

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of no tab
        """Return that the order stays as it is."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        services = self._app.services
        if query.tab in {BREACHES, SETTLED}:
            settled = query.tab == SETTLED
            noted = await self._app.ask(services.outside_products.breaches, offset, limit, settled=settled)
            self.breaches |= {one.id: one for one in noted.rows}
            return Page(noted.total, noted.offset, [breach_row(one) for one in noted.rows])
        page = await self._app.ask(services.quote_routing.page, routed_asked(query), offset, limit)
        return Page(page.total, page.offset, [routed_row(one) for one in page.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where a request or a breach is."""
        if query.tab in {BREACHES, SETTLED}:
            page = await self.page(query, 0, FARTHEST)
            return next((index for index, row in enumerate(page.rows) if row.key == key), None)
        return await self._app.ask(self._app.services.quote_routing.position, key, routed_asked(query))

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the request or the breach of this id is."""
        return await self.position(query, typed.strip().upper())


def routed_asked(query: ListQuery) -> QuoteQuery:
    """Return a list's query as the service takes it."""
    return QuoteQuery(text=query.filter, state="" if query.tab == ALL else query.tab)


def routed_columns(tab: str) -> Sequence[Column]:
    """Return the columns of a tab."""
    if tab in {BREACHES, SETTLED}:
        return (
            Column("client", _("Client"), 14, weight=2, limit=36),
            Column("partner", _("Partner"), 14, weight=2, limit=36),
            Column("product", _("Product"), 14, weight=3, limit=60),
            Column("noted", _("Noted"), 11, priority=1),
            Column("contract", _("Contract"), 8, priority=2),
            Column("outcome", _("Settled"), 14, weight=2, limit=60, priority=3),
            Column("id", _("Id"), 7, priority=4),
        )
    return (
        Column("made", _("Filed"), 11),
        Column("extract", _("What is needed"), 16, weight=4, limit=90),
        Column("requester", _("Who asks"), 14, weight=2, limit=36),
        Column("partners", _("Sent to"), 7, right=True),
        Column("answered", _("Offers"), 6, right=True, priority=1),
        Column("declined", _("Declined"), 8, right=True, priority=2),
        Column("closes", _("Until"), 11, priority=3),
        Column("state", _("State"), 11),
        Column("id", _("Request"), 7, priority=4),
    )


def routed_row(one: RoutedRow) -> Row:
    """Return a request as staff's list shows it."""
    is_open = one.state is RequestState.OPEN
    who = _("{name} (visitor)").format(name=one.requester) if one.is_visitor else one.requester
    cells = {
        "made": formats.day(formats.local(one.made_at)),
        "extract": one.extract,
        "requester": who,
        "partners": str(one.partners),
        "answered": str(one.answered),
        "declined": str(one.declined),
        "closes": formats.day(one.closes_on) if is_open else "",
        "state": request_state_words(one.state),
        "id": one.id,
    }
    is_left_alone = is_open and one.partners == one.declined
    return Row(one.id, cells, Tone.WARNING if is_left_alone else None if is_open else Tone.MUTED)


def breach_row(one: OutsideView) -> Row:
    """Return a product of another provider that breaks a commitment, as staff's list shows it."""
    cells = {
        "client": one.client,
        "partner": one.partner,
        "product": product_words(one),
        "noted": formats.day(formats.local(one.noted_at)),
        "contract": one.contract,
        "outcome": " ".join(one.outcome.split()),
        "id": one.id,
    }
    return Row(one.id, cells, Tone.WARNING if one.is_open else Tone.MUTED)


def product_words(one: OutsideView) -> str:
    """Return what it is, and of whom."""
    return _("{product} of {provider}").format(product=one.product, provider=one.provider)


def outside_facts(one: OutsideView) -> Facts:
    """Return everything that is known of a product of another provider."""
    facts: Facts = [
        (_("Product"), one.product),
        (_("Provider"), one.provider),
        (_("Client"), f"{one.client} ({one.client_id})"),
        (_("Partner"), one.partner),
        (_("Noted"), _("{moment} by {person}").format(moment=formats.moment(one.noted_at), person=one.noted_by or "–")),
        (_("Contract"), one.contract),
        *((_("Note") if number == 0 else " ", line) for number, line in enumerate(one.note.split("\n"))),
        *((_("Settled") if number == 0 else " ", line) for number, line in enumerate(one.outcome.split("\n"))),
    ]
    if one.contract and one.is_open:
        facts.append(
            (POINT, _("It breaks the commitment of this contract; the provider's staff have still to settle it."))
        )
    return facts
