"""Which listings a search of the directory means, and the names of languages that it knows."""

from __future__ import annotations

import pytest
from babel import Locale

from resellertui.domain.countries import NAMES, country_called, names_of
from resellertui.domain.languages import LANGUAGES, languages_called, name_of_language, names_of_language
from resellertui.domain.programme_membership.finding import Entry, Finder, Wish

LAKE = Entry(
    "Agence du Léman", "owner@leman.example", "Genève", "CH", ("fr", "en"), ("web hosting", "Design, print", "SEO")
)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish(text="leman"),
        Wish(text="LÉMAN geneve french hosting"),
        Wish(text="owner@leman"),
        Wish(text="Suisse"),
        Wish(text="français"),
        Wish(text="se"),
        Wish(name="agence lem"),
        Wish(place="geneve"),
        Wish(place="ge"),
        Wish(place="CH"),
        Wish(place="switzerland"),
        Wish(place="genève svizzera"),
        Wish(language="fr"),
        Wish(language="French"),
        Wish(language="Französisch"),
        Wish(language="english, FR"),
        Wish(service="hosting web"),
        Wish(service="seo, web"),
        Wish(name="leman", place="schweiz", language="anglais", service="design"),
        Wish(text="hosting place:genève language: French service:seo,print name:agence du"),
        Wish(text="PLACE:geneve", place="suisse"),
    ],
)
def test_a_listing_is_found_by_each_field_alone_and_together(wish: Wish) -> None:
    assert Finder(wish).finds(LAKE)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(text="lausanne"),
        Wish(name="geneve"),
        Wish(place="leman"),
        Wish(place="ne"),
        Wish(place="france"),
        Wish(language="de"),
        Wish(language="fr, it"),
        Wish(language="klingon"),
        Wish(language="fra nce"),
        Wish(service="leman"),
        Wish(service="hosting design"),
        Wish(service="seo, mail"),
        Wish(text="language:german"),
        Wish(text="place:geneve place:lyon"),
        Wish(name="leman", place="genève", language="fr", service="mail"),
        Wish(text="\x00"),
        Wish(text="%"),
    ],
)
def test_a_listing_is_not_found_by_what_another_field_holds_or_where_one_wish_fails(wish: Wish) -> None:
    assert not Finder(wish).finds(LAKE)


def test_languages_are_called_what_others_call_them() -> None:
    for code in LANGUAGES:
        assert languages_called(code.upper()) == {code}
        for named in ("en", "it", "fr", "de"):
            name = Locale.parse(named).languages[code]
            assert name in names_of_language(code)
            assert code in languages_called(name)
        assert name_of_language(code) == Locale.parse("en").languages[code]

    assert languages_called("Ger") == {"de"}
    assert languages_called("") == languages_called("xx") == frozenset()
    assert name_of_language("xx") == "xx"


def test_every_name_of_a_country_leads_to_it() -> None:
    assert {country_called(name) for code in NAMES for name in names_of(code)} == set(NAMES)
    assert names_of("CH")[:2] == ("CH", "Switzerland")
    assert "Schweiz" in names_of("CH")
    assert names_of("??") == ("??",)
