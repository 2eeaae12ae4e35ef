"""Where a partner's invoice stands, by what was paid and credited, and by today's date."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from resellertui.domain.wording import _


class Status(StrEnum):
    """Where a document stands."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    CREDITED = "credited"
    """Credit notes took off all of it, and nothing was paid."""
    TO_GIVE_BACK = "to_give_back"
    """More was paid than is left of it."""
    CREDIT_NOTE = "credit_note"


def balance_of(total: int, paid: int, credited: int) -> int:
    """Return what a client still owes of an invoice, in minor units; below zero what is to be given back."""
    return total - credited - paid


def status_of(total: int, paid: int, credited: int, due_on: date, today: date) -> Status:
    """Return where an invoice stands that day; it is overdue from the day after it was due."""
    balance = balance_of(total, paid, credited)
    if balance < 0:
        return Status.TO_GIVE_BACK
    if balance == 0:
        return Status.CREDITED if credited and not paid else Status.PAID
    if today > due_on:
        return Status.OVERDUE
    return Status.PART_PAID if paid else Status.OPEN


def status_label(status: Status) -> str:
    """Return where a document stands, in words: the same in lists, on pages and in commands."""
    return {
        Status.OPEN: _("open"),
        Status.PART_PAID: _("paid in part"),
        Status.PAID: _("paid"),
        Status.OVERDUE: _("overdue"),
        Status.CREDITED: _("credited"),
        Status.TO_GIVE_BACK: _("to give back"),
        Status.CREDIT_NOTE: _("credit note"),
    }[status]
