"""Standard input, line by line: passwords and ids."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from resellertui.domain.errors import Usage
from resellertui.domain.wording import _


def next_line() -> str | None:
    """Return the next line without its end, or None when there is no more.

    Raises:
        Usage: it is no text in the terminal's encoding.
    """
    try:
        line = sys.stdin.readline()
        line.encode()  # a locale without an encoding lets bytes through as lone surrogates
    except UnicodeError:
        raise Usage(_("Standard input holds bytes that are no text.")) from None
    return line.rstrip("\r\n") if line else None


def items() -> Iterator[str]:
    """Give what the lines that are left hold, blank ones left out.

    Raises:
        Usage: a line is no text.
    """
    while (line := next_line()) is not None:
        if line.strip():
            yield line.strip()
