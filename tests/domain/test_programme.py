"""The programme terms: what ships, what is refused when they load, and how a kind is found."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid, NotFound
from resellertui.domain.money import Currency
from resellertui.domain.programme import (
    MAX_RATE,
    Mark,
    Terms,
    check_product_name,
    default_terms,
    default_terms_text,
    load_terms,
)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return default_terms()


def problems_of(old: str, new: str) -> dict[str, str]:
    """Return the problems, by field, of the default terms with one text replaced."""
    text = default_terms_text()
    assert old in text
    with pytest.raises(Invalid) as refusal:
        load_terms(text.replace(old, new, 1))
    return {problem.field: problem.reason for problem in refusal.value.fields}


def test_the_shipped_terms_hold_the_published_points_and_mark_the_rest_as_samples(terms: Terms) -> None:
    published = {family.id for family in terms.families if family.mark is Mark.PUBLISHED}
    assert published == {"web_hosting", "mail_hosting"}
    assert {terms.family(family).rate for family in published} == {Decimal("0.20")}
    assert [(t.threshold, t.rate) for t in terms.tiers["hosting"] if t.mark is Mark.PUBLISHED] == [
        (35, Decimal("0.25"))
    ]
    assert terms.eligibility.amounts == {Currency.CHF: Decimal("2000.00"), Currency.EUR: Decimal("1800.00")}
    assert {kind.mark for kind in terms.kinds} == {Mark.SAMPLE}


def test_the_day_counts_are_those_of_the_rules(terms: Terms) -> None:
    days = terms.days
    assert (days.warranty_yearly, days.warranty_monthly, days.auto_renewal_min) == (280, 90, 14)
    assert (days.request_expires, days.end_reminders, days.join_token, days.expiring_soon) == (30, (30, 7, 1), 30, 60)
    assert days.published == {"auto_renewal_min", "warranty_yearly", "warranty_monthly", "temporary_access"}
    assert (terms.months.provisional_approval, terms.months.premium_min) == (12, 6)


def test_the_support_plans_answer_as_fast_as_the_rules_say(terms: Terms) -> None:
    assert {plan.id: (plan.response_hours, plan.account_managers, plan.vip_code) for plan in terms.plans} == {
        "standard": (0, 0, False),
        "plus": (4, 0, False),
        "pro": (2, 1, True),
        "enterprise": (1, 2, True),
    }


def test_the_catalogue_is_wide_and_priced_in_both_currencies(terms: Terms) -> None:
    assert len(terms.kinds) >= 40
    assert all(set(kind.prices) == set(Currency) for kind in terms.kinds)
    assert {family.id for family in terms.families} == {kind.family for kind in terms.kinds}
    sold = {kind.tld for kind in terms.kinds}
    assert {"ch", "com", "fr", "it", "de", "eu", "li", "swiss", "app", "org", "net"} <= sold


def test_no_partner_pays_more_than_the_public(terms: Terms) -> None:
    for kind in terms.kinds:
        assert all(price <= kind.prices[currency] for currency, price in kind.reseller_prices.items())
        assert bool(kind.reseller_prices) == (terms.family(kind.family).rate is None)
    assert all((family.rate or 0) <= MAX_RATE for family in terms.families)


def test_only_web_and_mail_hosting_are_degressive(terms: Terms) -> None:
    assert {family.id: family.degressive for family in terms.families if family.degressive} == {
        "web_hosting": "hosting",
        "mail_hosting": "hosting",
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ('rate = "0.20"', 'rate = "0.3501"', "families.web_hosting.rate", "above 0.35"),
        ('rate = "0.20"', "rate = 0.20", "families.web_hosting.rate", "string in quotes"),
        ("price_list = true", 'price_list = true\nrate = "0.1"', "families.domain.rate", "not both"),
        ('degressive = "hosting"', 'degressive = "x"', "families.web_hosting.degressive", "no tiers"),
        ("from = 15", "from = 5", "degressive.hosting.5", "out of order"),
        ('from = 15, rate = "0.15"', 'from = 15, rate = "0.01"', "degressive.hosting.15", "out of order"),
        ('from = 75, rate = "0.30"', 'from = 75, rate = "1"', "degressive.hosting.75.rate", "below 1"),
        ('CHF = "9.92", EUR', "EUR", "kinds.web-hosting.price.CHF", "missing"),
        ('CHF = "9.92"', 'CHF = "-9.92"', "kinds.web-hosting.price.CHF", "negative"),
        ('CHF = "9.92"', "CHF = 9.92", "kinds.web-hosting.price.CHF", "string in quotes"),
        ('EUR = "9.10" }', 'EUR = "9.10", USD = "1" }', "kinds.web-hosting.price.USD", "not known"),
        ('{ CHF = "7.60"', '{ CHF = "9.01"', "kinds.domain-ch.reseller_price.CHF", "above the public price"),
        ('family = "vps"', 'family = "x"', "kinds.vps-lite.family", "no such family"),
        ('sku = "vps-lite"', 'sku = "vps-cloud"', "kinds.vps-cloud.sku", "More than one"),
        ('tld = "li"', 'tld = "ch"', "kinds.ch.tld", "More than one"),
        ('label = "VPS Lite"', 'label = "VPS Cloud"', "kinds.vps cloud", "More than one"),
        ("period_months = 1\n", "period_months = 0\n", "kinds.web-hosting.period_months", "less than 1"),
        ("period_months = 1\n", "period_months = true\n", "kinds.web-hosting.period_months", "whole number"),
        ('mark = "published"', 'mark = "sure"', "eligibility.mark", "published, sample"),
        ('sku = "support-plus"', 'sku = "x"', "plans.plus.sku", "no such product kind"),
        ("[30, 7, 1]", "[1, 7, 30]", "days.decided.end_reminders", "greatest first"),
        ("[30, 7, 1]", "7", "days.decided.end_reminders", "list of whole numbers"),
        ("join_token = 30", "join_tokens = 30", "days.decided.join_tokens", "not known"),
        ("join_token = 30", "join_tokens = 30", "days.decided.join_token", "missing"),
        ("effective = 2026-01-01", 'effective = "soon"', "effective", "date"),
        ('version = "2026-2"', 'version = " "', "version", "empty"),
        ("[months]", "[month]", "months", "missing"),
        ("[vat]", "[tax]", "vat.taxed_as", "missing"),
        ("IT = [{ from", "IL = [{ from", "vat.rates.IT", "missing"),
        ("IT = [{ from", "IL = [{ from", "vat.rates.IL", "Only Switzerland"),
        (
            'from = 2024-01-01, rate = "8.1"',
            'from = 2018-01-01, rate = "8.1"',
            "vat.rates.CH.2018-01-01",
            "out of order",
        ),
        ('rate = "8.1"', "rate = 8.1", "vat.rates.CH.2024-01-01.rate", "string in quotes"),
        ('rate = "8.1"', 'rate = "100"', "vat.rates.CH.2024-01-01.rate", "below 100"),
        ('BE = [{ from = 1996-01-01, rate = "21" }]', "BE = []", "vat.rates.BE", "no rate"),
        ('LI = "CH"', 'FL = "CH"', "vat.taxed_as.FL", "no country code"),
        ('LI = "CH"', 'FL = "CH"', "vat.taxed_as.LI", "missing"),
        ('LI = "CH"', 'LI = "ZZ"', "vat.taxed_as.LI", "no country code"),
        (
            "[vat.registrations]",
            '[vat.registrations]\nFR = [{ from = 2024-01-01, rate = "20" }]',
            "vat.registrations.FR",
            "outside Switzerland and the EU",
        ),
        ("[months]", "[month]", "month", "not known"),
    ],
)
def test_terms_that_break_a_rule_are_refused_at_the_value_s_place(old: str, new: str, field: str, reason: str) -> None:
    assert reason in problems_of(old, new)[field]


def test_terms_from_before_there_was_vat_in_them_go_by_the_vat_they_are_given(terms: Terms) -> None:
    text = default_terms_text()
    former = text[: text.index("[vat]")] + text[text.index("# First response") :]

    assert load_terms(former, former_vat=terms.vat) == terms
    with pytest.raises(Invalid, match="vat"):
        load_terms(former)


def test_a_registration_of_the_provider_can_be_listed() -> None:
    listed = '[vat.registrations]\nGB = [{ from = 2024-01-01, rate = "20" }]'

    found = load_terms(default_terms_text().replace("[vat.registrations]", listed))

    assert [rate.percent for rate in found.vat.registrations["GB"]] == [Decimal(20)]


@pytest.mark.parametrize(("active", "rate"), [(4, None), (5, "0.05"), (35, "0.25"), (1000, "0.30")])
def test_a_tier_is_reached_at_its_threshold(terms: Terms, active: int, rate: str | None) -> None:
    tier = terms.tier("hosting", active)

    assert (str(tier.rate) if tier else None) == rate
    assert terms.tier("", active) is None


def test_all_problems_of_the_terms_are_listed_at_once() -> None:
    text = default_terms_text().replace('"0.20"', '"0.9"').replace('CHF = "9.92"', "CHF = 1.5")
    with pytest.raises(Invalid) as refusal:
        load_terms(text)
    fields = {problem.field for problem in refusal.value.fields}
    assert {"families.web_hosting.rate", "families.kdrive.rate", "kinds.web-hosting.price.CHF"} <= fields


def test_a_text_that_is_no_toml_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="no valid TOML"):
        load_terms("version = ")


@given(st.integers(min_value=0, max_value=600), st.integers(min_value=0, max_value=5))
def test_terms_with_lines_missing_are_refused_or_load_but_never_fall_over(start: int, count: int) -> None:
    lines = default_terms_text().splitlines()
    del lines[start : start + count]
    with suppress(Invalid):
        assert load_terms("\n".join(lines)).kinds


@pytest.mark.parametrize(
    ("typed", "name", "sku"),
    [
        ("web-hosting", "", "web-hosting"),
        ("Hébergement Web", "", "web-hosting"),
        ("hebergement  web", "", "web-hosting"),
        ("WEBHOSTING", "", "web-hosting"),
        ("mail_hosting", "", "mail-hosting"),
        ("garanzia di rinnovo", "", "renewal-warranty"),
        (".ch", "", "domain-ch"),
        ("dominio .it", "", "domain-it"),
        ("domaine", "bücher.fr", "domain-fr"),
        ("Domain", "example.swiss", "domain-swiss"),
        ("domain", "", None),
        ("domain", "example.museum", None),
        ("kdrive", "", None),
        ("vps", "example.ch", None),
        ("", "", None),
        ("pizza", "", None),
    ],
)
def test_a_kind_is_found_by_what_people_call_it(terms: Terms, typed: str, name: str, sku: str | None) -> None:
    found = terms.resolve(typed, name)
    assert (found.sku if found else None) == sku


def test_every_kind_is_found_by_its_sku_label_and_aliases(terms: Terms) -> None:
    for kind in terms.kinds:
        assert {terms.resolve(name) for name in (kind.sku, kind.label.upper(), *kind.aliases)} == {kind}
        assert terms.kind(kind.sku) is kind


def test_what_the_terms_do_not_hold_is_not_found(terms: Terms) -> None:
    with pytest.raises(NotFound, match="fax"):
        terms.kind("fax")
    with pytest.raises(NotFound, match="fax"):
        terms.family("fax")


@pytest.mark.parametrize(
    ("sku", "name", "reason"),
    [
        ("domain-ch", "example.ch", None),
        ("domain-ch", "Bücher.CH", None),
        ("domain-ch", "example.com", "ends in .ch"),
        ("domain-ch", "example", "named by a domain"),
        ("domain-ch", "exa mple.ch", "named by a domain"),
        ("domain-ch", "*.example.ch", "named by a domain"),
        ("ssl-dv-wildcard", "*.example.ch", None),
        ("ssl-dv", "*.example.ch", "named by a domain"),
        ("web-hosting", "shop.example.com", None),
        ("web-hosting", "my shop", "named by a domain"),
        ("vps-cloud", "Büro server 1", None),
        ("vps-cloud", "", "needed"),
        ("vps-cloud", "a\x1b[2J", "control"),
        ("vps-cloud", "x" * 254, "longer than 253"),
    ],
)
def test_a_product_is_named_as_its_kind_asks(terms: Terms, sku: str, name: str, reason: str | None) -> None:
    problem = check_product_name(terms.kind(sku), name)
    assert (problem is None) if reason is None else (problem is not None and reason in problem.reason)


def test_the_terms_load_quickly_enough_for_start_up() -> None:
    text = default_terms_text()
    durations = []
    for _round in range(5):
        start = time.process_time()
        load_terms(text)
        durations.append(time.process_time() - start)
    assert min(durations) < 0.05
