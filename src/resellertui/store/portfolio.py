"""The view and the triggers behind a partner's list of clients, and the full texts that lists and the palette search.

`portfolio_now` says what a line is on the day in `portfolio_day`; the triggers bring a line up to date whenever one of
the rows it is made of changes, and keep totals, versions and full texts in step with the lines. SQLite's words: the
PostgreSQL twin has the same view and triggers in PL/pgSQL, and `pg_trgm` indexes on the same folded columns in place
of the FTS5 tables.
"""

from __future__ import annotations

LINE = (
    "partnership_id",
    "partner_id",
    "client_id",
    "tab",
    "access",
    "name_key",
    "reference_key",
    "city_key",
    "access_key",
    "payment_key",
    "products",
    "expiry_key",
    "since_key",
    "state_key",
    "search",
    "starts",
    "scope",
)
"""The columns of a line, in order."""

_TABS = {"active": 1, "pending": 2, "past": 3}


def scope_of(partner_id: int, tab: str) -> str:
    """Return the three letters, no text's own, by which the full texts know the lines of one partner's tab.

    Three, since that is what a trigram index holds as one; so a search reads the partner's own matches only.
    """
    place = partner_id * 4 + _TABS[tab]
    return "".join(chr(0x20000 + part) for part in (place % 40_000, place // 40_000 % 40_000, place // 1_600_000_000))


NEVER = "9999-12-31"
"""The expiry of a client without one: after every other."""

VIEW = f"""
CREATE VIEW portfolio_now AS
SELECT id AS partnership_id, partner_id, client_id, tab, access,
  CASE WHEN is_hidden THEN label_folded ELSE name_folded END AS name_key,
  reference AS reference_key,
  CASE WHEN is_shown THEN city_folded ELSE '' END AS city_key,
  access || coalesce(payment, '') AS access_key,
  coalesce(payment, '') AS payment_key,
  CASE WHEN NOT is_reached THEN 0
    WHEN access = 'full' THEN 
      (SELECT count(*) FROM products WHERE org_id = client_id AND state IN ('active', 'pending'))
    ELSE (SELECT count(*) FROM entrusted_products WHERE partnership_id = facts.id AND until IS NULL)
  END AS products,
  coalesce(CASE WHEN NOT is_reached THEN NULL
    WHEN access = 'full' THEN (SELECT min(expires_on) FROM products WHERE org_id = client_id AND state = 'active')
    ELSE (SELECT min(products.expires_on) FROM entrusted_products
          JOIN products ON products.id = entrusted_products.product_id
          WHERE entrusted_products.partnership_id = facts.id AND entrusted_products.until IS NULL)
  END, '{NEVER}') AS expiry_key,
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
"""  # noqa: S608  # our own words

_NAMES = ", ".join(LINE)
_SAME = " AND ".join(f"portfolio_lines.{one} IS excluded.{one}" for one in LINE[1:])


def renewed(which: str) -> str:
    """Return the statement that makes and brings up to date the lines of the view that a condition chooses."""
    changes = ", ".join(f"{one} = excluded.{one}" for one in LINE[1:])
    return (
        f"INSERT INTO portfolio_lines ({_NAMES}) SELECT {_NAMES} FROM portfolio_now WHERE {which} "  # noqa: S608
        f"ON CONFLICT (partnership_id) DO UPDATE SET {changes} WHERE NOT ({_SAME})"
    )


FILLING = (
    "DELETE FROM portfolio_lines",
    "DELETE FROM portfolio_totals",
    f"INSERT INTO portfolio_lines ({_NAMES}) SELECT {_NAMES} FROM portfolio_now ORDER BY partnership_id",  # noqa: S608
    "INSERT INTO portfolio_totals (partner_id, tab, access, clients, products) "
    "SELECT partner_id, tab, access, count(*), sum(products) FROM portfolio_lines GROUP BY partner_id, tab, access",
    "INSERT INTO portfolio_versions (partner_id, version) SELECT DISTINCT partner_id, 1 FROM portfolio_lines "
    "WHERE true ON CONFLICT (partner_id) DO UPDATE SET version = version + 1",
)
"""The statements that make all lines anew while no trigger follows them."""


def _follow(name: str, when: str, table: str, *conditions: str, only: str = "") -> str:
    """Return a trigger that brings the lines up to date which the conditions choose."""
    guard = f"WHEN {only} " if only else ""
    steps = "; ".join(renewed(one) for one in conditions)
    return f"CREATE TRIGGER portfolio_{name} AFTER {when} ON {table} {guard}BEGIN {steps}; END"


_NEW, _OLD = "partnership_id = NEW.partnership_id", "partnership_id = OLD.partnership_id"

FOLLOWING = [
    _follow("partnership_new", "INSERT", "partnerships", "partnership_id = NEW.id"),
    _follow(
        "partnership_changed",
        "UPDATE OF client_id, partner_id, initiator, state, access, payment, requested_at, expires_on, active_since, "
        "end_on, paused_until, label_folded, label_starts",
        "partnerships",
        "partnership_id = NEW.id",
    ),
    _follow(
        "organisation_changed",
        "UPDATE OF name_folded, name_starts, city_folded, details, details_starts, numbers, numbers_starts",
        "organisations",
        "client_id = NEW.id",
    ),
    _follow("record_new", "INSERT", "client_records", _NEW, only="NEW.partnership_id IS NOT NULL"),
    _follow(
        "record_changed",
        "UPDATE OF importer_id, partnership_id, reference_folded, reference_starts",
        "client_records",
        _OLD,
        _NEW,
    ),
    _follow("record_gone", "DELETE", "client_records", _OLD),
    _follow("product_new", "INSERT", "products", "client_id = NEW.org_id"),
    _follow(
        "product_changed", "UPDATE OF org_id, expires_on, state", "products", "client_id IN (OLD.org_id, NEW.org_id)"
    ),
    _follow("product_gone", "DELETE", "products", "client_id = OLD.org_id"),
    _follow("entrusted_new", "INSERT", "entrusted_products", _NEW),
    _follow("entrusted_changed", "UPDATE", "entrusted_products", _OLD, _NEW),
    _follow("entrusted_gone", "DELETE", "entrusted_products", _OLD),
]
"""The triggers that bring lines up to date."""


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


COUNTING = [
    "CREATE TRIGGER portfolio_lines_in AFTER INSERT ON portfolio_lines "
    f"BEGIN {_counted('NEW', '')}; {_aged('NEW')}; END",
    "CREATE TRIGGER portfolio_lines_out AFTER DELETE ON portfolio_lines "
    f"BEGIN {_counted('OLD', '-')}; {_aged('OLD')}; END",
    "CREATE TRIGGER portfolio_lines_over AFTER UPDATE ON portfolio_lines "
    f"BEGIN {_counted('OLD', '-')}; {_counted('NEW', '')}; {_aged('NEW')}; END",
    "CREATE TRIGGER portfolio_lines_moved AFTER UPDATE OF partner_id ON portfolio_lines "
    f"WHEN NEW.partner_id <> OLD.partner_id BEGIN {_aged('OLD')}; END",
]
"""The triggers that keep totals and versions."""

_PARTS = "tokenize = 'trigram case_sensitive 1'"
_STARTS = "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\", detail = 'column', prefix = '1'"

TEXTS = {
    "portfolio_text": ("portfolio_lines", "partnership_id", ("search", "scope"), _PARTS),
    "portfolio_starts": ("portfolio_lines", "partnership_id", ("starts", "scope"), _STARTS),
    "product_text": ("products", "id", ("name_folded",), _PARTS),
    "product_starts": ("products", "id", ("name_starts",), _STARTS),
}
"""Each full-text index: the table whose rows it holds, that table's key, the columns, and how they are cut up."""

TEXT_TABLES = [
    f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)}, "
    f"content = '{table}', content_rowid = '{key}', {options})"
    for name, (table, key, columns, options) in TEXTS.items()
]


def _indexed(name: str) -> list[str]:
    table, key, columns, _options = TEXTS[name]
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{one}" for one in columns) for row in ("NEW", "OLD"))
    enter = f"INSERT INTO {name} (rowid, {names}) VALUES (NEW.{key}, {new})"  # noqa: S608  # our own words
    leave = f"INSERT INTO {name} ({name}, rowid, {names}) VALUES ('delete', OLD.{key}, {old})"  # noqa: S608
    changed = " OR ".join(f"NEW.{one} <> OLD.{one}" for one in columns)
    return [
        f"CREATE TRIGGER {name}_in AFTER INSERT ON {table} BEGIN {enter}; END",
        f"CREATE TRIGGER {name}_out AFTER DELETE ON {table} BEGIN {leave}; END",
        f"CREATE TRIGGER {name}_over AFTER UPDATE OF {names} ON {table} WHEN {changed} BEGIN {leave}; {enter}; END",
    ]


INDEXING = [one for name in TEXTS for one in _indexed(name)]
"""The triggers that keep the full texts."""

TRIGGERS = [*FOLLOWING, *COUNTING, *INDEXING]
