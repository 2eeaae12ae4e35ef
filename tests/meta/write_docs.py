"""Writes the generated pages of `docs/`: `python -m tests.meta.write_docs`."""

from __future__ import annotations

from pathlib import Path

from resellertui.cli.reference import reference
from resellertui.tui.commands import keys_document

DOCS = Path(__file__).parents[2] / "docs"


def write_docs() -> None:
    """Write the page of keys and the page of commands anew."""
    (DOCS / "keys.md").write_text(keys_document(), encoding="utf-8")
    (DOCS / "cli.md").write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    write_docs()
