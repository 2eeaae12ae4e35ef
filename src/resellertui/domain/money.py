"""Amounts and prices, exact to the cent: integer minor units or `Decimal`, never binary fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.wording import _

CENT = Decimal("0.01")
PRICE_DECIMALS = 6
"""How many decimals a unit price may have; amounts charged have two."""

HIGHEST_PAYMENT = 1_000_000_000
"""The highest amount that is moved at once: sums of such amounts stay far below what a database counts exactly."""

_NUMBER = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,6}))?")


class Currency(StrEnum):
    """A currency that the provider invoices in."""

    CHF = "CHF"
    EUR = "EUR"

    @property
    def exponent(self) -> int:
        """Return how many decimals its minor unit stands for."""
        return 2


class MixedCurrencies(Refused):
    """Two amounts of different currencies met in one sum; sums in two currencies are never added or converted."""

    code = "mixed_currencies"

    def __init__(self, one: Currency, other: Currency) -> None:
        super().__init__(_("{one} and {other} can't be put into one sum.").format(one=one, other=other))


def round_half_up(value: Decimal) -> Decimal:
    """Round to 0.01, a half away from zero: the only rounding of charged amounts. The result is never a minus zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP) + 0


def parse_price(text: str, field: str = "price") -> Decimal:
    """Read a unit price such as `9.92` or `0.004150`: ASCII digits, a point, at most six decimals, no sign.

    Raises:
        Invalid: it is written in another way; the problem is put on `field`.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Invalid({field: _("Write a price with digits and a point, at most six decimals, such as 9.92.")})
    if match[1]:
        raise Invalid({field: _("A price can't be negative.")})
    return Decimal(text)


def parse_payment(text: str, currency: Currency | str) -> Money:
    """Read an amount that is to be moved: above zero, and no higher than the highest.

    Raises:
        Invalid: it is written in another way or out of these bounds, or the currency is not one of ours.
    """
    amount = Money.parse(text, currency)
    if amount.minor <= 0:
        raise Invalid({"amount": _("An amount above zero is needed.")})
    if amount.decimal > HIGHEST_PAYMENT:
        raise Invalid({"amount": _("At most {highest} can be moved at once.").format(highest=HIGHEST_PAYMENT)})
    return amount


@dataclass(frozen=True)
class Money:
    """An exact amount: a whole number of minor units of one currency."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")

    @classmethod
    def parse(cls, text: str, currency: Currency | str, field: str = "amount") -> Money:
        """Read an amount such as `1234.50` or `-3`, with no more decimals than the currency has.

        Raises:
            Invalid: it is written in another way, or the currency is not one of ours.
        """
        unit = parse_currency(currency)
        match = _NUMBER.fullmatch(text)
        if match is None or len(match[3] or "") > unit.exponent:
            reason = _("Write an amount with digits and a point, at most {count} decimals, such as 1234.50.")
            raise Invalid({field: reason.format(count=unit.exponent)})
        return cls.of(Decimal(text), unit)

    @classmethod
    def of(cls, value: Decimal, currency: Currency) -> Money:
        """Return the amount that equals this decimal exactly; rounding is the caller's, before.

        Raises:
            ValueError: the value has a fraction of the minor unit.
        """
        scaled = value.scaleb(currency.exponent)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} is no whole number of minor units")
        return cls(int(scaled), currency)

    @property
    def decimal(self) -> Decimal:
        """Return the amount as a decimal with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-self.currency.exponent)

    def __str__(self) -> str:
        """Return the exact decimal, without currency or grouping: what scripts and files get."""
        return f"{self.decimal:f}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency is not self.currency:
            raise MixedCurrencies(self.currency, other.currency)
        return other


def parse_currency(code: str) -> Currency:
    """Read the code of a currency.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        return Currency(code)
    except ValueError:
        known = ", ".join(Currency)
        raise Invalid({"currency": _("The currency is one of {known}.").format(known=known)}) from None
