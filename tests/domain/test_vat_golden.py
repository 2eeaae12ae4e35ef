"""VAT against a table written by hand from the rules: `vat_golden.csv` beside this file.

A row says whom an invoice is issued to, the rate on the last day of 2023, on the first of 2024 and on 2026-11-23, what
comes of 366.00 for the service from 2023-12-01 to 2024-11-30 (366 days: `rate:base:VAT`, one for each rate), and why.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import default_terms
from resellertui.domain.tax import Buyer, TaxedAmount, VatEntry, taxation_of, vat_of

CHF = Currency.CHF
TABLES = default_terms().vat
ROWS = list(csv.DictReader((Path(__file__).parent / "vat_golden.csv").read_text(encoding="utf-8").splitlines()))
DAYS = {"before": date(2023, 12, 31), "after": date(2024, 1, 1), "today": date(2026, 11, 23)}

SAID = {
    "home": "The buyer is in Switzerland.",
    "swiss area": "which is in the Swiss VAT area",
    "reverse charge": "Reverse charge: ",
    "no number": "without a VAT number",
    "counts as none": " counts as none: ",
    "no company": " is no company: taxed as without a VAT number",
    "outside": "outside the Swiss and the EU VAT area: no VAT",
}
"""What the reason on the invoice says."""


def taxed(row: dict[str, str], first: date, last: date) -> tuple[VatEntry, ...]:
    """Return the VAT of 366.00 for a service."""
    buyer = Buyer(row["country"], OrganisationKind(row["kind"]), row["number"] or None)
    return vat_of(taxation_of(buyer, TABLES), [TaxedAmount(Money(36_600, CHF), first, last)], CHF)


def test_the_table_holds_every_combination_once() -> None:
    seen = [(row["country"], row["kind"], row["number_is"]) for row in ROWS]

    assert len(seen) == len(set(seen)) == 15 * 3 * 4


@pytest.mark.parametrize("country", dict.fromkeys(row["country"] for row in ROWS))
def test_a_buyer_is_taxed_as_its_row_says(country: str) -> None:
    for row in [one for one in ROWS if one["country"] == country]:
        for column, day in DAYS.items():
            (entry,) = taxed(row, day, day)
            assert (entry.rate, str(entry.base)) == (row[column], "366.00"), (row, column)
            assert SAID[row["reason"]] in entry.reason, row
            assert (SAID["reverse charge"] in entry.reason) is (row["reason"] == "reverse charge"), row


@pytest.mark.parametrize("country", dict.fromkeys(row["country"] for row in ROWS))
def test_a_service_across_the_new_year_of_2024_is_split_by_days(country: str) -> None:
    for row in [one for one in ROWS if one["country"] == country]:
        found = taxed(row, date(2023, 12, 1), date(2024, 11, 30))

        assert " ".join(f"{one.rate}:{one.base}:{one.amount}" for one in found) == row["across"], row
