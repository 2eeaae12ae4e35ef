"""Find contracts by their order, those that are left to order, and the requests of a person. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the version below to this one."""
    op.create_index("ix_quote_contracts_order_id", "quote_contracts", ["order_id"])
    op.create_index(
        "ix_quote_contracts_to_order", "quote_contracts", ["partner_id", "id"], sqlite_where=sa.text("order_id is null")
    )
    op.create_index("ix_quote_requests_user_id_id", "quote_requests", ["user_id", "id"])
