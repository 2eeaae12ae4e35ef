"""Looking through an access, from the caller's card and from a case's page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.desk import LookDialog
from resellertui.tui.dialogs.look_grant import LookGrantDialog

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

LOOK = Command(
    "desk.look",
    "l",
    "Look",
    "Look into content through an access that someone of the organisation gives; it is recorded, and signed.",
    permission=Action.SUPPORT_LOOK,
    footer=30,
)


async def look_through(app: ConsoleApp, organisation: str, case: str) -> LookGrantDialog | None:
    """Ask through which access and what for, record the look, and show its grant; return where it is shown."""
    accesses = await app.ask(app.services.support_looks.open, organisation)
    if not accesses:
        app.warn(_("Nobody of this organisation gives support access to content now."))
        return None
    chosen: str | None = accesses[0].id
    if len(accesses) > 1:
        choices = [Choice(one.id, f"{one.label}: {one.person}", one.left) for one in accesses]
        chosen = await app.push_screen_wait(ChooseDialog(_("Look through which access?"), choices))
    access = next((one for one in accesses if one.id == chosen), None)
    if access is None:
        return None
    asking = LookDialog(access, case)
    await app.push_screen_wait(asking)
    if asking.issued is None:
        return None
    shown = LookGrantDialog(asking.issued)
    app.push_screen(shown)
    return shown
