"""Managed clients: what the list shows, what its keys do to one and to many, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, console, keys, press, screen_text, settle, type_text

from resellertui.domain.partnership import Access, State
from resellertui.domain.roles import Role
from resellertui.domain.text import forbidden, visible
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, ClientTab, RequestToClient
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.results import ResultsDialog
from resellertui.tui.screens.client import ClientPage

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def asked(services: Services, town: Town) -> tuple[str, ...]:
    """Give three requests of the agency that wait for an answer."""
    wishes = [RequestToClient.of(client=f"new{number}@client.test", access=Access.LIMITED) for number in (1, 2, 3)]
    return tuple(services.requests.ask_client(town.agency.owner, wish).partnership.id for wish in wishes)


def said(app: ConsoleApp) -> str:
    """Return what the console said in passing."""
    return " ".join(one.message for one in app._notifications)


def state_of(services: Services, who: Org, reference: str) -> State:
    """Return a partnership's state."""
    return services.partnerships.show(who.owner, reference).state


async def test_the_list_names_clients_with_their_access_and_state(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c")

        shown = screen_text(console(pilot))

    assert "Boulangerie [Rive]" in shown
    assert "● active" in shown
    assert "Add a client (n)" in shown
    assert "Fleurs" not in shown


async def test_requests_are_in_the_pending_tab_and_say_who_has_to_answer(
    open_as: Open, town: Town, asked: tuple[str, ...]
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]")

        shown = screen_text(console(pilot))

    assert "◐ to answer" in shown
    assert shown.count("◐ waiting") == len(asked)


async def test_every_column_that_says_so_sorts_the_list(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c")
        seen = []
        for _turn in range(9):
            await keys(pilot, "s")
            shown = screen_text(console(pilot))
            assert "Boulangerie [Rive]" in shown
            seen.append(next(line for line in shown.splitlines() if "▲" in line))

    assert len(set(seen)) == 9


async def test_typing_a_filter_shows_what_matches_and_escape_shows_all(
    open_as: Open, town: Town, asked: tuple[str, ...]
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]")
        await press(pilot, "listing.filter")
        await type_text(pilot, "new2")
        filtered = screen_text(console(pilot))
        await keys(pilot, "escape")

        assert "new2@client.test" in filtered
        assert "new1@client.test" not in filtered
        assert "new1@client.test" in screen_text(console(pilot))


async def test_marked_requests_are_withdrawn_after_one_question_that_names_how_many(
    open_as: Open, town: Town, services: Services, asked: tuple[str, ...]
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]", "asterisk", "w")
        question = screen_text(console(pilot))
        await keys(pilot, "y")
        results = screen_text(console(pilot))
        listed = isinstance(console(pilot).screen, ResultsDialog)
        await keys(pilot, "enter")
        reason = " ".join(screen_text(console(pilot)).replace("│", " ").split())

    assert "Withdraw 4 requests?" in question
    assert listed
    assert "3 done, 1 not done" in results
    assert "✕" in results
    assert "This is the other side's request: only its sender" in reason
    assert [state_of(services, town.agency, one) for one in asked] == [State.WITHDRAWN] * 3
    assert state_of(services, town.agency, town.request) is State.PENDING


async def test_no_is_the_answer_of_a_bare_enter_and_changes_nothing(
    open_as: Open, town: Town, services: Services, asked: tuple[str, ...]
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]", "asterisk", "w", "enter")

    assert [state_of(services, town.agency, one) for one in asked] == [State.PENDING] * 3


async def test_the_request_under_the_cursor_is_accepted_with_its_consequences_said(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]", "a")
        question = screen_text(console(pilot))
        await keys(pilot, "y")

    assert "Accept 1 request?" in question
    assert "reaches every product of Fleurs & Cie" in " ".join(question.replace("│", " ").split())
    assert state_of(services, town.agency, town.request) is State.ACTIVE


async def test_refusing_asks_for_the_reason_that_the_client_reads(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]", "d")
        await type_text(pilot, "no room")
        await keys(pilot, "enter", "y")

    view = services.partnerships.show(town.florist.owner, town.request)
    assert view.state is State.REFUSED
    assert view.reason == "no room"


async def test_a_key_that_the_state_forbids_says_why(open_as: Open, town: Town, asked: tuple[str, ...]) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "]")
        await press(pilot, "listing.filter")
        await type_text(pilot, "new1")
        await keys(pilot, "enter", "o")

        assert "not open to you before the request is accepted" in said(console(pilot))


async def test_a_collaborator_sees_only_the_clients_granted_to_them(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    other = make.organisation("Garage du Port")
    make.active(other, town.agency)
    helper = make.person(town.agency, Role.COLLABORATOR, email="helper@lac.test")
    services.people.grant_client(town.agency.owner, "helper@lac.test", town.active)

    async with open_as(helper).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c")
        shown = screen_text(console(pilot))

    assert "Boulangerie [Rive]" in shown
    assert "Garage du Port" not in shown
    assert "Add a client" not in shown


async def test_marked_clients_are_granted_to_a_collaborator(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    make.active(make.organisation("Garage du Port"), town.agency)
    helper = make.person(town.agency, Role.COLLABORATOR, email="helper@lac.test")

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "asterisk", "t", "enter")
        question = screen_text(console(pilot))
        await keys(pilot, "y")

    assert "reach 2 clients?" in question
    assert services.clients.page(helper, ClientQuery()).total == 2


async def test_opening_its_organisation_says_unmistakably_for_whom_one_acts(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "o")
        inside = screen_text(console(pilot))
        await keys(pilot, "g", "o")
        products = screen_text(console(pilot))
        await keys(pilot, "escape")
        await keys(pilot, "L")
        outside = screen_text(console(pilot))

    assert "acting for Boulangerie [Rive] as Agence du Lac" in inside
    assert "Products of Boulangerie [Rive]" in products
    assert "pain.test" in products
    assert "acting for" not in outside


async def test_a_record_found_elsewhere_is_revealed_in_its_tab_and_opened(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        console(pilot).go("clients", town.request)
        await settle(pilot)
        opened = isinstance(console(pilot).screen, ClientPage)
        await keys(pilot, "escape")

        assert opened
        assert "[Pending]" in screen_text(console(pilot))


async def test_exporting_writes_what_matches_and_says_where(
    open_as: Open, town: Town, settings: Settings, make: Builder
) -> None:
    make.active(make.organisation("Garage du Port", email="port@garage.test"), town.agency)

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "space", "x")
        words = said(console(pilot))

    written = list(Path(settings.export_dir).iterdir())
    assert len(written) == 1
    assert words == f"1 client written to {written[0]}"
    assert "Boulangerie" in written[0].read_text("utf-8-sig")
    assert "Garage" not in written[0].read_text("utf-8-sig")


async def test_in_locked_mode_neither_import_nor_export_is_done(
    town: Town, settings: Settings, services: Services
) -> None:
    locked = Services(replace(services.office, locked=True))
    person = services.accounts.refresh(town.agency.owner)
    async with ConsoleApp.over(locked, settings, signed_in=person).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "x", "i")
        words = said(console(pilot))

    assert "In locked mode no files are written" in words
    assert "In locked mode no files are read" in words
    assert not settings.export_dir.exists()


async def test_empty_tabs_say_what_would_fill_them_and_with_which_key(open_as: Open, make: Builder) -> None:
    lonely = make.partner("Agence seule")

    async with open_as(lonely).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c")
        active = screen_text(console(pilot))
        await keys(pilot, "]")
        pending = screen_text(console(pilot))
        await keys(pilot, "]")
        past = screen_text(console(pilot))

    assert "Press n to add one, or i to import" in active
    assert "Press n to add a client" in pending
    assert "come to nothing" in past or "came to nothing" in past


async def test_names_are_shown_as_they_are_and_never_reach_the_terminal_as_commands(
    open_as: Open, make: Builder
) -> None:
    agency = make.partner("Agence du Lac")
    names = [one for one in HOSTILE[::4] if "\ud800" not in one]
    for number, name in enumerate(names):
        client = make.organisation(name, city=name, email=f"hostile{number}@client.test", products=(name,))
        make.active(client, agency)

    async with open_as(agency).run_test(size=(160, 70)) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c")
        screens = [screen_text(console(pilot))]
        for _client in names[::4]:
            await keys(pilot, "enter", "]")
            screens.append(screen_text(console(pilot)))
            await keys(pilot, "escape", "escape", *["j"] * 4)

    for name in names:
        assert visible(name).strip()[:4] in screens[0]
    assert not any(forbidden(line) for screen in screens for line in screen.splitlines())


def test_all_that_match_are_named_in_the_order_of_the_list(
    services: Services, town: Town, asked: tuple[str, ...]
) -> None:
    pending = ClientQuery(tab=ClientTab.PENDING)

    references = services.clients.references(town.agency.owner, pending)

    rows = services.clients.page(town.agency.owner, pending).rows
    assert references == tuple(row.partnership_id for row in rows)
    assert set(asked) < set(references)


async def test_a_section_that_is_shown_again_shows_what_another_console_did(
    open_as: Open, services: Services, town: Town, make: Builder
) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "g", "h")
        make.active(make.organisation("Newcomer"), town.agency)
        await keys(pilot, "g", "c")
        assert "Newcomer" in screen_text(console(pilot))
        make.active(make.organisation("Latecomer"), town.agency)
        await keys(pilot, "g", "c")
        assert "Latecomer" in screen_text(console(pilot))
        await keys(pilot, "g", "h")
        assert "3 clients" in screen_text(console(pilot))
