"""The dialogs around a partnership: what they say before they act, what they keep when they are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.tui.driver import DESIGN, keys, screen_text, settle, type_text
from textual import events
from textual.pilot import Pilot

from resellertui.domain.partnership import Access, Payment, State
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.views import PartnershipView
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.partnership import PartnershipPage

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def lake(make: Builder) -> Org:
    """Give a partner."""
    return make.partner("Agence du Lac")


@pytest.fixture
def cafe(make: Builder) -> Org:
    """Give a client with two products."""
    return make.organisation("Café Rive", products=("blog.test", "cafe.test"))


@pytest.fixture
def full(make: Builder, lake: Org, cafe: Org) -> str:
    """Give an active partnership with full access, charged to the client."""
    return make.active(cafe, lake)


@pytest.fixture
def now(services: Services, cafe: Org, full: str) -> Callable[[], PartnershipView]:
    """Give the partnership as it is in the database now."""
    return lambda: services.partnerships.show(cafe.owner, full)


async def at_page(pilot: Pilot[object], app: ConsoleApp, reference: str) -> None:
    await settle(pilot)
    app.push_screen(PartnershipPage(reference))
    await settle(pilot)


async def test_ending_needs_two_confirmations_and_says_everything_that_stops(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "X")
        preview = screen_text(app)
        await keys(pilot, "y", "enter")
        unconfirmed = now().state
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")

    assert "Agence du Lac loses access to Café Rive at once." in preview
    assert "The products stay with Café Rive." in preview
    assert unconfirmed is State.ACTIVE
    assert now().state is State.ENDED


async def test_enter_alone_never_ends_a_partnership(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "X", "enter", "enter")

    assert now().state is State.ACTIVE


async def test_a_wrong_password_is_said_under_the_field_and_can_be_corrected(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "X", "y")
        await type_text(pilot, "wrong")
        await keys(pilot, "enter")
        wrong = screen_text(app)
        await keys(pilot, *["backspace"] * 5)
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")

    assert "This is not your password." in wrong
    assert "wrong" not in wrong.replace("This is not your password.", "")
    assert now().state is State.ENDED


async def test_pause_takes_dates_as_people_write_them_and_says_what_it_means(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "z")
        await type_text(pilot, "31.12.2026")
        await keys(pilot, "enter")
        await type_text(pilot, "winter break")
        meaning = screen_text(app)
        await keys(pilot, "enter")

    assert "Agence du Lac sees and does nothing at" in meaning
    assert (now().paused, str(now().paused_until), now().pause_reason) == (True, "2026-12-31", "winter break")


async def test_pause_shows_each_problem_under_its_field_and_keeps_what_was_typed(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "z")
        await type_text(pilot, "someday")
        await keys(pilot, "f8")
        no_date = screen_text(app)
        await keys(pilot, *["backspace"] * 7)
        await type_text(pilot, "2026-11-23")
        await keys(pilot, "f8")
        too_early = screen_text(app)

    assert "This is no date; write it as 2026-12-31 or 31.12.2026." in no_date
    assert "The resume date must be after today" in too_early
    assert "Say why: the other side reads it." in too_early
    assert "2026-11-23" in too_early
    assert not now().paused


async def test_resume_ends_a_pause(
    open_as: Open, cafe: Org, full: str, services: Services, now: Callable[[], PartnershipView]
) -> None:
    services.agreements.pause(cafe.owner, full, Pause.of(reason="break", until=TODAY + timedelta(days=5)))
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "c")
        question = screen_text(app)
        await keys(pilot, "enter")

    assert "Paused until 28 Nov 2026: break" in question
    assert not now().paused


async def test_end_date_is_set_and_removed(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "t")
        await type_text(pilot, "2027-01-31")
        meaning = screen_text(app)
        await keys(pilot, "enter")
        on = now().end_on
        await keys(pilot, "t", *["backspace"] * 10, "enter")

    assert "Agence du Lac loses access to Café Rive" in meaning
    assert str(on) == "2027-01-31"
    assert now().end_on is None


async def test_the_payment_method_changes_after_a_look_at_the_consequences(
    open_as: Open, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "p")
        question = screen_text(app)
        await keys(pilot, "enter")

    assert "Orders and renewals are charged to Agence du Lac" in question
    assert now().payment is Payment.PARTNER


async def test_the_partner_proposes_and_the_client_declines(
    open_as: Open, lake: Org, cafe: Org, full: str, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(lake)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "p")
        question = screen_text(app)
        await keys(pilot, "enter")
    proposed = now().proposed_payment
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "D", "enter")

    assert "Propose to Café Rive that the partner's payment method is charged?" in question
    assert proposed is Payment.PARTNER
    assert (now().proposed_payment, now().payment) == (None, Payment.CLIENT)


async def test_what_someone_else_changed_meanwhile_is_said_and_read_again(
    open_as: Open, cafe: Org, full: str, services: Services, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "p")
        services.agreements.set_end_date(cafe.owner, full, TODAY + timedelta(days=40))
        await keys(pilot, "enter")
        conflict = screen_text(app)
        await keys(pilot, "enter")
        page = screen_text(app)
        await keys(pilot, "p", "enter")

    assert "was changed by someone else while you were looking at it" in conflict.replace("\n", " ").replace("│", "")
    assert "Ends on: 2 Jan 2027" in page
    assert now().payment is Payment.PARTNER


async def test_a_change_of_access_that_came_too_late_goes_back_and_can_be_repeated(
    open_as: Open, cafe: Org, full: str, services: Services, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "e", "l", "space", "enter")
        services.agreements.set_end_date(cafe.owner, full, TODAY + timedelta(days=40))
        await keys(pilot, "enter", "enter")
        back = screen_text(app)
        await keys(pilot, "enter", "enter")

    assert "[2 Products]" in back
    assert "●  blog.test" in back
    assert (now().access, now().products) == (Access.LIMITED, ("blog.test",))


async def test_many_enters_change_the_payment_once(
    open_as: Open, cafe: Org, full: str, services: Services, now: Callable[[], PartnershipView]
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await at_page(pilot, app, full)
        await keys(pilot, "p")
        for _time in range(3):
            app.post_message(events.Key("enter", None))
        await settle(pilot)

    history = services.partnerships.history(cafe.owner, full)
    assert [one.kind for one in history.events].count("payment_changed") == 1
    assert now().payment is Payment.PARTNER
