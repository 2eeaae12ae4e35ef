"""A client's page: what it shows as far as it is reached, and what its keys do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from tests.builders import PASSWORD, Builder, Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, console, keys, press, screen_text, settle, type_text

from resellertui.domain.partnership import Access, Payment, State
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import ArrangementInput, Pause, RequestToClient
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_the_page_shows_what_was_asked_beside_what_was_granted(
    open_as: Open, town: Town, services: Services
) -> None:
    wish = ArrangementInput(access=Access.LIMITED, products=("pain.test",))
    services.agreements.change_access(town.bakery.owner, town.active, wish)

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter")
        shown = screen_text(console(pilot))

    asked = next(line for line in shown.splitlines() if "Asked" in line)
    granted = next(line for line in shown.splitlines() if "Granted" in line)
    assert "full access, the client's payment method (the client," in asked
    assert "limited access: pain.test" in granted


async def test_the_tabs_show_products_people_and_history(open_as: Open, town: Town, make: Builder) -> None:
    make.person(town.agency, Role.COLLABORATOR, name="Nobody Yet", email="nobody@lac.test")

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter", "]")
        products = screen_text(console(pilot))
        await keys(pilot, "]")
        people = screen_text(console(pilot))
        await keys(pilot, "v")
        history = screen_text(console(pilot))

    assert "pain.test" in products
    assert "owner@lac.test" in people
    assert "legal representative" in people
    assert "nobody@lac.test" not in people
    assert "Asked for full access" in history


async def test_a_client_that_has_not_accepted_shows_only_what_was_typed(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    known = make.organisation("Known & Co", email="known@client.test", products=("secret.test",))
    wish = RequestToClient.of(client=known.email, access=Access.FULL, payment=Payment.PARTNER)
    reference = services.requests.ask_client(town.agency.owner, wish).partnership.id

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        console(pilot).go("clients", reference)
        await settle(pilot)
        shown = screen_text(console(pilot))
        await keys(pilot, "]")
        shown += screen_text(console(pilot))

    assert "known@client.test" in shown
    assert "Known & Co" not in shown
    assert "secret.test" not in shown
    assert "once the partnership is active" in shown


async def test_nothing_of_a_paused_client_is_shown_but_the_pause(open_as: Open, town: Town, services: Services) -> None:
    services.agreements.pause(town.bakery.owner, town.active, Pause(reason="moving house", until=date(2027, 1, 15)))

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter")
        shown = screen_text(console(pilot))
        await keys(pilot, "]")
        products = screen_text(console(pilot))

    assert "‖ paused" in shown
    assert "moving house" in shown
    assert "15 Jan 2027" in shown
    assert "pain.test" not in products


async def test_a_collaborator_is_told_that_a_client_was_not_granted(open_as: Open, town: Town, make: Builder) -> None:
    helper = make.person(town.agency, Role.COLLABORATOR)

    async with open_as(helper).run_test(size=WIDE) as pilot:
        await settle(pilot)
        console(pilot).go("clients", town.active)
        await settle(pilot)
        shown = screen_text(console(pilot))

    assert "This client has not been granted to you." in shown
    assert "pain.test" not in shown


async def test_ending_asks_twice_the_second_time_for_the_password(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter")
        await press(pilot, "partnership.end")
        first = screen_text(console(pilot))
        await keys(pilot, "y")
        assert services.partnerships.show(town.agency.owner, town.active).state is State.ACTIVE
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")

    assert "End the partnership with Boulangerie [Rive] now?" in first
    assert services.partnerships.show(town.agency.owner, town.active).state is State.ENDED


async def test_a_payment_method_is_proposed_from_the_page(open_as: Open, town: Town, services: Services) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter")
        await press(pilot, "partnership.propose")
        await keys(pilot, "y")

    view = services.partnerships.show(town.bakery.owner, town.active)
    assert view.proposed_payment is Payment.PARTNER
    assert view.payment is Payment.CLIENT


async def test_escape_goes_from_a_tab_to_the_overview_and_then_to_the_list(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter", "]", "escape")
        overview = screen_text(console(pilot))
        await keys(pilot, "escape")

        assert "[Overview]" in overview
        assert console(pilot).screen is console(pilot).frame


async def test_what_is_paid_for_a_client_is_written_and_what_is_missing_is_said(
    open_as: Open, make: Builder, services: Services, settings: Settings
) -> None:
    agency, client = make.partner("Agence du Lac"), make.organisation("Boulangerie [Rive]")
    reference = make.active(client, agency, payment=Payment.PARTNER)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    order = OrderInput.of(lines=[{"sku": "kdrive-solo"}], client=client.ref, pay=True)
    done = services.orders.place(agency.owner, order)

    async with open_as(agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter", "x", "c")
        await settle(pilot)
        shown = " ".join(screen_text(console(pilot)).replace("│", " ").split())
        await keys(pilot, "escape", "x", "j")
        await settle(pilot)

    assert "1 document is written." in shown
    assert "Invoices that Boulangerie [Rive] pays are private to it, and not among them." in shown
    table, json_file = sorted(settings.export_dir.iterdir())
    assert table.name == f"{reference}-billing-2026-11-23.csv"
    assert done.document_id is not None
    assert done.document_id in table.read_text("utf-8")
    assert json.loads(json_file.read_text("utf-8"))["invoices"][0]["id"] == done.document_id


async def test_who_has_no_accounting_is_offered_no_billing(
    open_as: Open, town: Town, make: Builder, services: Services, settings: Settings
) -> None:
    person = make.person(town.agency, Role.COLLABORATOR, email="team@lac.test")
    services.people.grant_client(town.agency.owner, "team@lac.test", town.active)

    async with open_as(person).run_test(size=WIDE) as pilot:
        await settle(pilot)
        console(pilot).go("clients", town.active)
        await settle(pilot)
        assert "Boulangerie [Rive]" in screen_text(console(pilot))
        await keys(pilot, "x")
        await settle(pilot)

    assert not settings.export_dir.exists()
