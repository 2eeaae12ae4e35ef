"""What a product, or a kind of the catalogue, costs and why: its public price, and how partners are rewarded."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.managed import yearly_value
from resellertui.domain.money import Currency, Money, round_half_up
from resellertui.domain.pricing import explaining as words
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import ProductKind, Terms
from resellertui.domain.tax import show_percent
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.billing.explanation import Explanation, ExplanationPart
from resellertui.services.products import reachable_product
from resellertui.services.unit import Unit
from resellertui.store.queries import organisations as queries


def explain_product(unit: Unit, reference: str) -> Explanation:
    """Say what a product costs at public price, for a period and in a year.

    Raises:
        NotFound: none, or none that the actor may see.
    """
    product = reachable_product(unit, reference, Action.PRODUCT_VIEW)
    org, terms = queries.organisation(unit.session, product.org_id), unit.terms
    currency = Currency(org.currency) if org is not None else Currency.CHF
    kind = next((one for one in terms.kinds if one.sku == product.sku), None)
    price = kind.prices.get(currency) if kind is not None else None
    sentences = [words.terms_step(terms, day(terms.effective))]
    if kind is None or price is None:
        sentences.append(
            _("{sku} has no price in {currency} there: nothing can be derived.").format(
                sku=product.sku, currency=currency.value
            )
        )
    else:
        gross = Money.of(round_half_up(price * product.quantity), currency)
        sentences += [
            _marked(
                _("{label}: {quantity} × {price} = {gross} {currency} for a period of {months} months.").format(
                    label=kind.label,
                    quantity=product.quantity,
                    price=f"{price:f}",
                    gross=gross,
                    currency=currency.value,
                    months=kind.period_months,
                ),
                kind.mark,
            ),
            _("That is {value} {currency} in a year.").format(
                value=yearly_value([(kind.sku, product.quantity)], terms, currency).value, currency=currency.value
            ),
        ]
    return Explanation(
        id=show_id(Kind.PRODUCT, product.id),
        title=_("Price of {name}").format(name=product.name),
        agrees=True,
        parts=(ExplanationPart(title=_("At public price, without VAT"), sentences=tuple(sentences)),),
    )


def explain_kind(unit: Unit, kind: ProductKind) -> Explanation:
    """Say where the price of a kind of the catalogue comes from, and what partners earn on it."""
    unit.allow(Action.TERMS_VIEW)
    terms = unit.terms
    prices = [
        _("{price} {currency} for a period of {months} months.").format(
            price=f"{kind.prices[one]:f}", currency=one.value, months=kind.period_months
        )
        if one in kind.prices
        else _("It has no price in {currency}.").format(currency=one.value)
        for one in Currency
    ]
    return Explanation(
        id=kind.sku,
        title=_("Price of {name}").format(name=kind.label),
        agrees=True,
        parts=(
            ExplanationPart(
                title=_("At public price, without VAT"),
                sentences=(words.terms_step(terms, day(terms.effective)), *(_marked(one, kind.mark) for one in prices)),
            ),
            ExplanationPart(title=_("For partners"), sentences=tuple(_rewards(terms, kind))),
        ),
    )


def _rewards(terms: Terms, kind: ProductKind) -> list[str]:
    family = terms.family(kind.family)
    if family.rate is not None:
        text = _("The partner's rate of {family} is {rate} %: a discount, or cashback.").format(
            family=family.label, rate=show_percent(family.rate.scaleb(2))
        )
        sentences = [_marked(text, family.mark)]
    else:
        sentences = [
            _marked(
                _("By the reseller price list: {price} {currency}.").format(
                    price=f"{price:f}", currency=currency.value
                ),
                family.mark,
            )
            for currency, price in kind.reseller_prices.items()
        ]
    sentences += [
        _marked(
            _("From {threshold} active subscriptions of the group {group} on: −{rate} % for whoever pays.").format(
                threshold=tier.threshold, group=family.degressive, rate=show_percent(tier.rate.scaleb(2))
            ),
            tier.mark,
        )
        for tier in terms.tiers.get(family.degressive, ())
    ]
    return sentences or [_("Partners earn nothing on it.")]


def _marked(text: str, mark: Mark) -> str:
    return _("{text} (Sample data.)").format(text=text) if mark is Mark.SAMPLE else text
