"""Fold what is sorted and searched, and keep the lists of clients and the full texts beside the rows. Frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from resellertui.domain.search import beginnings, searchable
from resellertui.domain.text import fold

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOLDED = {
    "organisations": ("city_folded", "name_starts", "details", "details_starts", "numbers", "numbers_starts"),
    "programme_members": ("search_starts",),
    "products": ("name_starts",),
    "client_records": ("reference_folded", "reference_starts"),
    "partnerships": ("label_folded", "label_starts"),
}
"""The new columns of each table."""

VIEW = """
CREATE VIEW portfolio_now AS
SELECT id AS partnership_id, partner_id, client_id, tab, access,
  CASE WHEN is_hidden THEN label_folded ELSE name_folded END AS name_key,
  reference AS reference_key,
  CASE WHEN is_shown THEN city_folded ELSE '' END AS city_key,
  access || coalesce(payment, '') AS access_key,
  coalesce(payment, '') AS payment_key,
  CASE WHEN NOT is_reached THEN 0
    WHEN access = 'full' THEN (SELECT count(*) FROM products WHERE org_id = client_id)
    ELSE (SELECT count(*) FROM entrusted_products WHERE partnership_id = facts.id AND until IS NULL)
  END AS products,
  coalesce(CASE WHEN NOT is_reached THEN NULL
    WHEN access = 'full' THEN (SELECT min(expires_on) FROM products WHERE org_id = client_id)
    ELSE (SELECT min(products.expires_on) FROM entrusted_products
          JOIN products ON products.id = entrusted_products.product_id
          WHERE entrusted_products.partnership_id = facts.id AND entrusted_products.until IS NULL)
  END, '9999-12-31') AS expiry_key,
  coalesce(active_since, requested_at) AS since_key,
  CASE WHEN is_paused THEN 'paused' WHEN tab <> 'past' THEN tab
    WHEN state = 'active' THEN 'ended' WHEN state = 'pending' THEN 'expired' ELSE state END AS state_key,
  CASE WHEN is_hidden THEN label_folded ELSE name_folded END || ' ' || reference
    || CASE WHEN is_shown THEN ' ' || details ELSE '' END
    || CASE WHEN is_reached THEN ' ' || numbers ELSE '' END AS search,
  CASE WHEN is_hidden THEN label_starts ELSE name_starts END || reference_starts
    || CASE WHEN is_shown THEN details_starts ELSE '' END
    || CASE WHEN is_reached THEN numbers_starts ELSE '' END AS starts,
  char(131072 + place % 40000, 131072 + place / 40000 % 40000, 131072 + place / 1600000000) AS scope
FROM (
  SELECT *, tab = 'active' AND NOT is_paused AS is_reached,
    partner_id * 4 + CASE tab WHEN 'active' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END AS place,
    NOT is_hidden AND (tab = 'pending' OR (tab = 'active' AND NOT is_paused)) AS is_shown
  FROM (
    SELECT *, tab = 'active' AND coalesce(paused_until > today, 0) AS is_paused
    FROM (
      SELECT partnerships.id, partnerships.partner_id, partnerships.client_id, partnerships.state, partnerships.access,
        partnerships.payment, partnerships.active_since, partnerships.requested_at, partnerships.paused_until,
        partnerships.label_folded, partnerships.label_starts, portfolio_day.today,
        CASE WHEN partnerships.state = 'pending' AND coalesce(partnerships.expires_on > portfolio_day.today, 1)
            THEN 'pending'
          WHEN partnerships.state = 'active' AND coalesce(partnerships.end_on > portfolio_day.today, 1) THEN 'active'
          ELSE 'past' END AS tab,
        partnerships.initiator = 'partner' AND partnerships.active_since IS NULL AS is_hidden,
        coalesce(organisations.name_folded, '') AS name_folded, coalesce(organisations.name_starts, '') AS name_starts,
        coalesce(organisations.city_folded, '') AS city_folded, coalesce(organisations.details, '') AS details,
        coalesce(organisations.details_starts, '') AS details_starts, coalesce(organisations.numbers, '') AS numbers,
        coalesce(organisations.numbers_starts, '') AS numbers_starts,
        coalesce((SELECT reference_folded FROM client_records WHERE partnership_id = partnerships.id
          AND importer_id = partnerships.partner_id ORDER BY id LIMIT 1), '') AS reference,
        coalesce((SELECT reference_starts FROM client_records WHERE partnership_id = partnerships.id
          AND importer_id = partnerships.partner_id ORDER BY id LIMIT 1), '') AS reference_starts
      FROM partnerships CROSS JOIN portfolio_day LEFT JOIN organisations ON organisations.id = partnerships.client_id
    )
  )
) AS facts
"""

TEXT_TABLES = (
    (
        "CREATE VIRTUAL TABLE portfolio_text USING fts5(search, scope, content = 'portfolio_lines', "
        "content_rowid = 'partnership_id', tokenize = 'trigram case_sensitive 1')"
    ),
    (
        "CREATE VIRTUAL TABLE portfolio_starts USING fts5(starts, scope, content = 'portfolio_lines', "
        "content_rowid = 'partnership_id', "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\", detail = 'column', "
        "prefix = '1')"
    ),
    (
        "CREATE VIRTUAL TABLE product_text USING fts5(name_folded, content = 'products', "
        "content_rowid = 'id', tokenize = 'trigram case_sensitive 1')"
    ),
    (
        "CREATE VIRTUAL TABLE product_starts USING fts5(name_starts, content = 'products', "
        "content_rowid = 'id', "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\", detail = 'column', "
        "prefix = '1')"
    ),
)

COLUMNS = (
    "partnership_id, partner_id, client_id, tab, access, name_key, reference_key, city_key, access_key, "
    "payment_key, products, expiry_key, since_key, state_key, search, starts, scope"
)
_NAMES = COLUMNS.split(", ")[1:]
_CHANGES = ", ".join(f"{one} = excluded.{one}" for one in _NAMES)
_SAME = " AND ".join(f"portfolio_lines.{one} IS excluded.{one}" for one in _NAMES)


def _renewed(which: str) -> str:
    return (
        f"INSERT INTO portfolio_lines ({COLUMNS}) SELECT {COLUMNS} FROM portfolio_now WHERE {which} "  # noqa: S608
        f"ON CONFLICT (partnership_id) DO UPDATE SET {_CHANGES} WHERE NOT ({_SAME})"
    )


_FOLLOWED = (
    ("partnership_new", "INSERT ON partnerships", "partnership_id = NEW.id"),
    (
        "partnership_changed",
        "UPDATE OF client_id, partner_id, initiator, state, access, payment, requested_at, expires_on, active_since, "
        "end_on, paused_until, label_folded, label_starts ON partnerships",
        "partnership_id = NEW.id",
    ),
    (
        "organisation_changed",
        "UPDATE OF name_folded, name_starts, city_folded, details, details_starts, numbers, numbers_starts "
        "ON organisations",
        "client_id = NEW.id",
    ),
    (
        "record_new",
        "INSERT ON client_records WHEN NEW.partnership_id IS NOT NULL",
        "partnership_id = NEW.partnership_id",
    ),
    (
        "record_changed",
        "UPDATE OF importer_id, partnership_id, reference_folded, reference_starts ON client_records",
        "partnership_id = OLD.partnership_id",
        "partnership_id = NEW.partnership_id",
    ),
    ("record_gone", "DELETE ON client_records", "partnership_id = OLD.partnership_id"),
    ("product_new", "INSERT ON products", "client_id = NEW.org_id"),
    ("product_changed", "UPDATE OF org_id, expires_on ON products", "client_id IN (OLD.org_id, NEW.org_id)"),
    ("product_gone", "DELETE ON products", "client_id = OLD.org_id"),
    ("entrusted_new", "INSERT ON entrusted_products", "partnership_id = NEW.partnership_id"),
    (
        "entrusted_changed",
        "UPDATE ON entrusted_products",
        "partnership_id = OLD.partnership_id",
        "partnership_id = NEW.partnership_id",
    ),
    ("entrusted_gone", "DELETE ON entrusted_products", "partnership_id = OLD.partnership_id"),
)
_TEXTS = (
    ("portfolio_text", "portfolio_lines", "partnership_id", ("search", "scope")),
    ("portfolio_starts", "portfolio_lines", "partnership_id", ("starts", "scope")),
    ("product_text", "products", "id", ("name_folded",)),
    ("product_starts", "products", "id", ("name_starts",)),
)


def _counted(row: str, sign: str) -> str:
    return (
        "INSERT INTO portfolio_totals (partner_id, tab, access, clients, products) "  # noqa: S608  # our own words
        f"VALUES ({row}.partner_id, {row}.tab, {row}.access, {sign}1, {sign}{row}.products) "
        "ON CONFLICT (partner_id, tab, access) DO UPDATE "
        "SET clients = clients + excluded.clients, products = products + excluded.products"
    )


def _aged(row: str) -> str:
    return (
        f"INSERT INTO portfolio_versions (partner_id, version) VALUES ({row}.partner_id, 1) "  # noqa: S608
        "ON CONFLICT (partner_id) DO UPDATE SET version = version + 1"
    )


def _triggers() -> Iterator[str]:
    for name, when, *which in _FOLLOWED:
        yield f"CREATE TRIGGER portfolio_{name} AFTER {when} BEGIN {'; '.join(map(_renewed, which))}; END"
    on = "ON portfolio_lines"
    yield f"CREATE TRIGGER portfolio_lines_in AFTER INSERT {on} BEGIN {_counted('NEW', '')}; {_aged('NEW')}; END"
    yield f"CREATE TRIGGER portfolio_lines_out AFTER DELETE {on} BEGIN {_counted('OLD', '-')}; {_aged('OLD')}; END"
    yield (
        f"CREATE TRIGGER portfolio_lines_over AFTER UPDATE {on} "
        f"BEGIN {_counted('OLD', '-')}; {_counted('NEW', '')}; {_aged('NEW')}; END"
    )
    yield (
        f"CREATE TRIGGER portfolio_lines_moved AFTER UPDATE OF partner_id {on} "
        f"WHEN NEW.partner_id <> OLD.partner_id BEGIN {_aged('OLD')}; END"
    )
    for name, table, key, columns in _TEXTS:
        names = ", ".join(columns)
        new, old = (", ".join(f"{row}.{one}" for one in columns) for row in ("NEW", "OLD"))
        enter = f"INSERT INTO {name} (rowid, {names}) VALUES (NEW.{key}, {new})"  # noqa: S608  # our own words
        leave = f"INSERT INTO {name} ({name}, rowid, {names}) VALUES ('delete', OLD.{key}, {old})"  # noqa: S608
        changed = " OR ".join(f"NEW.{one} <> OLD.{one}" for one in columns)
        yield f"CREATE TRIGGER {name}_in AFTER INSERT ON {table} BEGIN {enter}; END"
        yield f"CREATE TRIGGER {name}_out AFTER DELETE ON {table} BEGIN {leave}; END"
        yield (
            f"CREATE TRIGGER {name}_over AFTER UPDATE OF {names} ON {table} WHEN {changed} BEGIN {leave}; {enter}; END"
        )


LINES = f"INSERT INTO portfolio_lines ({COLUMNS}) SELECT {COLUMNS} FROM portfolio_now ORDER BY partnership_id"  # noqa: S608

COUNTS = (
    "INSERT INTO portfolio_totals (partner_id, tab, access, clients, products) "
    "SELECT partner_id, tab, access, count(*), sum(products) FROM portfolio_lines GROUP BY partner_id, tab, access",
    "INSERT INTO portfolio_versions (partner_id, version) SELECT DISTINCT partner_id, 1 FROM portfolio_lines",
)


def upgrade() -> None:
    """Apply the change."""
    for table, columns in FOLDED.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Text(), server_default=sa.text("''"), nullable=False))
    _fold_rows()
    _index_tables()
    _make_tables()
    op.execute(VIEW)
    op.execute(LINES)
    for statement in COUNTS:
        op.execute(statement)
    _index_lines()
    for statement in TEXT_TABLES:
        op.execute(statement)
    for name, *_rest in _TEXTS:
        op.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608  # our own names
    for statement in _triggers():
        op.execute(statement)


def _fold_rows() -> None:
    _derive(
        "organisations",
        "id",
        ("name_folded", "email", "city", "postal_code", "website", "vat_number", "register_number"),
        _organisation,
    )
    _derive("programme_members", "org_id", ("search_text",), lambda text: (beginnings(text),))
    _derive("products", "id", ("name_folded",), lambda name: (beginnings(name),))
    _derive("client_records", "id", ("reference",), lambda text: (fold(text), beginnings(fold(text))))
    _derive("partnerships", "id", ("client_label",), lambda text: (fold(text), beginnings(fold(text))))


def _organisation(name: str, email: str, city: str, *numbers: str | None) -> tuple[str, ...]:
    details, folded = f"{fold(email)} {fold(city)}".strip(), searchable(one or "" for one in numbers)
    return fold(city), beginnings(name), details, beginnings(details), folded, beginnings(folded)


def _derive(table: str, key: str, sources: Iterable[str], derived: Callable[..., tuple[str, ...]]) -> None:
    """Fill the new columns of a table, a part of its rows at a time."""
    connection = op.get_bind()
    read = f"SELECT {key}, {', '.join(sources)} FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT 5000"  # noqa: S608
    changes = ", ".join(f"{one} = ?" for one in FOLDED[table])
    write = f"UPDATE {table} SET {changes} WHERE {key} = ?"  # noqa: S608
    last: Any = -1
    while rows := connection.exec_driver_sql(read, (last,)).all():
        connection.exec_driver_sql(write, [(*derived(*row[1:]), row[0]) for row in rows])
        last = rows[-1][0]


def _index_tables() -> None:
    for name, columns, where in (
        ("paused", ["paused_until"], "paused_until is not null"),
        ("asked_by_client", ["partner_id", "expires_on"], "state = 'pending' and initiator = 'client'"),
        ("ending", ["partner_id", "end_on"], "state = 'active' and end_on is not null"),
        ("paused_of_partner", ["partner_id", "paused_until"], "state = 'active' and paused_until is not null"),
    ):
        op.create_index(f"ix_partnerships_{name}", "partnerships", columns, sqlite_where=sa.text(where))
    op.create_index(op.f("ix_products_name_folded"), "products", ["name_folded"])


def _make_tables() -> None:
    text, number, word = sa.String(), sa.Integer(), sa.String(length=40)
    op.create_table(
        "portfolio_lines",
        sa.Column("partnership_id", number, nullable=False),
        sa.Column("partner_id", number, nullable=False),
        sa.Column("client_id", number, nullable=True),
        sa.Column("tab", word, nullable=False),
        sa.Column("access", word, nullable=False),
        sa.Column("name_key", text, nullable=False),
        sa.Column("reference_key", text, nullable=False),
        sa.Column("city_key", text, nullable=False),
        sa.Column("access_key", text, nullable=False),
        sa.Column("payment_key", text, nullable=False),
        sa.Column("products", number, nullable=False),
        sa.Column("expiry_key", text, nullable=False),
        sa.Column("since_key", text, nullable=False),
        sa.Column("state_key", text, nullable=False),
        sa.Column("search", text, nullable=False),
        sa.Column("starts", text, nullable=False),
        sa.Column("scope", text, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_portfolio_lines_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_portfolio_lines")),
    )
    op.create_table(
        "portfolio_totals",
        sa.Column("partner_id", number, nullable=False),
        sa.Column("tab", word, nullable=False),
        sa.Column("access", word, nullable=False),
        sa.Column("clients", number, nullable=False),
        sa.Column("products", number, nullable=False),
        sa.PrimaryKeyConstraint("partner_id", "tab", "access", name=op.f("pk_portfolio_totals")),
    )
    op.create_table(
        "portfolio_versions",
        sa.Column("partner_id", number, nullable=False),
        sa.Column("version", number, nullable=False),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_portfolio_versions")),
    )
    op.create_table(
        "portfolio_day",
        sa.Column("id", number, nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_portfolio_day_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_day")),
    )
    op.execute("INSERT INTO portfolio_day (id, today) VALUES (1, date('now'))")


def _index_lines() -> None:
    for sort in ("name", "reference", "city", "access", "payment", "products", "expiry", "since", "state"):
        column = "products" if sort == "products" else f"{sort}_key"
        more = ["partnership_id", "search", "starts"] if sort == "name" else ["name_key"]
        op.create_index(f"ix_portfolio_lines_{sort}", "portfolio_lines", ["partner_id", "tab", column, *more])
