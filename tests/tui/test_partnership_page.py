"""A partnership's page, from both sides."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace

from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.tui.driver import DESIGN, WIDE, keys, screen_text, settle
from textual.pilot import Pilot

from resellertui.domain.partnership import Access, Payment
from resellertui.domain.text import visible
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, RequestToClient
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.partnership import PartnershipPage

Open = Callable[[Org | Actor], ConsoleApp]


async def at_page(pilot: Pilot[object], app: ConsoleApp, reference: str) -> None:
    await settle(pilot)
    app.push_screen(PartnershipPage(reference))
    await settle(pilot)


async def test_asked_and_granted_stand_side_by_side_with_the_history_below(
    open_as: Open, make: Builder, services: Services
) -> None:
    lake = make.partner("Agence du Lac")
    cafe = make.organisation("Café Rive", products=("blog.test", "cafe.test"))
    wish = RequestToClient.of(client=cafe.email, access=Access.FULL, payment=Payment.PARTNER)
    reference = services.requests.ask_client(lake.owner, wish).partnership.id
    services.requests.accept(cafe.owner, reference, Answer.of(access=Access.LIMITED, products=("blog.test",)))
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, reference)
        text = screen_text(app)
        await keys(pilot, "right_square_bracket")
        products = screen_text(app)

    assert any("Asked by Agence du Lac" in line and "Granted" in line for line in text.splitlines())
    assert "limited access: blog.test" in text
    assert "Asked for full access" in text
    assert "Granted limited access" in text
    assert "blog.test" in products.partition("[Products]")[2]


async def test_the_partner_has_its_own_keys_and_not_the_clients(open_as: Open, make: Builder) -> None:
    lake = make.partner("Agence du Lac")
    cafe = make.organisation("Café Rive", products=("blog.test",))
    reference = make.active(cafe, lake)
    app = open_as(lake)
    async with app.run_test(size=WIDE) as pilot:
        await at_page(pilot, app, reference)
        partner_keys = screen_text(app).splitlines()[-1]
        await keys(pilot, "e")
        same = screen_text(app)

    assert "p Propose payment" in partner_keys
    assert "Access" not in partner_keys
    assert f"{reference}: Agence du Lac for Café Rive" in same


async def test_the_history_is_written_to_a_private_file_and_its_path_shown(
    open_as: Open, make: Builder, settings: Settings
) -> None:
    lake = make.partner("Agence *du* Lac")
    cafe = make.organisation("Café Rive")
    reference = make.active(cafe, lake)
    app = open_as(cafe)
    async with app.run_test(size=WIDE) as pilot:
        await at_page(pilot, app, reference)
        await keys(pilot, "x")
        shown = screen_text(app)
        await keys(pilot, "enter", "x", "enter")

    first, second = sorted(settings.export_dir.iterdir(), key=lambda path: len(path.name))
    assert str(first) in shown.replace("\n", "") or first.name in shown
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    text = first.read_text(encoding="utf-8")
    assert "Agence \\*du\\* Lac" in text
    assert "Granted full access" in text
    assert second.read_text(encoding="utf-8") == text


async def test_locked_mode_has_no_export(open_as: Open, make: Builder, services: Services, settings: Settings) -> None:
    lake = make.partner("Agence du Lac")
    cafe = make.organisation("Café Rive")
    reference = make.active(cafe, lake)
    locked = Services(replace(services.office, locked=True))
    app = ConsoleApp.over(locked, settings, signed_in=services.accounts.refresh(cafe.owner), org=cafe.number)
    async with app.run_test(size=WIDE) as pilot:
        await at_page(pilot, app, reference)
        text = screen_text(app)
        await keys(pilot, "x")

    assert "Export" not in text
    assert not settings.export_dir.exists()


async def test_a_partnership_of_others_is_not_found(open_as: Open, make: Builder) -> None:
    lake = make.partner("Agence du Lac")
    reference = make.active(make.organisation("Café Rive"), lake)
    app = open_as(make.organisation("Somebody else"))
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, reference)
        text = screen_text(app)

    assert f"“{reference}” was not found." in text
    assert "Café" not in text


async def test_an_event_opens_whole(open_as: Open, make: Builder, services: Services) -> None:
    lake = make.partner("Agence du Lac")
    cafe = make.organisation("Café Rive")
    reference = make.request(cafe, lake)
    services.requests.refuse(lake.owner, reference, "We are sorry. " * 20 + "Come back in spring.")
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, reference)
        await keys(pilot, "enter")
        text = screen_text(app)

    assert "Come back in spring." in text.replace("\n", " ")


async def test_texts_of_any_kind_are_shown_literally(open_as: Open, make: Builder, services: Services) -> None:
    everything = " | ".join(one for one in HOSTILE if one.strip() and "\ud800" not in one)
    cafe = make.organisation("Café Rive", products=("blog.test",))
    references = []
    for start in range(0, len(everything), 250):
        partner = make.partner(everything[start : start + 250])
        references.append(make.request(cafe, partner))
    services.requests.refuse(partner.owner, references[-1], "[b]no[/] [/] $name")
    app = open_as(cafe)
    texts = []
    async with app.run_test(size=DESIGN) as pilot:
        for reference in references:
            await at_page(pilot, app, reference)
            texts.append(screen_text(app))
        await keys(pilot, "enter")
        texts.append(screen_text(app))

    assert all(visible(text, multiline=True) == text for text in texts)
    assert "Refused: [b]no[/] [/] $name" in texts[-1]
