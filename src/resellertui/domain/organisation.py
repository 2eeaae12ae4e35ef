"""An organisation's own data: what each field may hold, how it is stored, and every problem of a form at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from resellertui.domain.countries import is_known
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.languages import LANGUAGES
from resellertui.domain.numbers import normalise_register_number, normalise_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.text import MAX_NAME, forbidden, tidy
from resellertui.domain.wording import _

__all__ = (
    "MAX_EMAIL",
    "Address",
    "OrganisationData",
    "OrganisationKind",
    "check_organisation",
    "email_key",
    "email_key_of",
    "normalise_address",
    "normalise_email",
    "normalise_language",
    "normalise_line",
    "normalise_organisation",
    "normalise_phone",
    "normalise_website",
    "web_link",
)

MAX_EMAIL = 254

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PHONE = re.compile(r"\+?[0-9 ()./-]+")
_URL_TAIL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
_ADDRESS_LENGTHS = {"street": 200, "house_number": 20, "postal_code": 16, "city": 100, "region": 100}


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; the country, a two-letter code, decides currency and taxes."""

    street: str = ""
    house_number: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """What an organisation tells about itself; an empty text is a field left out."""

    kind: OrganisationKind
    name: str
    address: Address = field(default_factory=Address)
    register_number: str = ""
    vat_number: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""


def check_organisation(data: OrganisationData) -> list[FieldProblem]:
    """Return everything that stands against this data, one problem a field, or an empty list."""
    try:
        normalise_organisation(data)
    except Invalid as refusal:
        return list(refusal.fields)
    return []


def normalise_organisation(data: OrganisationData) -> OrganisationData:
    """Return the data as it is stored: tidy texts, compact numbers. Idempotent.

    Name and country are needed; the numbers are checked only once the country is known.

    Raises:
        Invalid: some fields can't be accepted; all of them are named.
    """
    problems: list[FieldProblem] = []
    address = normalise_address(data.address, problems)
    country = address.country

    def accept(normalise: Callable[[str], str], text: str) -> str:
        """Return the stored form, or the text as it came after noting what is wrong with it."""
        try:
            return normalise(text) if text and text.strip() else ""
        except Invalid as refusal:
            problems.extend(refusal.fields)
            return text

    name = normalise_line(data.name, "name", MAX_NAME, problems)
    website = accept(normalise_website, data.website)
    email = accept(normalise_email, data.email)
    phone = accept(normalise_phone, data.phone)
    language = accept(normalise_language, data.language)
    if not any(ch.isprintable() and not ch.isspace() for ch in name):
        problems.append(FieldProblem("name", _("A name is needed.")))
    register, vat = data.register_number, data.vat_number
    if is_known(country):
        register = accept(lambda text: normalise_register_number(text, country), register)
        vat = accept(lambda text: normalise_vat_number(text, country, data.kind), vat)
    if problems:
        raise Invalid(problems)
    return OrganisationData(data.kind, name, address, register, vat, website, email, phone, language)


def normalise_email(text: str) -> str:
    """Return an e-mail address as it is stored and sent: its domain in lower case and in ASCII form. Idempotent.

    Raises:
        Invalid: it is none, or longer than mail allows.
    """
    local, at, domain = tidy(text).rpartition("@")
    host = ascii_hostname(domain) if at else None
    address = f"{local}@{host}"
    if host is None or not _LOCAL_PART.fullmatch(local) or len(local) > 64 or len(address) > MAX_EMAIL:
        raise Invalid({"email": _("This is no e-mail address; one looks like name@example.com.")})
    return address


def email_key(email: str) -> str:
    """Return what two addresses of the same person share, for uniqueness: the stored form without case.

    Raises:
        Invalid: it is no e-mail address.
    """
    return normalise_email(email).lower()


def email_key_of(text: str) -> str:
    """Return the key of an address that somebody typed to find a person, or an empty text where it is none."""
    try:
        return email_key(text)
    except Invalid:
        return ""


def normalise_website(text: str) -> str:
    """Return a website as an http or https URL; a bare domain becomes an https one. Idempotent.

    Raises:
        Invalid: it is neither, or it carries a user name, which can make one site look like another.
    """
    typed = tidy(text)
    refusal = Invalid({"website": _("This is no web address; one looks like https://www.example.com.")})
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        port = parts.port
    except ValueError:
        raise refusal from None
    host = ascii_hostname(parts.hostname or "")
    tail = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    has_user = "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or host is None or has_user or not _URL_TAIL.fullmatch(tail):
        raise refusal
    url = f"{parts.scheme}://{host}{f':{port}' if port else ''}{tail}".removesuffix("/")
    if len(url) > MAX_NAME or forbidden(typed) or " " in typed:
        raise refusal
    return url


def web_link(website: str) -> str | None:
    """Return the http or https URL to which a stored website may lead as a link, or None.

    Rows that another tool wrote may hold anything, such as `javascript:`.
    """
    try:
        return normalise_website(website) if website else None
    except Invalid:
        return None


def normalise_phone(text: str) -> str:
    """Return a telephone number with single blanks, otherwise as it was typed: 5 to 15 digits.

    Raises:
        Invalid: it holds something else, or too few or too many digits.
    """
    number = " ".join(text.split())
    if not _PHONE.fullmatch(number) or not 5 <= sum(ch.isdigit() for ch in number) <= 15 or len(number) > 40:
        raise Invalid({"phone": _("This is no telephone number; one looks like +41 22 123 45 67.")})
    return number


def normalise_language(text: str) -> str:
    """Return the two-letter code of a language tag such as `it`, `IT` or `fr-CH`.

    Raises:
        Invalid: the language is not one that the program knows.
    """
    code = text.strip().replace("_", "-").partition("-")[0].lower()
    if code not in LANGUAGES:
        raise Invalid({"language": _("Give a language by its two-letter code, such as en, it, fr or de.")})
    return code


def normalise_address(address: Address, problems: list[FieldProblem]) -> Address:
    """Return an address as it is stored, having added what stands against it to the problems."""
    lines = {
        name: normalise_line(getattr(address, name), name, longest, problems)
        for name, longest in _ADDRESS_LENGTHS.items()
    }
    country = address.country.strip().upper()
    if not is_known(country):
        problems.append(FieldProblem("country", _("Give a country by its two-letter code, such as CH or IT.")))
    return Address(**lines, country=country)


def normalise_line(text: str, name: str, longest: int, problems: list[FieldProblem]) -> str:
    """Return a line of text as it is stored, having added what stands against it to the problems."""
    if not text:
        return ""
    line = tidy(text)
    if forbidden(line) is not None:
        problems.append(FieldProblem(name, _("It holds a control character.")))
    elif len(line) > longest:
        problems.append(FieldProblem(name, _("It is longer than {count} characters.").format(count=longest)))
    return line
