"""Forms about an invoice to a client: a payment, its correction, a credit note; each says what it does before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _, ngettext
from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import (
    CreditInput,
    CreditLineInput,
    ReinvoicePaymentInput,
    RepaymentInput,
)
from resellertui.services.reinvoicing.document_views import ReinvoiceView
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.widgets.form import CheckField, ChoiceField, TextField

SHOWN = 12
"""How many lines of the invoice a credit note names above its form."""
_PART = re.compile(r"([0-9]{1,5})(?:=(-?[0-9]+(?:\.[0-9]{1,2})?))?", re.ASCII)


def _methods() -> list[tuple[str, str]]:
    return [("bank", _("Bank")), ("card", _("Card")), ("cash", _("Cash")), ("other", _("Other"))]


class PaymentForm(RehearsingForm):
    """Records what a client paid."""

    HELP_TITLE = "A payment"

    def __init__(self, view: ReinvoiceView, today: str) -> None:
        super().__init__(
            _("Payment of {number}, {client}").format(number=view.number, client=view.client),
            TextField("amount", _("Amount in {currency}").format(currency=view.currency), view.open),
            TextField("paid_on", _("Paid on"), today),
            ChoiceField("method", _("How"), _methods()),
            TextField("note", _("Note")),
            yes=_("Record it"),
        )
        self._view, self._key = view, uuid4().hex

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what is open afterwards."""
        rehearsed = await self.app.ask(self.app.services.rehearsing().reinvoice_payments.record, self._wish(values))
        return [_still_open(rehearsed)]

    async def save(self, values: dict[str, Any]) -> str:
        """Record it."""
        return _still_open(await self.app.tell(self.app.services.reinvoice_payments.record, self._wish(values)))

    def _wish(self, values: dict[str, Any]) -> ReinvoicePaymentInput:
        given = values | {"paid_on": values["paid_on"].strip() or None}
        wish: ReinvoicePaymentInput = ReinvoicePaymentInput.of(document=self._view.id, key=self._key, **given)
        return wish


class RepaymentForm(RehearsingForm):
    """Takes a payment back: given back, or recorded wrongly."""

    HELP_TITLE = "A payment taken back"

    def __init__(self, view: ReinvoiceView, today: str) -> None:
        given_back = view.open.removeprefix("-") if view.open.startswith("-") else ""
        super().__init__(
            _("Take back a payment of {number}").format(number=view.number),
            TextField("amount", _("Amount in {currency}").format(currency=view.currency), given_back),
            TextField("paid_on", _("On"), today),
            ChoiceField("method", _("How"), _methods()),
            TextField("note", _("Why"), hint=_("Given back to the client, or recorded wrongly.")),
            yes=_("Take it back"),
            danger=True,
        )
        self._view, self._key = view, uuid4().hex

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what is open afterwards."""
        rehearsed = await self.app.ask(self.app.services.rehearsing().reinvoice_payments.take_back, self._wish(values))
        return [_still_open(rehearsed)]

    async def save(self, values: dict[str, Any]) -> str:
        """Record it."""
        return _still_open(await self.app.tell(self.app.services.reinvoice_payments.take_back, self._wish(values)))

    def _wish(self, values: dict[str, Any]) -> RepaymentInput:
        given = values | {"paid_on": values["paid_on"].strip() or None}
        wish: RepaymentInput = RepaymentInput.of(document=self._view.id, key=self._key, **given)
        return wish


class CreditForm(RehearsingForm):
    """Credits whole lines, or amounts of them."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "A credit note"

    def __init__(self, view: ReinvoiceView) -> None:
        hint = _("Nothing for all that is left; else numbers of lines, with an amount for a part: 1 3=20.00")
        super().__init__(
            _("Credit {number}, {client}").format(number=view.number, client=view.client),
            TextField("reason", _("Reason"), hint=_("The client reads it on the credit note.")),
            TextField("lines", _("Lines"), hint=hint),
            CheckField("reopen", _("Bill them anew: whole lines are open again")),
            yes=_("Credit and send"),
            danger=True,
        )
        self._view, self._key = view, uuid4().hex

    def lines(self) -> Sequence[str]:
        """Return the lines that there are."""
        said = [
            _("{position}. {name}: {amount} {currency}, credited {credited}").format(
                position=one.position,
                name=one.name or one.label,
                amount=one.amount,
                currency=self._view.currency,
                credited=one.credited,
            )
            for one in self._view.lines[:SHOWN]
        ]
        more = len(self._view.lines) - SHOWN
        if more > 0:
            said.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
        return said

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what the credit note would say."""
        note = await self.app.ask(self._credit, self.app.services.rehearsing(), values)
        said = [
            _("{client} is credited {net} + {vat} VAT = {total} {currency} by {number}, mailed at once.").format(
                client=note.client,
                net=note.net,
                vat=note.vat,
                total=note.total,
                currency=note.currency,
                number=note.number,
            )
        ]
        if values["reopen"]:
            count = len(note.lines)
            words = ngettext("{count} line is to bill again.", "{count} lines are to bill again.", count)
            said.append(words.format(count=count))
        return said

    async def save(self, values: dict[str, Any]) -> str:
        """Issue it."""
        note = await self.app.tell(self._credit, self.app.services, values)
        return _("Credit note {number} is issued.").format(number=note.number)

    def _credit(self, actor: Any, services: Services, values: dict[str, Any]) -> ReinvoiceView:
        wish = CreditInput.of(
            document=self._view.id,
            lines=typed_lines(values["lines"]),
            reopen=values["reopen"],
            reason=values["reason"],
            key=self._key,
        )
        return services.reinvoice_credits.credit(actor, wish)


def typed_lines(text: str) -> tuple[CreditLineInput, ...]:
    """Return the lines that were typed, such as `1 3=20.00`.

    Raises:
        Invalid: it is written in another way.
    """
    found = []
    for part in text.replace(",", " ").split():
        match = _PART.fullmatch(part)
        if match is None or int(match[1]) < 1:
            raise Invalid({"lines": _("Write numbers of lines, with an amount for a part: 1 3=20.00")})
        found.append(CreditLineInput(position=int(match[1]), amount=match[2] or ""))
    return tuple(found)


def _still_open(view: ReinvoiceView) -> str:
    return _("{number}: {paid} {currency} paid, {open} {currency} open.").format(
        number=view.number, paid=view.paid, open=view.open, currency=view.currency
    )
