"""What comes after a partner's invoice: credit notes, payments, reminders, statements, files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.billed import billed, biller, charged, issue, lines_by_state, margin
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.reinvoicing.reminding import due_level
from resellertui.domain.reinvoicing.status import Status
from resellertui.services.actor import Actor
from resellertui.services.billing.exporting import TableFormat
from resellertui.services.console import Services
from resellertui.services.jobs.reminding_of_bills import remind_of_bills
from resellertui.services.reinvoicing.document_inputs import (
    CreditInput,
    ReinvoicePaymentInput,
    ReinvoiceQuery,
    RepaymentInput,
)
from resellertui.services.reinvoicing.document_views import ReinvoiceView
from resellertui.services.reinvoicing.views import ReinvoiceSettingsEdit
from resellertui.store.queries import reinvoice_reminders

pytestmark = pytest.mark.usefixtures("plain_papers")
STEPS = (10, 20, 30)


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that can bill, with a margin of a quarter on everything."""
    found = biller(services, make)
    margin(services, found)
    return found


@pytest.fixture
def bakery(services: Services, make: Builder, agency: Org) -> Org:
    """Give its client with an invoice 2026-0001 of two lines: 9.93 and 18.00, 30.19 with VAT."""
    found = billed(services, make, agency)
    charged(services, agency, found, "web-hosting", "mail-hosting")
    issue(services, agency)
    return found


def read(services: Services, agency: Org, number: str = "2026-0001") -> ReinvoiceView:
    return services.reinvoice_documents.document(agency.owner, number)


def credit(services: Services, agency: Org, *lines: tuple[int, str], **how: object) -> ReinvoiceView:
    wish = CreditInput.of(
        document="2026-0001",
        lines=[{"position": place, "amount": amount} for place, amount in lines],
        **({"reason": "wrong"} | how),
    )
    return services.reinvoice_credits.credit(agency.owner, wish)


def pay(services: Services, agency: Org, amount: str = "", **how: object) -> ReinvoiceView:
    wish = ReinvoicePaymentInput.of(document="2026-0001", amount=amount, **how)
    return services.reinvoice_payments.record(agency.owner, wish)


def test_a_whole_line_that_is_credited_can_be_billed_anew(services: Services, agency: Org, bakery: Org) -> None:
    note = credit(services, agency, (1, ""), reopen=True, key="k")

    assert (note.number, note.net, note.vat, note.status) == ("CN-2026-0001", "9.93", "0.80", Status.CREDIT_NOTE)
    assert note.corrects is not None
    assert note.corrects.number == "2026-0001"
    assert lines_by_state(services) == {"billed": 1, "open": 1}
    invoice = read(services, agency)
    assert (invoice.credited, invoice.open, invoice.lines[0].reopened) == ("10.73", "19.46", True)
    assert mails(services)[-1].kind == "reinvoice.credited"
    assert credit(services, agency, (1, ""), reopen=True, key="k").number == note.number
    with pytest.raises(Conflict):
        credit(services, agency, (2, ""), reopen=True, key="k")
    with pytest.raises(Invalid):
        credit(services, agency, (1, ""))
    assert issue(services, agency, supplement=True) == ["2026-0002"]
    assert lines_by_state(services) == {"billed": 2}
    assert bakery.name == note.client


def test_credit_notes_in_parts_take_off_to_the_cent_what_one_does(services: Services, agency: Org, bakery: Org) -> None:
    for amount in ("0.37", "3.33"):
        assert not credit(services, agency, (1, amount)).lines[0].reopened
    with pytest.raises(Invalid, match=r"6\.23"):
        credit(services, agency, (1, "6.24"))
    with pytest.raises(Invalid, match="whole"):
        credit(services, agency, (2, "1.00"), reopen=True)
    with pytest.raises(Invalid):
        credit(services, agency, (3, ""))
    with pytest.raises(Invalid):
        credit(services, agency, reason="  ")
    credit(services, agency)
    invoice = read(services, agency)
    assert (invoice.credited, invoice.open, invoice.status) == (invoice.total, "0.00", Status.CREDITED)
    assert len(invoice.credit_notes) == 3
    with pytest.raises(Refused, match="left"):
        credit(services, agency)
    with pytest.raises(Refused, match="credit note"):
        services.reinvoice_credits.credit(agency.owner, CreditInput.of(document="RCN-2", reason="x"))
    assert lines_by_state(services) == {"billed": 2}
    assert bakery.name == invoice.client


def test_payments_are_never_more_than_is_open_nor_less_than_nothing(
    services: Services, agency: Org, bakery: Org
) -> None:
    assert pay(services, agency, "10.00", key="p", method="cash").status is Status.PART_PAID
    assert pay(services, agency, "10.00", key="p", method="cash").paid == "10.00"
    for wrong in ({"amount": "20.20"}, {"amount": "0"}, {"paid_on": TODAY + timedelta(days=1)}):
        with pytest.raises(Invalid):
            pay(services, agency, **wrong)
    assert pay(services, agency).status is Status.PAID
    with pytest.raises(Refused):
        pay(services, agency)
    credit(services, agency, (1, ""))
    assert (read(services, agency).open, read(services, agency).status) == ("-10.73", Status.TO_GIVE_BACK)
    back = RepaymentInput.of(document="2026-0001", amount="10.73", note="by bank", key="b")
    for _turn in range(2):
        view = services.reinvoice_payments.take_back(agency.owner, back)
    assert (view.open, view.status, view.payments[-1].amount) == ("0.00", Status.PAID, "-10.73")
    with pytest.raises(Invalid, match=r"19\.46"):
        services.reinvoice_payments.take_back(
            agency.owner, RepaymentInput.of(document="2026-0001", amount="19.47", note="x")
        )
    with pytest.raises(Invalid):
        RepaymentInput.of(document="2026-0001", amount="1.00", note="")
    assert bakery.name == view.client


def test_reminders_go_by_hand_in_order_and_stop_with_the_debt(
    services: Services, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    with pytest.raises(Refused, match="2 Jan 2027"):
        services.reinvoice_reminders.remind(agency.owner, "2026-0001")
    for level in (1, 2, 3):
        clock.advance(days=40 if level == 1 else 10)
        (due,) = services.reinvoice_reminders.due(agency.owner)
        assert (due.level, due.open) == (level, "30.19")
        view = services.reinvoice_reminders.remind(agency.owner, "2026-0001")
        assert (view.reminded, len(view.reminders)) == (level, level)
        assert mails(services)[-1].kind == "reinvoice.reminded"
        assert services.reinvoice_reminders.due(agency.owner) == ()
        sent = len(mails(services))
        with pytest.raises(Refused):  # doing it again the same day sends nothing
            services.reinvoice_reminders.remind(agency.owner, "2026-0001")
        assert services.reinvoice_reminders.remind_all(agency.owner) == 0
        assert len(mails(services)) == sent
    with pytest.raises(Refused, match="last"):
        services.reinvoice_reminders.remind(agency.owner, "2026-0001")
    pay(services, agency)
    with pytest.raises(Refused, match="open"):
        services.reinvoice_reminders.remind(agency.owner, "2026-0001")
    assert bakery.name == view.client


def test_the_daily_job_reminds_once_a_day_for_those_who_want_it(
    services: Services, make: Builder, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    other = biller(services, make, "Studio")
    charged(services, other, billed(services, make, other, "Garage"))
    issue(services, other)
    services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(reminds_by_itself="yes"))
    sent = []
    for days in (39, 1, 1, 9, 1, 9, 1, 20):
        clock.advance(days=days)
        first = remind_of_bills(services.office, Actor.operator())["reminded"]
        assert remind_of_bills(services.office, Actor.operator()) == {"reminded": 0}
        sent += [services.office.clock.now().date()] * first
    assert sent == [date(2027, 1, 2), date(2027, 1, 12), date(2027, 1, 22)]
    assert [one.by for one in read(services, agency).reminders] == ["", "", ""]
    assert services.reinvoice_reminders.remind_all(other.owner) == 1
    assert services.reinvoice_reminders.remind_all(other.owner) == 0
    assert bakery.name


def test_what_the_database_finds_due_is_what_the_rule_says(
    services: Services, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    for days in (0, 31, 9, 1, 9, 1, 20, 1):
        clock.advance(days=days)
        with services.office.writing(agency.owner) as unit:
            unit.open_to_everyone("a test")
            found = reinvoice_reminders.due(unit.session, agency.number, unit.today, STEPS, 5)
            view = rows(services, "SELECT reminded FROM reinvoice_documents")[0][0]
            last = rows(services, "SELECT max(sent_on) FROM reinvoice_reminders")[0][0]
            last_on = None if last is None else date.fromisoformat(last)
            expected = due_level(date(2026, 12, 23), STEPS, view, last_on, unit.today)
        assert bool(found) is (expected is not None)
        if found:
            services.reinvoice_reminders.remind(agency.owner, "2026-0001")
    assert bakery.name


def test_lists_filter_and_add_up(
    services: Services, make: Builder, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    charged(services, agency, billed(services, make, agency, "Garage"))
    issue(services, agency)
    pay(services, agency, "10.00")
    credit(services, agency, (1, ""))

    def listed(**query: object) -> list[str]:
        page = services.reinvoice_documents.documents(agency.owner, ReinvoiceQuery.of(**query))
        assert (
            page.total == len(page.rows) == services.reinvoice_documents.count(agency.owner, ReinvoiceQuery.of(**query))
        )
        return [one.number for one in page.rows]

    assert listed() == ["CN-2026-0001", "2026-0002", "2026-0001"]
    assert listed(client="Bakery") == ["CN-2026-0001", "2026-0001"]
    assert listed(status="part_paid") == ["2026-0001"]
    assert listed(status="credit_note", period="2026-11") == ["CN-2026-0001"]
    assert listed(period="2026-10") == []
    assert listed(text="rin-2") == ["2026-0002"]
    assert listed(text="-0001") == ["CN-2026-0001", "2026-0001"]
    assert services.reinvoice_documents.position(agency.owner, ReinvoiceQuery.of(), "2026-0001") == 2
    clock.advance(days=31)
    assert sorted(listed(status="overdue")) == ["2026-0001", "2026-0002"]
    (totals,) = services.reinvoice_documents.totals(agency.owner, ReinvoiceQuery.of())
    assert (totals.open, totals.overdue, totals.to_give_back) == ("20.19", "20.19", "0.00")
    for one in services.reinvoice_documents.documents(agency.owner, ReinvoiceQuery.of()).rows:
        assert one.number in listed(status=one.status)
    with pytest.raises(NotFound):
        listed(client="Nobody")
    assert services.reinvoice_documents.send(agency.owner, "CN-2026-0001").sent_at == clock.now()
    assert bakery.name


def test_a_statement_runs_from_what_was_open_to_what_is(
    services: Services, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    clock.advance(days=3)
    pay(services, agency, "10.00", note="=cmd()")
    credit(services, agency, (1, ""))
    (part,) = services.reinvoice_statements.show(agency.owner, "Bakery").parts
    assert [(one.kind, one.amount, one.balance) for one in part.entries] == [
        ("invoice", "30.19", "30.19"),
        ("credit_note", "-10.73", "19.46"),
        ("payment", "-10.00", "9.46"),
    ]
    (late,) = services.reinvoice_statements.show(agency.owner, "Bakery", date(2026, 11, 24)).parts
    assert (late.opening, late.closing, len(late.entries)) == ("30.19", "9.46", 2)
    assert services.reinvoice_statements.show(agency.owner, "Bakery", until=date(2026, 11, 1)).parts == ()
    with pytest.raises(Invalid):
        services.reinvoice_statements.show(agency.owner, "Bakery", date(2027, 1, 1))
    text = services.reinvoice_statements.export(agency.owner, "Bakery").csv()
    assert [one["note"] for one in csv.DictReader(io.StringIO(text))] == ["", "wrong", "'=cmd()"]
    assert services.reinvoice_statements.pdf(agency.owner, "Bakery").pdf.startswith(b"%PDF")
    assert bakery.name


def test_exports_hold_lines_and_the_files_as_they_were_issued(
    services: Services, agency: Org, bakery: Org, clock: FixedClock
) -> None:
    stored = rows(services, "SELECT content FROM reinvoice_papers WHERE document_id = 1 AND kind = 'pdf'")
    clock.advance(days=400)
    for kind in ("pdf", "facturx"):
        assert services.reinvoice_exports.paper(agency.owner, "RIN-1", kind).content == stored[0][0]
    with pytest.raises(Invalid, match="pdf"):
        services.reinvoice_exports.paper(agency.owner, "RIN-1", "docx")
    exported = services.reinvoice_exports.documents(agency.owner, ReinvoiceQuery.of())
    records = list(csv.DictReader(io.StringIO(exported.text(TableFormat.CSV))))
    assert [(one["number"], one["cost"], one["amount"], one["margin"]) for one in records] == [
        ("2026-0001", "7.94", "9.93", "1.99"),
        ("2026-0001", "14.40", "18.00", "3.60"),
    ]
    assert len(json.loads(exported.text(TableFormat.JSON))["documents"][0]["lines"]) == 2
    actions = [one for (one,) in rows(services, "SELECT action FROM audit_entries ORDER BY id DESC LIMIT 3")]
    assert actions == ["reinvoice.exported", "reinvoice.paper_exported", "reinvoice.paper_exported"]
    assert bakery.name
