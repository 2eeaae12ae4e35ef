"""The triggers behind re-invoicing: no line that a partner is charged for a client is lost, and no document changes.

A line is made for each line of a final document whose payer is not its holder, and for each that a credit note gives
back. SQLite's words: the PostgreSQL twin has the same view, and triggers in PL/pgSQL.
"""

# ruff: noqa: S608  # the statements are our own words
from __future__ import annotations

COLUMNS = "line_id, partner_id, client_id, currency, charged_on, cost"

_FINAL = "documents.sequence IS NOT NULL AND documents.payer_id <> documents.holder_id"

VIEW = f"""
CREATE VIEW reinvoice_now AS
SELECT document_lines.id AS line_id, documents.payer_id AS partner_id, documents.holder_id AS client_id,
  documents.currency AS currency, documents.issued_on AS charged_on,
  CASE documents.kind WHEN 'credit_note' THEN -document_lines.charged ELSE document_lines.charged END AS cost,
  document_lines.document_id AS document_id
FROM document_lines JOIN documents ON documents.id = document_lines.document_id WHERE {_FINAL}
"""


def _filling(which: str) -> str:
    return (
        f"INSERT INTO reinvoice_lines ({COLUMNS}, state, price_reason, state_reason, version) "
        f"SELECT {COLUMNS}, 'open', '', '', 1 FROM reinvoice_now WHERE {which}"
    )


FILLING = _filling("true ORDER BY line_id")
"""The statement that makes the lines of documents that were final before."""

_DOCUMENT = [
    *("kind", "partner_id", "client_id", "corrects_id", "supplements_id", "currency", "period_from", "period_to"),
    *("issued_on", "due_on", "year", "sequence", "number", "net", "vat", "total", "seller", "buyer", "language"),
    *("reference", "reason", "made_at", "made_by_id"),
]
"""What never changes in a partner's document: everything but what came of it."""

_LINE = ("line_id", "partner_id", "client_id", "currency", "charged_on", "cost")

_APPEND_ONLY = (
    *("reinvoice_rules", "reinvoice_document_lines", "reinvoice_vat", "reinvoice_payments", "reinvoice_reminders"),
    "reinvoice_papers",
)


def _refused(guard: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, 'guard:{guard}'); END"


def _changed(columns: tuple[str, ...] | list[str]) -> str:
    return " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in columns)


_SERIES = "partner_id = NEW.partner_id AND kind = NEW.kind"

TRIGGERS = (
    "CREATE TRIGGER reinvoice_lines_charged AFTER UPDATE OF sequence ON documents "
    "WHEN OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND NEW.payer_id <> NEW.holder_id "
    f"BEGIN {_filling('document_id = NEW.id')}; END",
    "CREATE TRIGGER reinvoice_lines_given_back AFTER INSERT ON document_lines "
    "WHEN EXISTS (SELECT 1 FROM documents WHERE id = NEW.document_id AND sequence IS NOT NULL "
    f"AND payer_id <> holder_id) BEGIN {_filling('line_id = NEW.id')}; END",
    f"CREATE TRIGGER reinvoice_lines_no_delete BEFORE DELETE ON reinvoice_lines {_refused('reinvoice_lines_are_kept')}",
    f"CREATE TRIGGER reinvoice_lines_no_update BEFORE UPDATE ON reinvoice_lines WHEN {_changed(_LINE)} "
    f"{_refused('reinvoice_lines_are_kept')}",
    "CREATE TRIGGER reinvoice_lines_billed BEFORE UPDATE OF billed_line_id ON reinvoice_lines "
    "WHEN NEW.billed_line_id IS NOT NULL AND NEW.line_id IS NOT "
    "(SELECT line_id FROM reinvoice_document_lines WHERE id = NEW.billed_line_id AND corrects_id IS NULL) "
    f"{_refused('billed_elsewhere')}",
    "CREATE TRIGGER reinvoice_document_lines_once BEFORE INSERT ON reinvoice_document_lines "
    "WHEN NEW.corrects_id IS NULL "
    "AND (SELECT state FROM reinvoice_lines WHERE line_id = NEW.line_id) IS NOT 'open' "
    f"{_refused('billed_twice')}",
    *(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {_refused(f'append_only_{table}')}"
        for table in _APPEND_ONLY
        for verb in ("update", "delete")
    ),
    "CREATE TRIGGER reinvoice_documents_no_delete BEFORE DELETE ON reinvoice_documents "
    f"{_refused('reinvoice_documents_are_kept')}",
    f"CREATE TRIGGER reinvoice_documents_final BEFORE UPDATE ON reinvoice_documents WHEN {_changed(_DOCUMENT)} "
    f"{_refused('final_document')}",
    "CREATE TRIGGER reinvoice_documents_gapless BEFORE INSERT ON reinvoice_documents BEGIN "
    "SELECT RAISE(ABORT, 'guard:gapless_numbers') WHERE NEW.sequence IS NOT coalesce("
    f"(SELECT 1 + max(sequence) FROM reinvoice_documents WHERE {_SERIES} AND year = NEW.year), "
    f"CASE WHEN EXISTS (SELECT 1 FROM reinvoice_documents WHERE {_SERIES}) THEN 1 ELSE NEW.sequence END); END",
)
"""The triggers that make the lines, and those that hold what was issued even against raw SQL."""
