"""VAT on what a partner bills its clients: by its own standing, its country and the client's.

Decided here, since the rules speak of the provider's invoices only:

- Who is not registered charges none, whatever the client is.
- Within one VAT area (Switzerland with Liechtenstein, or one country, Monaco being France) it is the standard rate of
  that country on the document's date: of the programme terms, or where they hold none the one that the partner entered.
- A company with a valid VAT number in another country of the EU owes the VAT itself where the seller is in the EU or
  in the Swiss area. Everybody else in the EU bears the seller's own rate where the seller is in the EU.
- Whatever else goes abroad is not taxed by the seller.
- VAT is computed once for each rate on the sum of what bears it, rounded once. What is given back on an invoice bears
  the rate of the line that it is of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from resellertui.domain.billing import vat_to_date
from resellertui.domain.countries import EU, name_of
from resellertui.domain.errors import Invalid
from resellertui.domain.numbers import normalise_vat_number, show_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme.vat import HOME, VatTables
from resellertui.domain.reinvoicing.bill import VatCategory
from resellertui.domain.tax import NO_VAT, Buyer
from resellertui.domain.text import tidy
from resellertui.domain.wording import _


@dataclass(frozen=True)
class Seller:
    """Who bills, as far as VAT is concerned."""

    country: str
    is_registered: bool
    own_percent: Decimal | None = None
    """The rate that it entered, for a country of which the terms hold none."""


@dataclass(frozen=True)
class Treatment:
    """How something is taxed."""

    category: VatCategory
    percent: Decimal
    why: str = ""
    """What the document has to say of it, in the language in force; empty for a plain rate."""

    @property
    def key(self) -> tuple[VatCategory, Decimal]:
        """What is computed together."""
        return self.category, self.percent.normalize()


@dataclass(frozen=True)
class VatSum:
    """The VAT of what is taxed in one way, in minor units."""

    treatment: Treatment
    base: int
    amount: int


def treatment_of(seller: Seller, buyer: Buyer, day: date, tables: VatTables) -> Treatment:
    """Return how a partner taxes what it bills a client on a day.

    Raises:
        Invalid: it bears the seller's rate, of which neither the terms nor the partner's settings know.
    """
    if not seller.is_registered:
        return Treatment(VatCategory.NOT_SUBJECT, NO_VAT, _("The seller is not registered for VAT."))
    own = tables.taxed_as.get(seller.country, seller.country)
    other = tables.taxed_as.get(buyer.country, buyer.country)
    if own == other:
        return Treatment(VatCategory.STANDARD, rate_of(seller, own, day, tables))
    if other in EU and (own in EU or own == HOME):
        number = valid_number(buyer)
        if number:
            return Treatment(
                VatCategory.REVERSE_CHARGE,
                NO_VAT,
                _("Reverse charge: the recipient ({number}) owes the VAT.").format(number=show_vat_number(number)),
            )
        if own in EU:
            return Treatment(VatCategory.STANDARD, rate_of(seller, own, day, tables))
    return Treatment(
        VatCategory.ABROAD,
        NO_VAT,
        _("Supplied to a recipient abroad ({country}): no VAT of the seller's country.").format(
            country=name_of(buyer.country)
        ),
    )


def rate_of(seller: Seller, country: str, day: date, tables: VatTables) -> Decimal:
    """Return the standard rate of the seller's country on a day.

    Raises:
        Invalid: the terms hold none for that day, and the seller has entered none.
    """
    rates = tables.rates.get(country) or tables.registrations.get(country) or ()
    begun = [one.percent for one in rates if one.start <= day]
    if begun:
        return begun[-1]
    if seller.own_percent is not None:
        return seller.own_percent
    raise Invalid(
        {
            "vat_percent": _(
                "The programme terms hold no VAT rate of {country}: enter its standard rate in the settings."
            ).format(country=name_of(country))
        }
    )


def valid_number(buyer: Buyer) -> str:
    """Return the VAT number of a company under which it owes the VAT itself; empty where it has none that counts."""
    given = tidy(buyer.vat_number or "")
    if not given or buyer.refuted is not None or buyer.kind is not OrganisationKind.COMPANY:
        return ""
    try:
        return normalise_vat_number(given, buyer.country, buyer.kind)
    except Invalid:
        return ""


def sums_of(lines: Iterable[tuple[int, Treatment]]) -> tuple[VatSum, ...]:
    """Return the VAT of lines, amounts without VAT with how each is taxed: one sum for each way, in order."""
    ways: dict[tuple[VatCategory, Decimal], Treatment] = {}
    bases: dict[tuple[VatCategory, Decimal], int] = {}
    for amount, treatment in lines:
        ways.setdefault(treatment.key, treatment)
        bases[treatment.key] = bases.get(treatment.key, 0) + amount
    return tuple(VatSum(ways[key], base, vat_to_date(base, ways[key].percent)) for key, base in bases.items())
