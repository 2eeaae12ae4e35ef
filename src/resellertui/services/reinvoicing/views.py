"""What use cases of re-invoicing are given and answer with. Amounts are exact decimals as text, without VAT."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from resellertui.services.inputs import Input
from resellertui.services.views import View

_Typed = Annotated[str, Field(max_length=4000)]
"""What was typed into one field of a form, which the form's own rules judge, all of them at once."""


class ReinvoiceSettingsEdit(Input):
    """How a partner bills its clients; a field left out stays as it is."""

    vat_status: _Typed | None = None
    vat_percent: _Typed | None = None
    iban: _Typed | None = None
    account_holder: _Typed | None = None
    email: _Typed | None = None
    phone: _Typed | None = None
    payment_days: _Typed | None = None
    invoice_prefix: _Typed | None = None
    credit_prefix: _Typed | None = None
    first_number: _Typed | None = None
    closing_line: _Typed | None = None
    reminder_days: _Typed | None = None
    reminds_by_itself: _Typed | None = None
    version: int | None = None
    """The version that was changed, 0 for what nobody has set yet; None changes whatever is there."""

    def given(self) -> dict[str, str]:
        """Return the fields that are to be written, by name."""
        return self.model_dump(exclude={"version"}, exclude_none=True)


class ReinvoiceClientEdit(Input):
    """How one client is billed; a field left out stays as it is, an empty one goes back to what holds for all."""

    email: _Typed | None = None
    language: _Typed | None = None
    payment_days: _Typed | None = None
    reference: _Typed | None = None
    version: int | None = None
    """As for the settings."""

    def given(self) -> dict[str, str]:
        """Return the fields that are to be written, by name."""
        return self.model_dump(exclude={"version"}, exclude_none=True)


class ReinvoiceSettingsView(View):
    """How a partner bills its clients."""

    values: dict[str, str]
    """Every field of the form as it is stored, by the name that problems give it."""
    iban: str
    """The account as people read it, in groups of four."""
    qr_iban: bool
    """Whether it takes QR references."""
    rate_needed: bool
    """Whether the programme terms hold no VAT rate for the partner's country."""
    confirmed: bool
    """Whether somebody has set them: until then they are a proposal, and the first invoice asks."""
    has_issued: bool
    """Whether an invoice was issued, after which the series goes on by itself."""
    may_change: bool
    why_not: str
    """Why the reader can't change them; empty where it can."""
    version: int


class ReinvoiceClientView(View):
    """How one client is billed."""

    client: str
    client_id: str
    values: dict[str, str]
    """Every field as it is stored; empty for what holds for all."""
    email: str
    """Where its invoices go."""
    language: str
    """What they are written in."""
    payment_days: int
    version: int
