"""To pay: what one's organisation owes, marked and paid from the prepaid account, or declined."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from textual import on, work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _, ngettext
from resellertui.services.billing.to_pay import DueTotal, ToPayQuery
from resellertui.services.billing.views import DocumentRow, PayInput
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.product import ProductDialog
from resellertui.tui.document_words import DocumentRows, document_row, due_columns, open_document
from resellertui.tui.explaining import EXPLAIN
from resellertui.tui.renewal_rows import own_renewal_columns, renewal_row
from resellertui.tui.renewing import renew_products, renewal_total
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.vat_asking import Asked, Place, ask_for_vat, told_only
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

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


MOST_NAMED = 8
"""How many of the documents to pay a question names."""


COMING, WHOLE = "coming", "whole"


class ToPaySource(Source):
    """Windows on what is to pay, or on the renewals that are coming, whatever their number."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        services = self._app.services
        if query.tab in {COMING, WHOLE}:
            coming = await self._app.ask(
                partial(services.renewals.coming, offset=offset, limit=limit, **_coming(query))
            )
            return Page(coming.total, coming.offset, [renewal_row(one) for one in coming.rows])
        answer = await self._app.ask(services.to_pay.page, _asked(query), offset, limit)
        return Page(answer.total, answer.offset, [document_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the document is, or the product."""
        services = self._app.services
        if query.tab in {COMING, WHOLE}:
            return await self._app.ask(partial(services.renewals.coming_position, **_coming(query)), key)
        return await self._app.ask(services.to_pay.position, _asked(query), key)

    def can_reverse(self, query: ListQuery) -> bool:
        """Return whether the order can be turned round: what is coming is listed as it comes."""
        return query.tab not in {COMING, WHOLE}

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first document of this id, or for someone of this name; of coming renewals the product."""
        if query.tab in {COMING, WHOLE}:
            return await self.position(query, typed)
        return await self._app.ask(self._app.services.to_pay.find, _asked(query), typed)


def _coming(query: ListQuery) -> dict[str, Any]:
    return {"whole": query.tab == WHOLE, "text": query.filter}


def _asked(query: ListQuery) -> ToPayQuery:
    asked: ToPayQuery = ToPayQuery.of(text=query.filter, backwards=query.descending)
    return asked


class ToPaySection(DocumentRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The pro formas that wait, and one's own renewals that are coming."""

    TITLE = "To pay"
    GUIDE = "invoices"
    HELP_TITLE = "To pay"
    VERBS: ClassVar[tuple[Command, ...]] = (PAY, DECLINE, EXPLAIN)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("due", "To pay"),
        (COMING, "Renewals in 60 days"),
        (WHOLE, "All renewals"),
    )

    def source(self) -> Source:
        """Return what is to pay."""
        return ToPaySource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return due_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == WHOLE:
            return plain(_("None of your subscriptions comes up for renewal."))
        if query.tab == COMING:
            return plain(_("None of your subscriptions comes up for renewal within 60 days: ] shows all."))
        return plain(_("Nothing is to pay. ] shows which of your subscriptions come up for renewal."))

    def show_tab(self, key: str) -> None:
        """Show the documents, or the coming renewals, with their columns."""
        self.records.unmark()
        self.records.set_columns(due_columns() if key == "due" else own_renewal_columns())
        super().show_tab(key)

    @property
    def _is_coming(self) -> bool:
        return self.tab_line.active != "due"

    def why_not(self, command: Command) -> str | None:
        """Say that a renewal that is only coming can't be declined."""
        if command is DECLINE and self._is_coming:
            return _("There is nothing to decline yet: it runs out unless it is renewed.")
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show a whole document, or the product."""
        if self._is_coming:
            await self.app.push_screen_wait(ProductDialog(key))
        else:
            await open_document(self.app, key)

    def action_pay(self) -> None:
        """Pay what is marked, or the row under the cursor; what is coming is renewed and paid."""

        def pay(row: Row) -> None:
            if self._is_coming:
                self._renew(row.key)
            else:
                self._pay(row.key)

        self.records.on_row(pay)

    @work(group="dialog", exclusive=True)
    async def _renew(self, under_cursor: str) -> None:
        products = list(await self.records.marked_keys()) or [under_cursor]
        if await renew_products(self.app, products, pay=True):
            self.records.unmark()

    def action_decline(self) -> None:
        """Decline the row under the cursor."""

        def decline(row: Row) -> None:
            self._decline(row.key)

        self.records.on_row(decline)

    @on(RecordList.Marked)
    @work(group="marked", exclusive=True)
    async def say_total(self) -> None:
        """Say what is marked, together."""
        marks = self.records.marks
        if len(marks) and self._is_coming:
            with self.app.reporting():
                self.app.say(_("Marked: {total}").format(total=await renewal_total(self.app, await self._marked())))
        elif len(marks):
            with self.app.reporting():
                self.app.say(_("Marked: {total}").format(total=_total(await self._due(marks))))

    async def _marked(self) -> list[str]:
        return list(await self.records.marked_keys())

    async def _due(self, marks: Marks) -> Sequence[DueTotal]:
        """Return what is due of all that is marked, summed up in the database."""
        every = None if marks.every is None else _asked(marks.every)
        return await self.app.ask(self.app.services.to_pay.total, marks.keys, every, marks.but)

    @work(group="dialog", exclusive=True)
    async def _pay(self, under_cursor: str) -> None:
        with self.app.reporting():
            marks = self.records.marks if len(self.records.marks) else Marks(frozenset({under_cursor}))
            references: Sequence[str] = await self.records.marked_keys() or (under_cursor,)
            hint = await self.app.ask(self.app.services.to_pay.vat_hint, references)
            asked = await ask_for_vat(self.app, Place.TO_PAY, hint, without=_("Pay without it"))
            if asked is Asked.STOPPED:
                return
            if asked is Asked.ENTERED:
                references = await self.app.ask(self.app.services.to_pay.present_ones, references)
                self.records.unmark()
                marks = Marks(frozenset(references))
            rows = await self.app.ask(self.app.services.to_pay.rows, references)
            totals = await self._due(marks)
            if not rows:
                if asked is Asked.ENTERED:
                    self.app.say(_("Nothing is left to pay of it: what was paid before covers it."))
                return
            more = len(rows) - MOST_NAMED
            effects = [
                _("{total} leave your prepaid account.").format(total=_total(totals)),
                *(
                    _("{id}, for {holder}: {due} {currency}.").format(
                        id=one.id, holder=one.holder, due=one.due, currency=one.currency
                    )
                    for one in rows[:MOST_NAMED]
                ),
                *([ngettext("And {count} more.", "And {count} more.", more).format(count=more)] if more > 0 else []),
                *(await self._vat_words(rows) if asked is Asked.ENTERED else told_only(hint)),
            ]
            keys = {one.id: uuid4().hex for one in rows}
            if not await self.app.push_screen_wait(ConfirmDialog(_("Pay?"), effects, yes=_("Pay"), danger=True)):
                return
            await self._check_balances(totals)
            paid: list[DocumentRow] = []
            try:
                for one in rows:
                    wish = PayInput.of(document=one.id, amount=one.due, key=keys[one.id])
                    await self.app.tell(self.app.services.billing.pay, wish)
                    paid.append(one)
            finally:
                # each is paid by itself: where one is refused, those before it stay paid
                if paid:
                    self.app.say(_("Paid: {ids}.").format(ids=_names(paid)))
                self.records.unmark()
                self.reload()

    async def _vat_words(self, rows: Sequence[DocumentRow]) -> list[str]:
        """Return how what is to pay is taxed now, as the first of the documents says it."""
        document = await self.app.ask(self.app.services.billing.document, rows[0].id)
        return [one.reason for one in document.vat_lines]

    async def _check_balances(self, totals: Sequence[DueTotal]) -> None:
        """Refuse the whole where an account can't cover what is marked together, before anything moves."""
        held = {one.currency: one.balance for one in await self.app.ask(self.app.services.prepaid.show)}
        for one in totals:
            if Decimal(one.amount) > Decimal(held.get(one.currency, "0")):
                raise Refused(
                    _("The prepaid account holds {held} {currency}, and {amount} are to be paid.").format(
                        held=held.get(one.currency, "0.00"), currency=one.currency, amount=one.amount
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


def _names(rows: Sequence[DocumentRow]) -> str:
    more = len(rows) - MOST_NAMED
    named = ", ".join(one.id for one in rows[:MOST_NAMED])
    return (
        named
        if more <= 0
        else ngettext("{ids} and {count} more", "{ids} and {count} more", more).format(ids=named, count=more)
    )


def _total(totals: Sequence[DueTotal]) -> str:
    return " + ".join(f"{one.amount} {one.currency}" for one in totals)
