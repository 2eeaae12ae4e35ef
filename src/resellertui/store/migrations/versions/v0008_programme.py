"""Keep applications, reviews, arrears, and what a notice is about and who has read it. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GUARDS = tuple(
    f"CREATE TRIGGER programme_reviews_no_{verb} BEFORE {verb.upper()} ON programme_reviews "
    f"BEGIN SELECT RAISE(ABORT, 'guard:append_only_programme_reviews'); END"
    for verb in ("update", "delete")
)


def upgrade() -> None:
    """Make what is new; what was mailed before counts as read."""
    _programme()
    _notices()
    op.execute("UPDATE outbox SET read_at = created_at")
    for statement in GUARDS:
        op.execute(statement)


def _programme() -> None:
    op.create_table(
        "programme_applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("submitted_at", sa.String(length=27), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')",
            name=op.f("ck_programme_applications_state"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_programme_applications_decided_by_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_programme_applications_org_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_programme_applications_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_applications")),
    )
    op.create_index(
        op.f("ix_programme_applications_org_id_id"), "programme_applications", ["org_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_applications_state_submitted_at"),
        "programme_applications",
        ["state", "submitted_at"],
        unique=False,
    )
    op.create_index(
        "uq_programme_applications_open",
        "programme_applications",
        ["org_id"],
        unique=True,
        sqlite_where=sa.text("state in ('draft', 'submitted')"),
        postgresql_where=sa.text("state in ('draft', 'submitted')"),
    )
    op.create_table(
        "programme_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint(
            "kind in ('anniversary', 'provisional_end', 'grace_end', 'regained')",
            name=op.f("ck_programme_reviews_kind"),
        ),
        sa.CheckConstraint(
            "outcome in ('met', 'warned', 'suspended', 'restored')", name=op.f("ck_programme_reviews_outcome")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_programme_reviews_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_reviews")),
    )
    op.create_index(
        "uq_programme_reviews_org_id_kind_due_on", "programme_reviews", ["org_id", "kind", "due_on"], unique=True
    )
    op.create_table(
        "arrears",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("level in (1, 2)", name=op.f("ck_arrears_level")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_arrears_document_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_arrears_done_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_arrears_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears")),
    )
    op.create_index(
        "ix_arrears_tasks", "arrears", ["id"], unique=False, sqlite_where=sa.text("level = 2 and done_at is null")
    )
    op.create_index("uq_arrears_document_id_level", "arrears", ["document_id", "level"], unique=True)
    op.add_column("programme_members", sa.Column("review_on", sa.Date(), nullable=True))
    op.add_column("programme_members", sa.Column("warned_on", sa.Date(), nullable=True))
    op.add_column("programme_members", sa.Column("suspend_on", sa.Date(), nullable=True))
    op.add_column("programme_members", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.add_column("programme_members", sa.Column("licence_key", sa.String(length=300), nullable=True))
    op.add_column("programme_members", sa.Column("licence_assigned_at", sa.String(length=27), nullable=True))
    op.add_column("programme_members", sa.Column("licence_assigned_by_id", sa.Integer(), nullable=True))
    op.add_column(
        "programme_members", sa.Column("receives_quotes", sa.Boolean(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("programme_members", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))


def _notices() -> None:
    op.create_table(
        "notice_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_choices_user_id")),
        sa.PrimaryKeyConstraint("user_id", "category", name=op.f("pk_notice_choices")),
    )
    op.add_column("outbox", sa.Column("parked_at", sa.String(length=27), nullable=True))
    op.add_column("outbox", sa.Column("read_at", sa.String(length=27), nullable=True))
    op.add_column("outbox", sa.Column("org_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("about", sa.String(length=40), server_default=sa.text("''"), nullable=False))
    op.add_column("outbox", sa.Column("about_id", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_notices", "outbox", ["user_id", "id"], unique=False)
    op.create_index(
        "ix_outbox_parked",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("parked_at is not null and sent_at is null"),
    )
    op.create_index(
        "ix_outbox_unread", "outbox", ["user_id", "id"], unique=False, sqlite_where=sa.text("read_at is null")
    )
