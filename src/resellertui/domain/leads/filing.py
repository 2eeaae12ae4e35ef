"""What a request for quotes must hold: tidied, checked all at once, and how many one address may have open.

Decided here, since the rules only name the parts: the need takes twenty characters at least; families are those of the
programme terms; the budget is for a year without VAT and needs its currency; the deadline, by when the requester wants
to decide, is no past day; at most five requests of one address are open at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from resellertui.domain.calendar import FIRST_YEAR, LAST_YEAR
from resellertui.domain.client_file.vocabulary import language_called
from resellertui.domain.countries import country_called, is_known
from resellertui.domain.errors import FieldProblem, Invalid, Refused
from resellertui.domain.languages import LANGUAGES
from resellertui.domain.leads.contact import Contact
from resellertui.domain.money import HIGHEST_PAYMENT, Money
from resellertui.domain.organisation import normalise_email, normalise_language, normalise_phone
from resellertui.domain.programme import Terms
from resellertui.domain.programme.terms import name_key, name_keys
from resellertui.domain.wording import _

SHORTEST_NEED = 20
"""In characters, blanks counted once."""
MOST_OPEN = 5
"""How many open requests one contact address may have."""
LONGEST_REGION = 100


@dataclass(frozen=True)
class Wish:
    """A request as it was typed, or as the organisation's own data complete it."""

    need: str = ""
    families: tuple[str, ...] = ()
    budget: str = ""
    currency: str = ""
    languages: tuple[str, ...] = ()
    region: str = ""
    country: str = ""
    deadline: str = ""
    contact: Contact = field(default_factory=Contact)
    language: str = ""


@dataclass(frozen=True)
class Filing:
    """A request as it is stored."""

    need: str
    families: tuple[str, ...]
    """Ids of the programme terms."""
    budget: Money | None
    languages: tuple[str, ...]
    """Codes."""
    region: str
    country: str
    deadline: date | None
    contact: Contact
    email_key: str
    language: str
    """Of the mails."""


def checked(wish: Wish, terms: Terms, today: date) -> Filing:
    """Return the request as it is stored.

    Raises:
        Invalid: everything that stands against it, each with its field.
    """
    problems: list[FieldProblem] = []
    filing = Filing(
        need=_need(wish.need, problems),
        families=_families(wish.families, terms, problems),
        budget=_budget(wish.budget, wish.currency, problems),
        languages=_languages(wish.languages, problems),
        region=_region(wish.region, problems),
        country=_country(wish.country, problems),
        deadline=_deadline(wish.deadline, today, problems),
        contact=(contact := _contact(wish.contact, problems)),
        email_key=contact.email.lower(),
        language=_language(wish.language, problems),
    )
    if problems:
        raise Invalid(problems)
    return filing


def check_open(count: int) -> None:
    """Go on only while an address has fewer open requests than it may have.

    Raises:
        Refused: it has them all.
    """
    if count >= MOST_OPEN:
        raise Refused(
            _("{count} requests of this address are open already.").format(count=count),
            _("Nothing was filed."),
            _("Withdraw one that is solved, or wait until one is answered or expires."),
        )


def _need(text: str, problems: list[FieldProblem]) -> str:
    if sum(ch.isprintable() for ch in " ".join(text.split())) < SHORTEST_NEED:
        reason = _("Say what you need in {count} characters at least.").format(count=SHORTEST_NEED)
        problems.append(FieldProblem("need", reason))
    return text


def _families(names: Iterable[str], terms: Terms, problems: list[FieldProblem]) -> tuple[str, ...]:
    known = {key: one.id for one in terms.families for key in name_keys(one.id, one.label, one.aliases)}
    found = []
    for one in names:
        family = known.get(name_key(one))
        if family is None:
            choices = ", ".join(sorted(one.id for one in terms.families))
            reason = _("There is no family “{name}”; there are {choices}.").format(name=one, choices=choices)
            problems.append(FieldProblem("families", reason))
        else:
            found.append(family)
    return tuple(dict.fromkeys(found))


def _budget(text: str, currency: str, problems: list[FieldProblem]) -> Money | None:
    if not text:
        return None
    if not currency:
        problems.append(FieldProblem("currency", _("Say the currency of the budget: CHF or EUR.")))
        return None
    try:
        budget = Money.parse(text, currency.upper(), "budget")
    except Invalid as refusal:
        problems.extend(refusal.fields)
        return None
    if not 0 < budget.decimal <= HIGHEST_PAYMENT:
        reason = _("A budget lies above zero and is at most {highest}.").format(highest=HIGHEST_PAYMENT)
        problems.append(FieldProblem("budget", reason))
    return budget


def _languages(names: Iterable[str], problems: list[FieldProblem]) -> tuple[str, ...]:
    found = []
    for one in names:
        code = one.lower() if one.lower() in LANGUAGES else language_called(one)
        if code is None:
            reason = _("“{name}” is no language; give two letters, such as en, it, fr or de.").format(name=one)
            problems.append(FieldProblem("languages", reason))
        else:
            found.append(code)
    return tuple(dict.fromkeys(found))


def _region(text: str, problems: list[FieldProblem]) -> str:
    if len(text) > LONGEST_REGION:
        reason = _("It is longer than {count} characters.").format(count=LONGEST_REGION)
        problems.append(FieldProblem("region", reason))
    return text


def _country(text: str, problems: list[FieldProblem]) -> str:
    if not text:
        return ""
    code = text.upper() if is_known(text.upper()) else country_called(text)
    if code is None:
        problems.append(FieldProblem("country", _("“{name}” is no country.").format(name=text)))
        return ""
    return code


def _deadline(text: str, today: date, problems: list[FieldProblem]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        reason = _("“{text}” is not a date such as 2026-11-30.").format(text=text)
        problems.append(FieldProblem("deadline", reason))
        return None
    if day < today:
        problems.append(FieldProblem("deadline", _("The deadline is past already.")))
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        reason = _("The year must lie between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
        problems.append(FieldProblem("deadline", reason))
    return day


def _contact(contact: Contact, problems: list[FieldProblem]) -> Contact:
    if not any(ch.isprintable() and not ch.isspace() for ch in contact.name):
        problems.append(FieldProblem("contact_name", _("Say whom partners may contact.")))
    email, phone = contact.email, contact.phone
    try:
        email = normalise_email(email)
    except Invalid as refusal:
        problems.append(FieldProblem("contact_email", refusal.fields[0].reason))
    try:
        phone = normalise_phone(phone) if phone else ""
    except Invalid as refusal:
        problems.append(FieldProblem("contact_phone", refusal.fields[0].reason))
    return Contact(contact.name, contact.organisation, email, phone)


def _language(text: str, problems: list[FieldProblem]) -> str:
    try:
        return normalise_language(text) if text else "en"
    except Invalid as refusal:
        problems.extend(refusal.fields)
        return "en"
