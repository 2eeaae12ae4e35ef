"""A partner's clients: found by name, and windows on the list of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from resellertui.domain.text import fold
from resellertui.store.models import (
    ClientGrant,
    ClientRecord,
    EntrustedProduct,
    Membership,
    Organisation,
    Partnership,
    Product,
    User,
)


def _hidden() -> ColumnElement[bool]:
    """Say whether the client is still unknown to the partner that asked for it."""
    return and_(Partnership.initiator == "partner", Partnership.active_since.is_(None))


def by_partnership_id(session: Session, partner_id: int, partnership_id: int) -> list[Partnership]:
    """Return the partner's partnership with this id."""
    return list(
        session.scalars(
            select(Partnership).where(Partnership.partner_id == partner_id, Partnership.id == partnership_id)
        )
    )


def by_client_id(session: Session, partner_id: int, client_id: int) -> list[Partnership]:
    """Return the partner's partnerships with this organisation, as far as it knows it, newest first."""
    return list(
        session.scalars(
            select(Partnership)
            .where(Partnership.partner_id == partner_id, Partnership.client_id == client_id, ~_hidden())
            .order_by(Partnership.id.desc())
        )
    )


def by_name_or_email(session: Session, partner_id: int, folded: str, email_key: str) -> list[Partnership]:
    """Return the partner's partnerships whose client it knows by this name or address, newest first.

    An address is the client's, or while the partnership is active its legal representative's.
    """
    represented = select(Membership.org_id).join(User, User.id == Membership.user_id)
    represented = represented.where(User.email_key == email_key, Membership.role == "legal_representative")
    by_address = [
        Organisation.email_key == email_key,
        and_(Partnership.state == "active", Partnership.client_id.in_(represented)),
    ]
    known = (
        select(Partnership)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .where(
            Partnership.partner_id == partner_id,
            ~_hidden(),
            or_(Organisation.name_folded == folded, *(by_address if "@" in email_key else [])),
        )
    )
    typed = select(Partnership).where(
        Partnership.partner_id == partner_id,
        _hidden(),
        Partnership.client_address_key.in_([email_key, "name:" + folded]),
    )
    labelled = [
        row
        for row in session.scalars(select(Partnership).where(Partnership.partner_id == partner_id, _hidden()))
        if fold(row.client_label) == folded
    ]
    found = {row.id: row for row in (*session.scalars(known), *session.scalars(typed), *labelled)}
    return sorted(found.values(), key=lambda row: -row.id)


@dataclass(frozen=True)
class Window:
    """Which clients, in which order."""

    partner_id: int
    today: date
    tab: str
    text: str
    sort: str
    descending: bool
    membership_id: int | None
    """Only the clients granted to this membership; None for all."""


class Row(NamedTuple):
    """A client in the list."""

    partnership: Partnership
    name: str
    reference: str
    email: str
    city: str
    country: str
    products: int
    next_expiry: date | None


def _name() -> ColumnElement[str]:
    return case((_hidden(), Partnership.client_label), else_=Organisation.name)


def _shown(column: Any) -> ColumnElement[str]:
    return case((_hidden(), ""), else_=func.coalesce(column, ""))


def _reached(today: date) -> ColumnElement[bool]:
    """Say whether a product of the client is reached by the partnership today: a pause hides them all."""
    entrusted = (
        select(EntrustedProduct.id)
        .where(
            EntrustedProduct.partnership_id == Partnership.id,
            EntrustedProduct.product_id == Product.id,
            EntrustedProduct.until.is_(None),
        )
        .exists()
    )
    return and_(
        Partnership.state == "active",
        or_(Partnership.paused_until.is_(None), Partnership.paused_until <= today),
        Product.org_id == Partnership.client_id,
        or_(Partnership.access == "full", entrusted),
    )


def _count(today: date) -> Any:
    return select(func.count()).select_from(Product).where(_reached(today)).correlate(Partnership).scalar_subquery()


def _next_expiry(today: date) -> Any:
    return (
        select(func.min(Product.expires_on))
        .where(_reached(today), Product.expires_on >= today)
        .correlate(Partnership)
        .scalar_subquery()
    )


def _tab(window: Window) -> ColumnElement[bool]:
    """Say which partnerships a tab shows, by what the dates say today."""
    over = or_(
        and_(Partnership.state == "pending", Partnership.expires_on <= window.today),
        and_(Partnership.state == "active", Partnership.end_on <= window.today),
    )
    is_over = func.coalesce(over, false())
    if window.tab == "active":
        return and_(Partnership.state == "active", ~is_over)
    if window.tab == "pending":
        return and_(Partnership.state == "pending", ~is_over)
    if window.tab == "past":
        return or_(Partnership.state.in_(["ended", "refused", "withdrawn", "expired"]), is_over)
    return true()


def _filtered(window: Window, *columns: Any) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(Partnership)
        .outerjoin(Organisation, Organisation.id == Partnership.client_id)
        .outerjoin(
            ClientRecord,
            and_(ClientRecord.partnership_id == Partnership.id, ClientRecord.importer_id == window.partner_id),
        )
        .where(Partnership.partner_id == window.partner_id, _tab(window))
    )
    if window.membership_id is not None:
        statement = statement.join(
            ClientGrant,
            and_(ClientGrant.partnership_id == Partnership.id, ClientGrant.membership_id == window.membership_id),
        )
    folded_name = case((_hidden(), func.resellertui_fold(Partnership.client_label)), else_=Organisation.name_folded)
    for word in fold(window.text).split():
        statement = statement.where(
            or_(
                func.instr(folded_name, word) > 0,
                func.instr(_shown(Organisation.email_key), word) > 0,
                func.instr(func.resellertui_fold(_shown(Organisation.city)), word) > 0,
                func.instr(func.resellertui_fold(func.coalesce(ClientRecord.reference, "")), word) > 0,
            )
        )
    return statement


def _order(window: Window) -> list[Any]:
    folded = case((_hidden(), func.resellertui_fold(Partnership.client_label)), else_=Organisation.name_folded)
    keys: dict[str, Any] = {
        "name": folded,
        "reference": func.resellertui_fold(func.coalesce(ClientRecord.reference, "")),
        "city": func.resellertui_fold(_shown(Organisation.city)),
        "access": Partnership.access + func.coalesce(Partnership.payment, ""),
        "payment": func.coalesce(Partnership.payment, ""),
        "next_expiry": func.coalesce(_next_expiry(window.today), date(9999, 12, 31)),
        "products": _count(window.today),
        "since": func.coalesce(Partnership.active_since, Partnership.requested_at),
        "state": Partnership.state,
    }
    key = keys[window.sort]
    ordered = [key.desc() if window.descending else key.asc()]
    if window.sort != "name":
        ordered.append(folded.asc())
    return [*ordered, Partnership.id.asc()]


def count(session: Session, window: Window) -> int:
    """Return how many clients the window shows in all."""
    return session.scalar(_filtered(window, func.count(Partnership.id))) or 0


def page(session: Session, window: Window, *, offset: int, limit: int) -> list[Row]:
    """Return a part of the window; what is costly to compute is computed for its rows only."""
    ids = list(session.scalars(_filtered(window, Partnership.id).order_by(*_order(window)).limit(limit).offset(offset)))
    statement = _filtered(
        window,
        Partnership,
        _name(),
        func.coalesce(ClientRecord.reference, ""),
        _shown(Organisation.email),
        _shown(Organisation.city),
        _shown(Organisation.country),
        _count(window.today),
        _next_expiry(window.today),
    ).where(Partnership.id.in_(ids))
    rows = {row[0].id: Row(*row) for row in session.execute(statement)}
    return [rows[number] for number in ids]


def ordered_ids(session: Session, window: Window) -> list[int]:
    """Return the partnership ids of the whole window in order; small beside the rows themselves."""
    return list(session.scalars(_filtered(window, Partnership.id).order_by(*_order(window))))


def first_from(session: Session, window: Window, typed: str) -> int | None:
    """Return the index of the first client whose name starts with, or follows, what was typed, in name order."""
    folded = case((_hidden(), func.resellertui_fold(Partnership.client_label)), else_=Organisation.name_folded)
    before = folded < typed if not window.descending else folded >= typed + "\U0010ffff"
    index: int | None = session.scalar(_filtered(window, func.count(Partnership.id)).where(before))
    return index


@dataclass(frozen=True)
class Counts:
    """The size of a partner's portfolio."""

    full: int
    limited: int
    pending: int
    products: int


def counts(session: Session, window: Window) -> Counts:
    """Return how many clients by access, how many requests are pending, how many products are reached."""
    active = replace(window, tab="active", text="")
    pending = replace(window, tab="pending", text="")
    grouped = _filtered(active, Partnership.access, func.count(Partnership.id)).group_by(Partnership.access)
    by_access: dict[str, int] = {row[0]: row[1] for row in session.execute(grouped)}
    products = session.scalar(_filtered(active, func.count(Product.id)).join(Product, _reached(window.today)))
    return Counts(by_access.get("full", 0), by_access.get("limited", 0), count(session, pending), products or 0)
