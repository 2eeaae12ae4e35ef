"""Deleting an organisation: what stands in the way, where it is put right, and what goes with it.

Decided here, since the rules only name the conditions:

- A product stands in the way from its order until it is terminated or cancelled. A prepaid account stands in the way in
  each currency in which it is not zero, and so does what is owed for cashback that was reversed.
- A paused partnership is an active one. Pending requests stand in nobody's way: those that the organisation sent are
  withdrawn and those that it got are refused with the deletion, and the other side is told as always.
- Cashback that waits for a client's invoice to be paid stands in nobody's way either: it is named with the deletion's
  effects and given up with it. Whoever pays that invoice later credits nobody; what was credited before stays credited.
- Only a legal representative deletes, and the only person left is always one. Invitations to the organisation go, as do
  its teams, its place in the programme and the directory, and its open questions to registers.
- The organisation's row stays, dated, with its numbers and address: documents and the ledger refer to it. Nobody finds
  it any more but the provider's staff, by its id, to whom it is marked. A partner that it had accepted and that imports
  the client again asks another organisation; to one that it never accepted the import says what it always said.
- The provider's own organisation is never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from resellertui.domain.money import Money
from resellertui.domain.wording import _, ngettext


class Obstacle(StrEnum):
    """A condition that is not met."""

    PROVIDER = "provider"
    PRODUCTS = "products"
    INVOICES = "invoices"
    PREPAID = "prepaid"
    OWED = "owed"
    PARTNERS = "partners"
    CLIENTS = "clients"
    PEOPLE = "people"


PLACES: dict[Obstacle, tuple[str, str]] = {
    Obstacle.PROVIDER: ("", ""),
    Obstacle.PRODUCTS: ("products", "g o"),
    Obstacle.INVOICES: ("to_pay", "g t"),
    Obstacle.PREPAID: ("prepaid", "g w"),
    Obstacle.OWED: ("cashback", "g k"),
    Obstacle.PARTNERS: ("partner", "g p"),
    Obstacle.CLIENTS: ("clients", "g c"),
    Obstacle.PEOPLE: ("people", "g u"),
}
"""The console's section where each is put right, and the keys that lead there."""


def obstacle_words(kind: Obstacle, count: int, what: str = "") -> str:
    """Return what stands in the way, in a sentence; `what` is an amount or names."""
    if kind is Obstacle.PROVIDER:
        return _("It is the provider's own organisation, which is never deleted.")
    if kind is Obstacle.PREPAID:
        return _("Its prepaid account holds {amount}.").format(amount=what)
    if kind is Obstacle.OWED:
        return _("It owes {amount} for cashback that was reversed.").format(amount=what)
    words = {
        Obstacle.PRODUCTS: ngettext("It has {count} product.", "It has {count} products.", count),
        Obstacle.INVOICES: ngettext("{count} invoice is not paid.", "{count} invoices are not paid.", count),
        Obstacle.PARTNERS: ngettext(
            "{count} partnership with a partner is active.", "{count} partnerships with partners are active.", count
        ),
        Obstacle.CLIENTS: ngettext(
            "{count} partnership with a client is active.", "{count} partnerships with clients are active.", count
        ),
        Obstacle.PEOPLE: ngettext("{count} other person belongs to it.", "{count} other people belong to it.", count),
    }
    return words[kind].format(count=count)


def obstacle_hint(kind: Obstacle) -> str:
    """Return what to do about it."""
    return {
        Obstacle.PROVIDER: "",
        Obstacle.PRODUCTS: _("Let them end, or ask the provider to move or terminate them."),
        Obstacle.INVOICES: _("Pay or decline them."),
        Obstacle.PREPAID: _("Withdraw it."),
        Obstacle.OWED: _("Ask the provider how to settle it."),
        Obstacle.PARTNERS: _("End them."),
        Obstacle.CLIENTS: _("End them."),
        Obstacle.PEOPLE: _("Take them out of the organisation."),
    }[kind]


def deletion_effects(
    name: str, requests: int, invitations: int, pending: Sequence[Money] = (), *, quotes: int = 0
) -> tuple[str, ...]:
    """Return what deleting does, a sentence each; `pending` is the cashback that is not credited yet, by currency."""
    found = [
        _("Nobody acts for {organisation} any more, and nobody finds it.").format(organisation=name),
        _("Issued documents and the ledger are kept."),
        _("You stay known here, with your own sign-in."),
    ]
    if requests:
        found.append(
            ngettext(
                "{count} pending request ends, and the other side is told.",
                "{count} pending requests end, and the other sides are told.",
                requests,
            ).format(count=requests)
        )
    if quotes:
        found.append(
            ngettext(
                "{count} request for quotes is withdrawn.", "{count} requests for quotes are withdrawn.", quotes
            ).format(count=quotes)
        )
    if invitations:
        found.append(
            ngettext("{count} invitation stops working.", "{count} invitations stop working.", invitations).format(
                count=invitations
            )
        )
    found.extend(
        _("Pending cashback of {amount} {currency} is given up: it will not be credited.").format(
            amount=one, currency=one.currency.value
        )
        for one in pending
    )
    return tuple(found)
