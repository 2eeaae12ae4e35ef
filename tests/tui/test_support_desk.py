"""The support desk: who calls, what the client's console and the desk's do to each other, and the queue of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from tests.builders import NOW, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import rows
from tests.tui.driver import DESIGN, WIDE, console, keys, press, screen_text, settle, type_text, until
from textual.events import Paste
from textual.pilot import Pilot

from resellertui.adapters.clock import FixedClock
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.support.case_views import Message, NewRequest
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.models import SupportCase, SupportMessage
from resellertui.tui.app import ConsoleApp
from resellertui.tui.menu import sections_for
from resellertui.tui.screens.desk_case import DeskCasePage
from resellertui.tui.sections.support_desk import ROUNDS, SupportDeskSection

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def elsewhere(services: Services, settings: Settings, clock: FixedClock) -> Iterator[Services]:
    """Give what another console has: its own way to the same database."""
    with closing(open_services(settings, clock=clock)) as opened:
        yield opened


def desk_of(pilot: Pilot[Any]) -> SupportDeskSection:
    """Return the desk, whatever is above it."""
    section = console(pilot)._frame.current
    assert isinstance(section, SupportDeskSection)
    return section


def shown(pilot: Pilot[Any]) -> str:
    """Return the screen as it is read."""
    return screen_text(console(pilot))


async def identify(pilot: Pilot[Any], code: str) -> None:
    """Type a code at the desk."""
    await press(pilot, "desk.code")
    await type_text(pilot, code)
    await keys(pilot, "enter")


async def test_two_consoles_side_by_side(
    services: Services, elsewhere: Services, open_as: Open, settings: Settings, make: Builder
) -> None:
    """The client says its code and lets support in; staff look; the client sees it, revokes, and staff lose it."""
    agency = make.partner("Agence [red]")
    bakery = make.organisation("Boulangerie [Rive]", email="owner@bakery.test", products=("pain.test",))
    make.active(bakery, agency)
    make.product(bakery, "Pro", sku="support-pro")
    at_client = ConsoleApp.over(
        elsewhere, settings, signed_in=elsewhere.accounts.refresh(bakery.owner), org=bakery.owner.org_id
    )
    async with at_client.run_test(size=DESIGN) as client, open_as(make.staff).run_test(size=DESIGN) as staff:
        await settle(client)
        await settle(staff)
        code = (await at_client.ask(elsewhere.support_codes.code)).shown
        await keys(staff, "g", "x")
        assert "Nobody is identified." in (desk_of(staff).why_not(desk_of(staff).VERBS[1]) or "")
        await identify(staff, code)
        card = shown(staff)
        for words in ("Boulangerie [Rive]", "legal representative", "Pro", "2 hours", "none is open", "Agence [red]"):
            assert words in card
        assert code not in card

        await press(staff, "desk.note")
        await type_text(staff, "[b]Lost file")
        await keys(staff, "enter")
        await type_text(staff, "She lost it")
        await keys(staff, "f8")
        case = services.support_queue.page(make.staff).rows[0]
        assert (case.subject, case.organisation) == ("[b]Lost file", "Boulangerie [Rive]")
        assert case.id in shown(staff)
        await at_client.tell(elsewhere.support_access.grant, "kdrive")
        desk_of(staff).look_after()
        await until(staff, "kDrive of")
        await press(staff, "desk.look")
        await type_text(staff, "find [it]")
        await keys(staff, "enter", "enter")
        await until(staff, "✓ It holds")
        assert "find [it]" in shown(staff)
        await press(staff, "grant.copy")
        token = console(staff).clipboard
        assert elsewhere.support_looks.verify(make.staff, token).purpose == "find [it]"
        looks = (await at_client.ask(elsewhere.support_access.show)).accesses[0].looks
        assert [(one.case, one.purpose) for one in looks] == [(case.id, "find [it]")]

        await at_client.tell(elsewhere.support_access.revoke, None)
        await press(staff, "grant.verify")
        await until(staff, "✗ It opens nothing any more. The person has revoked the access.")
        await keys(staff, "escape")
        await press(staff, "desk.look")
        assert rows(services, "SELECT count(*) FROM access_looks") == [(1,)]
        await until(staff, "none is open")

        await keys(staff, "enter")
        assert isinstance(console(staff).screen, DeskCasePage)
        await keys(staff, "escape")
        await settle(staff)
        assert desk_of(staff).caller is None
        assert "owner@bakery.test" not in shown(staff)
        assert "legal representative" not in shown(staff)


async def test_a_wrong_code_says_nothing_a_flood_waits_and_an_idle_desk_shows_nobody(
    services: Services, open_as: Open, make: Builder, clock: FixedClock
) -> None:
    bakery = make.organisation("Bakery", email="owner@bakery.test")
    spent = services.support_codes.code(bakery.owner).code or ""
    services.support_codes.code(bakery.owner, renew=True)
    attempts = "SELECT count(*) FROM audit_entries WHERE action LIKE 'support.code_unknown' OR action LIKE '%closed'"
    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "x")
        answers = set()
        for wrong in (spent, "0000000000", "\u0661\u0662\u0663", "[red]", "x" * 300, "123"):
            console(pilot).post_message(Paste(wrong))
            await settle(pilot)
            await keys(pilot, "enter")
            answers.add(next(line for line in shown(pilot).splitlines() if "Unknown code." in line))
            assert desk_of(pilot).caller is None
        assert len(answers) == 1
        await keys(pilot, "enter")
        await until(pilot, "Too many unknown codes: wait 3 seconds")
        logged = rows(services, attempts)
        await keys(pilot, "enter", "enter")
        assert rows(services, attempts) == logged
        clock.advance(seconds=4)
        await until(pilot, "The next code can be entered now.")

        await keys(pilot, "escape")
        await identify(pilot, services.support_codes.code(bakery.owner).shown)
        assert "legal representative" in shown(pilot)
        await press(pilot, "desk.whole")
        assert "owner@bakery.test" in shown(pilot)
        desk_of(pilot).look_after()
        clock.advance(minutes=9)
        desk_of(pilot).look_after()
        assert desk_of(pilot).caller is not None
        await keys(pilot, "f2")
        desk_of(pilot).look_after()
        clock.advance(minutes=10)
        desk_of(pilot).look_after()
        await settle(pilot)
        assert desk_of(pilot).caller is None
        await keys(pilot, "escape")
        await settle(pilot)
        assert console(pilot).screen is console(pilot).frame
        assert "owner@bakery.test" not in shown(pilot)
        assert "legal representative" not in shown(pilot)


async def test_the_queue_runs_and_an_answer_waits_for_the_one_before(
    services: Services, open_as: Open, make: Builder, clock: FixedClock
) -> None:
    plain, bakery = make.organisation("Plain"), make.organisation("Bakery [red]", email="owner@bakery.test")
    make.product(bakery, "Pro", sku="support-pro")
    services.support_cases.open(plain.owner, NewRequest.of(subject="No hurry", text="Some day"))
    first = services.support_cases.open(bakery.owner, NewRequest.of(subject="[/] Mail", text="Slow")).case.id
    async with open_as(make.staff).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "x", "end")
        assert "2 hours left" in shown(pilot)
        assert "best effort" in shown(pilot)
        under = desk_of(pilot).records.cursor_key
        clock.advance(hours=5)
        for _round in range(ROUNDS):
            desk_of(pilot).look_after()
        await until(pilot, "late by 3 hours")
        assert "2 cases wait for an answer, 1 of them is late." in shown(pilot)
        assert desk_of(pilot).records.cursor_key == under

        await keys(pilot, "home", "enter")
        await press(pilot, "desk_case.answer")
        await type_text(pilot, "Mine [b]")
        services.support_queue.answer(make.person(1, Role.ADMINISTRATOR, name="Zoe"), first, Message.of(text="Theirs"))
        await keys(pilot, "f8")
        page = shown(pilot)
        assert "The last to write in it was Zoe. Nothing was sent." in page
        assert "Theirs" in page
        assert "Mine [b]" not in page
        await keys(pilot, "escape")
        assert f"What you typed for {first} is not sent." in shown(pilot)
        await keys(pilot, "n")
        await press(pilot, "desk_case.answer")
        await keys(pilot, "f8")
        assert [one.body for one in services.support_queue.show(make.staff, first).messages][1:] == [
            "Theirs",
            "Mine [b]",
        ]
        await press(pilot, "desk_case.note")
        await type_text(pilot, "calls daily")
        await keys(pilot, "f8")
        assert "note among staff" in shown(pilot)
        assert "calls daily" not in str(services.support_cases.show(bakery.owner, first))
        await press(pilot, "desk_case.close")
        assert "a reply opens it again" in shown(pilot)
        await keys(pilot, "y", "escape")
        await settle(pilot)
        await keys(pilot, "right_square_bracket", "right_square_bracket")
        assert first in shown(pilot)


async def test_hostile_messages_stay_literal_and_a_transfer_code_is_typed_unseen(
    services: Services, open_as: Open, make: Builder, office: Office
) -> None:
    bakery = make.organisation("Bakery", email="owner@bakery.test")
    domain = make.product(bakery, "bakery.ch", sku="domain-ch")
    case = services.support_cases.open(bakery.owner, NewRequest.of(subject="All", text="First")).case.id
    number = int(case.partition("-")[2])
    with office.filling() as session:  # as an old console may have kept them
        session.get_one(SupportCase, number).subject = "[red]\x1b]0;title\x07" + "x" * 300
        for text in (one for one in HOSTILE if one.isprintable() or one.isascii()):
            session.add(SupportMessage(case_id=number, at=NOW, user_id=None, is_staff=False, is_note=False, body=text))
    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "x", "enter")
        read = []
        for _screenful in range(14):
            read.append(shown(pilot))
            await pilot.press("pageup")
            await pilot.pause()
        whole = "\n".join(read)
        assert "[@click=app.quit()]Click for a discount[/]" in whole
        assert "[/home/u]" in whole
        assert not {ch for ch in whole if ord(ch) < 0x20 and ch != "\n"}
        assert "First" in whole
        await keys(pilot, "escape")
        await press(pilot, "desk.transfer")
        await type_text(pilot, domain)
        await keys(pilot, "enter")
        await type_text(pilot, "Secret-99")
        assert "Secret-99" not in shown(pilot)
        await keys(pilot, "enter")
        assert services.transfer_codes.show(bakery.owner, domain).code == "Secret-99"


def test_only_the_providers_staff_have_the_desk(services: Services, make: Builder) -> None:
    agency = make.partner("Agency")
    for actor in (agency.owner, make.person(1, Role.EXTERNAL)):
        choice = services.accounts.refresh(actor).organisations[0]
        assert "support_desk" not in {one.id for one in sections_for(choice)}
    choice = services.accounts.refresh(make.staff).organisations[0]
    assert "support_desk" in {one.id for one in sections_for(choice)}
