"""The life of orders and documents: dates, numbers, what a refund gives back.

Decided here where the rules are silent:

- An order's pro forma is due 30 days after it was made. Its price, payer, benefit and VAT are fixed when it is ordered;
  the subscription, and the period of service on the invoice, start on the day it is paid in full.
- Invoices and credit notes are numbered in a series each, from 1 every year; a credit note's number therefore says
  that it is one, `CN-2026-000001`, since the invoice `2026-000001` is another document.
- A refund is stated without VAT. The VAT of the same rates follows it cumulatively, rounded once on what was refunded
  so far, so that refunds in parts give back to the cent what one refund does. It does not end a subscription by itself.
- Paying by bank or card is recorded as the organisation's people, or the provider's staff, say: the console moves no
  money itself, and the provider compares it with its bank by the reference. In locked mode only staff may say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.calendar import add_months
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.money import round_half_up
from resellertui.domain.sharing import spread
from resellertui.domain.wording import _

DAYS_TO_PAY = 30
"""How long an order's pro forma may be paid."""


class ProductState(StrEnum):
    """Where a subscription stands."""

    PENDING = "pending"
    ACTIVE = "active"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class VoidReason(StrEnum):
    """Why the program itself ended a pro forma; a person who declines one says so in words of their own."""

    TERMINATED = "void:terminated"
    WITHDRAWN = "void:withdrawn"
    PARTNERSHIP = "void:partnership"
    REDRAWN = "void:redrawn"


def reason_words(reason: str) -> str:
    """Return why a document was ended or refunded, in words."""
    known = {
        VoidReason.TERMINATED.value: _("What it would have renewed was terminated."),
        VoidReason.WITHDRAWN.value: _("It was withdrawn, since the renewal is not asked of its payer any more."),
        VoidReason.PARTNERSHIP.value: _("It was withdrawn, since the partner does not pay for the client any more."),
        VoidReason.REDRAWN.value: _("It was made again, since its payer's account decides its VAT anew."),
    }
    return known.get(reason, reason)


def service_period(start: date, months: int, anchor_day: int) -> tuple[date, date]:
    """Return the first and last day of service of so many months; the next period starts the day after."""
    return start, add_months(start, months, anchor_day) - timedelta(days=1)


def id_kind(kind: str) -> Kind:
    """Return what the id of a document of this kind (`invoice`, `credit_note`) begins with."""
    return Kind.CREDIT_NOTE if kind == "credit_note" else Kind.INVOICE


def show_number(kind: str, year: int | None, sequence: int | None) -> str | None:
    """Return a document's number, such as `2026-000012` or `CN-2026-000003`; None while it has none."""
    if year is None or sequence is None:
        return None
    series = f"{Kind.CREDIT_NOTE.value}-" if id_kind(kind) is Kind.CREDIT_NOTE else ""
    return f"{series}{year}-{sequence:06d}"


@dataclass(frozen=True)
class DocumentName:
    """What someone named a document by: its id, or its number in a year."""

    kinds: tuple[str, ...]
    """`invoice`, `credit_note`, or both where the text leaves it open; the likelier one comes first."""
    document_id: int | None = None
    number: tuple[int, int] | None = None
    """Year and sequence."""


_NUMBER = re.compile(r"(?:(INV|CN)[- ]?)?([0-9]{4})-([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_KINDS = {"INV": ("invoice",), "CN": ("credit_note",), "": ("invoice", "credit_note")}


def read_document_name(text: str) -> DocumentName | None:
    """Return what a text names: `INV-12`, `CN-13`, `12`, `2026-000012`, `CN-2026-000003`; None for anything else."""
    if match := _NUMBER.fullmatch(text.strip()):
        return DocumentName(_KINDS[(match[1] or "").upper()], number=(int(match[2]), int(match[3])))
    kinds = tuple(one for one in _KINDS[""] if parse_id(id_kind(one), text) is not None)
    if not kinds:
        return None
    return DocumentName(kinds, document_id=parse_id(id_kind(kinds[0]), text))


def split_refund(amount: int, left: Sequence[int]) -> list[int]:
    """Spread a refund, without VAT, over lines in proportion to what is left of them; none gets more than its own."""
    return spread(amount, left)


def vat_to_date(refunded: int, percent: Decimal) -> int:
    """Return the VAT refunded once so much of a rate's base is: computed on the sum, rounded once."""
    return int(round_half_up(Decimal(refunded).scaleb(-2) * percent.scaleb(-2)).scaleb(2))


def reversed_to_date(cashback: int, refunded: int, charged: int) -> int:
    """Return how much of a line's cashback is reversed once so much of its charged amount is refunded."""
    if charged == 0:
        return 0
    return int(round_half_up((Decimal(cashback) * refunded / charged).scaleb(-2)).scaleb(2))


def document_state_label(state: str, *, overdue: bool = False) -> str:
    """Return where a document stands, in words: the same in lists, on pages and in commands."""
    labels = {
        "to_pay": _("to pay"),
        "paid": _("paid"),
        "refunded": _("refunded"),
        "partly_refunded": _("refunded in part"),
        "void": _("void"),
        "issued": _("credit note"),
    }
    return _("overdue") if overdue else labels[state]
