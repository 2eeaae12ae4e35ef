"""Home: one line for each thing that needs the reader and that the reader may act on, and counts that agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.services.billed import billed, biller, change, charged, describe, issue
from tests.services.life import ask_client, ask_partner

from resellertui.adapters.clock import FixedClock
from resellertui.domain.attention import Need
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import ProductRight, Role
from resellertui.services import home
from resellertui.services.actor import Actor
from resellertui.services.attention import money, renewals
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.first_views import AttentionView
from resellertui.services.inputs import Pause
from resellertui.services.support.case_views import Message, NewRequest
from resellertui.store.queries import attention

OPERATOR = Actor.operator()

pytestmark = pytest.mark.usefixtures("plain_papers")


def lines(services: Services, actor: Actor) -> list[AttentionView]:
    """Return what needs a person, but for notices, which everything here writes."""
    return [one for one in services.home.complete(actor).attention if one.kind is not Need.NOTICES_UNREAD]


def texts(services: Services, actor: Actor) -> list[str]:
    """Return what these lines say."""
    return [one.text for one in lines(services, actor)]


def kinds(services: Services, actor: Actor) -> set[Need]:
    """Return of what kinds they are."""
    return {one.kind for one in lines(services, actor)}


def places(found: Sequence[AttentionView]) -> dict[Need, tuple[str, str, str]]:
    """Return where lines lead."""
    return {one.kind: (one.section, one.tab, one.subject_id) for one in found}


@pytest.fixture
def agency(services: Services, make: Builder, clock: FixedClock) -> Org:
    """Give a partner that has let everything lie that it can."""
    clock.advance(days=-40)
    agency = biller(services, make, payment_days="20")
    bakery = billed(services, make, agency, "Bakery")
    charged(services, agency, bakery, "web-hosting-yearly")
    (number,) = issue(services, agency, "2026-10")
    charged(services, agency, bakery, "kdrive-solo", quantity=2)
    clock.advance(days=40)
    change(services, "UPDATE reinvoice_documents SET sent_at = NULL WHERE number = ?", number)
    florist = make.organisation("Florist")
    reference = make.active(florist, agency)
    make.product(florist, "gone.test", expires_on=TODAY - timedelta(days=3))
    make.product(florist, "soon.test", expires_on=TODAY + timedelta(days=6))
    make.product(florist, "itself.test", expires_on=TODAY + timedelta(days=6), auto_renewal=True)
    services.agreements.set_end_date(florist.owner, reference, TODAY + timedelta(days=9))
    resting = make.organisation("Resting", products=("rest.test",))
    paused = make.active(resting, agency, products=("rest.test",))
    services.agreements.pause(resting.owner, paused, Pause.of(reason="x", until=TODAY + timedelta(days=8)))
    make.request(make.organisation("Asker"), agency)
    make.request(make.organisation("Second"), agency)
    make.product(agency, "dead.test", expires_on=TODAY - timedelta(days=5))
    make.product(agency, "near.test", expires_on=TODAY + timedelta(days=5))
    make.product(agency, "far.test", expires_on=TODAY + timedelta(days=20))
    make.product(agency, "poor.test", expires_on=TODAY + timedelta(days=11), auto_renewal=True)
    services.tick.run(OPERATOR)
    for _order in range(2):
        services.orders.place(agency.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    change(services, "UPDATE documents SET due_on = '2026-11-20' WHERE id = (SELECT max(id) FROM documents)")
    case = services.support_cases.open(agency.owner, NewRequest.of(subject="x", text="y")).case.id
    services.support_queue.answer(make.staff, case, Message.of(text="z"))
    change(
        services,
        "UPDATE programme_members SET warned_on = '2026-11-01', suspend_on = '2027-01-30' WHERE org_id = ?",
        agency.number,
    )
    return agency


SAID = [
    ("blocked", "dead.test is blocked, and gone for good on 18 Dec 2026."),
    ("clients_blocked", "A client's gone.test is blocked, gone for good on 20 Dec 2026."),
    ("renewals_failed", "1 renewal failed: product blocked on 4 Dec 2026 (8.58 CHF)."),
    ("invoices_overdue", "1 invoice overdue since 20 Nov 2026: 8.15 CHF."),
    ("expiry", "near.test expires on 28 Nov 2026, and nothing renews it."),
    ("clients_expiry", "A client's soon.test expires on 29 Nov 2026: nothing renews it."),
    ("warned", "Below the threshold: suspended from 30 Jan 2027."),
    ("request", "Asker asks you for a partnership, until 23 Dec 2026."),
    ("request", "Second asks you for a partnership, until 23 Dec 2026."),
    ("ending", "Partnership and access end on 2 Dec 2026: Florist."),
    ("invoices_to_pay", ""),
    ("bills_overdue", "1 client invoice overdue since 3 Nov 2026: 92.53 CHF."),
    ("unbilled", "1 line not billed since 14 Oct 2026: 95.84 CHF."),
    ("bills_unsent", "1 client invoice issued, never sent: 92.53 CHF."),
    ("answers_unread", "The support answered CASE-1: not read yet."),
    ("paused", "Partnership paused until 1 Dec 2026: Resting."),
]


def test_what_needs_a_partner_is_a_line_each_the_costliest_to_ignore_first(
    services: Services, make: Builder, agency: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = lines(services, agency.owner)

    assert [(one.kind.value, one.text if said else "") for one, (_kind, said) in zip(found, SAID, strict=True)] == SAID
    assert {kind: where for kind, where in places(found).items() if kind in {Need.BLOCKED, Need.REQUEST}} == {
        Need.BLOCKED: ("products", "expired", "PRD-7"),
        Need.REQUEST: ("clients", "pending", "PTN-5"),
    }
    for name in ("3rd", "4th", "5th", "6th"):
        make.request(make.organisation(name), agency)
    asked = [one.text for one in lines(services, agency.owner) if one.kind is Need.REQUEST]
    assert asked[3:] == [
        "4th asks you for a partnership, until 23 Dec 2026.",
        "2 more partnership requests, first lapses on 23 Dec 2026: 5th.",
    ]
    assert {one.section for one in found} >= {"to_pay", "renewals", "programme", "reinvoicing", "support"}
    assert [one.severity.value for one in found[:3]] == ["grave"] * 2 + ["urgent"]
    last = services.home.show(agency.owner).attention[-1]
    assert (last.kind, last.section) == (Need.NOTICES_UNREAD, "notices")

    services.notices.read_all(agency.owner)
    monkeypatch.setattr(attention, "LOOKED_AT", 1)
    for module in (renewals, money):
        monkeypatch.setattr(module, "LOOKED_AT", 1)
    monkeypatch.setattr(home, "MOST_LOOKED_AT", 1)
    few = {one.kind: one for one in services.home.complete(agency.owner).attention}

    assert {Need.NOTICES_UNREAD, Need.ANSWERS_UNREAD} & few.keys() == set()
    assert few[Need.BLOCKED].is_more
    assert few[Need.CLIENTS_EXPIRY].text == "1+ client products expire, first on 29 Nov 2026: nothing renews them."


def test_however_much_is_late_what_comes_next_has_its_own_line(
    services: Services, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = make.organisation("Many", email="many@many.test")
    for number in range(3):
        make.product(org, f"dead{number}.test", expires_on=TODAY - timedelta(days=2))
        make.product(org, f"soon{number}.test", expires_on=TODAY + timedelta(days=3))
        services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "web-hosting"}], key=f"late{number}"))
    with services.office.filling() as session:
        session.connection().exec_driver_sql("UPDATE documents SET due_on = '2026-11-01'")
    for number in range(3):
        services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "web-hosting"}], key=f"next{number}"))
    for module in (attention, money, renewals):
        monkeypatch.setattr(module, "LOOKED_AT", 2)

    said = {one.kind: one.text for one in lines(services, org.owner)}

    assert said[Need.BLOCKED] == "2+ products blocked: first gone for good on 21 Dec 2026."
    assert said[Need.EXPIRY] == "2+ products expire, first on 26 Nov 2026: nothing renews them."
    assert said[Need.INVOICES_OVERDUE] == "2+ invoices overdue, first since 1 Nov 2026: at least 21.44 CHF."
    assert said[Need.INVOICES_TO_PAY].endswith("at least 21.44 CHF."), "the sum is of those that were looked at"


MONEY = {"clients_blocked", "renewals_failed", "invoices_overdue", "clients_expiry", "invoices_to_pay"}
BILLS = {"bills_overdue", "unbilled", "bills_unsent"}


ROLES: tuple[tuple[Role, bool, set[str]], ...] = (
    (Role.ADMINISTRATOR, False, {"blocked", "expiry", "warned", "ending", *MONEY, *BILLS}),
    (Role.COLLABORATOR, True, MONEY | BILLS),
    (Role.COLLABORATOR, False, set()),
    (Role.EXTERNAL, False, set()),
)


def test_nobody_is_told_of_what_they_may_not_act_on(services: Services, make: Builder, agency: Org) -> None:
    for place, (role, accounting, seen) in enumerate(ROLES):
        other = make.person(agency, role, email=f"other{place}@agency.test", accounting=accounting)

        assert {one.value for one in kinds(services, other)} == seen, (role, accounting)
    services.people.grant_product(agency.owner, "other2@agency.test", "near.test", ProductRight.STATISTICS)
    services.people.grant_product(agency.owner, "other2@agency.test", "dead.test", ProductRight.TECHNICAL)
    helper = services.accounts.sign_in("other2@agency.test", PASSWORD)[0]

    assert kinds(services, Actor(user_id=helper.user_id, org_id=agency.number)) == {Need.BLOCKED}


def test_statements_do_not_grow_with_what_there_is(services: Services, make: Builder, agency: Org) -> None:
    counted: list[str] = []
    event.listen(
        services.office.database.reader, "before_cursor_execute", lambda *call: counted.append(call[2]), named=False
    )

    def statements() -> int:
        counted.clear()
        services.home.show(agency.owner)
        services.home.months(agency.owner)
        services.home.weeks(agency.owner)
        return len(counted)

    before = statements()
    for number in range(4):
        client = make.organisation(f"More {number}")
        make.active(client, agency)
        make.product(client, f"more{number}.test", expires_on=TODAY + timedelta(days=number))
        make.product(agency, f"own{number}.test", expires_on=TODAY - timedelta(days=number))
        services.orders.place(agency.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))

    assert statements() == before


def test_the_way_to_the_thresholds_reads_what_clients_have_once(services: Services, agency: Org) -> None:
    counted: list[str] = []
    event.listen(
        services.office.database.reader, "before_cursor_execute", lambda *call: counted.append(call[2]), named=False
    )

    services.home.gauges(agency.owner)

    assert sum("FROM partnerships" in one and "JOIN products" in one for one in counted) == 1


def test_what_needs_a_client(services: Services, make: Builder, agency: Org, studio: Org, clock: FixedClock) -> None:
    bakery = next(one for one in make.made if one.name == "Bakery")
    (partnership,) = services.partnerships.list(bakery.owner)
    services.agreements.propose_payment(agency.owner, partnership.id, Payment.CLIENT)
    french = make.organisation("Épicerie", country="FR")
    ask_client(services, studio, french.email)
    services.prepaid.top_up(french.owner, PrepaidInput.of(amount="1.00", currency="EUR"))
    make.product(french, "cher.test", expires_on=TODAY + timedelta(days=40), auto_renewal=True)

    assert texts(services, bakery.owner) == [
        "Agency: invoice overdue since 3 Nov 2026, 92.53 CHF.",
        "Agency proposes another payment method.",
    ]
    assert texts(services, french.owner) == [
        "Prepaid account runs short on 19 Dec 2026 (1.00 EUR now).",
        "Studio asks you for a partnership, until 23 Dec 2026.",
        "VAT number missing: with one, invoices carry no VAT.",
    ]
    describe(services, french, vat_number="FR61954506077")
    clock.advance(days=31)
    assert Need.REQUEST not in kinds(services, french.owner)
    assert Need.VAT_NUMBER not in kinds(services, french.owner)


def test_a_suspended_partner_is_told_so_first_and_one_below_before_its_review(
    services: Services, make: Builder, studio: Org
) -> None:
    make.request(make.organisation("Asker"), studio)
    change(services, "UPDATE programme_members SET suspend_on = '2026-11-23' WHERE org_id = ?", studio.number)

    assert texts(services, studio.owner)[0] == "Suspended since 23 Nov 2026: nothing new earns anything."

    poor = make.partner("Poor")
    change(services, "UPDATE programme_members SET review_on = '2026-12-24' WHERE org_id = ?", poor.number)
    assert texts(services, poor.owner) == ["Below the threshold: a warning on 24 Dec 2026 (0.00 CHF a year)."]


def test_what_waits_for_staff(services: Services, make: Builder, agency: Org, clock: FixedClock) -> None:
    for _case in range(3):
        services.support_cases.open(agency.owner, NewRequest.of(subject="x", text="y"))
    change(services, "UPDATE support_cases SET due_at = '2026-11-23T08:35:00.000000Z' WHERE id = 2")
    change(services, "UPDATE support_cases SET due_at = '2026-11-23T09:30:00.000000Z' WHERE id = 3")
    change(
        services,
        "INSERT INTO programme_applications (org_id, state, declared, note, found, confirmed, terms_version, made_at, "
        "submitted_at, is_provisional, reasons, version) VALUES (?, 'submitted', '{}', '', '{}', '{}', '1', "
        "'2026-11-20T00:00:00.000000Z', '2026-11-21T09:00:00.000000Z', 0, '', 1)",
        make.made[1].number,
    )
    change(
        services,
        "INSERT INTO arrears (document_id, partner_id, level, made_at, note) "
        "VALUES (1, ?, 2, '2026-11-19T09:00:00.000000Z', '')",
        agency.number,
    )
    change(services, "UPDATE outbox SET parked_at = created_at, sent_at = NULL WHERE id = 1")

    assert texts(services, make.staff) == [
        "1 support case without an answer: late by 25 minutes.",
        "1 support case to answer now: 30 minutes left.",
        "Application to decide since 21 Nov 2026: Bakery.",
        "1 client in arrears: your task since 19 Nov 2026.",
        "1 support case waits for an answer.",
        "1 mail given up: nobody gets it until sent again.",
    ]
    assert places(lines(services, make.staff))[Need.CASES_LATE] == ("support_desk", "open", "CASE-2")
    guest = make.person(1, Role.EXTERNAL)
    assert kinds(services, guest) == set()


def test_the_counts_agree_with_the_lists(services: Services, make: Builder, client: Org, studio: Org) -> None:
    agency = make.partner("Agency")
    make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))
    florist = make.organisation("Florist", products=("florist.ch",))
    make.active(florist, agency)
    ask_partner(services, make.organisation("Asker"), "Agency")

    theirs = services.home.show(agency.owner).counts
    mine = services.home.show(client.owner).counts

    assert theirs == {
        "products": 0,
        "partners": 0,
        "requests": 1,
        "clients": 2,
        "clients_full": 1,
        "clients_limited": 1,
        "clients_pending": 1,
        "client_products": 2,
    }
    assert mine == {"products": 3, "partners": 2, "requests": 0}


def test_months_and_weeks_are_summed_up_a_currency_each(services: Services, make: Builder, agency: Org) -> None:
    bakery = next(one for one in make.made if one.name == "Bakery")

    months = services.home.months(agency.owner)
    weeks = services.home.weeks(agency.owner)

    assert months.revenue_is.value == "billed"
    assert {one.month: one.amount for one in months.revenue if one.amount != "0.00"} == {"2026-10": "85.60"}
    assert len(months.revenue) == 12
    assert [one.week for one in weeks.weeks[:2]] == [date(2026, 11, 23), date(2026, 11, 30)]
    assert (weeks.weeks[0].own, weeks.weeks[0].partner, weeks.weeks[0].client) == (1, 0, 2)
    assert [(one.currency, one.amount) for one in weeks.weeks[0].worth] == [("CHF", "29.76")]
    other = make.partner("Other")
    billed(services, make, other, "Hotel", "FR")
    charged(services, other, make.made[-1], "web-hosting")
    assert services.home.months(other.owner).revenue_is.value == "charged"
    assert services.home.gauges(bakery.owner) == ()
    assert [one.currency for one in services.home.gauges(agency.owner)] == ["CHF", "EUR"]
