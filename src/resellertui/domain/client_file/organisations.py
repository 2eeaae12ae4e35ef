"""A row's own organisation: its cells as the data that an organisation's form would take, checked by the same rules."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from resellertui.domain.client_file.fields import Field
from resellertui.domain.client_file.streets import split_street
from resellertui.domain.client_file.vocabulary import kind_called, language_called, sounds_like_association
from resellertui.domain.countries import NAMES, SWISS_AREA, country_called, name_of
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.numbers import normalise_register_number
from resellertui.domain.organisation import Address, OrganisationData, normalise_organisation
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.text import visible
from resellertui.domain.wording import _


def read_organisation(
    cells: Mapping[Field, str], problems: list[FieldProblem], *, default_country: str, splits_street: bool
) -> OrganisationData | None:
    """Return the organisation as it would be stored, or None after noting what is wrong.

    A Swiss or Liechtenstein VAT number is a UID and becomes the register number. The kind, where the row has none, is
    that of `_concluded_kind`.
    """
    already = {problem.field for problem in problems}
    country = _country(cells.get(Field.COUNTRY, ""), default_country, problems)
    name, is_person = _name(cells)
    kind = _kind(cells, name, is_person, problems)
    register, vat = _numbers(cells, country, problems)
    street, house_number = cells.get(Field.STREET, ""), cells.get(Field.HOUSE_NUMBER, "")
    if splits_street:
        street, house_number = split_street(street)
    language = cells.get(Field.LANGUAGE, "")
    data = OrganisationData(
        kind=kind,
        name=name,
        address=Address(
            street,
            house_number,
            cells.get(Field.POSTAL_CODE, ""),
            cells.get(Field.CITY, ""),
            cells.get(Field.REGION, ""),
            country,
        ),
        register_number=register,
        vat_number=vat,
        website=cells.get(Field.WEBSITE, ""),
        email=cells.get(Field.EMAIL, ""),
        phone=cells.get(Field.PHONE, ""),
        language=language_called(language) or language,
    )
    already |= {problem.field for problem in problems}
    try:
        return normalise_organisation(data)
    except Invalid as refusal:
        problems.extend(problem for problem in refusal.fields if problem.field not in already)
        return None


def full_name(cells: Mapping[Field, str]) -> str:
    """Return the contact's first and last name as one, as far as the row gives them."""
    parts = (cells.get(Field.CONTACT_FIRST_NAME, ""), cells.get(Field.CONTACT_LAST_NAME, ""))
    return " ".join(part for part in parts if part)


def _country(text: str, default: str, problems: list[FieldProblem]) -> str:
    if not text:
        if not default:
            problems.append(FieldProblem(Field.COUNTRY, _("A country is needed.")))
        return default
    code = country_called(text)
    if code:
        return code
    near = difflib.get_close_matches(text.title()[:60], NAMES.values(), n=1)
    unknown = _("There is no country “{name}”. Give its two-letter code, such as CH or IT.")
    perhaps = _("There is no country “{name}”. Perhaps it is {near}.")
    reason = perhaps.format(name=visible(text[:60]), near=near[0]) if near else unknown.format(name=visible(text[:60]))
    problems.append(FieldProblem(Field.COUNTRY, reason))
    return ""


def _name(cells: Mapping[Field, str]) -> tuple[str, bool]:
    """Return the legal name, and whether it is taken from a person's, for want of another."""
    if cells.get(Field.NAME):
        return cells[Field.NAME], False
    person = full_name(cells) or cells.get(Field.CONTACT_NAME, "")
    return person, bool(person)


def _kind(cells: Mapping[Field, str], name: str, is_person: bool, problems: list[FieldProblem]) -> OrganisationKind:
    text = cells.get(Field.KIND, "")
    kind = kind_called(text) if text else _concluded_kind(cells, name, is_person)
    if kind is not None:
        return kind
    reason = _("There is no such kind; the kinds are: {kinds}.")
    problems.append(FieldProblem(Field.KIND, reason.format(kinds=", ".join(OrganisationKind))))
    return OrganisationKind.COMPANY


def _concluded_kind(cells: Mapping[Field, str], name: str, is_person: bool) -> OrganisationKind:
    """Return the kind of a row that gives none: a company, unless it has no VAT number and its name says otherwise.

    An individual is who has no other name than a person's; an association is what calls itself one.
    """
    if cells.get(Field.VAT_NUMBER):
        return OrganisationKind.COMPANY
    if is_person and not cells.get(Field.REGISTER_NUMBER):
        return OrganisationKind.INDIVIDUAL
    return OrganisationKind.ASSOCIATION if sounds_like_association(name) else OrganisationKind.COMPANY


def _numbers(cells: Mapping[Field, str], country: str, problems: list[FieldProblem]) -> tuple[str, str]:
    """Return register and VAT number; in Switzerland and Liechtenstein the latter is but another way of the UID."""
    register, vat = cells.get(Field.REGISTER_NUMBER, ""), cells.get(Field.VAT_NUMBER, "")
    if not vat or country not in SWISS_AREA:
        return register, vat
    try:
        uid = normalise_register_number(vat, country)
    except Invalid as refusal:
        problems.append(FieldProblem(Field.VAT_NUMBER, refusal.fields[0].reason))
        return register, ""
    if register and _differs(register, uid, country):
        reason = _("In {country} this is the UID, but the register number is another one.")
        problems.append(FieldProblem(Field.VAT_NUMBER, reason.format(country=name_of(country))))
    return register or uid, ""


def _differs(register: str, uid: str, country: str) -> bool:
    """Say whether a register number is valid and not this UID; a Liechtenstein FL number may stand beside one."""
    try:
        compact = normalise_register_number(register, country)
    except Invalid:
        return False
    return compact != uid and compact.startswith("CHE")
