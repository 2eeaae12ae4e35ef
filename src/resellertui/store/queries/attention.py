"""What Home counts, asked in plain SQL along indexes: as many rows as are looked at, and no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from resellertui.domain.notices import PRIVATE_KINDS
from resellertui.store.moments import moment_text
from resellertui.store.plain import Reader

LOOKED_AT = 500
"""How many rows a question looks at; where there are as many, there may be more."""

_WAITS = (
    "EXISTS (SELECT 1 FROM document_lines JOIN documents ON documents.id = document_lines.document_id "
    "JOIN orders ON orders.id = documents.order_id WHERE document_lines.product_id = products.id "
    "AND documents.state = 'to_pay' AND orders.served_on IS NULL)"
)
"""Whether a pro forma that would renew the product waits to be paid."""


class ProForma(NamedTuple):
    """What an organisation has to pay."""

    id: int
    due_on: date
    currency: str
    due: int
    expires_on: date | None
    """Of an automatic renewal, when the first of its products expires; None for anything else."""


class Ending(NamedTuple):
    """A product that expires, or has, and that nothing renews."""

    id: int
    name: str
    expires_on: date


class Member(NamedTuple):
    """A partner's standing, as it is recorded."""

    state: str
    approved_at: datetime
    review_on: date | None
    warned_on: date | None
    suspend_on: date | None
    suspended_on: date | None


class Bill(NamedTuple):
    """A partner's invoice to a client of which something is open."""

    id: int
    due_on: date
    currency: str
    due: int
    partner: str


class Unread(NamedTuple):
    """A notice that its reader has not read."""

    kind: str
    org_id: int | None
    about_id: int | None


class Waiting(NamedTuple):
    """How many things of staff wait, and the first of them."""

    number: int
    first_id: int
    since: datetime | None
    """Since when the first does, where that is known."""
    name: str = ""


_IS_RENEWAL = "orders.kind = 'renewal' AND orders.placed_by_id IS NULL AND orders.served_on IS NULL"
"""Whether a pro forma is of an automatic renewal, which was tried."""


def failed_renewals(reader: Reader, payer_id: int) -> list[ProForma]:
    """Return an organisation's pro formas of automatic renewals, which were tried, what is due first coming first."""
    expires_on = (
        "(SELECT min(products.expires_on) FROM document_lines JOIN products ON products.id = document_lines.product_id "
        "WHERE document_lines.document_id = documents.id)"
    )
    return _pro_formas(reader, payer_id, expires_on, _IS_RENEWAL)


def pro_formas(reader: Reader, payer_id: int, today: date, *, is_overdue: bool) -> list[ProForma]:
    """Return what else an organisation has to pay, overdue or not yet, what is due first coming first."""
    due = "<" if is_overdue else ">="
    condition = f"documents.due_on {due} ? AND NOT coalesce({_IS_RENEWAL}, 0)"
    return _pro_formas(reader, payer_id, "NULL", condition, today.isoformat())


def _pro_formas(reader: Reader, payer_id: int, expires_on: str, condition: str, *values: str) -> list[ProForma]:
    rows = reader.execute(
        f"SELECT documents.id, documents.due_on, documents.currency, documents.total - documents.paid, {expires_on} "  # noqa: S608  # our words
        "FROM documents LEFT JOIN orders ON orders.id = documents.order_id "
        f"WHERE documents.payer_id = ? AND documents.state = 'to_pay' AND {condition} "
        "ORDER BY documents.due_on, documents.id LIMIT ?",
        (payer_id, *values, LOOKED_AT),
    )
    return [ProForma(id_, _day(due_on), code, due, _perhaps(expires)) for id_, due_on, code, due, expires in rows]


def own_endings(
    reader: Reader, org_id: int, first: date, last: date, among: Collection[int] | None = None
) -> list[Ending]:
    """Return an organisation's products that expire in these days and that nothing renews; all, or some by id."""
    if among is not None and not among:
        return []
    only = "" if among is None else f"AND products.id IN ({', '.join('?' * len(among))}) "
    rows = reader.execute(
        "SELECT id, name, expires_on FROM products WHERE org_id = ? AND expires_on >= ? AND expires_on <= ? "  # noqa: S608
        f"AND state = 'active' AND NOT auto_renewal AND NOT {_WAITS} {only}ORDER BY expires_on, id LIMIT ?",
        (org_id, first.isoformat(), last.isoformat(), *sorted(among or ()), LOOKED_AT),
    )
    return [Ending(number, name, _day(expires_on)) for number, name, expires_on in rows]


def endings_of_clients(
    reader: Reader, partner_id: int, today: date, first: date, last: date, most: int
) -> tuple[list[Ending], bool]:
    """Return the same of products that a partner may renew for its clients, and whether there may be more.

    Only so many of those that expire in these days are looked at, the earliest first.
    """
    rows = list(
        reader.execute(
            "SELECT products.id, products.name, counted.expires_on, NOT products.auto_renewal "  # noqa: S608  # our words
            "AND partnerships.access = 'full' AND (partnerships.end_on IS NULL OR partnerships.end_on > ?) "
            f"AND (partnerships.paused_until IS NULL OR partnerships.paused_until <= ?) AND NOT {_WAITS} "
            "FROM (SELECT product_id, partnership_id, expires_on FROM renewal_lines INDEXED BY ix_renewal_lines_board "
            "WHERE partner_id = ? AND expires_on >= ? AND expires_on <= ? ORDER BY expires_on, product_id LIMIT ?) "
            "AS counted CROSS JOIN products ON products.id = counted.product_id "
            "CROSS JOIN partnerships ON partnerships.id = counted.partnership_id",
            (today.isoformat(), today.isoformat(), partner_id, first.isoformat(), last.isoformat(), most),
        )
    )
    found = [Ending(number, name, _day(expires_on)) for number, name, expires_on, is_meant in rows if is_meant]
    return sorted(found, key=lambda one: (one.expires_on, one.id)), len(rows) == most


def technical_products(reader: Reader, membership_id: int, org_id: int) -> set[int]:
    """Return the ids of the organisation's products that a membership's grants allow to change."""
    rows = reader.execute(
        "SELECT product_id FROM effective_products WHERE membership_id = ? AND product_right = 'technical' "
        "AND product_id IS NOT NULL UNION SELECT products.id FROM products JOIN effective_products "
        "ON effective_products.family = products.family WHERE effective_products.membership_id = ? "
        "AND effective_products.product_right = 'technical' AND products.org_id = ?",
        (membership_id, membership_id, org_id),
    )
    return {number for (number,) in rows}


def member(reader: Reader, org_id: int) -> Member | None:
    """Return how a partner stands; None for who is none."""
    rows = reader.execute(
        "SELECT state, approved_at, review_on, warned_on, suspend_on, suspended_on FROM programme_members "
        "WHERE org_id = ?",
        (org_id,),
    )
    for state, approved_at, *days in rows:
        return Member(state, datetime.fromisoformat(approved_at), *map(_perhaps, days))
    return None


def overdue_bills(reader: Reader, partner_id: int, today: date) -> list[Bill]:
    """Return a partner's invoices of which something is overdue, what is due first coming first."""
    return _unpaid_bills(reader, partner_id, "due_on < ?", today.isoformat())


def unsent_bills(reader: Reader, partner_id: int) -> list[Bill]:
    """Return a partner's invoices that nobody was sent and of which something is open, by due date."""
    return _unpaid_bills(reader, partner_id, "sent_at IS NULL")


def _unpaid_bills(reader: Reader, partner_id: int, condition: str, *values: str) -> list[Bill]:
    rows = reader.execute(
        "SELECT id, due_on, currency, total - paid - credited, '' FROM reinvoice_documents "  # noqa: S608  # our words
        "INDEXED BY ix_reinvoice_documents_unpaid WHERE partner_id = ? AND kind = 'invoice' "
        f"AND total > paid + credited AND {condition} ORDER BY due_on LIMIT ?",
        (partner_id, *values, LOOKED_AT),
    )
    return [Bill(id_, _day(due_on), code, due, name) for id_, due_on, code, due, name in rows]


def received_bills(reader: Reader, client_id: int, today: date, *, is_overdue: bool) -> list[Bill]:
    """Return the open invoices that partners issued to an organisation, overdue or not yet, by due date."""
    rows = reader.execute(
        "SELECT reinvoice_documents.id, due_on, reinvoice_documents.currency, total - paid - credited, "  # noqa: S608  # our words
        "organisations.name FROM reinvoice_documents JOIN organisations "
        "ON organisations.id = reinvoice_documents.partner_id WHERE reinvoice_documents.client_id = ? "
        "AND reinvoice_documents.kind = 'invoice' AND total > paid + credited "
        f"AND due_on {'<' if is_overdue else '>='} ? ORDER BY due_on, 1 LIMIT ?",
        (client_id, today.isoformat(), LOOKED_AT),
    )
    return [Bill(id_, _day(due_on), code, due, name) for id_, due_on, code, due, name in rows]


def unread_notices(reader: Reader, user_id: int, limit: int) -> list[Unread]:
    """Return a person's unread notices, newest first: as `queries/notices` counts them."""
    rows = reader.execute(
        "SELECT kind, org_id, about_id FROM outbox INDEXED BY ix_outbox_unread "  # noqa: S608  # marks
        f"WHERE user_id = ? AND read_at IS NULL AND kind NOT IN ({', '.join('?' * len(PRIVATE_KINDS))}) "
        "AND (org_id IS NULL OR EXISTS (SELECT 1 FROM memberships WHERE memberships.user_id = outbox.user_id "
        "AND memberships.org_id = outbox.org_id)) ORDER BY id DESC LIMIT ?",
        (user_id, *sorted(PRIVATE_KINDS), limit),
    )
    return [Unread(*row) for row in rows]


def timed_cases(reader: Reader, after: datetime | None, until: datetime) -> list[tuple[int, datetime]]:
    """Return the cases that the desk is to answer after a moment, if any, and up to another, the earliest first."""
    rows = reader.execute(
        "SELECT id, due_at FROM support_cases WHERE state = 'open' AND due_at > ? AND due_at <= ? "
        "ORDER BY due_at, id LIMIT ?",
        ("" if after is None else moment_text(after), moment_text(until), LOOKED_AT),
    )
    return [(number, datetime.fromisoformat(due_at)) for number, due_at in rows]


def other_cases(reader: Reader, after: datetime) -> Waiting:
    """Return how many other cases wait for the desk, and the first of them: by due moment, then by age."""
    ((timed, first),) = reader.execute(
        "SELECT count(*), (SELECT id FROM support_cases WHERE state = 'open' AND due_at > ? ORDER BY due_at, id "
        "LIMIT 1) FROM support_cases WHERE state = 'open' AND due_at > ?",
        (moment_text(after), moment_text(after)),
    )
    ((untimed, oldest),) = reader.execute(
        "SELECT count(*), min(id) FROM support_cases WHERE state = 'open' AND due_at IS NULL", ()
    )
    return Waiting(timed + untimed, first or oldest or 0, None)


def submitted_applications(reader: Reader) -> Waiting:
    """Return how many applications wait for staff, and whose has waited longest."""
    ((count, first, since),) = reader.execute(
        "SELECT count(*), id, min(submitted_at) FROM programme_applications WHERE state = 'submitted'", ()
    )
    names = reader.execute(
        "SELECT name FROM organisations JOIN programme_applications "
        "ON programme_applications.org_id = organisations.id WHERE programme_applications.id = ?",
        (first or 0,),
    )
    name = next((str(row[0]) for row in names), "")
    return Waiting(count, first or 0, None if since is None else datetime.fromisoformat(since), name)


def open_arrears(reader: Reader) -> Waiting:
    """Return how many overdue invoices are tasks of staff, and which one has been longest."""
    ((count, first, since),) = reader.execute(
        "SELECT count(*), min(id), min(made_at) FROM arrears INDEXED BY ix_arrears_tasks "
        "WHERE level = 2 AND done_at IS NULL",
        (),
    )
    return Waiting(count, first or 0, None if since is None else datetime.fromisoformat(since))


def parked_mails(reader: Reader) -> Waiting:
    """Return how many mails were given up, and the newest of them."""
    ((count, newest),) = reader.execute(
        "SELECT count(*), max(id) FROM outbox INDEXED BY ix_outbox_parked "
        "WHERE parked_at IS NOT NULL AND sent_at IS NULL",
        (),
    )
    return Waiting(count, newest or 0, None)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _perhaps(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
