"""What clients are sent is translated whole: every message in every language, with the same places to fill in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.meta.source import ROOT
from tests.meta.write_catalogues import LANGUAGES, SAID_IN, catalogue_file, compiled, complete, messages, read_catalogue

from resellertui import formats
from resellertui.domain.wording import _, current_language, in_language, in_paper_language

PLACE = re.compile(r"\{\w+\}")


def test_the_words_of_papers_are_found() -> None:
    found = set(messages())

    assert {"Invoice {number}", "Page {page} of {pages}", "Service period"} <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_its_places(language: str) -> None:
    catalogue = read_catalogue(language)

    for message in sorted(set(messages())):
        known = catalogue.get(message)
        assert known is not None, f"{message!r}: run `make catalogues` and translate it into {language}"
        assert known.string, f"{message!r} is not translated into {language}"
        assert sorted(PLACE.findall(str(known.string))) == sorted(PLACE.findall(message))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_translations(language: str) -> None:
    mine = {one.id: one.string for one in read_catalogue(language)}

    assert {one.id: one.string for one in complete(language)}.keys() == mine.keys(), "run `make catalogues`"
    body = compiled(read_catalogue(language))
    kept = catalogue_file(language).with_suffix(".mo").read_bytes()
    assert [one for one in body.split(b"\0")[1:] if b"Babel" not in one] == [
        one for one in kept.split(b"\0")[1:] if b"Babel" not in one
    ], "run `make catalogues`"


def test_swiss_german_has_no_sharp_s() -> None:
    assert "ß" not in catalogue_file("de").read_text(encoding="utf-8")


def test_the_modules_that_say_it_are_there_or_still_to_come() -> None:
    assert all(Path(name).suffix == ".py" for name in SAID_IN)
    assert "locale" not in (ROOT / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "word", "known", "amount", "day", "country"),
    [
        ("de", "Menge", "de", "-1.234,50", "03.11.2026", "Deutschland"),
        ("de_CH", "Menge", "de_CH", "-1’234.50", "03.11.2026", "Deutschland"),
        ("fr_CH", "Quantité", "fr_CH", "-1’234.50", "3 nov. 2026", "Allemagne"),
        ("it", "Quantità", "it", "-1.234,50", "3 nov 2026", "Germania"),
        ("rm", "Quantity", "en", "-1234.50", "3 Nov 2026", "Germany"),
        ("en", "Quantity", "en", "-1234.50", "3 Nov 2026", "Germany"),
    ],
)
def test_words_amounts_and_dates_come_out_in_the_readers_language(
    language: str, word: str, known: str, amount: str, day: str, country: str
) -> None:
    with in_paper_language(language):
        found = formats.amount("-1234.50")
        assert (_("Quantity"), current_language(), found) == (word, known, amount)
        assert (formats.day(date(2026, 11, 3)), formats.country("DE")) == (day, country)


def test_no_screen_speaks_the_language_of_a_paper() -> None:
    with in_language("de"):
        assert (_("Quantity"), current_language()) == ("Quantity", "en")
        with in_paper_language("fr"):
            assert _("Quantity") == "Quantité"
        assert (_("Quantity"), current_language(), formats.amount("1.50")) == ("Quantity", "en", "1.50")


@pytest.mark.parametrize(
    ("value", "shown"), [("8.1", "8.1"), ("20", "20"), ("0.00", "0.00"), ("1000000.10", "1’000’000.10")]
)
def test_no_decimal_of_an_amount_is_lost(value: str, shown: str) -> None:
    with in_paper_language("de_CH"):
        assert formats.amount(value) == shown
    with in_paper_language("de"):
        assert formats.amount(value) == shown.translate(str.maketrans("’.", ".,"))


def test_an_address_in_northern_ireland_is_in_the_united_kingdom() -> None:
    assert formats.country("XI") == formats.country("GB") == "United Kingdom"
