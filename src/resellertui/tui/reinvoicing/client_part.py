"""What a client's page says of billing it: what was charged for it and is not billed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.errors import Forbidden, Invalid
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import ChargedQuery, ChargedTotal
from resellertui.services.views import PartnershipView
from resellertui.tui.commands import Command

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

TO_BILL = Command(
    "client.to_bill",
    "b",
    "To bill",
    "Show what you were charged for this client and have not billed.",
    permission=Action.REINVOICE_VIEW,
    footer=65,
)


def pays_for(one: PartnershipView) -> bool:
    """Return whether the reader, as its partner, pays for the client now."""
    granted = one.granted
    return (
        one.side is Side.PARTNER
        and one.state is State.ACTIVE
        and granted is not None
        and granted.access is Access.FULL
        and granted.payment is Payment.PARTNER
    )


async def read_to_bill(app: ConsoleApp, one: PartnershipView) -> Sequence[ChargedTotal]:
    """Return what is to bill of a client; nothing for who has no right to know.

    Raises what the service raises.
    """
    if one.client_id is None or one.side is not Side.PARTNER or not app.offers(TO_BILL):
        return ()
    with suppress(Invalid, Forbidden):  # never charged for it, or no right to the accounting
        query = ChargedQuery(client=one.client_id, state="flagged")
        return await app.ask(app.services.charged_lines.totals, query)
    return ()


def to_bill_facts(one: PartnershipView, totals: Sequence[ChargedTotal]) -> list[tuple[str, str]]:
    """Return the line of the page: what is to bill, for clients that the partner pays or was charged for."""
    words = [
        ngettext(
            "{resale} {currency} in {count} line (b shows it)",
            "{resale} {currency} in {count} lines (b shows them)",
            total.lines,
        ).format(resale=total.resale, currency=total.currency, count=total.lines)
        for total in totals
    ]
    if not words and not pays_for(one):
        return []
    return [(_("To bill"), ", ".join(words) or _("nothing"))]


def why_not_billed(one: PartnershipView, totals: Sequence[ChargedTotal]) -> str | None:
    """Return why there is nothing to bill of a client."""
    if totals or pays_for(one):
        return None
    return _("You bill clients that you pay for, with full access: nothing was charged to you for this one.")
