"""A database in a folder of its own, for machines that live several lives in one test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.builders import PASSWORD, STAFF_EMAIL, quick_hash

from resellertui.adapters.clock import Clock
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.settings import load_settings


def founded_in(home: Path, clock: Clock) -> Services:
    """Found a provider in a folder that holds everything it writes; return its services."""
    chosen = replace(
        load_settings(),
        config_dir=home / "config",
        data_dir=home,
        state_dir=home,
        database=str(home / "db.sqlite"),
        outbox_dir=home / "outbox",
        quotes_dir=home / "quotes",
    )
    return found(
        chosen,
        provider_name="Provider",
        owner_name="Sofia",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        clock=clock,
    )
