"""Keys that are typed ahead, as on a slow line: each is done where the ones before it have led, and none is lost."""

from __future__ import annotations

import ast
import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Builder, Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, Console, at_once, console, keys, post, screen_text, settle, type_text, until
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Button, Input

from resellertui import tui
from resellertui.domain.errors import Refused
from resellertui.domain.partnership import Access, Payment, Side
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.basket import LineDialog
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.key_order import ACTING, ASKING, GOING, LONGEST_WAIT, KeyOrder, KeyPassed
from resellertui.tui.screens.edit_account import EditAccountPage
from resellertui.tui.screens.notices import NoticesPage
from resellertui.tui.widgets.form import TextField

Open = Callable[[Org | Actor], ConsoleApp]


async def test_what_is_typed_after_saving_a_form_is_for_what_comes_after_it(
    open_as: Open, make: Builder, services: Services
) -> None:
    org = make.organisation("Bakery")
    async with open_as(org).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "b", "slash")
        await type_text(pilot, "kdrive solo")
        await at_once(pilot, "enter", "n", "f8", "b", "o", "y", "escape")
        assert "The basket is empty." in screen_text(console(pilot))
        assert console(pilot).screen is console(pilot).frame
    assert [one.state for one in services.billing.documents(org.owner, DocumentQuery()).rows] == ["to_pay"]


async def test_what_is_typed_before_a_form_is_refused_does_not_take_the_reason_away(
    open_as: Open, make: Builder
) -> None:
    async with open_as(make.organisation("Bakery")).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await at_once(pilot, "g", "b", "slash", *"kdrive", "enter", "n", "end", "backspace", "f8", "b", "o", "y")
        form = console(pilot).screen
        assert isinstance(form, LineDialog)
        assert form.form.fields[0].has_class("-wrong")
        assert form.form.values()["quantity"] == ""


async def test_a_form_of_a_section_gets_what_is_typed_right_after_its_key(open_as: Open, town: Town) -> None:
    async with open_as(town.bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await at_once(pilot, "g", "a", "e", "end", *"!g!")
        assert isinstance(console(pilot).screen, EditAccountPage)
        assert console(pilot).screen.query(Input)[0].value.endswith("!g!")


async def test_a_wizard_is_walked_through_without_waiting_for_its_steps(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await at_once(pilot, "g", "c", "n", *"new@client.test", "enter", "j", "enter", "j", "enter", "enter")
    sent = {one.client: one for one in services.partnerships.list(town.agency.owner, side=Side.PARTNER)}
    assert (sent["new@client.test"].access, sent["new@client.test"].payment) == (Access.FULL, Payment.PARTNER)


class Held:
    """Answers of a service that come when the test says so, as from a slow disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, service: object, verb: str) -> None:
        self._come = threading.Event()
        answer = getattr(service, verb)

        def later(*args: Any, **kwargs: Any) -> Any:
            self._come.wait(10)
            return answer(*args, **kwargs)

        monkeypatch.setattr(service, verb, later)

    async def type(self, pilot: Console, *names: str) -> None:
        """Type all that before the answer comes, and wait for what it leads to."""
        post(pilot, *names)
        await pilot.pause()
        self._come.set()
        await settle(pilot)


async def test_a_key_about_a_product_that_is_still_read_is_done_when_it_is_there(
    open_as: Open, town: Town, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, services.products, "show")
    async with open_as(town.bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await held.type(pilot, "g", "o", "enter", "t")
        assert "Switch the automatic renewal of pain.test on?" in " ".join(screen_text(console(pilot)).split())


async def test_a_key_about_a_row_of_a_list_that_is_still_read_says_that_there_is_none(
    open_as: Open, make: Builder, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, services.partnerships, "list")
    async with open_as(make.organisation("Tea room")).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await held.type(pilot, "g", "p", "e")
        await until(pilot, "There is no partnership under the cursor.")


async def test_two_acts_in_a_row_are_both_done(
    open_as: Open, town: Town, make: Builder, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.request(make.organisation("Tea room"), town.agency)
    services.notices.read_all(town.agency.owner)
    held = Held(monkeypatch, services.notices, "read")
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await held.type(pilot, "N", "right_square_bracket", "m", "down", "m")
        assert isinstance(console(pilot).screen, NoticesPage)
    assert services.notices.unread(town.agency.owner) == 2


async def test_enter_in_the_palette_takes_what_was_typed_before_it(
    open_as: Open, town: Town, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, services.search, "find")
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await held.type(pilot, "colon", *"managed", "enter")
        frame = console(pilot).frame
        assert console(pilot).screen is frame
        assert frame is not None
        assert frame.current is not None
        assert frame.current.TITLE == "Managed clients"


async def test_an_answer_that_comes_after_its_page_was_left_says_nothing(open_as: Open, town: Town) -> None:
    app, asked, end = open_as(town.agency), threading.Event(), threading.Event()

    def refuse(_actor: Actor) -> None:
        asked.set()
        end.wait(10)
        raise Refused("The oven is cold.", "", "")

    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        dialog = FormDialog("Bread", TextField("text", "Text"))
        app.push_screen(dialog)
        await settle(pilot)

        async def read() -> None:
            with app.reporting():
                await app.ask(refuse)

        dialog.run_worker(read(), group="load")
        while not asked.is_set():
            await asyncio.sleep(0)
        end.set()
        dialog.dismiss(None)
        await settle(pilot)
        assert app.screen is app.frame


BESIDE = frozenset(
    [
        "accesses",
        "basket",
        "bell",
        "catch_up",
        "chord",
        "complete",
        "consider",
        "default",
        "draw",
        "effects",
        "footer",
        "head",
        "keep",
        "load",
        "marked",
        "people",
        "products",
        "queue",
        "read-again",
        "say",
        "side",
        "sums",
        "totals",
        "verify",
        "write",
    ]
)
"""Groups of workers that no key waits for by their name: what they read is said beside, or waited for in other ways."""


def test_the_group_of_every_worker_says_whether_keys_wait_for_it() -> None:
    used = set()
    for path in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {"work", "run_worker"}:
                groups = {one.arg: one.value for one in node.keywords}
                group = groups.get("group", ast.Constant("default"))
                used |= {group.value} if isinstance(group, ast.Constant) else set()
    known = ASKING | ACTING | GOING
    assert used - known == BESIDE
    assert not known & BESIDE


class Closed(Button):
    """A button that is closed while a key is on its way through it: the message behind the key gets no further."""

    def post_message(self, message: Message) -> bool:
        """Keep what follows the key."""
        if not isinstance(message, KeyPassed):
            return super().post_message(message)
        self.remove()
        return True


class Closing(App[object]):
    """An app with that button, and with keys in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.key_order = KeyOrder(self, super().on_event)
        self.got: list[str] = []

    def compose(self) -> ComposeResult:
        """Show the button."""
        yield Closed("Go")

    async def on_event(self, event: events.Event) -> None:
        """Give keys out one by one."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.key_order.take(event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Note the key."""
        self.got.append(event.key)

    async def on_key_passed(self, message: KeyPassed) -> None:
        """Go on with the key that comes next."""
        await self.key_order.passed(message)


async def test_what_closes_under_a_key_holds_the_next_one_up_for_a_moment_only() -> None:
    app = Closing()
    async with app.run_test() as pilot:
        app.query_one(Button).focus()
        await pilot.pause()
        began = asyncio.get_running_loop().time()
        post(pilot, "a", "b")
        while app.got != ["a", "b"] and asyncio.get_running_loop().time() < began + 2 * LONGEST_WAIT:
            await asyncio.sleep(0.01)
        assert asyncio.get_running_loop().time() - began < LONGEST_WAIT / 2


async def test_the_key_that_saves_pressed_again_is_one_wish(open_as: Open, town: Town) -> None:
    app, release, done = open_as(town.agency), threading.Event(), []
    below = FormDialog("Below", TextField("text", "Text"))

    class Saving(FormDialog):
        """Saves in a thread."""

        def submit(self, values: dict[str, object]) -> None:
            self.run_worker(self.save(), group="act")

        async def save(self) -> None:
            await app.behind(release.wait, 10)
            done.append("saved")
            self.finish({})

    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app.push_screen(below)
        app.push_screen(Saving("Above", TextField("text", "Text")))
        await settle(pilot)
        post(pilot, "f8", "f8", "f8")
        await pilot.pause()
        release.set()
        await settle(pilot)
        assert (done, app.screen) == (["saved"], below)
