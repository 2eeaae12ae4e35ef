"""What the columns of people's lists are taken to mean, and how their dates are read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.client_file import (
    COLUMNS,
    ColumnMapping,
    DateOrder,
    DateOrderNeeded,
    Field,
    Target,
    decide_date_order,
    guess_mapping,
    parse_date,
    signature,
    split_street,
)
from resellertui.domain.client_file.synonyms import CANONICAL
from resellertui.domain.errors import Invalid


def meanings(header: str) -> list[str]:
    return [str(target) if target else "-" for target in guess_mapping(header.split(";")).targets]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Client ID;Company;E-mail;Address;ZIP;City;Country;VAT no.;Contact person;Domain;Expiry date;Auto-renew",
            "reference name email street postal_code city country vat_number contact_name product_name product_expiry "
            "product_auto_renewal",
        ),
        (
            "Ragione sociale;P.IVA;Codice fiscale;E-MAIL;CAP;Città;Prov.;Nazione;Nome;Cognome;Dominio;Scadenza;Note",
            "name vat_number register_number email postal_code city region country contact_first_name "
            "contact_last_name product_name product_expiry note",
        ),
        (
            "N° client;Société;Prénom;Nom;Courriel;Adresse;NPA;Localité;Pays;N° TVA;"
            "Nom de domaine;Échéance;Périodicité",
            "reference name contact_first_name contact_last_name email street postal_code city country vat_number "
            "product_name product_expiry product_period",
        ),
        (
            "Kunden-Nr.;Firma;Ansprechpartner;E-Mail;Straße;Hausnr.;PLZ;Ort;Land;UID-Nr.;"
            "Produkt;Ablaufdatum;Laufzeit (Monate)",
            "reference name contact_name email street house_number postal_code city country register_number product "
            "product_expiry product_period",
        ),
    ],
)
def test_headers_in_four_languages_are_understood(header: str, expected: str) -> None:
    assert meanings(header) == expected.split()


def test_numbered_columns_are_further_products_of_the_row() -> None:
    assert meanings("Domain;Scadenza;domain 2;scadenza_2;Product3;expiry 3") == [
        "product_name",
        "product_expiry",
        "product_name 2",
        "product_expiry 2",
        "product 3",
        "product_expiry 3",
    ]


def test_columns_of_products_that_are_called_the_same_are_several_products() -> None:
    assert meanings("Product;Expiry;Product;Expiry") == ["product", "product_expiry", "product 2", "product_expiry 2"]


def test_of_two_columns_for_one_field_the_likelier_is_taken() -> None:
    assert meanings("Mail;Email;Mobile;Phone") == ["-", "email", "-", "phone"]


def test_unknown_columns_mean_nothing() -> None:
    assert meanings("Favourite colour;VAT rate;Address 2;;Email") == ["-", "-", "-", "-", "email"]


def test_a_longer_name_is_understood_by_the_words_it_holds() -> None:
    assert meanings("Client e-mail address;Expiry date (dd.mm.yyyy);companyName") == ["email", "product_expiry", "name"]


def test_a_bare_name_beside_a_company_is_its_contact() -> None:
    assert meanings("Company;Name;Email") == ["name", "contact_name", "email"]


def test_the_names_of_an_export_are_read_back_as_their_fields() -> None:
    mapping = guess_mapping([CANONICAL[field] for field in Field])

    assert mapping.targets == tuple(Target(field) for field in Field)
    assert set(COLUMNS) <= set(Field)


def test_a_column_can_be_given_another_meaning_and_frees_the_former_one() -> None:
    mapping = guess_mapping(["Email", "Other mail", "Domain"])

    changed = mapping.with_column(1, Field.EMAIL).with_column(2, Field.PRODUCT_NAME, 2)

    assert changed.targets == (None, Target(Field.EMAIL), Target(Field.PRODUCT_NAME, 2))
    assert changed.with_column(1, None).targets[1] is None
    assert changed.column_of(Field.EMAIL) == 1


@pytest.mark.parametrize(("index", "field", "number"), [(9, Field.NAME, 1), (-1, None, 1), (0, Field.NAME, 2)])
def test_a_meaning_that_makes_no_sense_is_refused(index: int, field: Field | None, number: int) -> None:
    with pytest.raises(Invalid):
        guess_mapping(["a"]).with_column(index, field, number)


def test_what_every_client_needs_is_named_when_it_is_missing() -> None:
    mapping = guess_mapping(["Phone"])

    assert mapping.missing() == (Field.NAME, Field.EMAIL, Field.COUNTRY)
    assert mapping.missing(default_country="CH") == (Field.NAME, Field.EMAIL)
    assert guess_mapping(["Nome", "Cognome", "Contact email", "Paese"]).missing() == ()


def test_a_remembered_mapping_is_believed_also_about_what_means_nothing() -> None:
    header = ["Email", "Thing", "Phone"]
    remembered = guess_mapping(header).with_column(0, None).with_column(1, Field.NOTE)

    again = guess_mapping([*header, "City"], ColumnMapping.from_dict(remembered.to_dict()))

    assert again.targets == (None, Target(Field.NOTE), Target(Field.PHONE), Target(Field.CITY))


@given(st.lists(st.sampled_from(["Email", "Domain", "Domain 2", "Città", "x", "", "Nome", "Cognome", "Product"])))
def test_guessing_is_idempotent_and_gives_no_meaning_twice(header: list[str]) -> None:
    mapping = guess_mapping(header)
    used = [target for target in mapping.targets if target]

    assert guess_mapping(header, mapping) == mapping == ColumnMapping.from_dict(mapping.to_dict())
    assert len(set(used)) == len(used)


@pytest.mark.parametrize("stored", [{}, {"header": ["a"], "targets": []}, {"header": ["a"], "targets": ["nonsense"]}])
def test_a_damaged_memory_is_refused(stored: dict[str, list[str]]) -> None:
    with pytest.raises(Invalid):
        ColumnMapping.from_dict(stored)


def test_headers_that_differ_in_case_only_are_remembered_together() -> None:
    assert signature(["Città", "E-Mail"]) == signature(["CITTA", "e mail"]) != signature(["Città"])


@pytest.mark.parametrize(
    "text",
    ["2026-12-05", "05.12.2026", "5.12.2026", "5. 12. 2026", "2026/12/05", "2026-12-05T00:00:00", "5.12.2026 00:00"],
)
def test_dates_with_one_reading_need_no_order(text: str) -> None:
    assert decide_date_order([text]) is DateOrder.NOT_NEEDED
    assert parse_date(text, DateOrder.NOT_NEEDED) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["05/12/2026", "25/12/2026"], DateOrder.DAY_FIRST),
        (["05-12-2026", "12-25-2026"], DateOrder.MONTH_FIRST),
        (["05/12/2026", "2026-01-31"], DateOrder.UNDECIDED),
        (["25/12/2026", "12/25/2026"], DateOrder.CONTRADICTORY),
        (["05/05/2026", "", "text", "25/12/26"], DateOrder.NOT_NEEDED),
    ],
)
def test_the_order_is_the_one_that_the_file_shows(values: list[str], order: DateOrder) -> None:
    assert decide_date_order(values) is order


def test_slashes_are_read_in_the_order_that_was_chosen() -> None:
    assert parse_date("05/12/2026", DateOrder.DAY_FIRST) == date(2026, 12, 5)
    assert parse_date("05/12/2026", DateOrder.MONTH_FIRST) == date(2026, 5, 12)
    assert parse_date("05/05/2026", DateOrder.NOT_NEEDED) == date(2026, 5, 5)


def test_an_order_that_is_not_known_is_never_guessed() -> None:
    with pytest.raises(DateOrderNeeded):
        parse_date("05/12/2026", DateOrder.UNDECIDED)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("25.12.26", "four digits"),
        ("46381", "day number"),
        ("31.02.2026", "no day 31"),
        ("31.12.0026", "year 26"),
        ("soon", "no date"),
        ("2026-12-05 13:30", "no date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        parse_date(text, DateOrder.DAY_FIRST)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat(), DateOrder.NOT_NEEDED) == day
    assert parse_date(f"{day.day}.{day.month}.{day.year}", DateOrder.NOT_NEEDED) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", DateOrder.MONTH_FIRST) == day


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Rue du Rhône 12", "Rue du Rhône", "12"),
        ("12 bis, rue de la Paix", "rue de la Paix", "12 bis"),
        ("Via Roma, 5/A", "Via Roma", "5/A"),
        ("Via G. Mazzini n. 10", "Via G. Mazzini", "10"),
        ("Bahnhofstrasse 12a", "Bahnhofstrasse", "12a"),
        ("Place du 1er Août", "Place du 1er Août", ""),
        ("Postfach 12", "Postfach 12", ""),
        ("", "", ""),
    ],
)
def test_an_address_line_is_split_into_street_and_number(line: str, street: str, number: str) -> None:
    assert split_street(line) == (street, number)
