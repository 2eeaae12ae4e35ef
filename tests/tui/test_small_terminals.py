"""What a terminal of sixty columns and fifteen lines still shows of a dialog: how to go on, and how to leave."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.tui.driver import SMALL, console, keys, screen_text, settle

from resellertui.services.actor import Actor
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.form_dialog import FormDialog, PasswordDialog
from resellertui.tui.widgets.form import TextField

Open = Callable[[Org | Actor], ConsoleApp]
SENTENCES = [f"Consequence {number}: " + "a long sentence. " * 5 for number in range(12)]


async def test_the_way_on_and_the_way_out_of_a_dialog_stay_in_view(open_as: Open, make: Builder) -> None:
    fields = [TextField(f"field{number}", f"Field {number}", hint="A hint below it.") for number in range(9)]
    app = open_as(make.organisation("Café Rive"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for dialog, ways in (
            (FormDialog("Edit " + "a long name " * 30, *fields), ("Cancel", "Save", "f8", "esc")),
            (PasswordDialog("End it?", SENTENCES, yes="End"), ("Cancel", "End", "f8", "esc")),
            (ConfirmDialog("Go on?", SENTENCES), ("No", "Yes", "esc")),
        ):
            app.push_screen(dialog)
            await settle(pilot)
            last = screen_text(console(pilot)).splitlines()[-5:]
            assert [one for one in ways if not any(one in line for line in last)] == []
            await keys(pilot, "escape")

        choices = [Choice(f"key{number}", f"Choice {number}") for number in range(12)]
        app.push_screen(ChooseDialog("Which one?", choices, lines=SENTENCES[:1]))
        await settle(pilot)
        for choice in choices[1:]:
            await pilot.press("down")
            await pilot.pause()
            assert choice.label in screen_text(console(pilot))
        assert "esc Close" in screen_text(console(pilot))
