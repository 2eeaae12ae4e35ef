"""Charged lines: a window on them with their resale prices, what they add up to, and what is decided about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.billing import read_document_name
from resellertui.domain.calendar import add_months
from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id
from resellertui.domain.money import Currency, Money, parse_currency
from resellertui.domain.reinvoicing.charged import LineState
from resellertui.domain.reinvoicing.margin import margin_percent
from resellertui.domain.search import terms_of
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_rows import row_views
from resellertui.services.reinvoicing.line_views import ChargedPage, ChargedQuery, ChargedRow, ChargedTotal, LineSort
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.reinvoicing.rights import allowed_partner, typed_client
from resellertui.services.reinvoicing.streaming import batches
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import document_list
from resellertui.store.queries import reinvoice_lines as queries
from resellertui.store.queries.reinvoice_lines import Choice, Term
from resellertui.store.queries.walks import Walk, Walks

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_STATES = frozenset({"", "flagged", *(one.value for one in LineState)})


class ChargedLines:
    """What the provider charged a partner for its clients; for those with the right to its accounting."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()

    def page(
        self, actor: Actor, query: ChargedQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> ChargedPage:
        """Return a part of the charged lines with their resale prices. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client, month, state or currency.
        """
        with self._office.reading(actor) as unit:
            choice = line_choice(unit, query)
            part = self._walk(unit, choice).part(unit.session, offset, limit, hurried=hurried)
            rows = row_views(unit, choice.partner_id, [mark[-1] for mark in part.marks])
            return ChargedPage(total=part.total, offset=offset, rows=tuple(rows), exact=part.is_exact)

    def count(self, actor: Actor, query: ChargedQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many charged lines are meant, as long as that `is_wanted`. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client, month, state or currency.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, line_choice(unit, query)).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: ChargedQuery, reference: str) -> int | None:
        """Return the place of a line in the list, or None where it is not in it. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client, month, state or currency.
        """
        number = parse_id(Kind.CHARGED_LINE, reference)
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, line_choice(unit, query))
            mark = None if number is None else walk.path.place_of(unit.session, queries.is_line(number))
            return None if mark is None else walk.place(unit.session, mark)

    def show(self, actor: Actor, reference: str) -> ChargedRow:
        """Return one charged line, by its id. Changes nothing.

        Raises:
            NotFound: none of this partner.
            Forbidden: no right to the accounting.
        """
        number = parse_id(Kind.CHARGED_LINE, reference) or 0
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            rows = row_views(unit, partner_id, list(queries.of_partner(unit.session, partner_id, [number])))
            if not rows:
                raise not_found(reference)
            return rows[0]

    def totals(
        self, actor: Actor, query: ChargedQuery, is_wanted: Callable[[], bool] = lambda: True
    ) -> tuple[ChargedTotal, ...]:
        """Return what the lines that are meant add up to, a currency each, as long as that `is_wanted`.

        Changes nothing. Each line is priced, a thousand at a time: that takes a while for very many.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client, month, state or currency.
        """
        with self._office.reading(actor) as unit:
            choice = line_choice(unit, query)
            margins = margins_of(unit, choice.partner_id)
            sums: dict[str, tuple[int, int, int]] = {}
            for batch in batches(unit, choice):
                if not is_wanted():
                    break
                for line, price in batch.priced(margins.rule_for):
                    count, cost, resale = sums.get(line.currency, (0, 0, 0))
                    sums[line.currency] = (count + 1, cost + line.cost, resale + price.price)
            return tuple(_total(code, *sums[code]) for code in sorted(sums))

    def _walk(self, unit: Unit, choice: Choice) -> Walk:
        return self._walks.remembered(unit.session, choice, lambda: queries.path(unit.session, choice))


def line_choice(unit: Unit, query: ChargedQuery) -> Choice:
    """Return which lines a query means, having asked the policy.

    Raises:
        NotFound: the actor acts for no organisation, or inside a client's.
        Forbidden: no right to the accounting.
        Invalid: no such client, month, state or currency.
    """
    partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
    if query.state not in _STATES:
        choices = ", ".join(sorted(_STATES - {""}))
        raise Invalid({"state": _("Choose one of: {choices}.").format(choices=choices)})
    first, last = month_days(query.month) if query.month else (None, None)
    line_id, documents, terms = _looked_for(unit, query.text)
    return Choice(
        partner_id,
        unit.today,
        client_id=typed_client(unit, partner_id, query.client).id if query.client else None,
        first=first,
        last=last,
        state=query.state,
        currency=parse_currency(query.currency.upper()).value if query.currency else "",
        terms=terms,
        line_id=line_id,
        document_ids=documents,
        by_client=query.sort is LineSort.CLIENT,
        descending=query.descending,
    )


def month_days(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month such as `2026-11`.

    Raises:
        Invalid: it is none.
    """
    match = _MONTH.fullmatch(month)
    if match is None:
        raise Invalid({"month": _("Write a month such as 2026-11.")})
    first = date(int(match[1]), int(match[2]), 1)
    return first, date.fromordinal(add_months(first, 1, 1).toordinal() - 1)


def _looked_for(unit: Unit, text: str) -> tuple[int | None, tuple[int, ...] | None, tuple[Term, ...]]:
    """Return what a text means: a line, the provider's documents, or words."""
    if "-" in text and is_whole_id(Kind.CHARGED_LINE, text):
        return parse_id(Kind.CHARGED_LINE, text), None, ()
    # A bare number may be a part of a name: only what is written as an id is taken for one.
    name = read_document_name(text) if "-" in text else None
    if name is None:
        return None, None, tuple(Term(one, _kinds_called(unit, one)) for one in terms_of(text))
    if name.number is not None:
        found = document_list.documents_numbered(unit.session, *name.number)
    else:
        row = billing_queries.document(unit.session, name.document_id or 0)
        found = [] if row is None else [row]
    return None, tuple(one.id for one in found if one.kind in name.kinds), ()


def _kinds_called(unit: Unit, term: str) -> tuple[str, ...]:
    """Return the kinds of product whose name or sku a word is a part of, as the terms call them."""
    return tuple(one.sku for one in unit.terms.kinds if term in fold(one.label) or term in fold(one.sku))


def _total(code: str, count: int, cost: int, resale: int) -> ChargedTotal:
    currency = Currency(code)
    percent = margin_percent(cost, resale)
    return ChargedTotal(
        currency=code,
        lines=count,
        cost=str(Money(cost, currency)),
        resale=str(Money(resale, currency)),
        margin=str(Money(resale - cost, currency)),
        percent=None if percent is None else str(percent),
    )


def line_numbers(references: Sequence[str]) -> list[int]:
    """Return the numbers of charged lines that are named by their ids, each once.

    Raises:
        NotFound: something else is named.
    """
    found: dict[int, None] = {}
    for one in references:
        number = parse_id(Kind.CHARGED_LINE, one)
        if number is None:
            raise not_found(one)
        found[number] = None
    return list(found)
