"""Databases of earlier versions, with rows in them, brought up to date: what is new is right from the first moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from resellertui.domain.text import fold
from resellertui.services.opening import open_place
from resellertui.store import sqlite
from resellertui.store.migrations import upgrade
from resellertui.store.queries.proofs import LISTS

MOMENT = "2026-11-01T09:00:00.000000Z"


def fill(connection: sqlite3.Connection) -> None:
    """Put a partner with two clients and their products into a database of the first version."""
    for number, name in ((1, "Provider"), (2, "Agence"), (3, "Müller & Fils"), (4, "Zoé")):
        connection.execute(
            "INSERT INTO organisations (id, kind, name, name_folded, email, email_key, phone, website, language, "
            "street, house_number, postal_code, city, region, country, currency, created_at, claimed_at, version) "
            "VALUES (?, 'company', ?, ?, ?, ?, '', '', 'fr', '', '', '1204', 'Genève', '', 'CH', 'CHF', ?, ?, 1)",
            (number, name, fold(name), f"{number}@x.test", f"{number}@x.test", MOMENT, MOMENT),
        )
    for number, state, since in ((1, "active", MOMENT), (2, "pending", None)):
        connection.execute(
            "INSERT INTO partnerships (id, client_id, partner_id, client_address, client_address_key, client_label, "
            "initiator, state, access, payment, requested_access, requested_families, requested_at, sent_at, "
            "expires_on, reason, active_since, pause_reason, reminded_for, evidence, version) "
            "VALUES (?, ?, 2, 'a@b.test', 'a@b.test', 'Étiquette', 'partner', ?, 'full', 'client', 'full', '', ?, ?, "
            "'2999-01-01', '', ?, '', '', '', 1)",
            (number, number + 2, state, MOMENT, MOMENT, since),
        )
    connection.execute(
        "INSERT INTO products (org_id, sku, family, name, name_folded, quantity, period_months, anchor_day, "
        "expires_on, auto_renewal, created_at, version) "
        "VALUES (3, 'web-hosting', 'web_hosting', 'Fils.ch', 'fils.ch', 1, 12, 1, "
        f"'2027-01-01', 0, '{MOMENT}', 1)"
    )
    connection.execute(
        "INSERT INTO client_records (importer_id, identity, reference, org_id, partnership_id, data, digest, "
        f"updated_at) VALUES (2, 'ref k7', 'K-7', 3, 1, '{{}}', '', '{MOMENT}')"
    )


def test_a_database_of_the_first_version_gets_its_lists_and_full_texts(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    sqlite.prepare_new(file)
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine, "0001")
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection, connection:
        fill(connection)

    open_place(str(file)).close()

    with closing(sqlite3.connect(file)) as connection:
        assert {name: connection.execute(one).fetchall() for name, one in LISTS.items()} == {name: [] for name in LISTS}
        lines = connection.execute("SELECT tab, name_key, products, search FROM portfolio_lines").fetchall()
        found = connection.execute("SELECT rowid FROM product_text WHERE product_text MATCH '\"ils.\"'").fetchall()
    assert lines == [
        ("active", "muller & fils", 1, "muller & fils k-7 3@x.test geneve 1204"),
        ("pending", "etiquette", 0, "etiquette "),
    ]
    assert found == [(1,)]
