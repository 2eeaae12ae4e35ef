"""Margins: adding and ending them, which holds, and what one more would have changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from resellertui.domain.access import Action
from resellertui.domain.errors import FieldProblem, Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.money import Currency, parse_currency
from resellertui.domain.programme.terms import name_key, name_keys
from resellertui.domain.reinvoicing.margin import MarginRule, Method, Scope, check_value
from resellertui.domain.reinvoicing.margin_table import MarginState, MarginTable
from resellertui.domain.reinvoicing.margin_words import lines_words, margin_words, value_text
from resellertui.domain.search import terms_of
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_rows import product_label
from resellertui.services.reinvoicing.margin_preview import preview
from resellertui.services.reinvoicing.margin_views import (
    MarginInput,
    MarginPage,
    MarginPreview,
    MarginQuery,
    MarginView,
)
from resellertui.services.reinvoicing.pricing import margin_of, margins_of
from resellertui.services.reinvoicing.rights import allowed_partner, typed_client, unknown
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import ReinvoiceRule
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import reinvoice_lines as line_queries
from resellertui.store.queries import reinvoice_pricing as queries

Read = TypeVar("Read")

_FIRST_YEAR, _YEARS_AHEAD = 2000, 10
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?")


class Margins:
    """What the people with the right to the accounting read, and legal representatives and administrators set."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: MarginQuery, offset: int = 0, limit: int = 50) -> MarginPage:
        """Return a part of the margins, the newest first, with which hold today. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            only = typed_client(unit, partner_id, query.client).id if query.client else None
            rows = queries.rules_of(unit.session, partner_id)
            table = MarginTable(margin_of(one) for one in rows)
            rows = sorted(rows, key=lambda one: one.id, reverse=True)
            if only is not None:
                rows = [one for one in rows if one.client_id == only]
            if query.current:
                current = {
                    one.id for one in table if table.standing(one, unit.today).state is not MarginState.OVERTAKEN
                }
                rows = [one for one in rows if one.id in current]
            words = terms_of(query.text)
            if words:
                found = [one for one in _views(unit, table, rows) if _holds(one, words)]
                return MarginPage(total=len(found), offset=offset, rows=tuple(found[offset : offset + limit]))
            window = rows[offset : offset + limit]
            return MarginPage(total=len(rows), offset=offset, rows=tuple(_views(unit, table, window)))

    def show(self, actor: Actor, reference: str) -> MarginView:
        """Return one margin, by its id. Changes nothing.

        Raises:
            NotFound: none of this partner.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            table, row = _named(unit, partner_id, reference)
            return _views(unit, table, [row])[0]

    def add(self, actor: Actor, wish: MarginInput) -> MarginView:
        """Add a margin, for what the provider charges from a day on; what was billed stays as it is.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: neither a legal representative nor an administrator.
            Invalid: every field that can't be accepted.
            Ambiguous: several clients are called so.
        """
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_RULES)
            row = _write(unit, partner_id, read_margin(unit, partner_id, wish), wish.note)
            unit.record("reinvoice.margin_added", "margin", row.id, {"margin": show_id(Kind.MARGIN, row.id)})
            return _views(unit, margins_of(unit, partner_id), [row])[0]

    def end(self, actor: Actor, reference: str, starts_on: date | None = None, note: str = "") -> MarginView:
        """End a margin, for what is charged from a day on, today where none is said: the next wider one then holds.

        Return what ends it.

        Raises:
            NotFound: none of this partner.
            Forbidden: neither a legal representative nor an administrator.
            Refused: it has been overtaken or ended already, or is no margin.
            Invalid: a day before it begins, or too far away.
        """
        text = MarginInput.of(method=Method.NONE, note=note).note
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_RULES)
            table, row = _named(unit, partner_id, reference)
            rule = margin_of(row)
            day = max(unit.today, rule.starts_on) if starts_on is None else starts_on
            _check_day(unit, day)
            if day < rule.starts_on:
                raise Invalid({"starts_on": _("It begins later than that.")})
            standing = table.standing(rule, day)
            if standing.state is not MarginState.HOLDS:
                raise Refused(
                    _("{margin} does not hold then.").format(margin=show_id(Kind.MARGIN, rule.id)),
                    _("Nothing was changed."),
                    _("Look at which margins hold: they can be ended."),
                )
            only = standing.currencies[0] if len(standing.currencies) == 1 else None
            ending = replace(rule, method=Method.NONE, value=Decimal(0), currency=only, starts_on=day)
            made = _write(unit, partner_id, ending, text)
            values = {"margin": show_id(Kind.MARGIN, rule.id), "by": show_id(Kind.MARGIN, made.id)}
            unit.record("reinvoice.margin_ended", "margin", rule.id, values)
            return _views(unit, margins_of(unit, partner_id), [made])[0]

    def preview(
        self,
        actor: Actor,
        wish: MarginInput,
        offset: int = 0,
        limit: int = 50,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> MarginPreview:
        """Return what a margin would have changed on the charges of the last twelve months. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: every field that can't be accepted.
            Ambiguous: several clients are called so.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            rule = read_margin(unit, partner_id, wish)
            return preview(unit, partner_id, rule, _words(unit, rule), (offset, limit), is_wanted)


def read_margin(unit: Unit, partner_id: int, wish: MarginInput) -> MarginRule:
    """Return the margin that a form means.

    Raises:
        Invalid: every field that can't be accepted.
        Ambiguous: several clients are called so.
    """
    problems: list[FieldProblem] = []

    def accept(read: Callable[[], Read], otherwise: Read) -> Read:
        try:
            return read()
        except Invalid as refusal:
            problems.extend(refusal.fields)
            return otherwise

    day = wish.starts_on or unit.today
    target = accept(lambda: _target(unit, partner_id, wish), "")
    client_id = accept(lambda: typed_client(unit, partner_id, wish.client).id if wish.client else None, None)
    nothing: tuple[Decimal, Currency | None] = (Decimal(0), None)
    value, currency = accept(lambda: _value(wish), nothing)
    accept(lambda: _check_day(unit, day), None)
    if problems:
        raise Invalid(problems)
    return MarginRule(0, client_id, wish.scope, target, wish.method, value, currency, day)


def _target(unit: Unit, partner_id: int, wish: MarginInput) -> str:
    """Return the family or sku that a form names."""
    text = wish.target
    if wish.scope is Scope.ALL:
        if text:
            raise Invalid({"target": _("A margin on all products names none.")})
        return ""
    if not text:
        raise Invalid({"target": _("It is missing.")})
    if wish.scope is Scope.FAMILY:
        for one in unit.terms.families:
            if name_key(text) in name_keys(one.id, one.label, one.aliases):
                return one.id
        raise Invalid({"target": unknown(text, [one.id for one in unit.terms.families])})
    kind = unit.terms.resolve(text)
    if kind is not None:
        return kind.sku
    if line_queries.skus_charged(unit.session, partner_id, text):
        return text  # it has left the catalogue
    raise Invalid({"target": unknown(text, [one.sku for one in unit.terms.kinds])})


def _value(wish: MarginInput) -> tuple[Decimal, Currency | None]:
    """Return value and currency of a margin as a form has them."""
    if wish.method is Method.NONE:
        currency = parse_currency(wish.currency.upper()) if wish.currency else None
        if wish.value:
            raise Invalid({"value": _("No margin has no value.")})
        return Decimal(0), currency
    if not _NUMBER.fullmatch(wish.value):
        raise Invalid({"value": _("Write a number with a point and few decimals, such as 12.5.")})
    value = Decimal(wish.value)
    if wish.method is Method.PERCENTAGE:
        if wish.currency:
            raise Invalid({"currency": _("A percentage has no currency: it holds in both.")})
        check_value(wish.method, value, None)
        return value, None
    currency = parse_currency(wish.currency.upper()) if wish.currency else None
    check_value(wish.method, value, currency)
    return value, currency


def _check_day(unit: Unit, day: date) -> None:
    if not _FIRST_YEAR <= day.year <= unit.today.year + _YEARS_AHEAD:
        raise Invalid(
            {
                "starts_on": _("A margin begins between {first} and {last}.").format(
                    first=_FIRST_YEAR, last=unit.today.year + _YEARS_AHEAD
                )
            }
        )


def _write(unit: Unit, partner_id: int, rule: MarginRule, note: str) -> ReinvoiceRule:
    row = ReinvoiceRule(
        partner_id=partner_id,
        client_id=rule.client_id,
        scope=rule.scope.value,
        target=rule.target,
        method=rule.method.value,
        value=f"{rule.value:f}",
        currency=None if rule.currency is None else rule.currency.value,
        starts_on=rule.starts_on,
        note=note,
        origin="entered",
        made_at=unit.now,
        made_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()  # its number is told
    return row


def _named(unit: Unit, partner_id: int, reference: str) -> tuple[MarginTable, ReinvoiceRule]:
    number = parse_id(Kind.MARGIN, reference)
    rows = queries.rules_of(unit.session, partner_id)
    row = next((one for one in rows if one.id == number), None)
    if row is None:
        raise not_found(reference)
    return MarginTable(margin_of(one) for one in rows), row


def _holds(view: MarginView, words: tuple[str, ...]) -> bool:
    text = fold(f"{view.id} {view.margin} {view.lines} {view.target} {view.note}")
    return all(one in text for one in words)


def _words(unit: Unit, rule: MarginRule) -> tuple[str, str]:
    names = organisation_queries.names(unit.session, [] if rule.client_id is None else [rule.client_id])
    return _words_with(unit, rule, names.get(rule.client_id or 0, ""))


def _words_with(unit: Unit, rule: MarginRule, client: str) -> tuple[str, str]:
    return margin_words(rule), lines_words(rule, lambda scope, target: product_label(unit, scope, target), client)


def _views(unit: Unit, table: MarginTable, rows: list[ReinvoiceRule]) -> list[MarginView]:
    names = organisation_queries.names(unit.session, {one.client_id for one in rows if one.client_id is not None})
    people = people_queries.names_of(unit.session, {one.made_by_id for one in rows if one.made_by_id is not None})
    found = []
    for row in rows:
        rule = margin_of(row)
        standing = table.standing(rule, unit.today)
        client = names.get(row.client_id or 0, "")
        margin, lines = _words_with(unit, rule, client)
        found.append(
            MarginView(
                id=show_id(Kind.MARGIN, row.id),
                client=client,
                client_id=show_optional_id(Kind.ORGANISATION, row.client_id),
                scope=rule.scope,
                target=rule.target,
                target_label=product_label(unit, rule.scope, rule.target),
                method=rule.method,
                value="" if rule.method is Method.NONE else value_text(rule),
                currency=row.currency or "",
                starts_on=row.starts_on,
                note=row.note,
                origin=row.origin,
                made_at=row.made_at,
                made_by=people.get(row.made_by_id or 0, ""),
                state=standing.state.value,
                currencies=tuple(one.value for one in standing.currencies),
                overtaken_by=show_optional_id(Kind.MARGIN, None if standing.by is None else standing.by.id),
                margin=margin,
                lines=lines,
            )
        )
    return found
