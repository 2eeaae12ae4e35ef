"""A partner bills its clients from the shell: from looking ahead to the statement, with the files as issued."""

from __future__ import annotations

import io
import sqlite3
from base64 import b64decode
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.cli.conftest import AGENCY, CLIENT, STAFF, STUDIO, Program

SETTINGS = (
    "INSERT OR REPLACE INTO reinvoice_settings SELECT partner_id, 'registered', NULL, 'CH9300762011623852957', "
    "'', '', '', 30, '', 'CN-', 1, '', '[10,20,30]', 0, 1 FROM reinvoice_lines LIMIT 1"
)
PAPER = "SELECT content FROM reinvoice_papers WHERE document_id = {id} AND kind = '{kind}'"


def read(demo: Program, statement: str) -> list[tuple[object, ...]]:
    assert demo.database is not None
    with closing(sqlite3.connect(demo.database)) as connection, connection:
        return list(connection.execute(statement))


@pytest.fixture
def month(demo: Program) -> str:
    """Let the agency have set up its billing; give the month in which it bills everything."""
    read(demo, SETTINGS)
    ((month,),) = read(demo, "SELECT substr(max(made_at), 1, 7) FROM documents")
    return str(month)


def test_a_month_is_billed_credited_paid_and_taken_out(demo: Program, month: str, tmp_path: Path) -> None:
    exported = len(demo.by(AGENCY, "reinvoice", "export")["export"]["csv"].splitlines())
    seen = demo.by(AGENCY, "reinvoice", "preview", month)["preview"]
    client = seen["drafts"][0]["client_id"]
    would = demo.by(AGENCY, "reinvoice", "issue", month, "--client", client, "--dry-run")
    assert would["dry_run"]
    run = demo.by(AGENCY, "reinvoice", "issue", month, "--key", "k", "--no-progress")["run"]
    assert [one["total"] for one in run["issued"]] == [one["total"] for one in seen["drafts"]]
    assert [one["client_id"] for one in would["run"]["issued"]] == [client]
    assert demo.by(AGENCY, "reinvoice", "issue", month)["run"]["issued"] == []
    first, second = run["issued"][0], run["issued"][-1]

    paid = demo.by(AGENCY, "reinvoice", "pay", first["number"], "--amount", "1.50", "--note", "[red]\u200b💥")[
        "invoice"
    ]
    assert (paid["status"], paid["paid"]) == ("part_paid", "1.50")
    back = demo.by(AGENCY, "reinvoice", "pay", first["id"], "--back", "--amount", "1.50", "--note", "wrong")["invoice"]
    assert back["open"] == first["total"]
    credited = demo.by(AGENCY, "reinvoice", "credit", second["id"], "--line", "1", "--reopen", "--reason", "x" * 300)
    assert credited["credit_note"]["number"].startswith("CN-")
    assert demo.by(AGENCY, "reinvoice", "credit", second["id"], "--reason", "x", code=3)["error"]["code"] == "refused"
    for wrong in (("--line", "x"), ("--line", "9"), ("--line", "1=0"), ("--line", "1=0.01", "--line", "1=0.02")):
        demo.by(AGENCY, "reinvoice", "credit", first["id"], "--reason", "x", *wrong, code=None)
        assert demo.by(AGENCY, "reinvoice", "show", first["id"])["document"]["credited"] == "0.00"

    listed = demo.by(AGENCY, "reinvoice", "list", "--state", "open")
    assert listed["total"] == len(run["issued"]) - 1
    assert first["id"] not in {one["id"] for one in demo.by(AGENCY, "reinvoice", "remind")["due"]}
    assert demo.by(AGENCY, "reinvoice", "remind", first["id"], code=3)["error"]["code"] == "refused"
    assert demo.by(AGENCY, "reinvoice", "send", first["id"])["document"]["number"] == first["number"]
    assert demo.by(AGENCY, "reinvoice", "preview", "9999-12", code=3)["error"]["fields"][0]["field"] == "period"
    assert demo.by(AGENCY, "reinvoice", "list", "--month", "9999-12")["documents"] == []
    early = demo.by(AGENCY, "reinvoice", "statement", first["client_id"], "--until", "0001-01-01")
    assert early["statement"]["parts"] == []
    lines = demo.by(AGENCY, "reinvoice", "export")["export"]["csv"].splitlines()
    assert len(lines) == exported + 1 + sum(len(one["lines"]) for one in seen["drafts"])
    statement = demo.by(AGENCY, "reinvoice", "statement", first["client_id"])["statement"]
    assert statement["parts"][0]["closing"] == first["total"]
    for as_format in ("csv", "pdf"):
        file = tmp_path / f"statement.{as_format}"
        demo.by(AGENCY, "reinvoice", "statement", first["client_id"], "--format", as_format, "--output", str(file))
        assert file.stat().st_size > 100
    for words in (("preview", month), ("list",), ("show", first["id"]), ("statement", first["client_id"]), ("remind",)):
        assert demo("--as", AGENCY, "reinvoice", *words).out.strip()

    ((stored,),) = read(
        demo,
        "SELECT content FROM reinvoice_papers WHERE document_id = {of} AND kind = 'pdf'".format(of=first["id"][4:]),
    )
    file = tmp_path / "invoice.pdf"
    demo.by(AGENCY, "reinvoice", "export", first["id"], "--format", "facturx", "--output", str(file))
    assert file.read_bytes() == stored
    assert first["number"] in "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_a_client_reads_what_it_received_and_nobody_else_does(demo: Program, month: str) -> None:
    ((client,),) = read(demo, "SELECT client_id FROM reinvoice_lines WHERE cost > 0 ORDER BY line_id LIMIT 1")
    (issued,) = demo.by(AGENCY, "reinvoice", "issue", month, "--client", f"ORG-{client}")["run"]["issued"]
    owner = read(
        demo,
        "SELECT users.email FROM memberships JOIN users ON users.id = user_id "
        f"WHERE org_id = {issued['client_id'].partition('-')[2]} LIMIT 1",
    )
    assert owner, "the client has nobody who could look"
    who = str(owner[0][0])
    org = ("--org", issued["client_id"])
    listed = demo.by(who, "invoice", "received", "list", *org)
    assert [one["number"] for one in listed["documents"]][:1] == [issued["number"]]
    shown = demo.by(who, "invoice", "received", "show", issued["number"], *org)["document"]
    assert shown["total"] == issued["total"]
    assert "cost" not in str(shown)
    assert "margin" not in str(shown)
    assert issued["number"] in demo("--as", who, "invoice", "received", "show", issued["id"], *org).out
    for as_format in ("pdf", "cii", "ubl"):
        taken = demo.by(who, "invoice", "received", "export", issued["id"], "--format", as_format, *org)["file"]
        ((stored,),) = read(
            demo,
            f"SELECT content FROM reinvoice_papers WHERE document_id = {issued['id'][4:]} AND kind = '{as_format}'",
        )
        assert b64decode(taken["base64"]) == stored
    assert "margin" not in demo.by(who, "invoice", "received", "export", *org)["export"]["csv"]
    for other in (STAFF, STUDIO, CLIENT, AGENCY):
        assert demo.by(other, "invoice", "received", "show", issued["id"], code=4)["error"]["code"] == "not_found"
    assert demo.by(who, "reinvoice", "show", issued["id"], *org, code=4)["error"]["code"] == "not_found"
