"""The prepaid account: what stands on it, every entry, and money in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.services.billing.statement import StatementQuery
from resellertui.services.billing.views import EntryView, PrepaidInput
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.document_words import open_document
from resellertui.tui.explaining import EXPLAIN, ExplainsRows, explain
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.form import TextField
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

TOP_UP = Command(
    "prepaid.top_up",
    "n",
    "Top up",
    "Record money that came in by bank.",
    permission=Action.ACCOUNTING_PAY,
    footer=10,
)
WITHDRAW = Command(
    "prepaid.withdraw",
    "e",
    "Withdraw",
    "Record money that goes back to your bank.",
    permission=Action.ACCOUNTING_PAY,
    danger=True,
    footer=20,
)
ACCOUNT = Command(
    "prepaid.account", "b", "Balance", "Derive what stands on the account from all that moved.", footer=30
)
CURRENCIES = ("CHF", "EUR")
KEPT = 2000
"""Of how many of the entries read last the documents are kept."""


class EntrySource(Source):
    """Windows on the entries of the account of a tab's currency."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._documents: dict[str, str] = {}

    def document_of(self, key: str) -> str | None:
        """Return the document of an entry that was read, where it is one's own."""
        return self._documents.get(key)

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        prepaid = self._app.services.prepaid
        answer = await self._app.ask(prepaid.statement, query.tab, offset, limit, _asked(query))
        for one in answer.rows:
            if one.document_id is not None:
                self._documents[one.transaction_id] = one.document_id
        for old in list(self._documents)[:-KEPT]:
            del self._documents[old]
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the entry is."""
        return await self._app.ask(self._app.services.prepaid.position, query.tab, _asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first entry that a text means: a day, an id, an amount, what moved, a reference."""
        return await self._app.ask(self._app.services.prepaid.find, query.tab, _asked(query), typed)


def _asked(query: ListQuery) -> StatementQuery:
    asked: StatementQuery = StatementQuery.of(text=query.filter, backwards=query.descending)
    return asked


class PrepaidSection(ExplainsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The entries of both currencies, newest first."""

    TITLE = "Prepaid account"
    GUIDE = "invoices"
    HELP_TITLE = "Prepaid account"
    VERBS: ClassVar[tuple[Command, ...]] = (TOP_UP, WITHDRAW, ACCOUNT, EXPLAIN)
    LANDMARK = TOP_UP
    TABS: ClassVar[tuple[tuple[str, str], ...]] = tuple((one, one) for one in CURRENCIES)

    def first_tab(self) -> str:
        """Return the organisation's own currency."""
        own = self.app.choice.currency if self.app.choice is not None else ""
        return own if own in CURRENCIES else CURRENCIES[0]

    def source(self) -> Source:
        """Return the entries."""
        self._entries = EntrySource(self.app)
        return self._entries

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("at", _("When"), 17),
            Column("text", _("What"), 14, weight=2, limit=30, priority=1),
            Column("document", _("Document"), 9, priority=2),
            Column("reference", _("Reference"), 10, weight=2, limit=40, priority=3),
            Column("amount", _("Amount"), 10, right=True),
            Column("balance", _("Balance"), 10, right=True),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("Nothing has moved in {currency} yet. Press n to top up.").format(currency=query.tab))

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show the document of an entry; of one that has none, or another's, where it comes from."""
        document = self._entries.document_of(key)
        if document is not None:
            await open_document(self.app, document)
        else:
            await explain(self.app, key)

    def action_top_up(self) -> None:
        """Record money that came in."""
        self._move(_("Top up the prepaid account"), withdraw=False)

    def action_withdraw(self) -> None:
        """Record money that goes back."""
        self._move(_("Withdraw from the prepaid account"), withdraw=True)

    def action_account(self) -> None:
        """Derive what stands on the account of the tab."""
        self.explain_reference(f"PREPAID-{self.records.asked.tab or CURRENCIES[0]}")

    @work(group="dialog", exclusive=True)
    async def _move(self, title: str, *, withdraw: bool) -> None:
        key = uuid4().hex
        currency = self.records.asked.tab or CURRENCIES[0]
        answer: dict[str, Any] | None = await self.app.push_screen_wait(
            FormDialog(
                title,
                TextField("amount", _("Amount in {currency}").format(currency=currency), hint="100.00"),
                TextField("reference", _("Reference")),
            )
        )
        if answer is None:
            return
        with self.app.reporting():
            wish = PrepaidInput.of(amount=answer["amount"], currency=currency, reference=answer["reference"], key=key)
            prepaid = self.app.services.prepaid
            view = await self.app.tell(prepaid.withdraw if withdraw else prepaid.top_up, wish)
            self.app.say(
                _("The account holds {balance} {currency}.").format(balance=view.balance, currency=view.currency)
            )


def _row(one: EntryView) -> Row:
    return Row(
        one.transaction_id,
        {
            "at": formats.moment(one.at),
            "text": one.text,
            "document": one.document_id or "",
            "reference": one.reference,
            "amount": one.amount,
            "balance": one.balance,
        },
    )
