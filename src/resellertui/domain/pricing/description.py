"""An order described in JSON: what `resellertui price` reads.

What its keys leave open is decided here:

- `null` is the same as leaving a key out. `quantity` and `periods` are 1 where missing, `entrusted` false.
- `buyer` is whom the invoice is issued to: the partner where the partner is charged.
- `service_from` and `service_to` come in pairs, in a line or, for all lines without their own, in the order; both days
  belong to the period. A line without them is taxed as on `date`.
- `ordered_for` is the client where missing; `partner` is an order of the partner for its own organisation, which has
  no access and no payment method.
- A line that names a `sku` takes its price and period from the catalogue; its own `rate` or `degressive_rate` then
  stand in for the catalogue's too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.countries import NORTHERN_IRELAND, is_known
from resellertui.domain.money import Currency
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing.charging import Reach
from resellertui.domain.pricing.fields import Fields, Problems, load_object
from resellertui.domain.programme.terms import MAX_RATE
from resellertui.domain.tax import Buyer
from resellertui.domain.wording import _

MOST_UNITS = 1_000_000
HIGHEST_PRICE = Decimal(1_000_000_000)
MOST_PERIODS = 1_200
MOST_ACTIVE = 1_000_000_000

Period = tuple[date, date]
"""The first and the last day of a service."""


class _Payment(StrEnum):
    """The payment methods, beside none."""

    CLIENT = "client"
    PARTNER = "partner"
    NONE = ""


@dataclass(frozen=True)
class DescribedLine:
    """One line, as it was described."""

    sku: str
    family: str
    unit_price: Decimal | None
    rate: Decimal | None
    degressive_rate: Decimal | None
    quantity: int
    periods: int
    entrusted: bool
    service: Period | None


@dataclass(frozen=True)
class OrderDescription:
    """A whole order, as it was described."""

    date: date
    currency: Currency
    reach: Reach
    payment: Payment | None
    ordered_by: Side
    ordered_for: Side
    buyer: Buyer
    active_subscriptions: Mapping[str, int] = field(hash=False)
    """By degressive group, once the order is done; a group that is missing counts the order's own quantities."""

    lines: tuple[DescribedLine, ...]


def read_order(text: str) -> OrderDescription:
    """Read one order from a JSON object.

    Raises:
        Usage: it can't be understood; every place that is wrong is named.
        Invalid: a value breaks a rule.
    """
    problems = Problems()
    root = Fields(load_object(text), "", problems)
    day = root.day("date", required=True)
    service = _read_service(root)
    payment = root.choice("payment", _Payment, _Payment.NONE, required=False)
    order = OrderDescription(
        date=day or date.min,
        currency=root.choice("currency", Currency, Currency.CHF),
        reach=root.choice("access", Reach, Reach.NONE),
        payment=Payment(payment.value) if payment.value else None,
        ordered_by=root.choice("ordered_by", Side, Side.CLIENT),
        ordered_for=root.choice("ordered_for", Side, Side.CLIENT, required=False),
        buyer=_read_buyer(root.part("buyer", required=True)),
        active_subscriptions=root.part("active_subscriptions", required=False).counts(most=MOST_ACTIVE),
        lines=tuple(_read_line(line, service) for line in root.parts("lines")),
    )
    root.finish()
    problems.check()
    return order


def _read_buyer(fields: Fields) -> Buyer:
    country = fields.text("country").upper()
    if country and not (is_known(country) or country == NORTHERN_IRELAND):
        fields.blame("country", _("It must be the two-letter code of a country, such as CH."))
    buyer = Buyer(
        country=country,
        kind=fields.choice("kind", OrganisationKind, OrganisationKind.COMPANY),
        vat_number=fields.text("vat_number", required=False) or None,
    )
    fields.finish()
    return buyer


def _read_line(fields: Fields, service: Period | None) -> DescribedLine:
    sku = fields.text("sku", required=False)
    if sku:
        for key in ("family", "unit_price"):
            if fields.has(key):
                fields.blame(key, _("A sku has its own: give one or the other."))
    line = DescribedLine(
        sku=sku,
        family=fields.text("family", required=not sku),
        unit_price=_read_price(fields, required=not sku),
        rate=_read_rate(fields),
        degressive_rate=_read_degressive_rate(fields),
        quantity=fields.count("quantity", 1, least=1, most=MOST_UNITS),
        periods=fields.count("periods", 1, least=1, most=MOST_PERIODS),
        entrusted=fields.truth("entrusted"),
        service=_read_service(fields) or service,
    )
    fields.finish()
    return line


def _read_price(fields: Fields, *, required: bool) -> Decimal | None:
    price = fields.exact("unit_price", required=required)
    if price is not None and price > HIGHEST_PRICE:
        fields.refuse("unit_price", _("It is above {highest}.").format(highest=HIGHEST_PRICE))
    return price


def _read_rate(fields: Fields) -> Decimal | None:
    rate = fields.exact("rate")
    if rate is not None and rate > MAX_RATE:
        fields.refuse("rate", _("It is above {highest}, the highest rate of the programme.").format(highest=MAX_RATE))
    return rate


def _read_degressive_rate(fields: Fields) -> Decimal | None:
    rate = fields.exact("degressive_rate")
    if rate is not None and rate >= 1:
        fields.refuse("degressive_rate", _("A degressive rate is below 1."))
    return rate


def _read_service(fields: Fields) -> Period | None:
    given = [key for key in ("service_from", "service_to") if fields.has(key)]
    first = fields.day("service_from", required=given == ["service_to"])
    last = fields.day("service_to", required=given == ["service_from"])
    if first is None or last is None:
        return None
    if last < first:
        fields.refuse("service_to", _("It is before service_from."))
        return None
    return first, last
