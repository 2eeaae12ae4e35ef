"""Everything that is SQLite's alone: pragmas, transactions, triggers, file checks, error words.

The PostgreSQL twin of each part, for when it comes:

- `connect` (pragmas): `SET` of `lock_timeout` and `TimeZone` on connect; foreign keys and durability are on by default.
- `begin`: `BEGIN IMMEDIATE` becomes a transaction-level advisory lock taken by writers.
- `GUARDS`: the same triggers in PL/pgSQL; the partial unique indexes are in the first migration already, not in the
  models, where naming another database would import its dialect at every start.
- `examine` (file checks): a `SELECT` on `alembic_version`, and `pg_is_in_recovery()` for read-only.
- `copy_to`: `pg_dump` in custom format, checked by `pg_restore --list`.
- the full texts (`portfolio.TEXT_TABLES`): `pg_trgm` GIN indexes on the same stored, folded columns.
- `trouble` (error words): `sqlstate` classes 23, 40, 53 and 57 instead of result codes.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from resellertui.domain.errors import Busy, Conflict, DatabaseTrouble, Refused, ResellerError
from resellertui.domain.wording import _
from resellertui.store.schema import HEAD, KNOWN

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

APPLICATION_ID = 0x52534C54
"""Written in the file's header ("RSLT"), so that another program's database is recognised before it is touched."""

BUSY_MILLISECONDS = 2000
"""How long a write waits for another console; short, since a key is waiting behind it."""

WRITE_OPTION = "resellertui_write"


def connect(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001
    """Set a new connection up: our own transactions, foreign keys, patience, durability.

    The schema is trusted, as it is by default: SQLite lets triggers write full-text tables only then. Our connections
    give it no function of ours to call, and `check` compares every view and trigger with the program's own.
    """
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "foreign_keys = ON",
        "synchronous = FULL",
        "secure_delete = ON",  # what is erased leaves nothing in free pages, however this SQLite was built
        "cache_size = -2000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction: writers take the write lock first, so that what they read is still true when they write."""
    writes = connection.get_execution_options().get(WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def examine(path: Path) -> str | None:
    """Return the schema version of the file, or None for an empty one, without changing anything.

    Raises:
        DatabaseTrouble: it is no database, another program's, newer than this program, damaged, or not writable.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        return None
    if head != b"SQLite format 3\x00":
        raise DatabaseTrouble(
            _("{path} is not a database.").format(path=path),
            _("Nothing was changed in it."),
            _("Name another file with --db, or move this one away."),
        )
    if not path.stat().st_mode & 0o222:
        raise DatabaseTrouble(
            _("The database {path} is read-only.").format(path=path),
            _("Nothing was changed in it."),
            _("Make the file writable (chmod u+w), or work on a copy."),
        )
    try:
        with _closing(sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000)) as connection:
            return version_in(connection, path)
    except sqlite3.Error as error:
        raise trouble(error, path) from error


def unreadable(path: Path, error: OSError) -> DatabaseTrouble:
    """Return what to say of a file that the system does not let us look into."""
    return DatabaseTrouble(
        _("{path} can't be read: {reason}.").format(path=path, reason=error.strerror or error),
        _("Nothing was changed in it."),
        _("Name another file with --db."),
    )


def version_in(connection: sqlite3.Connection, path: Path) -> str | None:
    """Return the schema version of an open database, or None for an empty one; `path` is what errors name.

    Raises:
        DatabaseTrouble: another program's, or newer than this program.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if application_id != APPLICATION_ID or "alembic_version" not in tables:
        raise DatabaseTrouble(
            _("{path} is a database of another program.").format(path=path),
            _("Nothing was changed in it."),
            _("Name another file with --db."),
        )
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    version = str(row[0]) if row else None
    if version is not None and version not in KNOWN:
        raise DatabaseTrouble(
            _("The database {path} was written by a newer version of this program.").format(path=path),
            _("It is at schema {found}; this program knows up to {known}. Nothing was changed in it.").format(
                found=version, known=HEAD
            ),
            _("Update resellertui, or restore an older backup."),
        )
    return version


class _closing:
    """Close a connection at the end: `sqlite3.Connection` as a context manager only ends the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self.connection

    def __exit__(self, *_exception: object) -> None:
        self.connection.close()


def copy_to(source: Path, target: Path) -> None:
    """Copy a database that may be in use to a new file, page by page and consistent; the copy is 0600.

    Raises:
        DatabaseTrouble: the source can't be read or the target can't be written.
    """
    target.touch(mode=0o600)
    try:
        with _closing(sqlite3.connect(source)) as original, _closing(sqlite3.connect(target)) as copy:
            original.execute("BEGIN")
            original.execute("SELECT count(*) FROM sqlite_master")  # one view of it: writers do not make it start again
            original.backup(copy, pages=1024)
            copy.execute("PRAGMA journal_mode = DELETE")
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise trouble(error, target) from error
    if verdict != "ok":
        target.unlink(missing_ok=True)
        raise DatabaseTrouble(_("The database {path} is damaged.").format(path=source), str(verdict))


def prepare_new(path: Path) -> None:
    """Mark a new file as ours and switch it to write-ahead logging."""
    with _closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")


def trouble(error: BaseException, path: Path | None = None) -> ResellerError:
    """Return what an error of the driver means to the user."""
    text = str(error)
    if "guard:" in text:
        return _guard(text.split("guard:", 1)[1].split()[0].strip(")"))
    code = getattr(error, "sqlite_errorname", "") or ""
    unchanged = _("Nothing was changed.")
    where = str(path) if path is not None else _("the database")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "is locked" in text:
        return Busy(
            _("Another console is writing to {path}.").format(path=where), unchanged, _("Try again in a moment.")
        )
    if code.startswith("SQLITE_FULL") or "disk is full" in text:
        return DatabaseTrouble(
            _("The disk is full: {path} can't grow.").format(path=where),
            unchanged,
            _("Free some space, then try again."),
        )
    if code.startswith("SQLITE_READONLY") or "readonly database" in text:
        return DatabaseTrouble(
            _("The database {path} is read-only.").format(path=where), unchanged, _("Make the file writable.")
        )
    if code.startswith("SQLITE_CANTOPEN"):
        return DatabaseTrouble(
            _("{path} can't be opened.").format(path=where), unchanged, _("Check that the folder exists and is yours.")
        )
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseTrouble(
            _("The database {path} is damaged, or is no database.").format(path=where),
            text,
            _("Restore a backup: resellertui restore FILE."),
        )
    if code.startswith("SQLITE_CONSTRAINT"):
        return Conflict(
            _("Someone else changed this at the same moment."), unchanged, _("Look at it again, then repeat.")
        )
    return DatabaseTrouble(_("The database can't do this: {reason}").format(reason=text), unchanged)


def _guard(name: str) -> ResellerError:
    if name == "last_legal_representative":
        return Refused(
            _("An organisation keeps at least one legal representative."),
            _("Nothing was changed."),
            _("Make someone else a legal representative first."),
        )
    if name == "full_partner":
        return Conflict(_("Another partner is active for this client."), _("Nothing was changed."))
    if name == "account_below_zero":
        return Refused(
            _("The prepaid account does not hold that much."), _("Nothing was changed."), _("Top it up first.")
        )
    return Refused(_("The database refuses this change."), name)


_OTHER_ACTIVE = """
SELECT RAISE(ABORT, 'guard:full_partner') FROM partnerships AS other
WHERE other.client_id = NEW.client_id AND other.state = 'active' AND other.id <> NEW.id
  AND (NEW.access = 'full' OR other.access = 'full')
"""
_NO_OTHER_LEGAL = """
SELECT RAISE(ABORT, 'guard:last_legal_representative')
WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE org_id = OLD.org_id AND id <> OLD.id
                  AND role = 'legal_representative')
  AND NOT EXISTS (SELECT 1 FROM organisations WHERE id = OLD.org_id AND deleted_at IS NOT NULL)
"""


def _append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'guard:append_only_{table}'); END"
        for verb in ("update", "delete")
    ]


_NUMBER_AFTER_LAST = """
SELECT RAISE(ABORT, 'guard:gapless_numbers') WHERE NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM documents
  WHERE issuer_id = NEW.issuer_id AND kind = NEW.kind AND year = NEW.year), 0)
"""
_FINAL = [
    "kind",
    "state",
    "issuer_id",
    "payer_id",
    "holder_id",
    "order_id",
    "corrects_id",
    "currency",
    "terms_id",
    "made_on",
    "due_on",
    "issued_on",
    "year",
    "sequence",
    "net",
    "vat",
    "total",
    "paid",
    "issuer",
    "buyer",
    "reason",
    "made_at",
]
"""What never changes in a document with a number: everything but what credit notes have given back."""

_ADDRESSED = [
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
]
"""What never changes in a billing address, since documents refer to it."""

_OFFERED = ["route_id", "currency", "valid_until", "note", "terms_version", "total", "made_at"]
"""What never changes in an offer: a later one takes its place."""

GUARDS = [
    f"CREATE TRIGGER partnerships_full_on_insert BEFORE INSERT ON partnerships WHEN NEW.state = 'active' "
    f"BEGIN {_OTHER_ACTIVE}; END",
    f"CREATE TRIGGER partnerships_full_on_update BEFORE UPDATE OF state, access, client_id ON partnerships "
    f"WHEN NEW.state = 'active' BEGIN {_OTHER_ACTIVE}; END",
    "CREATE TRIGGER partnerships_no_delete BEFORE DELETE ON partnerships "
    "BEGIN SELECT RAISE(ABORT, 'guard:partnerships_are_kept'); END",
    f"CREATE TRIGGER memberships_last_on_delete BEFORE DELETE ON memberships "
    f"WHEN OLD.role = 'legal_representative' BEGIN {_NO_OTHER_LEGAL}; END",
    f"CREATE TRIGGER memberships_last_on_update BEFORE UPDATE OF role ON memberships "
    f"WHEN OLD.role = 'legal_representative' AND NEW.role <> OLD.role BEGIN {_NO_OTHER_LEGAL}; END",
    "CREATE TRIGGER entrusted_products_of_client BEFORE INSERT ON entrusted_products "
    "WHEN (SELECT org_id FROM products WHERE id = NEW.product_id) IS NOT "
    "(SELECT client_id FROM partnerships WHERE id = NEW.partnership_id AND state = 'active' AND access = 'limited') "
    "BEGIN SELECT RAISE(ABORT, 'guard:entrusted_product_of_another'); END",
    *_append_only("partnership_events"),
    *_append_only("audit_entries"),
    *_append_only("terms_versions"),
    "CREATE TRIGGER audit_values_no_delete BEFORE DELETE ON audit_values "
    "BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_values'); END",
    "CREATE TRIGGER audit_values_only_erased BEFORE UPDATE ON audit_values "
    'WHEN NEW."values" IS NOT NULL OR NEW.erased_at IS NULL OR NEW.entry_id <> OLD.entry_id '
    "BEGIN SELECT RAISE(ABORT, 'guard:append_only_audit_values'); END",
    *_append_only("ledger_accounts"),
    *_append_only("ledger_transactions"),
    *_append_only("ledger_transfers"),
    *_append_only("operations"),
    "CREATE TRIGGER ledger_transfers_one_currency BEFORE INSERT ON ledger_transfers "
    "WHEN (SELECT count(*) FROM ledger_accounts WHERE id IN (NEW.debit_id, NEW.credit_id) "
    "AND currency = NEW.currency) <> 2 "
    "BEGIN SELECT RAISE(ABORT, 'guard:ledger_one_currency'); END",
    "CREATE TRIGGER ledger_transfers_counted AFTER INSERT ON ledger_transfers BEGIN "
    "INSERT INTO ledger_balances (account_id, debit, credit) VALUES (NEW.debit_id, NEW.amount, 0) "
    "ON CONFLICT (account_id) DO UPDATE SET debit = debit + excluded.debit; "
    "INSERT INTO ledger_balances (account_id, debit, credit) VALUES (NEW.credit_id, 0, NEW.amount) "
    "ON CONFLICT (account_id) DO UPDATE SET credit = credit + excluded.credit; "
    "SELECT RAISE(ABORT, 'guard:account_below_zero') FROM ledger_accounts "
    "JOIN ledger_balances ON ledger_balances.account_id = ledger_accounts.id "
    "WHERE ledger_accounts.id = NEW.debit_id AND ledger_accounts.kind IN ('prepaid', 'advance') "
    "AND ledger_balances.debit > ledger_balances.credit; END",
    "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents "
    "BEGIN SELECT RAISE(ABORT, 'guard:documents_are_kept'); END",
    "CREATE TRIGGER documents_gapless_on_insert BEFORE INSERT ON documents "
    f"WHEN NEW.sequence IS NOT NULL BEGIN {_NUMBER_AFTER_LAST}; END",
    "CREATE TRIGGER documents_gapless_on_update BEFORE UPDATE OF sequence ON documents "
    f"WHEN OLD.sequence IS NULL AND NEW.sequence IS NOT NULL BEGIN {_NUMBER_AFTER_LAST}; END",
    "CREATE TRIGGER documents_final BEFORE UPDATE ON documents WHEN OLD.sequence IS NOT NULL AND ("
    + " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _FINAL)
    + ") BEGIN SELECT RAISE(ABORT, 'guard:final_document'); END",
    *(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "  # noqa: S608  # our own names
        f"WHEN (SELECT state FROM documents WHERE id = OLD.document_id) <> 'to_pay' "
        f"BEGIN SELECT RAISE(ABORT, 'guard:final_document'); END"
        for table in ("document_lines", "document_vat")
        for verb in ("update", "delete")
    ),
    "CREATE TRIGGER cashbacks_no_delete BEFORE DELETE ON cashbacks "
    "BEGIN SELECT RAISE(ABORT, 'guard:cashbacks_are_kept'); END",
    *_append_only("registry_answers"),
    *_append_only("access_looks"),
    *_append_only("support_messages"),
    *_append_only("programme_reviews"),
    "CREATE TRIGGER billing_addresses_no_delete BEFORE DELETE ON billing_addresses "
    "BEGIN SELECT RAISE(ABORT, 'guard:billing_addresses_are_kept'); END",
    "CREATE TRIGGER billing_addresses_no_update BEFORE UPDATE ON billing_addresses WHEN "
    + " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _ADDRESSED)
    + " BEGIN SELECT RAISE(ABORT, 'guard:billing_addresses_are_kept'); END",
    *_append_only("quote_offer_lines"),
    "CREATE TRIGGER quote_offers_no_delete BEFORE DELETE ON quote_offers "
    "BEGIN SELECT RAISE(ABORT, 'guard:quote_offers_are_kept'); END",
    "CREATE TRIGGER quote_offers_no_update BEFORE UPDATE ON quote_offers WHEN "
    + " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in _OFFERED)
    + " OR NEW.is_current > OLD.is_current BEGIN SELECT RAISE(ABORT, 'guard:quote_offers_are_kept'); END",
    "CREATE TRIGGER quote_contracts_no_delete BEFORE DELETE ON quote_contracts "
    "BEGIN SELECT RAISE(ABORT, 'guard:quote_contracts_are_kept'); END",
]
"""What must hold even against raw SQL, made by the migrations. A change here is a migration of its own."""
