"""What registries said, on the page of the client account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.builders import Builder, Org
from tests.registries import registry_server
from tests.tui.driver import SMALL, console, keys, screen_text, settle

from resellertui.adapters.registry import SoapRegistries
from resellertui.domain.registry import Source
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit
from resellertui.services.jobs.asking import ask_registries
from resellertui.tui.app import ConsoleApp


async def test_the_account_says_what_the_registry_said_and_when(
    open_as: Callable[[Org | Actor], ConsoleApp], make: Builder, services: Services
) -> None:
    shop = make.organisation("Boutique", country="FR", city="Lyon")
    with registry_server() as server:
        office = replace(services.office, registries=SoapRegistries({Source.VIES: server.address("vies")}, 5))
        edit = AccountEdit.of(vat_number="FR61954506077", accept_terms=True)
        Services(office).client_account.change(shop.owner, edit)
        ask_registries(office, Actor.operator())

    async with open_as(shop).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a", "end")
        shown = " ".join(screen_text(console(pilot)).split())
    assert "Checked" in shown
    assert "not valid, said VIES" in shown
    assert "23 Nov 2026" in shown
