"""European VAT numbers of every country: typed as people do, refused with the reason, and hostile texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui.domain.countries import EU, NAMES, name_of, vat_prefix
from resellertui.domain.numbers import LONGEST_TYPED, check_register_number, check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind

TABLE = [
    ("AT", "u13585627", "ATU13585627", "ATU13585627"),
    ("BE", "be 428.759.497", "BE0428759497", "BE 0428.759.497"),
    ("BE", "1000.000.318", "BE1000000318", "BE 1000.000.318"),
    ("BG", "175 074 752", "BG175074752", "BG 175 074 752"),
    ("BG", "BG7523169263", "BG7523169263", "BG 7523169263"),
    ("CY", "cy-10259033p", "CY10259033P", "CY 10259033P"),
    ("CZ", "CZ 251-23-891", "CZ25123891", "CZ 25123891"),
    ("CZ", "7103192745", "CZ7103192745", "CZ 7103192745"),
    ("CZ", "CZ640903926", "CZ640903926", "CZ 640903926"),
    ("DE", "DE 136,695 976", "DE136695976", "DE 136 695 976"),
    ("DK", "13585628", "DK13585628", "DK 13 58 56 28"),
    ("EE", "ee100594102", "EE100594102", "EE 100 594 102"),
    ("ES", "b-64717838", "ESB64717838", "ES B64717838"),
    ("ES", "ES54362315K", "ES54362315K", "ES 54362315K"),
    ("ES", "X-5253868-R", "ESX5253868R", "ES X5253868R"),
    ("FI", "2077474-0", "FI20774740", "FI 20774740"),
    ("FR", "Fr 40 303 265 045", "FR40303265045", "FR 40 303 265 045"),
    ("FR", "K7 399 859 412", "FRK7399859412", "FR K7 399 859 412"),
    ("FR", "4Z123456782", "FR4Z123456782", "FR 4Z 123 456 782"),
    ("GR", "gr-094259216", "EL094259216", "EL 094 259 216"),
    ("GR", "el 94259216", "EL094259216", "EL 094 259 216"),
    ("GR", "094259216", "EL094259216", "EL 094 259 216"),
    ("HR", "hr 33392005961", "HR33392005961", "HR 33392005961"),
    ("HU", "HU-12892312", "HU12892312", "HU 12892312"),
    ("IE", "IE 6433435OA", "IE6433435OA", "IE 6433435OA"),
    ("IE", "8D79739I", "IE8D79739I", "IE 8D79739I"),
    ("IT", "it\u00a00074\u20113110\u2013157", "IT00743110157", "IT 00743110157"),
    ("LT", "119511515", "LT119511515", "LT 119 511 515"),
    ("LT", "LT 100001919017", "LT100001919017", "LT 100001919017"),
    ("LU", "LU 150 274 42", "LU15027442", "LU 15027442"),
    ("LV", "4000 3521 600", "LV40003521600", "LV 40003521600"),
    ("LV", "161175-19997", "LV16117519997", "LV 16117519997"),
    ("MT", "1167-9112", "MT11679112", "MT 1167 9112"),
    ("NL", "nl 4495445.b01", "NL004495445B01", "NL 004495445B01"),
    ("NL", "NL002455799B11", "NL002455799B11", "NL 002455799B11"),
    ("PL", "856-734-62-15", "PL8567346215", "PL 856-734-62-15"),
    ("PT", "501 964 843", "PT501964843", "PT 501 964 843"),
    ("RO", "ro 185 472 90", "RO18547290", "RO 18547290"),
    ("SE", "SE 123456-7897 01", "SE123456789701", "SE 123456789701"),
    ("SI", "5022 3054", "SI50223054", "SI 50223054"),
    ("SK", "SK 202 274 96 19", "SK2022749619", "SK 2022749619"),
    ("GB", "xi 980 7806 84", "XI980780684", "XI 980 7806 84"),
    ("GB", "XI980780684001", "XI980780684001", "XI 980 7806 84 001"),
    ("GB", "XI GD001", "XIGD001", "XI GD001"),
    ("MC", "53 0000 04605", "FR53000004605", "FR 53 000 004 605"),
    ("MC", "FR 61 954 506 077", "FR61954506077", "FR 61 954 506 077"),
    ("FR", "FR 53 000 004 605", "FR53000004605", "FR 53 000 004 605"),
    ("FR", "BG752232348", "FRBG752232348", "FR BG 752 232 348"),  # its key is no prefix: nothing of Bulgaria adds up so
]
"""Country of the address, as typed, as stored, as shown."""

MISTYPED = {
    "AT": "ATU57194904", "BE": "0697.449.993", "BG": "BG175074751", "CY": "CY10259033Z", "CZ": "CZ25123890",
    "DE": "DE136695978", "DK": "DK13585627", "EE": "EE100594103", "ES": "ESB64717839", "FI": "FI20774741",
    "FR": "FR 62 954 506 077", "GR": "EL 094259217", "HR": "HR33392005962", "HU": "HU12892313", "IE": "IE6433435E",
    "IT": "IT00743110158", "LT": "LT119511516", "LU": "LU15027443", "LV": "LV40003521601", "MT": "MT11679113",
    "NL": "NL004495446B01", "PL": "PL8567346216", "PT": "PT501964842", "RO": "RO18547291", "SE": "SE123456789101",
    "SI": "SI50223055", "SK": "SK2022749618", "GB": "XI802311781", "MC": "FR54000004605",
}  # fmt: skip
"""One number of each country with a wrong check digit."""

PLACES = sorted(MISTYPED)
PREFIXES = sorted({normal[:2] for _country, _typed, normal, _shown in TABLE})


@pytest.mark.parametrize(("country", "typed", "normal", "shown"), TABLE)
def test_a_number_of_each_country_is_read_as_people_type_it(country: str, typed: str, normal: str, shown: str) -> None:
    check = check_vat_number(typed, country)

    assert check.facts() == {
        "input": typed, "valid": True, "country": country, "normal": normal, "shown": shown, "reason": None,
    }  # fmt: skip
    assert check_vat_number(normal, country).normal == normal
    assert check_vat_number(shown, country).normal == normal
    assert check_vat_number(shown.lower(), country).normal == normal
    assert check_vat_number(normal).normal == normal


def test_the_table_is_of_every_country() -> None:
    assert {country for country, *_rest in TABLE} == {*EU, "GB", "MC"} == set(PLACES)


def test_the_country_is_that_of_the_prefix_where_no_address_says_it() -> None:
    assert {normal[:2]: check_vat_number(normal).country for _country, _typed, normal, _shown in TABLE} == {
        **{vat_prefix(member): member for member in EU},
        "XI": "GB",
    }
    assert check_vat_number("GR 094259216").normal == "EL094259216"


@pytest.mark.parametrize("country", PLACES)
def test_a_mistyped_number_is_refused_with_an_example_that_is_taken(country: str) -> None:
    check = check_vat_number(MISTYPED[country], country)

    assert not check.valid
    assert (check.normal, check.shown, check.country) == (None, None, country)
    reason = check.reason or ""
    assert f"no VAT number of {name_of(country)}: its check digits do not match" in reason
    example = reason.rpartition("looks like ")[2].removesuffix(".")
    right = check_vat_number(example, country)
    assert right.shown == example


@pytest.mark.parametrize("country", PLACES)
@pytest.mark.parametrize("number", ["", " ", "0", "-", "12", "IT", "0" * 20])
def test_what_is_no_number_is_refused_in_every_country(country: str, number: str) -> None:
    check = check_vat_number(number, country)

    assert not check.valid
    assert check.reason


@pytest.mark.parametrize("country", PLACES)
def test_a_number_of_another_country_is_refused_by_its_letters(country: str) -> None:
    for place, _typed, normal, _shown in TABLE:
        if normal[:2] == vat_prefix(country):
            continue
        check = check_vat_number(normal, country)
        assert not check.valid, (place, normal)
        assert f"begins with {normal[:2]}" in (check.reason or "")
        assert f"begins with {vat_prefix(country)}" in (check.reason or "")


@pytest.mark.parametrize("country", PLACES)
@pytest.mark.parametrize("kind", [one for one in OrganisationKind if one is not OrganisationKind.COMPANY])
def test_who_is_no_company_is_told_to_change_the_kind_first(country: str, kind: OrganisationKind) -> None:
    number = next(normal for place, _typed, normal, _shown in TABLE if place == country)

    check = check_vat_number(number, country, kind)

    assert not check.valid
    assert "change its kind to company first" in (check.reason or "")


@pytest.mark.parametrize("country", ["CH", "LI", None])
@pytest.mark.parametrize("suffix", ["", " MWST", " TVA", " IVA", " MWST/TVA/IVA"])
def test_a_swiss_number_is_led_to_the_register_number(country: str | None, suffix: str) -> None:
    check = check_vat_number(f"CHE-107.787.577{suffix}", country)

    assert not check.valid
    assert check.country == (country or "CH")
    assert "its Swiss VAT number is its UID" in (check.reason or "")
    assert "CHE-107.787.577" in (check.reason or "")


def test_an_association_in_switzerland_is_not_sent_to_change_its_kind() -> None:
    reason = check_vat_number("CHE-107.787.577", "CH", OrganisationKind.ASSOCIATION).reason or ""

    assert "Only a company" in reason
    assert "change" not in reason
    assert "UID" in reason


@pytest.mark.parametrize(
    ("typed", "country", "reason"),
    [
        ("IT IT00743110157", "IT", "does not have the form"),  # a prefix stands once
        ("XI GB980780684", "GB", "does not have the form"),
        ("EL GR094259216", "GR", "does not have the form"),
        ("RO 1630615123457", "RO", "does not have the form"),  # a person's number
        ("HU 12892312-2-42", "HU", "such as HU 12892312"),  # the tax number, which is longer
        ("GB980780684", "GB", "Northern Ireland"),
        ("GB980780684", None, "Northern Ireland"),
        ("GB980780684", "IE", "begins with GB"),
        ("CHE-100.155.212", "FR", "begins with CHE"),
        ("CHE-100.155.212", "US", "European"),
        ("ıt00743110157", "IT", "other characters"),  # a dotless i, which upper case would make an I
        ("IT 00743110157", None, ""),
        (f"{' ' * 100}IT 00743110157\n", "IT", ""),
        ("IT 0074311015７", "IT", "other characters"),
        ("00743110157", None, "Nothing says of which country"),
        ("US 123456789", None, "Nothing says of which country"),
        ("I" * 10_000, "IT", "too long"),
        ("I" * 10_000, None, "too long"),
        ("[red]IT00743110157", "IT", "other characters"),
        ("[red]IT00743110157", None, "other characters"),
        ("", None, "nothing was typed"),
        ("980780684", "XI", ""),
        ("GB980780684", "XI", "Northern Ireland"),
        *((f"{vat_prefix(one)}{'0' * 8}", one, "not") for one in ("EE", "FI", "GR", "HU", "LU")),
        *((f"{vat_prefix(one)}{'0' * 9}", one, "not") for one in ("BG", "EE", "GR", "GB")),
        ("PL 000-000-00-00", "PL", "does not have the form"),
        ("ES U00000000", "ES", "does not have the form"),
    ],
)
def test_traps_are_told_for_what_they_are(typed: str, country: str | None, reason: str) -> None:
    check = check_vat_number(typed, country)

    assert check.valid is (reason == "")
    assert reason in (check.reason or "")


@pytest.mark.parametrize("country", [None, "CH", "US", *PLACES])
def test_hostile_texts_are_refused_and_never_repeated(country: str | None) -> None:
    example = next(shown for _place, _typed, _normal, shown in TABLE)
    for text in (*HOSTILE, "\x00", example + "\x00", f"\u202e{example}", f"\x1b[31m{example}", "１２３", "9" * 10_000):
        for check in (check_vat_number(text, country), check_register_number(text, country)):
            assert check.input == text
            if check.valid:
                assert (check.normal or "").isascii()
                assert len(text) <= LONGEST_TYPED
                continue
            assert check.reason
            assert not FORBIDDEN.intersection(map(ord, check.reason))
            assert not any(sign in check.reason for sign in ("\u202e", "[red]", "１"))


@given(
    country=st.sampled_from([None, *NAMES]),
    text=st.one_of(
        st.text(max_size=30),
        st.text(st.sampled_from("0123456789" * 5 + "ABEFGHIKLMNORTUXCHEIT+*-./ "), max_size=20),
        st.tuples(st.sampled_from(PREFIXES), st.text("0123456789", min_size=7, max_size=12)).map("".join),
    ),
    kind=st.sampled_from(OrganisationKind),
)  # fmt: skip
def test_normal_and_shown_are_read_as_the_same_number_again(
    country: str | None, text: str, kind: OrganisationKind
) -> None:
    check = check_vat_number(text, country, kind)

    if check.normal is None:
        assert check.reason
        return
    assert check.reason is None
    for again in (check.normal, check.shown or ""):
        assert check_vat_number(again, country, kind).normal == check.normal
        assert check_vat_number(again).normal == check.normal
        assert check_vat_number(again, country, kind).shown == check.shown
