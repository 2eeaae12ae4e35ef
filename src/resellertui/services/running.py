"""Running the installation: the one permission that mail, jobs and maintenance share."""

from __future__ import annotations

from resellertui.domain.access import Action, Identity
from resellertui.services.unit import Unit, locked_out


def allow_running(unit: Unit, action: Action) -> None:
    """Go on only for the provider's staff, or for the owner of the database file outside locked mode.

    Raises:
        Forbidden: anyone else.
    """
    if unit.office.locked and unit.actor.identity is Identity.OPERATOR:
        raise locked_out()
    unit.allow(action)
