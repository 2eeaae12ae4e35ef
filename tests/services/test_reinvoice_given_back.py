"""What the provider gives back meets what a partner credited: nobody gets back more of a line than it was charged."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, change, charged, give_back, issue, lines_by_state, margin
from tests.services.life import rows

from resellertui.domain.errors import Invalid, Refused
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import CreditInput, ReinvoiceQuery
from resellertui.services.reinvoicing.document_views import ReinvoiceView
from resellertui.services.reinvoicing.line_views import ChargedQuery, PriceInput

pytestmark = pytest.mark.usefixtures("plain_papers")


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that can bill, with a margin of a quarter on everything."""
    found = biller(services, make)
    margin(services, found)
    return found


@pytest.fixture
def bakery(services: Services, make: Builder, agency: Org) -> Org:
    """Give its client."""
    return billed(services, make, agency)


@pytest.fixture
def paid(services: Services, agency: Org, bakery: Org) -> str:
    """Give the provider's invoice behind 2026-0001, of one line: 7.94, sold at 9.93."""
    found = charged(services, agency, bakery)
    issue(services, agency)
    return found


def credit(services: Services, agency: Org, number: str, *lines: tuple[int, str], reopen: bool = False) -> str:
    parts = [{"position": place, "amount": amount} for place, amount in lines]
    wish = CreditInput.of(document=number, lines=parts, reopen=reopen, reason="wrong")
    return services.reinvoice_credits.credit(agency.owner, wish).net


def billed_lines(services: Services, agency: Org, number: str) -> list[str]:
    view: ReinvoiceView = services.reinvoice_documents.document(agency.owner, number)
    return [one.amount for one in view.lines]


def refund_of(services: Services, agency: Org) -> tuple[str, str]:
    """Return id and price of the line that gives something back."""
    listed = services.charged_lines.page(agency.owner, ChargedQuery.of()).rows
    (one,) = [one for one in listed if one.refund_of is not None]
    return one.id, one.resale


def kept(services: Services, agency: Org) -> bool:
    """Return whether everything proves, and the clients owe nothing below zero."""
    assert [one.text for one in services.maintenance.check(Actor.operator()).findings] == []
    assert {one.lost for one in services.leakage.show(agency.owner).totals} <= {"0.00"}
    return True


def test_a_refund_gives_back_what_credit_notes_left(
    services: Services, make: Builder, agency: Org, bakery: Org, paid: str
) -> None:
    assert credit(services, agency, "2026-0001", (1, "6.00")) == "6.00"
    give_back(services, make, paid)

    line, price = refund_of(services, agency)
    assert price == "-3.93"
    with pytest.raises(Invalid, match=r"-3\.93"):
        services.line_decisions.price(agency.owner, PriceInput.of(lines=[line], price="-3.94", reason="x"))
    assert refund_of(services, agency) == (line, "-3.93")
    totals = services.charged_lines.totals(agency.owner, ChargedQuery.of(state="open"))
    assert [one.resale for one in totals] == ["-3.93"]
    charged(services, agency, bakery, "mail-hosting")
    assert issue(services, agency, supplement=True) == ["2026-0002"]
    assert sorted(billed_lines(services, agency, "2026-0002")) == ["-3.93", "18.00"]
    for reopen in (False, True):
        with pytest.raises((Refused, Invalid)):
            credit(services, agency, "2026-0001", reopen=reopen)
    assert kept(services, agency)


def test_a_credit_note_takes_off_what_refunds_left(
    services: Services, make: Builder, agency: Org, bakery: Org, paid: str
) -> None:
    give_back(services, make, paid, "3.97")
    charged(services, agency, bakery, "mail-hosting")
    issue(services, agency, supplement=True)
    given = next(one for one in billed_lines(services, agency, "2026-0002") if one.startswith("-"))

    with pytest.raises(Invalid, match="2026-0002"):
        credit(services, agency, "2026-0001", reopen=True)
    with pytest.raises(Invalid):
        credit(services, agency, "2026-0001", (1, "9.93"))
    left = credit(services, agency, "2026-0001")
    assert (given, left) == ("-4.97", "4.96")
    with pytest.raises(Refused):
        credit(services, agency, "2026-0001")
    assert kept(services, agency)


def test_a_line_is_billed_anew_once_its_refund_is_taken_back(
    services: Services, make: Builder, agency: Org, bakery: Org, paid: str
) -> None:
    give_back(services, make, paid, "3.97")
    charged(services, agency, bakery, "mail-hosting")
    issue(services, agency, supplement=True)

    assert credit(services, agency, "2026-0002", reopen=True) == "13.03"
    assert credit(services, agency, "2026-0001", reopen=True) == "9.93"
    assert lines_by_state(services) == {"open": 3}
    assert issue(services, agency) == ["2026-0003"]
    assert sorted(billed_lines(services, agency, "2026-0003")) == ["-4.97", "18.00", "9.93"]
    with pytest.raises(Invalid, match="2026-0003"):
        credit(services, agency, "2026-0003", (1, ""), reopen=True)
    assert credit(services, agency, "2026-0003", (1, "")) == "4.96"
    assert kept(services, agency)
    open_of = services.reinvoice_documents.totals(agency.owner, ReinvoiceQuery.of())
    assert rows(services, "SELECT sum(CASE kind WHEN 'invoice' THEN total ELSE -total END) FROM reinvoice_documents")
    assert [one.to_give_back for one in open_of] == ["0.00"]


def test_check_finds_what_was_given_back_twice(
    services: Services, make: Builder, agency: Org, bakery: Org, paid: str
) -> None:
    give_back(services, make, paid, "3.97")
    charged(services, agency, bakery, "mail-hosting")
    issue(services, agency, supplement=True)
    change(services, "DROP TRIGGER reinvoice_document_lines_no_update")
    change(services, "UPDATE reinvoice_document_lines SET amount = -994 WHERE amount = -497")

    found = [one.text for one in services.maintenance.check(Actor.operator()).findings]

    assert "More was given back of LIN-1 of ORG-2 than its client is charged for it." in found
