"""The best answers to what is typed in the global search: found by full text and by how names begin, a few at most."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from resellertui.domain.search import Closeness
from resellertui.store.queries.portfolio.finding import product_query, text_query
from resellertui.store.queries.portfolio.windows import Mark, matching, rows

POOL = 2_000
"""Matches of the full text that are ranked; where there are more, names that begin with the term are looked up too."""

BEGINNING = 50
"""Names that begin with the first term, looked up by their order."""

TABS = ("active", "pending", "past")


class FoundClient(NamedTuple):
    """A client that matches."""

    partnership_id: int
    tab: str
    name_key: str
    closeness: int


class FoundProduct(NamedTuple):
    """A product that matches, with the partnership through which it is reached; None for one's own."""

    id: int
    name: str
    name_folded: str
    sku: str
    org_id: int
    partnership_id: int | None
    closeness: int


class Reader(NamedTuple):
    """Who searches: an organisation, and what a member with granted rights only is limited to."""

    org_id: int
    today: date
    has_clients: bool
    """Whether it is a partner whose clients the reader may see."""
    membership_id: int | None = None
    """Only the clients granted to this membership; None for all."""
    own_products: Collection[int] | None = None
    """The own products that the member may see; None for all."""


def clients(session: Session, reader: Reader, terms: Sequence[str], limit: int) -> list[FoundClient]:
    """Return the best matching clients, those of the nearest names first."""
    condition, values = matching(terms)
    if reader.membership_id is not None:
        condition += " AND partnership_id IN (SELECT partnership_id FROM effective_clients WHERE membership_id = ?)"
        values = (*values, reader.membership_id)
    text = text_query(terms, TABS, reader.org_id)
    pools = [
        f"SELECT partnership_id, tab, name_key FROM ({text.found('portfolio')} LIMIT {POOL}) "  # noqa: S608
        f"CROSS JOIN portfolio_lines ON partnership_id = candidate WHERE {condition}"
    ]
    bound: Mark = (text.query, *values)
    for tab in TABS:
        pools.append(
            "SELECT * FROM (SELECT partnership_id, tab, name_key FROM portfolio_lines "  # noqa: S608  # our own words
            "INDEXED BY ix_portfolio_lines_name WHERE partner_id = ? AND tab = ? AND name_key >= ? AND name_key < ? "
            f"AND {condition} ORDER BY name_key LIMIT {BEGINNING})"
        )
        bound = (*bound, reader.org_id, tab, *_between(terms), *values)
    ranked, of_rank = _closeness("name_key", terms)
    found = rows(
        session,
        f"SELECT partnership_id, tab, name_key, {ranked} AS closeness FROM ({' UNION '.join(pools)}) "  # noqa: S608
        "ORDER BY closeness, tab = 'past', name_key, partnership_id LIMIT ?",
        (*of_rank, *bound, limit),
    )
    return [FoundClient._make(one) for one in found]


def products(session: Session, reader: Reader, terms: Sequence[str], limit: int) -> list[FoundProduct]:
    """Return the best matching products: one's own, and those of clients that are reached today."""
    condition, values = matching(terms, "name_folded", "name_starts")
    text = product_query(terms)
    pools = (
        f"SELECT candidate AS id FROM ({text.found('product')} LIMIT {POOL}) "  # noqa: S608  # our own words
        "UNION SELECT id FROM (SELECT id FROM products INDEXED BY ix_products_name_folded "
        f"WHERE name_folded >= ? AND name_folded < ? AND {condition} LIMIT {POOL}) "
        "UNION SELECT id FROM (SELECT id FROM products INDEXED BY ix_products_org_id_name_folded "
        f"WHERE org_id = ? AND {condition} LIMIT {POOL})"
    )
    ranked, of_rank = _closeness("products.name_folded", terms)
    granted, of_grant = _own(reader)
    reached, of_reach = _reached(reader)
    found = rows(
        session,
        f"SELECT products.id, name, name_folded, sku, org_id, partnerships.id, {ranked} AS closeness "  # noqa: S608
        f"FROM ({pools}) AS pool CROSS JOIN products ON products.id = pool.id LEFT JOIN partnerships ON {reached} "
        f"WHERE (({granted}) OR partnerships.id IS NOT NULL) AND {condition} "
        "ORDER BY closeness, name_folded, products.id LIMIT ?",
        (*of_rank, text.query, *_between(terms), *values, reader.org_id, *values, *of_reach, *of_grant, *values, limit),
    )
    return [FoundProduct._make(one) for one in found]


def _own(reader: Reader) -> tuple[str, Mark]:
    if reader.own_products is None:
        return "org_id = ?", (reader.org_id,)
    numbers = ", ".join(str(int(one)) for one in sorted(reader.own_products))
    return f"org_id = ? AND products.id IN ({numbers})", (reader.org_id,)


def _reached(reader: Reader) -> tuple[str, Mark]:
    """Return the condition that a partnership reaches a product today, for who may reach its client."""
    if not reader.has_clients:
        return "0", ()
    today = reader.today.isoformat()
    condition = (
        "partnerships.client_id = products.org_id AND partnerships.partner_id = ? AND partnerships.state = 'active' "
        "AND coalesce(partnerships.end_on > ?, 1) AND coalesce(partnerships.paused_until <= ?, 1) "
        "AND (partnerships.access = 'full' OR EXISTS (SELECT 1 FROM entrusted_products AS held WHERE "
        "held.product_id = products.id AND held.partnership_id = partnerships.id AND held.until IS NULL))"
    )
    values: Mark = (reader.org_id, today, today)
    if reader.membership_id is not None:
        condition += " AND partnerships.id IN (SELECT partnership_id FROM effective_clients WHERE membership_id = ?)"
        values = (*values, reader.membership_id)
    return condition, values


def _between(terms: Sequence[str]) -> tuple[str, str]:
    return terms[0], terms[0] + "\U0010ffff"


def _closeness(column: str, terms: Sequence[str]) -> tuple[str, Mark]:
    """Return the expression of `domain/search.closeness`, but for marks inside words, with its values."""
    first = terms[0]
    return (
        f"CASE WHEN {column} = ? THEN {Closeness.SAME:d} WHEN substr({column}, 1, {len(first)}) = ? "
        f"THEN {Closeness.BEGINS:d} WHEN instr({column}, ?) > 0 THEN {Closeness.WORD_BEGINS:d} "
        f"WHEN instr({column}, ?) > 0 THEN {Closeness.INSIDE:d} ELSE {Closeness.ELSEWHERE:d} END",
        (" ".join(terms), first, f" {first}", first),
    )


def is_client(session: Session, reader: Reader, partnership_id: int) -> bool:
    """Return whether the partnership is in the list of clients that the reader may see."""
    statement = "SELECT 1 FROM portfolio_lines WHERE partnership_id = ? AND partner_id = ?"
    values: Mark = (partnership_id, reader.org_id)
    if reader.membership_id is not None:
        statement += " AND partnership_id IN (SELECT partnership_id FROM effective_clients WHERE membership_id = ?)"
        values = (*values, reader.membership_id)
    return bool(rows(session, statement, values))
