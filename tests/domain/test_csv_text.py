"""Tables as CSV: what a spreadsheet would run is marked, and amounts stay numbers that it adds up."""

from __future__ import annotations

import csv
import io

import pytest

from resellertui.domain.csv_text import csv_text


def read_back(cell: str) -> str:
    """Return what a spreadsheet finds in a cell."""
    (record,) = csv.DictReader(io.StringIO(csv_text(("cell",), [{"cell": cell}]), newline=""))
    return record["cell"]


@pytest.mark.parametrize("amount", ["-20.00", "-1", "0.00", "-999999.99"])
def test_an_amount_below_zero_is_a_number(amount: str) -> None:
    assert read_back(amount) == amount


@pytest.mark.parametrize("text", ["=1+1", "-1+1", "-20.00 CHF", "+41 22", "@x", "-1e9", "- 1", "-²", "\t-1", "-1\n=x"])
def test_what_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert read_back(text) == f"'{text}"
