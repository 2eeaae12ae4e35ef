"""Where the console puts a partnership's history: a private file beside earlier ones."""

from __future__ import annotations

from pathlib import Path

from resellertui.domain.errors import Refused
from resellertui.domain.wording import _


def write_history(document: bytes, reference: str, folder: Path) -> Path:
    """Write the document into the folder, beside earlier ones, and return its path.

    Raises:
        Refused: it can't be written.
    """
    from resellertui.adapters.filesystem import make_private_folder, write_private

    try:
        make_private_folder(folder)
        path = _free_path(folder, f"{reference}-history")
        write_private(path, document)
    except OSError as error:
        raise Refused(
            _("The file can't be written in {folder}: {reason}.").format(
                folder=folder, reason=error.strerror or str(error)
            ),
            _("Nothing was written."),
            _("Choose another folder for exports in the settings (export_dir)."),
        ) from error
    return path


def _free_path(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.md", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.md"
    return path
