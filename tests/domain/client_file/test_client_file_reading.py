"""Reading a client list: encodings, delimiters, quotes, and the physical lines that people see in their editor."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.client_file import Table, decode, defuse, read_table, undefuse
from resellertui.domain.errors import Invalid

WORDS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1)
QUOTED = st.text(st.sampled_from(list("ab ,;\t'\"=\n\r")), max_size=12)


def rows_of(table: Table) -> list[tuple[int, list[str]]]:
    return [(record.line, list(record.cells)) for record in table.records]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Città,Zürich".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "Città,Zürich".encode(), "utf-8-sig"),
        ("Città,Zürich".encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + "Città,Zürich".encode("utf-16-be"), "utf-16"),
        ("Città,Zürich".encode("cp1252"), "windows-1252"),
    ],
)
def test_every_encoding_of_a_spreadsheet_is_recognised(data: bytes, encoding: str) -> None:
    assert decode(data) == ("Città,Zürich", encoding)


@given(WORDS)
def test_text_comes_back_from_utf8_and_utf16(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")).text == text


@given(st.text(st.sampled_from("abcdefgh ;,\n")), st.sampled_from(["è", "ü", "à", "ß", "€"]))
def test_text_comes_back_from_windows_1252(text: str, accent: str) -> None:
    assert decode(f"{text}{accent} x".encode("cp1252")).text == f"{text}{accent} x"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"name\x00,email", "binary"),
        (bytes(range(1, 9)) * 9, "binary"),
        (codecs.BOM_UTF8 + b"name\nbad \xff", "Line 2"),
        (b"name\n" + "Città è già più là ".encode() + b"\xff", "Line 2"),
        (b"name \x81", "encoding"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, word: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decode(data)

    assert word in refusal.value.detail


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_among_quoted_ones(delimiter: str) -> None:
    lines = [
        delimiter.join(cells) for cells in (["a", "b", "c"], ['"1,;\t"', '"x\n;,y"', "3"], ["4", "5", '"a,b;c,d;e"'])
    ]

    table = read_table("\n".join(lines).encode())

    assert table.delimiter == delimiter
    assert rows_of(table) == [(2, ["1,;\t", "x\n;,y", "3"]), (4, ["4", "5", "a,b;c,d;e"])]


def test_the_sep_line_of_excel_is_honoured_and_counts_as_a_line() -> None:
    table = read_table(b"sep=;\r\na,x;b\r\n1,5;2\r\n")

    assert (table.delimiter, table.header, table.header_line) == (";", ("a,x", "b"), 2)
    assert rows_of(table) == [(3, ["1,5", "2"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_skipped_but_counted(end: str) -> None:
    table = read_table(end.join(["a,b", "", "1,2", " , ", ",", "3,4", ""]).encode())

    assert rows_of(table) == [(3, ["1", "2"]), (6, ["3", "4"])]


@given(
    st.lists(st.lists(QUOTED, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_a_line_is_the_one_an_editor_shows(rows: list[list[str]], end: str) -> None:
    rows = [["x" + cell for cell in row] for row in rows]
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    expected, line = [], 2
    for row in rows:
        expected.append((line, row))
        line += 1 + sum(len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for cell in row)

    table = read_table(b"sep=,\n" + text.getvalue().encode())

    assert rows_of(table) == [(line + 1, row) for line, row in expected]


def test_an_unclosed_quote_costs_its_own_row_and_no_other() -> None:
    table = read_table(b'a,b\n1,2\n"open,3\n4,5\n"closed",6\n7,"never\n8,9\n')

    assert [(record.line, list(record.cells)) for record in table.records if not record.problem] == [
        (2, ["1", "2"]),
        (4, ["4", "5"]),
        (5, ["closed", "6"]),
        (7, ["8", "9"]),
    ]
    broken = [record for record in table.records if record.problem]
    assert [record.line for record in broken] == [3, 6]
    assert "not closed properly (noticed on line 5)" in broken[0].problem


def test_text_behind_a_closing_quote_is_read_as_spreadsheets_do() -> None:
    assert rows_of(read_table(b'a,b\n"ACME" SA,2\n'))[0] == (2, ["ACME SA", "2"])


@pytest.mark.parametrize(
    ("data", "word"), [(b"", "empty"), (b"\n \n", "empty"), (b"a,b\n", "no rows"), (b'"a,b\n1,2', "not closed")]
)
def test_a_file_without_rows_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(data)

    assert word in refusal.value.detail


def test_quotes_that_are_broken_everywhere_stop_the_reading() -> None:
    with pytest.raises(Invalid, match="quotation marks"):
        read_table(b"a,b\n" + b'"x,1\n"y" z,"2\n' * 2000)


@given(st.text(), st.text())
def test_defusing_is_undone_exactly_and_never_ambiguous(one: str, other: str) -> None:
    assert undefuse(defuse(one)) == one
    assert one == other or defuse(one) != defuse(other)


@given(st.text(st.sampled_from("'=+-@ \ta\n\r"), max_size=6))
def test_no_defused_cell_runs(cell: str) -> None:
    written = defuse(cell)

    assert undefuse(written) == cell
    assert written.lstrip()[:1] not in {"=", "+", "-", "@"} or not written.strip()
    assert written[:1] not in {"\t", "\r", "\n"}


@pytest.mark.parametrize("cell", ["=1+1", "+41 22", "-x", "@SUM(A1)", " =1", "\t=1", "＝1", "'=1", "''=1"])
def test_what_a_spreadsheet_runs_gets_an_apostrophe(cell: str) -> None:
    assert defuse(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "'t Hof", "d'Artagnan", "a=b", "'", "3-4"])
def test_harmless_text_is_written_as_it_is(cell: str) -> None:
    assert defuse(cell) == cell == undefuse(cell)
