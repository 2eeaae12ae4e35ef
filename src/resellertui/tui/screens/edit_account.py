"""The form of the client account: checked field by field while one types, saved only with the general terms ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button

from resellertui.domain.client_account import (
    FIELDS,
    TERMS_FIELD,
    AccountConflict,
    currency_after,
    kind_label,
    label_of,
    problems_of,
)
from resellertui.domain.countries import country_called
from resellertui.domain.errors import FieldProblem
from resellertui.domain.numbers import check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.wording import _
from resellertui.services.inputs import AccountEdit
from resellertui.services.views import AccountOutcome, AccountView
from resellertui.tui.account_words import state_of, typed_form
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.account_conflict import AccountConflictDialog
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import CheckField, ChoiceField, Field, Form, TextField

JUDGED_TOGETHER = {"kind", "country"}
"""What a number is judged by beside its own characters."""
NUMBERS = {"register_number", "vat_number"}


class EditAccountPage(Page[bool]):
    """Answers True once it is saved. What someone else saved meanwhile is asked about, field by field."""

    CSS_PATH = "edit_account.tcss"
    GUIDE = "account"
    HELP_TITLE = "Edit the client account"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("edit_account.save", "f8", "Save", "Save what is entered.", footer=10, palette=False),
    )

    def __init__(self, view: AccountView, *, first: str = "name") -> None:
        """Open the form; `first` is the field to start in: the kind, which is above all others, is seldom changed."""
        super().__init__()
        self._start = first
        self._view = view
        self._state = state_of(view)
        self._original, self._version = view.values, view.organisation.version
        self._is_saving = self._is_saved = False
        self._told: set[str] = set()
        """The fields whose problem was said when saving: it stays until it is gone."""
        self.form = Form(*(self._field(name) for name in FIELDS), self._box())
        self._first = {name: typed_form(name, view.values[name], view.values["country"]) for name in FIELDS}

    def title_text(self) -> str:
        """Return whose account it is."""
        return _("Client account of {organisation}").format(organisation=self._view.organisation.name)

    def compose_body(self) -> ComposeResult:
        """Lay out the form, its last field the general terms, and Save right below."""
        with VerticalScroll(id="account-form", can_focus=False):
            yield self.form
            yield Button(plain(_("Save")), id="save", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Start in the field that it was opened for."""
        self._show_hints()
        self.call_after_refresh(
            self.set_focus, self._named(self._start).entry(), scroll_visible=self._start != FIELDS[1]
        )

    def unfinished(self) -> str | None:
        """Keep what is changed from being lost."""
        values = self.form.values()
        if self._is_saved or all(values[name] == self._first[name] for name in FIELDS):
            return None
        return _("What you have changed here is not saved.")

    @on(Form.Changed)
    def check(self) -> None:
        """Say what is wrong with each field that was changed, as one types."""
        values = self.form.values()
        problems = problems_of({name: values[name] for name in FIELDS}, self._state)
        touched = {name for name in FIELDS if values[name] != self._first[name]}
        if touched & JUDGED_TOGETHER:
            touched |= NUMBERS
        for name in FIELDS:
            field = self._named(name)
            reason = problems.get(name, "") if name in touched | self._told else ""
            if reason or field.has_class("-wrong"):
                field.show_problem(reason)
        self._show_hints()

    @on(Form.Submitted)
    def take(self) -> None:
        """Save from the last field of text."""
        self.action_save()

    @on(Button.Pressed, "#save")
    def press_save(self) -> None:
        """Save."""
        self.action_save()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Write a right VAT number as its country does, once it has been typed."""
        field = self._named("vat_number")
        if event.widget is field.entry() and (written := self._written_vat()):
            field.value = written

    def action_save(self) -> None:
        """Save, once: a second key while it is being written saves nothing else."""
        if not self._is_saving:
            self._is_saving = True
            self.save()

    @work(group="save")
    async def save(self) -> None:
        """Save; what stands against it is said at its fields, and what someone else saved is asked about."""
        try:
            with self.app.reporting(self):
                edit = AccountEdit.of(**self.form.values(), version=self._version, original=dict(self._original))
                try:
                    outcome = await self.app.tell(self.app.services.client_account.change, edit)
                except AccountConflict as conflict:
                    self._ask(conflict)
                    return
                await self._close(outcome)
        finally:
            self._is_saving = False

    def show_problems(self, problems: Sequence[FieldProblem]) -> Sequence[FieldProblem]:
        """Show each problem under its field, where it stays until it is gone; return the rest."""
        self._told = {one.field for one in problems}
        return self.form.show_problems(problems)

    async def _close(self, outcome: AccountOutcome) -> None:
        self._is_saved = True
        if not outcome.changes:
            self.app.say(_("Nothing was changed in the client account."))
        else:
            self.app.say(_("The client account of {name} was saved.").format(name=outcome.organisation.name))
            self.app.called_anew(await self.app.ask(self.app.services.accounts.refresh))
        self.leave(True)

    def _ask(self, conflict: AccountConflict) -> None:
        """Ask which values stay; then save them, above what is stored now."""

        def take(chosen: dict[str, str] | None) -> None:
            if chosen is not None:
                self._go_on_from(conflict, chosen)

        self.app.push_screen(AccountConflictDialog(conflict), take)

    @work(group="save")
    async def _go_on_from(self, conflict: AccountConflict, chosen: dict[str, str]) -> None:
        with self.app.reporting(self):
            view = await self.app.ask(self.app.services.client_account.show)
            self._state, self._original, self._version = state_of(view), conflict.theirs, conflict.version
            country = chosen.get("country", conflict.theirs["country"])
            for name, value in chosen.items():
                self._named(name).value = typed_form(name, value, country)
            self.call_after_refresh(self.action_save)

    def _field(self, name: str) -> Field:
        value = typed_form(name, self._view.values[name], self._view.values["country"])
        if name == "kind":
            kinds = [(one.value, kind_label(one)) for one in OrganisationKind]
            return ChoiceField(name, label_of(name), kinds, value)
        hint = {
            "language": _("Two letters, such as en, it, fr or de: what its mail is written in."),
            "logo_line": _("Printed under its name on documents that it issues itself; may be empty."),
        }.get(name, "")
        return TextField(name, label_of(name), value, hint=hint)

    def _box(self) -> CheckField:
        return CheckField(
            TERMS_FIELD,
            _("The organisation accepts the general terms"),
            hint=_("Nothing is saved without. The legal representatives get a summary by e-mail."),
        )

    def _named(self, name: str) -> TextField | ChoiceField:
        field = next(one for one in self.form.fields if one.field == name)
        assert isinstance(field, TextField | ChoiceField)  # noqa: S101  # as `_field` makes them
        return field

    def _show_hints(self) -> None:
        """Say beside the country which currency follows, and beside the VAT number how it is written."""
        self._named("country").show_hint(self._currency_words())
        written = self._written_vat()
        self._named("vat_number").show_hint(
            _("Written {number}; open pro formas and later invoices carry it.").format(number=written)
            if written
            else _("European, and of companies only. Swiss ones are the UID, which is the register number.")
        )

    def _currency_words(self) -> str:
        country = country_called(str(self._named("country").value))
        if self._state.is_locked:
            words = _("Currency: {currency}, which stays: there are documents or money in it.")
        else:
            words = _("Currency: {currency}, which follows the country.")
        after = currency_after(country, self._state) if country and not self._state.is_locked else self._state.currency
        return words.format(currency=after)

    def _written_vat(self) -> str:
        """Return the VAT number that is typed as its country writes it, or an empty text where it is none."""
        typed = str(self._named("vat_number").value)
        country = country_called(str(self._named("country").value))
        if not typed.strip() or country is None:
            return ""
        return check_vat_number(typed, country, OrganisationKind(str(self._named("kind").value))).shown or ""
