"""Billing addresses by keys alone: kept on their page, checked while one types, chosen when renewing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.builders import TODAY, Builder, Org
from tests.services.life import rows
from tests.tui.driver import DESIGN, console, keys, screen_text, settle, type_text, until

from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.edit_billing_address import EditBillingAddressPage

Open = Callable[[Org | Actor], ConsoleApp]


async def test_billing_addresses_are_kept_by_keys_and_chosen_when_renewing(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Boutique", email="owner@boutique.test")
    make.person(org, Role.ADMINISTRATOR, email="admin@boutique.test")
    make.product(org, "boutique.test", expires_on=TODAY + timedelta(days=20))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a", "b")
        await until(pilot, "Press n to add one.")
        await keys(pilot, "e")
        await keys(pilot, "n")
        await type_text(pilot, "own")
        assert "they mean something else" in screen_text(console(pilot))
        await pilot.press("ctrl+u")
        await type_text(pilot, "Books [red]")
        await keys(pilot, "f8")
        assert "A city is needed" in screen_text(console(pilot))
        form = console(pilot).screen
        assert isinstance(form, EditBillingAddressPage)
        form.form.fields[5].entry().focus()
        await type_text(pilot, "Lausanne")
        await keys(pilot, "tab", "tab")
        await type_text(pilot, "CH")
        await keys(pilot, "f8")
        await until(pilot, "Books [red]")
        await keys(pilot, "u")
        await until(pilot, "yes")
        (address,) = services.billing_addresses.list(org.owner)
        assert (address.label, address.is_usual) == ("Books [red]", True)

        await keys(pilot, "escape", "r", "end")
        await until(pilot, "off, as chosen")
        assert [one.on for one in services.reminders.list(org.owner)] == [False, True]

        await keys(pilot, "g", "o")
        await until(pilot, "boutique.test")
        await keys(pilot, "n")
        await until(pilot, "Renew 1 subscription?")
        assert "“Books [red]”: Boutique, Lausanne." in " ".join(screen_text(console(pilot)).replace("│", " ").split())
        await keys(pilot, "a", "down", "enter")
        await until(pilot, "Boutique itself")
        await keys(pilot, "y")
        await settle(pilot)
    (waiting,) = services.billing.to_pay(org.owner)
    assert services.billing.document(org.owner, waiting.id).buyer.billing_address is None
    assert rows(services, "SELECT billing_address_id FROM orders") == [(-org.number,)]
