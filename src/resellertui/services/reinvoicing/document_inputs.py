"""What use cases about partners' documents are given."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from resellertui.domain.reinvoicing.status import Status
from resellertui.services.inputs import FilledLine, Input, Line, Lines, Sought, Whole


class ReinvoiceMethod(StrEnum):
    """How a client paid its partner."""

    BANK = "bank"
    CARD = "card"
    CASH = "cash"
    OTHER = "other"


class IssueInput(Input):
    """What is to be issued: a whole month, or one client's part of it."""

    period: FilledLine
    """A month such as `2026-11`."""
    client: Line = ""
    """By id, name or e-mail; all clients where left out."""
    supplement: bool = False
    """Whether to make a further invoice where there is one for the month."""
    key: Line = ""


class CreditLineInput(Input):
    """What is credited of one line."""

    position: Whole = Field(ge=1)
    amount: Line = ""
    """Without VAT; all that is left of it where left out."""


class CreditInput(Input):
    """A credit note of an invoice."""

    document: FilledLine
    lines: tuple[CreditLineInput, ...] = Field(default=(), max_length=10_000)
    """All lines, with what is left of them, where none is named."""
    reopen: bool = False
    """Whether what the lines bill is open again, to be billed anew; only for whole lines."""
    reason: Lines
    key: Line = ""


class ReinvoicePaymentInput(Input):
    """A payment of a client towards an invoice."""

    document: FilledLine
    amount: Line = ""
    """All that is open where left out."""
    paid_on: date | None = None
    """Today where left out."""
    method: ReinvoiceMethod = ReinvoiceMethod.BANK
    note: Line = ""
    key: Line = ""


class RepaymentInput(Input):
    """What was given back to a client, or a payment that was recorded wrongly: an entry below zero."""

    document: FilledLine
    amount: FilledLine
    """Written without a sign."""
    paid_on: date | None = None
    method: ReinvoiceMethod = ReinvoiceMethod.BANK
    note: FilledLine
    key: Line = ""


class ReinvoiceQuery(Input):
    """Which documents a list shows."""

    client: Line = ""
    """By id, name or e-mail; of those that a client received, the partner."""
    status: Status | None = None
    period: Line = ""
    text: Sought = ""
    """A part of the number, or an id."""
