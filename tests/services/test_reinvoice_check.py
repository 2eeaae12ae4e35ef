"""Proving re-invoicing: a sound history is sound, its sums tell nobody's prices, and each planted defect is found."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from tests.builders import NOW, TODAY, Builder, Org
from tests.services.reinvoicing import Desk, open_desk

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.actor import Actor
from resellertui.services.checking import CheckReport
from resellertui.services.console import Services
from resellertui.services.proofs import reinvoicing
from resellertui.services.reinvoicing.line_views import WaiveInput
from resellertui.services.reinvoicing.margin_views import MarginInput
from resellertui.services.unit import Office
from resellertui.store.models import (
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoicePaper,
    ReinvoicePayment,
    ReinvoiceReminder,
    ReinvoiceVat,
)

HOSTING = {"sku": "web-hosting"}
GUARDED = "tbl_name LIKE 'reinvoice%' OR tbl_name IN ('documents', 'document_lines')"
PAPER = b"%PDF-1.7"


def written(session: Session, partner: Org, client: Org, sequence: int, amounts: Sequence[int], **facts: object) -> int:
    """Write a document of so many amounts at 8.1 %, with its paper; return its number."""
    net = sum(amounts)
    vat = round(net * 81 / 1000)
    values = {
        "kind": "invoice",
        "corrects_id": None,
        "supplements_id": None,
        "credited": 0,
        "paid": 0,
        "reminded": 0,
        **facts,
    }
    prefix = "" if values["kind"] == "invoice" else "CN-"
    row = ReinvoiceDocument(
        partner_id=partner.number,
        client_id=client.number,
        currency="CHF",
        period_from=TODAY.replace(day=1),
        period_to=TODAY,
        issued_on=TODAY,
        due_on=TODAY + timedelta(days=30),
        year=TODAY.year,
        sequence=sequence,
        number=f"{prefix}{TODAY.year}-{sequence:04d}",
        net=net,
        vat=vat,
        total=net + vat,
        seller={},
        buyer={},
        language="en",
        reference="",
        reason="",
        made_at=NOW,
        made_by_id=None,
        sent_at=None,
        **values,
    )
    session.add(row)
    session.flush()
    session.add(
        ReinvoiceVat(document_id=row.id, position=1, category="S", percent="8.1", base=net, amount=vat, reason="")
    )
    digest = hashlib.sha256(PAPER).hexdigest()
    session.add(
        ReinvoicePaper(
            document_id=row.id, kind="pdf", name="x.pdf", media_type="application/pdf", digest=digest, content=PAPER
        )
    )
    return row.id


def line_of(session: Session, document_id: int, place: int, line_id: int, amount: int, back: int | None = None) -> int:
    """Write a line of a document, or one that takes another back to be billed anew; return its number."""
    charged = session.get(ReinvoiceLine, line_id)
    assert charged is not None
    row = ReinvoiceDocumentLine(
        document_id=document_id,
        position=place,
        line_id=line_id,
        corrects_id=back,
        reopens=back is not None,
        sku="web-hosting",
        label="Web hosting",
        name="x",
        quantity=1,
        periods=1,
        period_months=1,
        service_from=TODAY,
        service_to=TODAY,
        cost=charged.cost,
        amount=amount,
        vat_position=1,
        rule_id=1,
        priced_by="rule",
    )
    session.add(row)
    session.flush()
    if back is None:
        charged.state, charged.billed_line_id = "billed", row.id
    else:
        charged.state, charged.billed_line_id = "open", None
    session.flush()
    return row.id


@pytest.fixture
def desk(services: Services, make: Builder, agency: Org) -> Desk:
    """Give an agency with a history: billed, taken back, billed anew, paid, reminded, waived, open."""
    desk = open_desk(services, make, agency)
    bakery = desk.client("Bakery")
    services.margins.add(agency.owner, MarginInput.of(method="percentage", value="100"))
    charged = desk.charge(bakery, HOSTING, HOSTING, HOSTING, HOSTING)
    first, second, waived, _open = (parse_id(Kind.CHARGED_LINE, one) or 0 for one in charged)
    services.line_decisions.waive(agency.owner, WaiveInput.of(lines=(f"LIN-{waived}",), reason="x"))
    with services.office.filling() as session:
        invoice = written(session, agency, bakery, 12, [1588, 1588], paid=100, credited=1717, reminded=1)
        one = line_of(session, invoice, 1, first, 1588)
        line_of(session, invoice, 2, second, 1588)
        note = written(session, agency, bakery, 1, [1588], kind="credit_note", corrects_id=invoice)
        line_of(session, note, 1, first, 1588, back=one)
        anew = written(session, agency, bakery, 13, [1588], supplements_id=invoice)
        line_of(session, anew, 1, first, 1588)
        session.add(
            ReinvoicePayment(
                document_id=invoice, amount=100, paid_on=TODAY, method="bank", note="", made_at=NOW, made_by_id=None
            )
        )
        session.add(
            ReinvoiceReminder(
                document_id=invoice, level=1, sent_on=TODAY, open_amount=100, made_at=NOW, made_by_id=None
            )
        )
    return desk


def checked(services: Services) -> CheckReport:
    """Prove the database."""
    return services.maintenance.check(Actor.operator())


def found(engine: Engine) -> list[str]:
    """Return what this area's proofs alone find."""
    with Session(engine) as session:
        return [one.text for one in reinvoicing.findings(session)]


def test_a_sound_history_proves_and_its_sums_tell_no_resale_price(desk: Desk, services: Services) -> None:
    report = checked(services)

    assert [one.text for one in report.findings] == []
    assert {name: said for name, said in report.sums.items() if "re-invoicing" in name or "charged lines" in name} == {
        "charged lines billed CHF": "2 15.88",
        "charged lines open CHF": "1 7.93",
        "charged lines waived CHF": "1 7.93",
        "re-invoicing invoice CHF": "2",
        "re-invoicing credit_note CHF": "1",
        "re-invoicing payments CHF": "1",
    }
    (total,) = services.leakage.show(desk.partner.owner).totals
    assert (total.charged, total.billed, total.waived, total.flagged, total.lost) == (
        "31.74",
        "15.88",
        "7.93",
        "7.93",
        "0.00",
    )
    row = desk.row("LIN-1")
    assert (row.state, row.invoice, row.invoice_id, row.resale) == ("billed", "2026-0013", "RIN-3", "15.88")


PLANTED = [
    ("DELETE FROM reinvoice_lines WHERE line_id = 4", "LIN-4 was charged to ORG-2 and is not kept"),
    ("UPDATE reinvoice_lines SET state = 'waived' WHERE line_id = 4", "LIN-4 of ORG-2 is in a state that can't be"),
    ("UPDATE documents SET sequence = NULL, state = 'to_pay' WHERE id = 1", "LIN-1 is kept for re-invoicing by ORG-2"),
    ("UPDATE reinvoice_lines SET cost = cost + 1 WHERE line_id = 4", "LIN-4 of ORG-2 is not kept as it was charged"),
    ("UPDATE document_lines SET charged = charged + 1 WHERE id = 4", "LIN-4 of ORG-2 is not kept as it was charged"),
    ("UPDATE reinvoice_document_lines SET reopens = 0", "LIN-1 is billed by 2 invoices"),
    (
        "UPDATE reinvoice_lines SET billed_line_id = 1 WHERE line_id = 1",
        "LIN-1 of ORG-2 counts as billed, and no invoice",
    ),
    ("UPDATE reinvoice_lines SET state = 'open', billed_line_id = NULL WHERE line_id = 2", "RIN-1 bills LIN-2, which"),
    ("UPDATE reinvoice_documents SET client_id = 2 WHERE id = 3", "LIN-1 of ORG-2 counts as billed"),
    ("UPDATE reinvoice_document_lines SET cost = 1 WHERE id = 2", "as if it had cost something else"),
    ("UPDATE reinvoice_rules SET partner_id = 3", "by a margin of another partner"),
    ("DELETE FROM reinvoice_document_lines WHERE document_id = 3", "RIN-3 (2026-0013) has no lines"),
    ("UPDATE reinvoice_document_lines SET amount = amount + 1 WHERE id = 4", "do not add up to its net amount"),
    ("UPDATE reinvoice_vat SET position = 2 WHERE document_id = 1", "do not add up to what it taxes"),
    ("UPDATE reinvoice_vat SET amount = amount + 1 WHERE document_id = 1", "does not add up to its total"),
    ("UPDATE reinvoice_vat SET percent = '7.7' WHERE document_id = 1", "The VAT at 7.7 % of RIN-1"),
    ("UPDATE reinvoice_payments SET amount = 99", "was paid is not what its payments say"),
    ("UPDATE reinvoice_documents SET paid = 0 WHERE id = 1", "was paid is not what its payments say"),
    ("UPDATE reinvoice_documents SET credited = 0 WHERE id = 1", "was credited is not what its credit notes say"),
    ("UPDATE reinvoice_documents SET corrects_id = NULL WHERE id = 2", "takes back nothing, or another's invoice"),
    ("UPDATE reinvoice_documents SET corrects_id = 3 WHERE id = 2", "takes back a line of another invoice"),
    (
        "UPDATE reinvoice_document_lines SET amount = 1589 WHERE corrects_id = 1",
        "More was taken back of a line of RIN-1",
    ),
    ("UPDATE reinvoice_document_lines SET amount = 1000 WHERE corrects_id = 1", "RIN-1 lets LIN-1 be billed anew"),
    ("UPDATE reinvoice_document_lines SET amount = 1000 WHERE id = 2", "RIN-1 charges another price for LIN-2"),
    ("UPDATE reinvoice_documents SET number = '2026-0014' WHERE id = 3", "RIN-3 (2026-0014) is not the one of its"),
    (
        "UPDATE reinvoice_documents SET sequence = 15 WHERE id = 3",
        "invoice of ORG-2 in 2026 are not gapless: 2, up to 15",
    ),
    ("UPDATE reinvoice_documents SET issued_on = '2025-12-31' WHERE id = 3", "of another year than its date"),
    ("UPDATE reinvoice_documents SET supplements_id = 3 WHERE id = 3", "supplements an invoice of another client"),
    ("DELETE FROM reinvoice_papers WHERE document_id = 3", "RIN-3 (2026-0013) has no PDF"),
    ("UPDATE reinvoice_papers SET content = X'00' WHERE document_id = 3", "The file “pdf” of RIN-3 is not the one"),
    ("DELETE FROM reinvoice_reminders", "of its reminders is not what was sent"),
    ("UPDATE reinvoice_reminders SET level = 2", "of its reminders is not what was sent"),
]


def test_each_planted_defect_is_found(desk: Desk, office: Office) -> None:
    assert desk is not None
    assert office.database.path is not None
    missed = []
    with closing(sqlite3.connect(office.database.path, isolation_level=None, check_same_thread=False)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        assert found(engine) == []
        raw.execute("PRAGMA ignore_check_constraints = ON")
        guards = raw.execute(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND ({GUARDED})").fetchall()
        for plant, said in PLANTED:
            raw.execute("BEGIN IMMEDIATE")
            for (name,) in guards:
                raw.execute(f"DROP TRIGGER {name}")
            raw.execute(plant)
            texts = found(engine)
            if not any(said in one for one in texts):
                missed.append((plant, texts))
            if raw.in_transaction:
                raw.execute("ROLLBACK")
    assert missed == []
    assert found(office.database.reader) == []


REFUSED = [
    "DELETE FROM reinvoice_lines",
    "UPDATE reinvoice_lines SET cost = 0",
    "UPDATE reinvoice_lines SET state = 'billed', billed_line_id = 2 WHERE line_id = 4",
    "UPDATE reinvoice_document_lines SET amount = 0",
    "UPDATE reinvoice_documents SET total = net",
    "DELETE FROM reinvoice_documents",
    "DELETE FROM reinvoice_payments",
    "UPDATE reinvoice_papers SET content = X'00'",
    "UPDATE reinvoice_rules SET value = '0'",
]


def test_the_database_itself_refuses(desk: Desk, office: Office) -> None:
    assert desk is not None
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw:
        for statement in REFUSED:
            with pytest.raises(sqlite3.IntegrityError, match="guard:"):
                raw.execute(statement)
