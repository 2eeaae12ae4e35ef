"""A partner's invoices: what a run makes and leaves out, and that what was shown before is what is issued."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.billed import (
    IBAN,
    QR_IBAN,
    billed,
    biller,
    change,
    charged,
    describe,
    give_back,
    issue,
    lines_by_state,
    margin,
)
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.reinvoicing.bill import VatCategory
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.reinvoicing.bills import bill_of
from resellertui.services.reinvoicing.document_inputs import IssueInput
from resellertui.services.reinvoicing.views import ReinvoiceClientEdit, ReinvoiceSettingsEdit
from resellertui.store.queries import reinvoice_documents as queries

pytestmark = pytest.mark.usefixtures("plain_papers")


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that can bill, with a margin of a quarter on everything."""
    found = biller(services, make)
    margin(services, found)
    return found


def test_a_run_bills_each_client_what_was_charged_for_it_as_the_preview_said(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery, garage = billed(services, make, agency), billed(services, make, agency, "Garage")
    charged(services, agency, bakery, "web-hosting", "mail-hosting")
    charged(services, agency, garage)
    before = len(mails(services))

    seen = services.reinvoice_runs.preview(agency.owner, "2026-11")
    steps: list[tuple[int, int]] = []
    wish = IssueInput.of(period="2026-11", key="november")
    report = services.reinvoice_runs.issue(agency.owner, wish, progress=lambda *step: steps.append(step))

    assert [(one.client, one.cost, one.net, one.total) for one in seen.drafts] == [
        ("Bakery", "22.34", "27.93", "30.19"),
        ("Garage", "7.94", "9.93", "10.73"),
    ]
    assert [(one.number, one.client, one.cost, one.net, one.total) for one in report.issued] == [
        (number, one.client, one.cost, one.net, one.total)
        for number, one in zip(("2026-0001", "2026-0002"), seen.drafts, strict=True)
    ]
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert lines_by_state(services) == {"billed": 3}
    assert [(one.kind, one.recipient) for one in mails(services, before)] == [
        ("reinvoice.issued", "owner@bakery.example"),
        ("reinvoice.issued", "owner@garage.example"),
    ]
    attached = rows(services, "SELECT document_id, paper FROM outbox_attachments ORDER BY mail_id")
    assert attached == [(1, "pdf"), (2, "pdf")]
    again = services.reinvoice_runs.issue(agency.owner, wish)
    assert ([row.number for row in again.issued], again.total, again.mails) == (["2026-0001", "2026-0002"], 0, 0)
    one = services.reinvoice_runs.issue(agency.owner, IssueInput.of(period="2026-11", client="Bakery", key="november"))
    assert [row.number for row in one.issued] == ["2026-0001"]
    with pytest.raises(Refused):
        services.reinvoice_runs.issue(agency.owner, IssueInput.of(period="2026-11", client="Bakery"))


def test_a_run_that_is_repeated_under_its_key_goes_on_and_once_it_is_over_changes_nothing(
    services: Services, make: Builder, agency: Org
) -> None:
    for name in ("Bakery", "Garage"):
        charged(services, agency, billed(services, make, agency, name))
    wish = IssueInput.of(period="2026-11", key="k")
    answers = iter((False, True))
    stopped = services.reinvoice_runs.issue(agency.owner, wish, cancelled=lambda: next(answers))
    assert ([one.client for one in stopped.issued], stopped.cancelled) == (["Bakery"], True)
    with pytest.raises(Conflict):
        services.reinvoice_runs.issue(agency.owner, IssueInput.of(period="2026-10", key="k"))

    whole = services.reinvoice_runs.issue(agency.owner, wish)
    assert [one.number for one in whole.issued] == ["2026-0001", "2026-0002"]
    charged(services, agency, billed(services, make, agency, "Florist"))
    again = services.reinvoice_runs.issue(agency.owner, wish)
    assert ([one.number for one in again.issued], again.mails) == (["2026-0001", "2026-0002"], 0)
    assert issue(services, agency) == ["2026-0003"]


def test_what_comes_after_the_invoice_of_a_month_is_a_supplement_only_when_asked_for(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    issue(services, agency)
    charged(services, agency, bakery)

    assert "2026-0001" in services.reinvoice_runs.preview(agency.owner, "2026-11").skipped[0].reason
    assert issue(services, agency) == []
    with pytest.raises(Refused, match="already"):
        services.reinvoice_runs.issue(agency.owner, IssueInput.of(period="2026-11", client="Bakery"))
    wish = IssueInput.of(period="2026-11", client="Bakery", supplement=True, key="more")
    (row,) = services.reinvoice_runs.issue(agency.owner, wish).issued
    view = services.reinvoice_documents.document(agency.owner, row.number)
    assert view.supplements is not None
    assert view.supplements.number == "2026-0001"
    charged(services, agency, bakery)
    assert services.reinvoice_runs.issue(agency.owner, wish).issued[0].number == row.number
    other = IssueInput.of(period="2026-10", client="Bakery", supplement=True, key="more")
    charged_before(services)
    with pytest.raises(Conflict):
        services.reinvoice_runs.issue(agency.owner, other)


def charged_before(services: Services) -> None:
    """Let everything have been charged in the month before, as if time had passed."""
    change(services, "DROP TRIGGER reinvoice_lines_no_update")
    change(services, "UPDATE reinvoice_lines SET charged_on = '2026-10-31'")


def test_a_refund_goes_along_with_its_line_and_waits_where_that_is_not_billed(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    kept = charged(services, agency, bakery, quantity=10)
    waived = charged(services, agency, bakery)
    give_back(services, make, kept, "20.00")
    give_back(services, make, waived, "5.00")
    change(services, "UPDATE reinvoice_lines SET state = 'waived' WHERE line_id = 2")

    (draft,) = services.reinvoice_runs.preview(agency.owner, "2026-11").drafts

    assert [(one.line_id, one.price) for one in draft.lines] == [("LIN-1", "94.24"), ("LIN-3", "-25.00")]
    assert [(one.line_id, "waived" in one.reason) for one in draft.left_out] == [("LIN-4", True)]
    issue(services, agency)
    give_back(services, make, kept, "30.00")
    (skipped,) = services.reinvoice_runs.preview(agency.owner, "2026-11", supplement=True).skipped
    assert "exceeds" in skipped.reason
    assert lines_by_state(services) == {"billed": 2, "open": 2, "waived": 1}


def test_what_is_held_waits_until_its_day_has_passed(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    charged(services, agency, billed(services, make, agency))
    change(services, "UPDATE reinvoice_lines SET state = 'held', held_until = '2026-11-24', state_reason = 'x'")
    assert issue(services, agency) == []
    clock.advance(days=1)
    assert issue(services, agency) == []
    clock.advance(days=1)
    assert issue(services, agency) == ["2026-0001"]


def test_what_stands_in_the_way_is_said_with_its_field_before_anything_is_written(
    services: Services, make: Builder
) -> None:
    partner = make.partner("Agency", email="owner@agency.example")
    bakery = billed(services, make, partner)
    charged(services, partner, bakery)
    (draft,) = services.reinvoice_runs.preview(partner.owner, "2026-11").drafts
    assert "vat_status" in [one.field for one in draft.obstacles]
    report = services.reinvoice_runs.issue(partner.owner, IssueInput.of(period="2026-11"))
    assert (report.issued, report.hindered[0].client) == ((), "Bakery")
    services.reinvoice_settings.change(partner.owner, ReinvoiceSettingsEdit.of(vat_status="registered"))
    with pytest.raises(Invalid) as refusal:
        services.reinvoice_runs.issue(partner.owner, IssueInput.of(period="2026-11", client="Bakery"))
    assert "seller_vat_number" in [one.field for one in refusal.value.fields]
    describe(services, partner, country="US")
    (draft,) = services.reinvoice_runs.preview(partner.owner, "2026-11").drafts
    assert {one.field for one in draft.notes} == {"iban"}
    describe(services, bakery, country="US")
    (draft,) = services.reinvoice_runs.preview(partner.owner, "2026-11").drafts
    assert "vat_percent" in [one.field for one in draft.obstacles]
    assert rows(services, "SELECT count(*) FROM reinvoice_documents") == [(0,)]
    for wrong in ("2026-12", "soon"):
        with pytest.raises(Invalid):
            services.reinvoice_runs.preview(partner.owner, wrong)
    with pytest.raises(NotFound):
        services.reinvoice_runs.preview(partner.owner, "2026-11", "Nobody")


def test_the_document_is_written_in_the_clients_terms_language_and_reference(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    services.reinvoice_settings.change(
        agency.owner,
        ReinvoiceSettingsEdit.of(iban=QR_IBAN, first_number="48", invoice_prefix="R", closing_line="Merci"),
    )
    edit = ReinvoiceClientEdit.of(email="bills@bakery.example", language="fr", payment_days="7", reference="PO 9")
    services.reinvoice_settings.change_client(agency.owner, "Bakery", edit)
    charged(services, agency, bakery)

    assert issue(services, agency) == ["R2026-0048"]

    with services.office.reading(agency.owner) as unit:
        unit.open_to_everyone("a test")
        document = queries.document(unit.session, 1)
        assert document is not None
        bill = bill_of(unit, document)
    assert (bill.language, bill.buyer_reference, bill.due_on) == ("fr", "PO 9", date(2026, 11, 30))
    assert (bill.iban, len(bill.reference), bill.closing_line) == (QR_IBAN, 27, "Merci")
    assert (bill.seller.vat_number, bill.vat[0].category) == ("CHE107787577", VatCategory.STANDARD)
    assert mails(services)[-1].recipient == "bills@bakery.example"
    charged(services, agency, billed(services, make, agency, "Garage"))
    assert issue(services, agency) == ["R2026-0049"]


def test_whoever_is_not_registered_charges_no_vat_and_shows_no_numbers(services: Services, make: Builder) -> None:
    partner = biller(services, make, registered=False)
    charged(services, partner, billed(services, make, partner))
    issue(services, partner)
    view = services.reinvoice_documents.document(partner.owner, "RIN-1")
    assert [(one.category, one.amount) for one in view.vat_lines] == [("O", "0.00")]
    assert (view.net, view.seller.vat_number, view.buyer.vat_number) == (view.total, None, None)
    assert (view.iban.replace(" ", ""), view.reference[:2]) == (IBAN, "RF")


@pytest.mark.parametrize("how", ["ended", "paused"])
def test_after_the_partnership_the_client_stays_as_it_was_last_known(
    services: Services, make: Builder, agency: Org, how: str
) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    describe(services, bakery, name="Bakery & Sons")
    assert services.reinvoice_runs.preview(agency.owner, "2026-11").drafts[0].client == "Bakery & Sons"
    (reference,) = (one.id for one in services.partnerships.list(agency.owner))
    if how == "ended":
        services.agreements.end(bakery.owner, reference, PASSWORD)
    else:
        services.agreements.pause(bakery.owner, reference, Pause.of(reason="x", until=date(2026, 12, 24)))
    describe(services, bakery, email="new@bakery.example", city="Bern")
    assert services.reinvoice_settings.client(agency.owner, bakery.ref).email == "owner@bakery.example"

    issue(services, agency)

    view = services.reinvoice_documents.document(agency.owner, "RIN-1")
    assert view.client == "Bakery"
    assert "Genève" in view.buyer.lines[-1]
    assert mails(services)[-1].recipient == "owner@bakery.example"


def test_a_refund_bears_the_rate_of_its_line_and_a_changed_registration_keeps_it_apart(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    first = charged(services, agency, bakery, quantity=10)
    issue(services, agency)
    give_back(services, make, first, "10.00")
    charged(services, agency, bakery, quantity=5)
    services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(vat_status="not_registered"))
    (draft,) = services.reinvoice_runs.preview(agency.owner, "2026-11", supplement=True).drafts
    assert ["registration" in one.reason for one in draft.left_out] == [True]
    services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(vat_status="registered"))
    change(services, "DROP TRIGGER reinvoice_vat_no_update")
    change(services, "UPDATE reinvoice_vat SET percent = '7.7'")
    (draft,) = services.reinvoice_runs.preview(agency.owner, "2026-11", supplement=True).drafts
    assert [(one.percent, one.base) for one in draft.vat_lines] == [("7.7", "-12.50"), ("8.1", "42.16")]


def test_a_refund_of_a_reverse_charge_waits_where_the_client_has_no_number_any_more(
    services: Services, make: Builder, agency: Org
) -> None:
    studio = billed(services, make, agency, "Studio", country="DE")
    describe(services, studio, vat_number="DE136695976")
    first = charged(services, agency, studio, quantity=10)
    issue(services, agency)
    give_back(services, make, first, "10.00")
    charged(services, agency, studio, quantity=5)
    (draft,) = services.reinvoice_runs.preview(agency.owner, "2026-11", supplement=True).drafts
    assert ([one.category for one in draft.vat_lines], draft.left_out) == (["AE"], ())
    describe(services, studio, vat_number=None)
    (draft,) = services.reinvoice_runs.preview(agency.owner, "2026-11", supplement=True).drafts
    assert ([one.category for one in draft.vat_lines], draft.obstacles) == (["G"], ())
    assert ["credit that invoice" in one.reason for one in draft.left_out] == [True]


def test_only_companies_are_taken_to_be_registered_under_their_uid(
    services: Services, make: Builder, agency: Org
) -> None:
    numbers = {}
    for name, kind in (("Club", "association"), ("Bakery", "company")):
        client = billed(services, make, agency, name)
        describe(services, client, kind=kind, register_number="CHE100155212")
        charged(services, agency, client)
        (number,) = issue(services, agency)
        numbers[name] = services.received_documents.document(client.owner, number).buyer
        paper = services.reinvoice_exports.paper(agency.owner, number).content.decode()
        assert ("vat_number='CHE100155212'" in paper) == (name == "Bakery")
    assert [numbers[one].vat_number for one in ("Club", "Bakery")] == [None, "CHE100155212"]
    assert numbers["Club"].register_number == "CHE100155212"


def test_a_run_stops_between_two_invoices_and_a_rehearsal_keeps_nothing(
    services: Services, make: Builder, agency: Org
) -> None:
    for name in ("Bakery", "Garage", "Florist"):
        charged(services, agency, billed(services, make, agency, name))
    wish = IssueInput.of(period="2026-11")
    would = services.rehearsing().reinvoice_runs.issue(agency.owner, wish)
    assert [one.number for one in would.issued] == ["2026-0001", "2026-0002", "2026-0003"]
    assert (would.dry_run, lines_by_state(services)) == (True, {"open": 3})
    done: list[int] = []
    report = services.reinvoice_runs.issue(
        agency.owner, wish, progress=lambda count, _total: done.append(count), cancelled=lambda: len(done) > 2
    )
    assert (report.cancelled, len(report.issued), lines_by_state(services)) == (True, 2, {"billed": 2, "open": 1})
    assert issue(services, agency) == ["2026-0003"]
