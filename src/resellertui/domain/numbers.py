"""Register numbers and VAT numbers: checked with their country's own rule, stored compact, shown formatted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from resellertui.domain.countries import EU, SWISS_AREA, name_of, vat_prefix
from resellertui.domain.errors import Invalid
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.wording import _

REGISTER_FIELD = "register_number"
VAT_FIELD = "vat_number"
LONGEST_NUMBER = 40
LONGEST_TYPED = 80

_SEPARATORS = re.compile(r"[\s.\-/·‐‑‒–—]+")
_SWISS_VAT_WORD = re.compile(r"[\s.,-]*(?:MWST|TVA|IVA|VAT|HR|RC)\.?\s*$", re.IGNORECASE)
_LIECHTENSTEIN = re.compile(r"FL[0-9]{11}")
_GERMAN = re.compile(
    r"(?:(?:Amtsgericht\s+|AG\s+)?(?P<before>[^\W\d_][^\d,;_]*?)[\s,]+)??"
    r"(?P<book>HRA|HRB|GnR|GsR|PR|VR)\s*(?P<number>[0-9]{1,7})(?:\s?(?P<suffix>[A-Z]{1,3}))?"
    r"(?:[\s,(]+(?:Amtsgericht\s+|AG\s+)?(?P<after>[^\W\d_][^\d,;_]*?)\)?)?",
    re.IGNORECASE,
)
_GERMAN_BOOKS = {book.upper(): book for book in ("HRA", "HRB", "GnR", "GsR", "PR", "VR")}
_OTHER = re.compile(r"(?=.*[0-9])[A-Z0-9]{4,20}")


class _NumberRule(Protocol):
    """What a module of python-stdnum offers."""

    def validate(self, number: str) -> str:
        """Return the compact number, or raise a `ValueError`."""


@dataclass(frozen=True)
class _Register:
    """How one country numbers its companies."""

    compact: Callable[[str], str]
    """Returns the compact form; raises `ValueError` if it is none."""

    shown: Callable[[str], str]
    example: str


def normalise_register_number(text: str, country: str) -> str:
    """Return the compact register number of an organisation in that country; what is compact already stays as it is.

    Raises:
        Invalid: it is no such number; the reason holds an example of one.
    """
    register = _REGISTERS.get(country, _ANY_REGISTER)
    try:
        return register.compact(_line(text))
    except ValueError:
        reason = _("This is no register number of {country}; one looks like {example}.")
        raise Invalid({REGISTER_FIELD: reason.format(country=name_of(country), example=register.example)}) from None


def show_register_number(compact: str, country: str) -> str:
    """Return a stored register number as people of that country write it."""
    return _REGISTERS.get(country, _ANY_REGISTER).shown(compact)


def normalise_vat_number(text: str, country: str, kind: OrganisationKind) -> str:
    """Return the compact European VAT number, prefix first, of a company with its address in that country.

    Raises:
        Invalid: the kind or the country has no such number, it is another country's, or it is mistyped.
    """
    prefix = vat_prefix(country)
    if kind is not OrganisationKind.COMPANY:
        raise _vat_problem(_("Only a company gives a VAT number."))
    if country in SWISS_AREA:
        reason = _("A company in {country} gives no VAT number here: its Swiss VAT number is its UID.")
        raise _vat_problem(reason.format(country=name_of(country)))
    if prefix is None:
        raise _vat_problem(
            _("This field takes European VAT numbers; {country} has none.").format(country=name_of(country))
        )
    number = _SEPARATORS.sub("", text).upper()
    if country == "GB" and not number.startswith(prefix):
        raise _vat_problem(_("With an address in the United Kingdom only a number of Northern Ireland (XI) is taken."))
    try:
        return prefix + _valid_vat(number.removeprefix(prefix), prefix).removeprefix(prefix)
    except ValueError:
        raise _vat_problem(_why_not_vat(number, prefix, country)) from None


def show_vat_number(compact: str) -> str:
    """Return a stored VAT number with its prefix apart and its digits grouped as its country does."""
    prefix, rest = compact[:2], compact[2:]
    match prefix, len(rest):
        case "FR", 11:
            return f"FR {rest[:2]} {_grouped(rest[2:])}"
        case "BE", 10:
            return f"BE {rest[:4]}.{rest[4:7]}.{rest[7:]}"
        case "AT", 9:
            return compact
        case _, 9 if rest.isdigit():
            return f"{prefix} {_grouped(rest)}"
        case _:
            return f"{prefix} {rest}"


def _line(text: str) -> str:
    """Return the text with single blanks, refusing what is too long to be a number or would steer a terminal."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TYPED or not line.isprintable():
        raise ValueError(text)
    return line


def _vat_problem(reason: str) -> Invalid:
    return Invalid({VAT_FIELD: reason})


def _why_not_vat(number: str, prefix: str, country: str) -> str:
    known = {vat_prefix(member) for member in EU} | {"XI"}
    if number[:2] in known and number[:2] != prefix:
        return _("This number begins with {found}, but one of {country} begins with {prefix}.").format(
            found=number[:2], country=name_of(country), prefix=prefix
        )
    return _("This is no VAT number of {country}: {prefix}, then characters that check each other.").format(
        country=name_of(country), prefix=prefix
    )


def _valid_vat(number: str, prefix: str) -> str:
    if not (number.isascii() and 2 < len(number) < 15):
        raise ValueError(number)
    return _vat_rule(prefix).validate(number)


@cache
def _vat_rule(prefix: str) -> _NumberRule:
    # Imported at first use: python-stdnum pulls in ssl, which start-up has no need of.
    country = {"EL": "gr", "XI": "gb"}.get(prefix, prefix.lower())
    return cast("_NumberRule", import_module("stdnum.util").get_cc_module(country, "vat"))


@cache
def _rule(name: str) -> _NumberRule:
    return cast("_NumberRule", import_module(f"stdnum.{name}"))


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _swiss(text: str) -> str:
    bare = _SEPARATORS.sub("", _SWISS_VAT_WORD.sub("", text))
    return _rule("ch.uid").validate(bare)


def _show_swiss(compact: str) -> str:
    return f"CHE-{compact[3:6]}.{compact[6:9]}.{compact[9:]}"


def _liechtenstein(text: str) -> str:
    bare = _SEPARATORS.sub("", text).upper()
    return bare if _LIECHTENSTEIN.fullmatch(bare) else _swiss(text)


def _show_liechtenstein(compact: str) -> str:
    if compact.startswith("FL"):
        return f"FL-{compact[2:6]}.{compact[6:9]}.{compact[9:12]}-{compact[12:]}"
    return _show_swiss(compact)


def _french(text: str) -> str:
    bare = _SEPARATORS.sub("", text)
    return _rule("fr.siret" if len(bare) == 14 else "fr.siren").validate(bare)


def _show_french(compact: str) -> str:
    return f"{_grouped(compact[:9])} {compact[9:]}".rstrip()


def _italian(text: str) -> str:
    return _rule("it.iva").validate(_SEPARATORS.sub("", text))


def _german(text: str) -> str:
    match = _GERMAN.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        raise ValueError(text)
    court = (match["before"] or match["after"] or "").strip()
    number = f"{_GERMAN_BOOKS[match['book'].upper()]} {match['number']}"
    compact = " ".join(part for part in (court, number, (match["suffix"] or "").upper()) if part)
    if len(compact) > LONGEST_NUMBER:
        raise ValueError(text)
    return compact


def _austrian(text: str) -> str:
    return "FN" + _rule("at.businessid").validate(_SEPARATORS.sub("", text).lower())


def _belgian(text: str) -> str:
    return _rule("be.vat").validate(_SEPARATORS.sub("", text))


def _any(text: str) -> str:
    compact = _SEPARATORS.sub("", text).upper()
    if not _OTHER.fullmatch(compact):
        raise ValueError(text)
    return compact


_ANY_REGISTER = _Register(_any, str, "B123456")
_REGISTERS = {
    "CH": _Register(_swiss, _show_swiss, "CHE-100.155.212"),
    "LI": _Register(_liechtenstein, _show_liechtenstein, "CHE-100.155.212"),
    "FR": _Register(_french, _show_french, "732 829 320"),
    "IT": _Register(_italian, str, "00743110157"),
    "DE": _Register(_german, str, "München HRB 12345"),
    "AT": _Register(_austrian, lambda compact: f"FN {compact[2:]}", "FN 122119m"),
    "BE": _Register(_belgian, lambda compact: f"{compact[:4]}.{compact[4:7]}.{compact[7:]}", "0697.449.992"),
}
