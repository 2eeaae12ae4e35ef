"""Orders described in JSON: what is understood, what can't be, and what is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid, ResellerError, Usage
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import OrderDescription, Reach, read_order

ORDER: dict[str, Any] = {
    "date": "2026-11-23",
    "currency": "CHF",
    "access": "full",
    "payment": "client",
    "ordered_by": "client",
    "buyer": {"country": "CH", "kind": "company", "vat_number": None},
    "active_subscriptions": {"hosting": 35},
    "lines": [{"family": "web_hosting", "unit_price": "9.92", "quantity": 35, "periods": 1, "entrusted": True}],
}


def read(**changes: Any) -> OrderDescription:
    """Read the order with some keys changed."""
    return read_order(json.dumps(ORDER | changes))


def read_line(**changes: Any) -> OrderDescription:
    """Read the order with some keys of its line changed."""
    return read(lines=[ORDER["lines"][0] | changes])


def problems(error: type[ResellerError], text: str) -> dict[str, str]:
    """Return the problems of a text by place."""
    with pytest.raises(error) as refusal:
        read_order(text)
    return {one.field: one.reason for one in refusal.value.fields}


def test_the_documented_order_is_understood() -> None:
    order = read()

    assert (order.date, order.currency, order.reach) == (date(2026, 11, 23), Currency.CHF, Reach.FULL)
    assert (order.payment, order.ordered_by, order.ordered_for) == (Payment.CLIENT, Side.CLIENT, Side.CLIENT)
    assert order.active_subscriptions == {"hosting": 35}
    (line,) = order.lines
    assert (line.family, line.unit_price, line.quantity, line.periods) == ("web_hosting", Decimal("9.92"), 35, 1)
    assert (line.entrusted, line.rate, line.degressive_rate, line.service) == (True, None, None, None)


def test_null_is_the_same_as_leaving_a_key_out() -> None:
    optional = dict.fromkeys(("active_subscriptions", "ordered_for", "service_from", "service_to"))
    bare = {"family": "web_hosting", "unit_price": "9.92"}
    line = bare | dict.fromkeys(
        ("sku", "quantity", "periods", "entrusted", "rate", "degressive_rate", "service_from", "service_to")
    )

    assert read(**optional, lines=[line]) == read(active_subscriptions={}, lines=[bare])


def test_null_counts_are_left_out() -> None:
    assert read(active_subscriptions={"hosting": None}).active_subscriptions == {}


def test_quantity_and_periods_are_one_where_nothing_is_said() -> None:
    (line,) = read(lines=[{"sku": "web-hosting"}]).lines

    assert (line.sku, line.quantity, line.periods, line.entrusted) == ("web-hosting", 1, 1, False)


def test_a_line_s_own_period_goes_before_the_order_s() -> None:
    lines = [{"sku": "vps-lite", "service_from": "2026-12-01", "service_to": "2026-12-31"}, {"sku": "vps-lite"}]
    order = read(service_from="2026-11-01", service_to="2026-11-30", lines=lines)

    assert [line.service for line in order.lines] == [
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 11, 1), date(2026, 11, 30)),
    ]


@pytest.mark.parametrize("key", ["date", "currency", "access", "ordered_by", "buyer", "lines"])
def test_a_missing_key_is_named(key: str) -> None:
    without = {name: value for name, value in ORDER.items() if name != key}
    place = "buyer.country" if key == "buyer" else key

    assert problems(Usage, json.dumps(without))[place] == "It is missing."
    assert problems(Usage, json.dumps(ORDER | {key: None}))[place] == "It is missing."


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"date": "23.11.2026"}, "date", "such as 2026-11-23"),
        ({"date": "2026-02-30"}, "date", "such as 2026-11-23"),
        ({"date": "20261123"}, "date", "such as 2026-11-23"),
        ({"date": 20261123}, "date", "such as 2026-11-23"),
        ({"currency": "USD"}, "currency", "CHF, EUR"),
        ({"access": "total"}, "access", "none, limited, full"),
        ({"payment": "cash"}, "payment", "client, partner"),
        ({"ordered_by": "staff"}, "ordered_by", "client, partner"),
        ({"buyer": []}, "buyer", "object"),
        ({"buyer": {"country": "ZZ", "kind": "company"}}, "buyer.country", "two-letter code"),
        ({"buyer": {"country": "CH", "kind": "shop"}}, "buyer.kind", "company"),
        ({"buyer": {"country": "CH"}}, "buyer.kind", "missing"),
        ({"buyer": {"country": "CH", "kind": "company", "name": "x"}}, "buyer.name", "not known"),
        ({"buyer": {"country": "CH", "kind": "company", "vat_number": 1}}, "buyer.vat_number", "text in quotes"),
        ({"active_subscriptions": {"hosting": "35"}}, "active_subscriptions.hosting", "whole number"),
        ({"active_subscriptions": 35}, "active_subscriptions", "object"),
        ({"lines": []}, "lines", "not empty"),
        ({"lines": {}}, "lines", "not empty"),
        ({"lines": ["x"]}, "lines.1", "object"),
        ({"lines": [{"unit_price": "1"}]}, "lines.1.family", "missing"),
        ({"lines": [{"family": "vps"}]}, "lines.1.unit_price", "missing"),
        ({"lines": [{"sku": "vps-lite", "unit_price": "1"}]}, "lines.1.unit_price", "one or the other"),
        ({"lines": [{"sku": "vps-lite", "family": "vps"}]}, "lines.1.family", "one or the other"),
        ({"service_from": "2026-11-01"}, "service_to", "missing"),
        ({"service_to": "2026-11-01"}, "service_from", "missing"),
        ({"colour": "red"}, "colour", "not known"),
        ({"colour": None}, "colour", "not known"),
    ],
)
def test_what_can_not_be_understood_is_named_by_its_place(changes: dict[str, Any], place: str, reason: str) -> None:
    assert reason in problems(Usage, json.dumps(ORDER | changes))[place]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("quantity", 1.5, "whole number"),
        ("quantity", "35", "whole number"),
        ("quantity", True, "whole number"),
        ("entrusted", "yes", "true or false"),
        ("entrusted", 1, "true or false"),
        ("unit_price", "9,92", "digits and a point"),
        ("unit_price", "1e3", "digits and a point"),
        ("unit_price", "9.1234567", "six decimals"),
        ("unit_price", True, "text in quotes"),
        ("family", "web\u0000", "control character"),
        ("price", "9.92", "not known"),
    ],
)
def test_what_a_line_says_wrongly_is_named_by_line_and_key(key: str, value: Any, reason: str) -> None:
    line = ORDER["lines"][0] | {key: value}

    assert reason in problems(Usage, json.dumps(ORDER | {"lines": [ORDER["lines"][0], line]}))[f"lines.2.{key}"]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("unit_price", 9.92, "not exact"),
        ("unit_price", 10, "not exact"),
        ("rate", 0.2, "not exact"),
        ("rate", 0, "not exact"),
        ("degressive_rate", 0.25, "not exact"),
        ("unit_price", "-9.92", "negative"),
        ("unit_price", "1000000000.01", "above 1000000000"),
        ("rate", "0.3501", "above 0.35"),
        ("rate", "-0.1", "negative"),
        ("degressive_rate", "1", "below 1"),
        ("quantity", 0, "between 1 and"),
        ("quantity", -3, "between 1 and"),
        ("quantity", 10**30, "between 1 and"),
        ("periods", 0, "between 1 and"),
    ],
)
def test_what_a_rule_refuses_is_told_apart_from_what_is_malformed(key: str, value: Any, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_line(**{key: value})

    assert [(one.field, reason in one.reason) for one in refusal.value.fields] == [(f"lines.1.{key}", True)]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid, match="before service_from"):
        read(service_from="2026-11-30", service_to="2026-11-01")


def test_everything_that_is_wrong_is_listed_at_once() -> None:
    text = json.dumps(ORDER | {"currency": "USD", "colour": 1, "lines": [{"family": "vps", "unit_price": 1.5}]})

    assert set(problems(Usage, text)) == {"currency", "colour", "lines.1.unit_price"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no valid JSON"),
        ("{", "no valid JSON"),
        ("[]", "one JSON object"),
        ("1", "one JSON object"),
        ('{"date": NaN}', "no number"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ("[" * 100_000, "no valid JSON"),
        ('{"a": ' + "9" * 5000 + "}", "no valid JSON"),
    ],
)
def test_what_is_no_object_in_json_is_said_to_be_none(text: str, reason: str) -> None:
    with pytest.raises(Usage, match=reason):
        read_order(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(ORDER)), JSON)
def test_no_value_under_any_key_makes_the_reading_fall_over(key: str, value: object) -> None:
    with suppress(Usage, Invalid):
        assert isinstance(read(**{key: value}), OrderDescription)
