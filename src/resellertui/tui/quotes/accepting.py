"""Accepting an offer: what it would do first, then the act, then what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.leads.states import RequestState
from resellertui.domain.wording import _
from resellertui.services.leads.views import OfferView, OwnRequestView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.quotes.words import request_state_words, valid_words

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

ACCEPT = Command(
    "offer.accept",
    "a",
    "Accept",
    "Accept the offer under the cursor, once it is said what that does.",
    permission=Action.QUOTE_ACCEPT,
    danger=True,
    footer=12,
)


async def accept_offer(app: ConsoleApp, offer: OfferView) -> bool:
    """Say what accepting an offer does, accept it after a question, say what comes next; return whether it was."""
    with app.reporting():
        rehearsing = app.services.rehearsing()
        shown = await app.ask(rehearsing.quote_contracts.accept, offer.id, version=offer.version)
        title = _("Accept the offer of {partner}?").format(partner=offer.partner)
        if not await app.push_screen_wait(ConfirmDialog(title, shown.sentences, yes=_("Accept"), danger=True)):
            return False
        done = await app.tell(app.services.quote_contracts.accept, offer.id, version=offer.version)
        title = _("The offer of {partner} is accepted: {contract}").format(
            partner=offer.partner, contract=done.contract
        )
        app.push_screen(ReadingDialog(title, done.sentences))
        return True
    return False


def reason_against(request: OwnRequestView | None, offer: OfferView | None) -> str | None:
    """Return why no offer, or this one, can be accepted now."""
    if request is not None and request.state is not RequestState.OPEN:
        return _("{request} takes no answers any more: {state}.").format(
            request=request.id, state=request_state_words(request.state)
        )
    if offer is None:
        return _("No offer is under the cursor.")
    if not offer.is_valid:
        return _("It can't be accepted any more. Valid until {day}").format(day=valid_words(offer))
    return None
