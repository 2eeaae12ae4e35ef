"""What is known of an organisation for the programme: its conditions, its value, its standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.programme_membership.conditions import (
    TICKED,
    Applicant,
    Condition,
    Finding,
    findings,
    label,
)
from resellertui.domain.programme_membership.standing import MemberState, Standing
from resellertui.services.managed import values_of
from resellertui.services.programme.views import ApplicationState, ApplicationView, ConditionView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, ProgrammeApplication, ProgrammeMember
from resellertui.store.queries import managed as managed_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.managed import Counted


def values_in(unit: Unit, org_id: int, *, is_member: bool) -> dict[Currency, Money]:
    """Return a year's value by currency: of the clients that a member manages, of one's own products before."""
    counted = (
        managed_queries.of_partner(unit.session, org_id, unit.today, None)
        if is_member
        else managed_queries.of_organisation(unit.session, org_id, unit.today)
    )
    return _values(unit, counted)


def values_with_forecast(
    unit: Unit, member_id: int, lasting_to: date
) -> tuple[dict[Currency, Money], dict[Currency, Money]]:
    """Return a year's value of what a member manages by currency, and of what is left of it beyond a day."""
    now, left = managed_queries.of_partner_lasting(unit.session, member_id, unit.today, lasting_to)
    return _values(unit, now), _values(unit, left)


def _values(unit: Unit, counted: Sequence[Counted]) -> dict[Currency, Money]:
    return {currency: one.value for currency, one in values_of(unit.terms, counted).items()}


def shown_values(values: Mapping[Currency, Money]) -> dict[str, str]:
    """Return values as texts, by currency."""
    return {currency.value: str(value) for currency, value in values.items()}


def applicant_of(unit: Unit, org: Organisation, row: ProgrammeApplication | None) -> Applicant:
    """Return everything that the conditions of an organisation are judged by today."""
    is_member = organisation_queries.programme_member(unit.session, org.id) is not None
    return Applicant(
        kind=OrganisationKind(org.kind),
        country=org.country,
        register_number=org.register_number or "",
        website=org.website,
        values=values_in(unit, org.id, is_member=is_member),
        declared=_ticked(row.declared) if row is not None else frozenset(),
        confirmed=_confirmed(row.confirmed, org.website) if row is not None else frozenset(),
        accepted_terms=row.terms_version if row is not None else "",
    )


def application_view(
    unit: Unit, org: Organisation, row: ProgrammeApplication | None, *, anew: bool = False
) -> ApplicationView:
    """Return an application with its conditions as they are today, or the conditions where there is none.

    Of one that is over its applicant sees `anew` what applying again begins with: what it declared, not confirmed yet.
    """
    applicant = applicant_of(unit, org, row)
    if anew:
        applicant = replace(applicant, confirmed=frozenset(), accepted_terms="")
    found = findings(applicant, unit.terms)
    then = row.found if row is not None and isinstance(row.found, Mapping) else {}
    names = people_queries.names_of(unit.session, [row.submitted_by_id] if row and row.submitted_by_id else [])
    member = organisation_queries.programme_member(unit.session, org.id)
    return ApplicationView(
        id=show_id(Kind.APPLICATION, row.id) if row is not None else "",
        organisation=org.name,
        organisation_id=show_id(Kind.ORGANISATION, org.id),
        state=ApplicationState(row.state) if row is not None else None,
        is_partner=member is not None,
        conditions=tuple(_condition(one, applicant, then) for one in found),
        met=sum(one.is_met for one in found),
        note=row.note if row is not None else "",
        accepted_terms=applicant.accepted_terms,
        terms_version=unit.terms.version,
        submitted_at=row.submitted_at if row is not None else None,
        submitted_by=names.get(row.submitted_by_id or 0, "") if row is not None else "",
        decided_at=row.decided_at if row is not None else None,
        is_provisional=row is not None and row.is_provisional,
        reasons=row.reasons if row is not None else "",
        values_at_submit=dict(then.get("values", {})),
        values_today=shown_values(applicant.values),
        version=row.version if row is not None else 0,
    )


def found_at(unit: Unit, found: Sequence[Finding], applicant: Applicant) -> dict[str, Any]:
    """Return what is kept of the conditions when an application is submitted."""
    return {
        "conditions": {one.condition.value: one.is_met for one in found},
        "values": shown_values(applicant.values),
        "thresholds": {code.value: f"{least:f}" for code, least in unit.terms.eligibility.amounts.items()},
        "kind": applicant.kind.value,
        "register_number": applicant.register_number,
        "website": applicant.website,
    }


def standing_of(member: ProgrammeMember) -> Standing:
    """Return how a member stands, as it is recorded."""
    return Standing(
        state=MemberState(member.state),
        approved_on=local_date(member.approved_at),
        review_on=member.review_on,
        warned_on=member.warned_on,
        suspend_on=member.suspend_on,
        suspended_on=member.suspended_on,
    )


def put_standing(member: ProgrammeMember, standing: Standing) -> None:
    """Write how a member stands."""
    member.state = standing.state.value
    member.review_on = standing.review_on
    member.warned_on = standing.warned_on
    member.suspend_on = standing.suspend_on
    member.suspended_on = standing.suspended_on


def _condition(one: Finding, applicant: Applicant, then: Mapping[str, Any]) -> ConditionView:
    ticks = {*TICKED, Condition.RESELLER_TERMS}
    declared = one.condition in applicant.declared
    if one.condition is Condition.RESELLER_TERMS:
        declared = bool(applicant.accepted_terms)
    return ConditionView(
        name=one.condition,
        label=label(one.condition),
        met=one.is_met,
        says=one.says,
        fix=one.fix,
        awaits_staff=one.awaits_staff,
        can_be_ticked=one.condition in ticks,
        declared=declared if one.condition in ticks else None,
        confirmed=one.condition in applicant.confirmed,
        met_at_submit=then.get("conditions", {}).get(one.condition.value),
    )


def _confirmed(stored: object, website: str) -> frozenset[Condition]:
    """Return what staff confirmed: of a website the address that they looked at, and no other one."""
    seen = stored.get(Condition.WEBSITE.value) if isinstance(stored, Mapping) else None
    return _ticked(stored) - ({Condition.WEBSITE} if isinstance(seen, str) and seen != website else set())


def _ticked(stored: object) -> frozenset[Condition]:
    known = {one.value for one in Condition}
    values = stored if isinstance(stored, Mapping) else {}
    return frozenset(Condition(name) for name, value in values.items() if value and name in known)
