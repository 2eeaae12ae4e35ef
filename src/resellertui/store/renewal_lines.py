"""The view and the triggers behind the board of renewals: which products each partner looks after, by expiry.

Only subscriptions that run are in it. The dates of a partnership (its end, a pause) decide when the board is read.
SQLite's words: the PostgreSQL twin has the same view, and triggers in PL/pgSQL.
"""

from __future__ import annotations

COLUMNS = "product_id, partnership_id, partner_id, client_id, payer, expires_on"

_RUNS = "products.state = 'active' AND products.expires_on IS NOT NULL"

VIEW = f"""
CREATE VIEW renewals_now AS
SELECT products.id AS product_id, partnerships.id AS partnership_id, partnerships.partner_id AS partner_id,
  partnerships.client_id AS client_id, partnerships.payment AS payer, products.expires_on AS expires_on
FROM partnerships JOIN products ON products.org_id = partnerships.client_id
WHERE partnerships.state = 'active' AND partnerships.access = 'full' AND {_RUNS}
UNION ALL
SELECT products.id, partnerships.id, partnerships.partner_id, partnerships.client_id, 'client', products.expires_on
FROM partnerships JOIN entrusted_products ON entrusted_products.partnership_id = partnerships.id
  AND entrusted_products.until IS NULL
JOIN products ON products.id = entrusted_products.product_id
WHERE partnerships.state = 'active' AND partnerships.access = 'limited' AND {_RUNS}
"""  # noqa: S608  # our own words

FILLING = f"INSERT INTO renewal_lines ({COLUMNS}) SELECT {COLUMNS} FROM renewals_now"  # noqa: S608

_FOLLOWED = (
    ("product_new", "INSERT ON products", "product_id = NEW.id"),
    ("product_changed", "UPDATE OF org_id, expires_on, state ON products", "product_id = NEW.id"),
    ("partnership_new", "INSERT ON partnerships WHEN NEW.state = 'active'", "partnership_id = NEW.id"),
    (
        "partnership_changed",
        "UPDATE OF client_id, partner_id, state, access, payment ON partnerships "
        "WHEN NEW.state = 'active' OR OLD.state = 'active'",
        "partnership_id = NEW.id",
    ),
    ("entrusted_new", "INSERT ON entrusted_products", "product_id = NEW.product_id"),
    ("entrusted_changed", "UPDATE ON entrusted_products", "product_id IN (OLD.product_id, NEW.product_id)"),
    ("entrusted_gone", "DELETE ON entrusted_products", "product_id = OLD.product_id"),
)


def _renewed(which: str) -> str:
    return (
        f"DELETE FROM renewal_lines WHERE {which}; "  # noqa: S608  # our own words
        f"INSERT INTO renewal_lines ({COLUMNS}) SELECT {COLUMNS} FROM renewals_now WHERE {which}"
    )


TRIGGERS = (
    *(f"CREATE TRIGGER renewals_{name} AFTER {when} BEGIN {_renewed(which)}; END" for name, when, which in _FOLLOWED),
    "CREATE TRIGGER renewals_product_gone BEFORE DELETE ON products "
    "BEGIN DELETE FROM renewal_lines WHERE product_id = OLD.id; END",
)
