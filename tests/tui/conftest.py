"""What tests of the console are given: a small installation with a partner, its client, and somebody to be."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from tests.builders import NOW, TODAY, Builder, Org
from tests.once import made_once

from resellertui.adapters.clock import FixedClock
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.views import SignedIn
from resellertui.settings import Settings, load_settings
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


@pytest.fixture(scope="session")
def settled(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a home with the town in it, and beside it what the town is; nobody changes it."""

    def settle_in(folder: Path) -> None:
        home = folder / "home"
        copytree(founded, home)
        settings = load_settings({"HOME": str(home), "RESELLERTUI_SECRETS": "file"})
        services = open_services(settings, clock=FixedClock(NOW))
        town = _build(Builder(services))
        services.close()
        (folder / "town").write_bytes(pickle.dumps(town))

    return made_once(tmp_path_factory, "settled", settle_in)


def _build(make: Builder) -> Town:
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
def beginning(request: pytest.FixtureRequest, founded: Path) -> Path:
    """Give the home as a copy of which a test's installation begins: with the town, if the test is given it."""
    if "town" not in request.fixturenames:
        return founded
    settled: Path = request.getfixturevalue("settled")
    return settled / "home"


@pytest.fixture
def town(settled: Path, make: Builder) -> Town:
    """Give a partner with a client, and a request that waits for its answer."""
    town = pickle.loads((settled / "town").read_bytes())  # noqa: S301  # this run of the tests wrote it
    assert isinstance(town, Town)
    make.made += [town.agency, town.bakery, town.florist]
    return town


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
