"""Long lists of money read page by page: the statement, what is to pay, the catalogue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org

from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.roles import Role
from resellertui.services.billing.catalogue import CatalogueQuery, CatalogueSort
from resellertui.services.billing.statement import StatementQuery
from resellertui.services.billing.to_pay import ToPayQuery
from resellertui.services.billing.views import OrderInput, PayInput, PrepaidInput, RefundInput
from resellertui.services.console import Services
from resellertui.store.models import Document


def moved(services: Services, org: Org, *amounts: str) -> None:
    """Top up with each amount, the reference saying which one it is."""
    for number, amount in enumerate(amounts):
        wish = PrepaidInput.of(amount=amount, currency="CHF", reference=f"Bank 50%_{number}")
        services.prepaid.top_up(org.owner, wish)


def entries(text: str = "", *, backwards: bool = False) -> StatementQuery:
    """Return a query of the statement."""
    found: StatementQuery = StatementQuery.of(text=text, backwards=backwards)
    return found


def test_each_page_of_a_statement_has_the_balances_of_the_whole(services: Services, make: Builder, client: Org) -> None:
    moved(services, client, "100.00", "50.00", "25.00")
    done = services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))
    services.billing.refund(make.staff, RefundInput.of(document=done.document_id, reason="all"))
    statement = services.prepaid.statement
    whole = statement(client.owner, "CHF").rows
    by_page = [row for offset in range(len(whole)) for row in statement(client.owner, "chf", offset, 1).rows]

    assert [one.balance for one in whole][-3:] == ["175.00", "150.00", "100.00"]
    assert whole[0].balance == "175.00"
    assert by_page == list(whole)
    assert statement(client.owner, "CHF", query=entries(backwards=True)).rows == whole[::-1]
    assert statement(client.owner, "CHF", 99, 5).total == len(whole)
    assert statement(client.owner, "EUR").total == 0


def test_a_statement_is_filtered_by_what_one_remembers_and_keeps_its_balances(services: Services, client: Org) -> None:
    moved(services, client, "100.00", "50.00", "25.00")
    done = services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))

    def found(text: str) -> list[tuple[str, str]]:
        rows = services.prepaid.statement(client.owner, "CHF", query=entries(text)).rows
        return [(one.transaction_id, one.balance) for one in rows]

    assert found("50%_1") == [("TXN-2", "150.00")]
    assert found("50.00") == [("TXN-2", "150.00")]
    assert found("top-up") == [("TXN-3", "175.00"), ("TXN-2", "150.00"), ("TXN-1", "100.00")]
    assert found("txn-1") == [("TXN-1", "100.00")]
    assert [one[0] for one in found(done.document_id or "")] == ["TXN-4"]
    assert len(found("2026-11-23")) == 4
    assert found("2025") == []


def test_the_place_of_an_entry_is_counted_in_the_order_shown(services: Services, client: Org, agency: Org) -> None:
    moved(services, client, "100.00", "50.00", "25.00")
    moved(services, agency, "1.00")
    prepaid, me = services.prepaid, client.owner

    assert prepaid.position(me, "CHF", entries(), "TXN-1") == 2
    assert prepaid.position(me, "CHF", entries(backwards=True), "TXN-1") == 0
    assert prepaid.position(me, "CHF", entries(), "TXN-4") is None
    assert prepaid.position(me, "EUR", entries(), "TXN-1") is None
    assert prepaid.find(me, "CHF", entries(), "50.00") == 1
    assert prepaid.find(me, "CHF", entries(), "nothing like it") is None


@pytest.fixture
def owing(services: Services, make: Builder, client: Org) -> Org:
    """Give a client that owes three documents, the one made last being due first, and one that it has paid."""
    for _turn in range(3):
        services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}]))
    moved(services, client, "500.00")
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "kdrive-solo"}], pay=True))
    with services.office.filling() as session:
        row = session.get(Document, 3)
        assert row is not None
        row.due_on = TODAY + timedelta(days=1)
    return client


def due(text: str = "", *, backwards: bool = False) -> ToPayQuery:
    """Return a query of what is to pay."""
    found: ToPayQuery = ToPayQuery.of(text=text, backwards=backwards)
    return found


def test_what_is_due_first_comes_first_page_by_page(services: Services, owing: Org) -> None:
    to_pay, me = services.to_pay, owing.owner

    assert [one.id for one in to_pay.page(me, due()).rows] == ["INV-3", "INV-1", "INV-2"]
    assert [one.id for one in to_pay.page(me, due(), 1, 1).rows] == ["INV-1"]
    assert [one.id for one in to_pay.page(me, due(backwards=True)).rows] == ["INV-2", "INV-1", "INV-3"]
    assert [one.id for one in to_pay.page(me, due("bake")).rows] == ["INV-3", "INV-1", "INV-2"]
    assert to_pay.page(me, due("nobody")).total == 0
    assert to_pay.position(me, due(), "INV-2") == 2
    assert to_pay.position(me, due(backwards=True), "INV-2") == 0
    assert to_pay.position(me, due(), "INV-4") is None
    assert to_pay.find(me, due(), "INV-1") == 1
    assert [one.id for one in to_pay.rows(me, ["INV-2", "INV-3", "INV-4", "x"])] == ["INV-3", "INV-2"]


def test_what_is_marked_is_summed_up_by_the_database(services: Services, owing: Org, agency: Org) -> None:
    one = services.to_pay.page(owing.owner, due()).rows[0].due
    services.billing.pay(owing.owner, PayInput.of(document="INV-1", amount="1.00"))
    cents = int(one.replace(".", ""))

    def total(
        *references: str, query: ToPayQuery | None = None, besides: tuple[str, ...] = ()
    ) -> list[tuple[int, int]]:
        found = services.to_pay.total(owing.owner, references, query, besides)
        return [(int(each.amount.replace(".", "")), each.documents) for each in found]

    assert total("INV-2") == [(cents, 1)]
    assert total("INV-1", "INV-4") == [(cents - 100, 1)]
    assert total(query=due()) == [(3 * cents - 100, 3)]
    assert total("INV-2", query=due(), besides=("INV-3",)) == [(2 * cents - 100, 2)]
    assert total() == []
    assert services.to_pay.total(agency.owner, ["INV-1"], due()) == ()


def test_the_catalogue_is_filtered_sorted_and_found_page_by_page(services: Services, client: Org) -> None:
    catalogue, me = services.catalogue, client.owner
    whole = catalogue.kinds(me)
    by_label = CatalogueQuery(sort=CatalogueSort.LABEL)
    labels = [one.label for one in catalogue.page(me, by_label, 0, 500).rows]

    assert catalogue.page(me, CatalogueQuery(), 2, 3).rows == whole[2:5]
    assert labels == sorted(labels, key=str.casefold)
    assert catalogue.position(me, by_label, catalogue.page(me, by_label, 4, 1).rows[0].sku) == 4
    hosting = catalogue.find(me, CatalogueQuery(), "web host")
    assert hosting is not None
    assert whole[hosting].sku == "web-hosting"
    assert catalogue.find(me, CatalogueQuery(), "nothing like it") is None
    assert {one.sku for one in catalogue.page(me, CatalogueQuery(text="web hosting")).rows} >= {"web-hosting"}
    assert catalogue.kind(me, "web-hosting") == whole[hosting]
    with pytest.raises(NotFound):
        catalogue.kind(me, "gone")


def test_lists_of_money_need_the_accounting_right(services: Services, make: Builder, owing: Org) -> None:
    person = make.person(owing, Role.COLLABORATOR)
    for act in (
        lambda: services.to_pay.page(person, due()),
        lambda: services.to_pay.total(person, ["INV-1"]),
        lambda: services.to_pay.rows(person, ["INV-1"]),
        lambda: services.prepaid.position(person, "CHF", entries(), "TXN-1"),
        lambda: services.prepaid.find(person, "CHF", entries(), "x"),
    ):
        with pytest.raises(Forbidden):
            act()
