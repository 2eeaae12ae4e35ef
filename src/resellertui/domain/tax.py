"""VAT on the invoices of a provider in Switzerland: whose rate applies, why, and how a period is split by days.

What the rules leave open is decided here: both days of a service period belong to it, and a line without one is taxed
as on the document's date. A line's amount is split over the rates of its period by days, by largest remainder, so that
the bases add up to it. Before the oldest rate of a country in the terms nothing is guessed: that is refused.

What a registry says of a VAT number (`domain/registry.py`) decides this much: the last definite answer about exactly
the stored number counts, whatever its age. Where it is *invalid*, the number counts as none on documents made from then
on, and the reason names the registry and the day; a later *valid* restores it. A number that is unknown, stale or was
never asked about is taken as its form and check digits say. No document that exists is ever changed by an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from resellertui.domain.calendar import days_between
from resellertui.domain.countries import EU, NORTHERN_IRELAND, SWISS_AREA, name_of, vat_prefix
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.money import Currency, Money, round_half_up
from resellertui.domain.numbers import normalise_vat_number, show_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme.vat import HOME, VatRate, VatTables
from resellertui.domain.registry import Refutation, source_name
from resellertui.domain.sharing import spread
from resellertui.domain.text import tidy
from resellertui.domain.wording import _, ngettext

NO_VAT = Decimal(0)


@dataclass(frozen=True)
class Buyer:
    """Whom an invoice is issued to, as far as VAT is concerned."""

    country: str
    """An ISO code; `XI` means an address in Northern Ireland."""

    kind: OrganisationKind
    vat_number: str | None = None
    refuted: Refutation | None = None
    """A registry's last definite word about exactly this number, where it is that the number is not valid."""


@dataclass(frozen=True)
class Taxation:
    """How what a buyer gets is taxed."""

    rates: tuple[VatRate, ...]
    """Oldest first; empty where no VAT is charged."""

    country: str
    """Whose rates they are."""

    why: str
    """The reason, in sentences."""


@dataclass(frozen=True)
class TaxedAmount:
    """An amount without VAT and the days of service that it is for."""

    amount: Money
    first: date
    last: date


@dataclass(frozen=True)
class VatEntry:
    """The VAT of an invoice at one rate."""

    percent: Decimal
    base: Money
    amount: Money
    reason: str

    @property
    def rate(self) -> str:
        """The rate in percent, without trailing zeros."""
        return show_percent(self.percent)


def show_percent(percent: Decimal) -> str:
    """Return a percentage without trailing zeros, such as `8.1` or `20`."""
    return f"{percent.normalize():f}"


def taxation_of(buyer: Buyer, tables: VatTables) -> Taxation:
    """Return whose rates apply to a buyer, and why."""
    territory = buyer.country
    country = tables.taxed_as.get(territory, territory)
    if country == HOME:
        return Taxation(tables.rates[HOME], HOME, _sentences(_home(territory), _unused_number(buyer)))
    if country in EU:
        return _taxed_in_eu(buyer, territory, country, tables)
    number = _unused_number(buyer)
    if country in tables.registrations:
        why = _("The buyer is in {country}, where the provider is registered for VAT.").format(country=name_of(country))
        return Taxation(tables.registrations[country], country, _sentences(why, number))
    why = _("The buyer is in {country}, outside the Swiss and the EU VAT area: no VAT.").format(
        country=name_of(country)
    )
    return Taxation((), country, _sentences(why, number))


def vat_of(taxation: Taxation, amounts: Iterable[TaxedAmount], currency: Currency) -> tuple[VatEntry, ...]:
    """Return the VAT of an invoice: one entry for each rate, computed once on the sum of what bears it.

    Raises:
        Refused: the terms hold no rate for some day of the service.
    """
    bases: dict[Decimal, int] = {}
    for one in amounts:
        parts = split_by_days(taxation, one.first, one.last)
        shares = spread(one.amount.minor, [days for _percent, days in parts])
        for (percent, _days), share in zip(parts, shares, strict=True):
            bases[percent] = bases.get(percent, 0) + share
    return tuple(
        VatEntry(percent, Money(base, currency), _tax(percent, base, currency), _reason(taxation, percent))
        for percent, base in bases.items()
    )


def split_by_days(taxation: Taxation, first: date, last: date) -> Sequence[tuple[Decimal, int]]:
    """Return the rates of a period, oldest first, each with how many of its days bear it; both ends belong to it.

    Raises:
        Refused: it begins before the oldest rate that the terms hold.
    """
    if not taxation.rates:
        return [(NO_VAT, days_between(first, last) + 1)]
    if first < taxation.rates[0].start:
        raise Refused(
            _("The programme terms hold no VAT rate of {country} for {day}.").format(
                country=name_of(taxation.country), day=first.isoformat()
            ),
            _("The oldest one holds from {day}.").format(day=taxation.rates[0].start.isoformat()),
        )
    parts = []
    ends = [rate.start - timedelta(days=1) for rate in taxation.rates[1:]] + [last]
    for rate, end in zip(taxation.rates, ends, strict=True):
        days = days_between(max(first, rate.start), min(last, end)) + 1
        if days > 0:
            parts.append((rate.percent, days))
    return parts


def period_words(parts: Sequence[tuple[Decimal, int]]) -> str:
    """Return how the days of a period share out over rates, such as `31 days at 7.7 %, 335 days at 8.1 %`."""
    return ", ".join(
        ngettext("{days} day at {percent} %", "{days} days at {percent} %", days).format(
            days=days, percent=show_percent(percent)
        )
        for percent, days in parts
    )


def _taxed_in_eu(buyer: Buyer, territory: str, country: str, tables: VatTables) -> Taxation:
    where = _place(territory, country)
    given = tidy(buyer.vat_number or "")
    if buyer.kind is not OrganisationKind.COMPANY:
        why = _("The buyer in {country} is no company: taxed as without a VAT number.").format(country=where)
        return Taxation(tables.rates[country], country, _sentences(why, _unused_number(buyer)))
    if not given:
        why = _("The buyer is a company in {country} without a VAT number.").format(country=where)
        return Taxation(tables.rates[country], country, why)
    try:
        number = normalise_vat_number(given, territory, buyer.kind)
    except Invalid as refusal:
        why = _("The buyer is a company in {country}, and the VAT number {number} counts as none: {reason}").format(
            country=where, number=_written(given), reason=refusal.fields[0].reason
        )
        return Taxation(tables.rates[country], country, why)
    if buyer.refuted is not None:
        why = _(
            "The buyer is a company in {country}, and the VAT number {number} counts as none: {registry} answered on "
            "{day} that it is not valid."
        ).format(
            country=where,
            number=show_vat_number(number),
            registry=source_name(buyer.refuted.source),
            day=buyer.refuted.day.isoformat(),
        )
        return Taxation(tables.rates[country], country, why)
    why = _(
        "Reverse charge: the buyer, a company in {country} with the VAT number {number}, owes the VAT itself "
        "(Article 196 of Directive 2006/112/EC)."
    ).format(country=where, number=show_vat_number(number))
    return Taxation((), country, why)


def _home(territory: str) -> str:
    if territory in SWISS_AREA and territory != HOME:
        return _("The buyer is in {country}, which is in the Swiss VAT area.").format(country=name_of(territory))
    return _("The buyer is in {country}.").format(country=name_of(HOME))


def _place(territory: str, country: str) -> str:
    if territory == country:
        return name_of(country)
    return _("{territory} (taxed as {country})").format(territory=name_of(territory), country=name_of(country))


def _unused_number(buyer: Buyer) -> str:
    """Return what to say of a number that decides nothing, or nothing where none was given."""
    given = tidy(buyer.vat_number or "")
    if not given:
        return ""
    country = "GB" if buyer.country == NORTHERN_IRELAND else buyer.country
    try:
        number = normalise_vat_number(given, country, buyer.kind)
    except Invalid as refusal:
        return _("The VAT number {number} counts as none: {reason}").format(
            number=_written(given), reason=refusal.fields[0].reason
        )
    if vat_prefix(country) == NORTHERN_IRELAND:
        return _("{number} is of Northern Ireland, which is in the EU VAT area for goods only.").format(
            number=show_vat_number(number)
        )
    return ""


def _written(given: str) -> str:
    """Return a number that counts as none as it would be written, where it is compact; else as it was typed."""
    return show_vat_number(given) if given.isascii() and given.isalnum() and given.isupper() else given


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _reason(taxation: Taxation, percent: Decimal) -> str:
    if not taxation.rates:
        return taxation.why
    return _("{why} VAT of {country}: {percent} %.").format(
        why=taxation.why, country=name_of(taxation.country), percent=show_percent(percent)
    )


def _tax(percent: Decimal, base: int, currency: Currency) -> Money:
    return Money.of(round_half_up(Decimal(base).scaleb(-2) * percent.scaleb(-2)), currency)
