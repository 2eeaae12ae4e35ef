"""Re-invoicing by keys alone: from a renewal that the partner pays to an invoice that is sent, paid and credited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.builders import TODAY, Builder, Org
from tests.services.billed import ADDRESS, QR_IBAN, UID, billed, biller, charged, describe
from tests.tui.driver import DESIGN, SMALL, Console, at_once, console, keys, screen_text, settle, type_text, until

from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import ChargedQuery
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def quick(pilot: Console, *names: str) -> None:
    """Press keys one after the other, and look at the screen once."""
    await pilot.press(*names)
    await settle(pilot)


def words(app: ConsoleApp) -> str:
    """Return what is on the screen, as one text; of lines that a dialog covers, what the dialog says."""
    lines = screen_text(app).splitlines()
    return " ".join(" ".join(line.split("│")[1] if line.count("│") > 1 else line for line in lines).split())


def told(app: ConsoleApp) -> str:
    """Return what was said in passing."""
    return " ".join(one.message for one in app._notifications)


async def test_a_renewal_becomes_an_invoice_that_is_paid_and_nothing_leaks(
    open_as: Open, make: Builder, services: Services, settings: Settings
) -> None:
    agency = make.partner("Agency", email="owner@agency.example")
    describe(services, agency, register_number=UID, **ADDRESS)
    client = make.organisation("Bakery", email="owner@bakery.example")
    describe(services, client, **ADDRESS)
    make.product(client, "bakery.ch", expires_on=TODAY + timedelta(days=10))
    make.active(client, agency, payment=Payment.PARTNER)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="500.00", currency="CHF"))

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        # how clients are billed: registered for VAT, paid to a QR-IBAN
        await quick(pilot, "g", "v")
        assert "Nothing is to bill." in words(app)
        await keys(pilot, "left_square_bracket")
        assert "Nobody has set these yet" in words(app)
        await keys(pilot, "e")
        await quick(pilot, "space", "tab")
        await type_text(pilot, QR_IBAN)
        await keys(pilot, "f8")
        assert "CH44 3199 9123 0008 8901 2" in words(app)
        assert "Registered for VAT yes" in words(app)
        # a renewal of a client's product, paid by the partner
        await quick(pilot, "g", "r")
        await keys(pilot, "P", "y")
        await quick(pilot, "g", "v")
        await keys(pilot, "escape")
        shown = words(app)
        assert "CHF 7.94 = 0.00 billed + 0.00 waived + 7.94 flagged" in shown
        assert "Bakery" in shown
        # a margin of 25 % for this product and client, with what it would have changed
        await keys(pilot, "m")
        await quick(pilot, "tab")
        await type_text(pilot, "25")
        await until(pilot, "+1.99")
        assert "7.94 → 9.93" in words(app)
        await keys(pilot, "f8")
        assert "9.93" in words(app)
        await keys(pilot, "equals_sign")
        assert "your margin is 1.99 CHF (25.06 %)" in words(app)
        # issued, with VAT, by name
        await keys(pilot, "escape", "I")
        assert "Bakery: 1 line, 9.93 + 0.80 VAT = 10.73 CHF" in words(app)
        await keys(pilot, "f8")
        await until(pilot, "1 invoice is issued; mails on their way: 1.")
        await keys(pilot, "escape")
        assert "Nothing is to bill." in words(app)
        # its page, its files, its payment
        await keys(pilot, "right_square_bracket", "enter")
        assert "2026-0001 · Bakery" in words(app)
        assert "cost 7.94, margin 1.99 CHF (25.06 %)" in words(app)
        await keys(pilot, "equals_sign")
        assert "LIN-1: 7.94 CHF cost, 9.93 CHF charged, +25 % of the cost" in words(app)
        await keys(pilot, "escape")
        await keys(pilot, "x", "p")
        (written,) = Path(settings.export_dir).glob("*.pdf")
        assert written.read_bytes().startswith(b"%PDF")
        await keys(pilot, "escape", "p", "f8")
        await keys(pilot, "r")
        assert "It is not overdue." in told(app)
        await keys(pilot, "escape")
        assert "Nothing is open." in words(app)
        assert "paid" in words(app)
        # nothing leaks
        await keys(pilot, "right_square_bracket", "right_square_bracket")
        shown = words(app)
        assert "CHF 7.94 = 7.94 billed + 0.00 waived + 0.00 flagged" in shown
        assert "Nothing leaks" in shown
        # a credit note that opens the line again
        await keys(pilot, "left_square_bracket", "left_square_bracket", "c")
        await type_text(pilot, "Wrong month")
        await quick(pilot, "tab", "tab", "space")
        await until(pilot, "1 line is to bill again.")
        await keys(pilot, "f8")
        assert "CN-2026-0001" in words(app)
        await keys(pilot, "t")
        assert "CHF: -10.73 open" in words(app)

    async with open_as(client).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "i")
        await quick(pilot, "left_square_bracket", "enter")
        shown = words(app)
        assert "2026-0001, issued by Agency" in shown
        await keys(pilot, "end")
        shown += words(app)
        assert "10.73 CHF" in shown
        await keys(pilot, "escape", "equals_sign")
        explained = words(app)
        assert "RCN-2 is a credit note of Agency to Bakery" in explained
        for secret in ("7.94", "1.99", "argin", "Cost", "cost"):
            assert secret not in shown
            assert secret not in explained
        await keys(pilot, "escape", "enter", "x", "i")
        assert list(Path(settings.export_dir).glob("*.xml"))


async def test_hostile_names_small_terminals_and_every_decision_about_a_line(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = biller(services, make)
    client = billed(services, make, agency, "Bakery")
    describe(services, client, name="[red]\x1b]0;x\x07 é中 " + "x" * 200)
    charged(services, agency, client, "kdrive-solo")
    charged(services, agency, client, "kdrive-team")
    other = billed(services, make, agency, "Florist")
    charged(services, agency, other, "kdrive-pro")

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "v")
        assert "[red]␛" in screen_text(app)
        # held by hand: a reason is needed, the form says so and keeps what is there
        await keys(pilot, "h", "f8")
        assert "Say why: whoever looks at the line reads it." in words(app)
        await type_text(pilot, "[b]waits")
        await keys(pilot, "f8")
        assert "1 line changed." in told(app)
        await keys(pilot, "down", "w")
        await type_text(pilot, "a gift")
        await until(pilot, "of cost stay yours")
        await at_once(pilot, "f8", "e")  # the row that was given up is still shown by then
        await pilot.press("ctrl+a", "ctrl+k")
        await type_text(pilot, "250.00")
        await keys(pilot, "tab")
        await type_text(pilot, "as offered")
        await until(pilot, "Florist is charged 250.00 CHF")
        await keys(pilot, "f8")
        assert "250.00" in words(app)
        # only what is open goes along; what was decided is taken back by a key
        await keys(pilot, "home", "a", "I")
        assert "Nothing is open that was charged up to the end of this month." in words(app)
        await keys(pilot, "escape", "escape", "u")
        assert "1 line is open." in told(app)
        await keys(pilot, "u")
        assert "It is open already." in told(app)
        await keys(pilot, "v", "v", "u", "v", "v", "v")
        rows = services.charged_lines.page(agency.owner, ChargedQuery()).rows
        assert [one.state for one in rows] == ["open", "open", "open"]
        await pilot.resize_terminal(*SMALL)
        for tab in ("Invoices", "Margins", "Leakage", "Settings", "To bill"):
            await keys(pilot, "right_square_bracket")
            assert f"[{tab}]" in screen_text(app)
        await pilot.resize_terminal(*DESIGN)
        # everything of the month at once, for all clients
        await keys(pilot, "I")
        await quick(pilot, "tab", "down", "space")
        await until(pilot, "2 invoices")
        await keys(pilot, "f8")
        await until(pilot, "2 invoices are issued")
        await keys(pilot, "escape", "right_square_bracket", "x", "c")
        assert "2 documents are written." in words(app)
