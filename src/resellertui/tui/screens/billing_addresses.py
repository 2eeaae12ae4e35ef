"""Billing addresses: what the organisation's invoices can name besides itself, added, changed and removed by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.services.billing.views import BillingAddressView
from resellertui.tui.addressing import place_words
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.screens.edit_billing_address import EditBillingAddressPage
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row

ADD = Command(
    "billing_addresses.add", "n", "Add", "Add a billing address.", permission=Action.ACCOUNTING_PAY, footer=20
)
EDIT = Command(
    "billing_addresses.edit",
    "e",
    "Edit",
    "Change the address under the cursor.",
    permission=Action.ACCOUNTING_PAY,
    footer=30,
)
USUAL = Command(
    "billing_addresses.usual",
    "u",
    "Usual",
    "Let invoices name it where nothing else is chosen; once more for the organisation itself.",
    permission=Action.ACCOUNTING_PAY,
    footer=40,
)
REMOVE = Command(
    "billing_addresses.remove",
    "delete,x",
    "Remove",
    "Remove the address under the cursor; documents keep what they say.",
    permission=Action.ACCOUNTING_PAY,
    danger=True,
    footer=50,
)


class BillingAddressesPage(Page[None]):
    """Everybody with the right to the accounting reads and changes them."""

    GUIDE = "account"
    HELP_TITLE = "Billing addresses"
    CSS_PATH = "billing_addresses.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, EDIT, USUAL, REMOVE)

    def __init__(self, organisation: str) -> None:
        super().__init__()
        self._organisation = organisation
        self._views: dict[str, BillingAddressView] = {}
        self.records = RecordList(WholeSource(self._load, sort="label"), _columns(), empty=_nothing)

    def title_text(self) -> str:
        """Return whose they are."""
        return _("Billing addresses of {organisation}").format(organisation=self._organisation)

    def compose_body(self) -> ComposeResult:
        """Lay out what they change, and the list."""
        about = _("They change what invoices print, and where reminders go besides; never the tax or the currency.")
        yield Static(plain(about), id="about")
        yield self.records

    def on_mount(self) -> None:
        """Start on the list."""
        self.set_focus(self.records)

    def reload(self) -> None:
        """Read them again; the cursor stays on its address."""
        self.records.refresh_rows()

    def why_not(self, command: Command) -> str | None:
        """Say that there is nothing under the cursor."""
        if command in {EDIT, USUAL, REMOVE} and self.records.is_settled and not self.records.total:
            return _("There is no billing address yet. Press n to add one.")
        return super().why_not(command)

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open the form of the row that was chosen."""
        if self.app.offers(EDIT):
            self._edit(message.key)

    def action_add(self) -> None:
        """Open an empty form."""
        self.app.push_screen(EditBillingAddressPage(self._organisation, tuple(self._views.values())), self._show)

    def action_edit(self) -> None:
        """Open the form of the address under the cursor."""
        self._on_row(self._edit)

    def action_usual(self) -> None:
        """Make the address the usual one, or the organisation itself again."""
        self._on_row(self._make_usual)

    def action_remove(self) -> None:
        """Remove the address, after a question."""
        self._on_row(self._remove)

    def _on_row(self, act: Callable[[str], object]) -> None:
        def do(row: Row) -> None:
            act(row.key)

        self.records.on_row(do)

    def _edit(self, key: str) -> None:
        view = self._views.get(key)
        if view is not None:
            others = tuple(one for one in self._views.values() if one.id != key)
            self.app.push_screen(EditBillingAddressPage(self._organisation, others, view), self._show)

    def _show(self, saved: str | None) -> None:
        """Put the cursor on what was saved, which has another id now."""
        if saved is not None:
            self.records.seek(ListQuery(), saved)

    @work(group="dialog", exclusive=True)
    async def _make_usual(self, key: str) -> None:
        view = self._views.get(key)
        if view is None:
            return
        with self.app.reporting():
            await self.app.tell(self.app.services.billing_addresses.make_usual, "" if view.is_usual else key)
            self.app.say(
                _("Invoices usually name {organisation} itself.").format(organisation=self._organisation)
                if view.is_usual
                else _("Invoices usually name “{label}”.").format(label=view.label)
            )

    @work(group="dialog", exclusive=True)
    async def _remove(self, key: str) -> None:
        view = self._views.get(key)
        if view is None:
            return
        question = _("Remove the billing address “{label}”?").format(label=view.label)
        effects = (
            _("What has chosen it names the usual one from now on, or the organisation itself."),
            _("Documents that exist already keep what they say."),
        )
        with self.app.reporting():
            if await self.app.push_screen_wait(ConfirmDialog(question, effects, yes=_("Remove"), danger=True)):
                await self.app.tell(self.app.services.billing_addresses.remove, key)
                self.app.say(_("The billing address “{label}” was removed.").format(label=view.label))

    async def _load(self) -> Sequence[Item]:
        views = await self.app.ask(self.app.services.billing_addresses.list)
        self._views = {one.id: one for one in views}
        return [_item(one) for one in views]


def _columns() -> tuple[Column, ...]:
    return (
        Column("label", _("Label"), 12, limit=30, weight=1, sortable=True),
        Column("usual", _("Usual"), 5),
        Column("name", _("Addressed to"), 16, limit=40, weight=2, sortable=True),
        Column("place", _("Address"), 20, limit=60, weight=3, priority=1),
        Column("email", _("Reminders to"), 16, limit=40, weight=1, priority=2),
        Column("reference", _("Reference"), 10, limit=24, priority=3),
    )


def _nothing(_query: ListQuery) -> Content:
    return plain(_("There are no billing addresses: invoices name the organisation itself. Press n to add one."))


def _item(one: BillingAddressView) -> Item:
    cells = {
        "label": one.label,
        "usual": _("yes") if one.is_usual else "",
        "name": one.name,
        "place": place_words(one),
        "email": one.email,
        "reference": one.reference,
    }
    return Item(Row(one.id, cells))
