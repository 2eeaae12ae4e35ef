"""Keep requests for quotes, offers, contracts, and products of other providers. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GUARDS = (
    *(
        f"CREATE TRIGGER quote_offer_lines_no_{verb} BEFORE {verb.upper()} ON quote_offer_lines "
        f"BEGIN SELECT RAISE(ABORT, 'guard:append_only_quote_offer_lines'); END"
        for verb in ("update", "delete")
    ),
    "CREATE TRIGGER quote_offers_no_delete BEFORE DELETE ON quote_offers "
    "BEGIN SELECT RAISE(ABORT, 'guard:quote_offers_are_kept'); END",
    "CREATE TRIGGER quote_offers_no_update BEFORE UPDATE ON quote_offers WHEN NEW.route_id IS NOT OLD.route_id "
    "OR NEW.currency IS NOT OLD.currency OR NEW.valid_until IS NOT OLD.valid_until OR NEW.note IS NOT OLD.note "
    "OR NEW.terms_version IS NOT OLD.terms_version OR NEW.total IS NOT OLD.total OR NEW.made_at IS NOT OLD.made_at "
    "OR NEW.is_current > OLD.is_current BEGIN SELECT RAISE(ABORT, 'guard:quote_offers_are_kept'); END",
    "CREATE TRIGGER quote_contracts_no_delete BEFORE DELETE ON quote_contracts "
    "BEGIN SELECT RAISE(ABORT, 'guard:quote_contracts_are_kept'); END",
)


def upgrade() -> None:
    """Make the tables and what guards them."""
    _tables()
    for statement in GUARDS:
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "quote_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("families", sa.Text(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=40), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("contact_name", sa.String(length=300), nullable=False),
        sa.Column("contact_organisation", sa.String(length=300), nullable=False),
        sa.Column("contact_email", sa.String(length=300), nullable=False),
        sa.Column("contact_email_key", sa.String(length=300), nullable=False),
        sa.Column("contact_phone", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.String(length=27), nullable=True),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("source in ('console', 'command', 'file')", name=op.f("ck_quote_requests_source")),
        sa.CheckConstraint(
            "state in ('open', 'awarded', 'withdrawn', 'expired')", name=op.f("ck_quote_requests_state")
        ),
        sa.CheckConstraint("(budget is null) = (currency is null)", name=op.f("ck_quote_requests_budget")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_quote_requests_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_quote_requests_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_requests")),
        sa.UniqueConstraint("file_digest", name=op.f("uq_quote_requests_file_digest")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_quote_requests_token_hash")),
    )
    op.create_index(
        op.f("ix_quote_requests_contact_email_key_id"), "quote_requests", ["contact_email_key", "id"], unique=False
    )
    op.create_index(op.f("ix_quote_requests_org_id_id"), "quote_requests", ["org_id", "id"], unique=False)
    op.create_index(
        op.f("ix_quote_requests_state_closes_on_id"), "quote_requests", ["state", "closes_on", "id"], unique=False
    )
    op.create_table(
        "quote_routes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("viewed_at", sa.String(length=27), nullable=True),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("routed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state in ('received', 'viewed', 'answered', 'won', 'lost', 'declined')", name=op.f("ck_quote_routes_state")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_quote_routes_partner_id")),
        sa.ForeignKeyConstraint(["request_id"], ["quote_requests.id"], name=op.f("fk_quote_routes_request_id")),
        sa.ForeignKeyConstraint(["routed_by_id"], ["users.id"], name=op.f("fk_quote_routes_routed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_routes")),
        sa.UniqueConstraint("request_id", "partner_id", name=op.f("uq_quote_routes_request_id_partner_id")),
    )
    op.create_index(op.f("ix_quote_routes_partner_id_id"), "quote_routes", ["partner_id", "id"], unique=False)
    op.create_index(
        op.f("ix_quote_routes_partner_id_state_id"), "quote_routes", ["partner_id", "state", "id"], unique=False
    )
    op.create_table(
        "quote_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_quote_offers_made_by_id")),
        sa.ForeignKeyConstraint(["route_id"], ["quote_routes.id"], name=op.f("fk_quote_offers_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_offers")),
    )
    op.create_index(op.f("ix_quote_offers_route_id_id"), "quote_offers", ["route_id", "id"], unique=False)
    op.create_index(
        "uq_quote_offers_current",
        "quote_offers",
        ["route_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "quote_contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.String(length=27), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("ordered_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["users.id"], name=op.f("fk_quote_contracts_accepted_by_id")),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_quote_contracts_client_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["quote_offers.id"], name=op.f("fk_quote_contracts_offer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_quote_contracts_order_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_quote_contracts_partner_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_quote_contracts_partnership_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["quote_requests.id"], name=op.f("fk_quote_contracts_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_contracts")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_quote_contracts_offer_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_quote_contracts_request_id")),
    )
    op.create_index(op.f("ix_quote_contracts_client_id_id"), "quote_contracts", ["client_id", "id"], unique=False)
    op.create_index(
        op.f("ix_quote_contracts_partner_id_client_id_id"),
        "quote_contracts",
        ["partner_id", "client_id", "id"],
        unique=False,
    )
    op.create_table(
        "quote_offer_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("by_margin", sa.String(length=40), nullable=True),
        sa.Column("margin_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["margin_id"], ["reinvoice_rules.id"], name=op.f("fk_quote_offer_lines_margin_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["quote_offers.id"], name=op.f("fk_quote_offer_lines_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_offer_lines")),
        sa.UniqueConstraint("offer_id", "position", name=op.f("uq_quote_offer_lines_offer_id_position")),
    )
    op.create_table(
        "outside_products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(length=300), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.String(length=27), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_for_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["organisations.id"], name=op.f("fk_outside_products_client_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["quote_contracts.id"], name=op.f("fk_outside_products_contract_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_outside_products_done_by_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["users.id"], name=op.f("fk_outside_products_noted_by_id")),
        sa.ForeignKeyConstraint(["noted_for_id"], ["organisations.id"], name=op.f("fk_outside_products_noted_for_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_outside_products_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_products")),
    )
    op.create_index(op.f("ix_outside_products_client_id_id"), "outside_products", ["client_id", "id"], unique=False)
    op.create_index(
        "ix_outside_products_tasks",
        "outside_products",
        ["id"],
        unique=False,
        sqlite_where=sa.text("contract_id is not null and done_at is null"),
    )
