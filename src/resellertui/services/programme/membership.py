"""How a partner stands in the programme: its state and dates, the way to the thresholds, and what it has of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.calendar import add_months
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.managed import yearly_price
from resellertui.domain.money import Currency, Money
from resellertui.domain.programme_membership.standing import (
    MONTHS,
    MemberState,
    ReviewKind,
    ReviewOutcome,
    Standing,
    first_review,
    is_suspended,
    next_review,
    outcome_words,
    review_words,
    state_words,
)
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.managed import values_of
from resellertui.services.programme.benefits import benefits_of
from resellertui.services.programme.facts import standing_of, values_with_forecast
from resellertui.services.programme.views import GaugeView, MembershipView, ReviewView, TopClientView
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, ProgrammeMember, ProgrammeReview
from resellertui.store.queries import managed as managed_queries
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import programme as programme_queries

OWN = Stance(relation=Relation.OWN)
TOP = 5
"""How many clients are named in each currency."""
SHOWN_REVIEWS = 10


class ProgrammePage:
    """Reading a partner's place in the programme."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, who: str = "") -> MembershipView:
        """Return one's own organisation's place in the programme, or for staff that of any partner. Changes nothing.

        The licence key is for legal representatives and administrators; whoever sees only some clients gets no value.

        Raises:
            Forbidden: an external user; for another organisation anyone but staff.
            NotFound: no such partner.
            Refused: one's own organisation is not a partner.
        """
        with self._office.reading(actor) as unit:
            return _view(unit, *_partner(unit, who), is_own=not who)

    def reviews(self, actor: Actor, who: str = "", limit: int = 100) -> tuple[ReviewView, ...]:
        """Return the reviews of one's own organisation, or for staff of any partner, newest first. Changes nothing.

        Raises:
            Forbidden: an external user; for another organisation anyone but staff.
            NotFound: no such partner.
            Refused: one's own organisation is not a partner.
        """
        with self._office.reading(actor) as unit:
            org, _member = _partner(unit, who)
            return tuple(_review(one) for one in programme_queries.reviews(unit.session, org.id, limit))


def _partner(unit: Unit, who: str) -> tuple[Organisation, ProgrammeMember]:
    if who:
        unit.allow(Action.PROGRAMME_APPROVE)
        org: Organisation | None = the_organisation(
            unit, who, lambda one: queries.programme_member(unit.session, one.id) is not None
        )
    else:
        unit.allow(Action.PROGRAMME_VIEW, OWN)
        org = queries.organisation(unit.session, unit.actor.org_id or 0)
    if org is None:
        raise not_found(who)
    member = queries.programme_member(unit.session, org.id)
    if member is None:
        raise Refused(
            _("{organisation} is not a partner.").format(organisation=org.name),
            _("What is still missing is said by its application."),
            _("Open the page Programme, or run: resellertui programme check"),
        )
    return org, member


def _view(unit: Unit, org: Organisation, member: ProgrammeMember, *, is_own: bool) -> MembershipView:
    standing = standing_of(member)
    sees_all = not is_own or (unit.role is not None and reaches_every_client(unit.role))
    reads_key = is_own and bool(unit.may(Action.PROGRAMME_CHANGE, OWN))
    due = next_review(standing, unit.today)
    return MembershipView(
        organisation=org.name,
        organisation_id=show_id(Kind.ORGANISATION, org.id),
        state=_state(standing, unit.today),
        state_words=state_words(standing, unit.today),
        approved_on=standing.approved_on,
        next_review_on=due,
        provisional_until=_provisional_until(unit, standing),
        warned_on=standing.warned_on,
        suspend_on=standing.suspend_on,
        suspended_on=standing.suspended_on or (standing.suspend_on if _suspended(standing, unit.today) else None),
        sentences=tuple(_sentences(standing, unit.today, due)),
        gauges=gauges_of(unit, org.id) if sees_all else (),
        assumes=_(
            "The forecast assumes that what expires within twelve months is renewed only where it renews by itself, "
            "and that a partnership with an end date ends then."
        ),
        top_clients=_top_clients(unit, org.id) if sees_all else (),
        benefits=benefits_of(unit, org, member, is_earning=not _suspended(standing, unit.today)),
        reviews=tuple(_review(one) for one in programme_queries.reviews(unit.session, org.id, SHOWN_REVIEWS)),
        licence_assigned=member.licence_key is not None,
        licence_key=(member.licence_key or "") if reads_key else "",
        terms_version=unit.terms.version,
    )


def _suspended(standing: Standing, today: date) -> bool:
    return is_suspended(standing.state, standing.suspend_on, today)


def _state(standing: Standing, today: date) -> str:
    if _suspended(standing, today):
        return MemberState.SUSPENDED.value
    return "warned" if standing.warned_on is not None else standing.state.value


def _provisional_until(unit: Unit, standing: Standing) -> date | None:
    if standing.state is not MemberState.PROVISIONAL or standing.warned_on is not None:
        return None
    months = unit.terms.months.provisional_approval
    return standing.review_on or first_review(standing.approved_on, provisional_months=months)


def _sentences(standing: Standing, today: date, due: date | None) -> list[str]:
    if _suspended(standing, today):
        since = standing.suspended_on or standing.suspend_on
        return [
            _("Suspended since {day}: new orders and renewals earn neither discount nor cashback.").format(
                day=day(since)
            ),
            _("Partnerships stay. The directory does not show the listing, and no new clients can be taken."),
            _("It ends by itself within a day once either threshold is reached again."),
        ]
    if standing.warned_on is not None:
        return [
            _("Warned on {warned}: below the threshold. Suspended from {day} unless it is reached before.").format(
                warned=day(standing.warned_on), day=day(standing.suspend_on)
            ),
            _("Suspended means: partnerships stay, but nothing new earns a discount or cashback."),
        ]
    if standing.state is MemberState.PROVISIONAL:
        return [
            _("Approved for a time: on {day} either threshold has to be reached, or a warning follows.").format(
                day=day(due)
            )
        ]
    return [_("The next review is on {day}.").format(day=day(due))]


def gauges_of(unit: Unit, org_id: int) -> tuple[GaugeView, ...]:
    """Return the way to each threshold, with what is left in a year; the policy was asked before."""
    values, left = values_with_forecast(unit, org_id, add_months(unit.today, MONTHS, unit.today.day))
    return tuple(_gauge(unit, currency, values, left) for currency in Currency)


def _gauge(
    unit: Unit, currency: Currency, values: Mapping[Currency, Money], left: Mapping[Currency, Money]
) -> GaugeView:
    least = unit.terms.eligibility.amounts.get(currency)
    value, forecast = values[currency], left[currency]
    percent = 0 if least is None or not least else min(int(value.decimal * 100 // least), 100)
    return GaugeView(
        currency=currency.value,
        value=str(value),
        threshold="" if least is None else f"{least:.2f}",
        percent=percent,
        reached=least is not None and value.decimal >= least,
        forecast=str(forecast),
        forecast_reached=least is not None and forecast.decimal >= least,
    )


def _top_clients(unit: Unit, org_id: int) -> tuple[TopClientView, ...]:
    """Return the clients that count most, in each currency: the database ranks them, and their parts are exact."""
    found: list[tuple[int, Currency]] = []
    for currency in Currency:
        weights = {
            one.sku: int(price * 10 ** (currency.exponent + 3))
            for one in unit.terms.kinds
            if (price := yearly_price(one, currency)) is not None
        }
        numbers = managed_queries.largest_of_partner(unit.session, org_id, unit.today, currency.value, weights, TOP)
        found += [(number, currency) for number in numbers]
    numbers = [number for number, _currency in found]
    names = managed_queries.client_names(unit.session, numbers)
    held = managed_queries.of_partnerships(unit.session, numbers, unit.today)
    return tuple(
        TopClientView(
            partnership_id=show_id(Kind.PARTNERSHIP, number),
            name=names.get(number, ""),
            currency=currency.value,
            value=str(values_of(unit.terms, held.get(number, []))[currency].value),
        )
        for number, currency in found
    )


def _review(row: ProgrammeReview) -> ReviewView:
    found = row.found if isinstance(row.found, Mapping) else {}
    return ReviewView(
        kind=ReviewKind(row.kind),
        why=review_words(ReviewKind(row.kind)),
        due_on=row.due_on,
        outcome=ReviewOutcome(row.outcome),
        led_to=outcome_words(ReviewOutcome(row.outcome)),
        values=dict(found.get("values", {})),
        made_at=row.made_at,
    )
