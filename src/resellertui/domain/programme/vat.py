"""VAT in the programme terms: dated rates by country, who is taxed as whom, where the provider is registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from resellertui.domain.countries import EU, NORTHERN_IRELAND, is_known
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.table import Table
from resellertui.domain.wording import _

HOME = "CH"
"""Where the provider is: the rules of VAT are those of a provider in Switzerland."""

_NEEDED = EU | {HOME}
_TERRITORIES = {"LI", "MC", NORTHERN_IRELAND}


@dataclass(frozen=True)
class VatRate:
    """A standard rate and the day it holds from."""

    start: date
    percent: Decimal


@dataclass(frozen=True)
class VatTables:
    """Everything about VAT that the provider may have to change."""

    taxed_as: Mapping[str, str] = field(hash=False)
    """Territories that are taxed as another country: Liechtenstein, Monaco, Northern Ireland for services."""

    rates: Mapping[str, tuple[VatRate, ...]] = field(hash=False)
    """Standard rates of Switzerland and of every member state of the EU, oldest first."""

    registrations: Mapping[str, tuple[VatRate, ...]] = field(hash=False)
    """Rates of other countries in which the provider is registered; elsewhere it charges no VAT."""

    mark: Mark


def read_vat(table: Table) -> VatTables:
    """Read the table `vat`, noting every problem in it."""
    territories = table.table("taxed_as")
    taxed_as = _read_territories(territories)
    rates_of, registered_in = table.table("rates"), table.table("registrations")
    rates = {key: _read_rates(rates_of, key) for key in rates_of.keys()}  # noqa: SIM118  # a method, not a dict
    registrations = {key: _read_rates(registered_in, key) for key in registered_in.keys()}  # noqa: SIM118
    tables = VatTables(taxed_as=taxed_as, rates=rates, registrations=registrations, mark=table.mark())
    table.finish()
    _check(tables, territories, rates_of, registered_in)
    return tables


def _read_territories(table: Table) -> dict[str, str]:
    territories = {key: table.text(key) for key in table.keys()}  # noqa: SIM118  # a method, not a dict
    for territory, country in territories.items():
        if territory != NORTHERN_IRELAND and not is_known(territory):
            table.blame(territory, _("It is no country code."))
        if not is_known(country):
            table.blame(territory, _("“{code}” is no country code.").format(code=country))
    return territories


def _read_rates(table: Table, country: str) -> tuple[VatRate, ...]:
    rates: list[VatRate] = []
    for row in table.rows(country, "from"):
        rate = VatRate(start=row.take("from", date.min), percent=row.price("rate"))
        row.finish()
        if rate.percent >= 100:
            row.blame("rate", _("A VAT rate is below 100 %."))
        if rates and rate.start <= rates[-1].start:
            row.blame("", _("It is out of order: the oldest rate comes first."))
        rates.append(rate)
    if not rates:
        table.blame(country, _("It holds no rate."))
    return tuple(rates)


def _check(tables: VatTables, territories: Table, rates: Table, registrations: Table) -> None:
    """Note countries that are missing, that are none, or that stand in the wrong list."""
    for territory in sorted(_TERRITORIES - set(tables.taxed_as)):
        territories.blame(territory, _("It is missing."))
    for country in sorted(_NEEDED - set(tables.rates)):
        rates.blame(country, _("It is missing."))
    for country in sorted(set(tables.rates) - _NEEDED):
        rates.blame(country, _("Only Switzerland and the member states of the EU stand here."))
    for country in sorted(tables.registrations):
        if country in _NEEDED or not is_known(country):
            registrations.blame(country, _("It is no country outside Switzerland and the EU."))
