"""Where a line of Home leads: a row in a section, or one's own notices; escape comes back from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.attention import Place

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

NOTICES = "notices"
"""The place of one's own notices, which are no section of the menu."""


def land(app: ConsoleApp, place: Place) -> None:
    """Go there; nothing happens if the role has no such section."""
    if place.section == NOTICES:
        from resellertui.tui.noticing import open_notices

        open_notices(app)
    else:
        app.go(place.section, place=place)
