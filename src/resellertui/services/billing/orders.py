"""Ordering and renewing: who is charged follows from the partnership, the price from the terms, both from one table."""

from __future__ import annotations

from dataclasses import replace

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.billing import ProductState
from resellertui.domain.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.ledger import AccountKind
from resellertui.domain.partnership import Side, State
from resellertui.domain.programme.product_name import check_product_name
from resellertui.domain.programme.terms import ProductKind
from resellertui.domain.text import fold, tidy
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing import settling
from resellertui.services.billing.addressing import chosen, remembered
from resellertui.services.billing.covering import Stand, item_of, order_of
from resellertui.services.billing.drafting import Item, draft
from resellertui.services.billing.limits import fits_limit
from resellertui.services.billing.outcomes import outcome_of
from resellertui.services.billing.plans import check_plans, check_still_counts
from resellertui.services.billing.posting import balance, done_before, remember
from resellertui.services.billing.rights import accounting_stance
from resellertui.services.billing.views import OrderInput, OrderLineInput, OrderOutcome, RenewInput
from resellertui.services.partnerships.dossier import Dossier, dossier_of, standing_of
from resellertui.services.products import reachable_product
from resellertui.services.reach import active_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Document, Order, Organisation, Partnership, Product
from resellertui.store.queries import billing as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


class Orders:
    """Ordering and renewing."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def place(self, actor: Actor, order: OrderInput) -> OrderOutcome:
        """Order for one's own organisation or, with full access, for a client; needs the accounting right.

        A rehearsal says what it would do: the consequence is computed by what posts it.

        Raises:
            NotFound: no such client or kind of product.
            Forbidden: no right to the accounting, or the client is paused or not granted.
            Refused: limited access, a support plan that is no upgrade, or too little in the prepaid account where it
                is paid at once.
            Invalid: a name, quantity, partner or billing address that can't be accepted.
            Conflict: the organisation has this domain already, or the key was used for something else.
        """
        with self._office.writing(actor) as unit:
            return place_within(unit, order)

    def renew(self, actor: Actor, renewal: RenewInput) -> tuple[OrderOutcome, ...]:
        """Renew products now, each from its old expiry: one's own or, with full access, clients'.

        Products of one holder, payer and billing address make one document. An address that is chosen counts for what
        the actor's organisation pays, and is remembered for the products' next renewals.

        Raises:
            NotFound: none, or none that the actor may see.
            Refused: limited access, terminated or not started yet, a support plan below the one that counts, or a
                renewal waits to be paid already.
            Invalid: the actor's organisation pays none of it, or has no such billing address.
            Conflict: the key was used for something else.
        """
        with self._office.writing(actor) as unit:
            named = [_renewable(unit, reference) for reference in renewal.products]
            wanted = list({product.id: (product, stand) for product, stand in named}.values())
            content = {"products": [product.id for product, _stand in wanted], "pay": renewal.pay}
            if renewal.billing_address:
                content["billing_address"] = renewal.billing_address
            if found := done_before(unit, renewal.key, "renewal", content):
                return tuple(_again(unit, number) for number in found["orders"])
            groups: dict[tuple[int, int, int | None], list[Item]] = {}
            stands: dict[int, Stand] = {}
            choosing = _Choosing(unit, renewal.billing_address)
            for product, stand in wanted:
                stand = stands.setdefault(product.org_id, stand)
                holder_row = partnership_queries.holder_of(unit.session, product.id)
                limited = None if holder_row is None else holder_row[0]
                if limited is not None and standing_of(limited).is_paused(unit.today):
                    limited = None
                cover = stand.cover(limited)
                kind = unit.terms.kind(product.sku)
                item = replace(item_of(kind, product, product.quantity, 1, cover), is_new=False)
                payer = stand.payer(cover)
                groups.setdefault((stand.holder.id, payer.id, choosing.choice(product, payer)), []).append(item)
            choosing.check()
            orders, outcomes = [], []
            for (holder_id, payer_id, address), items in groups.items():
                stand = stands[holder_id]
                for item in items:
                    _check_renewal(unit, item.product)
                found_payer = organisation_queries.organisation(unit.session, payer_id)
                assert found_payer is not None  # noqa: S101  # it was just found
                row = order_of(stand, "renewal", payer_id)
                row.billing_address_id = address
                outcomes.append(_finish(stand, row, items, found_payer, renewal.pay))
                orders.append(row.id)  # it has one now
            remember(unit, renewal.key, "renewal", content, {"orders": orders})
            return tuple(outcomes)


def place_within(unit: Unit, order: OrderInput) -> OrderOutcome:
    """Place an order inside a transaction that does more; it asks the policy.

    Raises:
        ResellerError: as `Orders.place`.
    """
    stand = _stand(unit, order.client)
    content = order.model_dump(mode="json", exclude=None if order.billing_address else {"billing_address"})
    if found := done_before(unit, order.key, "order", content):
        return _again(unit, found["order"])
    wanted = [_wanted(unit, stand, place, one) for place, one in enumerate(order.lines, 1)]
    _check_once(wanted)
    check_plans(unit, stand.holder.id, [kind for kind, _partner, _name in wanted], order.lines)
    covers = [stand.cover(entrusted_to) for _kind, entrusted_to, _name in wanted]
    payer = stand.payer(covers[0])
    row = order_of(stand, "new", payer.id)
    if order.billing_address:
        row.billing_address_id = chosen(unit, payer, order.billing_address)
    items = []
    for (kind, entrusted_to, name), cover, line in zip(wanted, covers, order.lines, strict=True):
        product = _new_product(unit, stand.holder.id, kind, name, line)
        product.billing_address_id = row.billing_address_id  # its renewals name it too
        item = item_of(kind, product, line.quantity, line.periods, cover)
        items.append(replace(item, entrust_id=None if entrusted_to is None else entrusted_to.id))
    outcome = _finish(stand, row, items, payer, order.pay)
    remember(unit, order.key, "order", content, {"order": row.id})
    return outcome


class _Choosing:
    """The billing addresses of a renewal: the one that was chosen, where one's own organisation pays."""

    def __init__(self, unit: Unit, wanted: str) -> None:
        self._unit = unit
        self._wanted = wanted
        self._chosen: list[int | None] = []
        """What the text stands for, once it was looked up."""
        self._payer: Organisation | None = None

    def choice(self, product: Product, payer: Organisation) -> int | None:
        """Return what the renewal of a product names; what was chosen is remembered for the next one."""
        self._payer = payer
        if not self._wanted or payer.id != self._unit.actor.org_id:
            return remembered(self._unit, product, payer.id)
        if not self._chosen:
            self._chosen = [chosen(self._unit, payer, self._wanted)]
        product.billing_address_id = self._chosen[0]
        return self._chosen[0]

    def check(self) -> None:
        """Refuse a choice that counts for nothing.

        Raises:
            Invalid: others pay all of it.
        """
        if self._wanted and not self._chosen and self._payer is not None:
            chosen(self._unit, self._payer, self._wanted)


def _stand(unit: Unit, client: str) -> Stand:
    """Return who orders for whom, having asked the policy."""
    dossier = active_client(unit, client) if client else None
    if dossier is None and unit.actor.for_client_id is not None:
        row = partnership_queries.active_of_partner(unit.session, unit.actor.org_id or 0, unit.actor.for_client_id)
        if row is None or standing_of(row).on(unit.today) is not State.ACTIVE:
            raise not_found()
        dossier = dossier_of(unit, row, Side.PARTNER)
    if dossier is not None:
        return _through(unit, dossier)
    unit.allow(Action.ORDER_PLACE, accounting_stance(unit, Stance(relation=Relation.OWN)))
    holder = organisation_queries.organisation(unit.session, unit.actor.org_id or 0)
    if holder is None:
        raise not_found()
    return Stand(unit, holder, Side.CLIENT, None)


def _through(unit: Unit, dossier: Dossier) -> Stand:
    unit.allow(Action.ORDER_PLACE, accounting_stance(unit, dossier.client_stance()), missing=dossier.id)
    holder = organisation_queries.organisation(unit.session, dossier.row.client_id or 0)
    if holder is None:
        raise not_found()
    return Stand(unit, holder, Side.PARTNER, dossier.row)


def _wanted(unit: Unit, stand: Stand, place: int, line: OrderLineInput) -> tuple[ProductKind, Partnership | None, str]:
    """Return the kind, the limited partner chosen, and the name of a line."""
    kind = unit.terms.resolve(line.sku, line.name)
    if kind is None:
        raise NotFound(
            _("There is no product kind “{sku}” in the catalogue.").format(sku=line.sku),
            fields=[FieldProblem(f"lines.{place}.sku", _("It is not in the catalogue."))],
        )
    name = tidy(line.name)
    if not name and not kind.tld:
        name = kind.label  # several hostings of one line, say, are named later
    elif problem := check_product_name(kind, name):
        raise Invalid({f"lines.{place}.name": problem.reason})
    if kind.tld:
        name = name.removesuffix(".")
        held = organisation_queries.names_held(unit.session, stand.holder.id, kind.sku)
        if ascii_hostname(name) in {ascii_hostname(one) for one in held}:
            raise Conflict(
                _("“{name}” is there already.").format(name=name),
                _("Nothing was changed."),
                _("Renew it instead, or order another name."),
            )
        if line.quantity != 1:
            raise Invalid({f"lines.{place}.quantity": _("A domain name is one: its quantity is 1.")})
    return kind, _chosen_partner(stand, place, line.entrust_to), name


def _check_once(wanted: list[tuple[ProductKind, Partnership | None, str]]) -> None:
    """Go on only if no domain name is ordered twice at once, in whatever spelling."""
    seen: set[str | None] = set()
    for place, (kind, _entrusted_to, name) in enumerate(wanted, 1):
        if not kind.tld:
            continue
        if ascii_hostname(name) in seen:
            raise Invalid({f"lines.{place}.name": _("It stands in this order twice.")})
        seen.add(ascii_hostname(name))


def _chosen_partner(stand: Stand, place: int, wanted: str) -> Partnership | None:
    if not wanted:
        return None
    field = f"lines.{place}.entrust_to"
    if stand.side is Side.PARTNER:
        raise Invalid({field: _("Only the client entrusts its products.")})
    for row, name in stand.limited_partners():
        numbers = (parse_id(Kind.ORGANISATION, wanted), parse_id(Kind.PARTNERSHIP, wanted))
        if fold(name) == fold(wanted) or row.partner_id == numbers[0] or row.id == numbers[1]:
            return row
    raise Invalid({field: _("It is no partner with limited access to your organisation.")})


def _new_product(unit: Unit, org_id: int, kind: ProductKind, name: str, line: OrderLineInput) -> Product:
    product = Product(
        org_id=org_id,
        sku=kind.sku,
        family=kind.family,
        name=name,
        name_folded=fold(name),
        quantity=line.quantity,
        period_months=kind.period_months,
        anchor_day=unit.today.day,
        expires_on=None,
        auto_renewal=False,
        created_at=unit.now,
        version=1,
        state=ProductState.PENDING.value,
        payer_id=None,
    )
    unit.session.add(product)
    unit.session.flush()  # lines refer to it
    return product


def _finish(stand: Stand, row: Order, items: list[Item], payer: Organisation, pay: bool) -> OrderOutcome:
    """Draft the document, pay it where that was asked for, and answer what was done."""
    unit = stand.unit
    document = draft(unit, row, items, payer)
    if pay:
        if payer.id != unit.actor.org_id:
            raise Refused(
                _("{payer} pays this, and only {payer} spends its money.").format(payer=payer.name),
                _("Nothing was changed."),
                _("Without paying at once, it waits in the To pay of {payer}.").format(payer=payer.name),
            )
        settling.pay(unit, document, AccountKind.PREPAID, settling.due(document))
    elif stand.side is Side.CLIENT and payer.id != stand.holder.id and fits_limit(unit, document):
        _pay_within_limit(unit, document)
    unit.record(
        f"order.{row.kind}",
        "order",
        row.id,
        {"document": document.id, "total": document.total, "currency": document.currency, "payer": payer.id},
        for_org_id=stand.holder.id,
    )
    return outcome_of(unit, row, document)


def _pay_within_limit(unit: Unit, document: Document) -> None:
    """Pay a client's order with its partner's money, which the partner's limit allows; if the account holds it."""
    due = settling.due(document)
    if balance(unit, AccountKind.PREPAID, document.payer_id, due.currency).minor >= due.minor:
        settling.pay(unit, document, AccountKind.PREPAID, due)


def _again(unit: Unit, number: int) -> OrderOutcome:
    """Answer an order that was placed under its key before."""
    row = queries.order(unit.session, number)
    document = queries.document_of_order(unit.session, number)
    assert row is not None and document is not None  # noqa: S101, PT018  # nothing is deleted
    return outcome_of(unit, row, document).model_copy(update={"repeated": True})


def _renewable(unit: Unit, reference: str) -> tuple[Product, Stand]:
    """Return a product that the actor may renew, and on which side the actor stands."""
    try:
        product = reachable_product(unit, reference, Action.PRODUCT_RENEWAL)
    except Forbidden as error:  # of several, say which
        name = reachable_product(unit, reference, Action.PRODUCT_VIEW).name
        raise Forbidden(_("You can't renew “{name}”.").format(name=name), error.detail, error.hint) from error
    if product.org_id == unit.actor.org_id and unit.actor.for_client_id is None:
        return product, _stand(unit, "")
    row = partnership_queries.active_of_partner(unit.session, unit.actor.org_id or 0, product.org_id)
    if row is None:
        raise not_found(reference)
    return product, _through(unit, dossier_of(unit, row, Side.PARTNER))


def _check_renewal(unit: Unit, product: Product) -> None:
    if product.state != ProductState.ACTIVE.value or product.expires_on is None:
        raise Refused(
            _("“{name}” does not run: there is nothing to renew.").format(name=product.name),
            _("Nothing was changed."),
        )
    gone = product.expires_on.toordinal() + unit.terms.days.terminated_after
    if unit.today.toordinal() >= gone:
        raise Refused(
            _("“{name}” expired {days} days ago or more, and has been terminated.").format(
                name=product.name, days=unit.terms.days.terminated_after
            ),
            _("Nothing was changed."),
            _("Order it anew."),
        )
    check_still_counts(unit, product)
    if waiting := queries.waiting_renewal(unit.session, product.id):
        raise Refused(
            _("A renewal of “{name}” waits to be paid.").format(name=product.name),
            hint=_waiting_words(unit, waiting),
        )


def _waiting_words(unit: Unit, document_id: int) -> str:
    """Say where a pro forma waits: by its id to whom it is issued, to others in whose To pay."""
    document = queries.document(unit.session, document_id)
    if document is None or document.payer_id == unit.actor.org_id:
        return _("Pay it: {id}.").format(id=show_id(Kind.INVOICE, document_id))
    names = organisation_queries.names(unit.session, {document.payer_id})
    return _("It waits in the To pay of {payer}.").format(payer=names.get(document.payer_id, ""))
