"""The help of a page: its keys as they are bound now, then its guide."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Markdown, Static

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.tui.commands import LIST_COMMANDS, key_words
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.screens.desk import Desk
from resellertui.tui.text import fitted
from resellertui.tui.widgets.key_footer import BoundCommand, bound_commands, reason_against

KEY_CELLS = 14
"""Cells of the column of keys."""


def guide_text(name: str) -> str:
    """Return a help page of ours, in Markdown."""
    return (files("resellertui") / "guides" / f"{name}.md").read_text(encoding="utf-8")


class HelpScreen(Dialog[None]):
    """Keys and guide, scrolled with the arrows."""

    BINDINGS = [  # noqa: RUF012  # Textual's own name and type
        ("down,j", "scroll(1)", "Down"),
        ("up,k", "scroll(-1)", "Up"),
        ("pagedown,space", "scroll(10)", "Page down"),
        ("pageup", "scroll(-10)", "Page up"),
        ("home", "ends(0)", "Start"),
        ("end", "ends(1)", "End"),
        ("question_mark,q", "command('dialog.cancel')", "Close"),
    ]

    def __init__(self, lines: list[Content], guide: str) -> None:
        super().__init__(classes="-tall")
        self._lines = lines
        self._guide = guide

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
        return cls(lines, str(getattr(screen, "GUIDE", "")))

    def title_text(self) -> str:
        """Return the title."""
        return _("Keys and guide")

    def compose_body(self) -> ComposeResult:
        """Yield the keys, then the guide."""
        yield Static(Content("\n").join(self._lines))
        if self._guide:
            yield Markdown(guide_text(self._guide), open_links=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        body = self.query_one(".dialog-body")
        body.scroll_to(y=body.scroll_offset.y + lines, animate=False)

    def action_ends(self, end: int) -> None:
        """Scroll to the start or the end."""
        body = self.query_one(".dialog-body")
        body.scroll_to(y=body.max_scroll_y if end else 0, animate=False)


def _line(bound: BoundCommand) -> Content:
    keys = " ".join(key_words(key) for key in bound.keys)
    reason = reason_against(bound)
    return Content.assemble(
        (fitted(keys, KEY_CELLS), "bold $text-accent"),
        ("! " if bound.command.danger else "  ", "$text-error"),
        visible(bound.command.sentence()),
        (f" {visible(reason)}" if reason else "", "$text-muted"),
    )
