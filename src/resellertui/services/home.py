"""Home: what needs the reader, and the size of the portfolio."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.services.actor import Actor
from resellertui.services.first_page import Onlooker, home_of
from resellertui.services.first_views import HomeView
from resellertui.services.unit import Office, Unit, not_found


class Home:
    """What a member of an organisation sees first."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> HomeView:
        """Return what needs the reader, most urgent first, and the counts of the portfolio. Changes nothing.

        Any member may call it; what they see of products and clients follows their rights.

        Raises:
            NotFound: the actor belongs to no organisation, or not to this one.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
            return home_of(_onlooker(unit))


def _onlooker(unit: Unit) -> Onlooker:
    user_id, org_id, role = unit.actor.user_id, unit.actor.org_id, unit.role
    if user_id is None or org_id is None or role is None:
        raise not_found()
    return Onlooker(unit.reader, user_id, org_id, unit.identity, role, unit.today, unit.terms)
