"""The Support and Premium pages of the menu, and the transfer code on a domain's page."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.services.life import rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, console, keys, press, screen_text, settle, type_text, until

from resellertui.adapters.clock import FixedClock
from resellertui.domain.temporary_access import ContentService
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery
from resellertui.services.console import Services
from resellertui.services.support.access_views import LookInput
from resellertui.services.support.case_views import NewRequest
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.basket import BasketDialog
from resellertui.tui.dialogs.product import ProductDialog

Open = Callable[[Org | Actor], ConsoleApp]


def words(app: ConsoleApp) -> str:
    """Return the screen as running text."""
    return " ".join(screen_text(app).replace("│", " ").split())


async def test_access_is_given_after_a_question_watched_and_revoked_by_one_key(
    open_as: Open, town: Town, make: Builder, services: Services, clock: FixedClock
) -> None:
    owner = town.bakery.owner

    def on() -> list[str]:
        return [one.service.value for one in services.support_access.show(owner).switches if one.is_on]

    async with open_as(town.bakery).run_test(size=WIDE) as pilot:
        app = console(pilot)
        await settle(pilot)
        await keys(pilot, "g", "s", "left")
        assert "[ ] kDrive off" in words(app)
        assert "this console shows none of it" in words(app)
        await keys(pilot, "down", "space")
        assert "your files and folders in kDrive" in words(app)
        assert "Until 30 Nov 2026" in words(app)
        await keys(pilot, "escape")
        assert on() == []
        await keys(pilot, "space", "y")
        await settle(pilot)
        await keys(pilot, "down", "enter", "y")
        await settle(pilot)
        assert on() == [ContentService.KDRIVE.value, ContentService.KCHAT.value]
        assert "[X] kDrive on until 30 Nov 2026" in words(app)
        assert "ends by itself after 7 days" in words(app)

        case = services.support_cases.open(owner, NewRequest.of(subject="Help", text="Broken")).case.id
        access = services.support_access.show(owner).switches[1].access
        assert access is not None
        staff = make.staff
        services.support_looks.look(staff, LookInput.of(access=access.id, case=case, purpose="[red]find it"))
        clock.advance(days=5)
        app.changed.publish(None)
        await settle(pilot)
        assert f"looked, for {case}: [red]find" in words(app)
        assert "[X] kDrive on until 30 Nov 2026" in words(app)
        assert "47 hours left" in words(app) or "2 days left" in words(app)
        await keys(pilot, "up", "x")
        await settle(pilot)
        assert on() == ["kchat"]

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        app = console(pilot)
        await settle(pilot)
        await keys(pilot, "g", "s", "left")
        await settle(pilot)
        assert "Boulangerie [Rive] kChat" in words(app)
        assert "you gain nothing by them" in words(app)
        services.support_access.revoke(owner, None)
        app.changed.publish(None)
        await settle(pilot)
        assert "no temporary access to the content of any client" in words(app)
        assert "▸ Organisation" not in words(app)
        await pilot.resize_terminal(110, 20)
        await settle(pilot)
        assert "▸ Organisation" in words(app), "a menu that is longer than the page folds"
        assert "› Support" in words(app)


async def test_premium_compares_the_plans_and_orders_one_as_the_shop_does(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    async with open_as(town.florist).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await keys(pilot, "g", "e")
        shown = words(app)
        assert "● Standard best effort no – no" in shown
        assert "Pro 2 hours 24/7 1 yes 199.00 CHF" in shown
        assert "6 months at least. It is not refunded." in shown
        assert "Plans with a VIP code: Pro, Enterprise." in shown
        await press(pilot, "premium.order")
        assert "everybody's: there is nothing to order" in " ".join(one.message for one in app._notifications)
        await keys(pilot, "down", "enter")
        await settle(pilot)
        assert "never downgraded" in words(app)
        await keys(pilot, "f8")
        await settle(pilot)
        assert isinstance(app.screen, BasketDialog)
        assert "periods: 6" in words(app)
        assert "294.00" in words(app) or "317." in words(app)
        await keys(pilot, "o")
        await settle(pilot)
        await keys(pilot, "y")
        await settle(pilot)
        assert "Ordered" in words(app)
    (row,) = services.billing.documents(town.florist.owner, DocumentQuery()).rows
    assert row.state == "to_pay"


async def test_the_transfer_code_of_a_domain_has_its_own_place(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    domain = make.product(town.bakery, "[red].test.ch", sku="domain-ch")
    services.transfer_codes.enter(make.staff, domain, "Ab[1]-x9Z!")
    async with open_as(town.bakery).run_test(size=WIDE) as pilot:
        app = console(pilot)
        await settle(pilot)
        await app.push_screen(ProductDialog(domain))
        await until(pilot, "Transfer code: hidden")
        assert "It is no support code" in words(app)
        await press(pilot, "product.transfer")
        assert "Transfer code: Ab[1]-x9Z!" in words(app)
        await keys(pilot, "f2")
        await keys(pilot, "escape")
        assert "Ab[1]-x9Z!" not in words(app)
        await press(pilot, "product.transfer")
        assert "Ab[1]-x9Z!" in words(app)
        await press(pilot, "product.transfer")
        assert "Ab[1]-x9Z!" not in words(app)
    shown = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'transfer_code.shown'")
    assert shown == [(2,)]

    own = make.product(Org(1, "", "", make.staff), "provider.ch", sku="domain-ch")
    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await app.push_screen(ProductDialog(own))
        await until(pilot, "Transfer code: hidden")
        await press(pilot, "product.transfer")
        assert "There is no transfer code" in words(app)
        await press(pilot, "product.enter_transfer")
        await type_text(pilot, "short")
        await keys(pilot, "f8")
        await settle(pilot)
        assert "without blanks" in words(app)
        await type_text(pilot, "enough")
        await keys(pilot, "f8")
        await settle(pilot)
        await press(pilot, "product.transfer")
        assert "Transfer code: shortenough" in words(app)
