"""From the text of a terms file to `Terms`: everything wrong is listed at once, and nothing half-read is used."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.money import Currency
from resellertui.domain.programme.table import Table
from resellertui.domain.programme.terms import (
    MAX_RATE,
    DayCounts,
    Family,
    MonthCounts,
    Plan,
    ProductKind,
    Terms,
    Thresholds,
    Tier,
    name_keys,
)
from resellertui.domain.programme.vat import VatTables, read_vat
from resellertui.domain.wording import _

# A plain path, as for the catalogues: importlib.resources alone costs more at start-up than reading the terms.
_DEFAULT_FILE = Path(__file__).resolve().parents[2] / "programme.toml"

_PUBLISHED_DAYS = ("auto_renewal_min", "warranty_yearly", "warranty_monthly", "temporary_access")


def default_terms_text() -> str:
    """Return the text of the terms that the program ships, as a new database's first version is published from it."""
    return _DEFAULT_FILE.read_text(encoding="utf-8")


@cache
def default_terms() -> Terms:
    """Return the terms that the program ships, read once."""
    return load_terms(default_terms_text())


def load_terms(text: str, *, former_vat: VatTables | None = None) -> Terms:
    """Read programme terms from TOML.

    Args:
        text: the whole file.
        former_vat: what holds where the text has no table of VAT: it was published before there was one.

    Raises:
        Invalid: it is no TOML, or its values break a rule; each problem names the value's place in the file.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise Invalid({"programme": _("It is no valid TOML: {reason}.").format(reason=broken)}) from None
    problems: list[FieldProblem] = []
    root = Table(document, "", problems)
    terms = _read_terms(root, former_vat)
    root.finish()
    _check_names(terms, problems)
    if problems:
        raise Invalid(problems, _("These programme terms can't be used."))
    return terms


def _read_terms(root: Table, former_vat: VatTables | None) -> Terms:
    tiers_of = root.table("degressive")
    tiers = {group: _read_tiers(tiers_of, group) for group in tiers_of.keys()}  # noqa: SIM118  # a method, not a dict
    families_of = root.table("families")
    families = {key: _read_family(families_of.table(key), key, tiers) for key in families_of.keys()}  # noqa: SIM118
    kinds = tuple(_read_kind(row, families) for row in root.rows("kinds", "sku"))
    plans_of = root.table("plans")
    skus = {kind.sku for kind in kinds}
    return Terms(
        version=root.text("version"),
        effective=root.take("effective", date.min),
        zone=root.text("zone"),
        eligibility=_read_eligibility(root.table("eligibility")),
        days=_read_days(root.table("days")),
        months=_read_months(root.table("months")),
        families=tuple(families.values()),
        tiers=tiers,
        plans=tuple(_read_plan(plans_of.table(key), key, skus) for key in plans_of.keys()),  # noqa: SIM118
        kinds=kinds,
        vat=former_vat if former_vat is not None and not root.has("vat") else read_vat(root.table("vat")),
    )


def _read_eligibility(table: Table) -> Thresholds:
    thresholds = Thresholds(amounts=table.amounts(), mark=table.mark())
    table.finish()
    return thresholds


def _read_days(table: Table) -> DayCounts:
    published, decided = table.table("published"), table.table("decided")
    table.finish()
    days = DayCounts(
        **{key: published.count(key) for key in _PUBLISHED_DAYS},
        request_expires=decided.count("request_expires"),
        end_reminders=decided.counts("end_reminders"),
        pause_max=decided.count("pause_max"),
        session_lifetime=decided.count("session_lifetime"),
        join_token=decided.count("join_token"),
        expiring_soon=decided.count("expiring_soon"),
        renewal_visible=decided.count("renewal_visible"),
        renewal_first_attempt=decided.count("renewal_first_attempt"),
        terminated_after=decided.count("terminated_after"),
        threshold_grace=decided.count("threshold_grace"),
        overdue_notice=decided.count("overdue_notice"),
        overdue_task=decided.count("overdue_task"),
        quote_expires=decided.count("quote_expires"),
        published=frozenset(_PUBLISHED_DAYS),
    )
    published.finish()
    decided.finish()
    return days


def _read_months(table: Table) -> MonthCounts:
    months = MonthCounts(
        provisional_approval=table.count("provisional_approval"), premium_min=table.count("premium_min")
    )
    table.finish()
    return months


def _read_tiers(table: Table, group: str) -> tuple[Tier, ...]:
    tiers: list[Tier] = []
    for row in table.rows(group, "from"):
        tier = Tier(threshold=row.count("from"), rate=row.price("rate"), mark=row.mark())
        row.finish()
        if tier.rate >= 1:
            row.blame("rate", _("A degressive rate is below 1."))
        if tiers and (tier.threshold <= tiers[-1].threshold or tier.rate < tiers[-1].rate):
            row.blame("", _("It is out of order: a tier starts above the one before it and never gives less."))
        tiers.append(tier)
    return tuple(tiers)


def _read_family(table: Table, key: str, tiers: dict[str, tuple[Tier, ...]]) -> Family:
    has_price_list = table.take("price_list", False, required=False)
    family = Family(
        id=key,
        label=table.text("label"),
        aliases=table.texts("aliases"),
        rate=None if has_price_list and not table.has("rate") else table.price("rate"),
        degressive=table.take("degressive", "", required=False),
        names_domain=table.take("names_domain", False, required=False),
        mark=table.mark(),
    )
    table.finish()
    if has_price_list and family.rate is not None:
        table.blame("rate", _("A family has a rate or a price list, not both."))
    if (family.rate or 0) > MAX_RATE:
        table.blame("rate", _("It is above {highest}, the highest rate of the programme.").format(highest=MAX_RATE))
    if family.degressive and family.degressive not in tiers:
        table.blame("degressive", _("There are no tiers of this group."))
    return family


def _read_plan(table: Table, key: str, skus: set[str]) -> Plan:
    plan = Plan(
        id=key,
        label=table.text("label"),
        sku=table.take("sku", "", required=False),
        response_hours=table.count("response_hours", 0),
        emergency_calls=table.take("emergency_calls", False),
        account_managers=table.count("account_managers", 0),
        vip_code=table.take("vip_code", False),
        mark=table.mark(),
    )
    table.finish()
    if plan.sku and plan.sku not in skus:
        table.blame("sku", _("The catalogue has no such product kind."))
    return plan


def _read_kind(table: Table, families: dict[str, Family]) -> ProductKind:
    family_id = table.text("family")
    family = families.get(family_id)
    has_price_list = family is not None and family.rate is None
    if family_id and family is None:
        table.blame("family", _("There is no such family."))
    kind = ProductKind(
        sku=table.text("sku"),
        family=family_id,
        label=table.text("label"),
        period_months=table.count("period_months"),
        prices=_read_prices(table.table("price")),
        reseller_prices=_read_prices(table.table("reseller_price")) if has_price_list else {},
        aliases=table.texts("aliases"),
        names_domain=family is not None and family.names_domain,
        tld=table.take("tld", "", required=False),
        wildcard=table.take("wildcard", False, required=False),
        mark=table.mark(),
    )
    if family is not None:
        table.finish()
    for currency, price in kind.reseller_prices.items():
        if price > kind.prices[currency]:
            table.blame(f"reseller_price.{currency}", _("It is above the public price."))
    return kind


def _read_prices(table: Table) -> dict[Currency, Decimal]:
    prices = table.amounts()
    table.finish()
    return prices


def _check_names(terms: Terms, problems: list[FieldProblem]) -> None:
    """Note skus and endings that two kinds share, and names under which two things would be found."""
    for what, values in (("sku", [k.sku for k in terms.kinds]), ("tld", [k.tld for k in terms.kinds])):
        reason = _("More than one product kind has it.")
        problems += [FieldProblem(f"kinds.{value}.{what}", reason) for value in _repeated(values)]
    kind_keys = [key for kind in terms.kinds for key in name_keys(kind.sku, kind.label, kind.aliases)]
    family_keys = [key for family in terms.families for key in name_keys(family.id, family.label, family.aliases)]
    for where, keys in (("kinds", kind_keys), ("families", family_keys)):
        reason = _("More than one of them is found under this name.")
        problems += [FieldProblem(f"{where}.{key}", reason) for key in _repeated(keys)]


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1 and value]
