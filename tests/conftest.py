"""What most tests are given: a home of their own, a clock that stands still, and an installation on a real file."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings as examples
from tests.builders import NOW, PASSWORD, STAFF_EMAIL, Builder, quick_hash, quick_hasher
from tests.compiled_once import compile_statements_once
from tests.demonstration import make_story
from tests.once import made_once
from tests.parsed_styles import parse_styles_once
from tests.quick_disk import wait_for_no_disk
from tests.stillness import wait_in_stillness
from tests.unpainted import leave_unpainted

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.secrets import FileSecrets
from resellertui.services import passwords
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.services.opening import open_services
from resellertui.services.unit import Office
from resellertui.settings import Settings, load_settings
from resellertui.tui.widgets import pauses

examples.register_profile("quick", max_examples=50)
examples.register_profile("thorough", max_examples=1000)
examples.load_profile("quick")  # for more of them: pytest --hypothesis-profile thorough


def pytest_collection_finish() -> None:
    """Look for garbage more rarely, and never among what was loaded: that is most of what there is, and all stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the machine's keyring; one that is about keyrings names its own."""
    monkeypatch.setenv("RESELLERTUI_SECRETS", "file")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what the console does behind a paint be done at once; terminals of their own keep the pause."""
    monkeypatch.setattr(pauses, "PAINTED", 0.0)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords chosen in a test cost no time; processes of their own hash as they do for people."""
    monkeypatch.setattr(passwords, "_hasher", quick_hasher)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing wait for the disk, nor for statements compiled before: no test pulls the plug.

    Programs of their own wait for both as they do for people.
    """
    compile_statements_once(monkeypatch)
    wait_for_no_disk(monkeypatch)


@pytest.fixture(autouse=True)
def stillness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pilots wait for what there is to do, and no longer; let apps share the style sheets that were parsed."""
    wait_in_stillness(monkeypatch)
    parse_styles_once(monkeypatch)


@pytest.fixture
def painted() -> None:
    """Let the apps of a test render whatever they would send to a terminal."""


@pytest.fixture(autouse=True)
def unpainted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let apps render only what a test looks at, unless it asks for `painted`."""
    if "painted" not in request.fixturenames:
        leave_unpainted(monkeypatch)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home folder of its own, and nothing of the machine's settings."""
    for name in list(os.environ):
        if name.startswith(("RESELLERTUI_", "XDG_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("RESELLERTUI_SECRETS", "file")  # set again: the loop above has just removed it
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    """Give the settings of a machine on which nothing was set."""
    return load_settings()


@pytest.fixture
def clock() -> FixedClock:
    """Give a clock that stands at `NOW` until the test moves it."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a live installation as it is on its first day; nobody changes it."""
    return made_once(tmp_path_factory, "founded", _found)


def _found(home: Path) -> None:
    found(
        load_settings({"HOME": str(home), "RESELLERTUI_SECRETS": "file"}),
        provider_name="Léman Hébergement SA",
        owner_name="Sofia Staff",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        clock=FixedClock(NOW),
        secrets=FileSecrets(home / ".config" / "resellertui" / "secrets"),
    ).close()


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of the demonstration on the tests' day, `demo.sqlite` in it; nobody changes it."""
    return made_once(tmp_path_factory, "told", _tell)


def _tell(home: Path) -> None:
    make_story(load_settings({"HOME": str(home), "RESELLERTUI_SECRETS": "file"}), home / "demo.sqlite")


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a demonstration of today, `demo.sqlite`, made by the program itself; nobody changes it."""
    return made_once(tmp_path_factory, "played", _play)


def _play(home: Path) -> None:
    place = str(home / "demo.sqlite")
    made = subprocess.run(
        [sys.executable, "-m", "resellertui", "--json", "demo", "--no-open", "--db", place],
        env={"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"], "RESELLERTUI_SECRETS": "file"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == {"database": place, "made": True}


@pytest.fixture
def beginning(founded: Path) -> Path:
    """Give the home as a copy of which a test's installation begins."""
    return founded


@pytest.fixture
def services(beginning: Path, home: Path, settings: Settings, clock: FixedClock) -> Iterator[Services]:
    """Give the services of a live installation that holds the provider and `staff@provider.example`, nobody else.

    Where a test of the console is given the `town`, that is in it too.
    """
    copytree(beginning, home, dirs_exist_ok=True)
    opened = open_services(settings, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def office(services: Services) -> Office:
    """Give what the services work with: to look beneath them."""
    return services.office


@pytest.fixture
def make(services: Services) -> Builder:
    """Give the builder of organisations, people and products."""
    return Builder(services)
