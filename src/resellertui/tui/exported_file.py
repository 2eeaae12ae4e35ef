"""Where the console puts what is taken out: a private file in the folder for exports, beside earlier ones."""

from __future__ import annotations

from pathlib import Path

from resellertui.domain.errors import Refused
from resellertui.domain.wording import _


def write_exported(content: bytes, folder: Path, name: str, *, public: bool = False) -> Path:
    """Write a file of this name into the folder, beside earlier ones, and return its path; private unless it is public.

    Raises:
        Refused: it can't be written.
    """
    from resellertui.adapters.filesystem import make_private_folder, write_private, write_public

    try:
        make_private_folder(folder)
        path = free_path(folder, name)
        (write_public if public else write_private)(path, content)
    except OSError as error:
        raise Refused(
            _("The file can't be written in {folder}: {reason}.").format(
                folder=folder, reason=error.strerror or str(error)
            ),
            _("Nothing was written."),
            _("Choose another folder for exports in the settings (export_dir)."),
        ) from error
    return path


def free_path(folder: Path, name: str) -> Path:
    """Return a path in the folder that nothing has yet: the name, or the name with a number."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path
