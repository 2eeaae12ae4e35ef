"""Keep teams, mailed tokens, SSH keys, registry answers and billing addresses; organisations can be deleted. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

VIEWS = (
    """
CREATE VIEW effective_clients AS
SELECT membership_id, partnership_id FROM client_grants
UNION ALL
SELECT team_members.membership_id, team_clients.partnership_id
FROM team_members JOIN team_clients ON team_clients.team_id = team_members.team_id
""",
    """
CREATE VIEW effective_products AS
SELECT membership_id, product_id, family, product_right FROM product_grants
UNION ALL
SELECT team_members.membership_id, team_products.product_id, team_products.family, team_products.product_right
FROM team_members JOIN team_products ON team_products.team_id = team_members.team_id
""",
)

_NO_OTHER_LEGAL = """
SELECT RAISE(ABORT, 'guard:last_legal_representative')
WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE org_id = OLD.org_id AND id <> OLD.id
                  AND role = 'legal_representative')
  AND NOT EXISTS (SELECT 1 FROM organisations WHERE id = OLD.org_id AND deleted_at IS NOT NULL)
"""

_ADDRESSED = (
    "org_id",
    "label",
    "name",
    "street",
    "house_number",
    "postal_code",
    "city",
    "region",
    "country",
    "email",
    "reference",
    "created_at",
)

GUARDS = (
    "DROP TRIGGER memberships_last_on_delete",
    "DROP TRIGGER memberships_last_on_update",
    "CREATE TRIGGER memberships_last_on_delete BEFORE DELETE ON memberships "
    f"WHEN OLD.role = 'legal_representative' BEGIN {_NO_OTHER_LEGAL}; END",
    "CREATE TRIGGER memberships_last_on_update BEFORE UPDATE OF role ON memberships "
    f"WHEN OLD.role = 'legal_representative' AND NEW.role <> OLD.role BEGIN {_NO_OTHER_LEGAL}; END",
    *(
        f"CREATE TRIGGER registry_answers_no_{verb} BEFORE {verb.upper()} ON registry_answers "
        "BEGIN SELECT RAISE(ABORT, 'guard:append_only_registry_answers'); END"
        for verb in ("update", "delete")
    ),
    "CREATE TRIGGER billing_addresses_no_delete BEFORE DELETE ON billing_addresses "
    "BEGIN SELECT RAISE(ABORT, 'guard:billing_addresses_are_kept'); END",
    "CREATE TRIGGER billing_addresses_no_update BEFORE UPDATE ON billing_addresses WHEN "
    + " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _ADDRESSED)
    + " BEGIN SELECT RAISE(ABORT, 'guard:billing_addresses_are_kept'); END",
)


def upgrade() -> None:
    """Make what is new; whoever has joined by a mailed token has shown that the address is theirs."""
    _new_columns()
    _addresses()
    _profile()
    _registry()
    _teams()
    op.execute("UPDATE users SET email_confirmed_at = created_at WHERE password_hash IS NOT NULL")
    for statement in (*VIEWS, *GUARDS):
        op.execute(statement)


def _new_columns() -> None:
    op.add_column(
        "memberships", sa.Column("billing_reminders", sa.Boolean(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("orders", sa.Column("billing_address_id", sa.Integer(), nullable=True))
    op.add_column("organisations", sa.Column("deleted_at", sa.String(length=27), nullable=True))
    op.add_column(
        "organisations", sa.Column("logo_line", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("products", sa.Column("billing_address_id", sa.Integer(), nullable=True))
    op.add_column("sessions", sa.Column("used_at", sa.String(length=27), nullable=True))
    op.add_column("sessions", sa.Column("place", sa.String(length=300), server_default=sa.text("''"), nullable=False))
    op.add_column("users", sa.Column("time_zone", sa.String(length=60), server_default=sa.text("''"), nullable=False))
    op.add_column("users", sa.Column("email_confirmed_at", sa.String(length=27), nullable=True))
    op.add_column("users", sa.Column("erased_at", sa.String(length=27), nullable=True))
    op.add_column("users", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))


def _addresses() -> None:
    op.create_table(
        "billing_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("house_number", sa.String(length=40), nullable=False),
        sa.Column("postal_code", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("is_usual", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("removed_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_billing_addresses_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_addresses")),
    )
    op.create_index(op.f("ix_billing_addresses_org_id"), "billing_addresses", ["org_id"], unique=False)
    op.create_index(
        "uq_billing_addresses_usual",
        "billing_addresses",
        ["org_id"],
        unique=True,
        sqlite_where=sa.text("is_usual"),
        postgresql_where=sa.text("is_usual"),
    )


def _profile() -> None:
    op.create_table(
        "mailed_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("purpose in ('email', 'password')", name=op.f("ck_mailed_tokens_purpose")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mailed_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_tokens_token_hash")),
    )
    op.create_index(op.f("ix_mailed_tokens_user_id"), "mailed_tokens", ["user_id"], unique=False)
    op.create_table(
        "ssh_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=100), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("added_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_ssh_keys_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ssh_keys")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_ssh_keys_fingerprint")),
    )
    op.create_index(op.f("ix_ssh_keys_user_id"), "ssh_keys", ["user_id"], unique=False)


def _registry() -> None:
    op.create_table(
        "registry_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("source in ('vies', 'uid')", name=op.f("ck_registry_answers_source")),
        sa.CheckConstraint("state in ('valid', 'invalid', 'unknown')", name=op.f("ck_registry_answers_state")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_registry_answers_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_answers")),
    )
    op.create_index(op.f("ix_registry_answers_org_id_id"), "registry_answers", ["org_id", "id"], unique=False)
    op.create_table(
        "registry_questions",
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("source in ('vies', 'uid')", name=op.f("ck_registry_questions_source")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_registry_questions_org_id")),
        sa.PrimaryKeyConstraint("org_id", "source", name=op.f("pk_registry_questions")),
    )
    op.create_index(op.f("ix_registry_questions_due_at"), "registry_questions", ["due_at"], unique=False)


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("colour", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_teams_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("org_id", "name_folded", name=op.f("uq_teams_org_id_name_folded")),
    )
    op.create_table(
        "team_clients",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_team_clients_partnership_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_clients_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "partnership_id", name=op.f("pk_team_clients")),
    )
    op.create_index(op.f("ix_team_clients_partnership_id"), "team_clients", ["partnership_id"], unique=False)
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_team_members_membership_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "membership_id", name=op.f("pk_team_members")),
    )
    op.create_index(op.f("ix_team_members_membership_id"), "team_members", ["membership_id"], unique=False)
    op.create_index(
        "uq_team_members_leader",
        "team_members",
        ["team_id"],
        unique=True,
        sqlite_where=sa.text("is_leader"),
        postgresql_where=sa.text("is_leader"),
    )
    op.create_table(
        "team_products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("family", sa.String(length=40), nullable=True),
        sa.Column("product_right", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("product_right in ('technical', 'statistics')", name=op.f("ck_team_products_right")),
        sa.CheckConstraint("(product_id is null) <> (family is null)", name=op.f("ck_team_products_one_subject")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_team_products_product_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_products_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_products")),
        sa.UniqueConstraint("team_id", "family", name=op.f("uq_team_products_team_id_family")),
        sa.UniqueConstraint("team_id", "product_id", name=op.f("uq_team_products_team_id_product_id")),
    )
