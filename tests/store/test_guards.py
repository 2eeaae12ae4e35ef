"""What the database itself refuses, whoever asks: raw SQL against the guards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.builders import Builder

from resellertui.domain.errors import Conflict, Refused
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.unit import Office
from resellertui.store import sqlite


@pytest.fixture
def raw(services: Services, make: Builder, office: Office) -> Iterator[sqlite3.Connection]:
    """Give raw SQL on a database in which ORG-4 has two limited partners on a product each, and PTN-3 is full."""
    first, second = make.partner("First"), make.partner("Second")
    client = make.organisation("Client", products=("a.ch", "b.ch"))
    make.active(client, first, products=("a.ch",))
    make.active(client, second, products=("b.ch",))
    make.active(make.organisation("Other", products=("c.ch",)), first)
    make.person(client, Role.ADMINISTRATOR)
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@pytest.mark.parametrize("table", ["audit_entries", "partnership_events", "terms_versions"])
@pytest.mark.parametrize("verb", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
def test_what_is_written_down_for_good_is_neither_changed_nor_deleted(
    raw: sqlite3.Connection, table: str, verb: str
) -> None:
    before = list(raw.execute(f"SELECT * FROM {table}"))
    assert before
    with pytest.raises(sqlite3.IntegrityError, match=f"guard:append_only_{table}"):
        raw.execute(verb.format(table=table))
    assert list(raw.execute(f"SELECT * FROM {table}")) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_values",
        "UPDATE audit_values SET \"values\" = '{}'",
        'UPDATE audit_values SET "values" = NULL',
        "UPDATE audit_values SET erased_at = '2026-01-01T00:00:00.000000Z'",
        "UPDATE audit_values SET entry_id = entry_id + 100, \"values\" = NULL, erased_at = 'x'",
    ],
)
def test_audited_values_are_not_rewritten(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="guard:append_only_audit_values"):
        raw.execute(statement)


def test_audited_values_can_be_erased_with_the_date_of_it(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE audit_values SET \"values\" = NULL, erased_at = '2026-01-01T00:00:00.000000Z'")
    assert raw.execute('SELECT count("values") FROM audit_values').fetchone() == (0,)


def test_a_partnership_is_never_deleted(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="guard:partnerships_are_kept"):
        raw.execute("DELETE FROM partnerships")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM memberships WHERE org_id = 4 AND role = 'legal_representative'",
        "UPDATE memberships SET role = 'administrator' WHERE org_id = 4 AND role = 'legal_representative'",
    ],
)
def test_the_last_legal_representative_stays(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="guard:last_legal_representative"):
        raw.execute(statement)
    raw.execute("UPDATE memberships SET role = 'legal_representative' WHERE org_id = 4")
    raw.execute("DELETE FROM memberships WHERE id = (SELECT min(id) FROM memberships WHERE org_id = 4)")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships SET access = 'full', payment = 'client' WHERE id = 1",
        "UPDATE partnerships SET client_id = 4 WHERE id = 3",
        "UPDATE partnerships SET client_id = 5, partner_id = 3 WHERE id = 2",
    ],
)
def test_a_full_partner_stands_alone(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_second_full_partnership_is_not_inserted_either(raw: sqlite3.Connection) -> None:
    columns = ", ".join(
        row[1] for row in raw.execute("PRAGMA table_info(partnerships)") if row[1] not in {"id", "partner_id"}
    )
    with pytest.raises(sqlite3.IntegrityError, match="guard:full_partner"):
        raw.execute(
            f"INSERT INTO partnerships (partner_id, {columns}) SELECT 3, {columns} FROM partnerships WHERE id = 3"
        )


def test_a_product_is_entrusted_to_one_partner_at_a_time(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: entrusted_products\.product_id"):
        raw.execute(
            "INSERT INTO entrusted_products (partnership_id, product_id, since) "
            "SELECT 2, product_id, since FROM entrusted_products WHERE partnership_id = 1"
        )


@pytest.mark.parametrize(("partnership", "product"), [(1, 3), (3, 3), (99, 1)])
def test_only_the_clients_own_product_is_entrusted_and_under_limited_access(
    raw: sqlite3.Connection, partnership: int, product: int
) -> None:
    raw.execute("UPDATE entrusted_products SET until = since")
    with pytest.raises(sqlite3.IntegrityError, match="guard:entrusted_product_of_another"):
        raw.execute(
            "INSERT INTO entrusted_products (partnership_id, product_id, since) VALUES (?, ?, '')",
            (partnership, product),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships SET state = 'asleep' WHERE id = 1",
        "UPDATE partnerships SET access = 'some' WHERE id = 1",
        "UPDATE partnerships SET payment = 'client' WHERE id = 1",
        "UPDATE partnerships SET payment = NULL WHERE id = 3",
        "UPDATE partnerships SET partner_id = client_id WHERE id = 1",
        "UPDATE partnerships SET client_id = NULL WHERE id = 1",
        "UPDATE memberships SET role = 'king' WHERE org_id = 4",
        "UPDATE organisations SET kind = 'planet'",
        "UPDATE products SET period_months = 0",
        "UPDATE products SET quantity = -1",
        "UPDATE products SET org_id = 999",
        "UPDATE users SET email_key = 'same'",
        "UPDATE outbox SET message_id = 'same'",
        "INSERT INTO installation SELECT 2, database_id || 'x', purpose, created_at, provider_id, audit_key_id, "
        "play_key, backup_mark FROM installation",
        "DELETE FROM organisations",
    ],
)
def test_values_that_cannot_be_are_refused(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("guard:last_legal_representative", Refused),
        ("guard:full_partner", Conflict),
        ("guard:append_only_audit_entries", Refused),
    ],
)
def test_a_guards_refusal_becomes_words(text: str, kind: type[Exception]) -> None:
    assert type(sqlite.trouble(sqlite3.IntegrityError(text))) is kind
