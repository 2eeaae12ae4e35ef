"""Make every table of the first version."""

from __future__ import annotations

from alembic import op

from resellertui.store.models import Model
from resellertui.store.sqlite import GUARDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    Model.metadata.create_all(op.get_bind())
    for statement in GUARDS:
        op.execute(statement)
