"""Documents as files, by commands: a PDF, a selection, and what a partner pays for a client."""

from __future__ import annotations

import base64
import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.cli.conftest import AGENCY, CLIENT, STAFF, STUDIO, TEAM, Program


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def audited(demo: Program, action: str) -> int:
    """Return how many audit entries there are of an action."""
    assert demo.database is not None
    with closing(sqlite3.connect(demo.database)) as connection:
        statement = "SELECT count(*) FROM audit_entries WHERE action = ?"
        return int(connection.execute(statement, (action,)).fetchone()[0])


@pytest.fixture
def invoice(demo: Program) -> str:
    """Give the number of an invoice that the agency has paid."""
    rows = demo.by(AGENCY, "invoice", "list", "--state", "paid")["invoices"]
    return str(rows[0]["number"])


def test_an_invoice_is_written_as_pdf_and_the_export_is_audited(demo: Program, invoice: str, tmp_path: Path) -> None:
    file = tmp_path / "invoice.pdf"

    answer = demo("--as", AGENCY, "invoice", "pdf", invoice, "--output", str(file))

    assert f"{file} holds {invoice}." in answer.out
    assert f"Invoice {invoice}" in text_of(file.read_bytes())
    assert file.stat().st_mode & 0o077 == 0
    assert audited(demo, "invoice.exported") == 1
    assert demo("check", "--json").json["check"]["clean"]


def test_a_pdf_never_replaces_a_file_unasked(demo: Program, invoice: str, tmp_path: Path) -> None:
    file = tmp_path / "invoice.pdf"
    file.write_text("mine", encoding="utf-8")

    error = demo.by(AGENCY, "invoice", "pdf", invoice, "--output", str(file), code=3)["error"]

    assert "exists already" in error["title"]
    assert file.read_text(encoding="utf-8") == "mine"
    assert audited(demo, "invoice.exported") == 0
    demo.by(AGENCY, "invoice", "pdf", invoice, "--output", str(file), "--replace")
    assert file.read_bytes().startswith(b"%PDF")


def test_a_dry_run_writes_neither_the_file_nor_the_audit(demo: Program, invoice: str, tmp_path: Path) -> None:
    answer = demo.by(AGENCY, "invoice", "pdf", invoice, "--output", str(tmp_path / "x.pdf"), "--dry-run")

    assert answer["dry_run"]
    assert not (tmp_path / "x.pdf").exists()
    assert audited(demo, "invoice.exported") == 0


def test_a_script_gets_the_pdf_in_its_json(demo: Program, invoice: str) -> None:
    answer = demo.by(AGENCY, "invoice", "pdf", invoice)["pdf"]

    assert f"Invoice {invoice}" in text_of(base64.b64decode(answer["base64"]))
    assert answer["document"].startswith("INV-")


def test_anothers_document_is_not_found_as_pdf(demo: Program, invoice: str) -> None:
    for stranger in (CLIENT, STUDIO, TEAM):
        demo.by(stranger, "invoice", "pdf", f"INV-{invoice}", code=None if stranger == TEAM else 4)
    demo.by(CLIENT, "invoice", "pdf", "Bakery", code=4)
    assert audited(demo, "invoice.exported") == 0
    assert demo.by(STAFF, "invoice", "pdf", f"INV-{invoice}")["pdf"]["base64"]


def test_a_credit_note_is_named_by_its_number(demo: Program) -> None:
    note = demo.by(AGENCY, "invoice", "list", "--state", "issued")["invoices"][0]
    assert note["number"].startswith("CN-")

    assert demo.by(AGENCY, "invoice", "show", note["number"])["invoice"]["id"] == note["id"]
    assert demo.by(AGENCY, "explain", note["number"])["explanation"]["id"] == note["id"]
    answer = demo.by(AGENCY, "invoice", "pdf", note["number"])["pdf"]
    assert f"Credit note {note['number']}" in text_of(base64.b64decode(answer["base64"]))


def test_an_export_of_a_selection_is_audited(demo: Program, tmp_path: Path) -> None:
    demo.by(AGENCY, "invoice", "export", "--state", "paid", "--format", "json")
    demo("--as", AGENCY, "invoice", "export", "--output", str(tmp_path / "all.csv"))
    demo("--as", AGENCY, "invoice", "export", "--output", str(tmp_path / "none.csv"), "--dry-run")

    assert audited(demo, "invoices.exported") == 2
    assert not (tmp_path / "none.csv").exists()


def test_a_partner_takes_out_what_it_pays_for_a_client_and_is_told_what_is_missing(
    demo: Program, tmp_path: Path
) -> None:
    own = demo.by(AGENCY, "invoice", "list", "--limit", "1000")["invoices"]
    client = next(one for one in own if one["state"] == "paid")
    expected = {one["id"] for one in own if one["holder_id"] == client["holder_id"]}

    answer = demo.by(AGENCY, "client", "billing", client["holder"], "--format", "json")

    assert {one["id"] for one in answer["invoices"]} == expected
    assert (answer["client"], answer["client_id"]) == (client["holder"], client["holder_id"])
    file = tmp_path / "billing.csv"
    told = demo("--as", AGENCY, "client", "billing", client["holder_id"], "--output", str(file)).out
    assert f"holds {len(expected)} document" in told
    assert f"Invoices that {client['holder']} pays are private to it" in told
    assert {row["id"] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))} == expected
    piped = demo("--as", AGENCY, "client", "billing", client["holder_id"])
    assert "private to it" in piped.err
    assert "private" not in piped.out
    assert audited(demo, "client.billing_exported") == 3


def test_about_a_client_of_someone_else_nothing_is_said(demo: Program) -> None:
    own = demo.by(AGENCY, "invoice", "list", "--state", "paid")["invoices"][0]

    demo.by(STUDIO, "client", "billing", own["holder_id"], code=4)
    demo.by(CLIENT, "client", "billing", own["holder_id"], code=4)
    demo.by(AGENCY, "client", "billing", own["holder_id"], "--format", "pdf", code=2)
    all_of_it = demo.by(STAFF, "client", "billing", own["holder_id"], "--format", "json")["invoices"]
    assert own["id"] in {one["id"] for one in all_of_it}
