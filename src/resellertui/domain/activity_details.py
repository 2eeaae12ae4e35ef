"""The values beside an act, in words: what they are called, and how before and after read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from resellertui.domain.billing import reason_words
from resellertui.domain.client_account import FIELDS, label_of, shown
from resellertui.domain.consequence import enumerate_names
from resellertui.domain.errors import ResellerError
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Access, Payment, access_label, payment_label
from resellertui.domain.roles import ProductRight, Role, role_label
from resellertui.domain.wording import _

PRIVATE_TO_PAYER = frozenset({"document", "total", "net", "currency", "payer", "due_on", "credit_note"})
"""What an entry says of a document: only whom it is issued to, and the provider's staff, are told."""


@dataclass(frozen=True)
class Detail:
    """One value of an act, or what it was before and after."""

    label: str
    after: str
    before: str | None = None
    """None where the act did not change something that was there before."""

    @property
    def words(self) -> str:
        """The detail in one line."""
        if self.before is None:
            return _("{label}: {value}").format(label=self.label, value=self.after)
        return _("{label}: {before} → {after}").format(label=self.label, before=self.before, after=self.after)


def details_of(action: str, values: object, day: Callable[[date], str], *, own_document: bool = True) -> list[Detail]:
    """Return what an entry's values say; what this version knows no words for is left out.

    Args:
        action: what was done.
        values: the entry's values, which may hold anything: they come from a file that others can write.
        day: a date in words.
        own_document: whether the reader may know what the entry says of a document.
    """
    if not isinstance(values, Mapping):
        return []
    facts = {key: one for key, one in values.items() if own_document or key not in PRIVATE_TO_PAYER}
    before, after = facts.get("before"), facts.get("after")
    if isinstance(after, Mapping):
        return _fields(action, before if isinstance(before, Mapping) else None, after)
    if isinstance(before, Mapping):
        return _fields(action, None, before)
    found: list[Detail] = []
    if all(_is_said(action, facts.get(one)) for one in ("before", "after")) and not facts.keys().isdisjoint(
        ("before", "after")
    ):
        found.append(_change(action, facts))
    money = _money(facts)
    if money is not None:
        found.append(Detail(_("Amount"), money))
    for key, label in _labels().items():
        if key in facts and facts[key] not in (None, "", [], {}):
            found.append(Detail(label, _value(key, facts[key], day)))
    return found


def _is_said(action: str, value: object) -> bool:
    """Return whether a value says something by itself: numbers of records do not."""
    return action == "partnership.limit" or isinstance(value, str | bool | None)


def _fields(action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Detail]:
    country = _text(after.get("country"))
    of_account = action.startswith("organisation.")
    labels = _labels()

    def label(key: str) -> str:
        if of_account or (key in FIELDS and key not in labels):
            return label_of(key)
        return labels[key]

    known = {*FIELDS, "currency"} if of_account else {*FIELDS, *labels}
    return [
        Detail(
            label(key),
            _shown(key, one, country),
            None if before is None else _shown(key, before.get(key), country),
        )
        for key, one in after.items()
        if key in known
    ]


def _shown(field: str, value: object, country: str) -> str:
    try:
        return shown(field, _text(value), country)
    except (LookupError, ValueError, ResellerError):
        return _text(value)  # edited by hand: the check says so


def _change(action: str, facts: Mapping[str, Any]) -> Detail:
    label = {
        "people.role_changed": _("Role"),
        "product.auto_renewal": _("Automatic renewal"),
        "partnership.limit": _("Monthly limit"),
        "people.accounting_changed": _("Right to the accounting"),
        "people.reminders": _("Reminders"),
        "profile.email_confirmed": _("E-mail"),
        "registry.answered": _("Answer"),
        "support.answered": _("State"),
        "support.replied": _("State"),
        "support.closed": _("State"),
        "team.leader_changed": _("Leader"),
    }.get(action, _("Value"))

    def words(value: object) -> str:
        if action == "people.role_changed":
            return _role(value)
        if isinstance(value, bool):
            return _("on") if value else _("off")
        if action == "partnership.limit" and isinstance(value, int):
            return _minor(value, facts.get("currency")) or "–"
        return _text(value) or "–"

    return Detail(label, words(facts.get("after")), words(facts.get("before")))


def _money(facts: Mapping[str, Any]) -> str | None:
    if isinstance(facts.get("amount"), str):
        return f"{facts['amount']} {_text(facts.get('currency'))}".strip()
    return _minor(facts.get("total"), facts.get("currency"))


def _minor(value: object, currency: object) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not _is_one(currency, Currency):
        return None
    return f"{Money(value, Currency(str(currency)))} {currency}"


def _labels() -> dict[str, str]:
    return {
        "team": _("Team"),
        "service": _("Product"),
        "case": _("Request"),
        "plan": _("Plan"),
        "person": _("Person"),
        "members": _("Members"),
        "colour": _("Colour"),
        "time_zone": _("Time zone"),
        "reference": _("Reference"),
        "registry": _("Registry"),
        "registries": _("Registries"),
        "number": _("Number"),
        "label": _("Label"),
        "fingerprint": _("Fingerprint"),
        "count": _("Count"),
        "name": _("Name"),
        "email": _("E-mail"),
        "email_key": _("E-mail"),
        "role": _("Role"),
        "family": _("Family"),
        "client": _("Client"),
        "right": _("Right"),
        "access": _("Access"),
        "payment": _("Payment method"),
        "products": _("Products"),
        "families": _("Families"),
        "end_on": _("Ends on"),
        "until": _("Until"),
        "expires_on": _("Expires on"),
        "due_on": _("Due on"),
        "effective": _("Effective from"),
        "version": _("Version"),
        "state": _("State"),
        "method": _("Paid by"),
        "services": _("Services"),
        "reason": _("Reason"),
        "remembered": _("Remembered"),
        "format": _("Format"),
        "partner": _("Partner"),
        "since": _("From"),
        "created": _("Created"),
        "updated": _("Changed"),
        "entries": _("Entries"),
        "mails": _("Mails"),
        "documents": _("Documents"),
        "partners": _("Partners"),
        "records": _("Records"),
        "clients": _("Clients"),
        "grants_lost": _("People who lost the client"),
        "withdrawn": _("Requests withdrawn"),
        "refused": _("Requests refused"),
        "quotes_withdrawn": _("Requests for quotes withdrawn"),
        "given_up": _("Pending cashback given up"),
        "offer": _("Offer"),
        "replaces": _("In place of"),
        "valid_until": _("Valid until"),
        "contract": _("Contract"),
        "provider": _("Provider"),
        "outside_product": _("Product"),
        "sent": _("Sent"),
        "failed": _("Failed"),
    }


def _value(key: str, value: object, day: Callable[[date], str]) -> str:
    if key == "role":
        return _role(value)
    if key == "reason":
        return reason_words(_text(value))
    if key == "method":
        return {"prepaid": _("the prepaid account"), "bank": _("bank transfer"), "card": _("card")}.get(
            _text(value), _text(value)
        )
    if key == "access" and _is_one(value, Access):
        return access_label(Access(str(value)))
    if key == "payment" and _is_one(value, Payment):
        return payment_label(Payment(str(value)))
    if key == "right" and _is_one(value, ProductRight):
        return _("to change it") if value == ProductRight.TECHNICAL.value else _("to look at it")
    if key in {"end_on", "until", "expires_on", "due_on", "effective", "since", "valid_until"}:
        return _day(value, day)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return enumerate_names([_text(one) for one in value])
    return _text(value)


def _day(value: object, day: Callable[[date], str]) -> str:
    try:
        return day(date.fromisoformat(_text(value)))
    except ValueError:
        return _text(value)


def _role(value: object) -> str:
    return role_label(Role(str(value))) if _is_one(value, Role) else _text(value)


def _is_one(value: object, kind: type[StrEnum]) -> bool:
    return isinstance(value, str) and value in {one.value for one in kind}


def _text(value: object) -> str:
    return "" if value is None else str(value)
