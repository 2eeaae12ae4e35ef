"""What use cases about partners' documents answer with. Amounts are exact decimals as text.

What a client reads has views of its own, in which there is no cost and no margin to leave out.
"""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.reinvoicing.status import Status
from resellertui.services.billing.views import PartyView
from resellertui.services.views import View


class FieldNote(View):
    """Something about one field of what a document is made of, with what to do."""

    field: str
    reason: str


class DraftLineView(View):
    """A line that would be billed."""

    line_id: str
    sku: str
    label: str
    name: str
    quantity: int
    periods: int
    period_months: int
    service_from: date
    service_to: date
    charged_on: date
    cost: str
    price: str
    margin: str
    margin_percent: str | None
    """In per cent of the cost; None where nothing was charged."""
    priced_by: str
    offer: str
    """The accepted offer that says its price; empty where none does."""


class LeftOutView(View):
    """A line that does not go along."""

    line_id: str
    label: str
    name: str
    reason: str


class BilledVatView(View):
    """The VAT of a document at one rate."""

    category: str
    percent: str
    base: str
    amount: str
    reason: str


class DraftView(View):
    """An invoice as it would be issued now; it has no number before."""

    client: str
    client_id: str
    currency: str
    period: str
    language: str
    due_on: date
    supplements: str | None
    """The number of the invoice that it would supplement."""
    lines: tuple[DraftLineView, ...]
    left_out: tuple[LeftOutView, ...]
    vat_lines: tuple[BilledVatView, ...]
    net: str
    vat: str
    total: str
    cost: str
    margin: str
    margin_percent: str | None
    obstacles: tuple[FieldNote, ...]
    """What has to be put right before it can be issued."""
    notes: tuple[FieldNote, ...]
    """What is missing and stands in nobody's way."""


class SkippedView(View):
    """A client that gets no invoice."""

    client: str
    client_id: str
    currency: str
    reason: str
    remedy: str
    left_out: tuple[LeftOutView, ...] = ()


class RunTotal(View):
    """The sums of a run in one currency."""

    currency: str
    invoices: int
    net: str
    vat: str
    total: str
    cost: str
    margin: str


class PreviewView(View):
    """What a run would make."""

    period: str
    drafts: tuple[DraftView, ...]
    skipped: tuple[SkippedView, ...]
    totals: tuple[RunTotal, ...]
    """Of the invoices that nothing stands in the way of."""


class BilledRow(View):
    """A document in a list, as either side reads it."""

    id: str
    """`RIN-12`, or `RCN-13` for a credit note."""
    number: str
    kind: str
    status: Status
    partner: str
    partner_id: str
    client: str
    client_id: str
    period: str
    issued_on: date
    due_on: date
    currency: str
    net: str
    vat: str
    total: str
    paid: str
    credited: str
    open: str
    """Below zero what is to be given back; zero for a credit note."""


class ReinvoiceRow(BilledRow):
    """A document in its partner's list."""

    cost: str
    margin: str
    margin_percent: str | None
    reminded: int
    sent_at: datetime | None


class BilledLineView(View):
    """A line of a document, as either side reads it."""

    position: int
    label: str
    name: str
    quantity: int
    periods: int
    period_months: int
    service_from: date
    service_to: date
    amount: str
    vat_percent: str
    vat_category: str


class ReinvoiceLineView(BilledLineView):
    """A line of a document, as its partner reads it."""

    line_id: str
    sku: str
    provider_document: str
    """The number of the provider's document that charged it."""
    cost: str
    margin: str
    margin_percent: str | None
    priced_by: str
    offer: str
    """The accepted offer that says its price; empty where none does."""
    credited: str
    """What credit notes took off it."""
    reopened: bool


class ReinvoicePaymentView(View):
    """A payment, or a correction below zero."""

    amount: str
    paid_on: date
    method: str
    note: str
    by: str


class ReminderSent(View):
    """A reminder that went out."""

    level: int
    sent_on: date
    open_amount: str
    by: str
    """Empty where the daily job sent it."""


class PaperView(View):
    """A file of a document."""

    kind: str
    name: str
    media_type: str


class NamedDocument(View):
    """A document that another one refers to."""

    id: str
    number: str
    issued_on: date
    total: str


class BilledDocument(BilledRow):
    """A whole document, as either side reads it."""

    seller: PartyView
    buyer: PartyView
    language: str
    iban: str
    reference: str
    reason: str
    corrects: NamedDocument | None
    supplements: NamedDocument | None
    credit_notes: tuple[NamedDocument, ...]
    vat_lines: tuple[BilledVatView, ...]
    papers: tuple[PaperView, ...]


class ReceivedDocument(BilledDocument):
    """A whole document, as the client reads it."""

    lines: tuple[BilledLineView, ...]


class ReinvoiceView(BilledDocument):
    """A whole document, as its partner reads it."""

    cost: str
    margin: str
    margin_percent: str | None
    reminded: int
    sent_at: datetime | None
    next_reminder_on: date | None
    lines: tuple[ReinvoiceLineView, ...]
    payments: tuple[ReinvoicePaymentView, ...]
    reminders: tuple[ReminderSent, ...]


class OpenTotal(View):
    """What is open in one currency."""

    currency: str
    open: str
    overdue: str
    to_give_back: str


class ReinvoicePage(View):
    """A window on a partner's documents."""

    total: int
    offset: int
    rows: tuple[ReinvoiceRow, ...]
    exact: bool = True


class ReceivedPage(View):
    """A window on the documents that a client received from its partners."""

    total: int
    offset: int
    rows: tuple[BilledRow, ...]
    exact: bool = True


class HinderedView(View):
    """A client whose invoice could not be issued."""

    client: str
    client_id: str
    currency: str
    obstacles: tuple[FieldNote, ...]


class IssueReport(View):
    """What a run did."""

    period: str
    issued: tuple[ReinvoiceRow, ...]
    skipped: tuple[SkippedView, ...]
    hindered: tuple[HinderedView, ...]
    mails: int
    total: int
    """How many clients and currencies there were to look at."""
    cancelled: bool
    dry_run: bool


class DueReminder(View):
    """A reminder that may go today."""

    id: str
    number: str
    client: str
    client_id: str
    currency: str
    open: str
    due_on: date
    days_overdue: int
    level: int
    last_on: date | None


class PaperFile(View):
    """A file of a document, as it was issued."""

    id: str
    number: str
    kind: str
    name: str
    media_type: str
    content: bytes
