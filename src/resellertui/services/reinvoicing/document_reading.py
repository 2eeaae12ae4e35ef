"""Partners' documents as views: what both sides read, and what is the partner's alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from resellertui.domain.billing import show_number
from resellertui.domain.billing_address import address_lines
from resellertui.domain.errors import FieldProblem
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import PricedBy
from resellertui.domain.reinvoicing.margin import MarginRule, margin_percent
from resellertui.domain.reinvoicing.period import month_of
from resellertui.domain.reinvoicing.reference import show_reference
from resellertui.domain.reinvoicing.reminding import next_reminder_on
from resellertui.domain.reinvoicing.settings import days_of, show_iban
from resellertui.domain.reinvoicing.status import Status, balance_of, status_of
from resellertui.services.billing.views import PartyView
from resellertui.services.reinvoicing.document_views import (
    BilledLineView,
    BilledRow,
    BilledVatView,
    DraftLineView,
    DraftView,
    FieldNote,
    LeftOutView,
    NamedDocument,
    PaperView,
    ReceivedDocument,
    ReinvoiceLineView,
    ReinvoicePaymentView,
    ReinvoiceRow,
    ReinvoiceView,
    ReminderSent,
    SkippedView,
)
from resellertui.services.reinvoicing.drafting import Draft, LeftOut, Skipped
from resellertui.services.reinvoicing.parties import buyer_vat_number, is_registered, seller_vat_number
from resellertui.services.reinvoicing.pricing import margin_of
from resellertui.services.reinvoicing.settings import settings_values
from resellertui.services.unit import Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoiceDocumentLine, ReinvoiceVat
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries import reinvoice_pricing as pricing_queries
from resellertui.store.queries import reinvoice_runs as run_queries


def kind_of(document: ReinvoiceDocument) -> Kind:
    """Return what the document's id begins with."""
    return Kind.REINVOICE if document.kind == "invoice" else Kind.REINVOICE_CREDIT


def document_id(document: ReinvoiceDocument) -> str:
    """Return the document's public id."""
    return show_id(kind_of(document), document.id)


def open_of(document: ReinvoiceDocument) -> int:
    """Return what the client still owes of a document; below zero what is to be given back."""
    if document.kind != "invoice":
        return 0
    return balance_of(document.total, document.paid, document.credited)


def status_today(unit: Unit, document: ReinvoiceDocument) -> Status:
    """Return where a document stands today."""
    if document.kind != "invoice":
        return Status.CREDIT_NOTE
    return status_of(document.total, document.paid, document.credited, document.due_on, unit.today)


def received_rows(unit: Unit, rows: Sequence[ReinvoiceDocument]) -> list[BilledRow]:
    """Return documents as their client's list shows them."""
    return [BilledRow(**_row(unit, one)) for one in rows]


def partner_rows(unit: Unit, rows: Sequence[ReinvoiceDocument]) -> list[ReinvoiceRow]:
    """Return documents as their partner's list shows them."""
    costs = queries.costs_of(unit.session, [one.id for one in rows])
    return [ReinvoiceRow(**_row(unit, one), **_own(one, costs.get(one.id, 0))) for one in rows]


def received_view(unit: Unit, document: ReinvoiceDocument) -> ReceivedDocument:
    """Return a whole document as its client reads it."""
    rates = {one.position: one for one in queries.vat_of(unit.session, document.id)}
    currency = Currency(document.currency)
    lines = queries.lines_of(unit.session, document.id)
    return ReceivedDocument(
        **_row(unit, document),
        **_whole(unit, document),
        lines=tuple(BilledLineView(**_line(one, rates, currency)) for one in lines),
    )


def partner_view(unit: Unit, document: ReinvoiceDocument) -> ReinvoiceView:
    """Return a whole document as its partner reads it."""
    session, currency = unit.session, Currency(document.currency)
    lines = queries.lines_of(session, document.id)
    reminders = queries.reminders_of(session, document.id)
    payments = queries.payments_of(session, document.id)
    makers = [one.made_by_id for one in reminders] + [one.made_by_id for one in payments]
    names = people_queries.names_of(session, [one for one in makers if one is not None])
    steps = days_of(settings_values(unit, document.partner_id)["reminder_days"])
    last_on = reminders[-1].sent_on if reminders else None
    waits = document.kind == "invoice" and open_of(document) > 0
    return ReinvoiceView(
        **_row(unit, document),
        **_whole(unit, document),
        **_own(document, sum(one.cost for one in lines)),
        next_reminder_on=next_reminder_on(document.due_on, steps, document.reminded, last_on) if waits else None,
        lines=tuple(_partner_lines(unit, document, lines)),
        payments=tuple(
            ReinvoicePaymentView(
                amount=str(Money(one.amount, currency)),
                paid_on=one.paid_on,
                method=one.method,
                note=one.note,
                by=names.get(one.made_by_id or 0, ""),
            )
            for one in payments
        ),
        reminders=tuple(
            ReminderSent(
                level=one.level,
                sent_on=one.sent_on,
                open_amount=str(Money(one.open_amount, currency)),
                by=names.get(one.made_by_id or 0, ""),
            )
            for one in reminders
        ),
    )


def draft_view(draft: Draft) -> DraftView:
    """Return an invoice as it would be issued."""
    document, currency = draft.document, Currency(draft.document.currency)
    return DraftView(
        client=document.buyer["name"],
        client_id=show_id(Kind.ORGANISATION, draft.client_id),
        currency=document.currency,
        period=month_of(document.period_from).name,
        language=document.language,
        due_on=document.due_on,
        supplements=None if draft.supplements is None else draft.supplements.number,
        lines=tuple(
            DraftLineView(
                line_id=show_id(Kind.CHARGED_LINE, one.line.id),
                sku=one.line.sku,
                label=one.line.label,
                name=one.line.name,
                quantity=one.line.quantity,
                periods=one.line.periods,
                period_months=one.line.period_months,
                service_from=one.line.service_from,
                service_to=one.line.service_to,
                charged_on=one.row.charged_on,
                price=str(Money(one.price, currency)),
                priced_by=one.priced_by.value,
                offer=_offer_of(one.priced_by, one.rule),
                **_margin(one.row.cost, one.price, currency),
            )
            for one in draft.lines
        ),
        left_out=left_out_views(draft.left_out),
        vat_lines=tuple(_vat_view(one, currency) for one in draft.vat),
        net=str(Money(document.net, currency)),
        vat=str(Money(document.vat, currency)),
        total=str(Money(document.total, currency)),
        **_margin(draft.cost, document.net, currency),
        obstacles=field_notes(draft.obstacles),
        notes=field_notes(draft.notes),
    )


def skipped_view(one: Skipped, names: Mapping[int, str]) -> SkippedView:
    """Return a client that gets no invoice."""
    return SkippedView(
        client=names.get(one.client_id, ""),
        client_id=show_id(Kind.ORGANISATION, one.client_id),
        currency=one.currency,
        reason=one.reason,
        remedy=one.remedy,
        left_out=left_out_views(one.left_out),
    )


def left_out_views(left_out: Sequence[LeftOut]) -> tuple[LeftOutView, ...]:
    """Return lines that do not go along."""
    return tuple(
        LeftOutView(
            line_id=show_id(Kind.CHARGED_LINE, one.line.line.id),
            label=one.line.line.label,
            name=one.line.line.name,
            reason=one.reason,
        )
        for one in left_out
    )


def field_notes(problems: Sequence[FieldProblem]) -> tuple[FieldNote, ...]:
    """Return what stands in the way, or is missing."""
    return tuple(FieldNote(field=one.field, reason=one.reason) for one in problems)


def _row(unit: Unit, document: ReinvoiceDocument) -> dict[str, Any]:
    currency = Currency(document.currency)
    return {
        "id": document_id(document),
        "number": document.number,
        "kind": document.kind,
        "status": status_today(unit, document),
        # as they stand on it: whoever is renamed later is not renamed there
        "partner": document.seller["name"],
        "partner_id": show_id(Kind.ORGANISATION, document.partner_id),
        "client": document.buyer["name"],
        "client_id": show_id(Kind.ORGANISATION, document.client_id),
        "period": month_of(document.period_from).name,
        "issued_on": document.issued_on,
        "due_on": document.due_on,
        "currency": document.currency,
        "net": str(Money(document.net, currency)),
        "vat": str(Money(document.vat, currency)),
        "total": str(Money(document.total, currency)),
        "paid": str(Money(document.paid, currency)),
        "credited": str(Money(document.credited, currency)),
        "open": str(Money(open_of(document), currency)),
    }


def _own(document: ReinvoiceDocument, cost: int) -> dict[str, Any]:
    """Return what only the partner reads."""
    return _margin(cost, document.net, Currency(document.currency)) | {
        "reminded": document.reminded,
        "sent_at": document.sent_at,
    }


def _margin(cost: int, price: int, currency: Currency) -> dict[str, Any]:
    percent: Decimal | None = margin_percent(cost, price)
    return {
        "cost": str(Money(cost, currency)),
        "margin": str(Money(price - cost, currency)),
        "margin_percent": None if percent is None else f"{percent:f}",
    }


def _whole(unit: Unit, document: ReinvoiceDocument) -> dict[str, Any]:
    session, currency = unit.session, Currency(document.currency)
    shows_numbers = is_registered(document.seller)
    return {
        "seller": _party(document.seller, seller_vat_number(document.seller) if shows_numbers else ""),
        "buyer": _party(document.buyer, buyer_vat_number(document.buyer) if shows_numbers else ""),
        "language": document.language,
        "iban": show_iban(document.seller.get("iban", "")) if document.kind == "invoice" else "",
        "reference": show_reference(document.reference),
        "reason": document.reason,
        "corrects": _named(unit, document.corrects_id),
        "supplements": _named(unit, document.supplements_id),
        "credit_notes": tuple(_name(one) for one in queries.credit_notes_of(session, document.id)),
        "vat_lines": tuple(_vat_view(one, currency) for one in queries.vat_of(session, document.id)),
        "papers": tuple(
            PaperView(kind=one.kind, name=one.name, media_type=one.media_type)
            for one in queries.papers_of(session, document.id)
        ),
    }


def _party(known: Mapping[str, Any], vat_number: str) -> PartyView:
    return PartyView(
        name=known["name"],
        lines=address_lines(known),
        country=known["country"],
        vat_number=vat_number or None,
        register_number=known.get("register_number") or None,
        logo_line=known.get("logo_line", ""),
    )


def _vat_view(one: ReinvoiceVat, currency: Currency) -> BilledVatView:
    return BilledVatView(
        category=one.category,
        percent=one.percent,
        base=str(Money(one.base, currency)),
        amount=str(Money(one.amount, currency)),
        reason=one.reason,
    )


def _line(one: ReinvoiceDocumentLine, rates: Mapping[int, ReinvoiceVat], currency: Currency) -> dict[str, Any]:
    rate = rates[one.vat_position]
    return {
        "position": one.position,
        "label": one.label,
        "name": one.name,
        "quantity": one.quantity,
        "periods": one.periods,
        "period_months": one.period_months,
        "service_from": one.service_from,
        "service_to": one.service_to,
        "amount": str(Money(one.amount, currency)),
        "vat_percent": rate.percent,
        "vat_category": rate.category,
    }


def _partner_lines(
    unit: Unit, document: ReinvoiceDocument, lines: Sequence[ReinvoiceDocumentLine]
) -> list[ReinvoiceLineView]:
    session, currency = unit.session, Currency(document.currency)
    rates = {one.position: one for one in queries.vat_of(session, document.id)}
    ids = [one.id for one in lines]
    credited, reopened = queries.credited_lines(session, ids), queries.reopened_lines(session, ids)
    charged = run_queries.provider_numbers(session, [one.line_id for one in lines])
    agreed = {one.rule_id for one in lines if one.rule_id is not None and one.priced_by == PricedBy.OFFER.value}
    found = pricing_queries.rules(session, agreed) if agreed else {}
    margins = {number: margin_of(row) for number, row in found.items()}
    return [
        ReinvoiceLineView(
            **_line(one, rates, currency),
            **_margin(one.cost, one.amount, currency),
            line_id=show_id(Kind.CHARGED_LINE, one.line_id),
            sku=one.sku,
            provider_document=show_number(*charged[one.line_id]) or "",
            priced_by=one.priced_by,
            offer=_offer_of(PricedBy(one.priced_by), margins.get(one.rule_id or 0)),
            credited=str(Money(credited.get(one.id, 0), currency)),
            reopened=one.id in reopened,
        )
        for one in lines
    ]


def _offer_of(priced_by: PricedBy, rule: MarginRule | None) -> str:
    """Return the accepted offer that says a price; empty where none does."""
    return show_id(Kind.OFFER, rule.offer or 0) if rule is not None and priced_by is PricedBy.OFFER else ""


def _named(unit: Unit, number: int | None) -> NamedDocument | None:
    found = None if number is None else queries.document(unit.session, number)
    return None if found is None else _name(found)


def _name(document: ReinvoiceDocument) -> NamedDocument:
    return NamedDocument(
        id=document_id(document),
        number=document.number,
        issued_on=document.issued_on,
        total=str(Money(document.total, Currency(document.currency))),
    )
