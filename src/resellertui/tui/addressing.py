"""Choosing the billing address of what one is about to order or renew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.billing_address import ITSELF
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog

if TYPE_CHECKING:
    from resellertui.services.billing.views import BillingAddressView
    from resellertui.tui.app import ConsoleApp

ADDRESS = Command(
    "billing.address",
    "a",
    "Billing address",
    "Choose which billing address the invoice names, where your organisation pays.",
    permission=Action.ACCOUNTING_VIEW,
    footer=15,
    palette=False,
)


async def choose_address(app: ConsoleApp, *, pays: bool, current: str = "") -> str | None:
    """Ask which of the own organisation's addresses is named; return how it is chosen, or None for no other choice.

    Args:
        app: the console.
        pays: whether the own organisation pays any of it: who does not chooses nothing.
        current: what is chosen now.
    """
    if not pays:
        app.warn(_("Another organisation pays this, and chooses its billing address itself."))
        return None
    # inside a client's organisation too, what one's own organisation pays is addressed to it
    own = replace(app.actor, for_client_id=None)
    views = await app.behind(app.services.billing_addresses.list, own)
    if not views:
        app.warn(_("Your organisation has no billing addresses. Client account lists and adds them: b there."))
        return None
    choices = [Choice(one.id, one.label, _detail(one)) for one in views]
    choices.append(Choice(ITSELF, _("The organisation itself"), _("its own address")))
    usual = next((one.id for one in views if one.is_usual), ITSELF)
    dialog = ChooseDialog(_("Billing address"), choices, current=current or usual)
    chosen: str | None = await app.push_screen_wait(dialog)
    return chosen


def place_words(one: BillingAddressView) -> str:
    """Return where an address is, on one line."""
    return ", ".join((*one.lines, one.country))


def _detail(one: BillingAddressView) -> str:
    words = f"{one.name}, {place_words(one)}"
    return _("{address} (usual)").format(address=words) if one.is_usual else words
