"""What a partner is given and gives about the requests that it was sent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.services.billing.explanation import ExplanationPart
from resellertui.services.inputs import FilledLine, Input, Line, Lines, Sought, Whole
from resellertui.services.leads.views import FullView, OfferLineView, OfferView
from resellertui.services.views import View


class LeadTab(StrEnum):
    """The parts of a partner's pipeline."""

    TO_ANSWER = "to_answer"
    ANSWERED = "answered"
    WON = "won"
    LOST = "lost"
    DECLINED = "declined"
    ALL = "all"


class LeadQuery(Input):
    """Which requests a partner's pipeline shows: those that wait longest first in `to_answer`, else newest first."""

    tab: LeadTab = LeadTab.ALL
    text: Sought = ""


class LeadRow(View):
    """A request in a partner's pipeline."""

    id: str
    extract: str
    families: tuple[str, ...]
    budget: str
    currency: str
    place: str
    """Region and country."""
    languages: tuple[str, ...]
    state: RouteState
    request_state: RequestState
    received_at: datetime
    answered_at: datetime | None
    closes_on: date
    clock_hours: int
    """Whole hours from its receipt to its answer, or to now where it waits."""
    is_running: bool
    """Whether its clock still runs."""
    requester: str
    """Once the partner has answered; empty before."""
    offer_total: str
    offer_currency: str
    valid_until: date | None


class LeadPage(View):
    """A window on a partner's pipeline."""

    total: int
    offset: int
    rows: tuple[LeadRow, ...]
    is_more: bool = False
    """Whether more hold the text than are found at most."""


class PipelineView(View):
    """What stands above a partner's pipeline."""

    receives_quotes: bool
    """Whether it has opted in."""
    is_member: bool
    is_suspended: bool
    counts: dict[str, int]
    """By `LeadTab`."""
    win_rate: int | None
    """In per cent; None while no request with an offer of its own was awarded."""
    median_hours: int | None
    """Its median time to answer or decline, in whole hours; None while it has answered nothing."""


class LeadView(FullView):
    """A request as a partner that was sent it reads it."""

    route_state: RouteState
    received_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    decline_reason: str
    clock_hours: int
    is_running: bool
    offer: OfferView | None
    contract: str
    may_answer: bool
    version: int
    """Of the route: what `answer` and `decline` are given back."""


class OfferLineInput(Input):
    """A line to offer."""

    sku: FilledLine
    quantity: Whole = Field(default=1, ge=1, le=100_000)
    periods: Whole = Field(default=1, ge=1, le=120)
    name: Line = ""
    price: Line = ""
    """The resale price of one unit and period without VAT; by one's margins where left out."""


class OfferInput(Input):
    """An offer on a request."""

    request: FilledLine
    lines: tuple[OfferLineInput, ...] = Field(min_length=1, max_length=100)
    valid_until: Line = ""
    """A day; thirty days from now where left out."""
    note: Lines = ""
    version: int | None = None
    """The version of the route that was looked at; None answers whatever it is."""
    key: Line = ""


class DraftLineView(View):
    """A line of an offer in the making, as only its partner sees it."""

    position: int
    """Which of the lines that were given it is, from 1: those that can't be priced yet are left out."""
    line: OfferLineView
    cost: str
    """What the provider would charge the partner for it today."""
    public: str
    """At public prices."""
    margin: str
    margin_percent: str
    """Of the cost; empty where it costs nothing."""
    by: str
    """Why the price is what it is: the margin, the partner's own figure, or the cost."""
    warning: str
    """Below cost, or above the public price; empty otherwise."""


class DraftView(View):
    """An offer in the making."""

    request: str
    currency: str
    lines: tuple[DraftLineView, ...]
    total: str
    cost: str
    margin: str
    margin_percent: str
    valid_until: date
    explanation: tuple[ExplanationPart, ...] = ()


class OfferOutcome(View):
    """What answering did, or would do."""

    offer: OfferView
    sentences: tuple[str, ...]
