"""What lists, boards and figures ask the database, by the plans of their statements: none reads a big table whole."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event
from tests.builders import PASSWORD, Builder, Org
from tests.services.reinvoicing import open_desk

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Side
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.billing.cashback_views import CashbackBy, CashbackQuery
from resellertui.services.billing.statement import StatementQuery
from resellertui.services.billing.to_pay import ToPayQuery
from resellertui.services.billing.views import DocumentQuery, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab
from resellertui.services.programme.views import ApplicationState
from resellertui.services.reinvoicing.line_views import ChargedQuery, LeakageBy, LineSort
from resellertui.services.reinvoicing.margin_views import MarginInput, MarginQuery
from resellertui.services.renewals.views import RenewalQuery
from resellertui.services.teams.views import NewTeam
from resellertui.services.unit import Office
from resellertui.store.models.portfolio import SORTS
from resellertui.store.queries import document_list, programme, registry, reinvoice_lines, renewal_board, walks
from resellertui.store.queries.portfolio import finding, orders
from resellertui.tui.sections.renewals import QUERIES

SMALL = frozenset(
    {
        "installation",
        "portfolio_day",
        "portfolio_totals",
        "programme_members",
        "terms_versions",
        "tick_runs",
        "failure_counts",
    }
)
"""Tables with a row a day, a partner or an installation at most; every other one grows with the business."""

SCAN = re.compile(r"^SCAN (?:TABLE )?(?P<name>\w+)")
ALIAS = re.compile(r"\b(\w+) AS (\w+)\b")
NEWEST = re.compile(r"FROM audit_entries ORDER BY audit_entries\.id DESC\s+LIMIT")
"""A scan that stops at its first row."""
TASKS = re.compile(r"INDEX ix_(arrears_tasks|outbox_parked|outside_products_tasks)\b")
"""Indexes of what waits for staff alone, which are read whole."""
WALKED = re.compile(
    "INDEXED BY ix_(renewal_lines_board|documents_payer_id_id|documents_payer_id_state_id|reinvoice_lines_)"
)
"""The lists that no sorting may hold up."""
SUBQUERIES = frozenset(
    {"CONSTANT", "pool", "facts", "sums", "moves", "each_one", "counted", "effective_clients", "effective_products"}
)
"""What is computed by a statement itself; the tables that it is computed from are looked at like any other."""

Asked = list[tuple[str, Any]]


@pytest.fixture
def asked(office: Office) -> Iterator[Asked]:
    """Give every statement that is sent to the database from now on, with its values."""
    found: Asked = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        found.append((statement, values))

    event.listen(office.database.reader, "before_cursor_execute", note)
    yield found
    event.remove(office.database.reader, "before_cursor_execute", note)


@pytest.fixture
def agency(make: Builder, monkeypatch: pytest.MonkeyPatch) -> Org:
    """Give a partner with a few clients, whose lists are read as those of a million are."""
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(orders, "FAR", 1)
    agency = make.partner("Agency")
    for number in range(4):
        make.active(make.organisation(f"Client {number}", products=(f"{number}.example",)), agency)
    make.request(make.organisation("Asking"), agency)
    make.services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="1.00", currency="CHF"))
    return agency


def plans(office: Office, asked: Asked) -> Iterator[tuple[str, list[str]]]:
    """Yield each statement that reads, with the lines of its plan."""
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path)) as raw:
        for statement, values in dict(asked).items():  # a plan is the same for all values
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
                yield statement, [str(row[3]) for row in plan]


def scans(office: Office, asked: Asked) -> list[str]:
    """Return what the plans read whole: the table, and the statement."""
    found = []
    for statement, plan in plans(office, asked):
        named = {alias: table for table, alias in ALIAS.findall(statement)}
        for detail in plan:
            match = SCAN.match(detail)
            if match is None or "VIRTUAL TABLE INDEX" in detail or NEWEST.search(statement) or TASKS.search(detail):
                continue
            table = named.get(match["name"], match["name"])
            if table not in SMALL | SUBQUERIES:
                found.append(f"{detail}\n    {statement}")
    return found


def test_a_scan_of_a_big_table_is_seen(office: Office, asked: Asked) -> None:
    with office.database.reader.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM organisations WHERE name LIKE '%x%'")

    assert len(scans(office, asked)) == 1


@pytest.mark.parametrize("sort", ClientSort)
def test_the_list_of_clients_is_read_along_an_index_in_every_order(
    services: Services, office: Office, agency: Org, asked: Asked, sort: ClientSort
) -> None:
    for tab, descending in product(ClientTab, (False, True)):
        asked.clear()
        for text in ("", "c", "client", "cl example"):
            query = ClientQuery(text=text, tab=tab, sort=sort, descending=descending)
            for offset in (0, 2):
                services.clients.page(agency.owner, query, offset, 2)
            services.clients.position(agency.owner, query, "PTN-2")
            services.clients.find(agency.owner, query, "client 2")
            services.clients.count(agency.owner, query)
            services.clients.among(agency.owner, query, ["PTN-2"])

        assert scans(office, asked) == [], (tab, descending)
        walked = [(one, plan) for one, plan in plans(office, asked) if "portfolio_lines INDEXED BY" in one]
        assert walked, (tab, descending)
        assert not [(one, plan) for one, plan in walked if "TEMP B-TREE" in " ".join(plan)], (tab, descending)


def test_every_sort_of_the_service_is_one_of_the_store() -> None:
    known = {"expiry" if one is ClientSort.NEXT_EXPIRY else one.value for one in ClientSort}

    assert known == set(SORTS)


@pytest.mark.parametrize("counted", [0, 10_000], ids=["many match", "few match"])
def test_renewals_and_documents_are_read_along_indexes(
    services: Services, office: Office, agency: Org, asked: Asked, monkeypatch: pytest.MonkeyPatch, counted: int
) -> None:
    for module, name in ((walks, "COUNTED"), (renewal_board, "COUNTED"), (document_list, "FEW")):
        monkeypatch.setattr(module, name, counted)
    asked.clear()
    for text in ("", "c", "client", "cl example", "2026-000001", "INV-1"):
        for tab in QUERIES.values():
            query = RenewalQuery.of(text=text, **tab)
            for offset in (0, 2):
                services.renewals.board(agency.owner, query, offset, 2, hurried=True)
            services.renewals.position(agency.owner, query, "PRD-2")
            services.renewals.count(agency.owner, query)
        for state in ("", "paid", "to_pay"):
            documents = DocumentQuery(text=text, state=state)
            for offset in (0, 2):
                services.billing.documents(agency.owner, documents, offset, 2, hurried=True)
            services.billing.position(agency.owner, documents, "2026-000001")
            services.billing.count(agency.owner, documents)
    services.renewals.forecast(agency.owner)

    assert scans(office, asked) == []
    walked = [plan for one, plan in plans(office, asked) if WALKED.search(one)]
    assert walked
    assert not [plan for plan in walked if "TEMP B-TREE" in " ".join(plan)]


def test_no_list_or_trigger_goes_through_the_products_that_run(office: Office) -> None:
    assert office.database.path is not None
    asked: Asked = [
        ("SELECT * FROM portfolio_now WHERE partnership_id = ?", (1,)),
        ("SELECT * FROM portfolio_now WHERE client_id = ?", (1,)),
        ("SELECT * FROM renewals_now WHERE partnership_id = ?", (1,)),
        ("SELECT * FROM renewals_now WHERE product_id IN (?, ?)", (1, 2)),
        ("SELECT * FROM renewals_now", ()),
    ]

    products = [line for _one, plan in plans(office, asked) for line in plan if " products USING " in line]

    assert products
    assert not [line for line in products if "org_id=?" not in line and "rowid=?" not in line]


BOARDS: dict[str, Callable[[Services, Actor], object]] = {
    "home": lambda services, actor: services.home.show(actor),
    "products": lambda services, actor: services.products.list(actor),
    "own partners": lambda services, actor: services.partnerships.list(actor, side=Side.CLIENT),
    "people": lambda services, actor: services.people.list(actor),
    "a person": lambda services, actor: services.people.show(actor),
    "teams": lambda services, actor: [
        team := services.teams.create(actor, NewTeam.of(name="Web")).id,
        services.teams.add_member(actor, team, f"USR-{actor.user_id}"),
        services.teams.grant_client(actor, team, "PTN-1"),
        services.teams.list(actor),
        services.teams.delete(actor, team),
    ],
    "who reaches what": lambda services, actor: [
        services.reach.matrix(actor, "cl", 1, 3),
        services.reach.by_client(actor, "PTN-1"),
        services.reach.by_person(actor),
    ],
    "directory": lambda services, actor: [
        (services.directory.search(actor, query, 0, 2), services.directory.position(actor, query, "ORG-2"))
        for query in (
            DirectoryQuery(),
            DirectoryQuery(text="ag a"),
            DirectoryQuery(name="ag", place="ch", language="french", service="web"),
        )
    ],
    "a partnership": lambda services, actor: services.partnerships.show(actor, "PTN-1"),
    "a history": lambda services, actor: services.partnerships.history(actor, "PTN-1"),
    "cashback": lambda services, actor: [
        (
            services.cashback.summary(actor),
            services.cashback.page(actor, query=CashbackQuery(text=text)),
            services.cashback.position(actor, CashbackQuery(text=text), "CBK-1"),
            services.cashback.year(actor, Currency.CHF, 20),
            [services.cashback.sums(actor, by, CashbackQuery(text=text)) for by in CashbackBy],
            services.cashback.position_of_sum(actor, CashbackBy.CLIENT, CashbackQuery(), "ORG-2 CHF"),
            services.cashback.find_sum(actor, CashbackBy.PRODUCT, CashbackQuery(), "x"),
        )
        for text in ("", "cl", "2026-11 CHF", "ORG-2", "CBK-1")
    ],
    "managed value": lambda services, actor: [
        services.managed.value(actor),
        services.managed.page(actor, ClientQuery()),
        services.explain.explain(actor, "PTN-1"),
    ],
    "statement": lambda services, actor: [
        (
            services.prepaid.statement(actor, "CHF", query=StatementQuery(text=text)),
            services.prepaid.find(actor, "CHF", StatementQuery(), text),
        )
        for text in ("", "2026-11", "TXN-1", "INV-1", "1.00")
    ],
    "to pay": lambda services, actor: [
        (
            services.to_pay.page(actor, ToPayQuery(text=text)),
            services.to_pay.position(actor, ToPayQuery(text=text), "INV-1"),
            services.to_pay.total(actor, ["INV-1"], ToPayQuery(text=text), ["INV-2"]),
            services.to_pay.rows(actor, ["INV-1"]),
        )
        for text in ("", "x", "INV-1")
    ],
    "activity": lambda services, actor: [
        (
            services.activity.page(actor, ActivityQuery(text=text, by_others=others), 2, 2, hurried=True),
            services.activity.count(actor, ActivityQuery(text=text, by_others=others)),
            services.activity.position(actor, ActivityQuery(text=text, by_others=others), "ACT-3"),
        )
        for text in ("", "client", "2026-11")
        for others in (False, True)
    ],
    "search": lambda services, actor: [
        services.search.find(actor, text) for text in ("c", "client", "cl exam", "PTN-1")
    ],
    "signing in": lambda services, _actor: services.accounts.sign_in("owner1@test.example", PASSWORD),
}


def test_charged_lines_are_read_along_indexes(
    services: Services, office: Office, make: Builder, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((walks, "COUNTED"), (reinvoice_lines, "FEW")):
        monkeypatch.setattr(module, name, -1)
    desk = open_desk(services, make, make.partner("Agency"))
    clients = [desk.client(f"Client {number}") for number in range(3)]
    lines = [one for client in clients for one in desk.charge(client, {"sku": "web-hosting"}, {"sku": "web-hosting"})]
    desk.refund(lines[0], "1.00")
    actor = desk.partner.owner
    asked.clear()
    for filters in CHARGED:
        for sort in LineSort:
            query = ChargedQuery.of(sort=sort, **filters)
            for offset in (0, 2):
                services.charged_lines.page(actor, query, offset, 2, hurried=True)
            services.charged_lines.position(actor, query, "LIN-3")
            services.charged_lines.count(actor, query)
            services.charged_lines.totals(actor, query)
    for by in LeakageBy:
        services.leakage.sums(actor, by)
    services.leakage.show(actor)
    wish = MarginInput.of(method="percentage", value="1", client="client 1")
    services.margins.preview(actor, wish)
    services.margins.page(actor, MarginQuery())
    services.home.show(actor)

    assert scans(office, asked) == []
    walked = [(one, plan) for one, plan in plans(office, asked) if WALKED.search(one) and "LIMIT" in one]
    assert walked
    assert not [one for one, plan in walked if "TEMP B-TREE" in " ".join(plan)]


CHARGED = (
    {},
    {"month": "2026-11"},
    {"client": "Client 1"},
    {"client": "Client 1", "state": "open"},
    *({"state": state} for state in ("open", "held", "billed", "waived", "flagged")),
    {"state": "open", "month": "2026-11"},
    {"text": "cl hosting"},
    {"text": "LIN-2"},
    {"text": "2026-000001"},
    {"currency": "CHF"},
)


def test_boards_and_figures_ask_only_for_what_they_show(
    services: Services, office: Office, make: Builder, agency: Org, asked: Asked
) -> None:
    for board, show in BOARDS.items():
        asked.clear()
        show(services, agency.owner)

        assert asked, board
        assert scans(office, asked) == [], board
    services.home.show(make.staff)
    assert scans(office, asked) == [], "the home of staff"


def test_a_collaborators_lists_and_figures_read_only_what_is_granted(
    services: Services, office: Office, make: Builder, agency: Org, asked: Asked
) -> None:
    helper = make.person(agency, Role.COLLABORATOR, email="helper@agency.test")
    services.people.grant_client(agency.owner, "helper@agency.test", show_id(Kind.PARTNERSHIP, 1))
    services.teams.create(agency.owner, NewTeam.of(name="Web"))
    services.teams.add_member(agency.owner, "Web", "helper@agency.test")
    asked.clear()

    services.home.show(helper)
    services.clients.page(helper, ClientQuery(text="cli"))
    services.search.find(helper, "client")
    services.reach.matrix(helper)

    assert scans(office, asked) == []


def test_a_client_is_found_by_name_and_address_without_reading_the_others(
    services: Services, office: Office, agency: Org, asked: Asked
) -> None:
    asked.clear()
    for who in ("Client 1", "owner3@test.example", "PTN-2"):
        services.clients.show(agency.owner, who)

    assert scans(office, asked) == []


def test_what_registries_are_asked_and_have_said_is_read_along_an_index(office: Office, asked: Asked) -> None:
    asked.clear()
    with office.reading(Actor.operator()) as unit:
        unit.open_to_everyone("only the plans are looked at")
        after = registry.DueQuestion(unit.now, 1, "vies", "FR61954506077")
        registry.due(unit.session, unit.now, 10)
        registry.due(unit.session, unit.now, 10, after=after)
        registry.count_due(unit.session, unit.now)
        registry.last_answer(unit.session, 1, "vies", after.number, until=unit.now, definite=True)
        registry.first_failure(unit.session, 1, "vies", after.number, 0)
        registry.answers(unit.session, 1, 10)

    assert scans(office, asked) == []
    assert not [plan for one, plan in plans(office, asked) if "registry_answers" in one and "B-TREE" in " ".join(plan)]


def test_the_programme_is_read_along_indexes(services: Services, office: Office, agency: Org, asked: Asked) -> None:
    staff = Builder(services).staff
    asked.clear()
    services.membership.show(agency.owner)
    services.membership.reviews(agency.owner)
    services.listings.show(agency.owner)
    for state in (one for one in ApplicationState if one is not ApplicationState.DRAFT):
        services.admissions.page(staff, state)
    with office.reading(staff) as unit:
        unit.open_to_everyone("a test looks at statements")
        programme.overdue_untold(unit.session, unit.today, unit.today, (unit.today, 1), 50)
        programme.open_application(unit.session, agency.number)
        programme.last_application(unit.session, agency.number)

    assert scans(office, asked) == []
