"""Keep the lines of the boards of renewals, how far daily jobs have come, and what automatic renewals need. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    """Make what is new, and fill the lines from the rows there are."""
    _new_columns()
    _new_tables()
    op.execute(VIEW)
    op.execute(FILLING)
    for trigger in TRIGGERS:
        op.execute(trigger)


def _new_columns() -> None:
    op.add_column("orders", sa.Column("served_on", sa.Date(), nullable=True))
    op.add_column("partnerships", sa.Column("monthly_limit", sa.Integer(), nullable=True))
    op.add_column("products", sa.Column("auto_renewal_by", sa.Integer(), nullable=True))
    op.add_column("products", sa.Column("noticed", sa.String(length=60), server_default=sa.text("''"), nullable=False))
    op.create_index(op.f("ix_products_expires_on_org_id"), "products", ["expires_on", "org_id"], unique=False)
    for place in ("state", "holder_id"):
        op.create_index(op.f(f"ix_documents_payer_id_{place}_id"), "documents", ["payer_id", place, "id"], unique=False)


def _new_tables() -> None:
    op.create_table(
        "done_days",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_done_days")),
    )
    op.create_table(
        "renewal_lines",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_renewal_lines_partnership_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_renewal_lines_product_id")),
        sa.PrimaryKeyConstraint("product_id", "partnership_id", name=op.f("pk_renewal_lines")),
    )
    op.create_index(
        "ix_renewal_lines_board",
        "renewal_lines",
        ["partner_id", "expires_on", "product_id", "payer", "partnership_id"],
        unique=False,
    )
    op.create_index(op.f("ix_renewal_lines_partnership_id"), "renewal_lines", ["partnership_id"], unique=False)
