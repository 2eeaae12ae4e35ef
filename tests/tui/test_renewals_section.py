"""Renewals by keys alone, in the smallest terminal: the board, the forecast, renewing, the limit, the daily runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.tui.driver import DESIGN, console, keys, screen_text, settle, type_text

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.attention.later import _go_on as home_goes_on
from resellertui.services.billing.views import DocumentQuery, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.renewals import forecasting
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


def rich(services: Services, org: Org) -> None:
    """Put money into an organisation's prepaid account."""
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="100.00", currency="CHF"))


async def test_a_partner_sees_what_is_coming_and_renews_what_it_marks(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency")
    for number, payment in enumerate((Payment.PARTNER, Payment.CLIENT)):
        client = make.organisation(f"Client [red]{number}")
        for index in range(2):
            make.product(client, f"{index}-{number}.ch", expires_on=TODAY + timedelta(days=10 + number * 20 + index))
        make.active(client, agency, payment=payment)
    rich(services, agency)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "r")
        shown = screen_text(console(pilot))
        assert "1–4 of 4" in shown
        assert "Client [red]0" in shown
        await keys(pilot, "f")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "you need 17.16 CHF for renewals" in " ".join(shown.split())
        await keys(pilot, "escape", "right_square_bracket", "asterisk", "P")
        await settle(pilot)
        assert "Renew 2 subscriptions?" in screen_text(console(pilot))
        assert "17.16 CHF (15.87 without VAT)" in " ".join(screen_text(console(pilot)).split())
        await keys(pilot, "y")
        await settle(pilot)

    (invoice,) = services.billing.documents(agency.owner, DocumentQuery()).rows
    assert (invoice.state, invoice.net) == ("paid", "15.87")


async def test_a_client_renews_an_entrusted_product_and_its_limited_partner_earns(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency, client = make.partner("Agency"), make.organisation("Bakery", products=("bakery.ch",))
    make.active(client, agency, products=("bakery.ch",))
    rich(services, client)

    async with open_as(client).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "P")
        await settle(pilot)
        assert "Agency earns cashback once it is paid." in " ".join(screen_text(console(pilot)).split())
        await keys(pilot, "y")
        await settle(pilot)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k")
        shown = screen_text(console(pilot))
        assert "1.98" in shown
        await keys(pilot, "equals_sign")
        await settle(pilot)
        assert "Who pays" in screen_text(console(pilot))


async def test_what_is_coming_is_marked_summed_up_and_paid_in_to_pay(
    open_as: Open, make: Builder, services: Services
) -> None:
    client = make.organisation("Bakery")
    for days in (10, 30, 90):
        make.product(client, f"{days}.ch", expires_on=TODAY + timedelta(days=days))
    rich(services, client)

    async with open_as(client).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "right_square_bracket")
        shown = screen_text(console(pilot))
        assert "1–2 of 2" in shown
        assert "9.92 CHF" in shown
        await keys(pilot, "d", "asterisk", "p")
        await settle(pilot)
        assert "21.45 CHF (19.84 without VAT)" in " ".join(screen_text(console(pilot)).split())
        await keys(pilot, "y")
        await settle(pilot)
        await keys(pilot, "right_square_bracket")
        await settle(pilot)
        assert "90.ch" in screen_text(console(pilot))

    (invoice,) = services.billing.documents(client.owner, DocumentQuery()).rows
    assert (invoice.state, invoice.net) == ("paid", "19.84")


async def test_a_partner_limits_what_a_client_orders_with_its_money(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency, client = make.partner("Agency"), make.organisation("Bakery")
    reference = make.active(client, agency, payment=Payment.PARTNER)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app = console(pilot)
        assert isinstance(app, ConsoleApp)
        app.open_partnership(reference)
        await settle(pilot)
        await keys(pilot, "m")
        await settle(pilot)
        assert "What may Bakery order with your money?" in " ".join(screen_text(console(pilot)).split())
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "75.50")
        await keys(pilot, "f8")
        await settle(pilot)

    assert services.limits.show(agency.owner, reference).limit == "75.50"


async def test_staff_runs_the_jobs_and_sees_what_they_did(open_as: Open, make: Builder, services: Services) -> None:
    make.product(make.organisation("Bakery"), "gone.ch", expires_on=TODAY - timedelta(days=40))

    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "j")
        assert "No run yet." in screen_text(console(pilot))
        await keys(pilot, "n", "y")
        await settle(pilot)
        assert "terminated 1" in screen_text(console(pilot))


async def test_a_forecast_says_how_far_it_is_and_is_left_with_escape(
    open_as: Open, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, client = make.partner("Agency"), make.organisation("Bakery")
    make.product(client, "bakery.ch", expires_on=TODAY + timedelta(days=20))
    make.active(client, agency, payment=Payment.PARTNER)

    def endless(simulation: forecasting.Simulation) -> None:
        while simulation._progress is not home_goes_on:
            simulation._progress(7, 60)
            time.sleep(0.01)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "r")
        monkeypatch.setattr(forecasting.Simulation, "run", endless)
        await keys(pilot, "f")
        while "7 of 60" not in screen_text(console(pilot)):
            await pilot.pause(0.05)
        await keys(pilot, "escape")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "bakery.ch" in shown
        assert "of 60" not in shown
