"""`resellertui user reminders`: who is reminded of what is to pay and to renew."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.domain.wording import _


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


def declare(app: Verbs) -> None:
    """Add the command to the group."""
    app.verb()(reminders)


def reminders(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="[WHO]", help="A person's id, exact name, or e-mail.")] = "",
    switch: Annotated[Switch | None, typer.Argument(metavar="[on|off]")] = None,
) -> None:
    """Switch a person's reminders of what is to pay and to renew on or off; without arguments, list who gets them.

    What has legal consequences is mailed to the legal representatives whatever they have switched off.
    """
    call = call_of(ctx)
    if bool(who) is not (switch is not None):
        raise usage("WHO", _("Name the person, and on or off; or nothing, to list who gets reminders."))
    desk = call.desk(writes=switch is not None)
    if switch is None:
        views = desk.services.reminders.list(desk.actor)
        call.show({"reminders": dumped(views)}, lambda: _table([(v.id, v.name, v.email, v.on) for v in views]))
        return
    one = desk.services.reminders.switch(desk.actor, who, on=switch is Switch.ON)
    call.tell({"reminders": one.model_dump(mode="json")}, lambda: _table([(one.id, one.name, one.email, one.on)]))


def _table(rows: list[tuple[str, str, str, bool]]) -> str:
    return printing.table((_("Id"), _("Name"), _("E-mail"), _("Reminders")), rows)
