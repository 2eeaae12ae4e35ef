"""What a partner earns: each line's cashback, and the sums by state and month. The invoices stay their payers' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from resellertui.domain.access import Action
from resellertui.domain.cashback import bar, cashback_state_label, last_months
from resellertui.domain.csv_text import csv_text
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.text import fold
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.billing.cashback_views import (
    CashbackBar,
    CashbackBy,
    CashbackExport,
    CashbackMonth,
    CashbackPage,
    CashbackQuery,
    CashbackRow,
    CashbackSum,
    CashbackSummary,
    CashbackSums,
)
from resellertui.services.billing.explanation import Explanation, ExplanationPart, again_words
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.export_file import free_target, write_export
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Cashback, DocumentLine
from resellertui.store.queries import cashback as queries
from resellertui.store.queries.cashback import Choice, Sums

ALL: CashbackQuery = CashbackQuery.of()

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_UNLIMITED = 1_000_000
MOST_LISTED = 100
"""How many lines an explanation of a sum names."""


class CashbackAccount:
    """One's own organisation's cashback; needs the accounting right."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, offset: int = 0, limit: int = 50, query: CashbackQuery = ALL) -> CashbackPage:
        """Return a part of what lines earned, newest first. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            found = queries.window(unit.session, choice, offset, limit, oldest_first=query.backwards)
            total = queries.count(unit.session, choice)
            return CashbackPage(total=total, offset=offset, rows=tuple(_row(*one) for one in found))

    def position(self, actor: Actor, query: CashbackQuery, reference: str) -> int | None:
        """Return the place of a cashback in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice, number = _choice(unit, query), parse_id(Kind.CASHBACK, reference)
            if number is None:
                return None
            return queries.place(unit.session, choice, number, oldest_first=query.backwards)

    def sums(
        self, actor: Actor, by: CashbackBy, query: CashbackQuery = ALL, offset: int = 0, limit: int = 50
    ) -> CashbackSums:
        """Return a part of the sums by month, client or product: what is void counts in none. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            found = queries.groups(unit.session, by.value, choice, offset, limit, backwards=query.backwards)
            total = queries.count_groups(unit.session, by.value, choice)
            return CashbackSums(total=total, offset=offset, rows=tuple(_sum(by, one) for one in found))

    def position_of_sum(self, actor: Actor, by: CashbackBy, query: CashbackQuery, key: str) -> int | None:
        """Return the place of a sum, by its id and currency (`ORG-12 CHF`), or None. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            name, _space, currency = key.partition(" ")
            kind = {CashbackBy.CLIENT: Kind.ORGANISATION, CashbackBy.PRODUCT: Kind.PRODUCT}.get(by)
            number = name if kind is None else parse_id(kind, name)
            if number is None:
                return None
            return queries.place_of_group(unit.session, by.value, choice, number, currency, backwards=query.backwards)

    def find_sum(self, actor: Actor, by: CashbackBy, query: CashbackQuery, typed: str) -> int | None:
        """Return the place of the first sum whose name begins with, or holds, what was typed. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            return queries.find_group(unit.session, by.value, choice, fold(typed), backwards=query.backwards)

    def year(self, actor: Actor, currency: Currency, cells: int, query: CashbackQuery = ALL) -> tuple[CashbackBar, ...]:
        """Return the chart of the last twelve months in one currency, the newest first, with bars of so many cells.

        Months are those of the provider's calendar. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            months = last_months(unit.today)
            choice = _choice(unit, query, currency=currency, since=months[-1])
            found = {one.key: one for one in queries.groups(unit.session, "month", choice, 0, _UNLIMITED)}
            chart = [found.get(month) or Sums(month, month, "", currency.value, 0, 0, 0, 0) for month in months]
            greatest = max(one.credited for one in chart)
            return tuple(
                CashbackBar(
                    month=one.key,
                    credited=_text(one.credited, one.currency),
                    pending=_text(one.pending, one.currency),
                    reversed=_text(one.reversed, one.currency),
                    bar=bar(one.credited, greatest, cells),
                )
                for one in chart
            )

    def explain_sum(self, actor: Actor, query: CashbackQuery) -> Explanation:
        """Say of which lines a sum is made. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            codes = [one.value for one in Currency if choice.currency in {"", one.value}]
            found = [_sum_part(unit, replace(choice, currency=code)) for code in codes]
            return Explanation(
                id=query.text,
                title=_("Cashback, {what}").format(what=query.text),
                agrees=all(same for _part, same in found),
                parts=tuple(part for part, _same in found if part is not None),
            )

    def summary(self, actor: Actor) -> CashbackSummary:
        """Return the sums by state and by month. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, ALL)
            sums = queries.sums_by_state(unit.session, choice.partner_id)
            return CashbackSummary(
                pending=tuple((code, _text(sum_, code)) for state, code, sum_, _back in sums if state == "pending"),
                credited=tuple((code, _text(sum_, code)) for state, code, sum_, _back in sums if state == "credited"),
                reversed=tuple((code, _text(back, code)) for state, code, _sum, back in sums if state == "credited"),
                months=tuple(
                    CashbackMonth(
                        month=one.key,
                        currency=one.currency,
                        credited=_text(one.credited, one.currency),
                        pending=_text(one.pending, one.currency),
                        reversed=_text(one.reversed, one.currency),
                    )
                    for one in queries.groups(unit.session, "month", choice, 0, _UNLIMITED)
                ),
            )

    def csv(self, actor: Actor, query: CashbackQuery = ALL, by: CashbackBy | None = None) -> str:
        """Return all that match, or their sums, as CSV. Writes nothing but the audit.

        Raises:
            Forbidden: no right to the accounting.
        """
        return self._csv(actor, query, by)[0]

    def to_file(
        self, actor: Actor, folder: Path, name: str, query: CashbackQuery = ALL, by: CashbackBy | None = None
    ) -> CashbackExport:
        """Write the same to a new file of the folder that only the user reads; in a rehearsal not at all.

        Raises:
            Forbidden: no right to the accounting, or locked mode, where nobody names files.
            Refused: it can't be written.
        """
        target = free_target(self._office, folder, name)
        text, count = self._csv(actor, query, by)
        write_export(self._office, target, text)
        return CashbackExport(path=str(target), records=count)

    def _csv(self, actor: Actor, query: CashbackQuery, by: CashbackBy | None) -> tuple[str, int]:
        """Return the text and how many records are in it, after writing down who took it out."""
        with self._office.writing(actor) as unit:
            choice = _choice(unit, query)
            records = [one.model_dump(mode="json") for one in _records(unit, choice, by)]
            unit.record("cashback.exported", "export", None, {"records": len(records), "by": by.value if by else ""})
            columns = tuple(CashbackRow.model_fields if by is None else CashbackSum.model_fields)
            return csv_text(columns, records), len(records)


def _records(unit: Unit, choice: Choice, by: CashbackBy | None) -> Iterator[CashbackRow | CashbackSum]:
    if by is None:
        yield from (_row(*one) for one in queries.every(unit.session, choice))
    else:
        yield from (_sum(by, one) for one in queries.groups(unit.session, by.value, choice, 0, _UNLIMITED))


def _choice(unit: Unit, query: CashbackQuery, *, currency: Currency | None = None, since: str = "") -> Choice:
    """Return which cashback is meant, having asked the policy."""
    org_id = own_org(unit)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    month, code, ids, words = "", currency.value if currency is not None else "", dict[Kind, int](), list[str]()
    for word in query.text.split():
        kind = next((one for one in _IDS if word.upper().startswith(f"{one.value}-")), None)
        number = None if kind is None else parse_id(kind, word)
        if kind is not None and number is not None:
            ids[kind] = number
        elif _MONTH.fullmatch(word):
            month = word
        elif word in set(Currency):
            # two currencies have nothing in common
            code = word if code in {"", word} else "-"
        else:
            words.append(word)
    return Choice(
        org_id,
        number=ids.get(Kind.CASHBACK),
        month=month,
        currency=code,
        state=query.state,
        holder_id=ids.get(Kind.ORGANISATION),
        product_id=ids.get(Kind.PRODUCT),
        text=fold(" ".join(words)),
        since=since,
    )


_IDS = (Kind.CASHBACK, Kind.ORGANISATION, Kind.PRODUCT)


def _sum_part(unit: Unit, choice: Choice) -> tuple[ExplanationPart | None, bool]:
    """Add the lines of a currency up anew, and say how; None where there are none."""
    total = queries.total(unit.session, choice)
    if not total.lines:
        return None, True
    credited = pending = back = 0
    sentences: list[str] = []
    for one, line, client in queries.every(unit.session, choice):
        credited += one.amount if one.state == "credited" else 0
        pending += one.amount if one.state == "pending" else 0
        back += one.reversed
        if len(sentences) < MOST_LISTED and one.state != "void":
            sentences.append(
                _("{id}, “{product}” of {client}, {state}: {amount}, reversed {reversed}.").format(
                    id=show_id(Kind.CASHBACK, one.id),
                    product=line.name,
                    client=client,
                    state=cashback_state_label(one.state),
                    amount=_text(one.amount, one.currency),
                    reversed=_text(one.reversed, one.currency),
                )
            )
    if total.lines > len(sentences):
        sentences.append(_("And {count} more.").format(count=total.lines - len(sentences)))
    same = (credited, pending, back) == (total.credited, total.pending, total.reversed)
    head = ngettext(
        "{count} line in {currency}: {credited} earned, {pending} pending, {reversed} reversed.",
        "{count} lines in {currency}: {credited} earned, {pending} pending, {reversed} reversed.",
        total.lines,
    ).format(
        count=total.lines,
        currency=choice.currency,
        credited=_text(credited, choice.currency),
        pending=_text(pending, choice.currency),
        reversed=_text(back, choice.currency),
    )
    title = _("Sum in {currency}").format(currency=choice.currency)
    return ExplanationPart(title=title, sentences=(head, again_words(same=same), *sentences)), same


def _row(one: Cashback, line: DocumentLine, client: str) -> CashbackRow:
    return CashbackRow(
        id=show_id(Kind.CASHBACK, one.id),
        client=client,
        client_id=show_id(Kind.ORGANISATION, one.holder_id),
        product=line.name,
        product_id=show_optional_id(Kind.PRODUCT, one.product_id),
        currency=one.currency,
        amount=_text(one.amount, one.currency),
        reversed=_text(one.reversed, one.currency),
        state=one.state,
        made_on=one.made_on,
        credited_on=one.credited_on,
    )


def _sum(by: CashbackBy, one: Sums) -> CashbackSum:
    kind = {CashbackBy.CLIENT: Kind.ORGANISATION, CashbackBy.PRODUCT: Kind.PRODUCT}.get(by)
    return CashbackSum(
        id=one.key if kind is None else show_id(kind, int(one.key)),
        label=one.label,
        client=one.of,
        currency=one.currency,
        lines=one.lines,
        credited=_text(one.credited, one.currency),
        pending=_text(one.pending, one.currency),
        reversed=_text(one.reversed, one.currency),
    )


def _text(minor: int, code: str) -> str:
    return str(Money(minor, Currency(code)))
