"""To pay: what one's organisation owes, marked and paid from the prepaid account, or declined."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar
from uuid import uuid4

from textual import on, work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.services.billing.views import DocumentRow, PayInput
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.document_words import DocumentRows, document_columns, document_row
from resellertui.tui.explaining import EXPLAIN
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

PAY = Command(
    "to_pay.pay",
    "p",
    "Pay",
    "Pay what is marked, or the row, from the prepaid account.",
    permission=Action.ACCOUNTING_PAY,
    danger=True,
    footer=10,
)
DECLINE = Command(
    "to_pay.decline",
    "d",
    "Decline",
    "Decline to pay it: what it would have started is cancelled.",
    permission=Action.ACCOUNTING_PAY,
    danger=True,
    footer=20,
)


class ToPaySection(DocumentRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The pro formas that wait."""

    TITLE = "To pay"
    HELP_TITLE = "To pay"
    VERBS: ClassVar[tuple[Command, ...]] = (PAY, DECLINE, EXPLAIN)

    _rows: dict[str, DocumentRow]

    def source(self) -> Source:
        """Return what is to pay."""
        self._rows = {}
        return WholeSource(self._load)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return document_columns()

    def empty(self, _query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("Nothing is to pay."))

    def action_pay(self) -> None:
        """Pay what is marked, or the row under the cursor."""

        def pay(row: Row) -> None:
            self._pay(row.key)

        self.records.on_row(pay)

    def action_decline(self) -> None:
        """Decline the row under the cursor."""

        def decline(row: Row) -> None:
            self._decline(row.key)

        self.records.on_row(decline)

    @on(RecordList.Marked)
    @work(group="marked", exclusive=True)
    async def say_total(self) -> None:
        """Say what is marked, together."""
        marked = await self._marked()
        if marked:
            self.app.say(_("Marked: {total}").format(total=_total(marked)))

    async def _marked(self) -> list[DocumentRow]:
        keys = set(await self.records.marked_keys())
        return [one for key, one in self._rows.items() if key in keys]

    @work(group="dialog", exclusive=True)
    async def _pay(self, under_cursor: str) -> None:
        here = self._rows.get(under_cursor)
        rows = await self._marked() or ([here] if here is not None else [])
        if not rows:
            return
        effects = [
            _("{total} leave your prepaid account.").format(total=_total(rows)),
            *(
                _("{id}, for {holder}: {due} {currency}.").format(
                    id=one.id, holder=one.holder, due=one.due, currency=one.currency
                )
                for one in rows[:8]
            ),
        ]
        keys = {one.id: uuid4().hex for one in rows}
        if not await self.app.push_screen_wait(ConfirmDialog(_("Pay?"), effects, yes=_("Pay"), danger=True)):
            return
        with self.app.reporting():
            await self._check_balances(rows)
            for one in rows:
                wish = PayInput.of(document=one.id, amount=one.due, key=keys[one.id])
                await self.app.tell(self.app.services.billing.pay, wish)
            self.records.unmark()

    async def _check_balances(self, rows: Sequence[DocumentRow]) -> None:
        """Refuse the whole where an account can't cover what is marked together, before anything moves."""
        held = {one.currency: one.balance for one in await self.app.ask(self.app.services.prepaid.show)}
        for currency, amount in _sums(rows).items():
            if amount > Decimal(held.get(currency, "0")):
                raise Refused(
                    _("The prepaid account holds {held} {currency}, and {amount} are to be paid.").format(
                        held=held.get(currency, "0.00"), currency=currency, amount=amount
                    ),
                    _("Nothing was changed."),
                    _("Top it up, or mark less."),
                )

    @work(group="dialog", exclusive=True)
    async def _decline(self, reference: str) -> None:
        answer = await self.app.push_screen_wait(
            TextDialog(_("Decline {id}?").format(id=reference), _("Why"), yes=_("Decline"))
        )
        if answer is None:
            return
        with self.app.reporting():
            await self.app.tell(self.app.services.billing.decline, reference, answer["text"])

    async def _load(self) -> Sequence[Item]:
        rows = await self.app.ask(self.app.services.billing.to_pay)
        self._rows = {one.id: one for one in rows}
        return [Item(document_row(one)) for one in rows]


def _sums(rows: Sequence[DocumentRow]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in rows:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + Decimal(one.due)
    return sums


def _total(rows: Sequence[DocumentRow]) -> str:
    return " + ".join(f"{amount} {currency}" for currency, amount in _sums(rows).items())
