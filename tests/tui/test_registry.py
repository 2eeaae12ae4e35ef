"""What registries said, on the page of the client account, and the key that has them asked anew."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import Builder
from tests.registries import registry_server
from tests.tui.driver import SMALL, console, keys, screen_text, settle, until

from resellertui.adapters.registry import SoapRegistries
from resellertui.domain.registry import Source
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit
from resellertui.services.jobs.asking import ask_registries
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp


async def test_the_account_says_what_the_registry_said_and_has_it_asked_anew(
    make: Builder, services: Services, settings: Settings
) -> None:
    shop = make.organisation("Boutique", country="FR", city="Lyon")
    with registry_server() as server:
        office = replace(services.office, registries=SoapRegistries({Source.VIES: server.address("vies")}, 5))
        checking = Services(office)
        edit = AccountEdit.of(vat_number="FR61954506077", accept_terms=True)
        checking.client_account.change(shop.owner, edit)
        ask_registries(office, Actor.operator())
    signed_in = services.accounts.refresh(shop.owner)

    app = ConsoleApp.over(services, settings, signed_in=signed_in, org=shop.owner.org_id)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a", "v")
        await until(pilot, "switched off")
        await keys(pilot, "end")
        console(pilot).clear_notifications()
        await settle(pilot)
        shown = " ".join(screen_text(console(pilot)).split())
    assert "Checked" in shown
    assert "not valid, said VIES" in shown
    assert "23 Nov" in shown

    app = ConsoleApp.over(checking, settings, signed_in=signed_in, org=shop.owner.org_id)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a", "v")
        await until(pilot, "61 954 506 077.")
        assert "Queued: the next" in screen_text(console(pilot))
    (known,) = checking.registry.show(shop.owner).numbers
    assert known.ask_at == office.clock.now()
