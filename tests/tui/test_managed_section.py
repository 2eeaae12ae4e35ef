"""Managed value: the sums beside the thresholds, and the clients that make them up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, WIDE, console, keys, screen_text, settle

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.client import ClientPage

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.mark.parametrize("size", [DESIGN, WIDE])
async def test_the_sums_and_each_clients_part_are_read_explained_and_opened(
    open_as: Open, make: Builder, services: Services, size: tuple[int, int]
) -> None:
    agency = make.partner("Agency")
    make.active(make.organisation("Bakery [red]", products=("pain.ch", "cake.ch")), agency)
    value = services.managed.value(agency.owner).totals[0].value
    async with open_as(agency).run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "y")
        shown = screen_text(console(pilot))
        assert f"{value} CHF a year; 2000.00 needed: – not reached." in shown
        row = next(line for line in shown.splitlines() if "Bakery [red]" in line)
        assert value in row
        await keys(pilot, "equals_sign")
        assert value in screen_text(console(pilot))
        await keys(pilot, "escape", "enter")
        await settle(pilot)
        assert isinstance(console(pilot).screen, ClientPage)
