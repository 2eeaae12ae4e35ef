"""The managed value: what the products under a partner's care cost in a year, one sum a currency.

Rules, section 2: at public prices without VAT, annualised; the sums of two currencies are never added or converted, and
either of them reaching its threshold suffices. Before an organisation is approved its own products count.

Decided here where the rules are silent: the currency is that of the organisation that holds the products. What counts
are subscriptions that run: active and not expired; of a client with limited access those entrusted; of a client whose
partnership is paused, or past its end, none, since nothing of it is managed meanwhile. The exact sum is rounded once;
what each client is shown to be part of it is rounded for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from resellertui.domain.money import Currency, Money
from resellertui.domain.programme.terms import ProductKind, Terms

MONTHS = 12


@dataclass(frozen=True)
class YearlyValue:
    """A year's value of products, and how many of them have no price in the currency."""

    value: Money
    unpriced: int = 0


def yearly_price(kind: ProductKind, currency: Currency) -> Fraction | None:
    """Return what one unit costs in a year at public price, exactly; None where it has no price in the currency."""
    price = kind.prices.get(currency)
    return None if price is None else Fraction(price) * MONTHS / kind.period_months


def yearly_value(held: Iterable[tuple[str, int]], terms: Terms, currency: Currency) -> YearlyValue:
    """Return a year's value of quantities by kind; a kind that is no longer in the terms has no price."""
    kinds = {one.sku: one for one in terms.kinds}
    exact, unpriced = Fraction(0), 0
    for sku, quantity in held:
        price = yearly_price(kinds[sku], currency) if sku in kinds else None
        if price is None:
            unpriced += quantity
        else:
            exact += price * quantity
    return YearlyValue(rounded(exact, currency), unpriced)


def rounded(exact: Fraction, currency: Currency) -> Money:
    """Return an exact value, which is not negative, as an amount: a half cent is rounded up."""
    return Money(int((exact * 2 * 10**currency.exponent + 1) // 2), currency)


def reaches_threshold(values: Mapping[Currency, Money], terms: Terms) -> bool:
    """Tell whether either sum is at least its threshold."""
    return any(values[code].decimal >= least for code, least in terms.eligibility.amounts.items() if code in values)
