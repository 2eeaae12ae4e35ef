"""Fields of forms: what the program enters is what is read next, whatever messages are still on their way."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import RadioButton

from resellertui.tui.widgets.form import ChoiceField, Form


class Choosing(App[None]):
    """An app with one choice."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceField("kind", "Kind", [("company", "Company"), ("person", "Person"), ("club", "Club")])
        self.form = Form(self.kind)

    def compose(self) -> ComposeResult:
        """Show the form."""
        yield self.form


async def test_what_the_program_chooses_is_read_at_once_and_the_only_one_marked() -> None:
    app = Choosing()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.kind.value = "club"
        assert app.form.values() == {"kind": "club"}
        app.kind.value = "person"
        assert app.form.values() == {"kind": "person"}

        await pilot.pause()
        assert app.form.values() == {"kind": "person"}
        assert [one.value for one in app.query(RadioButton)] == [False, True, False]
        app.kind.entry().focus()
        await pilot.press("down", "space")
        assert app.form.values() == {"kind": "club"}
        assert [one.value for one in app.query(RadioButton)] == [False, False, True]
