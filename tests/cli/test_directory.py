"""`resellertui directory` as a whole program: searched by field, page by page, and published."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program


def test_partners_are_searched_by_field_and_page(demo: Program) -> None:
    found = demo.by(CLIENT, "directory", "search", "--place", "svizzera", "--language", "German", "--service", "cloud")
    assert [one["name"] for one in found["partners"]] == ["Webwerk Limmat AG"]
    assert demo.by(CLIENT, "partner", "search", "place:zurich service:servers")["partners"] == found["partners"]
    pages = [demo.by(CLIENT, "directory", "search", "--limit", "6", "--offset", str(number)) for number in (0, 6)]
    assert [(one["total"], one["offset"], len(one["partners"])) for one in pages] == [(7, 0, 6), (7, 6, 1)]
    assert "3 of 7 are listed" in demo("--as", CLIENT, "directory", "search", "--limit", "3").out
    error = demo.by(CLIENT, "directory", "search", "--language", "klingon", code=2)["error"]
    assert error["fields"][0]["field"] == "language"
    assert demo("--as", CLIENT, "directory", "show", "Studio Ponte").out.count("Milano") == 1


def test_the_directory_is_published_whole_and_never_over_another_file_unasked(demo: Program, tmp_path: Path) -> None:
    page = tmp_path / "partners.html"
    told = demo("--json", "directory", "export", "--output", str(page)).json
    assert told["exported"] == {"partners": 7, "format": "html", "file": str(page)}
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(page.stat().st_mode) == 0o644
    demo("directory", "export", "--output", str(page), code=3)
    printed = demo("--as", STAFF, "directory", "export").out
    demo("--as", STAFF, "directory", "export", "--format", "json", "--output", str(page), "--replace")
    assert page.read_text(encoding="utf-8") == printed
    assert [one["country"] for one in json.loads(printed)["partners"]] == ["FR", "FR", "FR", "CH", "IT", "CH", "CH"]
    assert list(tmp_path.glob(".*.part")) == []

    free = tmp_path / "dry.json"
    demo("--as", STAFF, "--dry-run", "directory", "export", "--output", str(free))
    assert not free.exists()
    demo("--as", AGENCY, "directory", "export", code=3)
    demo("--as", STAFF, "directory", "export", "--format", "pdf", code=2)
