"""Offers as their requester reads them."""

from __future__ import annotations

from resellertui.services.leads.views import OfferView
from resellertui.services.unit import Unit
from resellertui.store.models import QuoteRequest


def offers_of(unit: Unit, request: QuoteRequest) -> tuple[OfferView, ...]:
    """Return the current offers on a request, cheapest in a year first, for the requester and its own partner."""
    raise NotImplementedError
