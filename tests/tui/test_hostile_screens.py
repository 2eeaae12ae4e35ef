"""Texts of every kind in every column, as old rows or imports may have left them, shown on every screen and table."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from tests.builders import NOW, PASSWORD, TODAY, Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.tui.driver import keys, settle
from textual.screen import Screen

from resellertui.cli import main
from resellertui.domain.errors import Conflict
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.text import visible
from resellertui.services import sessions
from resellertui.services.console import Services
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.models import (
    Organisation,
    OutboxMail,
    Partnership,
    PartnershipEvent,
    Product,
    ProgrammeMember,
    User,
)
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.error import ErrorDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.pick_many import Pick, PickDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.palette import open_palette
from resellertui.tui.screens.add_partner import AddPartnerPage
from resellertui.tui.screens.client import ClientPage
from resellertui.tui.screens.partnership import PartnershipPage

HUGE = (200, 130)
"""A terminal in which every row of a list is in view."""

STORABLE = tuple(text for text in HOSTILE if "\ud800" not in text)
"""What a database can hold at all: UTF-8 has no lone surrogates."""

SECTIONS = (("g", "h"), ("g", "o"), ("g", "p"), ("g", "c"))


def texts_at(number: int) -> tuple[str, str, str]:
    """Return three texts in a row, beginning again after the last."""
    first, second, third = ((number + step) % len(STORABLE) for step in range(3))
    return STORABLE[first], STORABLE[second], STORABLE[third]


class Stage:
    """An agency with a client for each text, which stands in every column of that client's rows."""

    def __init__(self, make: Builder, office: Office) -> None:
        self.office = office
        self.agency = make.partner("Agence du Lac", email="owner@lac.test")
        self.clients: list[Org] = []
        self.partnerships: list[str] = []
        for number, text in enumerate(STORABLE):
            client = make.organisation(f"Client {number}", email=f"client{number}@test.example")
            make.product(client, f"product{number}", expires_on=TODAY + timedelta(days=number % 20))
            reference = make.active(client, self.agency)
            self.clients.append(client)
            self.partnerships.append(reference)
            self.spoil(client, reference, text, others=texts_at(number)[1], prose=texts_at(number)[2])

    def spoil(self, client: Org, reference: str, text: str, *, others: str, prose: str) -> None:
        """Put texts into every column of text of a client's rows: a name, the other facts, and what people wrote."""
        with self.office.filling() as session:
            facts = dict.fromkeys(("email", "phone", "website", "street", "house_number", "city"), others)
            more = dict.fromkeys(("postal_code", "region", "register_number", "vat_number"), others)
            session.execute(
                update(Organisation).where(Organisation.id == client.number).values(name=text, **facts, **more)
            )
            session.execute(update(Product).where(Product.org_id == client.number).values(name=others))
            session.execute(update(User).where(User.id == client.owner.user_id).values(name=others, email=others))
            number = parse_id(Kind.PARTNERSHIP, reference)
            names = dict.fromkeys(("client_label", "client_address", "requested_families"), text)
            pause = {"paused_on": TODAY, "paused_until": TODAY + timedelta(days=9), "paused_by": "client"}
            session.execute(
                update(Partnership)
                .where(Partnership.id == number)
                .values(**names, **pause, reason=prose, evidence=prose, pause_reason=prose)
            )
            for kind in ("refused", "paused", "accepted", prose):
                details = {"reason": prose, "until": "2026-12-01", "access": "limited", "products": [prose, others]}
                session.add(
                    PartnershipEvent(
                        partnership_id=number, at=NOW, kind=kind, side="client", user_id=None, details=details
                    )
                )
            session.execute(
                update(OutboxMail)
                .where(OutboxMail.partnership_id == number)
                .values(subject=text, body=text, recipient_name=text, last_error=text)
            )


def add_partners(make: Builder, office: Office, client: Org) -> None:
    """Give a client a partner for each text, with the text in the partner's listing too."""
    for number, text in enumerate(STORABLE):
        partner = make.partner(f"Partner {number}", email=f"partner{number}@test.example")
        make.product(client, f"entrusted{number}")
        make.active(client, partner, products=(f"entrusted{number}",))
        with office.filling() as session:
            row = update(Organisation).where(Organisation.id == partner.number)
            session.execute(row.values(name=text, city=text, name_folded=f"{number:03}"))
            listing = dict.fromkeys(("services", "languages", "description"), text)
            session.execute(update(ProgrammeMember).where(ProgrammeMember.org_id == partner.number).values(**listing))


@pytest.fixture
def stage(make: Builder, office: Office) -> Stage:
    """Give the agency and its clients."""
    return Stage(make, office)


def glimpse(text: str) -> str:
    """Return how a text begins on a screen, whatever room there is."""
    return visible(text).strip()[:6].strip()


def check(app: ConsoleApp, *texts: str) -> None:
    """Hold the screen to showing texts as they are, with nothing in it that a terminal or Textual would obey."""
    strips = app.screen._compositor.render_strips()
    for segment in {segment for strip in strips for segment in strip}:
        assert FORBIDDEN.isdisjoint(map(ord, segment.text)), repr(segment.text)
        assert segment.control is None
        assert "@click" not in (segment.style.meta if segment.style else {})
        assert segment.style is None or segment.style.link is None
    shown = "\n".join(strip.text for strip in strips)
    for text in texts:
        assert glimpse(text) in shown, f"{visible(text)!r} is not in:\n{shown}"


async def test_lists_pages_and_the_palette_show_every_text_literally(
    stage: Stage, services: Services, settings: Settings
) -> None:
    app = ConsoleApp.over(services, settings, signed_in=services.accounts.refresh(stage.agency.owner))
    async with app.run_test(size=HUGE, notifications=True) as pilot:
        await settle(pilot)
        for path in SECTIONS:
            await keys(pilot, *path)
            check(app)
        check(app, *STORABLE)
        open_palette(app)
        await settle(pilot)
        await keys(pilot, "x")
        check(app)
        await keys(pilot, "escape", "g", "h")
        await pilot.resize_terminal(120, 60)
        for number in range(0, len(STORABLE), 3):
            for page in (ClientPage(stage.partnerships[number]), PartnershipPage(stage.partnerships[number])):
                app.push_screen(page)
                await settle(pilot)
                check(app, texts_at(number)[0], texts_at(number)[2])
                assert app.screen is page
                page.leave()
        await settle(pilot)
    assert app.return_code is None, "something in a text left the console"


async def test_a_client_sees_partners_of_any_name(make: Builder, services: Services, settings: Settings) -> None:
    client = make.organisation("Fleurs & Cie")
    add_partners(make, services.office, client)
    app = ConsoleApp.over(services, settings, signed_in=services.accounts.refresh(client.owner))
    async with app.run_test(size=HUGE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        check(app, *STORABLE)
        app.push_screen(AddPartnerPage())
        await settle(pilot)
        check(app, *STORABLE)
        for _number in STORABLE:
            await pilot.press("down")
            check(app)
    assert app.return_code is None, "something in a text left the console"


def dialogs(texts: tuple[str, ...]) -> list[Screen[Any]]:
    """Return a dialog of each kind that says all the texts, everywhere it says anything."""
    every = " ".join(texts)
    return [
        ConfirmDialog(every, texts, yes=every),
        ChooseDialog(every, [Choice(str(number), one, one) for number, one in enumerate(texts)], lines=texts),
        ErrorDialog(Conflict(every, every, every)),
        TextDialog(every, every, every, hint=every),
        TextDialog(every, every, every, lines=True),
        PickDialog(every, [Pick(str(number), one, group=one, why_not=one) for number, one in enumerate(texts)]),
        ReadingDialog(every, texts),
    ]


async def test_dialogs_and_passing_words_show_every_text_literally(
    services: Services, make: Builder, settings: Settings
) -> None:
    org = make.organisation("Fleurs & Cie")
    app = ConsoleApp.over(services, settings, signed_in=services.accounts.refresh(org.owner))
    async with app.run_test(size=(160, 100), notifications=True) as pilot:
        await settle(pilot)
        for start in range(0, len(STORABLE), 8):
            texts = STORABLE[start : start + 8]
            for dialog in dialogs(texts):
                app.push_screen(dialog)
                await pilot.pause()
                check(app, texts[0])
                app.pop_screen()
            for text in texts:
                app.say(text)
                app.warn(text)
            await pilot.pause()
            check(app)
            app.clear_notifications()
    assert app.return_code is None, "something in a text left the console"


COMMANDS = (
    ("client", "list"),
    ("partner", "list"),
    ("product", "list"),
    ("org", "list"),
    ("user", "list"),
    ("client", "show", "PTN-1"),
    ("partner", "history", "PTN-1"),
    ("mail", "list"),
)


def test_tables_of_the_commands_hold_no_control_characters(
    stage: Stage, services: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _person, token = services.accounts.sign_in("owner@lac.test", PASSWORD, remember=True)
    assert token is not None
    sessions.remember(services, token)
    services.close()
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    for command in COMMANDS:
        with pytest.raises(SystemExit) as leaving:
            main([*(() if command[0] == "mail" else ("--as", "owner@lac.test")), *command])

        out, err = capsys.readouterr()
        assert leaving.value.code in {0, None}, (command, err)
        assert out, command
        assert not {ord(letter) for letter in out + err} & FORBIDDEN - {0x0A}, command
