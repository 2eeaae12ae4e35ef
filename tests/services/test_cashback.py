"""Cashback: lines, sums by month, client and product, the chart of a year, and the file of it all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import Forbidden
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.billing.cashback_views import CashbackBy, CashbackQuery
from resellertui.services.billing.views import OrderInput, PrepaidInput, RefundInput
from resellertui.services.console import Services


@pytest.fixture
def bakery(services: Services, make: Builder, agency: Org) -> Org:
    """Give a client that bought 35 hostings in one month and one thing that waits, and a Euro client beside it."""
    bakery = make.organisation("Bäckerei Mühle")
    make.active(bakery, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(bakery.owner, PrepaidInput.of(amount="500.00", currency="CHF"))
    lines = [{"sku": "web-hosting", "quantity": 35}]
    services.orders.place(bakery.owner, OrderInput.of(lines=lines, pay=True))
    services.orders.place(bakery.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    other = make.organisation("Épicerie", country="FR", city="Lyon")
    make.active(other, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(other.owner, PrepaidInput.of(amount="500.00", currency="EUR"))
    services.orders.place(other.owner, OrderInput.of(lines=[{"sku": "web-hosting", "name": "half.example"}], pay=True))
    return bakery


def asked(text: str, *, backwards: bool = False, state: str = "") -> CashbackQuery:
    """Return a query."""
    found: CashbackQuery = CashbackQuery.of(text=text, backwards=backwards, state=state)
    return found


def test_sums_by_month_client_and_product_add_up_to_the_totals(
    services: Services, make: Builder, agency: Org, bakery: Org
) -> None:
    services.billing.refund(make.staff, RefundInput.of(document="INV-1", amount="130.20", reason="half"))
    summary = services.cashback.summary(agency.owner)

    assert dict(summary.credited) == {"CHF": "52.08", "EUR": "1.82"}
    assert dict(summary.pending) == {"CHF": "1.48"}
    assert dict(summary.reversed) == {"CHF": "26.04", "EUR": "0.00"}
    for by in CashbackBy:
        rows = services.cashback.sums(agency.owner, by).rows
        franc = [one for one in rows if one.currency == "CHF"]
        assert sum(int(one.credited.replace(".", "")) for one in franc) == 5208
        assert sum(int(one.pending.replace(".", "")) for one in franc) == 148
        assert sum(int(one.reversed.replace(".", "")) for one in franc) == 2604


def test_a_list_is_narrowed_by_month_currency_ids_and_names(services: Services, agency: Org, bakery: Org) -> None:
    def found(text: str, state: str = "") -> list[str]:
        return [one.id for one in services.cashback.page(agency.owner, query=asked(text, state=state)).rows]

    assert found("") == ["CBK-3", "CBK-2", "CBK-1"]
    assert found("2026-11") == ["CBK-3", "CBK-2", "CBK-1"]
    assert found("2026-10") == []
    assert found("EUR") == ["CBK-3"]
    assert found("EUR CHF") == []
    assert found(bakery.ref) == ["CBK-2", "CBK-1"]
    assert found("backerei muhle CHF") == ["CBK-2", "CBK-1"]
    assert found("half.ex") == ["CBK-3"]
    assert found("CBK-2") == ["CBK-2"]
    assert found("", "pending") == ["CBK-2"]
    assert [one.id for one in services.cashback.page(agency.owner, 1, 1).rows] == ["CBK-2"]
    assert services.cashback.position(agency.owner, asked(""), "CBK-1") == 2
    assert services.cashback.position(agency.owner, asked("", backwards=True), "CBK-1") == 0
    assert services.cashback.position(agency.owner, asked("EUR"), "CBK-1") is None


def test_a_sum_is_found_by_its_key_and_by_its_name(services: Services, agency: Org, bakery: Org) -> None:
    cashback, me = services.cashback, agency.owner
    names = [one.label for one in cashback.sums(me, CashbackBy.CLIENT).rows]

    assert names == ["Bäckerei Mühle", "Épicerie"]
    assert cashback.position_of_sum(me, CashbackBy.CLIENT, asked(""), f"{bakery.ref} CHF") == 0
    assert cashback.position_of_sum(me, CashbackBy.CLIENT, asked("", backwards=True), f"{bakery.ref} CHF") == 1
    assert cashback.position_of_sum(me, CashbackBy.CLIENT, asked(""), f"{bakery.ref} EUR") is None
    for by in CashbackBy:
        for place, one in enumerate(cashback.sums(me, by).rows):
            assert cashback.position_of_sum(me, by, asked(""), f"{one.id} {one.currency}") == place
    assert cashback.find_sum(me, CashbackBy.CLIENT, asked(""), "épi") == 1
    assert cashback.find_sum(me, CashbackBy.CLIENT, asked(""), "mühle") == 0
    assert cashback.find_sum(me, CashbackBy.CLIENT, asked(""), "nobody") is None


def test_the_chart_shows_twelve_months_of_one_currency_with_exact_amounts(
    services: Services, agency: Org, bakery: Org
) -> None:
    francs = services.cashback.year(agency.owner, Currency.CHF, 20)
    euros = services.cashback.year(agency.owner, Currency.EUR, 20)

    assert [one.month for one in francs][:2] == ["2026-11", "2026-10"]
    assert len(francs) == 12
    assert (francs[0].credited, francs[0].pending, len(francs[0].bar)) == ("52.08", "1.48", 20)
    assert (francs[1].credited, francs[1].bar) == ("0.00", "")
    assert (euros[0].credited, len(euros[0].bar)) == ("1.82", 20)


def test_a_month_begins_when_it_does_in_zurich(services: Services, make: Builder, agency: Org) -> None:
    """At half past eleven in the evening of 30 November in UTC it is December already."""
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    clock = services.office.clock
    clock.advance(days=7, hours=14, minutes=30)  # type: ignore[attr-defined]  # the tests' clock
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}], pay=True))

    chart = services.cashback.year(agency.owner, Currency.CHF, 20)

    assert (chart[0].month, chart[0].credited) == ("2026-12", "1.98")


def test_a_sum_explains_itself_by_its_lines(services: Services, agency: Org, bakery: Org) -> None:
    found = services.cashback.explain_sum(agency.owner, asked(f"{bakery.ref} CHF"))
    text = " ".join(one for part in found.parts for one in part.sentences)

    assert found.agrees
    for piece in ("2 lines in CHF: 52.08 earned, 1.48 pending", "CBK-1", "CBK-2"):
        assert piece in text
    assert "EUR" not in text


def test_the_file_holds_every_record_and_is_written_down(
    services: Services, agency: Org, bakery: Org, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(services.cashback.csv(agency.owner))))
    sums = list(csv.DictReader(io.StringIO(services.cashback.csv(agency.owner, by=CashbackBy.CLIENT))))
    first = services.cashback.to_file(agency.owner, tmp_path, "cashback")
    second = services.cashback.to_file(agency.owner, tmp_path, "cashback", asked("EUR"))

    assert [one["id"] for one in rows] == ["CBK-3", "CBK-2", "CBK-1"]
    assert (sums[0]["id"], sums[0]["credited"]) == (bakery.ref, "52.08")
    assert (Path(second.path).name, first.records, second.records) == ("cashback-2.csv", 3, 1)


def test_only_who_has_the_accounting_sees_or_takes_it_out(services: Services, make: Builder, agency: Org) -> None:
    person = make.person(agency, Role.COLLABORATOR)
    for act in (
        lambda: services.cashback.sums(person, CashbackBy.MONTH),
        lambda: services.cashback.year(person, Currency.CHF, 10),
        lambda: services.cashback.csv(person),
        lambda: services.cashback.explain_sum(person, asked("")),
    ):
        with pytest.raises(Forbidden):
            act()


def test_another_partner_has_nothing_of_it(services: Services, agency: Org, studio: Org, bakery: Org) -> None:
    assert services.cashback.page(studio.owner, query=asked(bakery.ref)).total == 0
    assert services.cashback.sums(studio.owner, CashbackBy.CLIENT).rows == ()
