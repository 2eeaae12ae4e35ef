"""The demonstration on a day that never changes, for pictures and snapshots of the console."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.builders import NOW

from resellertui.adapters.clock import FixedClock
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.console import Services
from resellertui.services.demo import make_demo
from resellertui.services.opening import open_services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

AGENCY, CLIENT, TEAM = "owner@agency.example", "owner@client.example", "team@agency.example"


def make_story(settings: Settings, place: Path) -> None:
    """Make the demonstration as it is on the tests' day, with a quick hash of its password."""
    make_demo(settings, str(place), clock=FixedClock(NOW)).close()


@contextmanager
def opened(settings: Settings, place: Path) -> Iterator[Services]:
    """Open a demonstration on the tests' day."""
    services = open_services(settings, database=str(place), clock=FixedClock(NOW))
    try:
        yield services
    finally:
        services.close()


def console_of(services: Services, settings: Settings, person: str = "") -> ConsoleApp:
    """Return the console as a person of the demonstration, or at its door."""
    if not person:
        return ConsoleApp.over(services, settings)
    signed_in = services.accounts.as_person(person)
    return ConsoleApp.over(
        services, settings, signed_in=signed_in, org=parse_id(Kind.ORGANISATION, signed_in.organisations[0].id)
    )


def nothing_of_the_machine() -> None:
    """Forget what the shell says about colours and terminals: pictures look the same everywhere."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM", "SSH_CONNECTION", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
