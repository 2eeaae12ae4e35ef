"""Charged lines: what is shown of them, what is decided about them, and that nothing is lost on the way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.reinvoicing import Desk, open_desk

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import (
    ChargedQuery,
    HoldInput,
    LeakageBy,
    LinesInput,
    LineSort,
    PriceInput,
    WaiveInput,
)
from resellertui.services.reinvoicing.lines import ChargedLines
from resellertui.services.reinvoicing.margin_views import MarginInput
from resellertui.store.queries import reinvoice_lines, walks

HOSTING = {"sku": "web-hosting"}
DOMAIN = {"sku": "domain-ch", "name": "one.ch", "periods": 2}


@pytest.fixture
def desk(services: Services, make: Builder, agency: Org) -> Desk:
    """Give an agency that pays for its clients."""
    return open_desk(services, make, agency)


def test_a_line_shows_its_cost_its_resale_price_and_what_says_so(desk: Desk, services: Services) -> None:
    hosting, domain = desk.charge(desk.client("Bakery"), HOSTING, DOMAIN)
    services.margins.add(desk.partner.owner, MarginInput.of(method="percentage", value="12.5"))
    refund = desk.refund(hosting, "2.00")

    row, back = desk.row(hosting), desk.row(refund)

    assert (row.cost, row.resale, row.margin, row.percent) == ("7.94", "8.93", "0.99", "12.47")
    assert row.why == "+12.5 % of the cost on all products, all clients, since 23 Nov 2026 (MRG-1)"
    assert (row.client, row.document, row.days, row.state, row.rule_id) == ("Bakery", "2026-000001", 0, "open", "MRG-1")
    assert (back.cost, back.resale, back.refund_of, back.priced_by) == ("-2.00", "-2.25", hosting, "refund")
    assert (back.document, back.why) == ("CN-2026-000001", "in proportion to what was charged")
    assert desk.row(domain).resale == "17.10"
    (total,) = services.charged_lines.totals(desk.partner.owner, ChargedQuery())
    assert (total.lines, total.cost, total.resale, total.margin) == (3, "21.14", "23.78", "2.64")


def test_who_is_charged_for_itself_has_nothing_to_bill(desk: Desk, services: Services, client: Org) -> None:
    desk.charge(desk.client("Bakery"), HOSTING)

    assert services.charged_lines.page(client.owner, ChargedQuery()).total == 0
    assert services.leakage.show(client.owner).totals == ()


def test_lines_are_found_by_client_month_state_words_and_documents(desk: Desk, services: Services) -> None:
    bakery, florist = desk.client("Bäckerei Zürich"), desk.client("Florist", country="DE")
    hosting, domain = desk.charge(bakery, HOSTING, DOMAIN)
    (other,) = desk.charge(florist, HOSTING)
    services.line_decisions.waive(desk.partner.owner, WaiveInput.of(lines=(domain,), reason="a gift"))

    def found(**query: object) -> list[str]:
        return [one.id for one in desk.rows(ChargedQuery.of(**query))]

    assert found() == [hosting, domain, other]
    assert found(sort=LineSort.DATE, descending=True) == [other, domain, hosting]
    assert found(client="Florist") == found(text="flor") == found(text="INV-2") == [other]
    assert found(text="zurich") == found(text="2026-000001") == [hosting, domain]
    assert found(text="one.ch") == found(text="domain") == found(state="waived") == [domain]
    assert found(text="LIN-2") == found(text="zu domain") == [domain]
    assert found(state="flagged") == found(state="open", month="2026-11") == [hosting, other]
    assert found(month="2026-10") == found(text="bakery.ch") == found(text="[red]\x1b") == found(currency="EUR") == []
    for wrong in ({"month": "2026-13"}, {"state": "lost"}, {"client": "Bäkerei"}, {"currency": "XXX"}):
        with pytest.raises(Invalid):
            found(**wrong)


def test_a_window_is_the_same_part_whichever_way_it_is_read(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [desk.client(name) for name in ("A", "B", "C")]
    lines = [one for name in (*names, names[0]) for one in desk.charge(name, HOSTING, HOSTING)]
    services.line_decisions.hold(desk.partner.owner, HoldInput.of(lines=lines[::3], reason="asked"))
    owner = desk.partner.owner
    queries = [
        ChargedQuery(sort=sort, state=state, month=month, descending=month != "")
        for sort in LineSort
        for state in ("", "open", "held", "flagged", "billed")
        for month in ("", "2026-11")
    ]
    wholes = [[one.id for one in desk.rows(query)] for query in queries]
    monkeypatch.setattr(reinvoice_lines, "FEW", 0)
    monkeypatch.setattr(walks, "COUNTED", 0)
    for query, whole in zip(queries, wholes, strict=True):
        many = ChargedLines(services.office)
        parts = [many.page(owner, query, place, 3, hurried=True) for place in (0, 3, 6)]
        assert [one.id for part in parts for one in part.rows] == whole
        assert many.count(owner, query) == len(whole)
        assert not whole or many.position(owner, query, whole[-1]) == len(whole) - 1


def test_a_price_is_set_with_its_reason_and_cleared(desk: Desk, services: Services) -> None:
    hosting, domain = desk.charge(desk.client("Bakery"), HOSTING, DOMAIN)
    refund = desk.refund(hosting, "7.94")
    owner, decisions = desk.partner.owner, services.line_decisions

    set_ = decisions.price(owner, PriceInput.of(lines=(hosting, domain), price="10.00", reason="agreed"))

    assert [(one.resale, one.priced_by, one.why, one.price_reason, one.version) for one in set_] == [
        ("10.00", "edited", "set by hand", "agreed", 2)
    ] * 2
    assert desk.row(refund).resale == "-10.00"
    with pytest.raises(Invalid, match="zero or more"):
        decisions.price(owner, PriceInput.of(lines=(hosting,), price="-1", reason="x"))
    with pytest.raises(Invalid, match="thousand million"):
        decisions.price(owner, PriceInput.of(lines=(hosting,), price="1000000000.00", reason="x"))
    with pytest.raises(Invalid, match="zero or below"):
        decisions.price(owner, PriceInput.of(lines=(refund,), price="1", reason="x"))
    with pytest.raises(Invalid, match="Say why"):
        decisions.price(owner, PriceInput.of(lines=(hosting,), price="1", reason=" "))
    assert decisions.price(owner, PriceInput.of(lines=(refund,), price="0", reason="kept"))[0].resale == "0.00"
    cleared = decisions.clear_price(owner, LinesInput.of(lines=(hosting, refund)))
    assert [(one.resale, one.priced_by) for one in cleared] == [("7.94", "cost"), ("-7.94", "refund")]


def test_lines_are_waived_held_and_opened_again_all_or_none(desk: Desk, services: Services) -> None:
    hosting, domain = desk.charge(desk.client("Bakery"), HOSTING, DOMAIN)
    owner, decisions = desk.partner.owner, services.line_decisions

    held = decisions.hold(owner, HoldInput.of(lines=(hosting,), reason="asked", until=TODAY))
    waived = decisions.waive(owner, WaiveInput.of(lines=(domain,), reason="a gift"))
    refund = desk.refund(domain, "5.00")

    assert [(one.state, one.state_reason, one.held_until) for one in (*held, *waived)] == [
        ("held", "asked", TODAY),
        ("waived", "a gift", None),
    ]
    assert desk.row(refund).resale == "0.00"
    with pytest.raises(Refused, match="is waived"):
        decisions.price(owner, PriceInput.of(lines=(hosting, domain), price="1", reason="x"))
    assert desk.row(hosting).priced_by == "cost"
    with pytest.raises(Refused, match="is waived"):
        decisions.hold(owner, HoldInput.of(lines=(domain,), reason="x"))
    with pytest.raises(Invalid, match="passed"):
        decisions.hold(owner, HoldInput.of(lines=(hosting,), reason="x", until="2026-11-22"))
    with pytest.raises(Conflict, match=domain):
        decisions.release(owner, LinesInput.of(lines=(hosting, domain), versions={hosting: 2, domain: 1}))
    released = decisions.release(owner, LinesInput.of(lines=(domain, hosting), versions={hosting: 2, domain: 2}))
    assert [(one.id, one.state, one.state_reason) for one in released] == [(domain, "open", ""), (hosting, "open", "")]
    assert decisions.release(owner, LinesInput.of(lines=(hosting,)))[0].version == released[1].version
    with pytest.raises(NotFound):
        decisions.release(owner, LinesInput.of(lines=(hosting, "LIN-99")))


def test_a_line_whose_hold_has_run_out_is_open_again_whoever_looks(
    desk: Desk, services: Services, clock: FixedClock
) -> None:
    (hosting,) = desk.charge(desk.client("Bakery"), HOSTING)
    services.line_decisions.hold(desk.partner.owner, HoldInput.of(lines=(hosting,), reason="x", until=TODAY))
    assert [one.state for one in desk.rows(ChargedQuery(state="held"))] == ["held"]

    clock.advance(days=1)

    assert desk.rows(ChargedQuery(state="held")) == ()
    (row,) = desk.rows(ChargedQuery(state="open"))
    assert (row.state, row.held_until, row.state_reason) == ("open", None, "")
    (total,) = services.leakage.show(desk.partner.owner).totals
    assert (total.open_lines, total.held_lines) == (1, 0)


def test_what_is_open_for_a_month_stands_on_home(desk: Desk, services: Services, clock: FixedClock) -> None:
    bakery = desk.client("Bakery")
    hosting, domain = desk.charge(bakery, HOSTING, DOMAIN)
    owner = desk.partner.owner

    def told() -> list[str]:
        return [one.text for one in services.home.show(owner).attention if one.kind == "unbilled"]

    clock.advance(days=29)
    assert told() == []
    clock.advance(days=1)
    assert told() == ["2 lines not billed, first since 23 Nov 2026: 23.14 CHF."]
    services.line_decisions.hold(owner, HoldInput.of(lines=(hosting,), reason="x", until="2026-12-24"))
    assert told() == ["1 line not billed since 23 Nov 2026: 15.20 CHF."]
    (total,) = services.leakage.show(owner).totals
    assert (total.late_lines, total.late, total.late_percent) == (2, "23.14", "100.00")
    services.line_decisions.waive(owner, WaiveInput.of(lines=(domain,), reason="x"))
    assert told() == []
    clock.advance(days=3)
    assert len(told()) == 1
    assert not [one for one in services.home.show(bakery.owner).attention if one.kind == "unbilled"]


def test_nobody_else_sees_or_touches_a_partners_lines(
    desk: Desk, services: Services, make: Builder, studio: Org
) -> None:
    bakery = desk.client("Bakery")
    (hosting,) = desk.charge(bakery, HOSTING)
    wish = PriceInput.of(lines=(hosting,), price="77.77", reason="secret reason")
    for other in (studio.owner, bakery.owner, make.staff):
        with pytest.raises(NotFound):
            services.line_decisions.price(other, wish)
        with pytest.raises(NotFound):
            services.charged_lines.show(other, hosting)
        assert services.charged_lines.page(other, ChargedQuery()).total == 0
    helper = make.person(desk.partner, Role.COLLABORATOR)
    for refused in (
        lambda: services.charged_lines.page(helper, ChargedQuery()),
        lambda: services.leakage.show(helper),
        lambda: services.line_decisions.price(helper, wish),
    ):
        with pytest.raises(Forbidden):
            refused()
    inside = Actor(user_id=desk.partner.owner.user_id, org_id=desk.partner.number, for_client_id=bakery.number)
    with pytest.raises(NotFound):
        services.charged_lines.page(inside, ChargedQuery())

    services.line_decisions.price(make.person(desk.partner, Role.ADMINISTRATOR), wish)

    for reader in (desk.partner.owner, bakery.owner, make.staff):
        told = services.activity.page(reader, ActivityQuery(), 0, 100).rows
        assert "77.77" not in str(told)
        assert "secret reason" not in str(told)
    own = services.activity.page(desk.partner.owner, ActivityQuery()).rows
    assert "Set the resale price of charged lines." in [one.words for one in own]
    theirs = services.activity.page(bakery.owner, ActivityQuery()).rows
    assert not [one for one in theirs if one.action.startswith("reinvoice.")]


def test_what_was_charged_is_billed_waived_or_flagged_to_the_cent(desk: Desk, services: Services) -> None:
    bakery, florist = desk.client("Bakery"), desk.client("Florist")
    hosting, domain = desk.charge(bakery, HOSTING, DOMAIN)
    (other,) = desk.charge(florist, {"sku": "web-hosting", "periods": 12})
    desk.refund(hosting, "1.00")
    owner = desk.partner.owner
    services.margins.add(owner, MarginInput.of(method="fixed", value="1", currency="CHF"))
    services.line_decisions.waive(owner, WaiveInput.of(lines=(domain,), reason="x"))
    services.line_decisions.hold(owner, HoldInput.of(lines=(hosting,), reason="x"))

    (total,) = services.leakage.show(owner).totals

    assert Decimal(total.charged) == sum(
        (Decimal(part) for part in (total.billed, total.waived, total.open, total.held)), Decimal(0)
    )
    assert (total.lost, total.charged_lines, total.waived, total.held) == ("0.00", 4, "15.20", "7.94")
    assert (total.flagged_lines, total.late_lines, total.late_percent, total.oldest_open) == (3, 0, "0.00", TODAY)
    page = services.leakage.sums(owner, LeakageBy.CLIENT)
    assert [(one.label, one.lines) for one in page.rows] == [("Florist", 1), ("Bakery", 2)]
    assert sum(Decimal(one.resale) for one in page.rows) == Decimal(total.resale)
    assert Decimal(page.rows[0].resale) == Decimal(desk.row(other).cost) + 12
    (month,) = services.leakage.sums(owner, LeakageBy.MONTH).rows
    assert (month.id, month.lines, month.resale) == ("2026-11", 3, total.resale)
    assert services.leakage.sums(owner, LeakageBy.CLIENT, 1, 1).rows == page.rows[1:]
