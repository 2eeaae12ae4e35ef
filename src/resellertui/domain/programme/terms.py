"""What programme terms are made of, and how a product kind is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from resellertui.domain.errors import NotFound
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.money import Currency
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.vat import VatTables
from resellertui.domain.text import fold
from resellertui.domain.wording import _

MAX_RATE = Decimal("0.35")
"""The highest rate that a partner earns on any family."""


@dataclass(frozen=True)
class Thresholds:
    """The yearly values, either of which makes an organisation eligible."""

    amounts: Mapping[Currency, Decimal] = field(hash=False)
    mark: Mark


@dataclass(frozen=True)
class DayCounts:
    """How many days things take; those not in `published` are the project's own decision."""

    auto_renewal_min: int
    warranty_yearly: int
    warranty_monthly: int
    temporary_access: int
    request_expires: int
    end_reminders: tuple[int, ...]
    pause_max: int
    session_lifetime: int
    join_token: int
    expiring_soon: int
    renewal_visible: int
    renewal_first_attempt: int
    terminated_after: int
    threshold_grace: int
    overdue_notice: int
    overdue_task: int
    quote_expires: int
    published: frozenset[str]


@dataclass(frozen=True)
class MonthCounts:
    """How many months a provisional approval lasts, and a Premium plan is taken for at least."""

    provisional_approval: int
    premium_min: int


@dataclass(frozen=True)
class Family:
    """A family of product kinds, which share how a partner is rewarded."""

    id: str
    label: str
    aliases: tuple[str, ...]
    rate: Decimal | None
    """The partner rate, or None where the family has a reseller price list instead."""

    degressive: str
    """The degressive group whose tiers apply, or empty."""

    names_domain: bool
    """Whether its products are named by a domain."""

    mark: Mark


@dataclass(frozen=True)
class Tier:
    """From how many active subscriptions of a degressive group which rate applies."""

    threshold: int
    rate: Decimal
    mark: Mark


@dataclass(frozen=True)
class Plan:
    """A support plan; standard is the one that nobody orders, so it has no sku."""

    id: str
    label: str
    sku: str
    response_hours: int
    """Hours to the first response; 0 is best effort."""

    emergency_calls: bool
    account_managers: int
    vip_code: bool
    mark: Mark


@dataclass(frozen=True)
class ProductKind:
    """Something in the catalogue: what it costs for one period, and how its products are named."""

    sku: str
    family: str
    label: str
    period_months: int
    prices: Mapping[Currency, Decimal] = field(hash=False)
    """Public unit prices without VAT."""

    reseller_prices: Mapping[Currency, Decimal] = field(hash=False)
    """Unit prices for partners, in families with a price list; empty in the others."""

    aliases: tuple[str, ...]
    names_domain: bool
    tld: str
    """The top-level domain that its products' names end in, without the dot; empty for any."""

    wildcard: bool
    """Whether a name such as `*.example.com` makes sense."""

    mark: Mark


@dataclass(frozen=True)
class Terms:
    """One version of the programme terms, whole and consistent."""

    version: str
    effective: date
    zone: str
    eligibility: Thresholds
    days: DayCounts
    months: MonthCounts
    families: tuple[Family, ...]
    tiers: Mapping[str, tuple[Tier, ...]] = field(hash=False)
    """The tiers of each degressive group, lowest threshold first."""

    plans: tuple[Plan, ...]
    kinds: tuple[ProductKind, ...]
    vat: VatTables

    def kind(self, sku: str) -> ProductKind:
        """Return the product kind of this sku.

        Raises:
            NotFound: these terms have none.
        """
        if sku not in self._kinds:
            raise NotFound(_("There is no product kind “{sku}” in these programme terms.").format(sku=sku))
        return self._kinds[sku]

    def label_of(self, sku: str) -> str:
        """Return the catalogue's name of a kind of product; one that left the catalogue keeps its sku."""
        found = self._kinds.get(sku)
        return sku if found is None else found.label

    def family(self, family_id: str) -> Family:
        """Return the family of this id.

        Raises:
            NotFound: these terms have none.
        """
        if family_id not in self._families:
            raise NotFound(_("There is no product family “{id}” in these programme terms.").format(id=family_id))
        return self._families[family_id]

    def tier(self, group: str, active: int) -> Tier | None:
        """Return the tier that so many active subscriptions of a degressive group reach, or None."""
        reached = [tier for tier in self.tiers.get(group, ()) if tier.threshold <= active]
        return reached[-1] if reached else None

    def kinds_of(self, family_id: str) -> tuple[ProductKind, ...]:
        """Return the kinds of one family, in the order of the catalogue."""
        return tuple(kind for kind in self.kinds if kind.family == family_id)

    def resolve(self, text: str, name: str = "") -> ProductKind | None:
        """Return the kind meant by a sku, label, alias or one-kind family, however cased or accented, or None.

        A word for domains in general is settled by the product's own name, where it is given.
        """
        key = name_key(text)
        kind = self._kinds_by_name.get(key)
        if kind is not None:
            return kind
        family_id = self._families_by_name.get(key)
        if family_id is None:
            return None
        kinds = self.kinds_of(family_id)
        if len(kinds) == 1:
            return kinds[0]
        return self.for_domain(name) if name and any(kind.tld for kind in kinds) else None

    def for_domain(self, name: str) -> ProductKind | None:
        """Return the kind that registers this domain name, by its ending, or None."""
        host = ascii_hostname(name)
        return self._kinds_by_tld.get(host.rpartition(".")[2]) if host else None

    @cached_property
    def _kinds(self) -> dict[str, ProductKind]:
        return {kind.sku: kind for kind in self.kinds}

    @cached_property
    def family_labels(self) -> dict[str, str]:
        """What each family is called, by its id."""
        return {one.id: one.label for one in self.families}

    @cached_property
    def _families(self) -> dict[str, Family]:
        return {family.id: family for family in self.families}

    @cached_property
    def _kinds_by_tld(self) -> dict[str, ProductKind]:
        return {kind.tld: kind for kind in self.kinds if kind.tld}

    @cached_property
    def _kinds_by_name(self) -> dict[str, ProductKind]:
        return {key: kind for kind in self.kinds for key in name_keys(kind.sku, kind.label, kind.aliases)}

    @cached_property
    def _families_by_name(self) -> dict[str, str]:
        return {
            key: family.id for family in self.families for key in name_keys(family.id, family.label, family.aliases)
        }


def name_key(text: str) -> str:
    """Return what two spellings of a kind's name share: folded, with hyphens and underscores as blanks."""
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split())


def name_keys(identity: str, label: str, aliases: Iterable[str]) -> set[str]:
    """Return the keys under which something in the catalogue is found."""
    return {name_key(name) for name in (identity, label, *aliases)}
