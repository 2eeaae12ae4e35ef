"""A form that says, while it is filled in, what going on would do: worked out by what will do it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.wording import _
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Form

PAUSE = 0.15
"""Seconds in which further letters are taken together before the consequences are worked out anew."""


class RehearsingForm(SavingForm):
    """Shows the consequences below its fields; what still stands against them is said there too."""

    _is_first = True

    def lines(self) -> Sequence[str]:
        """Return what to say above the fields."""
        return ()

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what will happen, a sentence each; what it raises is said in their place."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Yield the lines and the form."""
        for line in self.lines():
            yield Static(plain(line), classes="act-line")
        yield self.form

    def compose_below(self) -> ComposeResult:
        """Keep the consequences in view, however long the form is."""
        with VerticalScroll(classes="effects-box", can_focus=False):
            yield Static(classes="act-effects")

    def on_mount(self) -> None:
        """Say at once what the form as it is would do."""
        self.consider()

    @on(Form.Changed)
    def consider(self) -> None:
        """Work the consequences out for what is entered now."""
        self.rehearse()

    @work(exclusive=True, group="effects")
    async def rehearse(self) -> None:
        """Show what will happen, or what stands against it."""
        if not self._is_first:
            await asyncio.sleep(PAUSE)
        self._is_first = False
        said: Sequence[str] = ()
        with self.app.reporting():
            try:
                said = await self.effects(self.form.values())
            except Invalid as error:
                said = [self._problem_words(one.field, one.reason) for one in error.fields]
            except ResellerError as error:
                said = [part for part in (error.title, error.hint) if part]
        if self.is_open:
            self.query_one(".act-effects", Static).update(Content("\n").join(plain(f"· {one}") for one in said))

    def _problem_words(self, field: str, reason: str) -> str:
        name = field.partition(".")[0]
        label = next((one.label for one in self.form.fields if one.field == name), "")
        return _("{field}: {reason}").format(field=label, reason=reason) if label else reason
