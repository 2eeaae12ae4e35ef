"""Asking for a VAT number before something is paid or ordered; it never stands in the way of that.

Decided here: whoever goes on without a number is not asked again for the same organisation at the same place, the Shop
or where renewals and pro formas are paid, until signing out. Those who can't enter one, since they may not change the
account, are told what it would change beside the question that is asked anyway.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from resellertui.domain.wording import _
from resellertui.tui.dialogs.choose import Choice, ChooseDialog

if TYPE_CHECKING:
    from resellertui.services.billing.views import VatHintView
    from resellertui.tui.app import ConsoleApp


class Place(Enum):
    """Where one is asked."""

    SHOP = auto()
    TO_PAY = auto()


class Asked(Enum):
    """What came of it."""

    GO_ON = auto()
    """Nobody was to be asked, or the person goes on without a number."""
    ENTERED = auto()
    """The account was saved: amounts are to be read again."""
    STOPPED = auto()


async def ask_for_vat(app: ConsoleApp, place: Place, hint: VatHintView | None, *, without: str) -> Asked:
    """Ask for the number where one is missing; called from a worker. `without` are the words of going on without it."""
    if hint is None or not hint.may_enter or (hint.organisation_id, place) in app.without_vat:
        return Asked.GO_ON
    choices = [
        Choice("without", without, letter="w"),
        Choice("enter", _("Enter the VAT number …"), letter="e"),
    ]
    lines = [hint.sentence, hint.why]
    while (answer := await app.push_screen_wait(ChooseDialog(_("No VAT number yet"), choices, lines=lines))) == "enter":
        if await enter_vat(app):
            return Asked.ENTERED
    if answer is None:
        return Asked.STOPPED
    app.without_vat = app.without_vat | {(hint.organisation_id, place)}
    return Asked.GO_ON


async def enter_vat(app: ConsoleApp) -> bool:
    """Open the form of the client account at its VAT number; return whether it was saved."""
    from resellertui.tui.screens.edit_account import EditAccountPage

    view = await app.ask(app.services.client_account.show)
    saved = await app.push_screen_wait(EditAccountPage(view, first="vat_number"))
    return bool(saved)


def told_only(hint: VatHintView | None) -> list[str]:
    """Return what to say to those who are not asked since they can't enter a number."""
    if hint is None or hint.may_enter:
        return []
    return [hint.sentence, hint.why_not]
