"""What accepted offers agreed is what re-invoicing bills for their contracts' orders, whatever comes in between."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.builders import Builder, Org
from tests.services.billed import ADDRESS, biller, describe, issue
from tests.services.life import counted, rows
from tests.services.offering import HOSTING, Market
from tests.services.reinvoicing import BY_DATE, Desk, open_desk

from resellertui.adapters.clock import FixedClock
from resellertui.services.actor import Actor
from resellertui.services.billing.views import RenewInput
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.reinvoicing.document_inputs import CreditInput
from resellertui.services.reinvoicing.line_views import ChargedQuery, LinesInput, PriceInput
from resellertui.services.reinvoicing.line_words import price_steps
from resellertui.services.reinvoicing.margin_views import MarginInput
from resellertui.tui.reinvoicing.issuing import preview_lines

CHEAP, DEAR = HOSTING | {"quantity": 3, "price": "7.335"}, HOSTING | {"quantity": 3, "price": "9.90"}


@pytest.fixture
def desk(services: Services, make: Builder, client: Org, plain_papers: None) -> Desk:
    """Give a partner with money that bills its clients, and to which the client gave access by accepting an offer."""
    del plain_papers
    describe(services, client, **ADDRESS)
    return open_desk(services, make, biller(services, make))


def agreed(desk: Desk, client: Org, *lines: dict[str, object]) -> str:
    """Let the client ask, the partner offer and the client accept; return the contract."""
    market = Market(desk.services, desk.make, client, (desk.partner,))
    contract = market.accept(market.offer(desk.partner, *lines))
    if rows(desk.services, "SELECT count(*) FROM partnerships WHERE state = 'pending'") == [(1,)]:
        desk.services.requests.accept(desk.partner.owner, "PTN-1", Answer())
    return contract


def ordered(desk: Desk, contract: str, names: Mapping[int, str] | None = None) -> list[str]:
    """Let the partner order and pay a contract's basket; return the charged lines."""
    before = {one.id for one in desk.rows()}
    desk.services.quote_contracts.order(desk.partner.owner, contract, names, pay=True)
    return [one.id for one in desk.rows() if one.id not in before]


def test_many_contracts_are_priced_in_as_many_statements_as_one(services: Services, desk: Desk, client: Org) -> None:
    def statements() -> list[int]:
        found = []
        for ask in (
            lambda: services.charged_lines.page(desk.partner.owner, BY_DATE, 0, 50),
            lambda: services.charged_lines.totals(desk.partner.owner, ChargedQuery()),
            lambda: services.reinvoice_runs.preview(desk.partner.owner, "2026-11"),
        ):
            with counted(services) as sent:
                ask()
            found.append(len(sent))
        return found

    ordered(desk, agreed(desk, client, CHEAP))
    one = statements()
    for _again in range(3):
        ordered(desk, agreed(desk, client, DEAR))

    assert statements() == one


@pytest.mark.parametrize("first", [0, 1])
def test_two_contracts_of_one_pair_are_billed_as_each_agreed_in_whatever_order(
    services: Services, desk: Desk, client: Org, first: int
) -> None:
    contracts = [agreed(desk, client, CHEAP), agreed(desk, client, DEAR, {"sku": "domain-ch", "price": "12.00"})]
    offers = [services.quote_contracts.show(desk.partner.owner, one) for one in contracts]
    lines: dict[int, list[str]] = {}
    for place in (first, 1 - first):
        lines[place] = ordered(desk, contracts[place], {2: "brot.ch"} if place else None)

    assert [desk.row(one).resale for one in lines[0]] == ["22.01"]
    assert [desk.row(one).resale for one in lines[1]] == ["29.70", "12.00"]
    row = desk.row(lines[0][0])
    assert (row.priced_by, row.rule_id) == ("offer", "MRG-1")
    assert row.why == "as agreed by OFF-1: 7.335 CHF for each unit and period (MRG-1)"
    assert any("contract of an accepted offer ordered it" in one and "OFF-1" in one for one in price_steps(row))
    (total,) = services.charged_lines.totals(desk.partner.owner, ChargedQuery())
    assert total.resale == "63.71"
    assert services.leakage.show(desk.partner.owner).totals[0].resale == "63.71"

    previewed = services.reinvoice_runs.preview(desk.partner.owner, "2026-11")
    agreement = "Priced by accepted offers, whatever the margins say: OFF-1, OFF-2."
    assert agreement in preview_lines(previewed, set())
    preview = previewed.drafts[0]
    assert preview.net == "63.71"
    assert {one.offer for one in preview.lines} == {"OFF-1", "OFF-2"}
    (number,) = issue(services, desk.partner)
    bill = services.reinvoice_documents.document(desk.partner.owner, number)
    sums = {offer: [one.amount for one in bill.lines if one.offer == offer] for offer in ("OFF-1", "OFF-2")}
    assert sums == {"OFF-1": ["22.01"], "OFF-2": ["29.70", "12.00"]}
    assert [one.total for one in offers] == ["22.01", "41.70"]
    explained = services.explain.explain(desk.partner.owner, bill.id)
    assert explained.agrees
    assert "22.01 CHF charged, as agreed by OFF-1" in explained.model_dump_json()
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_neither_margins_entered_in_between_nor_the_end_of_the_offers_own_change_what_was_agreed(
    services: Services, desk: Desk, client: Org
) -> None:
    contract = agreed(desk, client, CHEAP)
    own = {"scope": "product", "target": "web-hosting", "client": client.ref}
    services.margins.add(desk.partner.owner, MarginInput.of(method="price", value="11", currency="CHF", **own))
    services.margins.end(desk.partner.owner, "MRG-2")
    services.margins.add(desk.partner.owner, MarginInput.of(method="percentage", value="50", **own))

    (line,) = ordered(desk, contract)
    (other,) = desk.charge(client, HOSTING | {"quantity": 1})

    assert desk.row(line).resale == "22.01"
    assert (desk.row(other).priced_by, desk.row(other).rule_id) == ("rule", "MRG-4")
    trying = MarginInput.of(method="percentage", value="90", **own)
    (tried,) = services.margins.preview(desk.partner.owner, trying).totals
    assert (tried.lines, tried.affected) == (2, 1)

    services.line_decisions.price(desk.partner.owner, PriceInput.of(lines=(line,), price="20.00", reason="a gift"))
    assert (desk.row(line).resale, desk.row(line).priced_by) == ("20.00", "edited")
    services.line_decisions.clear_price(desk.partner.owner, LinesInput.of(lines=(line,)))
    assert (desk.row(line).resale, desk.row(line).priced_by) == ("22.01", "offer")


def test_renewals_go_by_the_newest_margin_again(services: Services, desk: Desk, client: Org, clock: FixedClock) -> None:
    first, second = agreed(desk, client, CHEAP), agreed(desk, client, DEAR)
    (line,) = ordered(desk, first)
    ordered(desk, second)
    clock.advance(days=1)
    before = {one.id for one in desk.rows()}
    product = rows(services, "SELECT product_id FROM document_lines WHERE id = ?", int(line.removeprefix("LIN-")))
    services.orders.renew(desk.partner.owner, RenewInput.of(products=[f"PRD-{product[0][0]}"], pay=True))

    (renewed,) = [one for one in desk.rows() if one.id not in before]
    assert (renewed.resale, renewed.priced_by, renewed.rule_id) == ("29.70", "rule", "MRG-2")


def test_refunds_and_credit_notes_follow_the_price_that_was_agreed(services: Services, desk: Desk, client: Org) -> None:
    contract = agreed(desk, client, CHEAP)
    agreed(desk, client, DEAR)
    (line,) = ordered(desk, contract)
    cost = desk.row(line).cost

    back = desk.refund(line, "7.94")
    assert desk.row(line).cost == cost == "23.81"
    assert desk.row(back).resale == "-7.34"  # 22.01 × 7.94 ÷ 23.81
    (number,) = issue(services, desk.partner)
    bill = services.reinvoice_documents.document(desk.partner.owner, number)
    assert bill.net == "14.67"
    note = services.reinvoice_credits.credit(
        desk.partner.owner, CreditInput.of(document=number, reason="anew", reopen=True, key="k")
    )
    assert {one.offer for one in services.reinvoice_documents.document(desk.partner.owner, note.number).lines} == {
        "OFF-1",
        "",
    }
    assert desk.row(line).resale == "22.01"
    assert services.maintenance.check(Actor.operator()).findings == ()
