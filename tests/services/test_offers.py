"""Offering: what a partner sees while it writes, what the requester gets, and what can't be offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.hostile import HOSTILE
from tests.services.billed import change, margin
from tests.services.life import mails, rows
from tests.services.offering import DOMAIN, HOSTING, Market, opt_in

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.leads.states import RouteState
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.reinvoicing.margin_views import MarginInput


@pytest.fixture
def market(services: Services, make: Builder, client: Org, agency: Org, studio: Org) -> Market:
    """Give a client's request that went to two partners."""
    return Market(services, make, client, (agency, studio))


def test_a_draft_says_cost_price_margin_and_why_while_lines_are_missing_or_wrong(
    services: Services, market: Market, agency: Org
) -> None:
    margin(services, agency)
    lines = [
        HOSTING,
        DOMAIN,
        {"sku": "nothing"},
        {"sku": "mail-hosting", "price": "1"},
        {"sku": "vps-lite", "price": "9"},
    ]
    offer = OfferInput.of(request=market.request, lines=lines, valid_until="never")

    draft = services.offers.draft(agency.owner, offer)

    assert [(one.line.sku, one.line.unit_price, one.line.amount, one.warning) for one in draft.lines] == [
        ("web-hosting", "7.44", "260.40", ""),
        ("domain-ch", "12.00", "12.00", "Above the public price."),
        ("mail-hosting", "1.00", "1.00", "Below your cost."),
        ("vps-lite", "9.00", "9.00", "Above the public price."),
    ]
    assert [(one.cost, one.margin, one.margin_percent) for one in draft.lines[:2]] == [
        ("208.32", "52.08", "25.00"),
        ("7.60", "4.40", "57.89"),
    ]
    assert [one.position for one in draft.lines] == [1, 2, 4, 5]
    assert draft.lines[0].by == "+25 % of the cost (MRG-1)"
    assert draft.lines[1].by == "your own figure"
    assert (draft.total, draft.valid_until) == ("282.40", TODAY + timedelta(days=30))
    told = " ".join(sentence for part in draft.explanation for sentence in part.sentences)
    assert "36 active subscriptions of the group hosting" in told
    assert "277.76 × 0.75 = 208.32" in told
    assert rows(services, "SELECT count(*) FROM quote_offers") == [(0,)]


def test_a_margin_for_one_client_does_not_tell_who_asks(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)
    margin(services, agency)
    services.margins.add(agency.owner, MarginInput.of(method="percentage", value="90", client=client.ref))
    market = Market(services, make, client, (agency,))
    draft = services.offers.draft(agency.owner, OfferInput.of(request=market.request, lines=[HOSTING]))
    assert draft.lines[0].margin_percent == "25.00"


def test_an_offer_reaches_the_requester_and_a_new_one_takes_its_place(
    services: Services, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    before = len(mails(services))
    first = market.offer(agency, HOSTING | {"price": "8.00"}, DOMAIN, note="All [red]in[/].", key="a")
    assert (
        market.offer(agency, HOSTING | {"price": "8.00"}, DOMAIN, note="All [red]in[/].", key="a").offer == first.offer
    )
    with pytest.raises(Conflict):
        market.offer(agency, HOSTING, key="a")
    assert [(one.kind, one.recipient, one.subject) for one in mails(services, before)] == [
        ("quote.offered", client.email, "Agency makes you an offer")
    ]
    assert "Web hosting: 35 × 8.00 = 280.00 CHF" in mails(services, before)[0].body
    assert "All [red]in[/]." in mails(services, before)[0].body

    second = market.offer(agency, HOSTING | {"price": "7.90"})
    assert second.sentences[2] == "It takes the place of OFF-1."
    assert mails(services)[-1].subject == "Agency has changed its offer"
    assert rows(services, "SELECT id, is_current FROM quote_offers ORDER BY id") == [(1, 0), (2, 1)]
    assert services.leads.show(agency.owner, market.request).route_state is RouteState.ANSWERED
    shown = services.quote_requests.show(client.owner, market.request).offers
    assert [(one.id, one.total) for one in shown] == [("OFF-2", "276.50")]
    with pytest.raises(Refused, match="replaced"):
        services.quote_contracts.accept(client.owner, "OFF-1")
    for nobody in (studio.owner, Actor()):
        with pytest.raises(NotFound):
            services.offers.show(nobody, "OFF-2")
    assert services.offers.show(client.owner, "OFF-1").is_valid is False


def test_offers_stand_side_by_side_with_the_lowest_that_can_be_accepted_marked(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org, clock: FixedClock
) -> None:
    third = make.partner("Third", email="owner@third.example")
    opt_in(services, third)
    services.quote_routing.send(make.staff, market.request, third.ref)
    market.offer(agency, HOSTING | {"price": "8.00"}, DOMAIN)
    market.offer(studio, {"sku": "web-hosting", "quantity": 35, "periods": 12, "price": "7.90"})
    market.offer(third, HOSTING | {"price": "1.00"}, note="[red]now[/]", valid_until=TODAY.isoformat())

    view = services.offers.compare(client.owner, market.request)
    assert [one.partner for one in view.offers] == ["Third", "Studio", "Agency"]
    table = {row.label: [(cell.text, cell.is_best) for cell in row.cells] for row in view.rows}
    assert table["Web hosting"][0] == ("1.00 CHF for 1 month; 35 × 1 month: 35.00", True)
    assert table["Domain .ch"] == [("–", False), ("–", False), ("12.00 CHF for 12 months; 1 × 12 months: 12.00", False)]
    assert table["Total without VAT"] == [("35.00 CHF", True), ("3318.00 CHF", False), ("292.00 CHF", False)]
    assert [text for text, _best in table["In a year"]] == ["420.00 CHF", "3318.00 CHF", "3372.00 CHF"]
    assert table["Note"][0] == ("[red]now[/]", False)

    clock.advance(days=1)
    later = services.offers.compare(client.owner, market.request)
    assert [(one.partner, one.is_valid) for one in later.offers] == [
        ("Studio", True),
        ("Agency", True),
        ("Third", False),
    ]
    assert [cell.is_best for cell in later.rows[0].cells] == [True, False, False]
    assert "can't be accepted any more" in later.rows[4].cells[2].text
    collaborator = make.person(client, Role.COLLABORATOR)
    with pytest.raises(Forbidden):
        services.offers.compare(collaborator, market.request)
    with pytest.raises(NotFound):
        services.offers.compare(agency.owner, market.request)


def test_everything_that_stands_against_an_offer_is_said_at_once_and_nothing_is_written(
    services: Services, market: Market, agency: Org
) -> None:
    with pytest.raises(Invalid) as refusal:
        market.offer(
            agency, {"sku": "x"}, HOSTING | {"price": "-1"}, {"sku": "domain-ch", "name": "a"}, valid_until="2020-01-01"
        )
    assert [one.field for one in refusal.value.fields] == [
        "lines.1.sku",
        "lines.2.price",
        "lines.3.name",
        "valid_until",
    ]
    with pytest.raises(Invalid) as malformed:
        OfferInput.of(request=1, lines=["x", {"sku": [], "more": 1}])
    assert "nput should" not in str(malformed.value), "the house's words, not a library's"
    with pytest.raises(Invalid, match="too long: 4000 characters"):
        OfferInput.of(request="RFQ-1", lines=[{"sku": "x"}], note="x" * 4001)
    with pytest.raises(Invalid, match="too many: 100"):
        OfferInput.of(request="RFQ-1", lines=[{"sku": "x"}] * 101)
    with pytest.raises(Invalid, match="too high"):
        market.offer(agency, {"sku": "vps-lite", "quantity": 100_000, "periods": 120, "price": "999999999"})
    for text in HOSTILE:
        with pytest.raises(Invalid):
            market.offer(agency, {"sku": text or "?"})
    assert rows(services, "SELECT count(*) FROM quote_offers") == [(0,)]


def test_nothing_is_offered_where_the_request_is_closed_declined_or_the_partner_suspended(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org, clock: FixedClock
) -> None:
    seen = services.leads.show(agency.owner, market.request)
    collaborator = make.person(agency, Role.COLLABORATOR)
    for actor, error in ((collaborator, Forbidden), (client.owner, NotFound), (Actor(), NotFound)):
        with pytest.raises(error):
            services.offers.answer(actor, OfferInput.of(request=market.request, lines=[HOSTING]))
    change(services, "UPDATE programme_members SET suspend_on = ? WHERE org_id = ?", TODAY.isoformat(), agency.number)
    with pytest.raises(Refused, match="good standing"):
        market.offer(agency)
    change(services, "UPDATE programme_members SET suspend_on = NULL WHERE org_id = ?", agency.number)
    market.offer(agency, version=seen.version)
    with pytest.raises(Conflict):
        market.offer(agency, version=seen.version)
    services.leads.decline(studio.owner, market.request, "No time.")
    with pytest.raises(Refused, match="declined"):
        market.offer(studio)
    clock.advance(days=61)
    with pytest.raises(Refused, match="closed"):
        market.offer(agency)


def test_explaining_an_offer_tells_the_margins_to_its_partner_only(
    services: Services, make: Builder, market: Market, agency: Org, client: Org
) -> None:
    margin(services, agency)
    market.offer(agency, HOSTING, DOMAIN)
    collaborator = make.person(agency, Role.COLLABORATOR)
    own = services.explain.explain(agency.owner, "OFF-1")
    theirs = services.explain.explain(client.owner, "off-1")
    assert own.agrees
    assert [part.title for part in own.parts] == ["The offer", "Prices", "Amounts"]
    assert "Web hosting, 7.44 each: by the margin MRG-1, +25 % of the cost." in own.parts[1].sentences
    assert "Domain .ch, 12.00 each: your own figure; the margin MRG-1, +25 % of the cost, gave 9.50." in (
        own.parts[1].sentences
    )
    for parts in (theirs.parts, services.explain.explain(collaborator, "OFF-1").parts):
        assert [part.title for part in parts] == ["The offer", "Amounts"]
    assert theirs.parts[1].sentences[2] == "Total without VAT: 260.40 + 12.00 = 272.40 CHF."
