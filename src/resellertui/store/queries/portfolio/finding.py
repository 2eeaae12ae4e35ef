"""Choosing how a window is read: listed through the full texts where few lines match, walked where many do."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.domain.search import COUNTED, is_short
from resellertui.store.models import ClientGrant
from resellertui.store.queries.portfolio import totals
from resellertui.store.queries.portfolio.orders import Listed, Order, Walked
from resellertui.store.queries.portfolio.windows import Mark, Window, matching, rows, value

FEW = 5_000
"""Lines in a tab up to which they are looked through one by one: no index is quicker."""

MOST_CANDIDATES = 100_000
"""Matches of the full text, other partners' included, that are looked at before a list is walked instead."""


def order_of(session: Session, window: Window) -> Order:
    """Return the window's lines by place."""
    if window.membership_id is not None:
        return _of_membership(session, window, window.membership_id)
    of_tab = totals.in_tab(session, window.partner_id, window.tab)
    if not window.terms:
        return Walked(window, of_tab, is_exact=True)
    if of_tab <= FEW:
        return _listed(session, window, window.source)
    source, values = candidates(window.terms)
    condition, scope = window.scope
    found = value(
        session,
        f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {condition} LIMIT {COUNTED + 1})",  # noqa: S608
        (*values, *scope),
    )
    if found > COUNTED:
        return Walked(window, COUNTED, is_exact=False)
    if found or not _is_cut(session, window.terms):
        return _listed(session, window, source, values)
    return Walked(window, 0, is_exact=False)


def exact_total(session: Session, window: Window) -> int:
    """Return how many lines a window shows, however many: for the count behind the first paint."""
    order = order_of(session, window)
    return order.total if order.is_exact or not isinstance(order, Walked) else order.count(session)


def matched(terms: Sequence[str]) -> tuple[str, str]:
    """Return the full-text table that answers the terms best, and its query: the long terms, or else the short ones."""
    long_terms = [one for one in terms if not is_short(one)]
    if long_terms:
        return "text", " AND ".join(_quoted(one) for one in long_terms)
    return "starts", " AND ".join(f"{_quoted(one)}*" for one in terms)


def candidates(terms: Sequence[str], limit: int = MOST_CANDIDATES) -> tuple[str, Mark]:
    """Return the lines, any partner's, that the full text finds, as a source that is read in the order of ids."""
    table, query = matched(terms)
    return (
        f"(SELECT rowid AS candidate FROM portfolio_{table} WHERE portfolio_{table} MATCH ? LIMIT {limit}) "  # noqa: S608
        "CROSS JOIN portfolio_lines ON portfolio_lines.partnership_id = candidate",
        (query,),
    )


def _is_cut(session: Session, terms: Sequence[str]) -> bool:
    """Return whether the full text has more matches than are looked at."""
    table, query = matched(terms)
    return (
        value(
            session,
            f"SELECT count(*) FROM (SELECT 1 FROM portfolio_{table} WHERE portfolio_{table} MATCH ? "  # noqa: S608
            f"LIMIT {MOST_CANDIDATES})",
            (query,),
        )
        >= MOST_CANDIDATES
    )


def _of_membership(session: Session, window: Window, membership_id: int) -> Order:
    granted = select(func.count()).select_from(ClientGrant).where(ClientGrant.membership_id == membership_id)
    if (session.scalar(granted) or 0) > COUNTED:
        whole = Walked(window, 0, is_exact=False)
        return Walked(window, whole.count(session), is_exact=True)
    source = (
        "(SELECT partnership_id AS granted FROM client_grants WHERE membership_id = ?) "
        "CROSS JOIN portfolio_lines ON portfolio_lines.partnership_id = granted"
    )
    return _listed(session, window, source, (membership_id,))


def _listed(session: Session, window: Window, source: str, values: Mark = ()) -> Listed:
    condition, scope = window.scope
    found = rows(
        session,
        f"SELECT portfolio_lines.partnership_id FROM {source} WHERE {condition} ORDER BY {window.ordered()}",  # noqa: S608
        (*values, *scope),
    )
    return Listed(window, array("q", (one for (one,) in found)))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


__all__ = ["candidates", "exact_total", "matched", "matching", "order_of"]
