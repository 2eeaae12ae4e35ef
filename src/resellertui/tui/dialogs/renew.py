"""The question before a renewal: what it does, worked out anew for the billing address that is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.tui.addressing import ADDRESS, choose_address
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.text import plain


class RenewDialog(ConfirmDialog):
    """Answers True once it is agreed to; `address` then says which billing address was chosen."""

    HELP_TITLE = "Renewing"
    VERBS: ClassVar[tuple[Command, ...]] = (ADDRESS,)

    def __init__(
        self,
        question: str,
        effects: Sequence[str],
        again: Callable[[str], Awaitable[Sequence[str]]],
        *,
        yes: str,
        pays: bool,
    ) -> None:
        """Ask.

        Args:
            question: names the act.
            effects: what it does without another choice.
            again: works out what it does with another billing address.
            yes: the words of the answer that acts.
            pays: whether one's own organisation pays any of it.
        """
        super().__init__(question, effects, yes=yes, danger=True)
        self._again = again
        self._pays = pays
        self.address = ""
        """As it is chosen; empty for each product's last one, or the usual one."""

    def compose_body(self) -> ComposeResult:
        """Yield the effects, which another address changes."""
        yield Static(self._words(), classes="effect", id="effects")

    @work(group="dialog", exclusive=True)
    async def action_address(self) -> None:
        """Choose the address, and say what renewing does then."""
        with self.app.reporting():
            chosen = await choose_address(self.app, pays=self._pays, current=self.address)
            if chosen is not None:
                self._effects = tuple(await self._again(chosen))
                self.address = chosen
                self.query_one("#effects", Static).update(self._words())

    def _words(self) -> Content:
        return plain("\n".join(f"· {effect}" for effect in self._effects))
