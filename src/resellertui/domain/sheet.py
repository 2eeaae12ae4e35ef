"""A printed document as data: what stands on it, in which order; how it is drawn is an adapter's business."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Party:
    """Who issues the document, or to whom it is issued."""

    role: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: str
    right: bool = False
    """Whether it holds numbers: it stands to the right, and is as wide as they are."""


@dataclass(frozen=True)
class Table:
    """Rows under a head, which is repeated on every page; the columns of words share the room that is left."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sum:
    """A labelled amount below a table."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """A document to print."""

    title: str
    day: date
    """On which it was made: the file says so, and is otherwise the same whenever it is drawn."""
    parties: tuple[Party, ...]
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Table | tuple[Sum, ...] | str, ...]
    """Tables, sums and paragraphs, in order."""


def spelled(text: str, shows: Callable[[str], bool]) -> str:
    """Return the text with whatever a font can't show as code points, such as `[U+65E5 U+672C]`: nothing gets lost.

    Control and format characters are spelled too, since they would act on the page instead of standing on it. A mark
    that only chooses between two looks of the character before it is left out.

    Args:
        text: any text; line breaks stay.
        shows: whether the font has a character.
    """
    parts: list[str] = []
    codes: list[str] = []
    for ch in text:
        if ch in "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}":
            continue
        if unicodedata.category(ch) == "Zs" and not shows(ch):
            ch = " "
        if ch != "\n" and not ((ch.isprintable() or unicodedata.category(ch) == "Zs") and shows(ch)):
            codes.append(f"U+{ord(ch):04X}")
            continue
        if codes:
            parts.append(f"[{' '.join(codes)}]")
            codes = []
        parts.append(ch)
    if codes:
        parts.append(f"[{' '.join(codes)}]")
    return "".join(parts)
