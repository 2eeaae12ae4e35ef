"""`=` derives amounts wherever one is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, console, keys, screen_text, settle

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.basket import BasketDialog
from resellertui.tui.dialogs.reading import ReadingDialog

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def bakery(make: Builder, services: Services) -> Org:
    """Give a client with a product, a paid invoice, one to pay, and a partner that earned cashback."""
    agency = make.partner("Agency")
    bakery = make.organisation("Bakery")
    make.active(bakery, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(bakery.owner, PrepaidInput.of(amount="500.00", currency="CHF"))
    services.orders.place(bakery.owner, OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 35}], pay=True))
    services.orders.place(bakery.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    return bakery


def explained(app: ConsoleApp) -> str:
    """Return what the explanation on the screen says."""
    screen = app.screen
    assert isinstance(screen, ReadingDialog)
    return " ".join(str(one.render()) for one in screen.query(".effect"))


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (("g", "w"), "What moved"),
        (("g", "t"), "Who pays"),
        (("g", "i", "end"), "281.49"),
        (("g", "i", "end", "enter"), "Ledger"),
        (("g", "b"), "For partners"),
        (("g", "o"), "At public price, without VAT"),
        (("g", "o", "enter"), "Renewing it now"),
    ],
)
async def test_amounts_are_derived_in_every_section_page_and_dialog(
    open_as: Open, bakery: Org, way: tuple[str, ...], expected: str
) -> None:
    async with open_as(bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, *way, "equals_sign")
        assert expected in explained(console(pilot))
        await keys(pilot, "escape")


async def test_the_balance_of_an_account_adds_up_from_what_moved(open_as: Open, bakery: Org) -> None:
    async with open_as(bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "w", "b")
        assert "Together: 218.51 CHF." in explained(console(pilot))


async def test_an_entry_without_a_document_of_ones_own_opens_where_it_comes_from(
    open_as: Open, make: Builder, bakery: Org
) -> None:
    agency = make.made[0]
    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "w", "enter")
        assert "explain CBK-1" in explained(console(pilot))


async def test_the_basket_says_how_its_amounts_come_about(open_as: Open, bakery: Org) -> None:
    async with open_as(bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "b", "slash", *"kdrive", "space", *"solo", "enter", "n", "f8", "b")
        await settle(pilot)
        assert isinstance(console(pilot).screen, BasketDialog)
        await keys(pilot, "equals_sign")
        text = explained(console(pilot))
        assert "Prices" in text
        assert "VAT at 8.1 %" in text


async def test_a_clients_page_derives_a_product_and_its_part_in_the_managed_value(
    open_as: Open, make: Builder, bakery: Org
) -> None:
    async with open_as(make.made[0]).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "enter", "equals_sign")
        assert "35 × 9.92" in explained(console(pilot))
        await keys(pilot, "escape", "right_square_bracket", "equals_sign")
        assert "Renewing it now" in explained(console(pilot))


async def test_a_long_explanation_is_read_to_its_end_by_keys(open_as: Open, make: Builder, bakery: Org) -> None:
    async with open_as(make.made[0]).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k", "end", "equals_sign")
        shown = screen_text(console(pilot))
        assert "TXN-" not in shown
        assert "pgdn" in shown
        await keys(pilot, "pagedown", "pagedown", "pagedown")
        assert "TXN-" in screen_text(console(pilot))
        await keys(pilot, "home")
        assert "Who pays" in screen_text(console(pilot))
        await keys(pilot, "end")
        assert "TXN-" in screen_text(console(pilot))
        await keys(pilot, "escape")
        assert "Cashback" in screen_text(console(pilot))
