"""European VAT numbers: whose they are, whether they add up, how their country writes them.

Decided here, since the rules leave it open: an address in Monaco takes any French number, because it is taxed as France
and no number says where its holder's mail goes. Northern Ireland's are those with XI and an address in GB; without XI
they look like British ones, and are only taken where XI itself is named as the country. Greek ones may be typed with
GR, and are kept with EL. Romanian ones are those of businesses, two to ten digits, never a person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resellertui.domain.countries import EU, NORTHERN_IRELAND, SWISS_AREA, name_of, vat_prefix
from resellertui.domain.errors import Invalid
from resellertui.domain.numbers.answer import VAT_FIELD, NumberCheck
from resellertui.domain.numbers.reading import Fault, Wrong, bare, calculated
from resellertui.domain.numbers.register import EXAMPLE_UID, check_register_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.wording import _


@dataclass(frozen=True)
class _Scheme:
    """How one prefix numbers its taxpayers."""

    module: str
    """Of python-stdnum, which knows its check digits."""

    shape: str
    """What may follow the prefix, as a regular expression."""

    example: str
    groups: tuple[tuple[int, ...], ...] = ()
    """How many characters stand together, for each length that is written in groups."""

    joint: str = " "
    """What stands between the groups."""

    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(self.shape, re.ASCII))

    def shown(self, rest: str) -> str:
        """Return what follows the prefix as it is written there."""
        for sizes in self.groups:
            if sum(sizes) == len(rest):
                starts = [sum(sizes[:place]) for place in range(len(sizes))]
                return self.joint.join(rest[at : at + size] for at, size in zip(starts, sizes, strict=True))
        return rest


_THREES = ((3, 3, 3),)
_SCHEMES = {
    "AT": _Scheme("at.uid", r"U\d{8}", "ATU57194903"),
    "BE": _Scheme("be.vat", r"[01]?\d{9}", "BE 0697.449.992", ((4, 3, 3),), "."),
    "BG": _Scheme("bg.vat", r"\d{9,10}", "BG 175 074 752", _THREES),
    "CY": _Scheme("cy.vat", r"\d{8}[A-Z]", "CY 10259033P"),
    "CZ": _Scheme("cz.dic", r"\d{8,10}", "CZ 25123891"),
    "DE": _Scheme("de.vat", r"\d{9}", "DE 136 695 976", _THREES),
    "DK": _Scheme("dk.cvr", r"\d{8}", "DK 13 58 56 28", ((2, 2, 2, 2),)),
    "EE": _Scheme("ee.kmkr", r"\d{9}", "EE 100 931 558", _THREES),
    "EL": _Scheme("gr.vat", r"\d{8,9}", "EL 094 259 216", _THREES),
    "ES": _Scheme("es.nif", r"[A-Z0-9]\d{7}[A-Z0-9]", "ES B58378431"),
    "FI": _Scheme("fi.alv", r"\d{8}", "FI 20774740"),
    "FR": _Scheme("fr.tva", r"[A-HJ-NP-Z0-9]{2}\d{9}", "FR 61 954 506 077", ((2, 3, 3, 3),)),
    "HR": _Scheme("hr.oib", r"\d{11}", "HR 33392005961"),
    "HU": _Scheme("hu.anum", r"\d{8}", "HU 12892312"),
    "IE": _Scheme("ie.vat", r"\d[A-Z0-9+*]\d{5}[A-W]{1,2}", "IE 6433435F"),
    "IT": _Scheme("it.iva", r"\d{11}", "IT 00743110157"),
    "LT": _Scheme("lt.pvm", r"\d{9}(?:\d{3})?", "LT 119 511 515", _THREES),
    "LU": _Scheme("lu.tva", r"\d{8}", "LU 15027442"),
    "LV": _Scheme("lv.pvn", r"\d{11}", "LV 40003521600"),
    "MT": _Scheme("mt.vat", r"\d{8}", "MT 1167 9112", ((4, 4),)),
    "NL": _Scheme("nl.btw", r"\d{7,9}B\d{2}", "NL 004495445B01"),
    "PL": _Scheme("pl.nip", r"\d{10}", "PL 856-734-62-15", ((3, 3, 2, 2),), "-"),
    "PT": _Scheme("pt.nif", r"\d{9}", "PT 501 964 843", _THREES),
    "RO": _Scheme("ro.cf", r"\d{2,10}", "RO 18547290"),
    "SE": _Scheme("se.vat", r"\d{12}", "SE 123456789701"),
    "SI": _Scheme("si.ddv", r"\d{8}", "SI 50223054"),
    "SK": _Scheme("sk.dph", r"\d{10}", "SK 2022749619"),
    "XI": _Scheme("gb.vat", r"\d{9}(?:\d{3})?|(?:GD|HA)\d{3}", "XI 980 7806 84", ((3, 4, 2), (3, 4, 2, 3))),
}
_OF_PREFIX = {vat_prefix(member): member for member in EU} | {"GR": "GR", NORTHERN_IRELAND: "GB", "GB": "GB"}
_SWISS = re.compile(r"CHE?\d", re.ASCII)


def check_vat_number(
    text: str, country: str | None = None, kind: OrganisationKind = OrganisationKind.COMPANY
) -> NumberCheck:
    """Return what is to be said of a VAT number of an organisation of that kind with its address in that country.

    Without a country it is the one of the prefix; XI is an address in Northern Ireland. Checking what is stored or
    shown again finds the same number.
    """
    try:
        number, fault = bare(text), None
    except Wrong as wrong:
        number, fault = "", wrong.fault
    place = "GB" if country == NORTHERN_IRELAND else country or _country_of(number)
    refusal = _out_of_place(text, place, kind)
    if refusal is not None:
        return NumberCheck(text, place, reason=refusal)
    if place is None:
        return NumberCheck(text, None, reason=_why_nowhere(fault))
    if fault is None:
        try:
            normal = _normal(number, place, is_northern=country == NORTHERN_IRELAND)
        except Wrong as wrong:
            fault = wrong.fault
        else:
            return NumberCheck(text, place, normal, show_vat_number(normal))
    return NumberCheck(text, place, reason=_why_not(number, place, fault))


def normalise_vat_number(text: str, country: str, kind: OrganisationKind) -> str:
    """Return the compact European VAT number, prefix first, of a company with its address in that country.

    Raises:
        Invalid: the kind or the country has no such number, it is another country's, or it is mistyped.
    """
    check = check_vat_number(text, country, kind)
    if check.normal is None:
        raise Invalid({VAT_FIELD: check.reason or ""})
    return check.normal


def example_vat_number(country: str) -> str | None:
    """Return a right VAT number such as companies of a country have, compact; None where there are none."""
    prefix = vat_prefix(country)
    return None if prefix is None else bare(_SCHEMES[prefix].example)


def show_vat_number(compact: str) -> str:
    """Return a stored VAT number with its prefix apart and its digits grouped as its country does."""
    prefix, rest = compact[:2], compact[2:]
    if prefix not in _SCHEMES or prefix == "AT":
        return compact
    return f"{prefix} {_SCHEMES[prefix].shown(rest)}"


def _country_of(number: str) -> str | None:
    """Return the country that the letters before a number name, by its ISO code."""
    return "CH" if _SWISS.match(number) else _OF_PREFIX.get(number[:2])


def _out_of_place(text: str, country: str | None, kind: OrganisationKind) -> str | None:
    """Return why the field is not for this organisation, whatever stands in it."""
    is_company = kind is OrganisationKind.COMPANY
    if country in SWISS_AREA:
        reason = (
            _(
                "A company in {country} gives no VAT number here: its Swiss VAT number is its UID, "
                "which goes into the register number, such as {example}."
            )
            if is_company
            else _(
                "Only a company gives a VAT number, and in {country} none does: a Swiss VAT number is the UID, "
                "which goes into the register number, such as {example}."
            )
        )
        uid = check_register_number(text, country).shown or EXAMPLE_UID
        return reason.format(country=name_of(country), example=uid)
    if country is not None and vat_prefix(country) is None:
        return _("This field takes European VAT numbers; {country} has none.").format(country=name_of(country))
    if is_company:
        return None
    return _(
        "Only a company gives a VAT number, such as {example}. If this is one, change its kind to company first."
    ).format(example=_example(country or "IT"))


def _example(country: str) -> str:
    return "FR 53 000 004 605" if country == "MC" else _SCHEMES[vat_prefix(country) or ""].example


def _normal(number: str, country: str, *, is_northern: bool = False) -> str:
    """Return the number with its prefix, as it is stored.

    Args:
        is_northern: the address is known to be in Northern Ireland: its numbers may do without their prefix.

    Raises:
        Wrong: it is no number of that country.
    """
    prefix = vat_prefix(country) or ""
    given = number[:2]
    if given == prefix or (given == "GR" and prefix == "EL"):
        rest = number[2:]
    elif (prefix == NORTHERN_IRELAND and not is_northern) or _is_of_another(number):
        raise Wrong(Fault.FORM)
    else:
        rest = number
    return _of_scheme(prefix, rest)


def _of_scheme(prefix: str, rest: str) -> str:
    scheme = _SCHEMES[prefix]
    if not scheme.pattern.fullmatch(rest):
        raise Wrong(Fault.FORM)
    return prefix + calculated(scheme.module, rest)


def _is_of_another(number: str) -> bool:
    """Say whether a number is right with the letters before it as its prefix: French ones may begin with letters."""
    prefix = "EL" if number[:2] == "GR" else number[:2]
    if prefix not in _SCHEMES:
        return False
    try:
        return bool(_of_scheme(prefix, number[2:]))
    except Wrong:
        return False


def _why_nowhere(fault: Fault | None) -> str:
    if fault is Fault.EMPTY:
        return _("This is no VAT number: nothing was typed. One looks like IT 00743110157.")
    if fault is Fault.TOO_LONG:
        return _("This is no VAT number: it is too long. One looks like IT 00743110157.")
    if fault is Fault.CHARACTERS:
        return _(
            "This is no VAT number: it holds other characters than A to Z and 0 to 9. One looks like DE 136 695 976."
        )
    return _(
        "Nothing says of which country this VAT number is: put the country's letters before it, as in IT 00743110157, "
        "or give the country of the address."
    )


def _why_not(number: str, country: str, fault: Fault) -> str:
    """Return the reason why this is no number of that country, with an example of one."""
    prefix = vat_prefix(country) or ""
    name, example = name_of(country), _example(country)
    found = number[:3] if _SWISS.match(number) else number[:2]
    is_foreign = _country_of(number) is not None and found not in {prefix, country}
    if fault is Fault.FORM and prefix == NORTHERN_IRELAND and (found == "GB" or not is_foreign) and found != prefix:
        return _(
            "With an address in the United Kingdom only a number of Northern Ireland is taken, such as {example}."
        ).format(example=example)
    if is_foreign and fault in {Fault.FORM, Fault.CHECK}:
        reason = _("This number begins with {found}, but one of {country} begins with {prefix}, as in {example}.")
        return reason.format(found=found, country=name, prefix=prefix, example=example)
    return _fault_words(fault).format(country=name, example=example)


def _fault_words(fault: Fault) -> str:
    match fault:
        case Fault.EMPTY:
            return _("This is no VAT number of {country}: nothing was typed. One looks like {example}.")
        case Fault.TOO_LONG:
            return _("This is no VAT number of {country}: it is too long. One looks like {example}.")
        case Fault.CHARACTERS:
            return _(
                "This is no VAT number of {country}: it holds other characters than A to Z and 0 to 9. "
                "One looks like {example}."
            )
        case Fault.FORM:
            return _("This is no VAT number of {country}: it does not have the form of one, such as {example}.")
        case Fault.CHECK:
            return _("This is no VAT number of {country}: its check digits do not match. One looks like {example}.")
