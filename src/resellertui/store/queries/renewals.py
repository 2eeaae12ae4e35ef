"""What the daily job of renewals works on, a page at a time, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from resellertui.store.models import (
    Document,
    DocumentLine,
    LedgerAccount,
    LedgerBalance,
    Order,
    Partnership,
    Product,
)

FIRST_PLACE = (date.min, 0)
"""Before every group."""

Place = tuple[date, int]
"""Expiry and organisation of a group of products."""


@dataclass(frozen=True)
class Group:
    """Products of one organisation that expire on one day."""

    place: Place
    products: tuple[Product, ...]


def next_event(session: Session, day: date, first_attempt: int, terminated_after: int) -> date | None:
    """Return the next day on which the date alone makes something due, or changes who pays; or None.

    An attempt, an expiry, an end, the last day to pay a warranty, the end of a pause.
    """
    pause = session.scalar(select(func.min(Partnership.paused_until)).where(Partnership.paused_until > day))
    found = [] if pause is None else [pause]
    for ahead in (first_attempt, 0, -terminated_after):
        expiring = _expiring(day + timedelta(days=ahead + 1), date.max)
        expiry = session.scalar(select(func.min(Product.expires_on)).where(expiring))
        if expiry is not None:
            found.append(expiry - timedelta(days=ahead))
    due = session.scalar(
        select(func.min(Document.due_on))
        .join(Order, Order.id == Document.order_id)
        .where(Document.state == "to_pay", Document.due_on >= day, Order.served_on.is_not(None))
    )
    if due is not None:
        found.append(due + timedelta(days=1))
    return min(found, default=None)


def waits() -> ColumnElement[bool]:
    """Return whether a pro forma that would renew the product waits to be paid; what was served already is none."""
    return exists(
        select(DocumentLine.id)
        .join(Document, Document.id == DocumentLine.document_id)
        .join(Order, Order.id == Document.order_id)
        .where(DocumentLine.product_id == Product.id, Document.state == "to_pay", Order.served_on.is_(None))
        .correlate(Product)
    )


def to_attempt(session: Session, first: date, last: date, after: Place, limit: int) -> list[Group]:
    """Return the next products whose automatic renewal is due and that no pro forma is made for yet."""
    return _groups(session, _expiring(first, last), and_(Product.auto_renewal.is_(True), ~waits()), after, limit)


def to_notice(
    session: Session, first: date, last: date, notice: str, after: Place, limit: int, *, unrenewed: bool = False
) -> list[Group]:
    """Return the next products that expire in these days and whose people have not had this notice about it.

    Args:
        session: writing.
        first: the first expiry.
        last: the last one.
        notice: the notice's word.
        after: where the page before this one ended.
        limit: of products; a group is never cut.
        unrenewed: only those that no pro forma waits for.
    """
    condition = Product.noticed != cast(Product.expires_on, String) + f":{notice}"
    if unrenewed:
        condition = and_(condition, ~waits())
    return _groups(session, _expiring(first, last), condition, after, limit)


def warranted(session: Session, family: str, first: date, day: date, after: Place, limit: int) -> list[Group]:
    """Return the next expired products that the Renewal Warranty of their organisation renews."""
    warranty = aliased(Product)
    covered = exists(
        select(warranty.id)
        .where(
            warranty.org_id == Product.org_id,
            warranty.family == family,
            warranty.state == "active",
            warranty.expires_on > day,
        )
        .correlate(Product)
    )
    condition = and_(Product.family != family, or_(Product.auto_renewal.is_(True), waits()), covered)
    return _groups(session, _expiring(first, day), condition, after, limit)


def to_terminate(session: Session, last: date, after: Place, limit: int) -> list[Group]:
    """Return the next products that have been expired for so long that they end."""
    return _groups(session, _expiring(None, last), None, after, limit)


def unpaid_warranties(session: Session, day: date, after: tuple[date, int], limit: int) -> list[Document]:
    """Return the next pro formas of the Renewal Warranty whose time to pay is over while their products still run."""
    return list(
        session.scalars(
            select(Document)
            .join(Order, Order.id == Document.order_id)
            .where(
                Document.state == "to_pay",
                Document.due_on < day,
                tuple_(Document.due_on, Document.id) > tuple_(*after),
                Order.served_on.is_not(None),
                _has_line(Product.state == "active"),
            )
            .order_by(Document.due_on, Document.id)
            .limit(limit)
        )
    )


def to_doubt(session: Session, after: tuple[date, int], limit: int) -> list[Document]:
    """Return the next pro formas of renewals that may not stand any more, by due date.

    Those of a partner whose partnership has a date of its own are among them: whether it has come is for the caller.
    """
    stands = exists(
        select(Partnership.id)
        .where(
            Partnership.client_id == Document.holder_id,
            Partnership.partner_id == Document.payer_id,
            Partnership.state == "active",
            Partnership.access == "full",
            Partnership.payment == "partner",
            Partnership.end_on.is_(None),
            Partnership.paused_until.is_(None),
        )
        .correlate(Document)
    )
    switched_off = and_(Order.placed_by_id.is_(None), Document.paid == 0, _has_line(Product.auto_renewal.is_(False)))
    return list(
        session.scalars(
            select(Document)
            .join(Order, Order.id == Document.order_id)
            .where(
                Document.state == "to_pay",
                Order.kind == "renewal",
                Order.served_on.is_(None),
                or_(switched_off, and_(Document.payer_id != Document.holder_id, ~stands)),
                tuple_(Document.due_on, Document.id) > tuple_(*after),
            )
            .order_by(Document.due_on, Document.id)
            .limit(limit)
        )
    )


def _has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether a document has a line for a product of which this is true."""
    return exists(
        select(DocumentLine.id)
        .join(Product, Product.id == DocumentLine.product_id)
        .where(DocumentLine.document_id == Document.id, condition)
        .correlate(Document)
    )


def to_retry(session: Session, last: date, after: tuple[date, int], limit: int) -> list[Document]:
    """Return the next pro formas of renewals that their payer's prepaid account could pay, by due date.

    Everything on them renews by itself, and expires until `last`.
    """
    return list(
        session.scalars(
            select(Document)
            .join(Order, Order.id == Document.order_id)
            .join(
                LedgerAccount,
                and_(
                    LedgerAccount.kind == "prepaid",
                    LedgerAccount.org_id == Document.payer_id,
                    LedgerAccount.currency == Document.currency,
                    LedgerAccount.detail == "",
                ),
            )
            .join(LedgerBalance, LedgerBalance.account_id == LedgerAccount.id)
            .where(
                Document.state == "to_pay",
                Order.kind == "renewal",
                Order.served_on.is_(None),
                ~_has_line(or_(Product.auto_renewal.is_(False), Product.expires_on > last)),
                LedgerBalance.credit - LedgerBalance.debit >= Document.total - Document.paid,
                tuple_(Document.due_on, Document.id) > tuple_(*after),
            )
            .order_by(Document.due_on, Document.id)
            .limit(limit)
        )
    )


def waiting_renewals(session: Session, product_id: int) -> list[Document]:
    """Return the pro formas that would renew a product."""
    return list(
        session.scalars(
            select(Document)
            .join(DocumentLine, DocumentLine.document_id == Document.id)
            .join(Order, Order.id == Document.order_id)
            .where(DocumentLine.product_id == product_id, Document.state == "to_pay", Order.served_on.is_(None))
            .order_by(Document.id)
        )
    )


def waiting_for_partner(session: Session, partner_id: int, client_id: int) -> list[Document]:
    """Return the pro formas that would renew a client's products with its partner's money."""
    return list(
        session.scalars(
            select(Document)
            .join(Order, Order.id == Document.order_id)
            .where(
                Document.payer_id == partner_id,
                Document.state == "to_pay",
                Document.holder_id == client_id,
                Order.kind == "renewal",
                Order.served_on.is_(None),
            )
            .order_by(Document.id)
        )
    )


def spent_by_client(
    session: Session,
    payer_id: int,
    holder_id: int,
    first: date,
    last: date,
    here: Sequence[int] = (),
    elsewhere: Sequence[int] = (),
) -> int:
    """Return what a client's own orders have taken from its partner in these days, in minor units.

    Documents `here` count whatever their date, those `elsewhere` not at all.
    """
    dated = and_(Document.issued_on >= first, Document.issued_on <= last, Document.id.not_in(elsewhere))
    return (
        session.scalar(
            select(func.sum(Document.total))
            .join(Order, Order.id == Document.order_id)
            .where(
                Document.payer_id == payer_id,
                Document.state == "paid",
                Document.kind == "invoice",
                or_(dated, Document.id.in_(here)),
                Document.holder_id == holder_id,
                Order.side == "client",
            )
        )
        or 0
    )


def _expiring(first: date | None, last: date) -> ColumnElement[bool]:
    runs = and_(Product.state == "active", Product.expires_on <= last)
    return runs if first is None else and_(runs, Product.expires_on >= first)


def _groups(
    session: Session, expiring: ColumnElement[bool], more: ColumnElement[bool] | None, after: Place, limit: int
) -> list[Group]:
    """Return whole groups in order of their place; none is cut by the limit."""
    statement = select(Product).where(expiring).order_by(Product.expires_on, Product.org_id, Product.id)
    if more is not None:
        statement = statement.where(more)
    beyond = tuple_(Product.expires_on, Product.org_id) > tuple_(*after)
    rows = list(session.scalars(statement.where(beyond).limit(limit)))
    if len(rows) == limit:
        last = _place(rows[-1])
        whole = [one for one in rows if _place(one) != last]
        if not whole:
            here = and_(Product.expires_on == last[0], Product.org_id == last[1])
            whole = list(session.scalars(statement.where(here)))
        rows = whole
    return _grouped(rows)


def _place(product: Product) -> Place:
    assert product.expires_on is not None  # noqa: S101  # only those with an expiry are looked for
    return product.expires_on, product.org_id


def _grouped(rows: Sequence[Product]) -> list[Group]:
    found: dict[Place, list[Product]] = {}
    for one in rows:
        found.setdefault(_place(one), []).append(one)
    return [Group(place, tuple(products)) for place, products in found.items()]
