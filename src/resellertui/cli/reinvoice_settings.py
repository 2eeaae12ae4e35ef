"""`resellertui reinvoice settings` and `client`: how clients are billed, and how one of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.domain.reinvoicing.settings import CLIENT_FIELDS, FIELDS, VatStatus, field_label
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.views import ReinvoiceClientView, ReinvoiceSettingsView

Version = Annotated[
    int | None, typer.Option("--if-version", metavar="N", help="Only if they are still at this version.")
]
Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="Empty for the usual one.")]
Days = Annotated[str | None, typer.Option("--payment-days", metavar="N", help="How many days there are to pay.")]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    app.verb()(settings)
    app.verb()(client)


def settings(
    ctx: typer.Context,
    vat: Annotated[
        str | None,
        typer.Option("--vat", metavar="registered|not_registered", help="Whether you are registered for VAT."),
    ] = None,
    vat_percent: Annotated[
        str | None, typer.Option("--vat-percent", metavar="N", help="Your rate, where the terms hold none.")
    ] = None,
    iban: Annotated[str | None, typer.Option("--iban", metavar="IBAN", help="Where clients pay to.")] = None,
    account_holder: Annotated[
        str | None, typer.Option("--account-holder", metavar="NAME", help="Empty for your organisation.")
    ] = None,
    email: Email = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="N", help="Printed on invoices.")] = None,
    payment_days: Days = None,
    invoice_prefix: Annotated[
        str | None, typer.Option("--invoice-prefix", metavar="TEXT", help="What invoice numbers begin with.")
    ] = None,
    credit_prefix: Annotated[
        str | None, typer.Option("--credit-prefix", metavar="TEXT", help="What credit note numbers begin with.")
    ] = None,
    first_number: Annotated[
        str | None, typer.Option("--first-number", metavar="N", help="Of your first invoice, to go on with a series.")
    ] = None,
    closing_line: Annotated[
        str | None, typer.Option("--closing-line", metavar="TEXT", help="A sentence below each invoice.")
    ] = None,
    reminder_days: Annotated[
        str | None,
        typer.Option("--reminder-days", metavar="A,B,C", help="When reminders may go, in days after the due date."),
    ] = None,
    auto_reminders: Annotated[
        bool | None,
        typer.Option("--auto-reminders/--no-auto-reminders", help="Whether reminders go by themselves."),
    ] = None,
    if_version: Version = None,
) -> None:
    """Show how you bill your clients; with options, set it."""
    from resellertui.services.reinvoicing.views import ReinvoiceSettingsEdit

    call = call_of(ctx)
    edit: ReinvoiceSettingsEdit = ReinvoiceSettingsEdit.of(
        vat_status=vat,
        vat_percent=vat_percent,
        iban=iban,
        account_holder=account_holder,
        email=email,
        phone=phone,
        payment_days=payment_days,
        invoice_prefix=invoice_prefix,
        credit_prefix=credit_prefix,
        first_number=first_number,
        closing_line=closing_line,
        reminder_days=reminder_days,
        reminds_by_itself=None if auto_reminders is None else "yes" if auto_reminders else "no",
        version=if_version,
    )
    desk = call.desk(writes=bool(edit.given()))
    if not edit.given():
        shown = desk.services.reinvoice_settings.show(desk.actor)
        call.show({"settings": shown.model_dump(mode="json")}, lambda: _settings_text(shown))
        return
    view = desk.services.reinvoice_settings.change(desk.actor, edit)
    call.tell({"settings": view.model_dump(mode="json")}, lambda: _settings_text(view))


def client(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="CLIENT", help="Its id, name or e-mail.")],
    email: Email = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Of its documents; empty for its own.")
    ] = None,
    payment_days: Days = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="TEXT", help="What it wants to read on invoices.")
    ] = None,
    if_version: Version = None,
) -> None:
    """Show how one client is billed; with options, set it."""
    from resellertui.services.reinvoicing.views import ReinvoiceClientEdit

    call = call_of(ctx)
    edit: ReinvoiceClientEdit = ReinvoiceClientEdit.of(
        email=email, language=language, payment_days=payment_days, reference=reference, version=if_version
    )
    desk = call.desk(writes=bool(edit.given()))
    if not edit.given():
        shown = desk.services.reinvoice_settings.client(desk.actor, who)
        call.show({"client": shown.model_dump(mode="json")}, lambda: _client_text(shown))
        return
    view = desk.services.reinvoice_settings.change_client(desk.actor, who, edit)
    call.tell({"client": view.model_dump(mode="json")}, lambda: _client_text(view))


def _settings_text(view: ReinvoiceSettingsView) -> str:
    is_registered = view.values["vat_status"] == VatStatus.REGISTERED
    spoken = {True: _("yes"), False: _("no")}
    values = {
        **view.values,
        "vat_status": spoken[is_registered],
        "iban": view.iban,
        "reminds_by_itself": spoken[view.values["reminds_by_itself"] == "yes"],
    }
    text = printing.record(_labelled(FIELDS, values))
    if view.confirmed:
        return text
    return "\n".join((text, "", _("Nobody has set this yet: look at it, then set it before the first invoice.")))


def _client_text(view: ReinvoiceClientView) -> str:
    effective = {
        **view.values,
        "email": view.email,
        "language": view.language,
        "payment_days": str(view.payment_days),
    }
    return printing.record(((_("Client"), view.client), *_labelled(CLIENT_FIELDS, effective)))


def _labelled(fields: Iterable[str], values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(field_label(one), values[one]) for one in fields]
