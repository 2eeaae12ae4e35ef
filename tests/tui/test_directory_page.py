"""The directory in the console: searched by keys from anywhere, read whole, and published by staff."""

from __future__ import annotations

import stat
from collections.abc import Callable

from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, console, keys, screen_text, settle, type_text

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Listing
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_partners_are_searched_by_field_read_whole_and_published_by_staff(
    open_as: Open, make: Builder, services: Services, settings: Settings
) -> None:
    for number in range(105):
        make.partner(f"House {number:03}")
    ponte = make.organisation("Ponte [red]", city="Lugano", email="owner@ponte.test")
    words = "Pages, [bold]shops[/bold] and letters. " * 30
    listing = Listing.of(services=("letters",), languages=("it",), description=words)
    services.programme.approve(make.staff, ponte.ref, listing)

    async with open_as(make.organisation("Café Rive")).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "f7", "end")
        shown = screen_text(console(pilot))
        assert "of 106" in shown
        assert "▸  Ponte [red]" in shown
        assert "verified partner since 23 Nov 2026" in shown, "the card of a partner beyond the first pages is known"
        assert "Export" not in shown
        await keys(pilot, "slash")
        await type_text(pilot, "place:svizzera language:ital")
        assert "1–1 of 1" in screen_text(console(pilot))
        await keys(pilot, "enter", "enter")
        await settle(pilot)
        whole = " ".join(str(one.render()) for one in console(pilot).screen.query(".effect"))
        assert whole.count("[bold]shops[/bold]") == 30
        await keys(pilot, "escape", "slash")
        await type_text(pilot, " name:nobody")
        assert "No approved partner matches" in screen_text(console(pilot))

    async with open_as(ponte).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "d", "slash")
        shown = screen_text(console(pilot))
        assert "of 105" in shown
        assert "▸  House 000" in shown

    async with open_as(make.staff).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "f7", "x", "w")
        await settle(pilot)
        assert "106 partners are written." in screen_text(console(pilot))
    (file,) = settings.export_dir.glob("directory-*.html")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert "Ponte [red]" in file.read_text(encoding="utf-8")
