"""Make the tables of the ledger, of orders and documents; products get a state and a payer. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDS = (
    (
        "CREATE TRIGGER ledger_accounts_no_update BEFORE UPDATE ON ledger_accounts BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_ledger_accounts'); END"
    ),
    (
        "CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_ledger_accounts'); END"
    ),
    (
        "CREATE TRIGGER ledger_transactions_no_update BEFORE UPDATE ON ledger_transactions BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_ledger_transactions'); END"
    ),
    (
        "CREATE TRIGGER ledger_transactions_no_delete BEFORE DELETE ON ledger_transactions BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_ledger_transactions'); END"
    ),
    (
        "CREATE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_ledger_transfers'); END"
    ),
    (
        "CREATE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers BEGIN SELECT "
        "RAISE(ABORT, 'guard:append_only_ledger_transfers'); END"
    ),
    (
        "CREATE TRIGGER operations_no_update BEFORE UPDATE ON operations BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_operations'); END"
    ),
    (
        "CREATE TRIGGER operations_no_delete BEFORE DELETE ON operations BEGIN SELECT RAISE(ABORT, "
        "'guard:append_only_operations'); END"
    ),
    (
        "CREATE TRIGGER ledger_transfers_one_currency BEFORE INSERT ON ledger_transfers WHEN (SELECT count(*)"
        " FROM ledger_accounts WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency) <> 2 "
        "BEGIN SELECT RAISE(ABORT, 'guard:ledger_one_currency'); END"
    ),
    (
        "CREATE TRIGGER ledger_transfers_counted AFTER INSERT ON ledger_transfers BEGIN INSERT INTO "
        "ledger_balances (account_id, debit, credit) VALUES (NEW.debit_id, NEW.amount, 0) ON CONFLICT "
        "(account_id) DO UPDATE SET debit = debit + excluded.debit; INSERT INTO ledger_balances (account_id, "
        "debit, credit) VALUES (NEW.credit_id, 0, NEW.amount) ON CONFLICT (account_id) DO UPDATE SET credit ="
        " credit + excluded.credit; SELECT RAISE(ABORT, 'guard:account_below_zero') FROM ledger_accounts JOIN"
        " ledger_balances ON ledger_balances.account_id = ledger_accounts.id WHERE ledger_accounts.id = "
        "NEW.debit_id AND ledger_accounts.kind IN ('prepaid', 'advance') AND ledger_balances.debit > "
        "ledger_balances.credit; END"
    ),
    (
        "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, "
        "'guard:documents_are_kept'); END"
    ),
    (
        "CREATE TRIGGER documents_gapless_on_insert BEFORE INSERT ON documents WHEN NEW.sequence IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'guard:gapless_numbers') WHERE NEW.sequence <> 1 + coalesce((SELECT "
        "max(sequence) FROM documents WHERE issuer_id = NEW.issuer_id AND kind = NEW.kind AND year = "
        "NEW.year), 0) ; END"
    ),
    (
        "CREATE TRIGGER documents_gapless_on_update BEFORE UPDATE OF sequence ON documents WHEN OLD.sequence "
        "IS NULL AND NEW.sequence IS NOT NULL BEGIN SELECT RAISE(ABORT, 'guard:gapless_numbers') WHERE "
        "NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM documents WHERE issuer_id = NEW.issuer_id "
        "AND kind = NEW.kind AND year = NEW.year), 0) ; END"
    ),
    (
        "CREATE TRIGGER documents_final BEFORE UPDATE ON documents WHEN OLD.sequence IS NOT NULL AND "
        "(NEW.kind IS NOT OLD.kind OR NEW.state IS NOT OLD.state OR NEW.issuer_id IS NOT OLD.issuer_id OR "
        "NEW.payer_id IS NOT OLD.payer_id OR NEW.holder_id IS NOT OLD.holder_id OR NEW.order_id IS NOT "
        "OLD.order_id OR NEW.corrects_id IS NOT OLD.corrects_id OR NEW.currency IS NOT OLD.currency OR "
        "NEW.terms_id IS NOT OLD.terms_id OR NEW.made_on IS NOT OLD.made_on OR NEW.due_on IS NOT OLD.due_on "
        "OR NEW.issued_on IS NOT OLD.issued_on OR NEW.year IS NOT OLD.year OR NEW.sequence IS NOT "
        "OLD.sequence OR NEW.net IS NOT OLD.net OR NEW.vat IS NOT OLD.vat OR NEW.total IS NOT OLD.total OR "
        "NEW.paid IS NOT OLD.paid OR NEW.issuer IS NOT OLD.issuer OR NEW.buyer IS NOT OLD.buyer OR NEW.reason"
        " IS NOT OLD.reason OR NEW.made_at IS NOT OLD.made_at) BEGIN SELECT RAISE(ABORT, "
        "'guard:final_document'); END"
    ),
    (
        "CREATE TRIGGER document_lines_no_update BEFORE UPDATE ON document_lines WHEN (SELECT state FROM "
        "documents WHERE id = OLD.document_id) <> 'to_pay' BEGIN SELECT RAISE(ABORT, 'guard:final_document');"
        " END"
    ),
    (
        "CREATE TRIGGER document_lines_no_delete BEFORE DELETE ON document_lines WHEN (SELECT state FROM "
        "documents WHERE id = OLD.document_id) <> 'to_pay' BEGIN SELECT RAISE(ABORT, 'guard:final_document');"
        " END"
    ),
    (
        "CREATE TRIGGER document_vat_no_update BEFORE UPDATE ON document_vat WHEN (SELECT state FROM "
        "documents WHERE id = OLD.document_id) <> 'to_pay' BEGIN SELECT RAISE(ABORT, 'guard:final_document');"
        " END"
    ),
    (
        "CREATE TRIGGER document_vat_no_delete BEFORE DELETE ON document_vat WHEN (SELECT state FROM "
        "documents WHERE id = OLD.document_id) <> 'to_pay' BEGIN SELECT RAISE(ABORT, 'guard:final_document');"
        " END"
    ),
    (
        "CREATE TRIGGER cashbacks_no_delete BEFORE DELETE ON cashbacks BEGIN SELECT RAISE(ABORT, "
        "'guard:cashbacks_are_kept'); END"
    ),
)

VIEW = """
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
  END, '9999-12-31') AS expiry_key,
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
"""

FOLLOWED = (
    "CREATE TRIGGER portfolio_product_changed AFTER UPDATE OF org_id, expires_on, state ON products BEGIN"
    " INSERT INTO portfolio_lines (partnership_id, partner_id, client_id, tab, access, name_key, "
    "reference_key, city_key, access_key, payment_key, products, expiry_key, since_key, state_key, "
    "search, starts, scope) SELECT partnership_id, partner_id, client_id, tab, access, name_key, "
    "reference_key, city_key, access_key, payment_key, products, expiry_key, since_key, state_key, "
    "search, starts, scope FROM portfolio_now WHERE client_id IN (OLD.org_id, NEW.org_id) ON CONFLICT "
    "(partnership_id) DO UPDATE SET partner_id = excluded.partner_id, client_id = excluded.client_id, tab"
    " = excluded.tab, access = excluded.access, name_key = excluded.name_key, reference_key = "
    "excluded.reference_key, city_key = excluded.city_key, access_key = excluded.access_key, payment_key "
    "= excluded.payment_key, products = excluded.products, expiry_key = excluded.expiry_key, since_key = "
    "excluded.since_key, state_key = excluded.state_key, search = excluded.search, starts = "
    "excluded.starts, scope = excluded.scope WHERE NOT (portfolio_lines.partner_id IS excluded.partner_id"
    " AND portfolio_lines.client_id IS excluded.client_id AND portfolio_lines.tab IS excluded.tab AND "
    "portfolio_lines.access IS excluded.access AND portfolio_lines.name_key IS excluded.name_key AND "
    "portfolio_lines.reference_key IS excluded.reference_key AND portfolio_lines.city_key IS "
    "excluded.city_key AND portfolio_lines.access_key IS excluded.access_key AND "
    "portfolio_lines.payment_key IS excluded.payment_key AND portfolio_lines.products IS "
    "excluded.products AND portfolio_lines.expiry_key IS excluded.expiry_key AND "
    "portfolio_lines.since_key IS excluded.since_key AND portfolio_lines.state_key IS excluded.state_key "
    "AND portfolio_lines.search IS excluded.search AND portfolio_lines.starts IS excluded.starts AND "
    "portfolio_lines.scope IS excluded.scope); END"
)


def upgrade() -> None:
    """Apply the change."""
    _operations()
    _ledger_accounts()
    _orders()
    _documents()
    _ledger_balances()
    _document_lines()
    _document_vat()
    _ledger_transactions()
    _cashbacks()
    _ledger_transfers()
    _new_columns()
    op.execute("DROP VIEW portfolio_now")
    op.execute(VIEW)
    op.execute("DROP TRIGGER portfolio_product_changed")
    op.execute(FOLLOWED)
    for statement in GUARDS:
        op.execute(statement)


def _operations() -> None:
    op.create_table(
        "operations",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_operations")),
    )


def _ledger_accounts() -> None:
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_ledger_accounts_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "kind", "org_id", "currency", "detail", name=op.f("uq_ledger_accounts_kind_org_id_currency_detail")
        ),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("placed_at", sa.String(length=27), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('new', 'renewal')", name=op.f("ck_orders_kind")),
        sa.CheckConstraint("state in ('open', 'done', 'declined', 'void')", name=op.f("ck_orders_state")),
        sa.ForeignKeyConstraint(["holder_id"], ["organisations.id"], name=op.f("fk_orders_holder_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_orders_org_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["organisations.id"], name=op.f("fk_orders_payer_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["users.id"], name=op.f("fk_orders_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_holder_id_id"), "orders", ["holder_id", "id"], unique=False)
    op.create_index(op.f("ix_orders_org_id_id"), "orders", ["org_id", "id"], unique=False)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.CheckConstraint(
            "(sequence is null) = (state in ('to_pay', 'void'))", name=op.f("ck_documents_final_has_number")
        ),
        sa.CheckConstraint("kind in ('invoice', 'credit_note')", name=op.f("ck_documents_kind")),
        sa.CheckConstraint("state in ('to_pay', 'paid', 'void', 'issued')", name=op.f("ck_documents_state")),
        sa.CheckConstraint("paid >= 0 and refunded >= 0 and refunded <= total", name=op.f("ck_documents_amounts")),
        sa.CheckConstraint("total = net + vat", name=op.f("ck_documents_total")),
        sa.ForeignKeyConstraint(["corrects_id"], ["documents.id"], name=op.f("fk_documents_corrects_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["organisations.id"], name=op.f("fk_documents_holder_id")),
        sa.ForeignKeyConstraint(["issuer_id"], ["organisations.id"], name=op.f("fk_documents_issuer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_documents_order_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["organisations.id"], name=op.f("fk_documents_payer_id")),
        sa.ForeignKeyConstraint(["terms_id"], ["terms_versions.id"], name=op.f("fk_documents_terms_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "issuer_id", "kind", "year", "sequence", name=op.f("uq_documents_issuer_id_kind_year_sequence")
        ),
    )
    op.create_index(op.f("ix_documents_corrects_id"), "documents", ["corrects_id"], unique=False)
    op.create_index(op.f("ix_documents_order_id"), "documents", ["order_id"], unique=False)
    op.create_index(op.f("ix_documents_payer_id_id"), "documents", ["payer_id", "id"], unique=False)
    op.create_index(
        op.f("ix_documents_payer_id_state_due_on"), "documents", ["payer_id", "state", "due_on"], unique=False
    )
    op.create_index(
        "ix_documents_to_pay", "documents", ["due_on"], unique=False, sqlite_where=sa.text("state = 'to_pay'")
    )


def _ledger_balances() -> None:
    op.create_table(
        "ledger_balances",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("debit", sa.Integer(), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_balances_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_balances")),
    )


def _document_lines() -> None:
    op.create_table(
        "document_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit_price", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=True),
        sa.Column("list_price", sa.String(length=40), nullable=True),
        sa.Column("degressive_rate", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("beneficiary_id", sa.Integer(), nullable=True),
        sa.Column("benefit", sa.String(length=40), nullable=False),
        sa.Column("entrust_id", sa.Integer(), nullable=True),
        sa.Column("gross", sa.Integer(), nullable=False),
        sa.Column("public", sa.Integer(), nullable=False),
        sa.Column("charged", sa.Integer(), nullable=False),
        sa.Column("partner_net", sa.Integer(), nullable=True),
        sa.Column("service_from", sa.Date(), nullable=False),
        sa.Column("service_to", sa.Date(), nullable=False),
        sa.CheckConstraint("benefit in ('none', 'cashback', 'discount')", name=op.f("ck_document_lines_benefit")),
        sa.CheckConstraint("charged >= 0 and coalesce(partner_net, 0) >= 0", name=op.f("ck_document_lines_amounts")),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"], ["organisations.id"], name=op.f("fk_document_lines_beneficiary_id")
        ),
        sa.ForeignKeyConstraint(["corrects_id"], ["document_lines.id"], name=op.f("fk_document_lines_corrects_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_document_lines_document_id")),
        sa.ForeignKeyConstraint(["entrust_id"], ["partnerships.id"], name=op.f("fk_document_lines_entrust_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_document_lines_partnership_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_document_lines_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_lines")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_document_lines_document_id_position")),
    )
    op.create_index(op.f("ix_document_lines_corrects_id"), "document_lines", ["corrects_id"], unique=False)
    op.create_index(op.f("ix_document_lines_product_id"), "document_lines", ["product_id"], unique=False)


def _document_vat() -> None:
    op.create_table(
        "document_vat",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("percent", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_document_vat_document_id")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_vat")),
    )


def _ledger_transactions() -> None:
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("previous_mac", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_ledger_transactions_document_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_ledger_transactions_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_ledger_transactions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
    )
    op.create_index(op.f("ix_ledger_transactions_document_id"), "ledger_transactions", ["document_id"], unique=False)
    op.create_index(op.f("ix_ledger_transactions_org_id_id"), "ledger_transactions", ["org_id", "id"], unique=False)


def _cashbacks() -> None:
    op.create_table(
        "cashbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reversed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state in ('pending', 'credited', 'void')", name=op.f("ck_cashbacks_state")),
        sa.CheckConstraint("amount >= 0 and reversed >= 0 and reversed <= amount", name=op.f("ck_cashbacks_amounts")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_cashbacks_document_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["organisations.id"], name=op.f("fk_cashbacks_holder_id")),
        sa.ForeignKeyConstraint(["line_id"], ["document_lines.id"], name=op.f("fk_cashbacks_line_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_cashbacks_partner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_cashbacks_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cashbacks")),
        sa.UniqueConstraint("line_id", name=op.f("uq_cashbacks_line_id")),
    )
    op.create_index(op.f("ix_cashbacks_document_id"), "cashbacks", ["document_id"], unique=False)
    op.create_index(
        op.f("ix_cashbacks_partner_id_currency_credited_on"),
        "cashbacks",
        ["partner_id", "currency", "credited_on"],
        unique=False,
    )
    op.create_index(op.f("ix_cashbacks_partner_id_id"), "cashbacks", ["partner_id", "id"], unique=False)


def _ledger_transfers() -> None:
    op.create_table(
        "ledger_transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column("debit_id", sa.Integer(), nullable=False),
        sa.Column("credit_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_transfers_amount")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_ledger_transfers_two_accounts")),
        sa.ForeignKeyConstraint(["credit_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_transfers_credit_id")),
        sa.ForeignKeyConstraint(["debit_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_transfers_debit_id")),
        sa.ForeignKeyConstraint(["line_id"], ["document_lines.id"], name=op.f("fk_ledger_transfers_line_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transactions.id"], name=op.f("fk_ledger_transfers_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfers")),
    )
    op.create_index(op.f("ix_ledger_transfers_credit_id_id"), "ledger_transfers", ["credit_id", "id"], unique=False)
    op.create_index(op.f("ix_ledger_transfers_debit_id_id"), "ledger_transfers", ["debit_id", "id"], unique=False)
    op.create_index(op.f("ix_ledger_transfers_transaction_id"), "ledger_transfers", ["transaction_id"], unique=False)


def _new_columns() -> None:
    op.add_column(
        "products", sa.Column("state", sa.String(length=40), server_default=sa.text("'active'"), nullable=False)
    )
    op.add_column("products", sa.Column("payer_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_products_payer_id_family"), "products", ["payer_id", "family"], unique=False)
