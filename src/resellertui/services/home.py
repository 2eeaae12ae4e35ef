"""Home: what needs the reader, the size of the portfolio, and the figures of its months and weeks."""

from __future__ import annotations

from dataclasses import replace

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.roles import reaches_every_client
from resellertui.services.actor import Actor
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.first_page import Onlooker, home_of
from resellertui.services.first_views import HomeView
from resellertui.services.home_views import MonthsView, WeeksView
from resellertui.services.programme.views import GaugeView
from resellertui.services.unit import Office, Unit, not_found

OWN = Stance(relation=Relation.OWN)
MOST_LOOKED_AT = 1_000
"""How many renewals of clients are looked at where nobody waits for the first page."""


class Home:
    """What a member of an organisation sees first."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> HomeView:
        """Return what needs the reader, the costliest to ignore first, and the counts of the portfolio.

        It is what the console's first page says, found out at once; what takes longer is in `complete`. Any member may
        call it; they are told of what they may act on. Changes nothing.

        Raises:
            NotFound: the actor belongs to no organisation, or not to this one.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, OWN)
            return home_of(_onlooker(unit))

    def complete(self, actor: Actor) -> HomeView:
        """Return the same with what takes longer: a prepaid account that will not last, a threshold, the VAT number.

        Of many renewals of clients more are counted than at first. Changes nothing.

        Raises:
            NotFound: as for `show`.
        """
        from resellertui.services.attention.later import later_facts

        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, OWN)
            who = replace(_onlooker(unit), looks_at=MOST_LOOKED_AT)
            return home_of(who, later_facts(unit, who))

    def months(self, actor: Actor) -> MonthsView:
        """Return what a partner's last twelve months brought: what it billed its clients, and cashback.

        For a partner that bills nobody by the console it is what it was charged for clients instead: their own invoices
        are theirs alone. Changes nothing.

        Raises:
            NotFound: the actor belongs to no organisation, or acts inside a client's.
            Forbidden: no right to the accounting.
        """
        from resellertui.services.figures import months_of

        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            return months_of(unit, org_id)

    def weeks(self, actor: Actor) -> WeeksView:
        """Return how many subscriptions come up for renewal in each of the next ten weeks, and their public price.

        Changes nothing.

        Raises:
            NotFound: the actor belongs to no organisation, or acts inside a client's.
            Forbidden: no right to the accounting.
        """
        from resellertui.services.figures import weeks_of

        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            return weeks_of(unit, org_id)

    def gauges(self, actor: Actor) -> tuple[GaugeView, ...]:
        """Return a partner's way to each threshold, as the page Programme shows it; nothing for who sees some clients.

        Changes nothing.

        Raises:
            Forbidden: an external user.
            NotFound: the provider's staff, who have no place in the programme.
        """
        from resellertui.services.programme.membership import gauges_of

        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_VIEW, OWN)
            who = _onlooker(unit)
            return gauges_of(unit, who.org_id) if who.member is not None and reaches_every_client(who.role) else ()


def _onlooker(unit: Unit) -> Onlooker:
    user_id, org_id, role = unit.actor.user_id, unit.actor.org_id, unit.role
    if user_id is None or org_id is None or role is None:
        raise not_found()
    return Onlooker(unit.reader, user_id, org_id, unit.identity, role, unit.today, unit.now, unit.terms)
