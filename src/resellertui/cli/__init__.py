"""The command line: the same use cases as the console, for scripts. Importing this loads nothing else of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command, or open the console where none is named, and leave with its exit code."""
    import sys

    from resellertui.cli.program import run

    sys.exit(run(sys.argv[1:] if argv is None else argv))
