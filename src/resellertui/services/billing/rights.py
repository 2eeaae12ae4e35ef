"""Whether the actor has the right to the accounting, as the policy asks for it."""

from __future__ import annotations

from dataclasses import replace

from resellertui.domain.access import Action, Relation, Stance
from resellertui.services.unit import Unit, not_found
from resellertui.store.queries import people as people_queries


def accounting_stance(unit: Unit, stance: Stance) -> Stance:
    """Return the stance with the accounting right that the actor's membership gives."""
    if unit.actor.user_id is None or unit.actor.org_id is None:
        return stance
    membership = people_queries.membership(unit.session, unit.actor.user_id, unit.actor.org_id)
    return replace(stance, accounting=membership is not None and membership.accounting)


def allow_accounting(unit: Unit, action: Action, org_id: int, missing: str = "") -> None:
    """Go on only if the actor may do this in an organisation's accounting: its own; inside a client's there is none.

    Raises:
        NotFound: it is another organisation's.
        Forbidden: no right to the accounting.
    """
    is_own = org_id == unit.actor.org_id and unit.actor.for_client_id is None
    relation = Relation.OWN if is_own else Relation.NONE
    unit.allow(action, accounting_stance(unit, Stance(relation=relation)), missing=missing)


def allow_outside_money(unit: Unit) -> None:
    """Go on only if the actor may say that money came from outside.

    Where the console runs for people who do not own the database, that is the provider's staff alone: anyone else could
    give itself money by saying so.

    Raises:
        Forbidden: in locked mode, not of the provider's staff.
    """
    if unit.office.locked:
        unit.allow(Action.ACCOUNTING_RECORD)


def own_org(unit: Unit) -> int:
    """Return the organisation whose accounting is meant: one's own.

    Raises:
        NotFound: the actor acts for none, or inside a client's.
    """
    if unit.actor.org_id is None:
        raise not_found()
    return unit.actor.org_id
