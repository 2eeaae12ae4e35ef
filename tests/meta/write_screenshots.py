"""Writes the pictures in `assets/` by the program itself: `python -m tests.meta.write_screenshots`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from tests.demonstration import AGENCY, CLIENT, console_of, make_story, nothing_of_the_machine, opened
from tests.tui.driver import keys, settle

from resellertui.settings import load_settings

ASSETS = Path(__file__).parents[2] / "assets"
SIZE = (100, 30)
PICTURES = (
    ("home", AGENCY, ()),
    ("managed-clients", AGENCY, ("g", "c", "space", "down", "space", "down", "down")),
    ("add-partner", CLIENT, ("g", "p", "n", "r", "i", "v", "e", "enter", "l", "space", "down", "space", "enter")),
    ("partnership", AGENCY, ("g", "p", "enter")),
)
"""The name of each picture, who is at the console, and the keys that lead there."""


async def write_screenshots(folder: Path) -> None:
    """Make the demonstration in a folder, and every picture from it."""
    settings = load_settings()
    place = folder / "demo.sqlite"
    make_story(settings, place)
    for name, person, path in PICTURES:
        with opened(settings, place) as services:
            app = console_of(services, settings, person)
            async with app.run_test(size=SIZE) as pilot:
                await settle(pilot)
                await keys(pilot, *path)
                app.save_screenshot(f"{name}.svg", str(ASSETS))


if __name__ == "__main__":
    nothing_of_the_machine()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "RESELLERTUI_SECRETS": "file"}
        asyncio.run(write_screenshots(Path(home)))
