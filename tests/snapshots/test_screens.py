"""The main screens as they are painted, at the design size and at a large one; `make snapshots` writes them anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import textual
from tests.demonstration import AGENCY, CLIENT, console_of, opened
from tests.tui.driver import keys, settle
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from resellertui.domain.errors import Conflict
from resellertui.services.console import Services
from resellertui.settings import Settings, load_settings
from resellertui.tui.app import ConsoleApp

PAINTED_BY = "8.2.8"
"""The Textual that painted what is compared: another one paints its own widgets differently."""

SAMPLE = Path(__file__).parents[2] / "assets" / "clients-sample-en.csv"

pytestmark = pytest.mark.skipif(
    textual.__version__ != PAINTED_BY, reason=f"the snapshots were painted by Textual {PAINTED_BY}"
)

Compare = Callable[..., bool]


@dataclass(frozen=True)
class View:
    """A screen: who looks at it, and the keys that lead there."""

    name: str
    person: str
    keys: tuple[str, ...] = ()


TO_SEARCH = ("g", "p", "n")
TO_ACCESS = (*TO_SEARCH, *"rive", "enter")
TO_PRODUCTS = (*TO_ACCESS, "l", "space", "down", "space")

VIEWS = (
    View("sign-in", ""),
    View("home", AGENCY),
    View("home-client", CLIENT),
    View("products", CLIENT, ("g", "o")),
    View("partner", AGENCY, ("g", "p")),
    View("add-partner-search", CLIENT, (*TO_SEARCH, *"rive")),
    View("add-partner-access", CLIENT, TO_ACCESS),
    View("add-partner-products", CLIENT, TO_PRODUCTS),
    View("add-partner-review", CLIENT, (*TO_PRODUCTS, "enter")),
    View("partnership", AGENCY, ("g", "p", "enter")),
    View("clients", AGENCY, ("g", "c")),
    View("clients-filtered", AGENCY, ("g", "c", "slash", *"gen")),
    View("client", AGENCY, ("g", "c", "down", "enter")),
    View("add-client", AGENCY, ("g", "c", "n")),
    View("acting-for", AGENCY, ("g", "c", "o")),
    View("help", AGENCY, ("question_mark",)),
    View("palette", AGENCY, ("colon", *"part")),
)


@pytest.fixture
def gallery(told: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the demonstration in a home of its own, and a terminal that is the same everywhere."""
    shutil.copytree(told, home, dirs_exist_ok=True)
    for name in ("NO_COLOR", "FORCE_COLOR", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    return home


@pytest.fixture
def story(gallery: Path) -> Iterator[tuple[Services, Settings]]:
    """Give the services over the copy, with its settings."""
    settings = load_settings()
    with opened(settings, gallery / "demo.sqlite") as services:
        yield services, settings


async def still(pilot: Pilot[Any]) -> None:
    """Wait until all is at rest, and stop the cursor from blinking."""
    await settle(pilot)
    for entry in pilot.app.screen.query(Input):
        entry.cursor_blink = False
    for lines in pilot.app.screen.query(TextArea):
        lines.cursor_blink = False
    await settle(pilot)


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Give the sizes of the terminal."""
    width, height = request.param
    return width, height


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_screen_is_painted_as_before(
    view: View, size: tuple[int, int], story: tuple[Services, Settings], snap_compare: Compare
) -> None:
    async def walk(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await keys(pilot, *view.keys)
        await still(pilot)

    assert snap_compare(console_of(*story, view.person), terminal_size=size, run_before=walk)


def test_error_is_painted_as_before(
    size: tuple[int, int], story: tuple[Services, Settings], snap_compare: Compare
) -> None:
    async def walk(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        app = pilot.app
        assert isinstance(app, ConsoleApp)
        app.show_error(
            Conflict(
                "Rive Gauche Numérique Sàrl has full access already.",
                "Nothing was changed.",
                "End that partnership first, or ask for limited access.",
            )
        )
        await still(pilot)

    assert snap_compare(console_of(*story, CLIENT), terminal_size=size, run_before=walk)


@pytest.mark.parametrize("page", ["columns", "dry-run"])
def test_import_is_painted_as_before(
    page: str,
    size: tuple[int, int],
    gallery: Path,
    story: tuple[Services, Settings],
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(gallery)
    shutil.copy(SAMPLE, gallery / "clients.csv")

    async def walk(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await keys(pilot, "g", "c", "i", *"clients.csv", "enter")
        if page == "dry-run":
            await keys(pilot, "p")
        await still(pilot)

    assert snap_compare(console_of(*story, AGENCY), terminal_size=size, run_before=walk)
