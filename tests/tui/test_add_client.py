"""The Add client wizard: its steps, its way back, and that it tells nobody whom it knows."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, console, keys, screen_text, settle, type_text

from resellertui.domain.partnership import Access, Payment, Side
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_four_steps_send_a_request_for_limited_access(open_as: Open, town: Town, services: Services) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "n")
        await type_text(pilot, "new@client.test")
        await keys(pilot, "enter", "enter")
        await type_text(pilot, "web hosting")
        await keys(pilot, "enter")
        review = " ".join(screen_text(console(pilot)).split())
        await keys(pilot, "enter")
        after = screen_text(console(pilot))

    (sent,) = (
        one
        for one in services.partnerships.list(town.agency.owner, side=Side.PARTNER)
        if one.client == "new@client.test"
    )
    assert sent.access is Access.LIMITED
    assert sent.requested.families == "web hosting"
    assert "The answer is the same whether or not this address is known." in review
    assert "asked for: web hosting" in review
    assert "[Pending]" in after
    assert "▸  new@client.test" in after


async def test_full_access_asks_whose_payment_method(open_as: Open, town: Town, services: Services) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "n")
        await type_text(pilot, "new@client.test")
        await keys(pilot, "enter", "j", "enter", "j", "enter", "enter")

    (sent,) = (
        one
        for one in services.partnerships.list(town.agency.owner, side=Side.PARTNER)
        if one.client == "new@client.test"
    )
    assert sent.access is Access.FULL
    assert sent.payment is Payment.PARTNER


async def test_a_malformed_address_is_refused_under_its_field_and_nothing_is_sent(
    open_as: Open, town: Town, services: Services
) -> None:
    before = len(services.partnerships.list(town.agency.owner))

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "n", "enter")
        shown = screen_text(console(pilot))

    assert "It is missing." in shown
    assert "step 1 of 4" in shown
    assert len(services.partnerships.list(town.agency.owner)) == before


async def test_the_screens_are_the_same_for_a_known_and_an_unknown_address(
    open_as: Open, town: Town, make: Builder
) -> None:
    make.organisation("Somebody", email="known@client.test")
    reviews = []
    for address in ("known@client.test", "other@client.test"):
        async with open_as(town.agency).run_test(size=WIDE) as pilot:
            await settle(pilot)
            await keys(pilot, "g", "c", "n")
            await type_text(pilot, address)
            await keys(pilot, "enter", "enter", "enter")
            reviews.append(screen_text(console(pilot)).replace(address, "ADDRESS"))

    assert "ADDRESS" in reviews[0]
    assert reviews[0] == reviews[1]


async def test_escape_goes_back_step_by_step_and_keeps_what_was_typed(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "n")
        await type_text(pilot, "new@client.test")
        await keys(pilot, "enter", "enter", "escape", "escape")
        shown = screen_text(console(pilot))

    assert "step 1 of 4" in shown
    assert "new@client.test" in shown


async def test_a_request_that_is_written_is_not_lost_without_a_question(
    open_as: Open, town: Town, services: Services
) -> None:
    before = len(services.partnerships.list(town.agency.owner))

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "n")
        await type_text(pilot, "new@client.test")
        await keys(pilot, "escape")
        question = screen_text(console(pilot))
        await keys(pilot, "y")

        assert console(pilot).screen is console(pilot).frame

    assert "The request has not been sent." in question
    assert len(services.partnerships.list(town.agency.owner)) == before
