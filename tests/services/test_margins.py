"""Margins: adding, ending and listing them, and what one more would have changed in a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.reinvoicing import Desk, open_desk

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, NotFound, Refused
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import PriceInput, WaiveInput
from resellertui.services.reinvoicing.margin_views import MarginInput, MarginQuery

HOSTING = {"sku": "web-hosting"}
DOMAIN = {"sku": "domain-ch", "name": "one.ch"}


@pytest.fixture
def desk(services: Services, make: Builder, agency: Org) -> Desk:
    """Give an agency that pays for its clients."""
    return open_desk(services, make, agency)


def test_margins_are_listed_with_how_they_stand(desk: Desk, services: Services) -> None:
    owner = desk.partner.owner
    desk.client("Bakery")
    add = services.margins.add
    add(owner, MarginInput.of(method="percentage", value="10", note="usual [b]"))
    add(owner, MarginInput.of(method="fixed", value="1.5", currency="chf", scope="family", target="Domain names"))
    add(owner, MarginInput.of(method="price", value="12", currency="EUR", scope="product", target="domain-ch"))
    add(owner, MarginInput.of(method="percentage", value="-5", client="bakery", starts_on="2027-01-01"))
    add(owner, MarginInput.of(method="percentage", value="11"))

    rows = services.margins.page(owner, MarginQuery()).rows

    assert [(one.id, one.state, one.margin, one.lines) for one in rows] == [
        ("MRG-5", "holds", "+11 % of the cost", "all products, all clients"),
        ("MRG-4", "coming", "−5 % of the cost", "all products, Bakery"),
        ("MRG-3", "holds", "12.00 EUR for each unit and period", "Domain .ch, all clients"),
        ("MRG-2", "holds", "1.50 CHF more for each unit and period", "the family Domain names, all clients"),
        ("MRG-1", "overtaken", "+10 % of the cost", "all products, all clients"),
    ]
    assert (rows[4].overtaken_by, rows[0].currencies, rows[2].currencies) == ("MRG-5", ("CHF", "EUR"), ("EUR",))
    assert (rows[0].made_by, rows[0].starts_on, rows[0].value) == ("Owner", TODAY, "11")
    assert services.margins.page(owner, MarginQuery(current=True), 1, 2).rows == rows[1:3]
    assert services.margins.page(owner, MarginQuery(client="Bakery")).rows == rows[1:2]
    assert services.margins.page(owner, MarginQuery(text="domain names")).rows == rows[3:4]
    assert services.margins.page(owner, MarginQuery(text="[B]")).rows == rows[4:]
    assert services.margins.show(owner, "mrg-3") == rows[2]


def test_a_margin_is_ended_where_it_stands_and_the_wider_one_holds(
    desk: Desk, services: Services, clock: FixedClock
) -> None:
    owner, bakery = desk.partner.owner, desk.client("Bakery")
    services.margins.add(owner, MarginInput.of(method="percentage", value="10"))
    own = services.margins.add(owner, MarginInput.of(method="percentage", value="50", client=bakery.ref))
    in_euro = MarginInput.of(method="fixed", value="1", currency="EUR", client=bakery.ref)
    services.margins.add(owner, in_euro)
    (hosting,) = desk.charge(bakery, HOSTING)

    end = services.margins.end(owner, own.id, TODAY + timedelta(days=1), "agreed")

    assert (end.state, end.currency, end.starts_on, end.note) == ("coming", "CHF", date(2026, 11, 24), "agreed")
    assert desk.row(hosting).rule_id == own.id
    clock.advance(days=1)
    (later,) = desk.charge(bakery, HOSTING)
    assert (desk.row(hosting).resale, desk.row(later).resale) == ("11.91", "8.73")
    assert [(one.id, one.state) for one in services.margins.page(owner, MarginQuery()).rows] == [
        ("MRG-4", "ends"),
        ("MRG-3", "holds"),
        ("MRG-2", "overtaken"),
        ("MRG-1", "holds"),
    ]
    for wrong in (own.id, end.id):
        with pytest.raises(Refused, match="does not hold"):
            services.margins.end(owner, wrong)
    with pytest.raises(Invalid, match="begins later"):
        services.margins.end(owner, "MRG-1", date(2026, 1, 1))


def test_what_can_be_no_margin_is_told_field_by_field_with_what_is_near(desk: Desk, services: Services) -> None:
    desk.client("Bäckerei")

    def problems(**typed: object) -> dict[str, str]:
        with pytest.raises(Invalid) as refusal:
            services.margins.add(desk.partner.owner, MarginInput.of(**typed))
        return {one.field: one.reason for one in refusal.value.fields}

    found = problems(
        method="percentage",
        value="ten",
        currency="CHF",
        client="Backerie",
        scope="product",
        target="domain-hc",
        starts_on="1999-12-31",
    )
    assert set(found) == {"value", "client", "target", "starts_on"}
    assert "Near: Bäckerei." in found["client"]
    assert "domain-ch" in found["target"]
    assert "domain" in problems(method="percentage", value="1", scope="family", target="domian")["target"]
    assert set(problems(method="fixed", value="1")) == {"currency"}
    assert set(problems(method="percentage", value="1", currency="CHF")) == {"currency"}
    assert set(problems(method="percentage", value="1", target="x")) == {"target"}
    assert set(problems(method="percentage", value="1", scope="family")) == {"target"}
    assert set(problems(method="none", value="1")) == {"value"}
    assert set(problems(method="price", value="1", currency="USD")) == {"currency"}
    assert services.margins.page(desk.partner.owner, MarginQuery()).total == 0


def test_a_margin_is_tried_out_on_a_year_by_client_and_family(
    desk: Desk, services: Services, clock: FixedClock
) -> None:
    owner, bakery, florist = desk.partner.owner, desk.client("Bakery"), desk.client("Florist")
    (old,) = desk.charge(bakery, HOSTING)
    clock.advance(days=365)
    hosting, domain, waived = desk.charge(bakery, HOSTING, DOMAIN, HOSTING)
    (edited, other) = desk.charge(florist, HOSTING, DOMAIN)
    desk.refund(hosting, "7.94")
    desk.refund(old, "7.94")
    services.margins.add(owner, MarginInput.of(method="percentage", value="10", starts_on="2026-01-01"))
    services.line_decisions.waive(owner, WaiveInput.of(lines=(waived,), reason="x"))
    services.line_decisions.price(owner, PriceInput.of(lines=(edited,), price="20.00", reason="x"))
    before = [desk.row(one).resale for one in (hosting, domain, other)]

    found = services.margins.preview(
        owner, MarginInput.of(method="percentage", value="100", starts_on="2028-01-01"), 0, 1
    )

    assert (found.since, found.until) == (date(2026, 11, 24), date(2027, 11, 23))
    (total,) = found.totals
    # two domains double; hosting and what was given back of it double and meet; edited and older lines stay
    assert (total.lines, total.affected) == (6, 4)
    assert (total.cost, total.before, total.after, total.difference) == ("15.20", "27.99", "41.67", "13.68")
    assert [(one.label, one.lines, one.difference) for one in found.families] == [
        ("Domain names", 2, "13.68"),
        ("Web hosting", 4, "0.00"),
    ]
    assert (found.clients_total, [(one.label, one.lines) for one in found.clients]) == (2, [("Bakery", 4)])
    rest = services.margins.preview(owner, MarginInput.of(method="percentage", value="100"), 1, 5).clients
    assert [(one.label, one.before, one.after) for one in rest] == [("Florist", "28.36", "35.20")]
    assert [desk.row(one).resale for one in (hosting, domain, other)] == before
    narrow = MarginInput.of(method="none", client="Florist")
    assert services.margins.preview(owner, narrow).totals[0].difference == "0.00"


def test_margins_are_set_by_few_read_by_the_accounting_and_nobody_elses(
    desk: Desk, services: Services, make: Builder, studio: Org
) -> None:
    bakery = desk.client("Bakery")
    wish = MarginInput.of(method="percentage", value="33.33", client="Bakery")
    accountant = make.person(desk.partner, Role.COLLABORATOR, accounting=True)
    with pytest.raises(Forbidden):
        services.margins.add(accountant, wish)
    made = services.margins.add(make.person(desk.partner, Role.ADMINISTRATOR), wish)
    with pytest.raises(Forbidden):
        services.margins.end(accountant, made.id)
    assert services.margins.show(accountant, made.id).value == "33.33"
    for other in (studio.owner, bakery.owner, make.staff):
        with pytest.raises(NotFound):
            services.margins.show(other, made.id)
        with pytest.raises(NotFound):
            services.margins.end(other, made.id)
        assert services.margins.page(other, MarginQuery()).total == 0
        assert "33.33" not in str(services.activity.page(other, ActivityQuery(), 0, 100).rows)
    assert "Added a margin." in [one.words for one in services.activity.page(desk.partner.owner, ActivityQuery()).rows]
