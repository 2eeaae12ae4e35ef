"""What Home draws: sums of months, and renewals by the day on which they fall."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from resellertui.store.models import Organisation, Product, ReinvoiceDocument, ReinvoiceLine, RenewalLine
from resellertui.store.queries.renewal_board import BoardChoice, chosen_days


class MonthTotal(NamedTuple):
    """A sum of a month in one currency, in minor units."""

    month: str
    """`2026-11`."""
    currency: str
    amount: int


class Worth(NamedTuple):
    """How many units of a kind come up for renewal on a day, and in which currency they are paid."""

    day: date
    currency: str
    sku: str
    quantity: int


def billed_by_month(session: Session, partner_id: int, since: date) -> list[MonthTotal]:
    """Return what a partner billed its clients, without VAT, less what its credit notes took off."""
    month = func.substr(ReinvoiceDocument.issued_on, 1, 7)
    net = func.sum(case((ReinvoiceDocument.kind == "invoice", ReinvoiceDocument.net), else_=-ReinvoiceDocument.net))
    rows = session.execute(
        select(month, ReinvoiceDocument.currency, net)
        .where(
            ReinvoiceDocument.partner_id == partner_id,
            ReinvoiceDocument.kind.in_(("invoice", "credit_note")),
            ReinvoiceDocument.year.in_((since.year, since.year + 1)),
            ReinvoiceDocument.issued_on >= since,
        )
        .group_by(month, ReinvoiceDocument.currency)
    )
    return [MonthTotal(*row) for row in rows]


def charged_by_month(session: Session, partner_id: int, since: date) -> list[MonthTotal]:
    """Return what the provider charged a partner for its clients, without VAT, less what it gave back."""
    month = func.substr(ReinvoiceLine.charged_on, 1, 7)
    rows = session.execute(
        select(month, ReinvoiceLine.currency, func.sum(ReinvoiceLine.cost))
        .where(ReinvoiceLine.partner_id == partner_id, ReinvoiceLine.charged_on >= since)
        .group_by(month, ReinvoiceLine.currency)
    )
    return [MonthTotal(*row) for row in rows]


def own_days(session: Session, org_id: int, first: date, last: date) -> list[tuple[date, int]]:
    """Return how many of an organisation's own products expire on each day."""
    rows = session.execute(
        select(Product.expires_on, func.count())
        .where(
            Product.org_id == org_id, Product.state == "active", Product.expires_on >= first, Product.expires_on <= last
        )
        .group_by(Product.expires_on)
    )
    return [(row[0], row[1]) for row in rows if row[0] is not None]


def own_worth(session: Session, org_id: int, first: date, last: date) -> list[Worth]:
    """Return the same by kind and currency."""
    rows = session.execute(
        select(Product.expires_on, Organisation.currency, Product.sku, func.sum(Product.quantity))
        .join(Organisation, Organisation.id == Product.org_id)
        .where(
            Product.org_id == org_id, Product.state == "active", Product.expires_on >= first, Product.expires_on <= last
        )
        .group_by(Product.expires_on, Organisation.currency, Product.sku)
    )
    return [Worth(row[0], row[1], row[2], row[3]) for row in rows if row[0] is not None]


def worth_of_clients(session: Session, choice: BoardChoice, currency: str) -> list[Worth]:
    """Return what comes up for renewal of a partner's clients by kind; `currency` is the partner's own."""
    paid_in = case((RenewalLine.payer == "partner", currency), else_=Organisation.currency)
    rows = session.execute(
        select(RenewalLine.expires_on, paid_in, Product.sku, func.sum(Product.quantity))
        .select_from(RenewalLine)
        .join(Product, Product.id == RenewalLine.product_id)
        .join(Organisation, Organisation.id == RenewalLine.client_id)
        .where(*chosen_days(choice))
        .group_by(RenewalLine.expires_on, paid_in, Product.sku)
    )
    return [Worth(*row) for row in rows]


def count_paid_by(session: Session, payer_id: int, last: date, most: int) -> int:
    """Return how many products expire up to a day that an organisation may have to pay for, up to a number."""
    own = select(Product.id).where(Product.org_id == payer_id, Product.expires_on <= last).limit(most)
    clients = (
        select(RenewalLine.product_id)
        .where(RenewalLine.partner_id == payer_id, RenewalLine.expires_on <= last)
        .limit(most)
    )
    counted = (select(func.count()).select_from(one.subquery()) for one in (own, clients))
    return sum(session.scalar(one) or 0 for one in counted)
