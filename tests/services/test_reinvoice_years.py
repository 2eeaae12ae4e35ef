"""A partner's series over the end of a year, and what is charged by partners that are each other's clients."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, charged, give_back, issue, margin

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Invalid
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import CreditInput, IssueInput, ReinvoiceQuery
from resellertui.services.reinvoicing.line_views import ChargedQuery, HoldInput, WaiveInput
from resellertui.services.reinvoicing.views import ReinvoiceSettingsEdit

pytestmark = pytest.mark.usefixtures("plain_papers")


def sound(services: Services, *partners: Org) -> bool:
    """Return whether everything proves, and nothing of any partner is lost."""
    assert [one.text for one in services.maintenance.check(Actor.operator()).findings] == []
    return {one.lost for each in partners for one in services.leakage.show(each.owner).totals} <= {"0.00"}


def credit(services: Services, agency: Org, number: str) -> str:
    wish = CreditInput.of(document=number, reopen=True, reason="wrong")
    return services.reinvoice_credits.credit(agency.owner, wish).number


def test_series_begin_anew_each_year_whatever_was_set_meanwhile(
    services: Services, make: Builder, clock: FixedClock
) -> None:
    agency = biller(services, make, first_number="41", invoice_prefix="A-")
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    assert issue(services, agency) == ["A-2026-0041"]
    with pytest.raises(Invalid):
        services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(first_number="1"))
    assert credit(services, agency, "A-2026-0041") == "CN-2026-0001"
    services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(invoice_prefix="B-"))
    assert issue(services, agency) == ["B-2026-0042"]
    clock.advance(days=40)
    charged(services, agency, bakery)
    assert issue(services, agency, "2027-01") == ["B-2027-0001"]
    assert credit(services, agency, "B-2026-0042") == "CN-2027-0001"
    assert issue(services, agency, "2026-11") == ["B-2027-0002"]
    assert sound(services, agency)


def test_partners_that_are_each_others_clients_bill_each_for_itself(
    services: Services, make: Builder, clock: FixedClock
) -> None:
    agency, studio = biller(services, make), biller(services, make, "Studio")
    margin(services, agency)
    make.active(studio, agency, payment=Payment.PARTNER)
    bakery = billed(services, make, studio)
    charged(services, agency, studio)
    invoice = charged(services, studio, bakery, "web-hosting", "mail-hosting")
    (row,) = services.charged_lines.page(agency.owner, ChargedQuery.of()).rows
    services.line_decisions.hold(agency.owner, HoldInput.of(lines=[row.id], reason="x", until=clock.now().date()))

    assert issue(services, agency) == []
    first, second = services.charged_lines.page(studio.owner, ChargedQuery.of()).rows
    services.line_decisions.waive(studio.owner, WaiveInput.of(lines=[first.id], reason="x"))
    assert issue(services, studio) == ["2026-0001"]
    give_back(services, make, invoice)
    assert issue(services, studio, supplement=True) == []
    clock.advance(days=1)
    assert issue(services, agency) == ["2026-0001"]
    (seen,) = services.reinvoice_runs.preview(studio.owner, "2026-11", supplement=True).skipped
    assert "exceeds" in seen.reason or "not billed" in seen.reason
    own = services.reinvoice_documents.documents(studio.owner, ReinvoiceQuery.of()).rows
    assert [one.client for one in own] == ["Bakery"]
    with pytest.raises(Invalid):
        services.reinvoice_runs.issue(studio.owner, IssueInput.of(period="2027-01"))
    assert second.client == "Bakery"
    assert sound(services, agency, studio)
