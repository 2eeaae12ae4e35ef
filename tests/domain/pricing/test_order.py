"""Whole orders priced by the shipped terms: totals, tiers, benefits and the steps that explain them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid, NotFound, Refused, Usage
from resellertui.domain.pricing import Benefit, PricedOrder, price_order, read_order
from resellertui.domain.programme import default_terms

TERMS = default_terms()
ORDER: dict[str, Any] = {
    "date": "2026-11-23",
    "currency": "CHF",
    "access": "full",
    "payment": "client",
    "ordered_by": "client",
    "buyer": {"country": "CH", "kind": "company"},
    "lines": [{"family": "web_hosting", "unit_price": "9.92", "quantity": 35}],
}
OWN = {"access": "none", "payment": None, "ordered_by": "partner", "ordered_for": "partner"}


def price(*lines: dict[str, Any], **changes: Any) -> PricedOrder:
    """Price the published example with some of it changed."""
    order = ORDER | changes | ({"lines": list(lines)} if lines else {})
    return price_order(read_order(json.dumps(order)), TERMS)


def amounts(order: PricedOrder) -> tuple[str, str, str]:
    """Return the net, VAT and total as text."""
    return str(order.total_excl_vat), ", ".join(str(one.amount) for one in order.vat), str(order.total)


def test_the_published_example_as_cashback() -> None:
    order = price()

    assert (order.charged_to, order.invoice_to, order.benefit) == ("client", "client", "cashback")
    assert amounts(order) == ("260.40", "21.09", "281.49")
    assert (str(order.lines[0].partner_net), str(order.lines[0].cashback)) == ("208.32", "52.08")
    assert order.terms_version == TERMS.version


def test_the_published_example_as_a_discount() -> None:
    order = price(payment="partner", ordered_by="partner")

    assert (order.charged_to, order.invoice_to, order.benefit) == ("partner", "partner", "discount")
    assert amounts(order) == ("208.32", "16.87", "225.19")
    assert (str(order.lines[0].discount), str(order.lines[0].cashback)) == ("52.08", "0.00")


def test_an_order_of_the_partner_for_itself_costs_the_discounted_price() -> None:
    assert amounts(price(**OWN)) == ("208.32", "16.87", "225.19")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"ordered_by": "client"}, "ordered_by"), ({"access": "full"}, "access"), ({"payment": "partner"}, "payment")],
)
def test_an_order_for_oneself_has_nothing_to_do_with_a_client(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        price(**(OWN | changes))
    assert [one.field for one in refusal.value.fields] == [field]


def test_without_a_partner_nothing_is_earned_and_there_is_no_net() -> None:
    order = price(access="none", payment=None)

    assert order.benefit is Benefit.NONE
    assert (order.lines[0].partner_net, str(order.lines[0].charged)) == (None, "260.40")


def test_with_limited_access_only_entrusted_lines_earn() -> None:
    bought = {"family": "web_hosting", "unit_price": "9.92"}
    order = price(bought | {"entrusted": True}, bought, access="limited", payment=None)

    assert order.benefit is Benefit.CASHBACK
    assert [str(line.cashback) for line in order.lines] == ["1.98", "0.00"]
    assert [line.partner_net is None for line in order.lines] == [False, True]
    assert "Line 2 is not entrusted to the partner and earns it nothing." in order.steps


def test_what_a_limited_partner_orders_is_refused() -> None:
    with pytest.raises(Refused, match="never orders or renews"):
        price(access="limited", payment=None, ordered_by="partner")


@pytest.mark.parametrize(
    ("active", "charged"),
    [(0, "9.92"), (4, "9.92"), (5, "9.42"), (14, "9.42"), (15, "8.43"), (34, "8.43"), (35, "7.44"), (75, "6.94")],
)
def test_the_tier_is_the_greatest_threshold_that_is_reached(active: int, charged: str) -> None:
    order = price({"family": "web_hosting", "unit_price": "9.92"}, active_subscriptions={"hosting": active})

    assert str(order.lines[0].charged) == charged


def test_the_order_s_own_quantities_of_the_whole_group_count_where_no_count_is_given() -> None:
    order = price(
        {"family": "web_hosting", "unit_price": "10.00", "quantity": 20, "periods": 12},
        {"family": "mail_hosting", "unit_price": "10.00", "quantity": 15},
        {"family": "vps", "unit_price": "10.00", "quantity": 50},
    )

    assert [str(line.charged) for line in order.lines] == ["1800.00", "112.50", "500.00"]


def test_a_count_of_another_group_is_not_understood() -> None:
    with pytest.raises(Usage) as refusal:
        price(active_subscriptions={"hostings": 3})
    assert [one.field for one in refusal.value.fields] == ["active_subscriptions.hostings"]


def test_a_sku_brings_its_price_in_the_order_s_currency() -> None:
    assert [str(price({"sku": "web-hosting"}, currency=one).lines[0].gross) for one in ("CHF", "EUR")] == [
        "9.92",
        "9.10",
    ]


def test_domains_go_by_the_reseller_price_list() -> None:
    order = price({"sku": "domain-ch", "quantity": 2}, {"sku": "domain-com"})

    assert [str(line.partner_net) for line in order.lines] == ["15.20", "11.90"]
    assert any("reseller price list, at 7.60" in step for step in order.steps)


def test_a_domain_without_a_sku_has_no_list_price() -> None:
    bought = {"family": "domain", "unit_price": "9.00"}

    with pytest.raises(Invalid) as refusal:
        price(bought)
    assert [one.field for one in refusal.value.fields] == ["lines.1.family"]
    assert str(price(bought | {"rate": "0.10"}).lines[0].partner_net) == "8.10"
    assert str(price(bought, access="none", payment=None).lines[0].charged) == "9.00"


def test_a_line_s_own_rates_stand_in_for_those_of_the_terms() -> None:
    order = price({"family": "web_hosting", "unit_price": "100", "rate": "0.35", "degressive_rate": "0.5"})

    assert (str(order.lines[0].charged), str(order.lines[0].partner_net)) == ("50.00", "32.50")


def test_a_family_that_the_terms_do_not_know_needs_a_rate_and_says_so() -> None:
    bought = {"family": "fax", "unit_price": "10"}

    with pytest.raises(NotFound) as refusal:
        price(bought, {"sku": "telex"})
    assert [one.field for one in refusal.value.fields] == ["lines.1.family", "lines.2.sku"]
    order = price(bought | {"rate": "0.1"})
    assert str(order.lines[0].partner_net) == "9.00"
    assert any("no family of the programme terms" in step for step in order.steps)


def test_a_service_across_a_change_of_rate_is_split_and_explained() -> None:
    order = price(service_from="2023-12-01", service_to="2024-11-30")

    assert [(one.rate, str(one.base)) for one in order.vat] == [("7.7", "22.06"), ("8.1", "238.34")]
    assert "The service from 2023-12-01 to 2024-11-30: 31 days at 7.7 %, 335 days at 8.1 %." in order.steps


def test_without_a_period_the_order_is_taxed_as_on_its_date() -> None:
    assert [price(date=day).vat[0].rate for day in ("2023-12-31", "2024-01-01")] == ["7.7", "8.1"]


def test_no_vat_is_one_entry_at_zero_with_its_reason() -> None:
    order = price(buyer={"country": "IT", "kind": "company", "vat_number": "IT00743110157"}, currency="EUR")

    assert [(one.rate, str(one.amount)) for one in order.vat] == [("0", "0.00")]
    assert order.vat[0].reason.startswith("Reverse charge")
    assert order.total == order.total_excl_vat


def test_every_step_of_the_published_example_is_said_with_its_figures() -> None:
    text = "\n".join(price().steps)

    for figures in (
        "35 × 9.92 = 347.20 CHF",
        "347.20 × 0.80 = 277.76 CHF",
        "277.76 × 0.75 = 208.32 CHF",
        "347.20 × 0.75 = 260.40 CHF",
        "260.40 − 208.32 = 52.08 CHF",
        "260.40 × 8.1 % = 21.09 CHF",
        "260.40 + 21.09 = 281.49 CHF",
        "tier from 35: −25 %",
    ):
        assert figures in text


def test_sample_data_is_marked_where_it_is_shown() -> None:
    marked = [step for step in price({"sku": "vps-lite"}).steps if "Sample data" in step]
    published = [step for step in price().steps if "Sample data" in step]

    assert len(marked) == 2, "the price and the rate"
    assert published == []


def test_a_long_sum_is_not_written_out() -> None:
    order = price(*[{"family": "vps", "unit_price": "1.00"}] * 30)

    assert "VPS, 30 lines: 30.00 CHF together." in order.steps


LINES = st.fixed_dictionaries(
    {
        "sku": st.sampled_from(["web-hosting", "mail-hosting", "vps-lite", "domain-ch", "public-cloud-storage"]),
        "quantity": st.integers(1, 40),
        "periods": st.integers(1, 13),
        "entrusted": st.booleans(),
    }
)


@given(
    st.lists(LINES, min_size=1, max_size=6),
    st.sampled_from([("none", None, "client"), ("limited", None, "client"), ("full", "client", "partner")]),
    st.sampled_from(["CH", "IT", "US"]),
)
def test_totals_add_up_and_any_order_of_lines_gives_the_same(
    lines: list[dict[str, Any]], how: tuple[str, str | None, str], country: str
) -> None:
    changes = {
        "access": how[0],
        "payment": how[1],
        "ordered_by": how[2],
        "buyer": {"country": country, "kind": "individual"},
    }
    order, turned = price(*lines, **changes), price(*reversed(lines), **changes)

    assert sum(line.charged.minor for line in order.lines) == order.total_excl_vat.minor
    assert sum(entry.base.minor for entry in order.vat) == order.total_excl_vat.minor
    assert order.total_excl_vat.minor + sum(entry.amount.minor for entry in order.vat) == order.total.minor
    assert amounts(order) == amounts(turned)
