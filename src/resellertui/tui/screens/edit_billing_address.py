"""The form of a billing address: checked field by field while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button

from resellertui.domain.billing_address import FIELDS, label_of, problems_of
from resellertui.domain.errors import FieldProblem
from resellertui.domain.wording import _
from resellertui.services.billing.views import BillingAddressInput, BillingAddressView
from resellertui.tui.commands import Command
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Form, TextField


class EditBillingAddressPage(Page[str]):
    """Answers the id of what was saved."""

    GUIDE = "account"
    HELP_TITLE = "Edit a billing address"
    CSS_PATH = "edit_billing_address.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("edit_billing_address.save", "f8", "Save", "Save what is entered.", footer=10, palette=False),
    )

    def __init__(
        self, organisation: str, others: Sequence[BillingAddressView], view: BillingAddressView | None = None
    ) -> None:
        """Show an address, or an empty form addressed to the organisation; `others` have their labels already."""
        super().__init__()
        self._view = view
        self._taken = [one.label for one in others]
        self._first = dict.fromkeys(FIELDS, "") | {"name": organisation}
        if view is not None:
            self._first = {name: str(getattr(view, name)) for name in FIELDS}
        self._is_saving = self._is_saved = False
        self._told: set[str] = set()
        """The fields whose problem was said when saving: it stays until it is gone."""
        self._fields = {name: TextField(name, label_of(name), self._first[name], hint=_hint(name)) for name in FIELDS}
        self.form = Form(*self._fields.values())

    def title_text(self) -> str:
        """Return which address it is."""
        if self._view is None:
            return _("New billing address")
        return _("Billing address “{label}”").format(label=self._view.label)

    def compose_body(self) -> ComposeResult:
        """Lay out the form, and Save right below."""
        with VerticalScroll(id="address-form", can_focus=False):
            yield self.form
            yield Button(plain(_("Save")), id="save", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Start in the label."""
        self.call_after_refresh(self.set_focus, self._fields["label"].entry(), scroll_visible=False)

    def unfinished(self) -> str | None:
        """Keep what is changed from being lost."""
        if self._is_saved or self.form.values() == self._first:
            return None
        return _("What you have changed here is not saved.")

    @on(Form.Changed)
    def check(self) -> None:
        """Say what is wrong with each field that was changed, as one types."""
        values = self.form.values()
        problems = problems_of(values, self._taken)
        for name, field in self._fields.items():
            reason = problems.get(name, "") if values[name] != self._first[name] or name in self._told else ""
            if reason or field.has_class("-wrong"):
                field.show_problem(reason)

    @on(Form.Submitted)
    def take(self) -> None:
        """Save from the last field."""
        self.action_save()

    @on(Button.Pressed, "#save")
    def press_save(self) -> None:
        """Save."""
        self.action_save()

    def action_save(self) -> None:
        """Save, once: a second key while it is being written saves nothing else."""
        if not self._is_saving:
            self._is_saving = True
            self.save()

    @work(group="save")
    async def save(self) -> None:
        """Save; what stands against it is said at its fields."""
        try:
            with self.app.reporting(self):
                services, wish = self.app.services.billing_addresses, BillingAddressInput.of(**self.form.values())
                view = (
                    await self.app.tell(services.add, wish)
                    if self._view is None
                    else await self.app.tell(services.edit, self._view.id, wish)
                )
                self._is_saved = True
                self.app.say(_("The billing address “{label}” was saved.").format(label=view.label))
                self.leave(view.id)
        finally:
            self._is_saving = False

    def show_problems(self, problems: Sequence[FieldProblem]) -> Sequence[FieldProblem]:
        """Show each problem under its field, where it stays until it is gone; return the rest."""
        self._told = {one.field for one in problems}
        return self.form.show_problems(problems)


def _hint(name: str) -> str:
    return {
        "label": _("What your organisation calls it; nobody else sees it."),
        "country": _("A name or two letters. Tax and currency follow your organisation's own address."),
        "email": _("Reminders of what this address is chosen for go there besides; may be empty."),
        "reference": _("Printed on invoices, such as a cost centre or an order number; may be empty."),
    }.get(name, "")
