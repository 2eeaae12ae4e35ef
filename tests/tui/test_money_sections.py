"""To pay, Invoices, Prepaid account and Cashback: read, paid, explained by keys alone in the smallest terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.builders import Builder, Org
from tests.tui.driver import DESIGN, SMALL, console, keys, screen_text, settle, type_text

from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.to_pay import ToPayQuery
from resellertui.services.billing.views import DocumentQuery, OrderInput, PayInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_an_account_is_topped_up_and_a_document_paid_shown_and_explained(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency")
    client = make.organisation("Bakery [red]")
    make.active(client, agency, payment=Payment.CLIENT)
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 35}], client=client.ref)
    services.orders.place(agency.owner, order)

    async with open_as(client).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "w")
        assert "Press n to top up" in screen_text(console(pilot))
        await keys(pilot, "n")
        await type_text(pilot, "500.00")
        await keys(pilot, "f8")
        await settle(pilot)
        assert "500.00" in screen_text(console(pilot))
        await keys(pilot, "g", "t")
        shown = screen_text(console(pilot))
        assert "281.49" in shown
        assert "Bakery [red]" in shown
        await keys(pilot, "p")
        assert "281.49 CHF leave your prepaid account." in screen_text(console(pilot))
        await keys(pilot, "y")
        await settle(pilot)
        assert "Nothing is to pay." in screen_text(console(pilot))
        await keys(pilot, "g", "i", "enter")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "2026-000001" in shown
        await keys(pilot, "escape", "equals_sign")
        await settle(pilot)
        assert "Who pays" in screen_text(console(pilot))

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "k")
        shown = screen_text(console(pilot))
        assert "52.08" in shown
        assert "credited" in shown
        await keys(pilot, "equals_sign")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "281.49" not in shown


async def test_a_document_is_declined_with_a_reason(open_as: Open, make: Builder, services: Services) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="1.00", currency="CHF"))
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "p", "y")
        await settle(pilot)
        assert "holds 1.00 CHF" in screen_text(console(pilot))
        await keys(pilot, "escape", "d")
        await type_text(pilot, "too dear")
        await keys(pilot, "f8")
        await settle(pilot)
    (row,) = services.billing.documents(org.owner, DocumentQuery()).rows
    assert row.state == "void"


async def test_only_what_is_marked_is_paid_and_nothing_where_the_account_can_not_cover_it(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    for _turn in range(3):
        services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "public-cloud"}]))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "space", "down", "space", "down", "space", "p")
        assert "118.38 CHF leave" in screen_text(console(pilot))
        await keys(pilot, "y")
        await settle(pilot)
        assert "holds 100.00 CHF" in screen_text(console(pilot))
        assert len(services.billing.to_pay(org.owner)) == 3
        await keys(pilot, "escape", "home", "space", "p")
        assert "78.92 CHF leave" in screen_text(console(pilot))
        await keys(pilot, "y")
        await settle(pilot)
        said = [one.message for one in console(pilot)._notifications]
        assert "Paid: INV-2, INV-3." in said
    assert [one.id for one in services.billing.to_pay(org.owner)] == ["INV-1"]


async def test_what_was_paid_elsewhere_meanwhile_is_said_with_what_was_paid_here(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="200.00", currency="CHF"))
    for _turn in range(3):
        services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "public-cloud"}]))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "space", "down", "space", "p")
        assert "78.92 CHF leave" in screen_text(console(pilot))
        services.billing.pay(org.owner, PayInput.of(document="INV-2"))
        await keys(pilot, "y")
        await settle(pilot)
        assert "This document is not to pay: it is paid." in screen_text(console(pilot))
        assert "Paid: INV-1." in [one.message for one in console(pilot)._notifications]
        await keys(pilot, "escape")
        await settle(pilot)
        shown = screen_text(console(pilot))
        assert "INV-3" in shown
        assert "39.46 CHF" in shown
        assert "INV-2 " not in shown
    assert [one.id for one in services.billing.to_pay(org.owner)] == ["INV-3"]
    assert services.prepaid.show(org.owner)[0].balance == "121.08"


async def test_no_amount_is_cut_in_the_smallest_terminal(open_as: Open, make: Builder, services: Services) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="12345.67", currency="CHF"))
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "public-cloud", "quantity": 30}]))
    async with open_as(org).run_test(size=SMALL) as pilot:
        await settle(pilot)
        for letter, amount in (("t", "1183.70 CHF"), ("i", "1183.70 CHF"), ("w", "12345.67")):
            await keys(pilot, "g", letter)
            assert amount in screen_text(console(pilot))


async def test_a_key_of_order_is_offered_only_where_there_is_an_order_to_choose(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery", products=("bakery.ch",))
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "public-cloud"}]))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t")
        screen = console(pilot).screen
        assert "S" in screen.active_bindings
        assert "s" not in screen.active_bindings
        await keys(pilot, "right_square_bracket")
        assert "S" not in screen.active_bindings
        await keys(pilot, "g", "i")
        assert "S" not in screen.active_bindings
        await keys(pilot, "g", "o")
        assert {"s", "S"} <= set(screen.active_bindings)


async def test_an_invoice_is_written_as_pdf_from_its_page(
    open_as: Open, make: Builder, services: Services, settings: Settings
) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "i", "enter")
        await settle(pilot)
        for _turn in range(2):
            await keys(pilot, "x")
            await settle(pilot)
            shown = screen_text(console(pilot))
            assert "Document 2026-000001 is written." in shown
            assert "Only you can read the file." in shown
            await keys(pilot, "escape")
    written = sorted(one.name for one in settings.export_dir.iterdir())
    assert written == ["2026-000001-2.pdf", "2026-000001.pdf"]
    assert all(one.read_bytes().startswith(b"%PDF") for one in settings.export_dir.iterdir())


async def test_in_locked_mode_no_pdf_is_written_and_the_key_says_why(
    make: Builder, services: Services, settings: Settings
) -> None:
    org = make.organisation("Bakery")
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    locked = Services(replace(services.office, locked=True))
    app = ConsoleApp.over(locked, settings, signed_in=services.accounts.refresh(org.owner), org=org.number)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "i", "enter")
        await settle(pilot)
        await keys(pilot, "x")
        await settle(pilot)
        words = " ".join(one.message for one in app._notifications)
    assert "In locked mode no files are written" in words
    assert not settings.export_dir.exists()


async def test_a_collaborator_with_the_accounting_right_has_the_sections_of_money(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency")
    services.orders.place(agency.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    person = make.person(agency, Role.COLLABORATOR, accounting=True)
    async with open_as(person).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        for letter, title in (("t", "To pay"), ("i", "Invoices"), ("w", "Prepaid account"), ("k", "Cashback")):
            await keys(pilot, "g", letter)
            assert title in str(console(pilot).screen.query(".section-title").last().render())
        await keys(pilot, "g", "t")
        assert "INV-1" in screen_text(console(pilot))
    other = make.person(agency, Role.COLLABORATOR, email="other@test.example")
    async with open_as(other).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        assert "Invoices" not in screen_text(console(pilot))


async def test_all_that_matches_is_marked_summed_up_and_paid_however_long_the_list(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="9000.00", currency="CHF"))
    order = OrderInput.of(lines=[{"sku": "public-cloud"}])
    placed = [services.orders.place(org.owner, order) for _turn in range(30)]
    async with open_as(org).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t", "end")
        assert "INV-30" in screen_text(console(pilot))
        await keys(pilot, "asterisk", "space", "p")
        cents = int(placed[0].total.replace(".", "")) * 29
        shown = screen_text(console(pilot))
        assert f"{cents // 100}.{cents % 100:02d} CHF leave your prepaid account." in shown
        assert "And 21 more." in shown
        await keys(pilot, "y")
        await settle(pilot)
    assert [one.id for one in services.to_pay.page(org.owner, ToPayQuery()).rows] == ["INV-30"]
    assert services.prepaid.statement(org.owner, "CHF").total == 30
