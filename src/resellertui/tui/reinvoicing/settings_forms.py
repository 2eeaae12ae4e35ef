"""Forms about how clients are billed: the partner's settings, and what is different for one client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resellertui.domain.reinvoicing.settings import CLIENT_FIELDS, VatStatus, field_label
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.views import (
    ReinvoiceClientEdit,
    ReinvoiceClientView,
    ReinvoiceSettingsEdit,
    ReinvoiceSettingsView,
)
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.widgets.form import CheckField, ChoiceField, Field, TextField

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

TEXTS = ("iban", "account_holder", "email", "phone", "payment_days", "invoice_prefix", "credit_prefix")


def vat_status_words(status: str) -> str:
    """Return whether a partner is registered, as the answer to the label of that setting."""
    return {
        VatStatus.REGISTERED.value: _("yes"),
        VatStatus.NOT_REGISTERED.value: _("no"),
    }.get(status, status)


class SettingsForm(SavingForm):
    """Sets how all clients are billed."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "How clients are billed"

    def __init__(self, view: ReinvoiceSettingsView) -> None:
        values = view.values
        statuses = [(one.value, vat_status_words(one.value)) for one in VatStatus]
        fields: list[Field] = [ChoiceField("vat_status", field_label("vat_status"), statuses, values["vat_status"])]
        if view.rate_needed or values["vat_percent"]:
            fields.append(TextField("vat_percent", field_label("vat_percent"), values["vat_percent"], hint="8.1"))
        fields += [TextField(name, field_label(name), values[name], hint=_hint(name)) for name in TEXTS]
        if not view.has_issued:
            hint = _("To go on with a series that you have already.")
            fields.append(TextField("first_number", field_label("first_number"), values["first_number"], hint=hint))
        fields += [
            TextField("closing_line", field_label("closing_line"), values["closing_line"]),
            TextField("reminder_days", field_label("reminder_days"), values["reminder_days"], hint="10 20 30"),
            CheckField("reminds_by_itself", field_label("reminds_by_itself"), values["reminds_by_itself"] == "yes"),
        ]
        super().__init__(_("How your clients are billed"), *fields)
        self._version = view.version
        self.add_class("-tall")

    async def save(self, values: dict[str, Any]) -> str:
        """Set it."""
        given = values | {"reminds_by_itself": "yes" if values["reminds_by_itself"] else "no"}
        edit = ReinvoiceSettingsEdit.of(version=self._version, **given)
        await self.app.tell(self.app.services.reinvoice_settings.change, edit)
        return _("Saved. Documents that were issued keep what they say.")


class ClientForm(SavingForm):
    """Sets what is different for one client."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "How a client is billed"

    def __init__(self, view: ReinvoiceClientView) -> None:
        hints = {
            "email": _("Nothing for its own: {value}").format(value=view.email or "–"),
            "language": _("Nothing for its own: {value}").format(value=view.language or "–"),
            "payment_days": _("Nothing for the usual: {value}").format(value=view.payment_days),
            "reference": _("Printed on its invoices, such as an order number."),
        }
        super().__init__(
            _("How {client} is billed").format(client=view.client),
            *(TextField(one, field_label(one), view.values[one], hint=hints[one]) for one in CLIENT_FIELDS),
        )
        self._client, self._version = view.client_id, view.version

    async def save(self, values: dict[str, Any]) -> str:
        """Set it."""
        edit = ReinvoiceClientEdit.of(version=self._version, **values)
        view = await self.app.tell(self.app.services.reinvoice_settings.change_client, self._client, edit)
        return _("Saved how {client} is billed.").format(client=view.client)


async def edit_client(app: ConsoleApp, client: str) -> None:
    """Set how a client is billed.

    Raises what the service raises.
    """
    view = await app.ask(app.services.reinvoice_settings.client, client)
    await app.push_screen_wait(ClientForm(view))


def _hint(name: str) -> str:
    return {
        "iban": _("Of a QR-IBAN the invoices bear a QR reference."),
        "account_holder": _("Nothing for your own name."),
        "invoice_prefix": _("Such as RG-, before 2026-0001."),
    }.get(name, "")
