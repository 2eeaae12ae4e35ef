"""Choosing how a window is read: listed through the full texts where few lines match, walked where many do."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.domain.search import COUNTED, is_short
from resellertui.store.effective import effective_clients
from resellertui.store.portfolio import scope_of
from resellertui.store.queries.portfolio import totals
from resellertui.store.queries.portfolio.orders import Listed, Order, Walked
from resellertui.store.queries.portfolio.windows import Mark, Window, matching, rows, value

FEW = 2_000
"""Lines in a tab up to which they are looked through one by one: no index is quicker."""


class TextQuery(NamedTuple):
    """What to ask a full text, and the terms that it can't answer: they are looked for in each line that it finds."""

    table: str
    """`text` for long terms, `starts` where there are only short ones."""
    query: str
    rest: tuple[str, ...]

    def found(self, prefix: str) -> str:
        """Return the ids that the full text of `portfolio` or `product` finds, as `candidate`."""
        name = f"{prefix}_{self.table}"
        return f"SELECT rowid AS candidate FROM {name} WHERE {name} MATCH ?"  # noqa: S608  # our own names


def order_of(session: Session, window: Window) -> Order:
    """Return the window's lines by place."""
    if window.membership_id is not None:
        return _of_membership(session, window, window.membership_id)
    of_tab = totals.in_tab(session, window.partner_id, window.tab)
    if not window.terms:
        return Walked(window, of_tab, is_exact=True)
    if of_tab <= FEW:
        return _listed(session, window, window.source, window.scope)
    if _count(session, window, COUNTED + 1) > COUNTED:
        return Walked(window, COUNTED, is_exact=False)
    text = text_query(window.terms, [window.tab], window.partner_id)
    condition, values = matching(text.rest)
    source = f"({text.found('portfolio')}) CROSS JOIN portfolio_lines ON portfolio_lines.partnership_id = candidate"
    return _listed(session, window, source, (condition or "true", (text.query, *values)))


def exact_total(session: Session, window: Window) -> int:
    """Return how many lines a window shows, however many: for the count behind the first paint."""
    if window.terms and window.membership_id is None and totals.in_tab(session, window.partner_id, window.tab) > FEW:
        return _count(session, window)
    return order_of(session, window).total


def text_query(terms: Sequence[str], tabs: Iterable[str], partner_id: int) -> TextQuery:
    """Return what finds a partner's lines in these tabs that match the terms."""
    found = product_query(terms)
    column = "search" if found.table == "text" else "starts"
    scopes = " OR ".join(f"scope : {_quoted(scope_of(partner_id, tab))}" for tab in tabs)
    return found._replace(query=f"({scopes}) AND {column} : ({found.query})")


def product_query(terms: Sequence[str]) -> TextQuery:
    """Return what finds the products that match the terms, whoever has them."""
    long_terms = [one for one in terms if not is_short(one)]
    if long_terms:
        rest = tuple(one for one in terms if is_short(one))
        return TextQuery("text", " AND ".join(_quoted(one) for one in long_terms), rest)
    # The index of beginnings folds letters beyond ASCII once more, by rules of its own: those are looked at again.
    rest = tuple(one for one in terms if not one.isascii())
    return TextQuery("starts", " AND ".join(f"{_quoted(one)} *" for one in terms), rest)


def _count(session: Session, window: Window, most: int = -1) -> int:
    """Return how many lines match, as far as `most`."""
    text = text_query(window.terms, [window.tab], window.partner_id)
    source, values = text.found("portfolio"), (text.query,)
    if text.rest:
        condition, of_rest = matching(text.rest)
        source = f"SELECT 1 FROM ({source}) CROSS JOIN portfolio_lines ON partnership_id = candidate WHERE {condition}"  # noqa: S608
        values = (*values, *of_rest)
    return value(session, f"SELECT count(*) FROM ({source} LIMIT ?)", (*values, most))  # noqa: S608  # our own words


def _of_membership(session: Session, window: Window, membership_id: int) -> Order:
    granted = (
        select(func.count()).select_from(effective_clients).where(effective_clients.c.membership_id == membership_id)
    )
    if (session.scalar(granted) or 0) > COUNTED:
        return Walked(window, Walked(window, 0, is_exact=False).count(session), is_exact=True)
    source = (
        "(SELECT DISTINCT partnership_id AS granted FROM effective_clients WHERE membership_id = ?) "
        "CROSS JOIN portfolio_lines ON portfolio_lines.partnership_id = granted"
    )
    condition, values = window.scope
    return _listed(session, window, source, (condition, (membership_id, *values)))


def _listed(session: Session, window: Window, source: str, scope: tuple[str, Mark]) -> Listed:
    condition, values = scope
    found = rows(
        session,
        f"SELECT portfolio_lines.partnership_id FROM {source} WHERE {condition} ORDER BY {window.ordered()}",  # noqa: S608
        values,
    )
    return Listed(window, array("q", (one for (one,) in found)))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
