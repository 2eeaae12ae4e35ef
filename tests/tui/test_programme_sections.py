"""From an application to a listing that a client finds: one walk by keys, at 80×24."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update
from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, WIDE, console, keys, press, screen_text, settle, type_text

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.programme.views import ApplicationDraft
from resellertui.store.models import Organisation
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_an_agency_applies_staff_approve_it_lists_itself_and_a_client_finds_it(
    open_as: Open, make: Builder, services: Services
) -> None:
    novo = make.organisation("Novo [red]", email="owner@novo.test", city="Lugano", products=("novo.ch",))
    for number in range(16):
        make.product(novo, f"site{number}.ch")
    with services.office.filling() as session:
        session.execute(
            update(Organisation)
            .where(Organisation.id == novo.number)
            .values(register_number="CHE100155212", website="https://novo.test")
        )
    cafe = make.organisation("Café Rive", products=("cafe.test",))

    async with open_as(novo).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "m")
        assert "Not applied yet: 3 of 9 conditions hold" in screen_text(console(pilot))
        services.applications.save(novo.owner, ApplicationDraft(provider_products=False))  # in another console
        await keys(pilot, "home", "down", "down", "space")
        assert "Someone else has changed" in screen_text(console(pilot))
        await keys(pilot, "escape")
        assert "Draft APP-1: 3 of 9" in screen_text(console(pilot)), "what someone else wrote is looked at again"
        await keys(pilot, "n")
        assert "can't be sent yet" in screen_text(console(pilot))
        await keys(pilot, "escape", "e")
        for _box in range(4):
            await pilot.press("tab", "space")
        await keys(pilot, "f8")
        await pilot.press("home", "down", "down")
        await keys(pilot, "space")
        assert "Draft APP-1: 8 of 9" in screen_text(console(pilot))
        await keys(pilot, "end", "space")
        assert "Reseller terms" in screen_text(console(pilot))
        await keys(pilot, "escape", "y")
        assert "Draft APP-1: 9 of 9 conditions hold" in screen_text(console(pilot))
        await keys(pilot, "n")
        assert "staff check the application" in screen_text(console(pilot))
        await keys(pilot, "y")
        assert "APP-1 was sent" in screen_text(console(pilot))
        await keys(pilot, "space")
        assert "Withdraw it (w)" in screen_text(console(pilot))

    async with open_as(make.staff).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "f")
        assert "Novo [red]" in screen_text(console(pilot))
        await press(pilot, "admission.approve")
        assert "not confirmed" in screen_text(console(pilot)).replace("\n", " ")
        assert "␊" not in screen_text(console(pilot)), "each reason stands on its own line"
        await keys(pilot, "escape", "enter")
        assert "CHF 2023.68" in screen_text(console(pilot))
        await keys(pilot, "w", "f", "a")
        assert "Approve Novo [red] as a partner?" in screen_text(console(pilot))
        await keys(pilot, "y", "escape", "right_square_bracket")
        assert "[Approved]" in screen_text(console(pilot))
        await keys(pilot, "l", "tab")
        await type_text(pilot, "ET-9")
        await keys(pilot, "f8")

    async with open_as(novo).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "m")
        text = screen_text(console(pilot))
        assert "The way to the thresholds" in text
        assert "ET-9" in text
        await keys(pilot, "g", "d")
        text = screen_text(console(pilot))
        assert "What is missing" in text
        assert "it is not shown now" in text
        await keys(pilot, "e", "tab")
        await type_text(pilot, "web design, [blink]")
        await keys(pilot, "tab")
        await type_text(pilot, "it")
        await keys(pilot, "f8")
        await keys(pilot, "l")
        assert "yes, visitors find it" in screen_text(console(pilot))
        text = screen_text(console(pilot))
        assert "[blink]" in text
        preview = text[text.index("As a visitor sees it") :]
        assert "Lugano, Switzerland" in preview, "as on the published page, where nothing is a code"
        assert "Italian" in preview
        assert "owner@novo.test" not in preview, "and no address of e-mail is published"

    async with open_as(cafe).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lugano design")
        assert "Novo [red]" in screen_text(console(pilot))
