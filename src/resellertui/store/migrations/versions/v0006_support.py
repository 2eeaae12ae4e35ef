"""Keep support codes, cases, temporary access and transfer codes. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARDS = tuple(
    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'guard:append_only_{table}'); END"
    for table in ("access_looks", "support_messages")
    for verb in ("update", "delete")
)


def upgrade() -> None:
    """Make what is new."""
    _codes()
    _cases()
    _temporary_access()
    for statement in GUARDS:
        op.execute(statement)


def _codes() -> None:
    op.create_table(
        "support_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_keys")),
    )
    op.create_index(
        "uq_support_keys_in_use",
        "support_keys",
        ["in_use"],
        unique=True,
        sqlite_where=sa.text("in_use"),
        postgresql_where=sa.text("in_use"),
    )
    op.create_table(
        "support_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("issued_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("(kind = 'support') = (user_id is not null)", name=op.f("ck_support_codes_whose")),
        sa.CheckConstraint("kind in ('support', 'vip')", name=op.f("ck_support_codes_kind")),
        sa.ForeignKeyConstraint(["key_id"], ["support_keys.id"], name=op.f("fk_support_codes_key_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_support_codes_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_support_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_codes")),
    )
    op.create_index(
        op.f("ix_support_codes_org_id_kind_user_id"), "support_codes", ["org_id", "kind", "user_id"], unique=False
    )
    op.create_index(
        "uq_support_codes_live",
        "support_codes",
        ["code_hash"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "uq_support_codes_of_person",
        "support_codes",
        ["org_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'support' and ended_at is null"),
        postgresql_where=sa.text("kind = 'support' and ended_at is null"),
    )
    op.create_index(
        "uq_support_codes_vip",
        "support_codes",
        ["org_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'vip' and ended_at is null"),
        postgresql_where=sa.text("kind = 'vip' and ended_at is null"),
    )
    op.create_table(
        "transfer_codes",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("entered_at", sa.String(length=27), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_transfer_codes_entered_by_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_transfer_codes_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_transfer_codes")),
    )


def _cases() -> None:
    op.create_table(
        "support_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=True),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel in ('request', 'call')", name=op.f("ck_support_cases_channel")),
        sa.CheckConstraint("state in ('open', 'answered', 'closed')", name=op.f("ck_support_cases_state")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["users.id"], name=op.f("fk_support_cases_opened_by_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_support_cases_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_support_cases_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_cases")),
    )
    op.create_index(op.f("ix_support_cases_org_id_id"), "support_cases", ["org_id", "id"], unique=False)
    op.create_index(op.f("ix_support_cases_state_due_at"), "support_cases", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_support_cases_user_id_id"), "support_cases", ["user_id", "id"], unique=False)
    op.create_table(
        "support_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["support_cases.id"], name=op.f("fk_support_messages_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_support_messages_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_messages")),
    )
    op.create_index(op.f("ix_support_messages_case_id_id"), "support_messages", ["case_id", "id"], unique=False)


def _temporary_access() -> None:
    op.create_table(
        "temporary_accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("service in ('kmail', 'kdrive', 'kchat')", name=op.f("ck_temporary_accesses_service")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_temporary_accesses_ended_by_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_temporary_accesses_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_temporary_accesses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temporary_accesses")),
    )
    op.create_index(op.f("ix_temporary_accesses_expires_at"), "temporary_accesses", ["expires_at"], unique=False)
    op.create_index(op.f("ix_temporary_accesses_org_id_id"), "temporary_accesses", ["org_id", "id"], unique=False)
    op.create_index(
        "uq_temporary_accesses_open",
        "temporary_accesses",
        ["org_id", "user_id", "service"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "access_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["access_id"], ["temporary_accesses.id"], name=op.f("fk_access_looks_access_id")),
        sa.ForeignKeyConstraint(["case_id"], ["support_cases.id"], name=op.f("fk_access_looks_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["users.id"], name=op.f("fk_access_looks_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_looks")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_access_looks_grant_id")),
    )
    op.create_index(op.f("ix_access_looks_access_id_id"), "access_looks", ["access_id", "id"], unique=False)
