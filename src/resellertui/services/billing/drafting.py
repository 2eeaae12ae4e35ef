"""Making a pro forma: lines priced by the terms in force, VAT by the payer's country, parties as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from resellertui.domain.billing import DAYS_TO_PAY, service_period
from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.partnership import Payment
from resellertui.domain.pricing import Benefit, ListPrice, OrderLine, PricedLine, price_lines
from resellertui.domain.programme.terms import ProductKind, Terms
from resellertui.domain.tax import Buyer, Taxation, TaxedAmount, VatEntry, taxation_of, vat_of
from resellertui.services.billing.addressing import addressed
from resellertui.services.billing.counting import Count
from resellertui.services.registry.standing import queue_questions, refutation_of
from resellertui.services.unit import Unit
from resellertui.store.models import Cashback, Document, DocumentLine, DocumentVat, Order, Organisation, Product
from resellertui.store.queries import billing as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import terms as terms_queries


@dataclass(frozen=True)
class Item:
    """A line to be charged, with what the table of the rules says of it."""

    kind: ProductKind
    product: Product
    quantity: int
    periods: int
    reach: str
    """The partner's access, or `own`."""
    method: Payment | None
    benefit: Benefit
    partnership_id: int | None = None
    beneficiary_id: int | None = None
    entrust_id: int | None = None
    is_new: bool = True
    renews_on: date | None = None
    """From when a renewal is served; from the product's expiry where left out."""


@dataclass(frozen=True)
class Quote:
    """What some lines cost a payer, before anything is written."""

    lines: list[OrderLine]
    priced: list[PricedLine]
    periods: list[tuple[date, date]]
    taxation: Taxation
    vat_entries: list[VatEntry]
    currency: Currency

    @property
    def net(self) -> Money:
        """The sum without VAT."""
        return Money(sum(one.charged.minor for one in self.priced), self.currency)

    @property
    def vat(self) -> Money:
        """The VAT of all rates."""
        return Money(sum(one.amount.minor for one in self.vat_entries), self.currency)

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.net + self.vat


def quote(unit: Unit, items: Sequence[Item], payer: Organisation, active: Mapping[str, int]) -> Quote:
    """Price lines that make one document, by the terms in force; `active` are the subscriptions of each group.

    Raises:
        Refused: there is no VAT rate, or no reseller price where one is needed.
    """
    terms, currency = unit.terms, Currency(payer.currency)
    lines = [_order_line(one, terms, currency, active) for one in items]
    priced, _groups = price_lines(lines, currency)
    periods = [_period(unit, one) for one in items]
    taxation = taxation_of(buyer_of(unit, payer), terms.vat)
    amounts = [TaxedAmount(one.charged, *period) for one, period in zip(priced, periods, strict=True)]
    return Quote(lines, list(priced), periods, taxation, list(vat_of(taxation, amounts, currency)), currency)


@dataclass(frozen=True)
class ByDate:
    """What a job of renewals draws a pro forma up with, where an order goes by today."""

    due_on: date
    count: Count


def draft(
    unit: Unit, order: Order, items: Sequence[Item], payer: Organisation, by_date: ByDate | None = None
) -> Document:
    """Write an order and its pro forma, with its lines, VAT and pending cashback; nothing is written if it is refused.

    Raises:
        Refused: there is no VAT rate, or no reseller price where one is needed.
    """
    active = count_active(unit, items, payer.id, unit.today, None if by_date is None else by_date.count)
    priced = quote(unit, items, payer, active)
    currency, net, vat = priced.currency, priced.net.minor, priced.vat.minor
    unit.session.add(order)
    unit.session.flush()  # its document refers to it
    if unit.office.registries.sources:  # of organisations that an import has made, nothing may have been asked yet
        queue_questions(unit, payer)
    issuer = organisation_queries.organisation(unit.session, unit.installation.provider_id)
    version = terms_queries.effective_on(unit.session, unit.today)
    assert issuer is not None and version is not None  # noqa: S101, PT018  # every database has both
    document = Document(
        kind="invoice",
        state="to_pay",
        issuer_id=issuer.id,
        payer_id=payer.id,
        holder_id=order.holder_id,
        order_id=order.id,
        corrects_id=None,
        currency=currency.value,
        terms_id=version.id,
        made_on=unit.written_on,
        due_on=unit.written_on + timedelta(days=DAYS_TO_PAY) if by_date is None else by_date.due_on,
        issued_on=None,
        year=None,
        sequence=None,
        net=net,
        vat=vat,
        total=net + vat,
        paid=0,
        refunded=0,
        issuer=party(issuer) | {"logo_line": issuer.logo_line},
        buyer=addressed(unit, party(payer), order),
        reason="",
        made_at=unit.now,
    )
    unit.session.add(document)
    unit.session.flush()  # its lines refer to it
    for place, entry in enumerate(priced.vat_entries, 1):
        unit.session.add(
            DocumentVat(
                document_id=document.id,
                position=place,
                percent=entry.rate,
                country=priced.taxation.country,
                base=entry.base.minor,
                amount=entry.amount.minor,
                reason=entry.reason,
            )
        )
    whole = zip(items, priced.lines, priced.priced, priced.periods, strict=True)
    rows = []
    for place, (item, line, price, period) in enumerate(whole, 1):
        row = _line(document, place, item, line, price, active)
        row.service_from, row.service_to = period
        rows.append(row)
    unit.session.add_all(rows)
    unit.session.flush()  # cashbacks refer to them
    for row, item, price in zip(rows, items, priced.priced, strict=True):
        if item.benefit is Benefit.CASHBACK and item.beneficiary_id is not None:
            unit.session.add(_cashback(unit, document, row, item.beneficiary_id, price.cashback))
    unit.session.flush()  # what follows reads the document whole
    return document


def buyer_of(unit: Unit, payer: Organisation) -> Buyer:
    """Return a payer as VAT sees it today, with what a registry has said of its number."""
    return Buyer(
        payer.country, OrganisationKind(payer.kind), payer.vat_number, refutation_of(unit, payer.id, payer.vat_number)
    )


def party(org: Organisation) -> dict[str, Any]:
    """Return an organisation as documents keep it: as it is today."""
    return {
        "name": org.name,
        "street": org.street,
        "house_number": org.house_number,
        "postal_code": org.postal_code,
        "city": org.city,
        "region": org.region,
        "country": org.country,
        "kind": org.kind,
        "vat_number": org.vat_number,
        "register_number": org.register_number,
    }


def order_line_of(row: DocumentLine) -> OrderLine:
    """Return a stored line as it was priced, to price it again."""
    reward: Decimal | ListPrice | None = None
    if row.rate is not None:
        reward = Decimal(row.rate)
    elif row.list_price is not None:
        reward = ListPrice(Decimal(row.list_price))
    return OrderLine(
        family=row.family,
        unit_price=Decimal(row.unit_price),
        quantity=row.quantity,
        periods=row.periods,
        reward=reward,
        degressive_rate=Decimal(row.degressive_rate),
        benefit=Benefit(row.benefit),
        beneficiary=row.beneficiary_id,
    )


def count_active(
    unit: Unit, items: Sequence[Item], payer_id: int, day: date, count: Count | None = None
) -> Mapping[str, int]:
    """Return the active subscriptions of each degressive group once the order is done; a renewal adds nothing."""
    terms = unit.terms
    groups = {terms.family(one.kind.family).degressive for one in items} - {""}
    own = [one.product.id for one in items]
    found = {}
    for group in groups:
        families = [one.id for one in terms.families if one.degressive == group]
        ordered = sum(one.quantity for one in items if terms.family(one.kind.family).degressive == group)
        if count is not None:
            found[group] = ordered + count.active(payer_id, families, day, own)
        else:
            found[group] = ordered + queries.active_subscriptions(unit.session, payer_id, families, day, own)
    return found


def _order_line(item: Item, terms: Terms, currency: Currency, active: Mapping[str, int]) -> OrderLine:
    family = terms.family(item.kind.family)
    tier = terms.tier(family.degressive, active.get(family.degressive, 0))
    return OrderLine(
        family=family.id,
        unit_price=item.kind.prices[currency],
        quantity=item.quantity,
        periods=item.periods,
        reward=family.rate if family.rate is not None else ListPrice(item.kind.reseller_prices[currency]),
        degressive_rate=tier.rate if tier is not None else Decimal(0),
        benefit=item.benefit,
        beneficiary=item.beneficiary_id,
    )


def _period(unit: Unit, item: Item) -> tuple[date, date]:
    months = item.kind.period_months * item.periods
    if item.is_new or item.product.expires_on is None:
        return service_period(unit.today, months, unit.today.day)
    return service_period(item.renews_on or item.product.expires_on, months, item.product.anchor_day)


def _line(
    document: Document, place: int, item: Item, line: OrderLine, price: PricedLine, active: Mapping[str, int]
) -> DocumentLine:
    return DocumentLine(
        document_id=document.id,
        position=place,
        product_id=item.product.id,
        corrects_id=None,
        sku=item.kind.sku,
        family=line.family,
        label=item.kind.label,
        name=item.product.name,
        unit_price=f"{line.unit_price:f}",
        quantity=line.quantity,
        periods=line.periods,
        period_months=item.kind.period_months,
        rate=f"{line.reward:f}" if isinstance(line.reward, Decimal) else None,
        list_price=f"{line.reward.unit_price:f}" if isinstance(line.reward, ListPrice) else None,
        degressive_rate=f"{line.degressive_rate:f}",
        active=max(active.values(), default=0),
        reach=item.reach,
        method=None if item.method is None else item.method.value,
        partnership_id=item.partnership_id,
        beneficiary_id=item.beneficiary_id,
        benefit=item.benefit.value,
        entrust_id=item.entrust_id,
        gross=price.gross.minor,
        public=price.public.minor,
        charged=price.charged.minor,
        partner_net=None if price.partner_net is None else price.partner_net.minor,
    )


def _cashback(unit: Unit, document: Document, row: DocumentLine, partner_id: int, amount: Money) -> Cashback:
    return Cashback(
        line_id=row.id,
        document_id=document.id,
        partner_id=partner_id,
        holder_id=document.holder_id,
        product_id=row.product_id,
        currency=document.currency,
        amount=amount.minor,
        reversed=0,
        state="pending",
        made_on=unit.written_on,
        credited_on=None,
    )
