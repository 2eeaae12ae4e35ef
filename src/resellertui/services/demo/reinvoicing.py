"""What the demonstration's agency bills its clients: margins, a year of invoices, what is paid, late and given up."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from resellertui.domain.calendar import local_date
from resellertui.domain.reinvoicing.margin import Method, Scope
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput
from resellertui.services.demo.cast import AGENCY
from resellertui.services.demo.stage import Stage
from resellertui.services.reinvoicing.document_inputs import (
    CreditInput,
    CreditLineInput,
    IssueInput,
    ReinvoicePaymentInput,
    ReinvoiceQuery,
)
from resellertui.services.reinvoicing.line_views import ChargedQuery, HoldInput, WaiveInput
from resellertui.services.reinvoicing.margin_views import MarginInput
from resellertui.services.reinvoicing.views import ReinvoiceSettingsEdit

DENTISTS, TRUSTEES, PHOTOGRAPHER = "dentistes-plainpalais", "fiduciaire-carlier", "helene-vuilleumier"
HOTEL, LAWYERS = "beausejour-leman", "ferrari-colombo"

SETTINGS = {
    "vat_status": "registered",
    "iban": "CH4431999123000889012",
    "email": "factures@agency.example",
    "payment_days": "30",
    "invoice_prefix": "RG-",
    "credit_prefix": "RGA-",
    "closing_line": "Merci de votre confiance.",
    "reminder_days": "10 20 30",
}
"""How the agency bills; the account is the specimen of the Swiss QR-bill's own guidelines, and nobody's."""


def tell_reinvoicing(stage: Stage) -> None:
    """Plan a year of billing."""
    stage.plan(346, partial(_set_up, stage))
    stage.plan(330, partial(_issue, stage, DENTISTS))
    stage.plan(309, partial(_pay, stage, DENTISTS))
    stage.plan(180, partial(_issue, stage, TRUSTEES))
    stage.plan(150, partial(_credit, stage, TRUSTEES, "20.00", "Une semaine sans service"))
    stage.plan(143, partial(_pay, stage, TRUSTEES))
    stage.plan(145, partial(_issue, stage, PHOTOGRAPHER))
    stage.plan(104, partial(_remind, stage, PHOTOGRAPHER))
    stage.plan(94, partial(_remind, stage, PHOTOGRAPHER))
    stage.plan(100, partial(_order, stage, DENTISTS, "newsletter"))
    stage.plan(97, partial(_waive, stage, DENTISTS, "Offert pour l’ouverture du cabinet"))
    stage.plan(70, partial(_issue, stage, HOTEL))
    stage.plan(37, partial(_order, stage, HOTEL, "kdrive-team"))
    stage.plan(24, partial(_order, stage, TRUSTEES, "kdrive-solo"))
    stage.plan(22, partial(_hold, stage, TRUSTEES, "Attend le numéro de commande du client"))
    stage.plan(2, partial(_order, stage, DENTISTS, "swiss-backup"))
    stage.plan(1.5, partial(_order, stage, LAWYERS, "kdrive-solo"))


def _agency(stage: Stage) -> Actor:
    return stage.people[AGENCY.key]


def _client(stage: Stage, key: str) -> str:
    """Return the client as the agency names it."""
    shown = stage.services.partnerships.show(_agency(stage), stage.partnerships[key, AGENCY.key])
    return str(shown.client_id)


def _set_up(stage: Stage) -> None:
    services, agency = stage.services, _agency(stage)
    services.reinvoice_settings.change(agency, ReinvoiceSettingsEdit.of(**SETTINGS))
    client = _client(stage, TRUSTEES)
    for wish in (
        MarginInput.of(method=Method.PERCENTAGE, value="25", note="Marge habituelle"),
        MarginInput.of(method=Method.PERCENTAGE, value="30", scope=Scope.FAMILY, target="backup"),
        MarginInput.of(
            method=Method.PRICE, value="72.00", currency="CHF", scope=Scope.PRODUCT, target="kdrive-solo", client=client
        ),
    ):
        services.margins.add(agency, wish)


def _order(stage: Stage, key: str, sku: str) -> None:
    order = OrderInput.of(lines=[{"sku": sku}], client=stage.partnerships[key, AGENCY.key], pay=True)
    stage.services.orders.place(_agency(stage), order)


def _issue(stage: Stage, key: str) -> None:
    """Bill a client everything up to the present month."""
    month = f"{local_date(stage.clock.now()):%Y-%m}"
    wish = IssueInput.of(period=month, client=_client(stage, key))
    stage.services.reinvoice_runs.issue(_agency(stage), wish)


def _invoice(stage: Stage, key: str) -> str:
    """Return the newest invoice to the client."""
    query = ReinvoiceQuery.of(client=_client(stage, key))
    rows = stage.services.reinvoice_documents.documents(_agency(stage), query, 0, 10).rows
    return next(one.id for one in rows if one.kind == "invoice")


def _pay(stage: Stage, key: str) -> None:
    payment = ReinvoicePaymentInput.of(document=_invoice(stage, key), note="Virement")
    stage.services.reinvoice_payments.record(_agency(stage), payment)


def _credit(stage: Stage, key: str, amount: str, reason: str) -> None:
    part = CreditLineInput(position=1, amount=amount)
    wish = CreditInput.of(document=_invoice(stage, key), lines=(part,), reason=reason)
    stage.services.reinvoice_credits.credit(_agency(stage), wish)


def _remind(stage: Stage, key: str) -> None:
    stage.services.reinvoice_reminders.remind(_agency(stage), _invoice(stage, key))


def _open_lines(stage: Stage, key: str) -> tuple[str, ...]:
    query = ChargedQuery.of(client=_client(stage, key), state="open")
    return tuple(one.id for one in stage.services.charged_lines.page(_agency(stage), query).rows)


def _waive(stage: Stage, key: str, reason: str) -> None:
    wish = WaiveInput.of(lines=_open_lines(stage, key), reason=reason)
    stage.services.line_decisions.waive(_agency(stage), wish)


def _hold(stage: Stage, key: str, reason: str) -> None:
    until = local_date(stage.now) + timedelta(days=20)
    wish = HoldInput.of(lines=_open_lines(stage, key), reason=reason, until=until)
    stage.services.line_decisions.hold(_agency(stage), wish)
