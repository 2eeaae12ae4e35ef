"""The sample files that come with the program, which people try an import with."""

from __future__ import annotations

from pathlib import Path

import pytest

from resellertui.domain.client_file import decode, group_clients, guess_mapping, parse_rows, read_table
from resellertui.domain.programme import default_terms

ASSETS = Path(__file__).parents[3] / "assets"


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("clients-sample-en.csv", "utf-8", ","),
        ("clients-sample-it.csv", "windows-1252", ";"),
        ("clients-sample-fr.csv", "utf-8-sig", "\t"),
    ],
)
def test_the_samples_import_without_a_bad_row(name: str, encoding: str, delimiter: str) -> None:
    data = (ASSETS / name).read_bytes()
    table = read_table(data)

    result = group_clients(parse_rows(table, guess_mapping(table.header), terms=default_terms()))

    assert (decode(data).encoding, table.delimiter) == (encoding, delimiter)
    assert result.rejected == ()
    assert len(result.clients) >= 6
    assert all(client.products for client in result.clients)
