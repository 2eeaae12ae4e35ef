"""What is unfinished on the screens above each other, and the question before the console is left all the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resellertui.domain.wording import _
from resellertui.tui.screens.console_screen import Everywhere
from resellertui.tui.screens.desk import Desk

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


def unfinished_page(app: ConsoleApp) -> str | None:
    """Return what keeps a page of the console from being closed without asking, in a sentence, or None."""
    return _first_of(one for one in app.screen_stack if isinstance(one, Desk))


def quit_console(app: ConsoleApp) -> None:
    """Leave the console, after a question where what was typed would be lost; the same key answers it with yes."""
    reason = _first_of(app.screen_stack)
    if reason is None:
        app.exit(0)
        return
    from resellertui.tui.dialogs.confirm import ConfirmDialog

    question = _("Leave resellertui without keeping it?")

    def leave(is_sure: bool | None) -> None:
        if is_sure:
            app.exit(0)

    if isinstance(app.screen, ConfirmDialog) and app.screen.title_text() == question:
        app.exit(0)
    else:
        app.push_screen(ConfirmDialog(question, (reason,), yes=_("Leave"), danger=True), leave)


def _first_of(screens: Iterable[object]) -> str | None:
    reasons = (one.unfinished() for one in screens if isinstance(one, Everywhere))
    return next((one for one in reasons if one is not None), None)
