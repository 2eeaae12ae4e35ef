"""What makes an organisation eligible for the programme: every condition, whether it holds, and what would fix it.

The two sums are compared each with its own threshold and are never added or converted (`domain/managed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce

from resellertui.domain.managed import reaches_threshold
from resellertui.domain.money import Currency, Money
from resellertui.domain.numbers import check_register_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme.terms import Terms
from resellertui.domain.wording import _


class Condition(StrEnum):
    """What has to hold, in the order in which it is told."""

    KIND = "kind"
    REGISTER_NUMBER = "register_number"
    WEBSITE = "website"
    NOT_AFFILIATE = "not_affiliate"
    THRESHOLD = "threshold"
    SUPPORTS_CLIENTS = "supports_clients"
    ANSWERS_FOR_INVOICES = "answers_for_invoices"
    PROVIDER_PRODUCTS = "provider_products"
    RESELLER_TERMS = "reseller_terms"


TICKED = (
    Condition.WEBSITE,
    Condition.NOT_AFFILIATE,
    Condition.SUPPORTS_CLIENTS,
    Condition.ANSWERS_FOR_INVOICES,
    Condition.PROVIDER_PRODUCTS,
)
"""What the applicant declares or commits itself to; the terms are accepted by their version."""

CONFIRMED_BY_STAFF = (Condition.WEBSITE, Condition.NOT_AFFILIATE)
"""What is declared, and then confirmed by staff."""

KNOWN = (Condition.KIND, Condition.REGISTER_NUMBER, Condition.THRESHOLD)
"""What the console knows by itself."""


@dataclass(frozen=True)
class Applicant:
    """Everything that the conditions are judged by."""

    kind: OrganisationKind
    country: str
    register_number: str
    website: str
    values: Mapping[Currency, Money] = field(hash=False)
    """A year's value in each currency: of its own products before approval, of managed ones after."""
    declared: frozenset[Condition] = frozenset()
    confirmed: frozenset[Condition] = frozenset()
    accepted_terms: str = ""
    """The version of the special terms that was accepted."""


@dataclass(frozen=True)
class Finding:
    """One condition, whether it holds, and what there is to say of it."""

    condition: Condition
    is_met: bool
    says: str
    fix: str = ""
    """What would fix it; empty where it holds."""
    awaits_staff: bool = False
    """It is declared, and staff have not confirmed it yet."""


def findings(applicant: Applicant, terms: Terms) -> tuple[Finding, ...]:
    """Return every condition with whether it holds, all at once."""
    return (
        _kind(applicant),
        _register_number(applicant),
        _website(applicant),
        _not_affiliate(applicant),
        _threshold(applicant, terms),
        *(_commitment(applicant, one) for one in TICKED if one not in CONFIRMED_BY_STAFF),
        _terms(applicant, terms),
    )


def unmet(found: Sequence[Finding], *, but: Sequence[Condition] = ()) -> tuple[Finding, ...]:
    """Return the conditions that do not hold, without those that are left to staff."""
    return tuple(one for one in found if not one.is_met and one.condition not in but)


def label(condition: Condition) -> str:
    """Return what a condition is called, in a few words."""
    return {
        Condition.KIND: _("Kind of organisation"),
        Condition.REGISTER_NUMBER: _("Register number"),
        Condition.WEBSITE: _("Active website"),
        Condition.NOT_AFFILIATE: _("No affiliate"),
        Condition.THRESHOLD: _("Yearly value"),
        Condition.SUPPORTS_CLIENTS: _("Supports its clients"),
        Condition.ANSWERS_FOR_INVOICES: _("Answers for invoices"),
        Condition.PROVIDER_PRODUCTS: _("Provider's products"),
        Condition.RESELLER_TERMS: _("Reseller terms"),
    }[condition]


def pledge(condition: Condition) -> str:
    """Return what is ticked, as a sentence in the applicant's mouth."""
    return {
        Condition.WEBSITE: _("Our website is in use"),
        Condition.NOT_AFFILIATE: _("We are not in the affiliate programme"),
        Condition.SUPPORTS_CLIENTS: _("We support our own clients"),
        Condition.ANSWERS_FOR_INVOICES: _("We answer for our clients' invoices"),
        Condition.PROVIDER_PRODUCTS: _("Contracts from quote requests: the provider's products only"),
        Condition.RESELLER_TERMS: _("We have read and accept the reseller terms"),
    }[condition]


def threshold_words(terms: Terms, said: Callable[[str], str] = str) -> str:
    """Return the thresholds, either of which is enough; `said` writes an amount as the reader does."""
    amounts = [f"{code.value} {said(f'{least:.2f}')}" for code, least in terms.eligibility.amounts.items()]
    return reduce(lambda first, second: _("{first} or {second}").format(first=first, second=second), amounts)


def values_words(values: Mapping[Currency, Money]) -> str:
    """Return a year's value in each currency; what is nothing is left out, unless all is."""
    some = [f"{code.value} {value}" for code, value in values.items() if value.minor]
    if not some:
        return _("nothing")
    return reduce(lambda first, second: _("{first} and {second}").format(first=first, second=second), some)


def _kind(applicant: Applicant) -> Finding:
    if applicant.kind is OrganisationKind.INDIVIDUAL:
        return Finding(
            Condition.KIND,
            False,
            _("An individual is not admitted: the programme is for companies, associations and public bodies."),
            _("Join the affiliate programme instead, or change the kind in the client account if it is wrong."),
        )
    return Finding(Condition.KIND, True, _("A company, an association or a public body."))


def _register_number(applicant: Applicant) -> Finding:
    if not applicant.register_number:
        return Finding(
            Condition.REGISTER_NUMBER,
            False,
            _("There is no register number."),
            _("Enter it in the client account: a Swiss UID, a French SIREN or SIRET, or your country's equivalent."),
        )
    checked = check_register_number(applicant.register_number, applicant.country)
    if checked.normal is None:
        return Finding(Condition.REGISTER_NUMBER, False, checked.reason or "", _("Correct it in the client account."))
    return Finding(Condition.REGISTER_NUMBER, True, checked.shown or applicant.register_number)


def _website(applicant: Applicant) -> Finding:
    if not applicant.website:
        return Finding(
            Condition.WEBSITE, False, _("There is no website."), _("Enter its address in the client account.")
        )
    return _declared(applicant, Condition.WEBSITE, applicant.website)


def _not_affiliate(applicant: Applicant) -> Finding:
    return _declared(applicant, Condition.NOT_AFFILIATE, _("Declared: not in the affiliate programme."))


def _declared(applicant: Applicant, condition: Condition, says: str) -> Finding:
    if condition in applicant.confirmed:
        return Finding(condition, True, says)
    if condition in applicant.declared:
        return Finding(condition, True, says, awaits_staff=True)
    return Finding(
        condition, False, _("It is not declared yet."), _("Tick: {pledge}.").format(pledge=pledge(condition))
    )


def _threshold(applicant: Applicant, terms: Terms) -> Finding:
    value = values_words(applicant.values)
    if reaches_threshold(applicant.values, terms):
        return Finding(Condition.THRESHOLD, True, _("{value} a year.").format(value=value))
    return Finding(
        Condition.THRESHOLD,
        False,
        _("{value} a year; it takes {threshold}.").format(value=value, threshold=threshold_words(terms)),
        _("Order or renew more, or apply all the same: staff may approve for a time below the threshold."),
    )


def _commitment(applicant: Applicant, condition: Condition) -> Finding:
    if condition in applicant.declared:
        return Finding(condition, True, _("Committed."))
    return Finding(condition, False, _("It is not ticked yet."), _("Tick: {pledge}.").format(pledge=pledge(condition)))


def _terms(applicant: Applicant, terms: Terms) -> Finding:
    if applicant.accepted_terms == terms.version:
        return Finding(Condition.RESELLER_TERMS, True, _("Accepted, version {version}.").format(version=terms.version))
    says = (
        _("Accepted were those of version {old}; version {new} holds now.").format(
            old=applicant.accepted_terms, new=terms.version
        )
        if applicant.accepted_terms
        else _("They are not accepted yet.")
    )
    return Finding(Condition.RESELLER_TERMS, False, says, _("Read the reseller terms and accept them."))
