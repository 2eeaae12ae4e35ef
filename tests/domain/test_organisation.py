"""An organisation's data: every problem is told at once, and what is accepted is stored in one form only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.organisation import (
    Address,
    OrganisationData,
    OrganisationKind,
    check_organisation,
    email_key,
    normalise_email,
    normalise_language,
    normalise_organisation,
    normalise_phone,
    normalise_website,
)

ACME = OrganisationData(
    kind=OrganisationKind.COMPANY,
    name="  Caffè Milano S.r.l. ",
    address=Address("Via Dante", "7/b", "20121", "Milano", "MI", "it"),
    register_number="00743110157",
    vat_number="IT 00743110157",
    website="www.Caffè.example/",
    email="Info@Caffè.Example",
    phone="+39  02 1234 5678",
    language="it-IT",
)


def test_accepted_data_is_stored_tidy_and_compact() -> None:
    stored = normalise_organisation(ACME)
    assert stored.name == "Caffè Milano S.r.l."
    assert stored.address.country == "IT"
    assert stored.vat_number == "IT00743110157"
    assert stored.website == "https://www.xn--caff-8oa.example"
    assert stored.email == "Info@xn--caff-8oa.example"
    assert stored.phone == "+39 02 1234 5678"
    assert stored.language == "it"
    assert normalise_organisation(stored) == stored


def test_every_wrong_field_is_told_at_once() -> None:
    wrong = replace(
        ACME,
        name=" ",
        address=Address(street="a\nb", city="x" * 101, country="CH"),
        register_number="1",
        website="ftp://x",
        email="nobody",
        phone="call me",
        language="klingon",
    )
    assert {problem.field for problem in check_organisation(wrong)} == {
        "name", "street", "city", "register_number", "vat_number", "website", "email", "phone", "language",
    }  # fmt: skip


def test_an_unknown_country_is_told_without_guessing_at_the_numbers() -> None:
    problems = check_organisation(replace(ACME, address=Address(country="Italia")))
    assert [problem.field for problem in problems] == ["country"]


def test_name_and_country_are_all_that_is_needed() -> None:
    assert check_organisation(OrganisationData(OrganisationKind.INDIVIDUAL, "Ada", Address(country="CH"))) == []


@pytest.mark.parametrize("name", ["\u200b", "a\x1bb", "\u202eevil", "x" * 301])
def test_a_name_that_shows_nothing_or_steers_the_terminal_is_refused(name: str) -> None:
    assert "name" in {problem.field for problem in check_organisation(replace(ACME, name=name))}


@given(st.builds(
    OrganisationData,
    kind=st.sampled_from(OrganisationKind),
    name=st.text(max_size=20),
    address=st.builds(Address, street=st.text(max_size=10), country=st.sampled_from(["ch", "IT", "FR", "zz"])),
    website=st.text(max_size=12),
    email=st.text(max_size=12),
    phone=st.text(max_size=12),
    language=st.sampled_from(["", "it", "FR-ch", "xx"]),
))  # fmt: skip
def test_whatever_is_accepted_is_accepted_again_unchanged(data: OrganisationData) -> None:
    if not check_organisation(data):
        stored = normalise_organisation(data)
        assert normalise_organisation(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "", "a", "@b.ch", "a@b", "a b@c.ch", "a@b..ch", ".a@b.ch", "a@-b.ch", "a@b.ch\n.x", "a\x00@b.ch", "é@b.ch",
        "a" * 65 + "@b.ch", "a@" + "b." * 126 + "ch", "a@1.2.3.4", "a@xn--zzzzzz.ch", "a <a@b.ch>", "a@b@c.ch",
    ],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"name@example\.com"):
        normalise_email(typed)


def test_an_email_address_keeps_its_own_part_and_lowers_its_domain() -> None:
    assert normalise_email(" Ada.L+x@Example.CH. ") == "Ada.L+x@example.ch"


def test_two_spellings_of_one_address_are_one_person() -> None:
    assert email_key("ADA@Bücher.example") == email_key("ada@xn--bcher-kva.EXAMPLE")
    assert email_key("ada@straße.example") != email_key("ada@strasse.example")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("example.com", "https://example.com"),
        ("HTTP://Example.com/A?b=c#d", "http://example.com/A?b=c#d"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
    ],
)
def test_a_website_is_a_url_or_a_bare_domain(typed: str, stored: str) -> None:
    assert normalise_website(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "ftp://example.com", "https://bank.example@evil.example", "exa mple.com", "localhost",
        "https://", "https://example.com/a b", "https://example.com:99999", "a@b.ch", "x\x1b.com", "https://[::1]/",
        "example.com/\nx",
    ],
)  # fmt: skip
def test_what_is_no_plain_website_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="web address"):
        normalise_website(typed)


@pytest.mark.parametrize("typed", ["+41 22 820 35 44", "0041 (0)22/820.35.44", "112 112"])
def test_telephone_numbers_are_taken_as_people_write_them(typed: str) -> None:
    assert normalise_phone(typed) == typed


@pytest.mark.parametrize("typed", ["1234", "1" * 16, "+", "٠١٢٣٤٥٦", "12345;x"])
def test_what_nobody_could_dial_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        normalise_phone(typed)


def test_a_language_is_known_by_its_code_with_or_without_a_region() -> None:
    assert [normalise_language(tag) for tag in ("it", "FR", "de_CH", "en-GB")] == ["it", "fr", "de", "en"]


@given(st.text(max_size=40).map(lambda label: f"{label}.example"))
def test_a_host_name_in_ascii_form_stays_as_it_is(name: str) -> None:
    host = ascii_hostname(name)
    assert host is None or (host.isascii() and ascii_hostname(host) == host)
