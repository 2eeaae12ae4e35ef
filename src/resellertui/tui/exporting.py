"""Writing clients to a file in the folder for exports, under a name that is free."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resellertui.domain.partnership import State
from resellertui.tui import formats

if TYPE_CHECKING:
    from resellertui.services.exporting import ExportReport
    from resellertui.tui.app import ConsoleApp


async def export_clients(app: ConsoleApp, references: Sequence[str]) -> ExportReport:
    """Write these clients and return where they are.

    Raises what the service raises, such as a folder that can't be written to.
    """
    path = await app.behind(_free_path, app.settings.export_dir, f"clients-{formats.today(app.services).isoformat()}")
    return await app.ask(app.services.exports.to_file, path, states=tuple(State), only=references)


def _free_path(folder: Path, name: str) -> Path:
    """Return a path in the folder that nothing has yet."""
    path, number = folder / f"{name}.csv", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.csv"
    return path
