"""What the console is given once the database is open, which is after its first screen has been painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from resellertui.services.console import Services
    from resellertui.services.views import SignedIn


@dataclass(frozen=True)
class Arrival:
    """Open services, and who comes in."""

    services: Services
    """Locked mode is theirs to say."""
    person: SignedIn | None = None
    """Who is signed in already; a remembered session or the sign-in screen decides where None."""
    org: int | None = None
    """The number of the organisation to act for."""
    email: str = ""
    """The address that whoever has to sign in has named already."""


Opening: TypeAlias = Callable[[], Arrival]
"""Opens the database; called in a thread. What it raises ends the console, and is said in the terminal afterwards."""
