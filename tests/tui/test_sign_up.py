"""Signing up by keys alone in the design's terminal, and the VAT number that is asked for on the way to a payment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.builders import STAFF_EMAIL, Builder, Org
from tests.tui.driver import DESIGN, Console, at_once, console, keys, screen_text, settle, type_text, until

from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import SMALLEST, ConsoleApp
from resellertui.tui.screens.edit_account import EditAccountPage
from resellertui.tui.screens.sign_in import SignInScreen
from resellertui.tui.screens.signing_up.page import SignUpPage

Open = Callable[[Org | Actor], ConsoleApp]
WORD = "abcde fghi"
ROMA = ("B [red]", "o@b.it", "", "", "", "Via", "", "", "Roma", "")


def shown(pilot: Console) -> str:
    """Return the screen's text, its line breaks and frames as single blanks."""
    return " ".join(screen_text(console(pilot)).replace("│", " ").split())


async def fill(pilot: Console, *lines: str) -> None:
    """Type lines into the fields one after the other, as fast as one can."""
    for line in lines:
        await pilot.press(*("space" if ch == " " else ch for ch in line), "enter")
    await settle(pilot)


async def test_an_italian_company_signs_up_orders_and_enters_its_vat_number_when_it_pays(
    services: Services, settings: Settings
) -> None:
    app = ConsoleApp.over(services, settings)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        assert "f3 Sign up" in shown(pilot)
        await keys(pilot, "f3")
        await pilot.resize_terminal(*SMALLEST)
        await settle(pilot)
        assert "[1 Kind]›2 Contact›3 Numbers›4 You›5 Terms›6 Review" in shown(pilot)
        await pilot.resize_terminal(*DESIGN)
        await keys(pilot, "f8")
        await fill(pilot, *ROMA)
        await type_text(pilot, "X")
        await keys(pilot, "f8")
        assert "Give a country by its two-letter code" in shown(pilot)
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "IT")
        await keys(pilot, "f8")
        assert "A company in Italy without a VAT number pays the VAT of its country." in shown(pilot)
        await keys(pilot, "f8")
        await fill(pilot, "Ada", STAFF_EMAIL, WORD)
        await type_text(pilot, "else")
        await keys(pilot, "f8")
        assert "It is not the same as above." in shown(pilot)
        assert WORD not in shown(pilot)
        await keys(pilot, "ctrl+u")
        await fill(pilot, WORD)
        await keys(pilot, "f8")
        assert "nothing is made without" in shown(pilot)
        await keys(pilot, "space", "f8")
        assert "F8 goes to the first of it: · Your e-mail: This address has an account." in shown(pilot)
        await keys(pilot, "f8", "end", "ctrl+u")
        await type_text(pilot, "a@b.it")
        await at_once(pilot, "escape", "escape", "f8", "f8", "f8", "f8")
        assert "Make B [red]?" in shown(pilot)
        assert "Italy (IT)" in shown(pilot)
        assert "F8 makes it." in shown(pilot)
        await keys(pilot, "f8")
        assert "▾ B [red]" in shown(pilot)
        assert "What needs you" in shown(pilot)

        services.prepaid.top_up(app.actor, PrepaidInput.of(amount="50.00", currency="EUR"))
        await keys(pilot, "g", "w")
        assert "50.00" in shown(pilot)
        await keys(pilot, "g", "b", "n")
        await fill(pilot, "b.it")
        await keys(pilot, "f8", "b", "o")
        assert "9.10 EUR instead of 11.10" in shown(pilot)
        await keys(pilot, "enter", "y", "escape")
        services.orders.place(app.actor, OrderInput.of(lines=[{"sku": "web-hosting"}]))
        await keys(pilot, "g", "t", "asterisk", "p")
        assert "it would be 18.20 EUR instead of 22.20" in shown(pilot)
        await keys(pilot, "down", "enter")
        form = app.screen
        assert isinstance(form, EditAccountPage)
        assert form.focused is not None
        await type_text(pilot, "it00743110157")
        await keys(pilot, "tab", "tab", "space", "f8")
        await until(pilot, "Pay?")
        assert "18.20 EUR leave your prepaid account." in shown(pilot)
        assert "INV-3, for B [red]: 9.10 EUR." in shown(pilot)
        assert "Reverse charge: the buyer, a company in Italy with the VAT number IT 00743110157" in shown(pilot)
        await keys(pilot, "y")
        await until(pilot, "Nothing is to pay.")

    person = services.accounts.sign_in("a@b.it", WORD)[0]
    actor = Actor(user_id=person.user_id, org_id=int(person.organisations[0].id[4:]))
    states = [(one.state, one.total) for one in services.billing.documents(actor, DocumentQuery()).rows]
    assert sorted(states) == [("paid", "9.10"), ("paid", "9.10"), ("void", "11.10"), ("void", "11.10")]
    assert services.prepaid.show(actor)[0].balance == "31.80"
    assert services.maintenance.check(Actor.operator()).clean


async def test_a_signed_in_person_makes_a_swiss_company_that_is_not_asked_and_sees_why(
    open_as: Open, make: Builder, services: Services, settings: Settings
) -> None:
    app = open_as(make.organisation("Bakery", email="owner@bakery.example"))
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "A", "n")
        assert isinstance(app.screen, SignUpPage)
        assert "4 Terms" in shown(pilot)
        await keys(pilot, "f8")
        await fill(pilot, "[/]Bäcker", "o@b.ch", "", "", "", "Weg", "", "", "Bern", "", "CH")
        why = "A company in Switzerland is not asked for a VAT number: its Swiss VAT number is its UID"
        assert why in shown(pilot)
        assert "VAT number" not in shown(pilot).replace(why, "")
        await keys(pilot, "escape", "escape", "escape")
        assert "Leave without keeping it?" in shown(pilot)
        await keys(pilot, "n", "up", "space", "f8", "f8")
        assert "A VAT number is for companies: an individual is not asked for one." in shown(pilot)
        assert "Register number" not in shown(pilot)
        await keys(pilot, "escape", "escape", "down", "space", "f8", "f8")
        assert why in shown(pilot)
        await type_text(pilot, "CHE116281710")
        assert "Written CHE-116.281.710." in shown(pilot)
        await keys(pilot, "f8", "space", "f8", "f8")
        assert "▾ [/]Bäcker" in shown(pilot)
        services.prepaid.top_up(app.actor, PrepaidInput.of(amount="50.00", currency="CHF"))
        services.orders.place(app.actor, OrderInput.of(lines=[{"sku": "web-hosting"}]))
        await keys(pilot, "g", "t", "p")
        assert "Pay?" in shown(pilot)
        await keys(pilot, "y")
        await until(pilot, "Nothing is to pay.")
        await keys(pilot, "g", "a", "end")
        assert why in shown(pilot)

    off = ConsoleApp.over(Services(replace(services.office, sign_up=False)), settings)
    async with off.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        assert isinstance(off.screen, SignInScreen)
        assert "Sign up" not in shown(pilot)


async def test_going_on_without_a_number_pays_and_leaving_the_form_comes_back_to_the_question(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bottega", country="IT")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="50.00", currency="EUR"))
    make.product(org, "bottega.it", expires_on=services.office.clock.now().date())
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "right_square_bracket", "p")
        assert "No VAT number yet" in shown(pilot)
        await keys(pilot, "e")
        assert isinstance(console(pilot).screen, EditAccountPage)
        await keys(pilot, "escape")
        assert "No VAT number yet" in shown(pilot)
        await keys(pilot, "w")
        assert "11.10 EUR" in shown(pilot)
        await keys(pilot, "y")
        await settle(pilot)
        await keys(pilot, "p")
        assert "No VAT number yet" not in shown(pilot)

    assert services.prepaid.show(org.owner)[0].balance == "38.90"
