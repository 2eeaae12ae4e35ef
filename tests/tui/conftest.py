"""What tests of the console are given: a small installation with a partner, its client, and somebody to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.views import SignedIn
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp


@dataclass(frozen=True)
class Town:
    """A few organisations that know each other."""

    agency: Org
    """A partner."""
    bakery: Org
    """Its client with full access."""
    florist: Org
    """Asks the agency for a partnership."""
    active: str
    request: str
    product: str


@pytest.fixture
def town(make: Builder) -> Town:
    """Give a partner with a client, and a request that waits for its answer."""
    agency = make.partner("Agence du Lac", email="owner@lac.test")
    bakery = make.organisation("Boulangerie [Rive]", email="owner@bakery.test", products=("pain.test",))
    florist = make.organisation("Fleurs & Cie", email="owner@florist.test", products=("fleurs.test",))
    product = make.product(agency, "lac.test", expires_on=TODAY + timedelta(days=5))
    return Town(
        agency=agency,
        bakery=bakery,
        florist=florist,
        active=make.active(bakery, agency),
        request=make.request(florist, agency),
        product=product,
    )


@pytest.fixture
def signed_in(services: Services) -> Callable[[Actor], SignedIn]:
    """Give the way to sign somebody in without a password."""
    return services.accounts.refresh


@pytest.fixture
def open_as(services: Services, settings: Settings) -> Callable[[Org | Actor], ConsoleApp]:
    """Give the way to open the console as an organisation's legal representative, or as another person."""

    def opened(who: Org | Actor) -> ConsoleApp:
        actor = who.owner if isinstance(who, Org) else who
        return ConsoleApp.over(services, settings, signed_in=services.accounts.refresh(actor), org=actor.org_id)

    return opened
