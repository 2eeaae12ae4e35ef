"""Who is asked for a VAT number, and what one would change.

A company with an EU address and without a VAT number is asked for it in four places (rules: client account): at
sign-up, in To pay, at checkout in the Shop, and in renewal e-mails. Decided here, where the rules are silent:

- A company in Monaco is asked too: it is taxed as France, and a French number changes its invoices.
- One in Northern Ireland is not: its number is kept, but services are taxed as for Great Britain whatever it says.
- A number that counts as none, since it is mistyped or another country's, is as good as none: its company is asked.
- What a number would change is what the tax rules say of a company there with the number that examples of its country
  use: no rule of its own says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from resellertui.domain.countries import NORTHERN_IRELAND, SWISS_AREA, is_known, name_of, vat_prefix
from resellertui.domain.money import Currency, Money
from resellertui.domain.numbers import check_vat_number, example_vat_number, show_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme.vat import VatTables
from resellertui.domain.tax import Buyer, TaxedAmount, taxation_of, vat_of
from resellertui.domain.wording import _


@dataclass(frozen=True, slots=True)
class VatAsking:
    """Whether an organisation is asked for a VAT number, and why or why not, in a sentence or two."""

    should_ask: bool
    why: str

    def __bool__(self) -> bool:
        return self.should_ask


def should_ask_for_vat(
    kind: OrganisationKind, country: str, vat_number: str | None, called: Callable[[str], str] = name_of
) -> VatAsking:
    """Return whether an organisation is asked for its VAT number; the country is that of its postal address.

    `called` names a country in the reader's language.
    """
    if kind is not OrganisationKind.COMPANY:
        return VatAsking(False, _not_of_this_kind(kind))
    if country in SWISS_AREA:
        return VatAsking(
            False,
            _(
                "A company in {country} is not asked for a VAT number: its Swiss VAT number is its UID, which is the "
                "register number, and its invoices carry Swiss VAT."
            ).format(country=called(country)),
        )
    prefix = vat_prefix(country) if is_known(country) else None
    if prefix is None:
        return VatAsking(False, _("Only companies in the EU are asked for a VAT number."))
    if prefix == NORTHERN_IRELAND:
        return VatAsking(
            False,
            _("A VAT number of Northern Ireland is kept, and changes nothing: services there are taxed as for GB."),
        )
    if vat_number and (number := check_vat_number(vat_number, country, kind).normal) is not None:
        return VatAsking(False, _("It has the VAT number {number}.").format(number=show_vat_number(number)))
    return VatAsking(True, _why_asked().format(country=called(country)))


@dataclass(frozen=True, slots=True)
class VatEffect:
    """What an amount comes to without a VAT number and with one."""

    net: Money
    without_number: Money
    with_number: Money

    @property
    def difference(self) -> Money:
        """What the number saves."""
        return self.without_number - self.with_number

    def plus(self, other: VatEffect) -> VatEffect:
        """Return what both come to together."""
        return VatEffect(
            self.net + other.net,
            self.without_number + other.without_number,
            self.with_number + other.with_number,
        )


def effect_of_number(
    country: str, tables: VatTables, amounts: Iterable[TaxedAmount], currency: Currency, total: Money | None = None
) -> VatEffect:
    """Return what a company's invoice comes to, VAT included, without a number and with one of its country.

    `total` is what it comes to today where that is written already.

    Raises:
        Refused: the terms hold no rate for some day of the service.
    """
    taxed = list(amounts)
    net = sum((one.amount for one in taxed), Money(0, currency))

    def sum_with(number: str | None) -> Money:
        taxation = taxation_of(Buyer(country, OrganisationKind.COMPANY, number), tables)
        return net + sum((one.amount for one in vat_of(taxation, taxed, currency)), Money(0, currency))

    return VatEffect(net, sum_with(None) if total is None else total, sum_with(example_vat_number(country)))


def _why_asked() -> str:
    return _(
        "A company in {country} without a VAT number pays the VAT of its country. With one, invoices carry no VAT: "
        "the company accounts for it itself (reverse charge)."
    )


def _not_of_this_kind(kind: OrganisationKind) -> str:
    if kind is OrganisationKind.INDIVIDUAL:
        return _("A VAT number is for companies: an individual is not asked for one.")
    return _(
        "A VAT number is for companies: associations and public bodies are not asked for one, and are taxed as without."
    )
