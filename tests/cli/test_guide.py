"""`resellertui guide`: the guides as text, with and without a database."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import STAFF, Program
from tests.hostile import FORBIDDEN

from resellertui.domain.guides import topics


def test_guides_are_read_where_there_is_no_database(program: Program, home: Path) -> None:
    listed = program("guide")
    assert all(one.id in listed.out for one in topics())
    assert program("guide", "--json").json["guides"][0] == {"id": "keyboard", "title": "Keyboard basics"}

    page = program("guide", "renewals")
    assert page.out.startswith("# Renewals and the Renewal Warranty\n")
    assert "There are 280 days" in " ".join(page.out.split())
    assert "See also: products, invoices, payment" in page.out
    assert program("guide", "renewals and the renewal WARRANTY").out == page.out
    assert not FORBIDDEN.intersection(map(ord, page.out.replace("\n", "")))
    assert not list(home.rglob("*.sqlite"))

    found = program("guide", "--search", "renewal warranty", "--json").json["guides"]
    assert list(found[0]) == ["id", "title", "excerpt"]
    assert found[0]["id"] == "renewals"
    assert program("--locked", "guide", "--search", "zzzz").out.startswith("No guide says anything")


def test_a_name_that_is_none_is_not_found_and_near_ones_are_told(program: Program) -> None:
    answer = program("guide", "renewls", "--json", code=4).json["error"]
    assert answer["choices"][0] == "renewals"
    assert "renewals" in answer["hint"]
    assert "`resellertui guide` lists them" in program("guide", "\x1b[31m", code=4).err
    program("guide", "home", "--search", "x", code=2)
    program("--locked", "guide", "home", "--db", "x.sqlite", code=3)


def test_the_figures_and_the_provider_are_those_of_the_database(live: Program, tmp_path: Path) -> None:
    live("login", STAFF, "--password-stdin", stdin="long enough\n")
    terms = live("terms", "show", "--toml").out
    terms = terms.replace("request_expires = 30", "request_expires = 45").replace('version = "', 'version = "x')
    file = tmp_path / "terms.toml"
    file.write_text(terms, encoding="utf-8")
    live("terms", "publish", str(file), "--yes")

    assert "45 days" in live("guide", "add-client").out
    about = live("guide", "provider", "--json").json["guide"]
    assert about["provider"]["name"] == "Léman SA"
    assert about["provider"]["email"] == STAFF
    assert "Léman SA" in live("guide", "whistle-blowing").out
    assert "provider" not in live("guide", "home", "--json").json["guide"]
