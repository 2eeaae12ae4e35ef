"""Explaining what a partner bills: with costs and margins to itself, without to its client, not at all to others."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, change, charged, credit, issue, margin

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.roles import Role
from resellertui.services.billing.explanation import Explanation
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import PriceInput, WaiveInput
from resellertui.tui.reinvoicing.line_source import line_row

pytestmark = pytest.mark.usefixtures("plain_papers")


def told(found: Explanation) -> str:
    """Return all that an explanation says."""
    return "\n".join(sentence for part in found.parts for sentence in (part.title, *part.sentences))


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that can bill, with a margin of a quarter on everything."""
    found = biller(services, make)
    margin(services, found)
    return found


def test_a_partner_is_told_what_says_the_price_of_a_line(services: Services, make: Builder, agency: Org) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery, "web-hosting", "mail-hosting", "web-hosting")
    services.line_decisions.price(agency.owner, PriceInput.of(lines=("LIN-2",), price="3.00", reason="agreed"))
    services.line_decisions.waive(agency.owner, WaiveInput.of(lines=("LIN-3",), reason="a present"))
    first, second, third = (told(services.explain.explain(agency.owner, f"LIN-{one}")) for one in (1, 2, 3))

    assert "The provider charged 7.94 CHF" in first
    assert "+25 % of the cost on all products, all clients" in first
    assert "The client is charged 9.93 CHF without VAT: your margin is 1.99 CHF" in first
    assert "It is open." in first
    assert "set by hand: agreed" in second
    assert "It is waived: a present" in third
    issue(services, agency)
    assert "It is billed by invoice 2026-0001 (RIN-1)." in told(services.explain.explain(agency.owner, "lin-1"))


def test_a_document_is_derived_for_both_sides_with_its_cost_for_one(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    issue(services, agency)
    credit(services, agency)
    own = services.explain.explain(agency.owner, "RIN-1")
    received = services.explain.explain(bakery.owner, "RIN-1")

    assert (own.agrees, own.id, own.title) == (True, "RIN-1", "2026-0001")
    assert "LIN-1: 7.94 CHF cost, 9.93 CHF charged, +25 % of the cost" in told(own)
    for sentence in (
        "RIN-1 is an invoice of Agency to Bakery",
        "Total: 9.93 + 0.80 = 10.73 CHF.",
        "Open: 10.73 − 1.08 credited − 0.00 paid = 9.65 CHF.",
        "Computed again, this gives what is stored.",
    ):
        assert sentence in told(own)
        assert sentence in told(received)
    assert received.agrees
    for secret in ("7.94", "1.99", "cost", "margin", "25"):
        assert secret not in received.model_dump_json()
    note = told(services.explain.explain(bakery.owner, "RCN-2"))
    assert "It takes from invoice 2026-0001: late" in note
    assert "Total: 1.00 + 0.08 = 1.08 CHF." in note
    assert "LIN-1: 1.00 CHF are taken off." in told(services.explain.explain(agency.owner, "RCN-2"))


def test_nobody_else_is_told_that_there_is_anything(services: Services, make: Builder, agency: Org) -> None:
    bakery, other = billed(services, make, agency), biller(services, make, "Studio")
    charged(services, agency, bakery)
    issue(services, agency)

    for actor, reference in (
        (bakery.owner, "LIN-1"),
        (make.staff, "LIN-1"),
        (make.staff, "RIN-1"),
        (other.owner, "LIN-1"),
        (other.owner, "RIN-1"),
        (agency.owner, "RIN-9"),
        (agency.owner, "LIN-9"),
    ):
        with pytest.raises(NotFound):
            services.explain.explain(actor, reference)
    helper, baker = (
        make.person(one, Role.COLLABORATOR, email=f"helper@{one.number}.example") for one in (agency, bakery)
    )
    for actor, reference in ((helper, "LIN-1"), (helper, "RIN-1"), (baker, "RIN-1")):
        with pytest.raises(Forbidden):
            services.explain.explain(actor, reference)


def test_a_price_that_its_margin_does_not_give_does_not_agree(services: Services, make: Builder, agency: Org) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    issue(services, agency)
    change(services, "DROP TRIGGER reinvoice_rules_no_update")
    change(services, "UPDATE reinvoice_rules SET value = '30'")

    assert not services.explain.explain(agency.owner, "RIN-1").agrees
    assert services.explain.explain(bakery.owner, "RIN-1").agrees


def test_a_line_is_late_on_the_same_day_in_its_list_in_the_sums_and_on_home(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    charged(services, agency, billed(services, make, agency))

    def late() -> tuple[str, int, bool]:
        (total,) = services.leakage.show(agency.owner).totals
        row = line_row(services.charged_lines.show(agency.owner, "LIN-1"))
        kinds = {one.kind for one in services.home.show(agency.owner).attention}
        return str(row.cells["state"]), total.late_lines, "unbilled" in kinds

    clock.advance(days=29)
    assert late() == ("open", 0, False)
    clock.advance(days=1)
    assert late() == ("late", 1, True)
