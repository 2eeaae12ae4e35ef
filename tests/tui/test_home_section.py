"""Home by keys alone: each line leads to where it is dealt with and escape comes back; figures at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.hostile import HOSTILE
from tests.services.quoting import file, wants
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, Console, console, key_of, keys, screen_text, settle

from resellertui.adapters.clock import FixedClock
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.support.case_views import Message, NewRequest
from resellertui.tui.app import ConsoleApp
from resellertui.tui.widgets.plot import BarPlot

Open = Callable[[Org | Actor], ConsoleApp]


def shown(pilot: Console) -> str:
    """Return what is on the screen."""
    return screen_text(console(pilot))


def under_cursor(pilot: Console) -> str:
    """Return the line of the list that has the cursor."""
    return next((line.partition("▸  ")[2] for line in shown(pilot).splitlines() if "▸  " in line), "")


def in_front(pilot: Console) -> str:
    """Return the title of the section in front."""
    frame = console(pilot).frame
    assert frame is not None
    assert frame.current is not None
    return frame.current.TITLE


async def test_each_number_leads_to_its_row_and_escape_comes_back(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    make.product(town.agency, "dead.test", expires_on=TODAY - timedelta(days=2))
    make.product(town.bakery, "soon.test", expires_on=TODAY + timedelta(days=3))
    services.orders.place(town.agency.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    wants(make, town.agency)
    file(services, need="Three sites for our branches")
    case = services.support_cases.open(town.agency.owner, NewRequest.of(subject="x", text="y")).case.id
    services.support_queue.answer(make.staff, case, Message.of(text="z"))
    ways = (
        ("1", "dead.test", "[Expired]", "dead.test"),
        ("3", "A client's soon.test", "[Within 14 days]", "soon.test"),
        ("5", "1 quote request waits for your offer", "[To answer]", "Three sites"),
        ("7", "The support answered CASE-1", "[Requests]", "CASE-1"),
    )

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        for number, said, tab, row in ways:
            assert f"{number} " in (line := next(one for one in shown(pilot).splitlines() if said in one)), line
            await keys(pilot, number)
            assert tab in shown(pilot), number
            assert row in under_cursor(pilot), number
            await keys(pilot, "escape")
            assert in_front(pilot) == "Home", number
            assert said in under_cursor(pilot), "the cursor is where one went from"

        # a request for a partnership is opened, since each has its own answer
        assert "4 ● Fleurs & Cie asks you" in shown(pilot)
        await keys(pilot, "4")
        assert "a Accept" in shown(pilot)
        await keys(pilot, "escape")
        assert in_front(pilot) == "Home"

        # enter does the same; what one has typed there is undone first
        await keys(pilot, "home", "enter", "slash", "x", "enter", "escape")
        assert in_front(pilot) == "Products"
        await keys(pilot, "escape")
        assert in_front(pilot) == "Home"

        # who has gone elsewhere is not brought back
        await keys(pilot, "1", "g", "i", "escape")
        assert in_front(pilot) == "Invoices"
        await keys(pilot, "g", "h", "8", "escape")
        assert in_front(pilot) == "Home"
        await keys(pilot, "9")
        assert "There is no line of this number." in " ".join(one.message for one in console(pilot)._notifications)

        # a hostile name stands as it is
        await keys(pilot, "right_square_bracket")
        assert "[Revenue]" in shown(pilot)
        assert "Nothing in twelve months." in shown(pilot)


@pytest.fixture
def earning(services: Services, make: Builder, clock: FixedClock) -> Org:
    """Give a partner with cashback, charged lines in two currencies, and renewals to come."""
    agency = make.partner("Agency " + next(one for one in HOSTILE if "[red]" in one)[:12])
    for currency in ("CHF", "EUR"):
        services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="900.00", currency=currency))
    clock.advance(days=-40)
    for name, country, payment in (("Bakery", "CH", Payment.PARTNER), ("Hotel", "FR", Payment.CLIENT)):
        client = make.organisation(name, country=country)
        make.active(client, agency, payment=payment)
        who = agency if payment is Payment.PARTNER else client
        if who is client:
            services.prepaid.top_up(client.owner, PrepaidInput.of(amount="900.00", currency="EUR"))
        wish = {"lines": [{"sku": "web-hosting-yearly"}], "pay": True}
        services.orders.place(who.owner, OrderInput.of(**wish, **({"client": client.ref} if who is agency else {})))
        make.product(client, f"{name.lower()}.test", expires_on=TODAY + timedelta(days=20))
    clock.advance(days=40)
    return agency


async def test_figures_stand_beside_the_list_and_under_tabs_with_their_values(open_as: Open, earning: Org) -> None:
    async with open_as(earning).run_test(size=WIDE) as pilot:
        await settle(pilot)
        text = shown(pilot)
        assert "Charged to you for clients by month, CHF without VAT" in text
        assert "Cashback by month, CHF" in text
        assert "2 in 10 weeks, 0 of them this week." in text
        assert "CHF [" in text
        assert "not reached" in text
        assert any("██" in line and "┤" in line for line in text.splitlines())

        await keys(pilot, key_of(pilot.app.screen, "home.currency"))
        assert "Cashback by month, EUR" in shown(pilot)
        await keys(pilot, "right_square_bracket", "right_square_bracket")
        assert "Oct 2026" in shown(pilot)
        assert "EUR" in next(line for line in shown(pilot).splitlines() if "Oct 2026  " in line)
        await keys(pilot, "down", "enter")
        assert "2026-10 EUR" in shown(pilot)
        assert "Hotel" in under_cursor(pilot)
        await keys(pilot, "escape", "right_square_bracket")
        assert "[Renewals]" in shown(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert any("█" in line and "┤" in line for line in shown(pilot).splitlines())
        assert "7 Dec 2026" in shown(pilot)
        assert sum(plot.is_on_screen for plot in pilot.app.screen.query(BarPlot)) == 1


async def test_the_way_to_other_sections_stands_in_the_footer_of_a_full_home_at_80_columns(
    open_as: Open, earning: Org, make: Builder, services: Services
) -> None:
    for number in range(9):
        make.request(make.organisation(f"Asker {number}"), earning)
    make.product(earning, "dead.test", expires_on=TODAY - timedelta(days=2))
    make.product(earning, "soon.test", expires_on=TODAY + timedelta(days=3))
    services.orders.place(earning.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    case = services.support_cases.open(earning.owner, NewRequest.of(subject="x", text="y")).case.id
    services.support_queue.answer(make.staff, case, Message.of(text="z"))

    async with open_as(earning).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        footer = shown(pilot).splitlines()[-1]
        assert all(one in footer for one in ("1 to 9 ", "enter Open", "] Figures", "/ Filter", "g Go", "? Help")), (
            footer
        )
        await keys(pilot, "right_square_bracket")
        footer = shown(pilot).splitlines()[-1]
        assert "c Currency" in footer, "the amounts are in two currencies"
        assert "g Go" in footer
        await keys(pilot, "left_square_bracket")
        footer = shown(pilot).splitlines()[-1]
        assert "g Go" in footer, "where no amount is shown, its currency takes no room"
        assert "c Currency" not in footer
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert "c Currency" in shown(pilot).splitlines()[-1]


async def test_the_footer_names_the_numbers_that_are_there_when_another_line_comes(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    make.product(town.bakery, "dead.test", expires_on=TODAY - timedelta(days=2))
    async with open_as(town.bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        lines = len(services.home.complete(town.bakery.owner).attention)
        assert lines > 0
        services.orders.place(town.bakery.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
        console(pilot).changed.publish(None)
        await settle(pilot)
        assert f"1 to {lines + 1} Go there" in shown(pilot)


@pytest.mark.parametrize(("who", "says"), [("agency", "g c, then n adds a client"), ("client", "g b orders a first")])
async def test_who_is_new_is_told_what_to_do_first(open_as: Open, make: Builder, who: str, says: str) -> None:
    org = make.partner("New") if who == "agency" else make.organisation("New")

    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)

        assert says in " ".join(shown(pilot).split())
