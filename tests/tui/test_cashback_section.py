"""Cashback: its totals, its chart, its sums, and the way from a sum down to the ledger, by keys alone."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, WIDE, console, keys, screen_text, settle, type_text

from resellertui.domain.cashback import FULL
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def agency(make: Builder, services: Services) -> Org:
    """Give a partner with cashback in two currencies, from two clients, in two months."""
    agency = make.partner("Agency")
    for name, country, currency in (("Bakery [red]", "CH", "CHF"), ("Épicerie", "FR", "EUR")):
        client = make.organisation(name, country=country)
        make.active(client, agency, payment=Payment.CLIENT)
        services.prepaid.top_up(client.owner, PrepaidInput.of(amount="500.00", currency=currency))
        lines = [{"sku": "web-hosting", "quantity": 35 if country == "CH" else 1}]
        services.orders.place(client.owner, OrderInput.of(lines=lines, pay=True))
        services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    return agency


@pytest.mark.parametrize("size", [DESIGN, WIDE])
async def test_the_totals_and_the_chart_of_a_year_are_read_at_any_size(
    open_as: Open, agency: Org, size: tuple[int, int]
) -> None:
    async with open_as(agency).run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k")
        shown = screen_text(console(pilot))
        assert "CHF: 52.08 earned, 1.48 pending, 0.00 reversed." in shown
        assert "EUR: 1.82 earned" in shown
        await keys(pilot, "right_square_bracket")
        shown = screen_text(console(pilot))
        month = next(line for line in shown.splitlines() if "2026-11" in line)
        assert "52.08" in month
        assert month.count(FULL) >= 10
        assert FULL not in next(line for line in shown.splitlines() if "2025-12" in line)
        assert "1.82" not in month
        await keys(pilot, "right_square_bracket")
        month = next(line for line in screen_text(console(pilot)).splitlines() if "2026-11" in line)
        assert "1.82" in month
        assert month.count(FULL) >= 10


async def test_a_bar_follows_the_width_of_the_terminal(open_as: Open, agency: Org) -> None:
    def bars(text: str) -> int:
        return text.count(FULL)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k", "right_square_bracket")
        narrow = bars(screen_text(console(pilot)))
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert bars(screen_text(console(pilot))) > narrow + 40


async def test_a_sum_opens_its_lines_and_a_line_its_rule_order_invoice_and_ledger(open_as: Open, agency: Org) -> None:
    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k", "left_square_bracket", "left_square_bracket")
        shown = screen_text(console(pilot))
        assert "Bakery [red]" in shown
        await keys(pilot, "equals_sign")
        shown = screen_text(console(pilot))
        assert "2 lines in CHF: 52.08 earned, 1.48 pending" in shown
        await keys(pilot, "escape", "enter")
        shown = screen_text(console(pilot))
        assert "Épicerie" not in shown
        assert "pending" in shown
        await keys(pilot, "end", "enter")
        text = " ".join(str(one.render()) for one in console(pilot).screen.query(".effect"))
        for piece in ("Who pays", "ORD-1", "Prices", "Priced by", "52.08", "Invoice", "Ledger", "TXN-"):
            assert piece in text
        await keys(pilot, "escape", "escape")
        assert "Épicerie" in screen_text(console(pilot))


async def test_what_is_listed_is_written_to_a_file(open_as: Open, agency: Org, settings: Settings) -> None:
    async with open_as(agency).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k", "slash")
        await type_text(pilot, "EUR")
        await keys(pilot, "enter", "x")
        await settle(pilot)
        (file,) = settings.export_dir.glob("cashback-*.csv")
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        assert [one["client"] for one in rows] == ["Épicerie", "Épicerie"]
        await keys(pilot, "right_square_bracket", "x")
        await settle(pilot)
    assert len(list(settings.export_dir.glob("cashback-*.csv"))) == 2
