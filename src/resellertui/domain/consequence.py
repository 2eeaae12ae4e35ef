"""What an arrangement means for money and access, in sentences (rules: who pays, who sees the invoice, who earns).

The same sentences stand in the review of a wizard, under a dialog's question and in a command's `--dry-run`.
"""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.partnership import Access, Payment
from resellertui.domain.wording import _, ngettext

SHOWN = 6
"""How many product names a sentence spells out before it counts the rest."""


def enumerate_names(names: Sequence[str]) -> str:
    """Return the first names of a list and how many more there are."""
    shown = ", ".join(names[:SHOWN])
    rest = len(names) - SHOWN
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} more", "{names} and {count} more", rest).format(names=shown, count=rest)


def access_sentence(partner: str, client: str, access: Access, products: Sequence[str], families: str = "") -> str:
    """Say what the partner reaches."""
    if access is Access.FULL:
        return _("{partner} reaches every product of {client}, present and future.").format(
            partner=partner, client=client
        )
    if not products:
        if families:
            return _("{partner} reaches the products that {client} chooses; asked for: {families}.").format(
                partner=partner, client=client, families=families
            )
        return _("{partner} reaches the products that {client} chooses.").format(partner=partner, client=client)
    return ngettext(
        "{partner} reaches {count} product of {client}: {names}.",
        "{partner} reaches {count} products of {client}: {names}.",
        len(products),
    ).format(partner=partner, client=client, count=len(products), names=enumerate_names(products))


def money_sentence(partner: str, client: str, access: Access, payment: Payment | None) -> str:
    """Say who is charged, whose invoice it is, and what the partner earns."""
    if access is Access.LIMITED:
        return _(
            "{client} pays at public price and gets the invoices; {partner} earns cashback when {client} buys or "
            "renews these products, and can't order or renew for {client}."
        ).format(partner=partner, client=client)
    if payment is Payment.PARTNER:
        return _(
            "Orders and renewals are charged to {partner}, who gets the invoices: at the partner's discount when "
            "{partner} places them; when {client} places them, at public price with cashback, once {partner} agrees to "
            "pay."
        ).format(partner=partner, client=client)
    return _(
        "{client} pays at public price and gets the invoices, whoever orders; {partner} may order and renew for "
        "{client} and earns cashback."
    ).format(partner=partner, client=client)


def ending_sentences(partner: str, client: str, access: Access, payment: Payment | None, people: int) -> list[str]:
    """Say everything that stops when the partnership ends."""
    sentences = [
        _("{partner} loses access to {client} at once.").format(partner=partner, client=client),
    ]
    if people:
        sentences.append(
            ngettext(
                "{count} person of {partner} loses the client that was granted to them.",
                "{count} people of {partner} lose the client that was granted to them.",
                people,
            ).format(count=people, partner=partner)
        )
    sentences.append(_("The products stay with {client}.").format(client=client))
    if access is Access.FULL and payment is Payment.PARTNER:
        sentences.append(
            _("Coming renewals are charged to {client} by its own method, at public price.").format(client=client)
        )
    else:
        sentences.append(_("Coming renewals stay charged to {client}, at public price.").format(client=client))
    sentences.append(
        _("{partner} earns nothing on later orders and renewals; cashback already earned stays.").format(
            partner=partner
        )
    )
    sentences.append(_("Issued invoices stay where they are. The other side is told by e-mail."))
    return sentences
