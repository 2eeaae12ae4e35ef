"""Settings: how clients are billed, read and changed."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.reinvoicing.settings import FIELDS, field_label
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.views import ReinvoiceSettingsView
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.reinvoicing.settings_forms import SettingsForm, vat_status_words
from resellertui.tui.sections.section import Section

EDIT = Command(
    "billing.edit", "e", "Edit", "Set how your clients are billed.", permission=Action.REINVOICE_RULES, footer=10
)


class SettingsFacts(VerticalScroll, can_focus=True):
    """The settings, to be scrolled."""


class SettingsPane(Section, can_focus=False):
    """The settings as facts."""

    HELP_TITLE = "Re-invoicing: settings"
    VERBS: ClassVar[tuple[Command, ...]] = (EDIT,)

    view: ReinvoiceSettingsView | None = None

    def compose(self) -> ComposeResult:
        """Lay out the facts alone: the section around it has the title."""
        self._scroll = SettingsFacts()
        with self._scroll:
            yield Static(id="billing-facts")

    def on_mount(self) -> None:
        """Read them."""
        self.reload()

    def first_focus(self) -> Widget:
        """Return the facts."""
        return self._scroll

    def why_not(self, command: Command) -> str | None:
        """Say who may change them."""
        if command is EDIT and self.view is not None and not self.view.may_change:
            return self.view.why_not
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the settings again."""
        with self.app.reporting():
            self.view = await self.app.ask(self.app.services.reinvoice_settings.show)
            if self.is_attached:
                self.query_one("#billing-facts", Static).update(fact_lines(_facts(self.view)))
                self.refresh_bindings()

    @work(group="dialog", exclusive=True)
    async def action_edit(self) -> None:
        """Change them."""
        with self.app.reporting():
            view = await self.app.ask(self.app.services.reinvoice_settings.show)
            await self.app.push_screen_wait(SettingsForm(view))


def _facts(view: ReinvoiceSettingsView) -> list[tuple[str, str]]:
    shown = view.values | {
        "vat_status": vat_status_words(view.values["vat_status"]),
        "iban": _("{iban} (QR-IBAN)").format(iban=view.iban) if view.qr_iban else view.iban,
        "reminds_by_itself": _("yes") if view.values["reminds_by_itself"] == "yes" else _("no"),
    }
    facts = [(field_label(name), shown[name]) for name in FIELDS]
    if view.confirmed:
        return facts
    return [("", _("Nobody has set these yet: press e before the first invoice.")), *facts]
