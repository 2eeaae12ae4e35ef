"""What needs a person and takes the services to find out: shown after the first page, in its place among the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.managed import reaches_threshold
from resellertui.domain.money import Currency, Money
from resellertui.domain.programme_membership.standing import is_suspended, next_review
from resellertui.domain.roles import reaches_every_client
from resellertui.services.attention.onlooker import Onlooker
from resellertui.services.billing.vat_hints import asking_of
from resellertui.services.programme.facts import standing_of, values_in
from resellertui.services.renewals.forecasting import forecast
from resellertui.services.unit import Unit
from resellertui.store.queries import figures
from resellertui.store.queries import organisations as organisation_queries

MOST_SIMULATED = 300
"""Renewals up to which the days ahead are simulated for Home; for more, Renewals does it when it is asked to (`f`)."""


def later_facts(unit: Unit, who: Onlooker) -> Iterator[Fact]:
    """Yield what of this the onlooker may act on."""
    yield from _prepaid(unit, who)
    yield from _threshold(unit, who)
    if who.may_in_own(Action.ORG_EDIT) and asking_of(unit, organisation_queries.organisation(unit.session, who.org_id)):
        yield Fact(Need.VAT_NUMBER, 1, Place("account"))


def _prepaid(unit: Unit, who: Onlooker) -> Iterator[Fact]:
    if not who.may_in_own(Action.ACCOUNTING_PAY):
        return
    days = unit.terms.days
    last = unit.today + timedelta(days=days.renewal_visible + days.renewal_first_attempt)
    if figures.count_paid_by(unit.session, who.org_id, last, MOST_SIMULATED + 1) > MOST_SIMULATED:
        return
    view = forecast(unit, who.org_id, _go_on)
    if view.runs_out_on is not None:
        balance = Money.parse(view.balance, Currency(view.currency))
        yield Fact(Need.PREPAID_SHORT, 1, Place("prepaid", view.currency), view.runs_out_on, amounts=(balance,))


def _go_on(_done: int, _days: int) -> None:
    """Let the simulation go on: it is short."""


def _threshold(unit: Unit, who: Onlooker) -> Iterator[Fact]:
    member = organisation_queries.programme_member(unit.session, who.org_id)
    if member is None or not who.may_in_own(Action.PROGRAMME_CHANGE) or not reaches_every_client(who.role):
        return
    due = next_review(standing_of(member), unit.today)
    is_near = due is not None and due <= unit.today + timedelta(days=unit.terms.days.renewal_visible)
    if not is_near or is_suspended(member.state, member.suspend_on, unit.today):
        return
    values = values_in(unit, who.org_id, is_member=True)
    if not reaches_threshold(values, unit.terms):
        found = tuple(values[code] for code in sorted(unit.terms.eligibility.amounts) if values[code].minor)
        yield Fact(Need.THRESHOLD_SHORT, 1, Place("programme"), due, amounts=found or (Money(0, Currency.CHF),))
