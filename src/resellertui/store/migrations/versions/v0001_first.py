"""Make every table of the first version. Frozen: a change of the models is a migration of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = (
    """
CREATE TRIGGER partnerships_full_on_insert
BEFORE INSERT ON partnerships
WHEN NEW.state = 'active'
BEGIN
SELECT RAISE(ABORT, 'guard:full_partner') FROM partnerships AS other
WHERE other.client_id = NEW.client_id AND other.state = 'active' AND other.id <> NEW.id
AND (NEW.access = 'full' OR other.access = 'full')
; END
""",
    """
CREATE TRIGGER partnerships_full_on_update
BEFORE UPDATE OF state, access, client_id ON partnerships
WHEN NEW.state = 'active'
BEGIN
SELECT RAISE(ABORT, 'guard:full_partner') FROM partnerships AS other
WHERE other.client_id = NEW.client_id AND other.state = 'active' AND other.id <> NEW.id
AND (NEW.access = 'full' OR other.access = 'full')
; END
""",
    """
CREATE TRIGGER partnerships_no_delete
BEFORE DELETE ON partnerships
BEGIN SELECT RAISE(ABORT, 'guard:partnerships_are_kept'); END
""",
    """
CREATE TRIGGER memberships_last_on_delete
BEFORE DELETE ON memberships
WHEN OLD.role = 'legal_representative'
BEGIN
SELECT RAISE(ABORT, 'guard:last_legal_representative')
WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE org_id = OLD.org_id AND id <> OLD.id
AND role = 'legal_representative')
; END
""",
    """
CREATE TRIGGER memberships_last_on_update
BEFORE UPDATE OF role ON memberships
WHEN OLD.role = 'legal_representative' AND NEW.role <> OLD.role
BEGIN
SELECT RAISE(ABORT, 'guard:last_legal_representative')
WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE org_id = OLD.org_id AND id <> OLD.id
AND role = 'legal_representative')
; END
""",
    """
CREATE TRIGGER entrusted_products_of_client
BEFORE INSERT ON entrusted_products
WHEN (SELECT org_id FROM products
WHERE id = NEW.product_id)
IS NOT (SELECT client_id FROM partnerships
WHERE id = NEW.partnership_id AND state = 'active' AND access = 'limited')
BEGIN SELECT RAISE(ABORT, 'guard:entrusted_product_of_another'); END
""",
    """
CREATE TRIGGER partnership_events_no_update
BEFORE UPDATE ON partnership_events
BEGIN SELECT RAISE(ABORT, 'guard:append_only_partnership_events'); END
""",
    """
CREATE TRIGGER partnership_events_no_delete
BEFORE DELETE ON partnership_events
BEGIN SELECT RAISE(ABORT, 'guard:append_only_partnership_events'); END
""",
    """
CREATE TRIGGER audit_entries_no_update
BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_entries'); END
""",
    """
CREATE TRIGGER audit_entries_no_delete
BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_entries'); END
""",
    """
CREATE TRIGGER terms_versions_no_update
BEFORE UPDATE ON terms_versions
BEGIN SELECT RAISE(ABORT, 'guard:append_only_terms_versions'); END
""",
    """
CREATE TRIGGER terms_versions_no_delete
BEFORE DELETE ON terms_versions
BEGIN SELECT RAISE(ABORT, 'guard:append_only_terms_versions'); END
""",
    """
CREATE TRIGGER audit_values_no_delete
BEFORE DELETE ON audit_values
BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_values'); END
""",
    """
CREATE TRIGGER audit_values_only_erased
BEFORE UPDATE ON audit_values
WHEN NEW."values" IS NOT NULL OR NEW.erased_at IS NULL OR NEW.entry_id <> OLD.entry_id
BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_values'); END
""",
)


def upgrade() -> None:
    """Apply the change."""
    _audit_entries()
    _failure_counts()
    _organisations()
    _tick_runs()
    _users()
    _audit_values()
    _column_mappings()
    _installation()
    _invitations()
    _memberships()
    _partnerships()
    _products()
    _programme_members()
    _sessions()
    _terms_versions()
    _client_grants()
    _client_records()
    _entrusted_products()
    _outbox()
    _partnership_events()
    _product_grants()
    _requested_products()
    _product_proposals()
    for statement in GUARDS:
        op.execute(statement)


def _audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("for_org_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("values_hash", sa.String(), nullable=False),
        sa.Column("previous_mac", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_for_org_id_id"), "audit_entries", ["for_org_id", "id"], unique=False)
    op.create_index(op.f("ix_audit_entries_org_id_id"), "audit_entries", ["org_id", "id"], unique=False)
    op.create_index(
        op.f("ix_audit_entries_subject_subject_id"), "audit_entries", ["subject", "subject_id"], unique=False
    )


def _failure_counts() -> None:
    op.create_table(
        "failure_counts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.Column("blocked_until", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failure_counts")),
    )


def _organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.String(length=900), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("email_key", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=300), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("house_number", sa.String(length=40), nullable=False),
        sa.Column("postal_code", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("register_number", sa.String(length=40), nullable=True),
        sa.Column("vat_number", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.String(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('individual', 'company', 'association', 'public_body')", name=op.f("ck_organisations_kind")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["organisations.id"], name=op.f("fk_organisations_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(op.f("ix_organisations_created_by_id"), "organisations", ["created_by_id"], unique=False)
    op.create_index(op.f("ix_organisations_email_key"), "organisations", ["email_key"], unique=False)
    op.create_index(op.f("ix_organisations_name_folded"), "organisations", ["name_folded"], unique=False)
    op.create_index(op.f("ix_organisations_register_number"), "organisations", ["register_number"], unique=False)
    op.create_index(op.f("ix_organisations_vat_number"), "organisations", ["vat_number"], unique=False)


def _tick_runs() -> None:
    op.create_table(
        "tick_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=300), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("started_at", sa.String(length=27), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tick_runs")),
    )
    op.create_index(op.f("ix_tick_runs_job_started_at"), "tick_runs", ["job", "started_at"], unique=False)


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("email_key", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("last_sign_in_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )


def _audit_values() -> None:
    op.create_table(
        "audit_values",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("values", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_values_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_values")),
    )


def _column_mappings() -> None:
    op.create_table(
        "column_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("date_order", sa.String(length=40), nullable=True),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_column_mappings_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
        sa.UniqueConstraint("org_id", "signature", name=op.f("uq_column_mappings_org_id_signature")),
    )


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("database_id", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("audit_key_id", sa.String(length=40), nullable=False),
        sa.Column("play_key", sa.String(), nullable=True),
        sa.Column("backup_mark", sa.String(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single_row")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisations.id"], name=op.f("fk_installation_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("email_key", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_invitations_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_email_key"), "invitations", ["email_key"], unique=False)
    op.create_index(op.f("ix_invitations_org_id"), "invitations", ["org_id"], unique=False)


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("accounting", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint(
            "role in ('legal_representative', 'administrator', 'collaborator', 'external')",
            name=op.f("ck_memberships_role"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_memberships_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("org_id", "user_id", name=op.f("uq_memberships_org_id_user_id")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)


def _partnerships() -> None:
    op.create_table(
        "partnerships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_address", sa.String(length=300), nullable=False),
        sa.Column("client_address_key", sa.String(), nullable=False),
        sa.Column("client_label", sa.String(length=300), nullable=False),
        sa.Column("initiator", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("access", sa.String(length=40), nullable=False),
        sa.Column("payment", sa.String(length=40), nullable=True),
        sa.Column("requested_access", sa.String(length=40), nullable=False),
        sa.Column("requested_payment", sa.String(length=40), nullable=True),
        sa.Column("requested_families", sa.String(length=300), nullable=False),
        sa.Column("requested_at", sa.String(length=27), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.String(length=27), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("active_since", sa.String(length=27), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("paused_by", sa.String(length=40), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("proposed_payment", sa.String(length=40), nullable=True),
        sa.Column("proposed_at", sa.String(length=27), nullable=True),
        sa.Column("reminded_for", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(access = 'full') = (payment is not null)", name=op.f("ck_partnerships_payment_with_full_access")
        ),
        sa.CheckConstraint("access in ('limited', 'full')", name=op.f("ck_partnerships_access")),
        sa.CheckConstraint(
            "client_id is not null or state <> 'active'", name=op.f("ck_partnerships_active_has_client")
        ),
        sa.CheckConstraint("payment is null or payment in ('client', 'partner')", name=op.f("ck_partnerships_payment")),
        sa.CheckConstraint(
            "state in ('pending', 'active', 'ended', 'refused', 'withdrawn', 'expired')",
            name=op.f("ck_partnerships_state"),
        ),
        sa.CheckConstraint(
            "client_id is null or client_id <> partner_id", name=op.f("ck_partnerships_two_organisations")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_partnerships_answered_by_id")),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_partnerships_client_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_partnerships_partner_id")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["users.id"], name=op.f("fk_partnerships_requested_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
    )
    op.create_index(op.f("ix_partnerships_client_address_key"), "partnerships", ["client_address_key"], unique=False)
    op.create_index(op.f("ix_partnerships_client_id_state"), "partnerships", ["client_id", "state"], unique=False)
    op.create_index(op.f("ix_partnerships_partner_id_state"), "partnerships", ["partner_id", "state"], unique=False)
    op.create_index(op.f("ix_partnerships_state_end_on"), "partnerships", ["state", "end_on"], unique=False)
    op.create_index(op.f("ix_partnerships_state_expires_on"), "partnerships", ["state", "expires_on"], unique=False)
    op.create_index(
        "uq_partnerships_active_pair",
        "partnerships",
        ["client_id", "partner_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_partnerships_full_partner",
        "partnerships",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active' and access = 'full'"),
        postgresql_where=sa.text("state = 'active' and access = 'full'"),
    )
    op.create_index(
        "uq_partnerships_pending_pair",
        "partnerships",
        ["client_id", "partner_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending' and client_id is not null"),
        postgresql_where=sa.text("state = 'pending' and client_id is not null"),
    )


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.String(length=900), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("anchor_day", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("auto_renewal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("period_months > 0", name=op.f("ck_products_period")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_products_quantity")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_products_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index(op.f("ix_products_expires_on"), "products", ["expires_on"], unique=False)
    op.create_index(op.f("ix_products_org_id_expires_on"), "products", ["org_id", "expires_on"], unique=False)
    op.create_index(op.f("ix_products_org_id_name_folded"), "products", ["org_id", "name_folded"], unique=False)


def _programme_members() -> None:
    op.create_table(
        "programme_members",
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("approved_at", sa.String(length=27), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("languages", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state in ('approved', 'provisional', 'suspended')", name=op.f("ck_programme_members_state")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["users.id"], name=op.f("fk_programme_members_approved_by_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_programme_members_org_id")),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_programme_members")),
    )
    op.create_index(
        op.f("ix_programme_members_listed_search_text"), "programme_members", ["listed", "search_text"], unique=False
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)


def _terms_versions() -> None:
    op.create_table(
        "terms_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("published_at", sa.String(length=27), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name=op.f("fk_terms_versions_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_versions")),
    )


def _client_grants() -> None:
    op.create_table(
        "client_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_client_grants_membership_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_client_grants_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_grants")),
        sa.UniqueConstraint(
            "membership_id", "partnership_id", name=op.f("uq_client_grants_membership_id_partnership_id")
        ),
    )
    op.create_index(op.f("ix_client_grants_partnership_id"), "client_grants", ["partnership_id"], unique=False)


def _client_records() -> None:
    op.create_table(
        "client_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("importer_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["importer_id"], ["organisations.id"], name=op.f("fk_client_records_importer_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_client_records_org_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_client_records_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_records")),
        sa.UniqueConstraint("importer_id", "identity", name=op.f("uq_client_records_importer_id_identity")),
    )
    op.create_index(op.f("ix_client_records_org_id"), "client_records", ["org_id"], unique=False)
    op.create_index(op.f("ix_client_records_partnership_id"), "client_records", ["partnership_id"], unique=False)


def _entrusted_products() -> None:
    op.create_table(
        "entrusted_products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_entrusted_products_partnership_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_entrusted_products_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrusted_products")),
    )
    op.create_index(
        op.f("ix_entrusted_products_partnership_id_until"),
        "entrusted_products",
        ["partnership_id", "until"],
        unique=False,
    )
    op.create_index(
        "uq_entrusted_products_open",
        "entrusted_products",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("until is null"),
        postgresql_where=sa.text("until is null"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("recipient_name", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.String(length=27), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_outbox_partnership_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outbox_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index(op.f("ix_outbox_user_id"), "outbox", ["user_id"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("sent_at is null"),
        postgresql_where=sa.text("sent_at is null"),
    )


def _partnership_events() -> None:
    op.create_table(
        "partnership_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_partnership_events_partnership_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_partnership_events_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_events")),
    )
    op.create_index(
        op.f("ix_partnership_events_partnership_id_id"), "partnership_events", ["partnership_id", "id"], unique=False
    )


def _product_grants() -> None:
    op.create_table(
        "product_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("family", sa.String(length=40), nullable=True),
        sa.Column("product_right", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("product_right in ('technical', 'statistics')", name=op.f("ck_product_grants_right")),
        sa.CheckConstraint("(product_id is null) <> (family is null)", name=op.f("ck_product_grants_one_subject")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_product_grants_membership_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_grants_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_grants")),
        sa.UniqueConstraint("membership_id", "family", name=op.f("uq_product_grants_membership_id_family")),
        sa.UniqueConstraint("membership_id", "product_id", name=op.f("uq_product_grants_membership_id_product_id")),
    )


def _requested_products() -> None:
    op.create_table(
        "requested_products",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_requested_products_partnership_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_requested_products_product_id")),
        sa.PrimaryKeyConstraint("partnership_id", "product_id", name=op.f("pk_requested_products")),
    )


def _product_proposals() -> None:
    op.create_table(
        "product_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("auto_renewal", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.String(length=27), nullable=False),
        sa.Column("adopted_at", sa.String(length=27), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_product_proposals_org_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_proposals_product_id")),
        sa.ForeignKeyConstraint(["record_id"], ["client_records.id"], name=op.f("fk_product_proposals_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_proposals")),
        sa.UniqueConstraint(
            "record_id", "sku", "name_folded", name=op.f("uq_product_proposals_record_id_sku_name_folded")
        ),
    )
    op.create_index(
        op.f("ix_product_proposals_org_id_adopted_at"), "product_proposals", ["org_id", "adopted_at"], unique=False
    )
