"""Margins in words: what one charges, and for which lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.reinvoicing.margin import MarginRule, Method, Scope
from resellertui.domain.reinvoicing.margin_table import MarginState
from resellertui.domain.wording import _


def margin_words(rule: MarginRule) -> str:
    """Return what a margin charges."""
    value = value_text(rule)
    if rule.method is Method.PERCENTAGE:
        return _("{sign}{value} % of the cost").format(sign="+" if rule.value >= 0 else "−", value=value.lstrip("-"))
    if rule.method is Method.FIXED:
        return _("{value} {currency} more for each unit and period").format(value=value, currency=rule.currency)
    if rule.method is Method.PRICE:
        return _("{value} {currency} for each unit and period").format(value=value, currency=rule.currency)
    return _("no margin")


def lines_words(rule: MarginRule, product: Callable[[Scope, str], str], client: str) -> str:
    """Return for which lines a margin is.

    Args:
        rule: the margin.
        product: gives what a family or a kind of product is called.
        client: the name of the client that it is for; not looked at where it is for all.
    """
    called = product(rule.scope, rule.target)
    if rule.client_id is None:
        return {
            Scope.ALL: _("all products, all clients"),
            Scope.FAMILY: _("the family {product}, all clients").format(product=called),
            Scope.PRODUCT: _("{product}, all clients").format(product=called),
        }[rule.scope]
    return {
        Scope.ALL: _("all products, {client}").format(client=client),
        Scope.FAMILY: _("the family {product}, {client}").format(product=called, client=client),
        Scope.PRODUCT: _("{product}, {client}").format(product=called, client=client),
    }[rule.scope]


def state_words(state: MarginState) -> str:
    """Return how a margin stands."""
    return {
        MarginState.COMING: _("begins later"),
        MarginState.HOLDS: _("holds"),
        MarginState.OVERTAKEN: _("overtaken"),
        MarginState.ENDS: _("ends others"),
    }[state]


def method_label(method: Method) -> str:
    """Return what a method is called."""
    return {
        Method.PERCENTAGE: _("Per cent of the cost"),
        Method.FIXED: _("An amount more for each unit and period"),
        Method.PRICE: _("A price for each unit and period"),
        Method.NONE: _("None: what held ends"),
    }[method]


def agreed_words(rule: MarginRule) -> str:
    """Return what an accepted offer's margin charges for what its contract ordered."""
    return _("as agreed by {offer}: {margin} ({id})").format(
        margin=margin_words(rule), offer=show_id(Kind.OFFER, rule.offer or 0), id=show_id(Kind.MARGIN, rule.id)
    )


def offers_words(offers: Iterable[str]) -> str:
    """Return that some lines are priced by accepted offers, by their ids (`OFF-3`; empty of other lines)."""
    named = sorted({one for one in offers if one}, key=lambda one: parse_id(Kind.OFFER, one) or 0)
    return (
        _("Priced by accepted offers, whatever the margins say: {offers}.").format(offers=", ".join(named))
        if named
        else ""
    )


def value_text(rule: MarginRule) -> str:
    """Return a margin's value as it is typed: per cent without needless zeros, an amount with two decimals or more."""
    text = f"{rule.value.normalize():f}"
    if rule.method is Method.PERCENTAGE:
        return text
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"
