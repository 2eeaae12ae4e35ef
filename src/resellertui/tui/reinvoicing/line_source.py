"""Charged lines as a list shows them, where they come from, and how one is told whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from resellertui.domain.identifiers import Kind, is_whole_id
from resellertui.domain.reinvoicing.charged import LineState, is_late, line_state_words
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_views import ChargedPage, ChargedQuery, ChargedRow
from resellertui.services.reinvoicing.line_words import margin_text
from resellertui.tui import formats
from resellertui.tui.served_source import ServedSource
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone

KEPT = 2000
"""How many of the lines read last are kept as they were read, for the keys that act on them."""
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)


def lines_asked(query: ListQuery) -> ChargedQuery:
    """Return a list's query as the service takes it: a month and a client's id in the filter are taken for those."""
    month = client = ""
    words: list[str] = []
    for word in query.filter.split():
        if not month and _MONTH.fullmatch(word):
            month = word
        elif not client and "-" in word and is_whole_id(Kind.ORGANISATION, word):
            client = word
        else:
            words.append(word)
    state = "" if query.tab == "all" else query.tab
    asked: ChargedQuery = ChargedQuery.of(
        state=state, text=" ".join(words), month=month, client=client, descending=query.descending
    )
    return asked


class LineSource(ServedSource[ChargedQuery, ChargedRow]):
    """Windows on the charged lines, a client's together."""

    _seen: dict[str, ChargedRow]

    def seen(self, key: str | None) -> ChargedRow | None:
        """Return a line as it was read last, where it still is at hand."""
        return getattr(self, "_seen", {}).get(key or "")

    def asked(self, query: ListQuery) -> ChargedQuery:
        """Return what the view and the filter ask for."""
        return lines_asked(query)

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of all of them
        """Return that the order can be turned round."""
        return True

    def served(self, actor: Actor, asked: ChargedQuery, offset: int, limit: int) -> ChargedPage:
        """Return a part of the lines."""
        return self.app.services.charged_lines.page(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: ChargedQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many lines there are."""
        return self.app.services.charged_lines.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: ChargedQuery, reference: str) -> int | None:
        """Return where the line of this id is."""
        return self.app.services.charged_lines.position(actor, asked, reference)

    def row(self, one: ChargedRow) -> Row:
        """Return a line as the list shows it, and keep it for the keys."""
        seen = self.__dict__.setdefault("_seen", {})
        seen[one.id] = one
        for old in list(seen)[:-KEPT]:
            del seen[old]
        return line_row(one)


def line_columns() -> Sequence[Column]:
    """Return the columns."""
    return (
        Column("client", _("Client"), 10, weight=2, limit=32),
        Column("name", _("Product"), 8, weight=2, limit=32),
        Column("charged", _("Charged"), 11, priority=4),
        Column("cost", _("Cost"), 8, limit=12, right=True),
        Column("resale", _("Resale"), 8, limit=12, right=True),
        Column("margin", _("Margin"), 7, limit=12, right=True, priority=1),
        Column("percent", _("%"), 6, right=True, priority=3),
        Column("currency", "", 3, priority=2),
        Column("state", _("State"), 6),
        Column("why", _("Priced by"), 18, weight=2, limit=60, priority=5),
    )


def line_row(one: ChargedRow) -> Row:
    """Return a line as a list shows it."""
    state = LineState(one.state)
    late = state is LineState.OPEN and is_late(one.days)
    tones = {LineState.HELD: Tone.MUTED, LineState.WAIVED: Tone.MUTED, LineState.BILLED: Tone.GOOD}
    return Row(
        one.id,
        {
            "client": one.client,
            "name": one.name or one.label,
            "charged": formats.day(one.charged_on),
            "cost": one.cost,
            "resale": one.resale,
            "margin": one.margin,
            "percent": one.percent or "",
            "currency": one.currency,
            "state": _("late") if late else line_state_words(state),
            "why": one.why,
        },
        Tone.WARNING if late else tones.get(state),
    )


def line_facts(one: ChargedRow) -> list[tuple[str, str]]:
    """Return a line whole: what was charged, what it is billed at, how it stands."""
    return [
        (_("Client"), f"{one.client} ({one.client_id})"),
        (_("Product"), f"{one.label} · {one.name} ({one.sku})"),
        (_("Quantity"), _quantity(one)),
        (_("Service"), _("{first} to {last}").format(first=_day(one.service_from), last=_day(one.service_to))),
        (_("Charged by"), _("{document}, {day}").format(document=one.document, day=_day(one.charged_on))),
        (_("Gives back"), one.refund_of or ""),
        ("", _("Price without VAT")),
        (_("Cost"), f"{one.cost} {one.currency}"),
        (_("Resale"), f"{one.resale} {one.currency}"),
        (_("Margin"), margin_text(one.margin, one.percent, one.currency)),
        (_("Priced by"), one.why),
        (_("Reason"), one.price_reason),
        ("", _("How it stands")),
        (_("State"), line_state_words(LineState(one.state))),
        (_("Reason"), one.state_reason),
        (_("Held until"), _day(one.held_until) if one.held_until else ""),
        (_("Billed by"), f"{one.invoice} ({one.invoice_id})" if one.invoice else ""),
        (_("Days since"), str(one.days)),
    ]


def _quantity(one: ChargedRow) -> str:
    words = ngettext(
        "{quantity} for {count} period of {months} months",
        "{quantity} for {count} periods of {months} months",
        one.periods,
    )
    return words.format(quantity=one.quantity, count=one.periods, months=one.period_months)


_day = formats.day
