"""Exporting a partner's clients as a file that imports again unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resellertui.domain.partnership import State
from resellertui.services.actor import Actor
from resellertui.services.unit import Office
from resellertui.services.views import View

EXPORTED = (State.ACTIVE, State.PENDING)


class ExportReport(View):
    """What an export wrote."""

    path: str
    clients: int


class Exports:
    """Writing client lists."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def clients(self, actor: Actor, *, states: Sequence[State] = EXPORTED) -> str:
        """Return the clients as CSV text."""
        raise NotImplementedError

    def to_file(self, actor: Actor, path: Path, *, states: Sequence[State] = EXPORTED, replace: bool = False) -> ExportReport:
        """Write the clients to a file."""
        raise NotImplementedError
