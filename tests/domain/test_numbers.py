"""Register and VAT numbers: what is taken, how it is kept, how it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.countries import EU, NAMES, country_called, currency_of, is_known, name_of, vat_prefix
from resellertui.domain.errors import Invalid
from resellertui.domain.numbers import (
    check_register_number,
    normalise_register_number,
    normalise_vat_number,
    says_vat_registered,
    show_register_number,
    show_vat_number,
)
from resellertui.domain.organisation_kind import OrganisationKind

COMPANY = OrganisationKind.COMPANY

REGISTER = [
    ("CH", "CHE-100.155.212", "CHE100155212", "CHE-100.155.212"),
    ("CH", "che 100 155 212 MWST", "CHE100155212", "CHE-100.155.212"),
    ("CH", "CHE-100.155.212 TVA", "CHE100155212", "CHE-100.155.212"),
    ("CH", "CHE-107.787.577 MWST/TVA/IVA", "CHE107787577", "CHE-107.787.577"),
    ("CH", "CHE‑107.787.577, HR/MWST", "CHE107787577", "CHE-107.787.577"),
    ("CH", "100155212", "CHE100155212", "CHE-100.155.212"),
    ("LI", "CHE-100.155.212 IVA", "CHE100155212", "CHE-100.155.212"),
    ("LI", "FL-0002.123.456-7", "FL00021234567", "FL-0002.123.456-7"),
    ("FR", "732 829 320", "732829320", "732 829 320"),
    ("FR", "732 829 320 00074", "73282932000074", "732 829 320 00074"),
    ("FR", "SIREN 732829320", "732829320", "732 829 320"),
    ("FR", "siret 732 829 320 00074", "73282932000074", "732 829 320 00074"),
    ("FR", "356 000 000 49837", "35600000049837", "356 000 000 49837"),
    ("IT", "IT 00743110157", "00743110157", "00743110157"),
    ("IT", "rccmnl83s18d969h", "RCCMNL83S18D969H", "RCCMNL83S18D969H"),
    ("DE", "HRB 12345", "HRB 12345", "HRB 12345"),
    ("DE", "Amtsgericht  München, hrb 12345", "München HRB 12345", "München HRB 12345"),
    ("DE", "HRB 12345 B (Berlin)", *["Berlin (Charlottenburg) HRB 12345 B"] * 2),
    ("DE", "AG Amtsgericht köln HRB 0123", "Köln HRB 123", "Köln HRB 123"),
    ("DE", "hrb 12345, Ulm", "Ulm HRB 12345", "Ulm HRB 12345"),
    ("DE", "HRA 12345 hof", "Hof HRA 12345", "Hof HRA 12345"),
    ("DE", "Mu\u0308nchen HRB 12345", "München HRB 12345", "München HRB 12345"),
    ("DE", "Ludwigshafen HRB 12345", "Ludwigshafen HRB 12345", "Ludwigshafen HRB 12345"),
    ("DE", "Registergericht: Amtsgericht München, Registernummer: HRB-Nr. 12.345", *["München HRB 12345"] * 2),
    ("DE", "Handelsregister des Amtsgerichts Köln, HRB: 12 345 B", *["Köln HRB 12345 B"] * 2),
    ("DE", "Handelsregister hrb-1 234 567", *["HRB 1234567"] * 2),
    ("DE", "Jever HRB 12345", "Jever HRB 12345", "Jever HRB 12345"),
    ("DE", "Amtsgericht Berlin (Charlottenburg), HRB 123456 B", *["Berlin (Charlottenburg) HRB 123456 B"] * 2),
    ("AT", "FN 122119m", "FN122119m", "FN 122119m"),
    ("AT", "fn 122119 M", "FN122119m", "FN 122119m"),
    ("AT", "FN 056247 t", "FN56247t", "FN 56247t"),
    ("AT", "93363z", "FN93363z", "FN 93363z"),
    ("BE", "BE 0697.449.992", "0697449992", "0697.449.992"),
    ("BE", "697.449.992", "0697449992", "0697.449.992"),
    ("LU", "b 123.456", "B123456", "B123456"),
    ("GB", "SC 123456", "SC123456", "SC123456"),
]

VAT = [
    ("FR", "FR 61 954 506 077", "FR61954506077", "FR 61 954 506 077"),
    ("FR", "61954506077", "FR61954506077", "FR 61 954 506 077"),
    ("IT", "00743110157", "IT00743110157", "IT 00743110157"),
    ("DE", "DE 136,695 976".replace(",", "."), "DE136695976", "DE 136 695 976"),
    ("AT", "ATU 57194903", "ATU57194903", "ATU57194903"),
    ("BE", "BE697449992", "BE0697449992", "BE 0697.449.992"),
    ("GR", "EL 094259216", "EL094259216", "EL 094 259 216"),
    ("GR", "GR094259216", "EL094259216", "EL 094 259 216"),
    ("GB", "XI 980780684", "XI980780684", "XI 980 7806 84"),
    ("MC", "FR 53 0000 04605", "FR53000004605", "FR 53 000 004 605"),
    ("ES", "ES B-58378431", "ESB58378431", "ES B58378431"),
    ("NL", "NL004495445B01", "NL004495445B01", "NL 004495445B01"),
]


@pytest.mark.parametrize(("country", "typed", "kept", "shown"), REGISTER)
def test_a_register_number_is_kept_compact_and_shown_as_its_country_writes_it(
    country: str, typed: str, kept: str, shown: str
) -> None:
    compact = normalise_register_number(typed, country)
    assert compact == kept
    assert show_register_number(compact, country) == shown
    assert normalise_register_number(compact, country) == compact
    assert normalise_register_number(shown, country) == compact


@pytest.mark.parametrize(
    ("country", "typed", "example"),
    [
        ("CH", "CHE-100.155.213", "CHE-100.155.212"),
        ("CH", "MWST 123 456", "CHE-100.155.212"),
        ("CH", "CH-550.1.012.345-6", "CHE-100.155.212"),
        ("CH", "CHE-100.155.212 MWſT", "CHE-100.155.212"),
        ("CH", "CHE-１00.155.212", "CHE-100.155.212"),
        ("LI", "FL-0002", "CHE-100.155.212"),
        ("FR", "732 829 321", "732 829 320"),
        ("FR", "732 829 320 00075", "732 829 320"),
        ("IT", "00743110158", "00743110157"),
        ("DE", "12345", "München HRB 12345"),
        ("DE", "Mün\x1b[31mchen HRB 12345", "München HRB 12345"),
        ("DE", "M" * 35 + " HRB 12345", "München HRB 12345"),
        ("IT", "RCCMNL83S18D969A", "00743110157"),
        ("IT", "IT IT00743110157", "00743110157"),
        ("DE", "München HRB 12345 Köln", "München HRB 12345"),
        ("DE", "M[red] HRB 12345", "München HRB 12345"),
        ("DE", "Amtsgericht HRB 12345", "München HRB 12345"),
        ("DE", "München HRB 0", "München HRB 12345"),
        ("AT", "122119", "FN 122119m"),
        ("AT", "FN 122119k", "FN 122119m"),
        ("AT", "FN 122118m", "FN 122119m"),
        ("AT", "FN 0a", "FN 122119m"),
        ("BE", "BEBE0697449992", "0697.449.992"),
        ("BE", "0697.449.993", "0697.449.992"),
        ("DE", "HRB 12 34", "München HRB 12345"),
        ("DE", "HRB 12.345.678", "München HRB 12345"),
        ("FR", "000 000 000", "732 829 320"),
        ("IT", "00000000000", "00743110157"),
        ("LU", "0000", "B123456"),
        ("LU", "abc", "B123456"),
        ("LU", "a\x1b[31m1234", "B123456"),
        ("US", "1" * 21, "B123456"),
        ("ES", "", "B123456"),
        ("ES", "１２３４", "B123456"),
        ("ES", "9" * 10_000, "B123456"),
    ],
)
def test_a_wrong_register_number_is_refused_with_an_example_of_a_right_one(
    country: str, typed: str, example: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise_register_number(typed, country)
    (problem,) = refusal.value.fields
    assert problem.field == "register_number"
    assert example in problem.reason


def test_a_register_number_is_answered_like_a_vat_number() -> None:
    assert check_register_number("che 107.787.577 mwst", "CH").facts() == {
        "input": "che 107.787.577 mwst",
        "valid": True,
        "country": "CH",
        "normal": "CHE107787577",
        "shown": "CHE-107.787.577",
        "reason": None,
    }
    assert check_register_number("CHE-107.787.577").country == "CH"
    assert check_register_number("FL-0002.123.456-7").country == "LI"
    nowhere = check_register_number("732 829 320")
    assert (nowhere.valid, nowhere.country) == (False, None)
    assert "give the country" in (nowhere.reason or "")


@pytest.mark.parametrize(
    ("typed", "country", "says"),
    [
        ("CHE-107.787.577 MWST", "CH", True),
        ("che107787577tva", "LI", True),
        ("CHE-107.787.577 HR/IVA", "CH", True),
        ("CHE-107.787.577 HR", "CH", False),
        ("CHE-107.787.577", "CH", False),
        ("CHE-107.787.577 MWST", "DE", False),
        ("\x1b MWST", "CH", False),
    ],
)
def test_that_a_company_is_registered_for_vat_is_another_fact_than_its_uid(
    typed: str, country: str, says: bool
) -> None:
    assert says_vat_registered(typed, country) is says


@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                "HRB HRA VR AG Amtsgericht München Ulm Berlin (Berlin) ( ) , . 12345 0 7 B KI x FN m t CHE MWST".split()  # noqa: SIM905
            ),
            max_size=6,
        ).map(" ".join),
    ),
    st.sampled_from(["CH", "LI", "FR", "IT", "DE", "AT", "BE", "LU", "US"]),
)
def test_any_text_is_either_refused_or_kept_in_a_form_that_stays_as_it_is(text: str, country: str) -> None:
    try:
        compact = normalise_register_number(text, country)
    except Invalid:
        return
    assert normalise_register_number(compact, country) == compact
    assert normalise_register_number(show_register_number(compact, country), country) == compact


@pytest.mark.parametrize("length", [7, 8, 9, 10, 11, 12])
@given(data=st.data())
def test_any_characters_are_either_no_vat_number_or_kept_in_a_form_that_stays_as_it_is(
    length: int, data: st.DataObject
) -> None:
    country = data.draw(st.sampled_from(sorted(EU | {"GB", "MC"})))
    alphabet = st.sampled_from("0123456789" * 4 + "ABCDEFGHIKLMNTUWXYZ+*²٣é-. ")
    text = (vat_prefix(country) or "") + data.draw(st.text(alphabet, min_size=length, max_size=length))
    try:
        compact = normalise_vat_number(text, country, COMPANY)
    except Invalid:
        return
    assert normalise_vat_number(compact, country, COMPANY) == compact
    assert normalise_vat_number(show_vat_number(compact), country, COMPANY) == compact


@pytest.mark.parametrize(("country", "typed", "kept", "shown"), VAT)
def test_a_vat_number_is_kept_compact_with_its_prefix(country: str, typed: str, kept: str, shown: str) -> None:
    compact = normalise_vat_number(typed, country, COMPANY)
    assert compact == kept
    assert show_vat_number(compact) == shown
    assert normalise_vat_number(compact, country, COMPANY) == compact
    assert normalise_vat_number(shown, country, COMPANY) == compact


@pytest.mark.parametrize(
    ("country", "typed", "kind", "reason"),
    [
        ("IT", "IT00743110157", OrganisationKind.ASSOCIATION, "Only a company"),
        ("IT", "IT00743110157", OrganisationKind.INDIVIDUAL, "Only a company"),
        ("IT", "IT00743110157", OrganisationKind.PUBLIC_BODY, "Only a company"),
        ("CH", "CHE-100.155.212 MWST", COMPANY, "its Swiss VAT number is its UID"),
        ("LI", "CHE-100.155.212", COMPANY, "its Swiss VAT number is its UID"),
        ("US", "12-3456789", COMPANY, "European"),
        ("IT", "FR61954506077", COMPANY, "begins with FR, but one of Italy begins with IT"),
        ("IT", "IT00743110158", COMPANY, "no VAT number of Italy"),
        ("GB", "GB980780684", COMPANY, "Northern Ireland"),
        ("GB", "980780684", COMPANY, "Northern Ireland"),
        ("IE", "XI980780684", COMPANY, "begins with XI"),
        ("DE", "", COMPANY, "no VAT number of Germany"),
    ],
)
def test_a_vat_number_that_is_out_of_place_is_refused_with_the_reason(
    country: str, typed: str, kind: OrganisationKind, reason: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise_vat_number(typed, country, kind)
    (problem,) = refusal.value.fields
    assert problem.field == "vat_number"
    assert reason in problem.reason


@pytest.mark.parametrize("country", sorted(EU))
def test_every_member_state_has_a_rule_for_its_vat_numbers(country: str) -> None:
    with pytest.raises(Invalid, match=f"no VAT number of {name_of(country)}"):
        normalise_vat_number("0000000", country, COMPANY)


def test_the_country_decides_the_currency() -> None:
    assert {code for code in NAMES if currency_of(code) == "CHF"} == {"CH", "LI"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ch", "CH"), ("Svizzera", "CH"), ("SUISSE", "CH"), ("Schweiz", "CH"), ("österreich", "AT"),
        ("Osterreich", "AT"), ("Royaume Uni", "GB"), ("uk", "GB"), ("EL", "GR"), ("Paesi-Bassi", "NL"),
        ("U.S.A.", None), ("USA", "US"), ("Etats-Unis", "US"), ("Angleterre", "GB"), ("Côte d’Ivoire", "CI"),
        ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_found_by_code_or_by_name_in_four_languages(typed: str, code: str | None) -> None:
    assert country_called(typed) == code


def test_every_country_is_found_by_its_own_code_and_name() -> None:
    assert {code: (country_called(code), country_called(name)) for code, name in NAMES.items()} == {
        code: (code, code) for code in NAMES
    }
    assert all(is_known(member) for member in EU)
    assert not is_known("ch")
    assert not is_known("ZZ")
