"""What lines earned a partner: windows on them, and their sums by state, month, client and product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import Cashback, DocumentLine, Organisation, Product


@dataclass(frozen=True)
class Choice:
    """Which cashback of a partner."""

    partner_id: int
    number: int | None = None
    month: str = ""
    """The month it belongs to (`2026-11`): when it was credited or, until then, ordered."""
    currency: str = ""
    state: str = ""
    holder_id: int | None = None
    product_id: int | None = None
    text: str = ""
    """Folded: a part of the client's or of the product's name."""
    since: str = ""
    """The first month."""
    newer_than: int | None = None
    older_than: int | None = None


class Sums(NamedTuple):
    """What the lines of one group earned in one currency."""

    key: str
    """The month, or the number of the client or of the product."""
    label: str
    """The month, or a name."""
    of: str
    """Of a product: its client's name."""
    currency: str
    lines: int
    credited: int
    pending: int
    reversed: int


_month: ColumnElement[str] = func.substr(func.coalesce(Cashback.credited_on, Cashback.made_on), 1, 7)
_CREDITED = func.coalesce(func.sum(case((Cashback.state == "credited", Cashback.amount), else_=0)), 0)
_PENDING = func.coalesce(func.sum(case((Cashback.state == "pending", Cashback.amount), else_=0)), 0)
_REVERSED = func.coalesce(func.sum(Cashback.reversed), 0)


def count(session: Session, choice: Choice) -> int:
    """Return how many are meant."""
    return session.scalar(_chosen(select(func.count(Cashback.id)), choice)) or 0


def window(
    session: Session, choice: Choice, offset: int, limit: int, *, oldest_first: bool = False
) -> list[tuple[Cashback, DocumentLine, str]]:
    """Return a part of those that are meant, newest first, with the line and the client's name."""
    statement = _chosen(
        select(Cashback, DocumentLine, Organisation.name)
        .join(DocumentLine, DocumentLine.id == Cashback.line_id)
        .join(Organisation, Organisation.id == Cashback.holder_id),
        choice,
    ).order_by(Cashback.id if oldest_first else Cashback.id.desc())
    return [(row[0], row[1], row[2]) for row in session.execute(statement.offset(offset).limit(limit))]


def place(session: Session, choice: Choice, number: int, *, oldest_first: bool = False) -> int | None:
    """Return where one is among those that are meant, or None where it is not among them."""
    if not count(session, replace(choice, newer_than=number - 1, older_than=number + 1)):
        return None
    before = replace(choice, older_than=number) if oldest_first else replace(choice, newer_than=number)
    return count(session, before)


def sums_by_state(session: Session, partner_id: int) -> list[tuple[str, str, int, int]]:
    """Return state, currency, and sums of amounts and reversals of a partner's cashback."""
    rows = session.execute(
        select(Cashback.state, Cashback.currency, func.sum(Cashback.amount), func.sum(Cashback.reversed))
        .where(Cashback.partner_id == partner_id)
        .group_by(Cashback.state, Cashback.currency)
        .order_by(Cashback.state, Cashback.currency)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def total(session: Session, choice: Choice) -> Sums:
    """Return the sums of all that are meant, which are of one currency."""
    row = session.execute(
        _chosen(select(func.count(Cashback.id), _CREDITED, _PENDING, _REVERSED).where(Cashback.state != "void"), choice)
    ).one()
    return Sums("", "", "", choice.currency, *row)


def groups(
    session: Session, by: str, choice: Choice, offset: int, limit: int, *, backwards: bool = False
) -> list[Sums]:
    """Return a part of the groups, by `month` (the newest first), `client` or `product` (what earned most first)."""
    statement, order = _grouped(by, choice)
    if backwards:
        order = [one.desc() if number else one.asc() for number, one in enumerate(order)]
    else:
        order = [one if number else one.desc() for number, one in enumerate(order)]
    rows = session.execute(statement.order_by(*order).offset(offset).limit(limit))
    return [Sums(str(row[0]), *row[1:8]) for row in rows]


def count_groups(session: Session, by: str, choice: Choice) -> int:
    """Return how many groups there are."""
    statement, _order = _grouped(by, choice)
    return session.scalar(select(func.count()).select_from(statement.subquery("sums"))) or 0


def place_of_group(
    session: Session, by: str, choice: Choice, key: str | int, currency: str, *, backwards: bool
) -> int | None:
    """Return where the group of a key and currency is, or None."""
    return _first_place(session, by, choice, backwards, lambda row: and_(row.key == key, row.currency == currency))


def find_group(session: Session, by: str, choice: Choice, typed: str, *, backwards: bool) -> int | None:
    """Return where the first group is whose name, folded, begins with what was typed; else the first that holds it."""
    for shape in (f"{_literal(typed)}%", f"%{_literal(typed)}%"):

        def matches(row: Any, shape: str = shape) -> ColumnElement[bool]:
            return row.folded.like(shape, escape="\\")  # type: ignore[no-any-return]  # a column of a subquery

        found = _first_place(session, by, choice, backwards, matches)
        if found is not None:
            return found
    return None


def _first_place(session: Session, by: str, choice: Choice, backwards: bool, condition: Any) -> int | None:
    statement, order = _grouped(by, choice)
    first, *ties = order
    ordered = [first.asc(), *(one.desc() for one in ties)] if backwards else [first.desc(), *ties]
    rows = statement.add_columns(func.row_number().over(order_by=ordered).label("place")).subquery("sums")
    found = session.scalar(select(func.min(rows.c.place)).where(condition(rows.c)))
    return None if found is None else found - 1


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _grouped(by: str, choice: Choice) -> tuple[Select[Any], list[Any]]:
    """Return the statement of the groups, and what orders them: the first one downwards, then what breaks ties."""
    key: Any
    label: Any
    folded: Any
    of: Any = func.max("")
    if by == "month":
        key = label = folded = _month
    elif by == "client":
        key, label, folded = Cashback.holder_id, func.max(Organisation.name), func.max(Organisation.name_folded)
    else:
        key = func.coalesce(Cashback.product_id, 0)
        label, folded, of = (
            func.max(DocumentLine.name),
            func.max(func.coalesce(Product.name_folded, "")),
            func.max(Organisation.name),
        )
    statement = select(
        key.label("key"),
        label.label("label"),
        of.label("of"),
        Cashback.currency.label("currency"),
        func.count(Cashback.id).label("lines"),
        _CREDITED.label("credited"),
        _PENDING.label("pending"),
        _REVERSED.label("reversed"),
        folded.label("folded"),
    ).where(Cashback.state != "void")
    if by == "client":
        statement = statement.join(Organisation, Organisation.id == Cashback.holder_id)
    elif by == "product":
        statement = (
            statement.join(DocumentLine, DocumentLine.id == Cashback.line_id)
            .join(Organisation, Organisation.id == Cashback.holder_id)
            .outerjoin(Product, Product.id == Cashback.product_id)
        )
    statement = _chosen(statement, choice).group_by(key, Cashback.currency)
    rank = key if by == "month" else func.sum(Cashback.amount)
    return statement, [rank, Cashback.currency, key]


def every(session: Session, choice: Choice, size: int = 500) -> Iterator[tuple[Cashback, DocumentLine, str]]:
    """Give all that are meant, newest first, read in steps by number."""
    below = choice.older_than
    while rows := window(session, replace(choice, older_than=below), 0, size):
        yield from rows
        below = rows[-1][0].id


def _chosen(statement: Any, choice: Choice) -> Any:
    parts: list[ColumnElement[bool]] = [Cashback.partner_id == choice.partner_id]
    if choice.number is not None:
        parts.append(Cashback.id == choice.number)
    if choice.month:
        parts.append(_month == choice.month)
    if choice.since:
        parts.append(_month >= choice.since)
    if choice.currency:
        parts.append(Cashback.currency == choice.currency)
    if choice.state:
        parts.append(Cashback.state == choice.state)
    if choice.holder_id is not None:
        parts.append(Cashback.holder_id == choice.holder_id)
    if choice.product_id is not None:
        parts.append(Cashback.product_id == choice.product_id)
    if choice.text:
        # looked up row by row: a partner's cashback is less than all organisations and products
        client = exists().where(
            Organisation.id == Cashback.holder_id, Organisation.name_folded.contains(choice.text, autoescape=True)
        )
        product = exists().where(
            Product.id == Cashback.product_id, Product.name_folded.contains(choice.text, autoescape=True)
        )
        parts.append(or_(client.correlate(Cashback), product.correlate(Cashback)))
    if choice.newer_than is not None:
        parts.append(Cashback.id > choice.newer_than)
    if choice.older_than is not None:
        parts.append(Cashback.id < choice.older_than)
    return statement.where(*parts)
