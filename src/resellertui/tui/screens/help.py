"""The help of a page: its keys as they are bound now, then its guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from resellertui.domain.guides import topic_of
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.tui.commands import LIST_COMMANDS, key_words
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.screens.desk import Desk
from resellertui.tui.screens.guides import GuideReader
from resellertui.tui.text import fitted
from resellertui.tui.widgets.key_footer import BoundCommand, bound_commands, reason_against

if TYPE_CHECKING:
    from resellertui.domain.guide_topics import Topic

KEY_CELLS = 14
"""Cells of the column of keys."""


class HelpScreen(GuideReader):
    """Keys and guide."""

    BINDINGS = [("question_mark", "command('dialog.cancel')", "Close")]  # noqa: RUF012  # Textual's own name and type

    def __init__(self, lines: list[Content], topic: Topic | None) -> None:
        super().__init__(topic)
        self._lines = lines

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """Return the help of a screen as it is now."""
        groups: dict[str, list[BoundCommand]] = {_("This page"): [], _("Everywhere"): [], _("Lists"): []}
        for bound in bound_commands(screen):
            if bound.command in LIST_COMMANDS:
                groups[_("Lists")].append(bound)
            elif bound.command in Desk.commands() or bound.command in Dialog.commands():
                groups[_("Everywhere")].append(bound)
            else:
                groups[_("This page")].append(bound)
        lines: list[Content] = []
        for title, members in groups.items():
            if members:
                lines += [Content.styled(title, "bold"), *(_line(bound) for bound in members), Content("")]
        return cls(lines, topic_of(str(getattr(screen, "GUIDE", ""))))

    def title_text(self) -> str:
        """Return the title."""
        return _("Keys and guide")

    def compose_body(self) -> ComposeResult:
        """Yield the keys, then the guide."""
        yield Static(Content("\n").join(self._lines))
        yield from super().compose_body()


def _line(bound: BoundCommand) -> Content:
    keys = " ".join(key_words(key) for key in bound.keys)
    reason = reason_against(bound)
    return Content.assemble(
        (fitted(keys, KEY_CELLS), "bold $text-accent"),
        ("! " if bound.command.danger else "  ", "$text-error"),
        visible(bound.command.sentence()),
        (f" {visible(reason)}" if reason else "", "$text-muted"),
    )
