"""Keep what partners bill their own clients: margins, lines, documents, payments, reminders. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

VIEW = (
    "CREATE VIEW reinvoice_now AS SELECT document_lines.id AS line_id, documents.payer_id AS partner_id, "
    "documents.holder_id AS client_id, documents.currency AS currency, documents.issued_on AS "
    "charged_on, CASE documents.kind WHEN 'credit_note' THEN -document_lines.charged ELSE "
    "document_lines.charged END AS cost, document_lines.document_id AS document_id FROM document_lines "
    "JOIN documents ON documents.id = document_lines.document_id WHERE documents.sequence IS NOT NULL "
    "AND documents.payer_id <> documents.holder_id"
)
FILLING = (
    "INSERT INTO reinvoice_lines (line_id, partner_id, client_id, currency, charged_on, cost, state, "
    "price_reason, state_reason, version) SELECT line_id, partner_id, client_id, currency, charged_on, "
    "cost, 'open', '', '', 1 FROM reinvoice_now WHERE true ORDER BY line_id"
)
TRIGGERS = (
    (
        "CREATE TRIGGER reinvoice_lines_charged AFTER UPDATE OF sequence ON documents WHEN OLD.sequence IS "
        "NULL AND NEW.sequence IS NOT NULL AND NEW.payer_id <> NEW.holder_id BEGIN INSERT INTO "
        "reinvoice_lines (line_id, partner_id, client_id, currency, charged_on, cost, state, price_reason, "
        "state_reason, version) SELECT line_id, partner_id, client_id, currency, charged_on, cost, 'open', "
        "'', '', 1 FROM reinvoice_now WHERE document_id = NEW.id; END"
    ),
    (
        "CREATE TRIGGER reinvoice_lines_given_back AFTER INSERT ON document_lines WHEN EXISTS (SELECT 1 FROM "
        "documents WHERE id = NEW.document_id AND sequence IS NOT NULL AND payer_id <> holder_id) BEGIN "
        "INSERT INTO reinvoice_lines (line_id, partner_id, client_id, currency, charged_on, cost, state, "
        "price_reason, state_reason, version) SELECT line_id, partner_id, client_id, currency, charged_on, "
        "cost, 'open', '', '', 1 FROM reinvoice_now WHERE line_id = NEW.id; END"
    ),
    (
        "CREATE TRIGGER reinvoice_lines_no_delete BEFORE DELETE ON reinvoice_lines BEGIN SELECT RAISE(ABORT, "
        "'guard:reinvoice_lines_are_kept'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_lines_no_update BEFORE UPDATE ON reinvoice_lines WHEN NEW.line_id IS NOT "
        "OLD.line_id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.client_id IS NOT OLD.client_id OR "
        "NEW.currency IS NOT OLD.currency OR NEW.charged_on IS NOT OLD.charged_on OR NEW.cost IS NOT "
        "OLD.cost BEGIN SELECT RAISE(ABORT, 'guard:reinvoice_lines_are_kept'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_lines_billed BEFORE UPDATE OF billed_line_id ON reinvoice_lines WHEN "
        "NEW.billed_line_id IS NOT NULL AND NEW.line_id IS NOT (SELECT line_id FROM reinvoice_document_lines "
        "WHERE id = NEW.billed_line_id AND corrects_id IS NULL) BEGIN SELECT RAISE(ABORT, "
        "'guard:billed_elsewhere'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_document_lines_once BEFORE INSERT ON reinvoice_document_lines WHEN "
        "NEW.corrects_id IS NULL AND (SELECT state FROM reinvoice_lines WHERE line_id = NEW.line_id) IS NOT "
        "'open' BEGIN SELECT RAISE(ABORT, 'guard:billed_twice'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_rules_no_update BEFORE UPDATE ON reinvoice_rules BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_reinvoice_rules'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_rules_no_delete BEFORE DELETE ON reinvoice_rules BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_reinvoice_rules'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_document_lines_no_update BEFORE UPDATE ON reinvoice_document_lines BEGIN "
        "SELECT RAISE(ABORT, 'guard:append_only_reinvoice_document_lines'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_document_lines_no_delete BEFORE DELETE ON reinvoice_document_lines BEGIN "
        "SELECT RAISE(ABORT, 'guard:append_only_reinvoice_document_lines'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_vat_no_update BEFORE UPDATE ON reinvoice_vat BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_reinvoice_vat'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_vat_no_delete BEFORE DELETE ON reinvoice_vat BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_reinvoice_vat'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_payments_no_update BEFORE UPDATE ON reinvoice_payments BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_payments'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_payments_no_delete BEFORE DELETE ON reinvoice_payments BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_payments'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_reminders_no_update BEFORE UPDATE ON reinvoice_reminders BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_reminders'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_reminders_no_delete BEFORE DELETE ON reinvoice_reminders BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_reminders'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_papers_no_update BEFORE UPDATE ON reinvoice_papers BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_papers'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_papers_no_delete BEFORE DELETE ON reinvoice_papers BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_reinvoice_papers'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_documents_no_delete BEFORE DELETE ON reinvoice_documents BEGIN SELECT "
        "RAISE(ABORT, 'guard:reinvoice_documents_are_kept'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_documents_final BEFORE UPDATE ON reinvoice_documents WHEN NEW.kind IS NOT "
        "OLD.kind OR NEW.partner_id IS NOT OLD.partner_id OR NEW.client_id IS NOT OLD.client_id OR "
        "NEW.corrects_id IS NOT OLD.corrects_id OR NEW.supplements_id IS NOT OLD.supplements_id OR "
        "NEW.currency IS NOT OLD.currency OR NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT "
        "OLD.period_to OR NEW.issued_on IS NOT OLD.issued_on OR NEW.due_on IS NOT OLD.due_on OR NEW.year IS "
        "NOT OLD.year OR NEW.sequence IS NOT OLD.sequence OR NEW.number IS NOT OLD.number OR NEW.net IS NOT "
        "OLD.net OR NEW.vat IS NOT OLD.vat OR NEW.total IS NOT OLD.total OR NEW.seller IS NOT OLD.seller OR "
        "NEW.buyer IS NOT OLD.buyer OR NEW.language IS NOT OLD.language OR NEW.reference IS NOT "
        "OLD.reference OR NEW.reason IS NOT OLD.reason OR NEW.made_at IS NOT OLD.made_at OR NEW.made_by_id "
        "IS NOT OLD.made_by_id BEGIN SELECT RAISE(ABORT, 'guard:final_document'); END"
    ),
    (
        "CREATE TRIGGER reinvoice_documents_gapless BEFORE INSERT ON reinvoice_documents BEGIN SELECT "
        "RAISE(ABORT, 'guard:gapless_numbers') WHERE NEW.sequence IS NOT coalesce((SELECT 1 + max(sequence) "
        "FROM reinvoice_documents WHERE partner_id = NEW.partner_id AND kind = NEW.kind AND year = "
        "NEW.year), CASE WHEN EXISTS (SELECT 1 FROM reinvoice_documents WHERE partner_id = NEW.partner_id "
        "AND kind = NEW.kind) THEN 1 ELSE NEW.sequence END); END"
    ),
)


def upgrade() -> None:
    """Make what is new, with a line for everything that partners were charged for clients before."""
    _settings()
    _documents()
    _lines()
    _afterwards()
    _papers()
    for statement in (VIEW, FILLING, *TRIGGERS):
        op.execute(statement)


def _settings() -> None:
    op.create_table(
        "reinvoice_settings",
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("vat_status", sa.String(length=40), nullable=False),
        sa.Column("vat_percent", sa.String(length=40), nullable=True),
        sa.Column("iban", sa.String(length=40), nullable=False),
        sa.Column("account_holder", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=300), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("invoice_prefix", sa.String(length=40), nullable=False),
        sa.Column("credit_prefix", sa.String(length=40), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("closing_line", sa.String(length=300), nullable=False),
        sa.Column("reminder_days", sa.Text(), nullable=False),
        sa.Column("reminds_by_itself", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "vat_status in ('registered', 'not_registered')", name=op.f("ck_reinvoice_settings_vat_status")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_reinvoice_settings_org_id")),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_reinvoice_settings")),
    )
    op.create_table(
        "reinvoice_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "method in ('percentage', 'fixed', 'price', 'none')", name=op.f("ck_reinvoice_rules_method")
        ),
        sa.CheckConstraint("scope in ('all', 'family', 'product')", name=op.f("ck_reinvoice_rules_scope")),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_reinvoice_rules_client_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_reinvoice_rules_made_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_reinvoice_rules_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinvoice_rules")),
    )
    op.create_index(
        op.f("ix_reinvoice_rules_partner_id_starts_on_id"),
        "reinvoice_rules",
        ["partner_id", "starts_on", "id"],
        unique=False,
    )
    op.create_table(
        "reinvoice_clients",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_reinvoice_clients_client_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_reinvoice_clients_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "client_id", name=op.f("pk_reinvoice_clients")),
    )


def _documents() -> None:
    op.create_table(
        "reinvoice_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("supplements_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("credited", sa.Integer(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('invoice', 'credit_note')", name=op.f("ck_reinvoice_documents_kind")),
        sa.CheckConstraint(
            "paid between 0 and total and credited between 0 and total", name=op.f("ck_reinvoice_documents_amounts")
        ),
        sa.CheckConstraint("total = net + vat and total >= 0", name=op.f("ck_reinvoice_documents_total")),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_reinvoice_documents_client_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_documents_corrects_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_reinvoice_documents_made_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_reinvoice_documents_partner_id")),
        sa.ForeignKeyConstraint(
            ["supplements_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_documents_supplements_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinvoice_documents")),
        sa.UniqueConstraint(
            "partner_id", "kind", "year", "sequence", name=op.f("uq_reinvoice_documents_partner_id_kind_year_sequence")
        ),
        sa.UniqueConstraint("partner_id", "number", name=op.f("uq_reinvoice_documents_partner_id_number")),
    )
    op.create_index(
        op.f("ix_reinvoice_documents_client_id_id"), "reinvoice_documents", ["client_id", "id"], unique=False
    )
    op.create_index(op.f("ix_reinvoice_documents_corrects_id"), "reinvoice_documents", ["corrects_id"], unique=False)
    op.create_index(
        op.f("ix_reinvoice_documents_partner_id_client_id_id"),
        "reinvoice_documents",
        ["partner_id", "client_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reinvoice_documents_partner_id_id"), "reinvoice_documents", ["partner_id", "id"], unique=False
    )
    op.create_index(
        "ix_reinvoice_documents_unpaid",
        "reinvoice_documents",
        ["partner_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("kind = 'invoice' and total > paid + credited"),
    )
    op.create_table(
        "reinvoice_vat",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_vat_document_id")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_reinvoice_vat")),
    )


def _lines() -> None:
    op.create_table(
        "reinvoice_document_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reopens", sa.Boolean(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=False),
        sa.Column("service_to", sa.Date(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("vat_position", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("priced_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["reinvoice_document_lines.id"], name=op.f("fk_reinvoice_document_lines_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_document_lines_document_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["document_lines.id"], name=op.f("fk_reinvoice_document_lines_line_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["reinvoice_rules.id"], name=op.f("fk_reinvoice_document_lines_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinvoice_document_lines")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_reinvoice_document_lines_document_id_position")),
    )
    op.create_index(
        op.f("ix_reinvoice_document_lines_corrects_id"), "reinvoice_document_lines", ["corrects_id"], unique=False
    )
    op.create_index(op.f("ix_reinvoice_document_lines_line_id"), "reinvoice_document_lines", ["line_id"], unique=False)
    op.create_table(
        "reinvoice_lines",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("charged_on", sa.Date(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("price_reason", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("billed_line_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'billed') = (billed_line_id is not null)", name=op.f("ck_reinvoice_lines_billed")),
        sa.CheckConstraint("state in ('open', 'held', 'billed', 'waived')", name=op.f("ck_reinvoice_lines_state")),
        sa.ForeignKeyConstraint(
            ["billed_line_id"], ["reinvoice_document_lines.id"], name=op.f("fk_reinvoice_lines_billed_line_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_reinvoice_lines_client_id")),
        sa.ForeignKeyConstraint(["line_id"], ["document_lines.id"], name=op.f("fk_reinvoice_lines_line_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_reinvoice_lines_partner_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_reinvoice_lines")),
        sa.UniqueConstraint("billed_line_id", name=op.f("uq_reinvoice_lines_billed_line_id")),
    )
    op.create_index(
        "ix_reinvoice_lines_flagged",
        "reinvoice_lines",
        ["partner_id", "charged_on"],
        unique=False,
        sqlite_where=sa.text("state in ('open', 'held')"),
    )
    op.create_index(
        op.f("ix_reinvoice_lines_partner_id_charged_on_line_id"),
        "reinvoice_lines",
        ["partner_id", "charged_on", "line_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reinvoice_lines_partner_id_client_id_charged_on_line_id"),
        "reinvoice_lines",
        ["partner_id", "client_id", "charged_on", "line_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reinvoice_lines_partner_id_state_client_id_charged_on_line_id"),
        "reinvoice_lines",
        ["partner_id", "state", "client_id", "charged_on", "line_id"],
        unique=False,
    )


def _afterwards() -> None:
    op.create_table(
        "reinvoice_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_reinvoice_payments_amount")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_payments_document_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_reinvoice_payments_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinvoice_payments")),
    )
    op.create_index(
        op.f("ix_reinvoice_payments_document_id_id"), "reinvoice_payments", ["document_id", "id"], unique=False
    )
    op.create_table(
        "reinvoice_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("open_amount", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("level between 1 and 3", name=op.f("ck_reinvoice_reminders_level")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_reminders_document_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_reinvoice_reminders_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinvoice_reminders")),
        sa.UniqueConstraint("document_id", "level", name=op.f("uq_reinvoice_reminders_document_id_level")),
    )


def _papers() -> None:
    op.create_table(
        "reinvoice_papers",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind in ('pdf', 'cii', 'ubl')", name=op.f("ck_reinvoice_papers_kind")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["reinvoice_documents.id"], name=op.f("fk_reinvoice_papers_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "kind", name=op.f("pk_reinvoice_papers")),
    )
    op.create_table(
        "outbox_attachments",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "paper"],
            ["reinvoice_papers.document_id", "reinvoice_papers.kind"],
            name=op.f("fk_outbox_attachments_document_id_paper"),
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox.id"], name=op.f("fk_outbox_attachments_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", "position", name=op.f("pk_outbox_attachments")),
    )
