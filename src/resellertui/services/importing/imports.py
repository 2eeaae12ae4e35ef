"""The use cases of importing: looking into a file, and bringing it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resellertui.services.actor import Actor
from resellertui.services.importing.options import ImportOptions
from resellertui.services.importing.report import FileView, ImportReport
from resellertui.services.unit import Office


class Imports:
    """Bringing client lists in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def examine(self, actor: Actor, data: bytes, *, mapping: Mapping[str, str] | None = None) -> FileView:
        """Return what the file holds and how its columns are understood. Changes nothing."""
        raise NotImplementedError

    def run(
        self,
        actor: Actor,
        data: bytes,
        options: ImportOptions | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Import the file."""
        raise NotImplementedError
