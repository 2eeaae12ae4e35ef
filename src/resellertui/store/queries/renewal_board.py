"""The renewals that a partner looks after across its clients, by expiry; and what is billed to one payer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from resellertui.domain.search import COUNTED, is_short
from resellertui.store.models import (
    Document,
    DocumentLine,
    Order,
    Organisation,
    Partnership,
    Product,
    RenewalLine,
)
from resellertui.store.queries.portfolio.finding import TextQuery, product_query, text_query
from resellertui.store.queries.portfolio.windows import rows
from resellertui.store.queries.renewals import waits
from resellertui.store.queries.walks import Path

BY_DAY = "ix_renewal_lines_board"
BY_PRODUCT = "sqlite_autoindex_renewal_lines_1"
"""Of the primary key: the planner would rather go through all lines of the partner."""


@dataclass(frozen=True)
class BoardChoice:
    """Which renewals of a partner's clients."""

    partner_id: int
    today: date
    first: date
    last: date
    payer: str = ""
    """`client` or `partner`; both where empty."""
    terms: tuple[str, ...] = ()
    """What the product's or the client's name has to match; everything where empty."""


@dataclass(frozen=True)
class BoardLine:
    """A product on the board, with the names of its organisation."""

    product: Product
    holder: str
    payer: str
    partnership_id: int


@dataclass(frozen=True)
class DayCount:
    """How many renewals of a payer fall on a day."""

    expires_on: date
    payer: str
    count: int


def board_path(session: Session, choice: BoardChoice) -> Path:
    """Return how the board is read, what expires first coming first."""
    few = _few(session, choice)
    return Path(
        RenewalLine,
        BY_DAY if few is None else BY_PRODUCT,
        (RenewalLine.expires_on, RenewalLine.product_id),
        (*_chosen(choice), *(() if few is None else (few,))),
        *_within(choice),
        tests_rows=bool(choice.terms),
        is_short=few is not None,
    )


def is_product(product_id: int) -> ColumnElement[bool]:
    """Return what holds for a product's line."""
    return RenewalLine.product_id == product_id


def board_lines(session: Session, partner_id: int, product_ids: Sequence[int]) -> list[BoardLine]:
    """Return some lines of a partner's board, in the order of the ids."""
    rows = session.execute(
        select(Product, Organisation.name, RenewalLine.payer, RenewalLine.partnership_id)
        .select_from(RenewalLine)
        .join(Product, Product.id == RenewalLine.product_id)
        .join(Organisation, Organisation.id == RenewalLine.client_id)
        .where(RenewalLine.product_id.in_(product_ids), RenewalLine.partner_id == partner_id)
        .with_hint(RenewalLine, f"INDEXED BY {BY_PRODUCT}", "sqlite")
    )
    found = {row[0].id: BoardLine(*row) for row in rows}
    return [found[one] for one in product_ids if one in found]


def board_days(session: Session, choice: BoardChoice) -> list[DayCount]:
    """Return how many renewals fall on each day, by who pays."""
    rows = session.execute(
        select(RenewalLine.expires_on, RenewalLine.payer, func.count())
        .where(*_chosen(choice), *_within(choice))
        .group_by(RenewalLine.expires_on, RenewalLine.payer)
        .order_by(RenewalLine.expires_on, RenewalLine.payer)
    )
    return [DayCount(*row) for row in rows]


def by_hand_until(session: Session, choice: BoardChoice) -> int:
    """Return how many of these neither renew by themselves nor have a pro forma that waits."""
    statement = (
        select(func.count())
        .select_from(RenewalLine)
        .join(Product, Product.id == RenewalLine.product_id)
        .where(*_chosen(choice), *_within(choice), Product.auto_renewal.is_(False), ~waits())
    )
    return session.scalar(statement) or 0


def billed_to(session: Session, payer_id: int, today: date, first: date, last: date) -> Iterator[list[Product]]:
    """Yield the products that expire in these days and whose renewal an organisation pays, by expiry and organisation.

    Its own, unless its partner pays for them, and those of clients for whom it pays.
    """
    choice = BoardChoice(payer_id, today, first, last, "partner")
    paid_for = select(RenewalLine.product_id).where(*_chosen(choice), *_within(choice))
    paying = select(Partnership.id).where(
        Partnership.client_id == payer_id,
        Partnership.state == "active",
        Partnership.payment == "partner",
        Partnership.id.not_in(_resting(Partnership.client_id == payer_id, today)),
    )
    paid_by_partner = select(RenewalLine.product_id).where(RenewalLine.partnership_id.in_(paying))
    own = and_(Product.org_id == payer_id, Product.id.not_in(paid_by_partner))
    statement = (
        select(Product)
        .where(
            Product.state == "active",
            Product.expires_on >= first,
            Product.expires_on <= last,
            or_(own, Product.id.in_(paid_for)),
        )
        .order_by(Product.expires_on, Product.org_id, Product.id)
    )
    group: list[Product] = []
    for one in session.scalars(statement.execution_options(yield_per=500)):
        if group and (group[0].expires_on, group[0].org_id) != (one.expires_on, one.org_id):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def own_coming(session: Session, org_id: int, last: date, text: str, offset: int, limit: int) -> list[Product]:
    """Return an organisation's own products that expire until then and that no pro forma would renew, by expiry."""
    return list(
        session.scalars(
            select(Product)
            .where(*_own(org_id, last, text))
            .order_by(Product.expires_on, Product.id)
            .offset(offset)
            .limit(limit)
        )
    )


def count_own_coming(session: Session, org_id: int, last: date, text: str) -> int:
    """Return how many there are."""
    return session.scalar(select(func.count(Product.id)).where(*_own(org_id, last, text))) or 0


def place_of_coming(session: Session, org_id: int, last: date, text: str, product_id: int) -> int | None:
    """Return the place of a product among these, or None where it is not one of them."""
    own = _own(org_id, last, text)
    expires_on = session.scalar(select(Product.expires_on).where(*own, Product.id == product_id))
    if expires_on is None:
        return None
    before = tuple_(Product.expires_on, Product.id) < tuple_(expires_on, product_id)
    return session.scalar(select(func.count(Product.id)).where(*own, before)) or 0


def renewable(session: Session, partner_id: int, today: date, product_ids: Sequence[int], payer: str = "") -> set[int]:
    """Return those of these products that a partner may renew for its clients: full access, and nothing waits."""
    chosen = [RenewalLine.payer == payer] if payer else []
    rows = session.scalars(
        select(RenewalLine.product_id)
        .join(Partnership, Partnership.id == RenewalLine.partnership_id)
        .join(Product, Product.id == RenewalLine.product_id)
        .where(
            RenewalLine.product_id.in_(_listed(list(product_ids))),
            RenewalLine.partner_id == partner_id,
            RenewalLine.partnership_id.not_in(_resting(Partnership.partner_id == partner_id, today)),
            Partnership.access == "full",
            ~waits(),
            *chosen,
        )
    )
    return set(rows)


def waiting_for(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """Return the pro forma that waits for each of these products."""
    rows = session.execute(
        select(DocumentLine.product_id, Document.id)
        .join(Document, Document.id == DocumentLine.document_id)
        .join(Order, Order.id == Document.order_id)
        .where(DocumentLine.product_id.in_(product_ids), Document.state == "to_pay", Order.served_on.is_(None))
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _own(org_id: int, last: date, text: str) -> list[ColumnElement[bool]]:
    named = [Product.name_folded.contains(word, autoescape=True) for word in text.split()]
    return [Product.org_id == org_id, Product.state == "active", Product.expires_on <= last, ~waits(), *named]


def chosen_days(choice: BoardChoice) -> list[ColumnElement[bool]]:
    """Return what holds for every line of the board, its day among it."""
    return [*_chosen(choice), *_within(choice)]


def _within(choice: BoardChoice) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return RenewalLine.expires_on >= choice.first, RenewalLine.expires_on <= choice.last


def _chosen(choice: BoardChoice) -> list[ColumnElement[bool]]:
    """Return what holds for every line of the board but for its day."""
    chosen = [
        RenewalLine.partner_id == choice.partner_id,
        RenewalLine.partnership_id.not_in(_resting(Partnership.partner_id == choice.partner_id, choice.today)),
    ]
    if choice.payer:
        chosen.append(RenewalLine.payer == choice.payer)
    for term in choice.terms:
        product = exists().where(Product.id == RenewalLine.product_id, _is_named(Product, term))
        client = exists().where(Organisation.id == RenewalLine.client_id, _is_named(Organisation, term))
        chosen.append(or_(product.correlate(RenewalLine), client.correlate(RenewalLine)))
    return chosen


def _is_named(table: type[Product | Organisation], term: str) -> ColumnElement[bool]:
    """Return whether a name matches a term (see `domain/search`)."""
    return func.instr(table.name_starts, f" {term}") > 0 if is_short(term) else func.instr(table.name_folded, term) > 0


def _few(session: Session, choice: BoardChoice) -> ColumnElement[bool] | None:
    """Return what chooses the lines that a term might match, where the full texts find few; None where they are many.

    They hold more than names, so that what they find is looked at again.
    """
    for term in choice.terms:
        products = _found(session, product_query((term,)), "product")
        clients = _found(session, text_query((term,), ("active",), choice.partner_id), "portfolio")
        if len(products) <= COUNTED and len(clients) <= COUNTED:
            of_clients = select(RenewalLine.product_id).where(RenewalLine.partnership_id.in_(_listed(clients)))
            return RenewalLine.product_id.in_(_listed(products).union_all(of_clients))
    return None


def _found(session: Session, query: TextQuery, prefix: str) -> list[int]:
    return [one for (one,) in rows(session, f"{query.found(prefix)} LIMIT ?", (query.query, COUNTED + 1))]


def _listed(ids: list[int]) -> Select[int]:
    """Return the ids as a table: so many would be too many values of one statement."""
    return select(func.json_each(json.dumps(ids)).table_valued("value").c.value)


def _resting(whose: ColumnElement[bool], today: date) -> CompoundSelect[int]:
    """Return the active partnerships that cover nothing on a day: those that have ended by it, or are paused.

    They are few beside the others, so that they are left out instead of asking each line for its partnership's dates.
    """
    active = select(Partnership.id).where(whose, Partnership.state == "active")
    return active.where(Partnership.end_on.is_not(None), Partnership.end_on <= today).union_all(
        active.where(Partnership.paused_until.is_not(None), Partnership.paused_until > today)
    )


def expiring_together(session: Session, days: Collection[tuple[int, date]]) -> dict[tuple[int, date], list[Product]]:
    """Return, for organisations and days, the products that expire then and that no pro forma would renew."""
    found: dict[tuple[int, date], list[Product]] = {}
    for one in session.scalars(
        select(Product)
        .where(
            Product.org_id.in_({org_id for org_id, _day in days}),
            Product.expires_on.in_({day for _org_id, day in days}),
            Product.state == "active",
            ~waits(),
        )
        .order_by(Product.id)
        .with_hint(Product, "INDEXED BY ix_products_org_id_expires_on", "sqlite")
    ):
        if one.expires_on is not None and (one.org_id, one.expires_on) in days:
            found.setdefault((one.org_id, one.expires_on), []).append(one)
    return found


def warranties(session: Session, family: str, org_ids: Collection[int]) -> dict[int, date]:
    """Return until when each of these organisations has a subscription of a family, the Renewal Warranty's."""
    rows = session.execute(
        select(Product.org_id, func.max(Product.expires_on))
        .where(Product.org_id.in_(org_ids), Product.family == family, Product.state == "active")
        .group_by(Product.org_id)
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def automatic_waiting(session: Session, payer_id: int) -> list[Document]:
    """Return the pro formas of automatic renewals that wait for an organisation's money, by due date."""
    return list(
        session.scalars(
            select(Document)
            .join(Order, Order.id == Document.order_id)
            .where(
                Document.payer_id == payer_id,
                Document.state == "to_pay",
                Order.kind == "renewal",
                Order.placed_by_id.is_(None),
                Order.served_on.is_(None),
            )
            .order_by(Document.due_on, Document.id)
        )
    )


def billed_now(session: Session, payer_id: int, families: Sequence[str], last: date) -> Iterator[tuple[int, int, date]]:
    """Yield id, quantity and expiry of an organisation's billed subscriptions of families that expire until then."""
    mine = or_(Product.payer_id == payer_id, and_(Product.payer_id.is_(None), Product.org_id == payer_id))
    rows = session.execute(
        select(Product.id, Product.quantity, Product.expires_on).where(
            mine, Product.family.in_(families), Product.state == "active", Product.expires_on <= last
        )
    )
    for number, quantity, expires_on in rows:
        if expires_on is not None:
            yield number, quantity, expires_on
