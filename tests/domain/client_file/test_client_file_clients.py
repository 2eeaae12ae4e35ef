"""From rows to clients: what is taken, what is refused and why, who is who, and the way back into a file."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resellertui.domain.client_file import (
    ClientRow,
    DateOrder,
    DateOrderNeeded,
    Field,
    Grouped,
    IdentityKind,
    ProductRow,
    RejectedRow,
    digest,
    group_clients,
    guess_mapping,
    identity_of,
    parse_rows,
    read_table,
    write_clients,
)
from resellertui.domain.errors import Usage
from resellertui.domain.organisation import Address, OrganisationData, normalise_email
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import default_terms
from resellertui.domain.text import MAX_NAME, forbidden, tidy

TERMS = default_terms()
BASE = "Name;Email;Country"


def parse(
    text: str, order: DateOrder | None = None, default_country: str | None = None
) -> list[ClientRow | RejectedRow]:
    table = read_table(text.encode())
    rows = parse_rows(
        table, guess_mapping(table.header), terms=TERMS, date_order=order, default_country=default_country
    )
    return list(rows)


def one(header: str, row: str) -> ClientRow:
    (found,) = parse(f"{header}\n{row}\n")
    assert isinstance(found, ClientRow), found
    return found


def refusal(header: str, row: str) -> RejectedRow:
    (found,) = parse(f"{header}\n{row}\n")
    assert isinstance(found, RejectedRow), found
    return found


def grouped(text: str) -> Grouped:
    return group_clients(parse(text))


def test_a_whole_row_is_tidied_and_understood() -> None:
    row = one(
        "Rif.;Ragione sociale;P.IVA;Mail;Indirizzo;CAP;Città;Nazione;Referente;Lingua;"
        "Dominio;Scadenza;Rinnovo automatico",
        " C-7 ; Acme  S.r.l.;007 4311 0157;Info@ACME.it;Via Roma, 5/A;20121;Milano;Italia;Anna Neri;italiano;"
        "Acme.it;31.12.2026;sì",
    )

    assert row.organisation == OrganisationData(
        kind=OrganisationKind.COMPANY,
        name="Acme  S.r.l.",
        address=Address("Via Roma", "5/A", "20121", "Milano", "", "IT"),
        vat_number="IT00743110157",
        email="Info@acme.it",
        language="it",
    )
    assert (row.reference, row.contact_name, row.contact_email) == ("C-7", "Anna Neri", "Info@acme.it")
    (product,) = row.products
    assert product == ProductRow("acme.it", "", TERMS.kind("domain-it"), date(2026, 12, 31), 12, True)


def test_several_products_stand_in_the_columns_of_one_row() -> None:
    row = one(
        f"{BASE};product 1;domain 1;expiry 1;domain 2;scadenza 2;product 3;expiry 3;period 3",
        "A;a@a.ch;CH;web hosting;a.ch;2026-12-31;b.com;1.2.2027;;;",
    )

    assert [(p.kind.sku, p.name, p.period_months) for p in row.products] == [
        ("web-hosting", "a.ch", 1),
        ("domain-com", "b.com", 12),
    ]


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Type", "Verein", OrganisationKind.ASSOCIATION),
        ("Forme juridique", "collectivité publique", OrganisationKind.PUBLIC_BODY),
        ("Rechtsform", "GmbH", OrganisationKind.COMPANY),
        ("Tipo", "privato", OrganisationKind.INDIVIDUAL),
        ("Type", "", OrganisationKind.COMPANY),
    ],
)
def test_the_kind_is_understood_in_four_languages(header: str, cells: str, kind: OrganisationKind) -> None:
    assert one(f"{BASE};{header}", f"A;a@a.ch;Suisse;{cells}").organisation.kind is kind


def test_a_row_that_has_a_person_and_no_other_name_is_an_individual() -> None:
    row = one("Vorname;Nachname;E-Mail;Land", "Anna;Meier;a@a.ch;Schweiz")

    assert (row.organisation.name, row.organisation.kind) == ("Anna Meier", OrganisationKind.INDIVIDUAL)
    assert row.contact_name == "Anna Meier"


def test_a_name_that_says_association_makes_one() -> None:
    assert one(BASE, "Associazione Verde;a@a.ch;CH").organisation.kind is OrganisationKind.ASSOCIATION


def test_the_contact_and_the_client_share_an_address_where_only_one_is_given() -> None:
    row = one("Name;Contact email;Country", "A;jo.doe@a.ch;CH")

    assert (row.organisation.email, row.contact_email, row.contact_name) == ("jo.doe@a.ch", "jo.doe@a.ch", "jo.doe")


def test_a_swiss_vat_number_becomes_the_register_number() -> None:
    row = one(f"{BASE};MWST-Nr", "A;a@a.ch;Schweiz;CHE-107.787.577 MWST")

    assert (row.organisation.register_number, row.organisation.vat_number) == ("CHE107787577", "")


@pytest.mark.parametrize(
    ("country", "number", "stored"),
    [
        ("Grèce", "EL 094259216", "EL094259216"),
        ("GR", "094259216", "EL094259216"),
        ("UK", "XI 432525179", "XI432525179"),
        ("Frankreich", "FR 61 954 506 077", "FR61954506077"),
    ],
)
def test_european_vat_numbers_are_stored_with_their_own_prefix(country: str, number: str, stored: str) -> None:
    assert one(f"{BASE};VAT", f"A;a@a.ch;{country};{number}").organisation.vat_number == stored


def test_a_name_broken_into_lines_is_one_name() -> None:
    client = one(f"{BASE};City;Contact", '"Dupont \r\n& Fils\n";a@a.ch;CH;"La\nChaux";"Ada\n\nKeller"')
    assert (client.organisation.name, client.organisation.address.city) == ("Dupont & Fils", "La Chaux")
    assert client.contact_name == "Ada Keller"


@pytest.mark.parametrize(
    ("header", "cells", "field", "word"),
    [
        (BASE, ";a@a.ch;CH", "name", "needed"),
        (BASE, "A;;CH", "email", "needed"),
        (BASE, "A;not an address;CH", "email", "e-mail"),
        (BASE, "A;a@a.ch;", "country", "needed"),
        (BASE, "A;a@a.ch;Switserland", "country", "Perhaps it is Switzerland"),
        (BASE, "A\u202eB;a@a.ch;CH", "name", "control character"),
        (f"{BASE};Phone", 'A;a@a.ch;CH;"022\n111"', "phone", "line break"),
        (BASE, f"{'x' * 301};a@a.ch;CH", "name", "300"),
        (f"{BASE};Contact email", "A;a@a.ch;CH;nonsense", "contact_email", "e-mail"),
        (f"{BASE};Type", "A;a@a.ch;CH;spaceship", "kind", "individual, company"),
        (f"{BASE};VAT", "A;a@a.ch;IT;00743110158", "vat_number", "Italy"),
        (f"{BASE};VAT", "A;a@a.ch;FR;IT00743110157", "vat_number", "begins with IT"),
        (f"{BASE};VAT;Kind", "A;a@a.ch;IT;00743110157;associazione", "vat_number", "Only a company"),
        (f"{BASE};UID;MWST", "A;a@a.ch;CH;CHE-100.155.212;CHE-107.787.577 MWST", "vat_number", "another one"),
        (f"{BASE};SIRET", "A;a@a.fr;FR;12345", "register_number", "France"),
        (f"{BASE};Language", "A;a@a.ch;CH;klingon", "language", "two-letter"),
        (f"{BASE};Product;Expiry", "A;a@a.ch;CH;web hostin;2026-12-31", "product", "web-hosting"),
        (f"{BASE};Product;Expiry", "A;a@a.ch;CH;ksuite;2026-12-31", "product", "ksuite-pro"),
        (f"{BASE};Product;Expiry", "A;a@a.ch;CH;vps-lite;", "product_expiry", "needs the date"),
        (f"{BASE};Domain;Expiry", "A;a@a.ch;CH;a.nosuchtld;2026-12-31", "product", ".nosuchtld"),
        (f"{BASE};Domain;Expiry", "A;a@a.ch;CH;my server;2026-12-31", "product", "Say which"),
        (f"{BASE};Product;Expiry", "A;a@a.ch;CH;;2026-12-31", "product", "Say which"),
        (f"{BASE};Product;Domain;Expiry", "A;a@a.ch;CH;domain-ch;a.com;2026-12-31", "product_name", ".ch"),
        (f"{BASE};Domain;Expiry;Period", "A;a@a.ch;CH;a.ch;2026-12-31;sometimes", "product_period", "months"),
        (
            f"{BASE};Domain;Expiry;Auto renew",
            "A;a@a.ch;CH;a.ch;2026-12-31;perhaps",
            "product_auto_renewal",
            "yes or no",
        ),
        (f"{BASE};Domain 2;Expiry 2", "A;a@a.ch;CH;a.ch;46381", "product_expiry 2", "day number"),
        (BASE, "A;a@a.ch;CH;too;many", "", "5 cells"),
    ],
)
def test_a_bad_row_is_refused_with_its_field_and_reason(header: str, cells: str, field: str, word: str) -> None:
    found = refusal(header, cells)

    assert (found.line, found.field) == (2, field)
    assert word in found.reason


def test_every_problem_of_a_row_is_told_once() -> None:
    found = refusal(f"{BASE};Phone;Domain;Expiry", ";x;Nowhere;abc;a.ch;soon")

    assert {problem.field for problem in found.problems} == {"country", "product_expiry", "name", "email", "phone"}
    assert len(found.problems) == 5


def test_good_rows_are_taken_beside_bad_ones_and_short_rows_are_completed() -> None:
    rows = parse('Name;Email;Country;City\nA;a@a.ch;CH\n;;;x\n"open;b@b.ch;CH\nB;b@b.ch;CH;;;\n')

    assert [(row.line, isinstance(row, ClientRow)) for row in rows] == [(2, True), (3, False), (4, False), (5, True)]


def test_a_country_for_rows_without_one_can_be_chosen() -> None:
    (row,) = parse("Name;Email\nA;a@a.ch\n", default_country="LI")

    assert isinstance(row, ClientRow)
    assert row.organisation.address.country == "LI"


def test_a_file_without_a_needed_column_is_refused_as_a_whole() -> None:
    with pytest.raises(Usage, match="email"):
        parse("Name;Country\nA;CH\n")


def test_an_open_order_of_dates_is_asked_for_and_then_followed() -> None:
    text = f"{BASE};Domain;Expiry\nA;a@a.ch;CH;a.ch;05/12/2026\n"

    with pytest.raises(DateOrderNeeded) as question:
        parse(text)
    (row,) = parse(text, DateOrder.MONTH_FIRST)

    assert question.value.facts["examples"] == ("05/12/2026",)
    assert isinstance(row, ClientRow)
    assert row.products[0].expiry == date(2026, 5, 12)


def test_a_file_that_contradicts_itself_is_asked_about_and_its_misfits_are_refused() -> None:
    text = f"{BASE};Domain;Expiry\nA;a@a.ch;CH;a.ch;25/12/2026\nB;b@b.ch;CH;b.ch;12/25/2026\n"

    with pytest.raises(DateOrderNeeded) as question:
        parse(text)
    rows = parse(text, DateOrder.DAY_FIRST)

    assert question.value.facts["order"] is DateOrder.CONTRADICTORY
    assert [isinstance(row, ClientRow) for row in rows] == [True, False]


def test_a_row_is_known_by_the_surest_thing_it_gives() -> None:
    header = "Ref;Name;Email;Country;UID;VAT"
    kinds = [
        identity_of(one(header, cells)).kind
        for cells in (
            "7;A;a@a.it;IT;;00743110157",
            ";A;a@a.it;IT;;00743110157",
            ";A;a@a.ch;CH;CHE-107.787.577;",
            ";A;a@a.ch;CH;;",
        )
    ]

    assert kinds == list(IdentityKind)
    assert identity_of(one(BASE, "ÀÇME;A@a.ch;CH")) == identity_of(one(BASE, "acme;a@A.ch;CH"))


def test_several_rows_of_one_client_add_products_even_apart() -> None:
    result = grouped(
        f"{BASE};City;Domain;Expiry\nA;a@a.ch;CH;;a.ch;2026-12-31\nB;b@b.ch;CH;;;\n"
        "A;a@a.ch;CH;Bern;b.ch;2026-12-31\nA;a@a.ch;CH;;a.ch;2026-12-31\n"
    )

    first, second = result.clients
    assert (first.lines, first.first_line, second.lines) == ((2, 4, 5), 2, (3,))
    assert [product.name for product in first.products] == ["a.ch", "b.ch"]
    assert first.row.organisation.address.city == "Bern"
    assert result.rejected == ()


def test_a_row_with_a_known_reference_and_no_name_goes_on_with_that_client() -> None:
    result = grouped(
        "Ref;Name;Email;Country;Domain;Expiry\n1;A;a@a.ch;CH;a.ch;2026-12-31\n1;;;;b.ch;2026-12-31\n2;;;;c.ch;2026-12-31\n"
    )

    (client,) = result.clients
    assert [product.name for product in client.products] == ["a.ch", "b.ch"]
    assert [row.line for row in result.rejected] == [4]


def test_a_row_that_contradicts_an_earlier_one_is_refused_naming_its_line() -> None:
    result = grouped("Ref;Name;Email;Country;City\n1;A;a@a.ch;CH;Bern\n1;A;a@a.ch;CH;Basel\n")

    (rejected,) = result.rejected
    assert (rejected.line, rejected.field) == (3, "city")
    assert "line 2" in rejected.reason
    assert "Bern" in rejected.reason


def test_a_product_named_again_with_other_data_is_refused() -> None:
    result = grouped(f"{BASE};Domain;Expiry\nA;a@a.ch;CH;a.ch;2026-12-31\nA;a@a.ch;CH;a.ch;2027-12-31\n")

    assert [(row.line, row.field) for row in result.rejected] == [(3, "product_name")]
    assert len(result.clients[0].products) == 1


def test_remarks_of_several_rows_are_joined() -> None:
    result = grouped(f"{BASE};Note\nA;a@a.ch;CH;one\nA;a@a.ch;CH;two\nA;a@a.ch;CH;one\n")

    assert result.clients[0].row.note == "one\ntwo"


def test_the_digest_tells_a_change_and_nothing_else() -> None:
    header = f"{BASE};Domain 1;Expiry 1;Domain 2;Expiry 2"
    row = one(header, "A;a@a.ch;CH;a.ch;2026-12-31;b.ch;2026-12-31")
    turned = one(header, "A;a@a.ch;Suisse;b.ch;31.12.2026;a.ch;31.12.2026")

    assert digest(row) == digest(turned)
    assert digest(row) != digest(one(header, "A;a@a.ch;CH;a.ch;2026-12-31;b.ch;2027-12-31"))


ALLOWED = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]).filter(lambda ch: forbidden(ch) is None)
TEXT = st.one_of(st.text(ALLOWED, max_size=40), st.text(st.sampled_from("'=+-@ ;,\"aé"), max_size=8)).map(tidy)
NAMES = TEXT.filter(lambda text: any(ch.isprintable() and not ch.isspace() for ch in text) and len(text) <= MAX_NAME)
EMAILS = st.sampled_from(["a@a.ch", "+x@b.example", "-y=z@c.example", "o'neil@d.example"]).map(normalise_email)
PRODUCTS = st.lists(
    st.builds(
        ProductRow,
        name=NAMES,
        sku_text=st.just(""),
        kind=st.sampled_from([kind for kind in TERMS.kinds if not kind.names_domain]),
        expiry=st.dates(date(1990, 1, 1), date(2100, 12, 31)),
        period_months=st.integers(1, 120),
        auto_renew=st.sampled_from([None, True, False]),
    ),
    max_size=3,
    unique_by=lambda product: (product.kind.sku, product.name.casefold()),
).map(tuple)
NOTES = st.lists(TEXT, max_size=3).map(lambda lines: tidy("\n".join(lines)))
ADDRESSES = st.builds(
    Address,
    street=TEXT,
    house_number=TEXT.map(lambda text: tidy(text[:20])),
    postal_code=st.sampled_from(["", "1200", "01000"]),
    city=TEXT,
    region=TEXT,
    country=st.sampled_from(["CH", "FR", "US"]),
)
ORGANISATIONS = st.builds(
    OrganisationData,
    kind=st.sampled_from(OrganisationKind),
    name=NAMES,
    address=ADDRESSES,
    website=st.sampled_from(["", "https://a.ch/x?y=1"]),
    email=EMAILS,
    phone=st.sampled_from(["", "+41 22 123 45 67"]),
    language=st.sampled_from(["", "fr"]),
)
CLIENTS = st.builds(
    ClientRow,
    line=st.just(0),
    organisation=ORGANISATIONS,
    reference=TEXT,
    contact_name=NAMES,
    contact_email=EMAILS,
    note=NOTES,
    products=PRODUCTS,
)


@settings(max_examples=150, deadline=None)
@given(CLIENTS)
def test_what_is_exported_imports_again_unchanged(row: ClientRow) -> None:
    data = "".join(write_clients([row])).encode()

    table = read_table(data)
    result = group_clients(parse_rows(table, guess_mapping(table.header), terms=TERMS))

    assert result.rejected == ()
    assert [digest(client) for client in result.clients] == [digest(row)]
    assert list(write_clients(result.clients)) == list(write_clients([row]))


def test_an_export_has_a_line_for_each_product_and_one_for_a_client_without() -> None:
    with_two = one(f"{BASE};Domain;Expiry;Domain;Expiry", "A;a@a.ch;CH;a.ch;2026-12-31;b.ch;2026-12-31")
    without = one(f"{BASE};Phone", "B;b@b.ch;CH;+41 22 123 45 67")

    lines = list(write_clients([with_two, without], columns=(Field.NAME, Field.PHONE, Field.PRODUCT_NAME)))

    assert lines == [
        "Name,Phone,Product name\r\n",
        "A,,a.ch\r\n",
        "A,,b.ch\r\n",
        "B,'+41 22 123 45 67,\r\n",
    ]
