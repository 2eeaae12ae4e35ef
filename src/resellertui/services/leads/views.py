"""What the use cases about requests for quotes are given, and what they answer. Amounts are exact decimals as text."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from resellertui.domain.leads.states import RequestState, RouteState, Source
from resellertui.services.inputs import FilledLine, Input, Line, Lines, Sought
from resellertui.services.views import View


class QuoteRequestInput(Input):
    """What somebody wants offers for. For one's own organisation, contact and place are its own where left out."""

    need: Lines = ""
    families: tuple[FilledLine, ...] = Field(default=(), max_length=30)
    """By name or label in the programme terms."""
    budget: Line = ""
    """For a year without VAT."""
    currency: Line = ""
    languages: tuple[FilledLine, ...] = Field(default=(), max_length=20)
    """By code or name."""
    region: Line = ""
    country: Line = ""
    """Two letters or a name."""
    deadline: Line = ""
    """A day, as in 2026-12-31."""
    contact_name: Line = ""
    contact_organisation: Line = ""
    contact_email: Line = ""
    contact_phone: Line = ""
    language: Line = ""
    """Of the mails; that of the organisation, or else English, where left out."""
    key: Line = ""


class ContactView(View):
    """Who asks. Only in the hands of the requester, of staff, and of partners that answered."""

    name: str
    organisation: str
    email: str
    phone: str


class ExtractView(View):
    """What every partner that was sent a request reads of it: nothing that tells who asks."""

    id: str
    state: RequestState
    extract: str
    """The beginning of the need, in one line."""
    families: tuple[str, ...]
    """By their labels."""
    budget: str
    """Empty where none was named."""
    currency: str
    languages: tuple[str, ...]
    """By their names."""
    region: str
    country: str
    """Its name; empty where left out."""
    deadline: date | None
    made_at: datetime
    closes_on: date


class FullView(ExtractView):
    """The full text of a request."""

    need: str
    """For a partner that has not answered, without what looks like a way to reach the requester."""
    contact: ContactView | None
    """None for a partner that has not answered."""


class QuoteQuery(Input):
    """Which requests a list shows."""

    text: Sought = ""
    state: str = ""
    """One of the states of the list; all where left out."""


class OwnRequestRow(View):
    """A request in the requester's list, newest first."""

    id: str
    extract: str
    state: RequestState
    made_at: datetime
    closes_on: date
    partners: int
    """To how many partners it went."""
    offers: int
    """How many offers stand."""
    declined: int


class OwnRequestPage(View):
    """A window on the requester's list."""

    total: int
    offset: int
    rows: tuple[OwnRequestRow, ...]


class OfferLineView(View):
    """A line of an offer, at the partner's resale price."""

    sku: str
    label: str
    name: str
    quantity: int
    periods: int
    period_months: int
    unit_price: str
    amount: str


class OfferView(View):
    """An offer, as the requester and its own partner read it."""

    id: str
    request: str
    partner: str
    partner_id: str
    state: RouteState
    """Of the partner's answer: answered, won or lost."""
    currency: str
    lines: tuple[OfferLineView, ...]
    total: str
    """Without VAT."""
    yearly: str
    """What the same would come to in a year, without VAT: to compare offers for other periods by."""
    valid_until: date
    is_valid: bool
    """Whether it can be accepted today."""
    note: str
    made_at: datetime
    verified_since: date | None
    """Since when the partner is in the programme."""
    partner_place: str
    partner_website: str
    partner_languages: tuple[str, ...]
    version: int


class OwnRequestView(FullView):
    """A request as its requester reads it, with the offers, cheapest in a year first."""

    source: Source
    partners: int
    waiting: int
    """How many partners have neither answered nor declined."""
    declined: int
    offers: tuple[OfferView, ...]
    contract: str
    """The id of the contract that came of it; empty for none."""
    close_reason: str
    version: int


class CellView(View):
    """What one offer has in one row of the comparison."""

    text: str
    is_best: bool = False
    """Whether it is the lowest price of the row."""


class ComparisonRow(View):
    """One row of the comparison: a product, or a fact of the offers."""

    label: str
    cells: tuple[CellView, ...]


class ComparisonView(View):
    """Offers side by side: one column an offer."""

    offers: tuple[OfferView, ...]
    rows: tuple[ComparisonRow, ...]


class FiledView(View):
    """A request that was filed."""

    request: OwnRequestView
    token: str
    """By which a visitor reads, withdraws and claims it; empty for an organisation. Shown once, and mailed."""
    sentences: tuple[str, ...]
    """To how many partners it went, and what comes next."""


class AcceptView(View):
    """What accepting an offer did, or would do."""

    contract: str
    partnership: str
    sentences: tuple[str, ...]
    """Who gains access to what, who pays, what is still to order."""
