"""Files that a command reads and writes: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import sys
from pathlib import Path

from resellertui.cli.call import FROM_STDIN
from resellertui.domain.errors import NotFound, Refused, Usage
from resellertui.domain.wording import _


def check_free(name: str, *, replace: bool) -> Path:
    """Return the path of a file to write, which must not exist yet unless it may be replaced.

    Raises:
        Refused: it exists, or its folder does not.
    """
    path = Path(name).expanduser()
    if path.exists() and not replace:
        raise Refused(
            _("{file} exists already.").format(file=path),
            _("Nothing was written."),
            _("Choose another name, or add --replace."),
        )
    return path


def write_document(name: str, content: bytes, *, replace: bool, public: bool = False) -> None:
    """Write a file that only its owner reads, or that everybody may read.

    Raises:
        Refused: it exists and may not be replaced, or it can't be written.
    """
    from resellertui.adapters.filesystem import write_private, write_public

    path = check_free(name, replace=replace)
    try:
        (write_public if public else write_private)(path, content)
    except OSError as error:
        raise Refused(
            _("{file} can't be written: {reason}.").format(file=path, reason=error.strerror or str(error)),
            _("Nothing was written."),
        ) from error


def read_file(name: str) -> bytes:
    """Return what a file holds, or standard input where the name is -.

    Raises:
        NotFound: there is no such file.
        Refused: it can't be read.
    """
    if name == FROM_STDIN:
        return sys.stdin.buffer.read()
    path = Path(name).expanduser()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(_("There is no file {file}.").format(file=path)) from None
    except OSError as error:
        raise Refused(
            _("{file} can't be read: {reason}.").format(file=path, reason=error.strerror or str(error))
        ) from error


def read_text_file(name: str) -> str:
    """Return what a UTF-8 file holds, or standard input where the name is -.

    Raises:
        NotFound: there is no such file.
        Refused: it can't be read.
        Usage: it is no text in UTF-8.
    """
    try:
        return read_file(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Usage(_("{file} is no text in UTF-8.").format(file=name)) from None
