"""A database in a folder of its own, for machines that live several lives in one test."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from tests.builders import NOW, PASSWORD, STAFF_EMAIL, quick_hash

from resellertui.adapters.clock import Clock, FixedClock
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.services.opening import open_services
from resellertui.settings import Settings, load_settings


def founded_in(home: Path, clock: Clock) -> Services:
    """Put a provider that was founded at `NOW` into a folder that holds everything it writes; return its services."""
    copytree(_founded().name, home, dirs_exist_ok=True)
    return open_services(_all_in(home), clock=clock)


@cache
def _founded() -> TemporaryDirectory[str]:
    """Found a provider once a process; nobody changes it."""
    folder = TemporaryDirectory()
    with closing(
        found(
            _all_in(Path(folder.name)),
            provider_name="Provider",
            owner_name="Sofia",
            owner_email=STAFF_EMAIL,
            password=PASSWORD,
            kept=quick_hash(),
            clock=FixedClock(NOW),
        )
    ):
        return folder


def _all_in(home: Path) -> Settings:
    return replace(
        load_settings(),
        config_dir=home / "config",
        data_dir=home,
        state_dir=home,
        database=str(home / "db.sqlite"),
        outbox_dir=home / "outbox",
        quotes_dir=home / "quotes",
    )
