"""The dialog around one act on a record: what it will do, said by the verb that will do it, then the act itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.errors import FieldProblem, ResellerError
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.partnerships.arranging import Outcome
from resellertui.tui.bridge import StillSaving
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Field, Form


class ActDialog(HeldKeys, Dialog[Outcome]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Says the consequences, asks, acts, and answers the outcome. A refusal leaves what was typed in place."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("act.yes", "y", "Yes", "Do it.", footer=10, palette=False),
        Command("act.no", "n", "No", "Change nothing.", footer=11, palette=False),
        Command("act.across", "left,right", "Other answer", "Move to the other answer.", palette=False),
        Command("act.save", "f8", "Do it", "Go on with what is entered.", footer=12, palette=False),
    )
    HELP_TITLE = "Acts"
    SAFE: ClassVar[bool] = False
    """Whether it starts on No, because it is hard to take back."""
    DANGER: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.form = Form(*self.fields())
        self.entered: dict[str, Any] = {}
        """What the form held when the act was last asked for."""
        self._is_acting = False

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Do it. Called with rehearsing services for the consequences, outside the interface's loop."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return what has to be entered."""
        return ()

    def lines(self) -> Sequence[str]:
        """Return what to say above the fields."""
        return ()

    def yes_text(self) -> str:
        """Return the words of the answer that acts."""
        return _("Yes")

    def done_text(self, outcome: Outcome) -> str:
        """Return what to say afterwards."""
        raise NotImplementedError

    def problems_of(self, error: ResellerError) -> Sequence[FieldProblem]:
        """Return what of the error belongs under fields."""
        return error.fields

    @property
    def is_asking(self) -> bool:
        """Whether the answer is yes or no, rather than something to enter."""
        return not self.form.fields

    def compose_body(self) -> ComposeResult:
        """Yield the lines, the form and the consequences."""
        for line in self.lines():
            yield Static(plain(line), classes="act-line")
        yield self.form
        yield Static(classes="act-effects")

    def compose_buttons(self) -> ComposeResult:
        """Yield both answers."""
        yield Button(plain(_("No")), id="no", compact=True)
        yield Button(plain(self.yes_text()), id="yes", compact=True, variant="error" if self.DANGER else "primary")

    def on_mount(self) -> None:
        """Ask for the consequences; keys wait for them."""
        if self.is_asking:
            self.form.display = False
            self.set_focus(self.query_one("#no" if self.SAFE else "#yes"))
            self.hold()
        else:
            self.form.focus_first()
        self.rehearse()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer yes and no, or what saves a form."""
        if parameters in {("act.yes",), ("act.no",), ("act.across",)} and not self.is_asking:
            return False
        if parameters == ("act.save",) and self.is_asking:
            return False
        return super().check_action(action, parameters)

    async def effects(self) -> Sequence[str]:
        """Return what will happen, a sentence each."""
        self.entered = self.form.values()
        outcome = await self.app.ask(self.act, self.app.services.rehearsing())
        return outcome.effects

    @work(exclusive=True, group="effects")
    async def rehearse(self) -> None:
        """Show what will happen; what can't happen closes a question, and leaves a form to be completed."""
        effects: Sequence[str] = ()
        with self.app.reporting():
            try:
                effects = await self.effects()
            except ResellerError as error:
                if self.is_asking:
                    self.finish(None)
                    self.forget_on(error)
        self.show_effects(effects)
        if self.is_holding:
            self.release()

    def show_effects(self, effects: Sequence[str]) -> None:
        """Show the consequences."""
        if self.is_open:
            self.query_one(".act-effects", Static).update(plain_lines(effects))

    @on(Form.Changed)
    def note_entry(self) -> None:
        """Follow what is entered."""
        if not self.is_asking and not self._is_acting:
            self.consider()

    def consider(self) -> None:
        """Show the consequences of what is entered now."""
        self.rehearse()

    @on(Form.Submitted)
    def take(self) -> None:
        """Go on from the last field."""
        self.action_save()

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Take the answer of the button."""
        if event.button.id == "no":
            self.finish(None)
        else:
            self.go_on()

    def action_yes(self) -> None:
        """Go on."""
        self.go_on()

    def action_no(self) -> None:
        """Change nothing."""
        self.finish(None)

    def action_across(self) -> None:
        """Move to the other answer."""
        self.focus_next(Button)

    def action_save(self) -> None:
        """Go on with what is entered."""
        self.go_on()

    def go_on(self) -> None:
        """Act, unless it is being done already."""
        if not self._is_acting:
            self._is_acting = True
            self.carry_out()

    @work(group="act")
    async def carry_out(self) -> None:
        """Act; close when it is done, or show why not."""
        try:
            with self.app.reporting():
                await self._carry_out()
        finally:
            self._is_acting = False

    async def _carry_out(self) -> None:
        self.form.clear_problems()
        self.entered = self.form.values()
        try:
            outcome = await self.app.tell(self.act, self.app.services)
        except StillSaving:
            raise
        except ResellerError as error:
            self.app.forget_typed()
            problems = self.problems_of(error)
            if problems and not self.form.show_problems(problems):
                return
            if self.is_asking:
                self.finish(None)
            self.app.changed.publish(None)
            raise
        self.app.say(self.done_text(outcome))
        self.finish(outcome)


def plain_lines(lines: Sequence[str]) -> Any:
    """Return sentences as a list of points."""
    from textual.content import Content

    return Content("\n").join(plain(f"· {line}") for line in lines)
