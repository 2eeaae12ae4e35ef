"""How a partner bills its clients: what each field may hold, how it is stored, and every problem of a form at once.

Decided here, since the rules say only that the documents are the partner's own, in its numbering:

- Until a partner has said so itself, nobody knows whether it is registered for VAT: one that has a VAT number is taken
  to be, but asked before its first invoice.
- A rate is entered only where the programme terms hold none for the partner's country.
- The two series never look alike, and a series is continued from a number only before its first invoice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from stdnum import iban
from stdnum.exceptions import ValidationError

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.organisation import normalise_email, normalise_language, normalise_line, normalise_phone
from resellertui.domain.text import MAX_NAME, fold, tidy
from resellertui.domain.wording import _

Values = Mapping[str, str]
"""The fields by name, each as a text: as it is stored, or as it was typed."""


class VatStatus(StrEnum):
    """Whether a partner is registered for VAT."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"


FIELDS = (
    "vat_status",
    "vat_percent",
    "iban",
    "account_holder",
    "email",
    "phone",
    "payment_days",
    "invoice_prefix",
    "credit_prefix",
    "first_number",
    "closing_line",
    "reminder_days",
    "reminds_by_itself",
)
"""The form's fields in its order."""

DEFAULTS: dict[str, str] = {
    "vat_status": VatStatus.NOT_REGISTERED.value,
    "vat_percent": "",
    "iban": "",
    "account_holder": "",
    "email": "",
    "phone": "",
    "payment_days": "30",
    "invoice_prefix": "",
    "credit_prefix": "CN-",
    "first_number": "1",
    "closing_line": "",
    "reminder_days": "10 20 30",
    "reminds_by_itself": "no",
}
"""What holds while a partner has said nothing."""

CLIENT_FIELDS = ("email", "language", "payment_days", "reference")
"""What is said for one client, in the form's order; empty for what holds for all."""

MAX_HOLDER, MAX_PREFIX, MAX_REFERENCE = 70, 12, 100
MOST_DAYS, HIGHEST_NUMBER, HIGHEST_RATE, REMINDERS = 365, 999_999, Decimal(50), 3
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]*")
_WHOLE = re.compile(r"[0-9]{1,9}")
_PERCENT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_QR_COUNTRIES, _QR_BANKS = frozenset({"CH", "LI"}), range(30000, 32000)


@dataclass(frozen=True)
class Standing:
    """What the rules of the form look at beside it."""

    terms_hold_rate: bool
    """Whether the programme terms hold a VAT rate for the partner's country."""
    has_issued: bool
    """Whether the partner has issued an invoice."""
    first_number: str = DEFAULTS["first_number"]
    """As it is stored."""


def is_qr_iban(number: str) -> bool:
    """Return whether an account, written compactly, takes QR references: told by its bank, in CH and LI only."""
    return number[:2] in _QR_COUNTRIES and number[4:9].isdigit() and int(number[4:9]) in _QR_BANKS


def show_iban(number: str) -> str:
    """Return an account as people read it, in groups of four."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def normalise_settings(values: Values, standing: Standing) -> dict[str, str]:
    """Return the fields as they are stored. Idempotent.

    Raises:
        Invalid: everything that stands against them.
    """
    problems: list[FieldProblem] = []
    stored = dict(values)
    for name, judge in _JUDGES.items():
        stored[name] = _accept(name, values[name], judge, problems, is_needed=name in _NEEDED)
    for name, longest in (("account_holder", MAX_HOLDER), ("closing_line", MAX_NAME)):
        stored[name] = normalise_line(values[name], name, longest, problems)
    known = {one.field for one in problems}
    problems += [one for one in _between(stored, standing) if one.field not in known]
    if problems:
        raise Invalid(_in_order(problems, FIELDS))
    return stored


def normalise_client_settings(values: Values) -> dict[str, str]:
    """Return what is said for one client, every field of `CLIENT_FIELDS`, as it is stored. Idempotent.

    Raises:
        Invalid: everything that stands against them.
    """
    problems: list[FieldProblem] = []
    stored = {
        "email": _accept("email", values["email"], normalise_email, problems),
        "language": _accept("language", values["language"], normalise_language, problems),
        "payment_days": _accept("payment_days", values["payment_days"], _days, problems),
        "reference": normalise_line(values["reference"], "reference", MAX_REFERENCE, problems),
    }
    if problems:
        raise Invalid(_in_order(problems, CLIENT_FIELDS))
    return stored


def days_of(text: str) -> tuple[int, int, int]:
    """Return the days of the three reminders, as they are stored."""
    first, second, third = (int(one) for one in text.split())
    return first, second, third


def field_label(field: str) -> str:
    """Return what a field is called."""
    return {
        "vat_status": _("Registered for VAT"),
        "vat_percent": _("VAT rate in per cent"),
        "iban": _("IBAN"),
        "account_holder": _("Account holder"),
        "email": _("E-mail on invoices"),
        "phone": _("Telephone on invoices"),
        "payment_days": _("Days to pay"),
        "invoice_prefix": _("Before invoice numbers"),
        "credit_prefix": _("Before credit note numbers"),
        "first_number": _("First invoice number"),
        "closing_line": _("Closing line"),
        "reminder_days": _("Reminders, days after due"),
        "reminds_by_itself": _("Reminders go by themselves"),
        "language": _("Language"),
        "reference": _("The client's reference"),
    }[field]


def _accept(
    name: str, text: str, judge: Callable[[str], str], problems: list[FieldProblem], *, is_needed: bool = False
) -> str:
    """Return the stored form, or the text as it came after noting what is wrong with it."""
    text = tidy(text)
    try:
        return judge(text) if text or is_needed else ""
    except Invalid as refusal:
        problems += [FieldProblem(name, one.reason) for one in refusal.fields]
        return text


def _between(stored: Values, standing: Standing) -> list[FieldProblem]:
    """Return what stands against fields because of others, or of what has happened."""
    found = []
    if fold(stored["invoice_prefix"]) == fold(stored["credit_prefix"]):
        found.append(FieldProblem("credit_prefix", _("Invoices and credit notes need different beginnings.")))
    if stored["vat_percent"] and standing.terms_hold_rate:
        reason = _("The programme terms hold the rate of your country: leave it empty.")
        found.append(FieldProblem("vat_percent", reason))
    if standing.has_issued and stored["first_number"] != standing.first_number:
        found.append(FieldProblem("first_number", _("Invoices were issued already: the series goes on by itself.")))
    return found


def _in_order(problems: list[FieldProblem], fields: tuple[str, ...]) -> dict[str, str]:
    first: dict[str, str] = {}
    for one in problems:
        first.setdefault(one.field, one.reason)
    return {field: first[field] for field in fields if field in first}


def _status(text: str) -> str:
    try:
        return VatStatus(text).value
    except ValueError:
        choices = ", ".join(VatStatus)
        raise Invalid({"vat_status": _("Choose one of: {choices}.").format(choices=choices)}) from None


def _rate(text: str) -> str:
    reason = _("Write a rate in per cent between 0 and {highest}, such as 8.1.").format(highest=HIGHEST_RATE)
    if not _PERCENT.fullmatch(text) or not 0 < Decimal(text) <= HIGHEST_RATE:
        raise Invalid({"vat_percent": reason})
    return f"{Decimal(text).normalize():f}"


def _iban(text: str) -> str:
    try:
        return str(iban.validate(text))
    except ValidationError:
        raise Invalid({"iban": _("This is no IBAN: a letter or digit is wrong, or one is missing.")}) from None


def _days(text: str) -> str:
    return _whole(text, 0, MOST_DAYS)


def _number(text: str) -> str:
    return _whole(text, 1, HIGHEST_NUMBER)


def _whole(text: str, least: int, most: int) -> str:
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        reason = _("It is a whole number between {least} and {most}.").format(least=least, most=most)
        raise Invalid({"value": reason})
    return str(int(text))


def _prefix(text: str) -> str:
    if len(text) > MAX_PREFIX or not _PREFIX.fullmatch(text):
        reason = _("At most {count} letters, digits, points, hyphens and slashes, a letter or digit first.")
        raise Invalid({"value": reason.format(count=MAX_PREFIX)})
    return text


def _reminders(text: str) -> str:
    parts = text.replace(",", " ").split()
    days = [int(one) for one in parts if _WHOLE.fullmatch(one)]
    rises = all(one < other for one, other in pairwise(days))
    if len(days) != len(parts) or len(days) != REMINDERS or not rises or not 1 <= days[0] <= days[-1] <= MOST_DAYS:
        raise Invalid(
            {"value": _("Three rising numbers of days between 1 and {most}, such as 10 20 30.").format(most=MOST_DAYS)}
        )
    return " ".join(str(one) for one in days)


def _yes_or_no(text: str) -> str:
    if text not in {"yes", "no"}:
        raise Invalid({"value": _("Choose one of: {choices}.").format(choices="yes, no")})
    return text


_JUDGES: dict[str, Callable[[str], str]] = {
    "vat_status": _status,
    "vat_percent": _rate,
    "iban": _iban,
    "email": normalise_email,
    "phone": normalise_phone,
    "payment_days": _days,
    "invoice_prefix": _prefix,
    "credit_prefix": _prefix,
    "first_number": _number,
    "reminder_days": _reminders,
    "reminds_by_itself": _yes_or_no,
}
_NEEDED = frozenset({"vat_status", "payment_days", "first_number", "reminder_days", "reminds_by_itself"})
"""Fields that can't be empty."""
