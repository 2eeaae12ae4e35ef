"""How the provider's staff see requests and where they went."""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.leads.states import RequestState, RouteState, Source
from resellertui.services.leads.views import FullView
from resellertui.services.views import View


class RoutedRow(View):
    """A request in the staff's list, newest first."""

    id: str
    extract: str
    requester: str
    is_visitor: bool
    source: Source
    state: RequestState
    made_at: datetime
    closes_on: date
    partners: int
    answered: int
    declined: int
    """A request that went to nobody, or that everybody declined, waits for staff."""


class RoutedPage(View):
    """A window on the staff's list."""

    total: int
    offset: int
    rows: tuple[RoutedRow, ...]


class RouteView(View):
    """How a request stands with one partner, for staff."""

    partner: str
    partner_id: str
    state: RouteState
    received_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    decline_reason: str
    offer_total: str
    offer_currency: str
    by_staff: bool


class CandidateView(View):
    """A partner to which staff can still send a request."""

    partner: str
    partner_id: str
    place: str
    languages: tuple[str, ...]
    speaks: bool
    """Whether it speaks a language that the requester speaks, or the request names none."""
    services: tuple[str, ...]


class RoutedView(FullView):
    """A request as staff read it."""

    source: Source
    requester_id: str
    """The organisation; empty for a visitor."""
    routes: tuple[RouteView, ...]
    candidates: tuple[CandidateView, ...]
    """Partners that want requests and were not sent this one."""
    contract: str
    close_reason: str
    version: int
