"""Notices and the outbox on the screen: long walks by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.builders import Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import SMALL, keys, screen_text, settle, type_text

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.mail import DeliveryFailed, OutgoingMail
from resellertui.domain.delivery import MOST_ATTEMPTS, MailState
from resellertui.domain.text import visible
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.mail import Mail
from resellertui.services.outbox import queue
from resellertui.store.queries.people import Recipient
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.notices import NoticesPage
from resellertui.tui.widgets.bell import Bell, bell_words

Open = Callable[[Org | Actor], ConsoleApp]


def bell(app: ConsoleApp) -> str:
    """Return what the bell of the page in front says."""
    return str(app.screen.query_one(Bell).render()).strip()


def hostile(text: str) -> tuple[str, str]:
    """Return a mail that says it in subject and body."""
    return text, f"{text}\n"


async def test_notices_are_counted_read_and_opened(open_as: Open, town: Town, services: Services) -> None:
    services.notices.read_all(town.agency.owner)
    asked = services.notices.list(town.agency.owner, limit=1)[0]
    services.notices.read(town.agency.owner, [asked.id], unread=True)
    app = open_as(town.agency)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert bell(app) == "1 new"
        await keys(pilot, "N")
        assert isinstance(app.screen, NoticesPage)
        assert "● " in screen_text(app)
        assert "Fleurs & Cie asks you" in screen_text(app)
        await keys(pilot, "t", "end")
        assert "accept or refuse" in " ".join(word for word in screen_text(app).split() if word.isalpha())
        await keys(pilot, "escape")
        assert "You have read everything" in screen_text(app)
        assert bell(app) == ""

        await keys(pilot, "right_square_bracket", "m")
        assert bell(app) == "1 new"
        await keys(pilot, "M")
        assert (bell(app), services.notices.unread(town.agency.owner)) == ("", 0)
        await keys(pilot, "slash")
        await type_text(pilot, "zzz")
        assert "Nothing matches “zzz”" in screen_text(app)
        await keys(pilot, "enter", "escape", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, NoticesPage)
        assert f"Fleurs & Cie · {town.request}" in screen_text(app)
    assert bell_words(100) == "99+ new"


async def test_what_is_written_to_people_is_shown_as_it_is_and_chosen_by_category(
    open_as: Open, town: Town, services: Services
) -> None:
    owner = town.bakery.owner
    reader = Recipient(owner.user_id, "Owner", "owner@bakery.test", "en")
    with services.office.writing(owner) as unit:
        unit.open_to_everyone("a test")
        for text in map(visible, HOSTILE):
            queue(unit, [reader], "team.left", partial(hostile, text))
    app = open_as(town.bakery)
    async with app.run_test(size=(60, 15)) as pilot:
        await settle(pilot)
        await keys(pilot, "N")
        for _page in range(len(HOSTILE) // 12):
            assert not FORBIDDEN.intersection(map(ord, screen_text(app).replace("\n", "")))
            await keys(pilot, "pagedown")
        await keys(pilot, "enter", "escape", "escape", "f6", "left_square_bracket", "down", "b")
        await settle(pilot)
        assert "console only" in screen_text(app)
        assert [one.by_mail for one in services.notices.choices(owner)] == [True, False, True, True, True, True]
        await keys(pilot, "enter")
        await settle(pilot)
        assert all(one.by_mail for one in services.notices.choices(owner))


async def test_staff_see_what_is_parked_and_send_it_again(
    open_as: Open, town: Town, services: Services, make: Builder, clock: FixedClock
) -> None:
    class Refusing:
        def deliver(self, message: OutgoingMail) -> None:
            raise DeliveryFailed("The mailbox of [red] is full.")

        def close(self) -> None:
            pass

    for _attempt in range(MOST_ATTEMPTS):
        Mail(services.office, Refusing()).deliver(Actor.operator())
        clock.advance(hours=12)
    parked = len(services.mail.list(Actor.operator(), state=MailState.PARKED))
    app = open_as(make.staff)
    async with app.run_test(size=(160, 48)) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "n", "right_square_bracket", "right_square_bracket")
        assert "The mailbox of [red]" in screen_text(app)
        await keys(pilot, "enter")
        assert "Attempts" not in screen_text(app)
        await keys(pilot, "escape", "u")
        assert "again?" in screen_text(app)
        await keys(pilot, "y")
        await settle(pilot)
        assert len(services.mail.list(Actor.operator(), state=MailState.PARKED)) == parked - 1
