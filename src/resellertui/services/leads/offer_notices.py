"""The mails about offers, contracts and products of other providers. None tells who asks before an offer was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from resellertui import formats
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.notices import About
from resellertui.domain.wording import _
from resellertui.services.leads.letters import tell_partner, tell_requester, tell_staff
from resellertui.services.leads.offer_drafting import line_words
from resellertui.services.leads.offer_reading import price_of
from resellertui.services.unit import Unit
from resellertui.store.models import (
    Organisation,
    OutsideProduct,
    QuoteContract,
    QuoteOffer,
    QuoteOfferLine,
    QuoteRequest,
    QuoteRoute,
)


def tell_of_offer(
    unit: Unit,
    partner: Organisation,
    request: QuoteRequest,
    offer: QuoteOffer,
    lines: Sequence[QuoteOfferLine],
    *,
    replaces: bool,
) -> None:
    """Tell the requester of an offer, with its lines, and how it is accepted."""
    reference, currency = show_id(Kind.OFFER, offer.id), Currency(offer.currency)

    def words() -> tuple[str, tuple[str, ...]]:
        subject = _("{partner} has changed its offer") if replaces else _("{partner} makes you an offer")
        begins = (
            _("{partner} makes another offer on your request {id}, in place of the one before:")
            if replaces
            else _("{partner} makes an offer on your request {id}:")
        )
        listed = "\n".join(
            "  "
            + line_words(one.label, one.name, price_of(one), one.quantity, one.periods, Money(one.amount, currency))
            for one in lines
        )
        total = _("Total without VAT: {total} {currency}. It can be accepted until {day}.").format(
            total=formats.amount(str(Money(offer.total, currency))),
            currency=currency.value,
            day=formats.day(offer.valid_until),
        )
        note = _("{partner} writes:").format(partner=partner.name)
        return subject.format(partner=partner.name), (
            begins.format(partner=partner.name, id=show_id(Kind.QUOTE, request.id)),
            listed,
            total,
            *((f"{note}\n{offer.note}",) if offer.note else ()),
            _how_to_accept(request, reference),
        )

    tell_requester(unit, request, "quote.offered", words)


def _how_to_accept(request: QuoteRequest, reference: str) -> str:
    if request.org_id is not None:
        return _(
            "A legal representative accepts it in resellertui, Quote requests, or with: resellertui quote accept {id}"
        ).format(id=reference)
    return _(
        "To accept it, sign up in resellertui, claim the request with the token that was mailed to you "
        "(resellertui quote claim TOKEN), then accept the offer: resellertui quote accept {id}"
    ).format(id=reference)


def tell_of_acceptance(
    unit: Unit, request: QuoteRequest, contract: QuoteContract, names: dict[int, str], effects: Callable[[], list[str]]
) -> None:
    """Tell both sides of the offer that it was accepted, and what comes next; `effects` says that to the client."""
    partner, client = names[contract.partner_id], names[contract.client_id]
    offer, shown = show_id(Kind.OFFER, contract.offer_id), show_id(Kind.CONTRACT, contract.id)
    partnership = show_id(Kind.PARTNERSHIP, contract.partnership_id)

    def to_client() -> tuple[str, tuple[str, ...]]:
        return _("You have accepted the offer of {partner}").format(partner=partner), (
            _("{client} has accepted the offer {offer} of {partner}: it is the contract {id}.").format(
                client=client, offer=offer, partner=partner, id=shown
            ),
            *effects(),
        )

    def to_partner() -> tuple[str, tuple[str, ...]]:
        return _("{client} accepts your offer").format(client=client), (
            _("{client} has accepted your offer {offer} on {request}: it is the contract {id}.").format(
                client=client, offer=offer, request=show_id(Kind.QUOTE, request.id), id=shown
            ),
            _("It binds you to serve this client with the provider's products only."),
            _("The client grants full access with your payment method by {partnership}.").format(
                partnership=partnership
            ),
            _("Once the partnership is active, order the basket of the contract: resellertui quote order {id}").format(
                id=shown
            ),
        )

    tell_requester(unit, request, "quote.accepted", to_client)
    tell_partner(unit, contract.partner_id, request.id, "quote.won", to_partner)


def tell_losers(unit: Unit, request: QuoteRequest, losers: Sequence[QuoteRoute]) -> None:
    """Tell the other partners that somebody else has won the request; nothing of who asks, nor of who won."""

    def words() -> tuple[str, tuple[str, ...]]:
        shown = show_id(Kind.QUOTE, request.id)
        return _("The request {id} was awarded to another partner").format(id=shown), (
            _("The requester of {id} has accepted the offer of another partner.").format(id=shown),
            _("There is nothing left to do."),
        )

    for one in losers:
        tell_partner(unit, one.partner_id, request.id, "quote.lost", words)


def tell_ready(unit: Unit, contract: QuoteContract, client: str, paused_until: date | None = None) -> None:
    """Tell the partner that the basket of its contract can be ordered: the partnership is active.

    Args:
        unit: the open transaction.
        contract: whose basket it is.
        client: the client's name.
        paused_until: the day on which the partnership goes on, where it is paused.
    """

    def words() -> tuple[str, tuple[str, ...]]:
        shown = show_id(Kind.CONTRACT, contract.id)
        waits = _("The partnership is paused: you can order from {day} on, or once the pause is ended.")
        return _("The basket for {client} is ready to order").format(client=client), (
            _("Your partnership with {client} is active, and the contract {id} is not ordered yet.").format(
                client=client, id=shown
            ),
            *(() if paused_until is None else (waits.format(day=formats.day(paused_until)),)),
            _("Order all of it at once, in resellertui, Quote requests, or with: resellertui quote order {id}").format(
                id=shown
            ),
            _("Your re-invoicing then bills {client} at the prices of your offer.").format(client=client),
        )

    tell_partner(unit, contract.partner_id, contract.request_id, "quote.ready", words)


def tell_of_order(unit: Unit, contract: QuoteContract, names: dict[int, str]) -> None:
    """Tell the client that its partner has ordered what was offered."""

    def words() -> tuple[str, tuple[str, ...]]:
        partner = names[contract.partner_id]
        return _("{partner} has ordered what you agreed").format(partner=partner), (
            _("{partner} has ordered all that its offer {offer} lists, for {client}.").format(
                partner=partner, offer=show_id(Kind.OFFER, contract.offer_id), client=names[contract.client_id]
            ),
            _("The provider charges {partner}, which bills you at the prices of its offer.").format(partner=partner),
        )

    tell_partner(unit, contract.client_id, contract.request_id, "quote.ordered", words)


def tell_of_reopening(unit: Unit, contract: QuoteContract, order_id: int, names: dict[int, str]) -> None:
    """Tell the client that its partner's order of what was offered came to nothing."""

    def words() -> tuple[str, tuple[str, ...]]:
        partner = names[contract.partner_id]
        return _("The order of {partner} was declined").format(partner=partner), (
            _(
                "{order}, by which {partner} ordered what its offer {offer} lists, was declined before it was paid."
            ).format(
                order=show_id(Kind.ORDER, order_id), partner=partner, offer=show_id(Kind.OFFER, contract.offer_id)
            ),
            _("Nothing was bought for {client}. The contract {id} stands: {partner} can order all of it again.").format(
                client=names[contract.client_id], id=show_id(Kind.CONTRACT, contract.id), partner=partner
            ),
        )

    tell_partner(unit, contract.client_id, contract.request_id, "quote.reopened", words)


def tell_of_breach(unit: Unit, product: OutsideProduct, contract: QuoteContract, names: dict[int, str]) -> None:
    """Tell staff, and the partner that a contract binds, of a product of another provider."""
    partner, client = names[contract.partner_id], names[contract.client_id]
    shown, what = show_id(Kind.CONTRACT, contract.id), show_id(Kind.OUTSIDE_PRODUCT, product.id)

    def words(*more: str) -> tuple[str, tuple[str, ...]]:
        return _("{client} has a product of another provider").format(client=client), (
            _("“{product}” of {provider} is noted for {client} ({id}).").format(
                product=product.product, provider=product.provider, client=client, id=what
            ),
            _("By the contract {contract}, {partner} serves {client} with the provider's products only.").format(
                contract=shown, partner=partner, client=client
            ),
            *more,
        )

    def to_staff() -> tuple[str, tuple[str, ...]]:
        return words(_("Open resellertui, Quote routing, to settle it."))

    def to_partner() -> tuple[str, tuple[str, ...]]:
        return words(_("The provider's staff will come to you about it."))

    tell_staff(unit, (About.BREACH, product.id), "quote.breach", to_staff)
    tell_partner(unit, contract.partner_id, contract.request_id, "quote.breach", to_partner)


def tell_of_settlement(unit: Unit, product: OutsideProduct, contract: QuoteContract, client: str) -> None:
    """Tell the partner what staff have settled about a product of another provider."""

    def words() -> tuple[str, tuple[str, ...]]:
        return _("The matter of “{product}” at {client} is settled").format(product=product.product, client=client), (
            _("The provider's staff have settled {id}, “{product}” of {provider}:").format(
                id=show_id(Kind.OUTSIDE_PRODUCT, product.id), product=product.product, provider=product.provider
            ),
            product.outcome,
        )

    tell_partner(unit, contract.partner_id, contract.request_id, "quote.settled", words)
