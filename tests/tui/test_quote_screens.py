"""Quote requests by keys alone: from what a client needs to the order of what it accepted, and what staff see of it."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.services.billed import biller
from tests.services.offering import opt_in
from tests.tui.driver import DESIGN, SMALL, Console, at_once, console, keys, screen_text, settle, type_text, until

from resellertui.domain.text import forbidden
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]
NEED = "Call 079 555 12 12 or rosa@bakery.example"


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


async def test_a_client_asks_a_partner_offers_the_client_accepts_and_the_partner_orders(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = biller(services, make)
    rival = make.partner("[red]Rival[/]", email="owner@rival.example")
    client = make.organisation("Bakery", email="rosa@bakery.example")
    opt_in(services, agency, rival)

    async with open_as(client).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "q")
        assert "You have not asked for anything yet. Press n" in words(app)
        assert "To answer" not in words(app)
        await keys(pilot, "n")
        await until(pilot, "Send to partners")
        await type_text(pilot, NEED)
        await until(pilot, "It went to 2 partners.")
        await keys(pilot, "escape")
        await until(pilot, "Leave without sending it?")
        await keys(pilot, "n", "f8")
        await until(pilot, "RFQ-1 is filed")
        await keys(pilot, "enter")
        await until(pilot, "RFQ-1 · ◐ open")
        assert "2 partners: 0 answered, 0 declined, 2 not yet" in words(app)
        await keys(pilot, "a")
        assert "No offer is under the cursor." in told(app)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "q")
        assert "waits 0 h" in words(app)
        await pilot.press("enter", "end")
        await settle(pilot)
        shown = words(app)
        assert "Shown once you have answered with an offer." in shown
        assert not [one for one in ("079", "rosa", "Bakery") if one in shown]
        # an offer below cost is warned of, line by line, and not lost by one key
        await keys(pilot, "n", "n", "space", "escape")
        assert "Which product?" in words(app), "escape takes a mark away before it leaves, as in every list"
        await keys(pilot, "enter")
        await until(pilot, "Into the offer")
        await quick(pilot, "tab", "tab", "tab", "5")
        await until(pilot, "Below your cost.")
        await keys(pilot, "f8")
        await until(pilot, "1 line: 5.00 CHF, costs you 7.94 CHF, margin -2.94 CHF")
        await keys(pilot, "escape")
        await until(pilot, "Leave without keeping it?")
        await keys(pilot, "n", "e")
        await until(pilot, "Into the offer")
        await quick(pilot, "tab", "tab", "tab", "backspace", "9", "full_stop", "5")
        await at_once(pilot, "f8", "f8")  # twice by mistake: the second sends no offer
        await until(pilot, "You offer 9.50 CHF without VAT")
        await keys(pilot, "f8")
        await until(pilot, "● answered")
        assert "rosa@bakery.example" in words(app)
        await keys(pilot, "d")
        assert "You have answered already" in told(app)

    line = {"sku": "web-hosting", "price": "9.00", "name": "bakery.ch"}
    services.offers.answer(rival.owner, OfferInput.of(request="RFQ-1", lines=[line], note="[/] cheap"))

    async with open_as(client).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await pilot.press("g", "q", "enter", "v")  # held until there is something to compare
        await settle(pilot)
        shown = words(app)
        assert "› [red]Rival[/]" in shown
        assert "✓ 9.00 CHF" in shown
        assert "✓ 9.50 CHF" not in shown
        assert "[/] cheap" in shown
        await keys(pilot, "right", "a")
        await until(pilot, "Accept the offer of Agency?")
        assert "You accept the offer OFF-1 of Agency: 9.50 CHF" in words(app)
        await keys(pilot, "y")
        await until(pilot, "is accepted: CTR-1")
        await keys(pilot, "enter", "escape")
        await until(pilot, "✓ won")
        await keys(pilot, "right_square_bracket")
        assert "Contract CTR-1" in words(app)
        await keys(pilot, "p")
        await until(pilot, "PTN-1: Agency for Bakery")

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await pilot.press("g", "q", *["right_square_bracket"] * 2, "enter", "o")
        await settle(pilot)
        assert "p opens it: accept it there." in told(app)
        services.requests.accept(
            agency.owner, services.quote_contracts.show(agency.owner, "CTR-1").partnership, Answer()
        )
        app.changed.publish(None)
        await until(pilot, "PTN-1: active")
        await keys(pilot, "o")
        await until(pilot, "Basket of CTR-1 for Bakery")
        await keys(pilot, "e")
        await type_text(pilot, "bakery.ch")
        await keys(pilot, "f8")
        await until(pilot, "1 × Web hosting, bakery.ch")
        await until(pilot, "7.94 without VAT")
        await keys(pilot, "o")
        await until(pilot, "Order?")
        await keys(pilot, "y")
        await until(pilot, "Ordered")
        await keys(pilot, "enter")
        await until(pilot, "ORD-")
        assert services.quote_contracts.show(agency.owner, "CTR-1").order
        services.billing.decline(agency.owner, "INV-1", "The wrong name on it.")
        app.changed.publish(None)
        await until(pilot, "was declined before it was paid")
        await keys(pilot, "o")
        await until(pilot, "Basket of CTR-1 for Bakery")
        await keys(pilot, "escape")
        # the mark, on the list and on the page; and what breaks the commitment
        await quick(pilot, "g", "c")
        await until(pilot, "● active §")
        await keys(pilot, "enter")
        await until(pilot, "won by a quote request: provider's products only")
        await keys(pilot, "f", "n")
        await type_text(pilot, "Mail")
        await keys(pilot, "tab")
        await type_text(pilot, "Other")
        await until(pilot, "It breaks the commitment of CTR-1")
        await keys(pilot, "f8")
        await until(pilot, "to settle")

    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "N", "enter")
        await until(pilot, "[Breaches]")
        await until(pilot, "Mail of Other")
        await keys(pilot, "enter")
        await until(pilot, "Provider  Other")
        await keys(pilot, "escape", "d")
        await type_text(pilot, "It ends.")
        await keys(pilot, "f8")
        await until(pilot, "No breach waits.")
        await keys(pilot, "right_square_bracket", "enter")
        await until(pilot, "It ends.")
        assert services.outside_products.breaches(make.staff).total == 0
        await keys(pilot, "escape", "left_square_bracket")
        app.go("quote_routing", "OUT-1")  # as its notice does, which is read by now
        await until(pilot, "[Settled]")
        await keys(pilot, "colon")
        await type_text(pilot, "ctr-1")
        await until(pilot, "quote request, awarded")
        await keys(pilot, "enter")
        await until(pilot, "RFQ-1 · ")


async def test_staff_send_on_what_nobody_was_sent_and_hostile_texts_stay_texts(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency", email="owner@agency.example")
    text = " ".join(one for one in HOSTILE if not forbidden(one, multiline=True))[:3000]
    wish = QuoteRequestInput.of(
        need=f"{text}\n[@click=app.quit]x[/]", contact_name="Eve", contact_email="eve@x.example"
    )
    code = services.quote_requests.file(Actor(), wish).token
    opt_in(services, agency)

    async with open_as(make.staff).run_test(size=SMALL) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "z")
        assert "Eve" in words(app)
        await keys(pilot, "enter", "n")
        await until(pilot, "Send RFQ-1 to which partner?")
        await keys(pilot, "enter")
        await until(pilot, "[Partners]")
        assert not FORBIDDEN.intersection(map(ord, screen_text(app).replace("\n", "")))
        assert services.leads.show(agency.owner, "RFQ-1").received_at

    client = make.organisation("Bakery", email="rosa@bakery.example")
    async with open_as(client).run_test(size=SMALL) as pilot:
        app = console(pilot)
        await settle(pilot)
        await quick(pilot, "g", "q", "c")
        await until(pilot, "Take over a request")
        await type_text(pilot, code)
        await keys(pilot, "f8")
        await until(pilot, "RFQ-1 · ◐ open")
        assert not FORBIDDEN.intersection(map(ord, screen_text(app).replace("\n", "")))
        await keys(pilot, "w")
        await type_text(pilot, "Solved")
        await keys(pilot, "f8")
        await until(pilot, "○ withdrawn")
        assert services.quote_requests.show(client.owner, "RFQ-1").close_reason == "Solved"
