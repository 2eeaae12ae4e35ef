"""Margins: which one holds, by a table and by property, what it charges, and how each stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid
from resellertui.domain.leads.offer import line_amount
from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.charged import (
    Back,
    LineState,
    PricedBy,
    Said,
    price_of_charge,
    prices_of_refunds,
    state_on,
)
from resellertui.domain.reinvoicing.margin import (
    ChargedLine,
    MarginRule,
    Method,
    Scope,
    check_value,
    given_back,
    margin_percent,
    resale_price,
    rule_for,
)
from resellertui.domain.reinvoicing.margin_table import MarginState, MarginTable
from resellertui.domain.reinvoicing.margin_words import lines_words, margin_words

DAY = date(2026, 6, 1)
CHF, EUR = Currency.CHF, Currency.EUR


def margin(
    number: int,
    method: Method = Method.PERCENTAGE,
    value: str = "10",
    *,
    client: int | None = None,
    family: str = "",
    sku: str = "",
    currency: Currency | None = None,
    since: date = DAY,
    offer: int | None = None,
) -> MarginRule:
    """Return a margin."""
    scope = Scope.PRODUCT if sku else Scope.FAMILY if family else Scope.ALL
    return MarginRule(number, client, scope, sku or family, method, Decimal(value), currency, since, offer)


def line(
    cost: int = 1000,
    *,
    client: int = 7,
    family: str = "domain",
    sku: str = "domain-ch",
    currency: Currency = CHF,
    on: date = DAY,
    quantity: int = 1,
    periods: int = 1,
    offer: int | None = None,
) -> ChargedLine:
    """Return a charged line."""
    return ChargedLine(client, family, sku, currency, on, cost, quantity, periods, offer)


ALL, FAMILY, PRODUCT = margin(1), margin(2, family="domain"), margin(3, sku="domain-ch")
OWN_ALL, OWN_FAMILY = margin(4, client=7), margin(5, client=7, family="domain")
OWN_PRODUCT = margin(6, client=7, sku="domain-ch")
SIX = [ALL, FAMILY, PRODUCT, OWN_ALL, OWN_FAMILY, OWN_PRODUCT]
LATER = DAY + timedelta(days=1)
AGREED = margin(1, Method.PRICE, client=7, sku="domain-ch", currency=CHF, offer=3)
OTHER_AGREED = replace(AGREED, id=2, offer=4)
AGREED_END = margin(9, Method.NONE, client=7, sku="domain-ch")


@pytest.mark.parametrize(
    ("rules", "charged", "number"),
    [
        # the more specific: a client's own before all clients', a product before its family before everything
        *((SIX[:count], line(), count) for count in range(1, 7)),
        ([*reversed(SIX)], line(), 6),
        (SIX, line(client=8), 3),
        (SIX, line(sku="domain-com"), 5),
        (SIX, line(sku="x", family="y"), 4),
        (SIX, line(client=8, sku="x", family="y"), 1),
        # the day of the charge: from the first day on
        ([margin(1, since=LATER)], line(), None),
        ([margin(1, since=LATER)], line(on=LATER), 1),
        ([ALL, margin(2, since=LATER)], line(), 1),
        ([ALL, margin(2, since=LATER)], line(on=LATER), 2),
        # two for the same lines: what starts later, whichever was entered first; of the same day the newer
        ([margin(1, since=LATER), margin(2)], line(on=LATER), 1),
        ([margin(1), margin(2)], line(), 2),
        # an end lets the next wider one hold, from its day on, and only for the same lines
        ([ALL, OWN_ALL, margin(7, Method.NONE, client=7)], line(), 1),
        ([OWN_ALL, margin(7, Method.NONE, client=7)], line(), None),
        ([OWN_ALL, margin(7, Method.NONE, client=7, since=LATER)], line(), 4),
        ([OWN_ALL, margin(7, Method.NONE, client=7), margin(8, client=7)], line(), 8),
        ([OWN_FAMILY, margin(7, Method.NONE, client=7)], line(), 5),
        ([OWN_FAMILY, margin(7, Method.NONE, client=8, family="domain")], line(), 5),
        # an amount holds in its own currency
        ([margin(1, Method.FIXED, currency=EUR)], line(), None),
        ([ALL, margin(2, Method.FIXED, client=7, currency=EUR)], line(), 1),
        ([ALL, margin(2, Method.FIXED, client=7, currency=EUR)], line(currency=EUR), 2),
        ([margin(1, Method.FIXED, currency=EUR), margin(2, Method.FIXED, currency=CHF)], line(currency=EUR), 1),
        ([], line(), None),
        # what a contract ordered: its own offer's, older, less specific for the day, or ended
        ([AGREED, OTHER_AGREED], line(offer=3), 1),
        ([AGREED, OTHER_AGREED], line(offer=4), 2),
        ([AGREED, OTHER_AGREED], line(), 2),
        ([AGREED, OTHER_AGREED, OWN_PRODUCT, AGREED_END], line(offer=3), 1),
        ([OWN_ALL, AGREED, AGREED_END], line(), 4),
        ([replace(AGREED, starts_on=LATER)], line(offer=3), 1),
        # of another offer, product, client or currency it is a margin like the others, or none
        ([AGREED, OWN_PRODUCT], line(offer=5), 6),
        ([AGREED, OWN_ALL], line(sku="domain-com", offer=3), 4),
        ([AGREED, ALL], line(client=8, offer=3), 1),
        ([AGREED, OWN_ALL], line(currency=EUR, offer=3), 4),
    ],
)
def test_which_margin_holds(rules: list[MarginRule], charged: ChargedLine, number: int | None) -> None:
    found = rule_for(rules, charged)

    assert (None if found is None else found.id) == number
    assert MarginTable(rules).rule_for(charged) == found


@pytest.mark.parametrize(
    ("rule", "charged", "price"),
    [
        (None, line(1000), 1000),
        (margin(1, value="12.5"), line(794), 893),
        (margin(1, value="-100"), line(794), 0),
        (margin(1, value="0.05"), line(1000), 1001),
        (margin(1, Method.FIXED, "0.333333", currency=CHF), line(1000, quantity=3, periods=12), 2200),
        (margin(1, Method.PRICE, "1.005", currency=CHF), line(1000), 101),
        (margin(1, Method.PRICE, "0", currency=CHF), line(1000, quantity=9), 0),
        (margin(1, Method.NONE), line(1000), 1000),
    ],
)
def test_what_a_margin_charges_is_rounded_once(rule: MarginRule | None, charged: ChargedLine, price: int) -> None:
    assert resale_price(rule, charged) == price


CURRENCIES = st.sampled_from(Currency)
DAYS = st.dates(DAY, DAY + timedelta(days=4))
RULES = st.lists(
    st.builds(
        lambda method, value, client, target, currency, since: (
            method,
            value,
            client,
            target,
            None if method is Method.PERCENTAGE else currency,
            since,
        ),
        st.sampled_from(Method),
        st.decimals(0, 50, places=2),
        st.sampled_from([None, 7, 8]),
        st.sampled_from([(Scope.ALL, ""), (Scope.FAMILY, "domain"), (Scope.PRODUCT, "domain-ch")]),
        CURRENCIES,
        DAYS,
    ),
    max_size=9,
).map(
    lambda found: [
        MarginRule(number, client, target[0], target[1], method, value, currency, since)
        for number, (method, value, client, target, currency, since) in enumerate(found, 1)
    ]
)
CHARGED = st.builds(
    line,
    st.integers(0, 99_999),
    client=st.sampled_from([7, 8, 9]),
    family=st.sampled_from(["domain", "web"]),
    sku=st.sampled_from(["domain-ch", "domain-com"]),
    currency=CURRENCIES,
    on=DAYS,
    quantity=st.integers(1, 9),
)


@settings(max_examples=150)
@given(RULES, CHARGED)
def test_the_table_agrees_with_the_rule_and_nothing_narrower_is_passed_over(
    rules: list[MarginRule], charged: ChargedLine
) -> None:
    table, found = MarginTable(rules), rule_for(rules, charged)

    assert table.rule_for(charged) == found
    assert len(table) == len(rules)
    if found is None:
        return
    assert found.holds_for(charged)
    standing = table.standing(found, charged.charged_on)
    assert (standing.state, charged.currency in standing.currencies) == (MarginState.HOLDS, True)
    for other in rules:
        if other.narrowness > found.narrowness and other.holds_for(charged) and other.method is not Method.NONE:
            assert charged.currency not in table.standing(other, charged.charged_on).currencies


@settings(max_examples=100)
@given(RULES, CHARGED, st.decimals(-50, 50, places=2))
def test_a_margin_that_is_tried_out_takes_the_place_of_those_for_the_same_lines_only(
    rules: list[MarginRule], charged: ChargedLine, value: Decimal
) -> None:
    table = MarginTable(rules)
    new = MarginRule(0, None, Scope.FAMILY, "domain", Method.PERCENTAGE, value, None, date(2030, 1, 1))

    tried, before = table.trying(new, charged), table.rule_for(charged)

    if charged.family != "domain" or (before is not None and before.narrowness > new.narrowness):
        assert tried == before
    else:
        assert tried is new


@settings(max_examples=100)
@given(st.integers(0, 9999), st.integers(1, 9999), st.lists(st.integers(0, 4000), max_size=5))
def test_refunds_in_parts_give_back_what_one_refund_does(price: int, cost: int, parts: list[int]) -> None:
    back, gone = 0, 0
    for part in parts:
        now = min(part, cost - gone)
        back += given_back(price, cost, gone, now)
        gone += now

    assert back == given_back(price, cost, 0, gone)
    assert gone < cost or back == price


def test_what_a_person_set_comes_first_and_what_is_billed_stays() -> None:
    charge = price_of_charge(line(1000), lambda _line: ALL, Said())
    edited = price_of_charge(line(1000), lambda _line: ALL, Said(edited=500))
    billed = price_of_charge(line(1000), lambda _line: ALL, Said(edited=500, billed=400))

    assert [(one.price, one.by) for one in (charge, edited, billed)] == [
        (1100, PricedBy.RULE),
        (500, PricedBy.EDITED),
        (400, PricedBy.EDITED),
    ]
    assert price_of_charge(line(1000), lambda _line: None, Said()).by is PricedBy.COST
    assert (margin_percent(1000, 1100), margin_percent(0, 5)) == (Decimal("10.00"), None)


def refunds(*backs: Back, credited: int = 0, is_waived: bool = False) -> list[int]:
    charge = price_of_charge(line(1000), lambda _line: ALL, Said())
    found = prices_of_refunds(charge, 1000, backs, credited=credited, is_waived=is_waived)
    assert {(one.by, one.rule) for one in found.values()} <= {(PricedBy.REFUND, ALL), (PricedBy.EDITED, ALL)}
    return [one.price for one in found.values()]


def test_refunds_share_what_is_left_of_their_line() -> None:
    half, rest = Back(1, 500, Said(), is_waived=False), Back(2, 500, Said(), is_waived=False)

    assert refunds(half) == [-550]
    assert refunds(half, is_waived=True) == [0]
    assert refunds(Back(1, 500, Said(edited=-1), is_waived=False), rest) == [-1, -550]
    assert refunds(half, rest, credited=300) == [-550, -250]
    assert refunds(half, rest, credited=1100) == [0, 0]
    assert refunds(half, Back(2, 500, Said(billed=-1000), is_waived=False)) == [-100, -1000]
    assert refunds(half, Back(2, 500, Said(billed=-1000), is_waived=False, taken_back=-1000)) == [-550, -1000]
    assert refunds(Back(1, 500, Said(edited=-1100), is_waived=False), rest) == [-1100, 0]
    assert refunds(Back(1, 500, Said(edited=-1200), is_waived=False)) == [-1100]
    assert refunds(Back(1, 500, Said(), is_waived=True), rest, credited=550) == [-550, -550]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 400), st.one_of(st.none(), st.integers(-2000, 0)))), st.integers(0, 1100))
def test_no_client_gets_back_more_of_a_line_than_it_is_charged(
    parts: list[tuple[int, int | None]], credited: int
) -> None:
    backs, gone = [], 0
    for number, (part, edited) in enumerate(parts):
        now = min(part, 1000 - gone)
        backs.append(Back(number, now, Said(edited=edited), is_waived=False))
        gone += now

    prices = refunds(*backs, credited=credited)

    assert all(one <= 0 for one in prices)
    assert credited - sum(prices) <= 1100


def test_a_hold_lasts_up_to_and_including_its_day() -> None:
    assert state_on(LineState.HELD, DAY, DAY) is LineState.HELD
    assert state_on(LineState.HELD, DAY, LATER) is LineState.OPEN
    assert state_on(LineState.HELD, None, LATER) is LineState.HELD
    assert state_on(LineState.WAIVED, None, LATER) is LineState.WAIVED


def test_how_a_margin_stands_names_what_overtook_it() -> None:
    in_euro = margin(2, Method.FIXED, "1", currency=EUR, since=LATER)
    end = margin(3, Method.NONE, since=LATER + timedelta(days=1))
    table = MarginTable([ALL, in_euro, end])

    assert table.standing(in_euro, DAY).state is MarginState.COMING
    assert table.standing(ALL, DAY).currencies == (CHF, EUR)
    assert table.standing(ALL, LATER)[:2] == (MarginState.HOLDS, (CHF,))
    assert table.standing(ALL, end.starts_on) == (MarginState.OVERTAKEN, (), end)
    assert table.standing(end, end.starts_on).state is MarginState.ENDS


@pytest.mark.parametrize(
    ("method", "value", "currency", "field"),
    [
        (Method.PERCENTAGE, "1000.01", None, "value"),
        (Method.PERCENTAGE, "-100.01", None, "value"),
        (Method.PERCENTAGE, "1.001", None, "value"),
        (Method.PERCENTAGE, "NaN", None, "value"),
        (Method.FIXED, "-1", CHF, "value"),
        (Method.FIXED, "1.0000001", CHF, "value"),
        (Method.PRICE, "1000000000", CHF, "value"),
        (Method.PRICE, "1", None, "currency"),
    ],
)
def test_what_can_be_no_margin_is_refused(method: Method, value: str, currency: Currency | None, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_value(method, Decimal(value), currency)

    assert [one.field for one in refusal.value.fields] == [field]


def test_a_margin_says_what_it_charges_and_for_what() -> None:
    def called(scope: Scope, target: str) -> str:
        return f"{scope}:{target}"

    said = [margin_words(one) for one in (ALL, margin(1, value="-2.50"), margin(1, Method.NONE))]
    amounts = [margin_words(margin(1, one, "1.5", currency=CHF)) for one in (Method.FIXED, Method.PRICE)]

    assert said == ["+10 % of the cost", "−2.5 % of the cost", "no margin"]
    assert amounts == ["1.50 CHF more for each unit and period", "1.50 CHF for each unit and period"]
    assert [lines_words(one, called, "Bakery") for one in SIX] == [
        "all products, all clients",
        "the family family:domain, all clients",
        "product:domain-ch, all clients",
        "all products, Bakery",
        "the family family:domain, Bakery",
        "product:domain-ch, Bakery",
    ]


AMOUNTS = st.decimals(0, 99_999, places=4)
OTHERS = st.builds(
    margin,
    st.integers(100, 999),
    st.sampled_from(Method),
    st.integers(0, 99).map(str),
    client=st.sampled_from([None, 7]),
    sku=st.sampled_from(["", "a", "b"]),
    currency=st.sampled_from([CHF, EUR]),
    since=st.sampled_from([DAY, LATER]),
    offer=st.sampled_from([None, 4]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abc"), AMOUNTS, min_size=1),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 999), st.integers(1, 36), st.integers(0, 10**9))),
    st.lists(OTHERS, max_size=6),
    st.booleans(),
)
def test_what_a_contract_ordered_comes_to_exactly_its_offers_total(
    prices: dict[str, Decimal], wanted: list[tuple[str, int, int, int]], others: list[MarginRule], first: bool
) -> None:
    own = [
        margin(number, Method.PRICE, str(price), client=7, sku=sku, currency=CHF, offer=3)
        for number, (sku, price) in enumerate(prices.items(), 1)
    ]
    table = MarginTable([*own, *others] if first else [*others, *own])
    offered = [one for one in wanted if one[0] in prices]
    lines = [
        line(cost, sku=sku, on=LATER, quantity=quantity, periods=periods, offer=3)
        for sku, quantity, periods, cost in offered
    ]

    found = [price_of_charge(one, table.rule_for, Said()) for one in lines]

    total = sum(line_amount(prices[sku], quantity, periods) for sku, quantity, periods, _cost in offered)
    assert sum(one.price for one in found) == total
    assert all(one.by is PricedBy.OFFER for one in found)
    tried = [
        table.trying(margin(0, client=7, sku=sku, since=LATER), one)
        for (sku, *_), one in zip(offered, lines, strict=True)
    ]
    assert tried == [one.rule for one in found]
