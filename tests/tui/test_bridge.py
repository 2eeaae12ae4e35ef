"""The road from a key to a service: failures named, changes owned by the app, nothing done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from tests.builders import Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, keys, screen_text, settle

from resellertui.domain.errors import Invalid, Refused
from resellertui.services.actor import Actor
from resellertui.tui.app import ConsoleApp
from resellertui.tui.bridge import StillSaving
from resellertui.tui.dialogs.error import ErrorDialog
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.widgets.form import CheckField, ChoiceField, TextField

Open = Callable[[Org | Actor], ConsoleApp]


def refuse(_actor: Actor) -> None:
    """Refuse everything."""
    raise Refused("The [bold]oven[/bold] is cold.", "No bread was baked.", "Light it.")


def break_down(_actor: Actor) -> None:
    """Fail as nobody expects."""
    raise ZeroDivisionError


async def test_a_refusal_is_shown_with_its_reason_and_what_to_do(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        with app.reporting():
            await app.tell(refuse)
        await settle(pilot)

        shown = screen_text(app)
        assert "The [bold]oven[/bold] is cold." in shown
        assert "No bread was baked." in shown
        assert "Light it." in shown

        await keys(pilot, "enter")
        assert not isinstance(app.screen, ErrorDialog)


async def test_an_unexpected_failure_becomes_an_incident_and_the_console_goes_on(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        with app.reporting():
            await app.ask(break_down)
        await settle(pilot)
        assert "Something unexpected happened (incident" in screen_text(app)

        await keys(pilot, "escape")
        assert app.screen is app.frame

    written = app.incidents.path
    assert "ZeroDivisionError" in written.read_text(encoding="utf-8")
    assert written.stat().st_mode & 0o077 == 0


async def test_a_second_change_is_refused_while_the_first_is_written(open_as: Open, town: Town) -> None:
    app, release, done = open_as(town.agency), threading.Event(), []

    def slow(_actor: Actor) -> None:
        release.wait(10)
        done.append("slow")

    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app.run_worker(app.tell(slow), group="dialog")
        await pilot.pause()
        assert "saving…" in screen_text(app)

        with pytest.raises(StillSaving):
            await app.tell(slow)
        release.set()
        await settle(pilot)

        assert done == ["slow"]
        assert not app.saving


async def test_a_change_goes_on_when_the_dialog_that_asked_for_it_is_closed(open_as: Open, town: Town) -> None:
    app, release, done = open_as(town.agency), threading.Event(), []

    def slow(_actor: Actor) -> None:
        release.wait(10)
        done.append("slow")

    async with app.run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        dialog = FormDialog("Bread", TextField("text", "Text"))
        app.push_screen(dialog)
        await settle(pilot)
        dialog.run_worker(app.tell(slow), group="dialog")
        await pilot.pause()
        dialog.dismiss(None)
        await pilot.pause()
        release.set()
        await settle(pilot)

        assert done == ["slow"]
        assert "The change was saved." in screen_text(app)


async def test_every_change_makes_the_section_read_again(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        assert "Fleurs & Cie asks you" in screen_text(app)

        with app.reporting():
            await app.tell(app.services.requests.refuse, town.request, "no time")
        await settle(pilot)

        assert "Fleurs & Cie asks you" not in screen_text(app)
        assert "0 requests to answer" in screen_text(app)


async def test_problems_are_shown_under_their_fields_and_what_was_typed_is_kept(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        dialog = FormDialog(
            "Bread",
            TextField("name", "Name", "Rye"),
            ChoiceField("kind", "Kind", [("dark", "Dark"), ("white", "White")], "white"),
            CheckField("sliced", "Sliced", value=True),
        )
        app.push_screen(dialog)
        await settle(pilot)
        with app.reporting(dialog.form):
            raise Invalid({"name": "It is [taken]."})
        await settle(pilot)

        assert "It is [taken]." in screen_text(app)
        assert dialog.form.values() == {"name": "Rye", "kind": "white", "sliced": True}
        assert not dialog.form.is_dirty

        await keys(pilot, "x")
        assert "It is [taken]." not in screen_text(app)
        assert dialog.form.is_dirty


async def test_problems_of_no_field_are_shown_in_the_error_dialog(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        dialog = FormDialog("Bread", TextField("name", "Name"))
        app.push_screen(dialog)
        await settle(pilot)
        with app.reporting(dialog.form):
            raise Invalid({"weight": "It is too heavy."})
        await settle(pilot)

        assert isinstance(app.screen, ErrorDialog)
        assert "It is too heavy." in screen_text(app)


async def test_hostile_texts_are_shown_literally_in_errors_and_toasts(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        for text in HOSTILE[::3]:
            app.say(text)
            app.show_error(Refused(text, text, text))
            await pilot.pause()

            assert not {ord(ch) for ch in screen_text(app).replace("\n", "")} & FORBIDDEN, text

            app.pop_screen()
            app.clear_notifications()
            await pilot.pause()
