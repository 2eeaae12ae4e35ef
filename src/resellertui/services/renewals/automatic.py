"""Renewing without anybody's keypress: pro formas by holder and payer, paid where the payer's own money allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from resellertui.domain.errors import NotFound, Refused
from resellertui.domain.ledger import AccountKind
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.renewal import side_of_renewal
from resellertui.services.billing import settling
from resellertui.services.billing.addressing import remembered
from resellertui.services.billing.counting import Count
from resellertui.services.billing.covering import Stand, item_of
from resellertui.services.billing.drafting import ByDate, Item, draft
from resellertui.services.billing.limits import fits_limit, note_month, pays_for_client
from resellertui.services.billing.posting import balance
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.renewals.covers import Covers
from resellertui.services.unit import Unit
from resellertui.store.models import Document, Order, Organisation, Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


@dataclass(frozen=True)
class Made:
    """A pro forma of an automatic renewal."""

    order: Order
    document: Document
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Renewal:
    """Lines that make one pro forma: of one holder, payer, side and billing address."""

    stand: Stand
    payer: Organisation
    items: list[Item]
    address: int | None = None
    """The billing address that was chosen the last time; None for the payer's usual one."""


def renewals_of(unit: Unit, products: Sequence[Product], covers: Covers | None = None) -> list[Renewal]:
    """Return what renewing these products of one organisation would charge, and whom; `covers` knows of them already.

    What can't be priced, since its kind left the catalogue, say, is left out: it runs out, and its people are told.
    """
    holder = organisation_queries.organisation(unit.session, products[0].org_id)
    assert holder is not None  # noqa: S101  # products refer to it
    covering = None if covers is None else covers.covering(holder.id)
    stands = {side: Stand(unit, holder, side, None, covering) for side in Side}
    stands[Side.PARTNER].through = stands[Side.CLIENT].full_partner()
    found: dict[tuple[Side, int, int | None], Renewal] = {}
    for product in products:
        stand = stands[_side(stands[Side.PARTNER], product)]
        item, payer = _item(stand, product, covers)
        if item is not None:
            address = remembered(unit, product, payer.id)
            found.setdefault((stand.side, payer.id, address), Renewal(stand, payer, [], address)).items.append(item)
    return list(found.values())


def draft_renewals(unit: Unit, products: Sequence[Product], count: Count | None = None) -> list[Made]:
    """Write the pro formas that renew these products of one organisation, one for each payer, side and billing address.

    `count` counts for all the organisations whose products are renewed in one transaction.
    """
    count = count or Count(unit, products)
    return [made for one in renewals_of(unit, products) if (made := _draft(one, count))]


def pay_by_itself(unit: Unit, order: Order, document: Document, products: Sequence[Product]) -> bool:
    """Pay a pro forma from its payer's prepaid account, if its money may be taken without asking and suffices."""
    due = settling.due(document)
    if (
        due.minor
        and balance(unit, AccountKind.PREPAID, document.payer_id, Currency(document.currency)).minor < due.minor
    ):
        return False
    if not may_take(unit, order, document, products):
        return False
    settling.pay(unit, document, AccountKind.PREPAID, due)
    if document.payer_id != document.holder_id and order.side == Side.CLIENT.value:
        note_month(unit, document)
    return True


def may_take(unit: Unit, order: Order, document: Document, products: Sequence[Product]) -> bool:
    """Return whether a renewal may be paid without asking: by its holder, by who switched it on, or within the limit.

    The partner's money is never spent by someone else's keypress (rules: who pays).
    """
    if document.payer_id == document.holder_id:
        return True
    if order.side == Side.CLIENT.value:
        return fits_limit(unit, document)
    row = partnership_queries.active_of_partner(unit.session, document.payer_id, document.holder_id)
    own = all(one.auto_renewal_by in (None, document.payer_id) for one in products)
    return own and row is not None and pays_for_client(row, unit.today)


def _side(partners: Stand, product: Product) -> Side:
    row = partners.through
    method = None if row is None or row.payment is None else Payment(row.payment)
    return side_of_renewal(method, product.auto_renewal_by, None if row is None else row.partner_id)


def _item(stand: Stand, product: Product, covers: Covers | None) -> tuple[Item | None, Organisation]:
    unit = stand.unit
    held = None
    if stand.through is None and stand.full_partner() is None:
        held = partnership_queries.holder_of(unit.session, product.id) if covers is None else covers.held(product.id)
    limited = None if held is None or standing_of(held[0]).is_paused(unit.today) else held[0]
    cover = stand.cover(limited)
    payer = stand.payer(cover)
    try:
        kind = unit.terms.kind(product.sku)
    except NotFound:
        return None, payer
    prices = kind.prices if unit.terms.family(kind.family).rate is not None else kind.reseller_prices
    if Currency(payer.currency) not in kind.prices.keys() & prices.keys():
        return None, payer
    return replace(item_of(kind, product, product.quantity, 1, cover), is_new=False), payer


def _draft(renewal: Renewal, count: Count) -> Made | None:
    stand, payer, items = renewal.stand, renewal.payer, renewal.items
    unit = stand.unit
    partner = stand.through
    orders = partner.partner_id if stand.side is Side.PARTNER and partner is not None else stand.holder.id
    first = min(one.product.expires_on or unit.today for one in items)
    order = Order(
        kind="renewal",
        state="open",
        org_id=orders,
        holder_id=stand.holder.id,
        payer_id=payer.id,
        side=stand.side.value,
        placed_at=unit.now,
        placed_by_id=None,
        billing_address_id=renewal.address,
    )
    try:
        document = draft(unit, order, items, payer, ByDate(max(first, unit.today), count))
    except Refused:
        return None
    unit.record(
        "order.renewal",
        "order",
        order.id,
        {"document": document.id, "total": document.total, "currency": document.currency, "payer": payer.id},
        for_org_id=stand.holder.id,
    )
    return Made(order, document, tuple(one.product for one in items))


def order_of_document(unit: Unit, document: Document) -> Order:
    """Return the order of a renewal's pro forma."""
    order = billing_queries.order(unit.session, document.order_id or 0)
    assert order is not None  # noqa: S101  # a renewal's document refers to it
    return order
