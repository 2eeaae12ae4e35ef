"""Register numbers: what each country calls its companies by.

Decided here, since the rules leave it open: a Swiss UID may be typed with MWST, TVA or IVA, and is kept without, for
that a company is registered for VAT is another fact than that it has a UID. A German court is kept as the register
courts are called where it is one of them, and as it was typed otherwise, since old entries name courts that are closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from resellertui.domain.countries import SWISS_AREA, name_of
from resellertui.domain.errors import Invalid
from resellertui.domain.numbers.answer import REGISTER_FIELD, NumberCheck
from resellertui.domain.numbers.reading import Fault, Wrong, bare, calculated, one_line
from resellertui.domain.wording import _

LONGEST_NUMBER = 40
"""The most characters of a number as it is stored."""

EXAMPLE_UID = "CHE-100.155.212"

_UID = re.compile(r"(?:CHE)?([0-9]{9})((?:MWST|TVA|IVA|VAT|HR|RC)*)")
_VAT_WORD = re.compile(r"MWST|TVA|IVA|VAT")
_LIECHTENSTEIN = re.compile(r"FL[0-9]{11}")
_FRENCH = re.compile(r"(?:SIREN|SIRET)?([0-9]{9}(?:[0-9]{5})?)")
_ITALIAN_COMPANY = re.compile(r"(?:IT)?([0-9]{11})")
_ITALIAN_PERSON = re.compile(r"[A-Z0-9]{16}")
_BELGIAN = re.compile(r"(?:BE)?([01]?[0-9]{9})")
_AUSTRIAN = re.compile(r"(?:FN)?0*([1-9][0-9]{0,5})([A-Z])")
_AUSTRIAN_WEIGHTS = (6, 4, 14, 15, 10, 1)
_AUSTRIAN_LETTERS = "abdfghikmpstvwxyz"
_COURT = r"[^\W\d_](?:[^\W\d_]|[ .()/'’-])*?"
_OF_COURT = r"(?:(?:Amtsgerichts?|AG)[\s:]+)*"
_ABOUT_IT = re.compile(
    r"\b(?:Registergericht|Handelsregister|Register)(?:[ -]?(?:nummer|Nr\b\.?))?:?(?:\s+(?:des|beim|am)\b)?(?:\s+|$)",
    re.IGNORECASE,
)
"""What an imprint says before a court or a number, and belongs to neither."""
_GERMAN = re.compile(
    rf"(?:{_OF_COURT}(?P<before>{_COURT})[\s,]+)??"
    r"(?P<book>HRA|HRB|GnR|GsR|PR|VR)(?:[\s:-]*Nr\b\.?)?[\s:-]*"
    r"0*(?P<number>[1-9][0-9]{0,6}|[1-9][0-9]{0,2}[ .][0-9]{3}|[1-9](?:[ .][0-9]{3}){2})"
    r"(?:\s?(?P<suffix>(?-i:[A-Za-z]{1,3})))?"
    rf"(?:[\s,]+{_OF_COURT}(?P<after>{_COURT})|\s*\({_OF_COURT}(?P<within>{_COURT})\))?",
    re.IGNORECASE,
)
_GERMAN_BOOKS = {book.upper(): book for book in ("HRA", "HRB", "GnR", "GsR", "PR", "VR")}
_NO_COURTS = {*_GERMAN_BOOKS, "AG", "AMTSGERICHT", "AMTSGERICHTS"}
_OTHER = re.compile(r"(?=.*[1-9])[A-Z0-9]{4,20}")


@dataclass(frozen=True)
class _Register:
    """How one country numbers its companies."""

    compact: Callable[[str], str]
    """Returns the compact form; raises `Wrong` if it is none."""

    shown: Callable[[str], str]
    example: str


def check_register_number(text: str, country: str | None = None) -> NumberCheck:
    """Return what is to be said of a register number of an organisation with its address in that country.

    Without a country only a Swiss UID with its letters says whose it is. Checking what is stored or shown again finds
    the same number.
    """
    place = country or _country_of(text)
    if place is None:
        reason = _(
            "Nothing says of which country this register number is: give the country of the address. "
            "Only a Swiss UID tells, as {example} does."
        )
        return NumberCheck(text, None, reason=reason.format(example=EXAMPLE_UID))
    register = _REGISTERS.get(place, _ANY_REGISTER)
    try:
        compact = register.compact(text)
    except Wrong as wrong:
        reason = _fault_words(wrong.fault).format(country=name_of(place), example=register.example)
        return NumberCheck(text, place, reason=reason)
    return NumberCheck(text, place, compact, register.shown(compact))


def normalise_register_number(text: str, country: str) -> str:
    """Return the compact register number of an organisation in that country; what is compact already stays as it is.

    Raises:
        Invalid: it is no such number; the reason holds an example of one.
    """
    check = check_register_number(text, country)
    if check.normal is None:
        raise Invalid({REGISTER_FIELD: check.reason or ""})
    return check.normal


def show_register_number(compact: str, country: str) -> str:
    """Return a stored register number as people of that country write it; what is none of theirs stays as it is."""
    return check_register_number(compact, country).shown or compact


def says_vat_registered(text: str, country: str) -> bool:
    """Say whether a Swiss UID as it was typed claims, by MWST, TVA or IVA, that its holder is registered for VAT."""
    if country not in SWISS_AREA:
        return False
    try:
        match = _UID.fullmatch(bare(text))
    except Wrong:
        return False
    return match is not None and _VAT_WORD.search(match[2]) is not None


def _country_of(text: str) -> str | None:
    try:
        letters = bare(text)
    except Wrong:
        return None
    if letters.startswith("CHE"):
        return "CH"
    return "LI" if _LIECHTENSTEIN.fullmatch(letters) else None


def _fault_words(fault: Fault) -> str:
    match fault:
        case Fault.EMPTY:
            return _("This is no register number of {country}: nothing was typed. One looks like {example}.")
        case Fault.TOO_LONG:
            return _("This is no register number of {country}: it is too long. One looks like {example}.")
        case Fault.CHARACTERS:
            return _(
                "This is no register number of {country}: it holds characters that none has. One looks like {example}."
            )
        case Fault.FORM:
            return _("This is no register number of {country}: it does not have the form of one, such as {example}.")
        case Fault.CHECK:
            return _(
                "This is no register number of {country}: its check digits do not match. One looks like {example}."
            )


def _part(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    """Return how a bare number matches, or raise `Wrong`."""
    match = pattern.fullmatch(bare(text))
    if match is None:
        raise Wrong(Fault.FORM)
    return match


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _swiss(text: str) -> str:
    return calculated("ch.uid", "CHE" + _part(_UID, text)[1])


def _show_swiss(compact: str) -> str:
    return f"CHE-{compact[3:6]}.{compact[6:9]}.{compact[9:]}"


def _liechtenstein(text: str) -> str:
    letters = bare(text)
    return letters if _LIECHTENSTEIN.fullmatch(letters) else _swiss(text)


def _show_liechtenstein(compact: str) -> str:
    if compact.startswith("FL"):
        return f"FL-{compact[2:6]}.{compact[6:9]}.{compact[9:12]}-{compact[12:]}"
    return _show_swiss(compact)


def _french(text: str) -> str:
    digits = _part(_FRENCH, text)[1]
    return calculated("fr.siret" if len(digits) == 14 else "fr.siren", digits)


def _show_french(compact: str) -> str:
    return f"{_grouped(compact[:9])} {compact[9:]}".rstrip()


def _italian(text: str) -> str:
    """Return a partita IVA, or the codice fiscale of a person: that of a company has the form of the former."""
    if _ITALIAN_PERSON.fullmatch(bare(text)):
        return calculated("it.codicefiscale", bare(text))
    return calculated("it.iva", _part(_ITALIAN_COMPANY, text)[1])


def _german(text: str) -> str:
    match = _GERMAN.fullmatch(_ABOUT_IT.sub("", one_line(text)).strip())
    if match is None:
        raise Wrong(Fault.FORM)
    courts = [match[place] for place in ("before", "after", "within") if match[place]]
    suffix = match["suffix"] or ""
    if not courts and _known_court(suffix):  # Hof and Ulm, which are as short as what Berlin and others add to a number
        courts, suffix = [suffix], ""
    if len(courts) > 1 or any(word.upper() in _NO_COURTS for court in courts for word in court.split()):
        raise Wrong(Fault.FORM)
    digits = re.sub(r"[ .]", "", match["number"])
    number = " ".join((f"{_GERMAN_BOOKS[match['book'].upper()]} {digits}", *suffix.upper().split()))
    if not courts:
        return number
    typed = f"{courts[0].strip()} {number}"
    named = f"{_known_court(courts[0]) or courts[0].strip()} {number}"
    compact = named if len(named) <= LONGEST_NUMBER else typed
    if len(compact) > LONGEST_NUMBER:
        raise Wrong(Fault.TOO_LONG)
    return compact


def _known_court(typed: str) -> str:
    """Return a register court's own name, or nothing where there is none of that name."""
    try:
        return calculated("de.handelsregisternummer", f"{typed} HRB 1").removesuffix(" HRB 1")
    except Wrong:
        return ""


def _austrian(text: str) -> str:
    """Return a Firmenbuchnummer; python-stdnum does not know its check letter, the weighted digits modulo 17."""
    match = _part(_AUSTRIAN, text)
    digits, letter = match[1], match[2].lower()
    total = sum(weight * int(digit) for weight, digit in zip(_AUSTRIAN_WEIGHTS, digits.zfill(6), strict=True))
    if _AUSTRIAN_LETTERS[total % 17] != letter:
        raise Wrong(Fault.CHECK)
    return f"FN{digits}{letter}"


def _belgian(text: str) -> str:
    return calculated("be.vat", _part(_BELGIAN, text)[1])


def _any(text: str) -> str:
    return _part(_OTHER, text)[0]


_ANY_REGISTER = _Register(_any, str, "B123456")
_REGISTERS = {
    "CH": _Register(_swiss, _show_swiss, EXAMPLE_UID),
    "LI": _Register(_liechtenstein, _show_liechtenstein, EXAMPLE_UID),
    "FR": _Register(_french, _show_french, "732 829 320"),
    "IT": _Register(_italian, str, "00743110157"),
    "DE": _Register(_german, str, "München HRB 12345"),
    "AT": _Register(_austrian, lambda compact: f"FN {compact[2:]}", "FN 122119m"),
    "BE": _Register(_belgian, lambda compact: f"{compact[:4]}.{compact[4:7]}.{compact[7:]}", "0697.449.992"),
}
