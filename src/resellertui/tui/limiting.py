"""Asking for the monthly limit of a client's own orders, from any page that shows the partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.wording import _
from resellertui.tui.dialogs.form_dialog import TextDialog

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def set_limit(app: ConsoleApp, partnership: str) -> None:
    """Ask for the limit of a partnership, set it and say so."""
    limits = app.services.limits
    with app.reporting():
        now = await app.ask(limits.show, partnership)
        hint = _("VAT included, a calendar month. {used} are used; 0 for nothing.").format(used=now.used)
        title = _("What may {client} order with your money?").format(client=now.client)
        label = _("{currency} a month").format(currency=now.currency)
        answer = await app.push_screen_wait(TextDialog(title, label, now.limit, hint=hint, yes=_("Set")))
        if answer is None:
            return
        done = await app.tell(limits.set, partnership, answer["text"])
        words = _("{client} may order for {limit} {currency} a month.")
        app.say(words.format(client=done.client, limit=done.limit, currency=done.currency))
