"""Shop: a basket filled, refused and ordered by keys alone, what was announced being what was done."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, console, keys, screen_text, settle, type_text, until
from textual import events

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.basket import BasketDialog
from resellertui.tui.sections.shop import ShopSection

Open = Callable[[Org | Actor], ConsoleApp]


async def test_a_basket_that_cannot_be_paid_is_kept_and_then_ordered(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    announced = services.rehearsing().orders.place(org.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "b", "slash")
        await type_text(pilot, "kdrive solo")
        await keys(pilot, "enter", "n")
        await settle(pilot)
        await keys(pilot, "f8")
        await settle(pilot)
        section = console(pilot).screen.query_one(ShopSection)
        assert announced.consequence in str(section.query_one(".shop-basket").render())
        await keys(pilot, "b", "p")
        await settle(pilot)
        assert "holds 0.00 CHF" in screen_text(console(pilot))
        await keys(pilot, "escape")
        assert isinstance(console(pilot).screen, BasketDialog)
        await keys(pilot, "o")
        await settle(pilot)
        assert announced.total in screen_text(console(pilot))
        await keys(pilot, "y")
        await settle(pilot)
        assert "Ordered" in screen_text(console(pilot))
        await keys(pilot, "escape")
        await settle(pilot)
        assert "The basket is empty." in screen_text(console(pilot))
    (row,) = services.billing.documents(org.owner, DocumentQuery()).rows
    assert (row.total, row.state) == (announced.total, "to_pay")


async def test_what_is_typed_before_the_form_is_there_is_typed_into_it(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app = console(pilot)
        for key in ("g", "b", "n", *"bnd"):  # each means something else in the list
            app.post_message(events.Key(key, key))
        app.post_message(events.Key("full_stop", "."))
        for key in ("c", "h", "f8"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await until(pilot, "Basket, 1 line")
        shown = screen_text(app)
        assert "b Basket" in shown
        assert "? Help" in shown
        await keys(pilot, "b")
        await settle(pilot)
        assert "“bnd.ch”" in screen_text(app)


async def test_a_small_terminal_shows_for_how_long_a_price_is_and_all_that_ordering_does(
    open_as: Open, make: Builder
) -> None:
    agency, client = make.partner("Rive Gauche Numérique Sàrl"), make.organisation("Traiteur Chez Zoé")
    make.active(client, agency, payment=Payment.CLIENT)
    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app = console(pilot)
        app.enter_client(client.ref)
        await settle(pilot)
        await keys(pilot, "g", "b", "n", *"zoe", "full_stop", *"ch", "f8")
        await until(pilot, "Basket, 1 line")
        shown = screen_text(app)
        assert "1 month" in shown
        words = " ".join(shown.split())
        assert "It waits in the To pay of Traiteur Chez Zoé until" in words
        assert "? Help" in shown


def test_prices_are_in_the_currency_of_whoever_pays(make: Builder, services: Services) -> None:
    agency = make.partner("Agency")
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.PARTNER)
    assert {one.currency for one in services.catalogue.kinds(agency.owner)} == {"CHF"}
    assert services.catalogue.carers(client.owner) == ()


async def test_a_full_partner_orders_inside_its_clients_organisation(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency")
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        console(pilot).enter_client(client.ref)
        await settle(pilot)
        await keys(pilot, "g", "b", "n")
        await settle(pilot)
        await keys(pilot, "f8")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "Shop for Bakery" in shown
        assert "sample data" in shown
        assert "Bakery is charged" in shown
        await keys(pilot, "b", "o", "y")
        await settle(pilot)
        assert "Ordered" in screen_text(console(pilot))
    (row,) = services.billing.to_pay(client.owner)
    assert row.holder == "Bakery"
