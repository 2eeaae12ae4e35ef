"""The marks that say where a value of the terms comes from."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """Where a value comes from."""

    PUBLISHED = "published"
    """The provider's public guides state it, or the law does."""

    SAMPLE = "sample"
    """Made up to try the program with; shown as such."""
