"""A charged line as it is shown: its resale price, what says so, how it stands, where it was charged and billed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from resellertui.domain.billing import id_kind, show_number
from resellertui.domain.calendar import days_between
from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import LineState, PricedBy, priced_by_words, state_on
from resellertui.domain.reinvoicing.margin import MarginRule, Scope, margin_percent
from resellertui.domain.reinvoicing.margin_words import agreed_words, lines_words, margin_words
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.reinvoicing.line_views import ChargedRow
from resellertui.services.reinvoicing.pricing import PricedLine, margins_of, priced
from resellertui.services.unit import Unit
from resellertui.store.models import Document
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import reinvoice_lines as queries


def row_views(unit: Unit, partner_id: int, line_ids: Sequence[int]) -> list[ChargedRow]:
    """Return some charged lines of a partner in the order of their numbers; a constant number of queries."""
    charged = queries.lines(unit.session, line_ids)
    lines = priced(unit, margins_of(unit, partner_id), charged)
    documents = queries.documents_of(unit.session, {line.document_id for _row, line in charged})
    billed = [row.billed_line_id for row, _line in charged if row.billed_line_id is not None]
    invoices = queries.invoices_of(unit.session, billed) if billed else {}
    names = organisation_queries.names(unit.session, {row.client_id for row, _line in charged})
    return [_view(unit, one, documents[one.line.document_id], invoices, names) for one in lines]


def state_of(unit: Unit, state: str, held_until: date | None) -> LineState:
    """Return how a line stands today."""
    return state_on(LineState(state), held_until, unit.today)


def rule_words(unit: Unit, rule: MarginRule, client: str) -> str:
    """Return which margin it is, in words."""
    return _("{margin} on {lines}, since {day} ({id})").format(
        margin=margin_words(rule),
        lines=lines_words(rule, lambda scope, target: product_label(unit, scope, target), client),
        day=day(rule.starts_on),
        id=show_id(Kind.MARGIN, rule.id),
    )


def product_label(unit: Unit, scope: Scope, target: str) -> str:
    """Return what a family or a kind of product is called in the terms in force; else its id."""
    if scope is Scope.FAMILY:
        return unit.terms.family_labels.get(target, target)
    return unit.terms.label_of(target) if target else ""


def why_words(unit: Unit, priced_by: PricedBy, rule: MarginRule | None, client: str) -> str:
    """Return what decided a price, in words."""
    if rule is not None and priced_by is PricedBy.OFFER:
        return agreed_words(rule)
    if rule is not None and priced_by is PricedBy.RULE:
        return rule_words(unit, rule, client)
    return priced_by_words(priced_by)


def _view(
    unit: Unit,
    one: PricedLine,
    document: Document,
    invoices: Mapping[int, tuple[int, str]],
    names: Mapping[int, str],
) -> ChargedRow:
    row, line, currency = one.row, one.line, Currency(one.row.currency)
    client = names.get(row.client_id, "")
    invoice = invoices.get(row.billed_line_id or 0)
    percent = margin_percent(row.cost, one.price)
    state = state_of(unit, row.state, row.held_until)
    return ChargedRow(
        id=show_id(Kind.CHARGED_LINE, row.line_id),
        client=client,
        client_id=show_id(Kind.ORGANISATION, row.client_id),
        label=line.label,
        name=line.name,
        sku=line.sku,
        quantity=line.quantity,
        periods=line.periods,
        period_months=line.period_months,
        service_from=line.service_from,
        service_to=line.service_to,
        document=show_number(document.kind, document.year, document.sequence) or "",
        document_id=show_id(id_kind(document.kind), document.id),
        charged_on=row.charged_on,
        days=days_between(row.charged_on, unit.today),
        currency=currency.value,
        cost=str(Money(row.cost, currency)),
        resale=str(Money(one.price, currency)),
        margin=str(Money(one.price - row.cost, currency)),
        percent=None if percent is None else str(percent),
        priced_by=one.priced_by.value,
        rule_id=None if one.rule is None else show_id(Kind.MARGIN, one.rule.id),
        why=why_words(unit, one.priced_by, one.rule, client),
        price_reason=row.price_reason,
        state=state.value,
        state_reason=row.state_reason if state is not LineState.OPEN else "",
        held_until=row.held_until if state is LineState.HELD else None,
        invoice=None if invoice is None else invoice[1],
        invoice_id=None if invoice is None else show_id(Kind.REINVOICE, invoice[0]),
        refund_of=show_optional_id(Kind.CHARGED_LINE, line.corrects_id),
        version=row.version,
    )
