"""What tests of requests for quotes begin with: who asks, partners that want requests, an offer made by hand."""

from __future__ import annotations

from typing import Any

from tests.builders import Builder, Org

from resellertui.domain.leads.states import Source
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.leads.views import FiledView, QuoteRequestInput
from resellertui.store.models import ProgrammeMember

NEED = "We are Weber and need three web sites. Call 022 345 67 89 or write to jeanne@weber.example."
"""A need that tells who asks in every way."""
SECRETS = ("weber", "jeanne", "345 67 89", "weber.example")
"""What of it only partners that answered read."""


def wanting(make: Builder, name: str) -> Org:
    """Make a partner that wants requests."""
    org = make.partner(name, email=f"owner@{name.lower()}.example")
    wants(make, org)
    return org


def wants(make: Builder, org: Org, *, requests: bool = True) -> None:
    """Have a partner want requests, or not any more."""
    with make.services.office.filling() as session:
        member = session.get(ProgrammeMember, org.number)
        assert member is not None
        member.receives_quotes = requests


def asked(**fields: Any) -> QuoteRequestInput:
    """Return a visitor's request."""
    usual = {
        "need": NEED,
        "families": ["web_hosting"],
        "budget": "1200",
        "currency": "CHF",
        "languages": ["fr"],
        "region": "Weber's Vevey",
        "country": "CH",
        "contact_name": "Jeanne Weber",
        "contact_organisation": "Weber SA",
        "contact_email": "jeanne@weber.example",
        "contact_phone": "+41 22 345 67 89",
    }
    wish: QuoteRequestInput = QuoteRequestInput.of(**{**usual, **fields})
    return wish


def file(services: Services, actor: Actor | None = None, source: Source = Source.COMMAND, **fields: Any) -> FiledView:
    """File a request, as a visitor unless somebody is named."""
    return services.quote_requests.file(actor or Actor(), asked(**fields), source)


def offer(services: Services, actor: Actor, request: str) -> None:
    """Have a partner answer with an offer."""
    wish: OfferInput = OfferInput.of(request=request, lines=[{"sku": "web-hosting", "price": "99.00"}])
    services.offers.answer(actor, wish)
