"""Papers and mails are translated whole: every message in every language, with the same places to fill in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.meta.source import ROOT
from tests.meta.write_catalogues import LANGUAGES, SAID_IN, catalogue_file, compiled, complete, messages, read_catalogue

from resellertui import formats
from resellertui.domain.wording import (
    MAILS,
    PAPERS,
    _,
    current_language,
    in_language,
    in_mail_language,
    in_paper_language,
    ngettext,
)

PLACE = re.compile(r"\{\w+\}")
COMMAND = re.compile(r"resellertui (?:join|password|profile|quote|support) [^\n,;:()]*|F4|--[a-z-]+")


EVERY_CATALOGUE = pytest.mark.parametrize(
    ("domain", "language"), [(domain, language) for domain in sorted(SAID_IN) for language in LANGUAGES]
)


def test_the_words_of_papers_and_mails_are_found() -> None:
    papers, mails = set(messages(PAPERS)), set(messages(MAILS))

    assert {"Invoice {number}", "Page {page} of {pages}", "Service period"} <= papers
    assert {"Welcome to resellertui", "full access", ("{count} hour", "{count} hours")} <= mails


@EVERY_CATALOGUE
def test_every_message_is_translated_with_its_places(domain: str, language: str) -> None:
    catalogue = read_catalogue(language, domain)

    for message in sorted(set(messages(domain)), key=str):
        *_singular, said = (message,) if isinstance(message, str) else message
        known = catalogue.get(message if isinstance(message, str) else message[0])
        assert known is not None, f"{message!r}: run `make catalogues` and translate it into {language}"
        forms = [known.string] if isinstance(known.string, str) else list(known.string or ())
        assert forms
        assert all(forms), f"{message!r} is not translated into {language}"
        assert isinstance(message, str) or len(forms) == catalogue.num_plurals
        for form in forms:
            # A place may be named twice where a language repeats a name rather than say “it”.
            assert set(PLACE.findall(form)) == set(PLACE.findall(said))
            assert {one.strip() for one in COMMAND.findall(form)} == {one.strip() for one in COMMAND.findall(said)}


@EVERY_CATALOGUE
def test_the_compiled_catalogue_is_that_of_the_translations(domain: str, language: str) -> None:
    mine = {one.id: one.string for one in read_catalogue(language, domain)}

    assert {one.id: one.string for one in complete(language, domain)}.keys() == mine.keys(), "run `make catalogues`"
    body = compiled(read_catalogue(language, domain))
    kept = catalogue_file(language, domain).with_suffix(".mo").read_bytes()
    assert [one for one in body.split(b"\0")[1:] if b"Babel" not in one] == [
        one for one in kept.split(b"\0")[1:] if b"Babel" not in one
    ], "run `make catalogues`"


def test_swiss_german_has_no_sharp_s() -> None:
    assert not any("ß" in catalogue_file("de", one).read_text(encoding="utf-8") for one in SAID_IN)


def test_the_modules_that_say_it_are_there_or_still_to_come() -> None:
    assert all(Path(name).suffix == ".py" for places in SAID_IN.values() for name in places)
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
    ("language", "one", "many"),
    [
        ("de", "1 Stunde", "24 Stunden"),
        ("fr_CH", "1 heure", "24 heures"),
        ("it", "1 ora", "24 ore"),
        ("rm", "1 hour", "24 hours"),
    ],
)
def test_mails_count_as_their_language_does(language: str, one: str, many: str) -> None:
    with in_mail_language(language):
        said = [ngettext("{count} hour", "{count} hours", count).format(count=count) for count in (1, 24)]
    assert said == [one, many]


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
