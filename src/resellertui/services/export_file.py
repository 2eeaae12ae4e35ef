"""Files that exports write: new ones, read by their owner only, whole or not at all; none in locked mode."""

from __future__ import annotations

from pathlib import Path

from resellertui.adapters.filesystem import make_private_folder, write_private
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.services.unit import Office, locked_out


def free_target(office: Office, folder: Path, name: str) -> Path:
    """Return a path in the folder that nothing has yet: `NAME.csv`, or `NAME-2.csv` and so on.

    Raises:
        Forbidden: locked mode, where nobody names files.
    """
    if office.locked:
        raise locked_out()
    path, number = folder.expanduser().absolute() / f"{name}.csv", 1
    while path.exists():
        number += 1
        path = path.with_name(f"{name}-{number}.csv")
    return path


def write_export(office: Office, target: Path, text: str) -> None:
    """Write a file that only the user reads; in a rehearsal not at all.

    Raises:
        Refused: it can't be written.
    """
    if office.dry_run:
        return
    try:
        make_private_folder(target.parent)
        write_private(target, text.encode())
    except OSError as error:
        raise Refused(
            _("{path} can't be written: {reason}").format(path=target, reason=error.strerror or str(error)),
            hint=_("Choose another place."),
        ) from error
