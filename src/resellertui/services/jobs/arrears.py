"""The job that tells partners of their clients' overdue invoices, and then gives them to staff."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.calendar import days_between, start_of
from resellertui.services.actor import Actor
from resellertui.services.billing.settling import name_of
from resellertui.services.programme.notices import tell_of_arrears, tell_staff_of_arrears
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Arrears, Document, Partnership
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import programme as queries
from resellertui.store.queries.programme import Place

JOB = "arrears"
BATCH = 50


def follow_arrears(office: Office, actor: Actor) -> dict[str, int]:
    """Tell partners what is overdue, and give staff what still is so many days after that; count both."""
    return {"told": _tell_partners(office, actor), "raised": _raise_tasks(office, actor)}


def _tell_partners(office: Office, actor: Actor) -> int:
    told = 0
    after: Place | None = None
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            due_by = unit.today - timedelta(days=unit.terms.days.overdue_notice)
            rows = queries.overdue_untold(unit.session, due_by, unit.today, after, BATCH)
            for document, partnership in rows:
                _tell(unit, document, partnership)
            told += len(rows)
        if len(rows) < BATCH:
            return told
        after = (rows[-1][0].due_on, rows[-1][0].id)


def _tell(unit: Unit, document: Document, partnership: Partnership) -> None:
    partner_id = partnership.partner_id
    row = Arrears(document_id=document.id, partner_id=partner_id, level=1, made_at=unit.now, note="")
    unit.session.add(row)
    unit.session.flush()  # the entry names it
    names = organisation_queries.names(unit.session, [document.payer_id])
    partner = organisation_queries.organisation(unit.session, partner_id)
    unit.record("arrears.told", "arrears", row.id, {"client": document.payer_id}, for_org_id=partner_id)
    if partner is not None:
        days = days_between(document.due_on, unit.today)
        tell_of_arrears(unit, partner, names.get(document.payer_id, ""), days, partnership.id)


def _raise_tasks(office: Office, actor: Actor) -> int:
    raised, after = 0, 0
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            first_late = unit.today - timedelta(days=unit.terms.days.overdue_task - 1)
            rows = queries.notices_without_task(unit.session, start_of(first_late), after, BATCH)
            for row in rows:
                _raise(unit, row)
            raised += len(rows)
        if len(rows) < BATCH:
            return raised
        after = rows[-1].id


def _raise(unit: Unit, notice: Arrears) -> None:
    document = billing_queries.document(unit.session, notice.document_id)
    if document is None:
        return
    row = Arrears(document_id=notice.document_id, partner_id=notice.partner_id, level=2, made_at=unit.now, note="")
    unit.session.add(row)
    unit.session.flush()  # the entry names it
    names = organisation_queries.names(unit.session, [document.payer_id, notice.partner_id])
    unit.record("arrears.raised", "arrears", row.id, {"document": document.id}, for_org_id=None)
    client, partner = (names.get(one, "") for one in (document.payer_id, notice.partner_id))
    tell_staff_of_arrears(unit, notice.partner_id, client, partner, name_of(document))
