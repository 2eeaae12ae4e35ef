"""Text as data: what may be stored, how it is compared, how it is shown without ever steering a terminal."""

from __future__ import annotations

import unicodedata

MAX_NAME = 300
"""The longest name, in characters, that a field takes unless it says otherwise."""


def visible(value: str, *, multiline: bool = False) -> str:
    """Return the text with control, format and unassigned characters made visible, so that none reaches a terminal.

    Blanks of every width stay as they are: languages group their digits with some of them.
    """
    if value.isprintable():
        return value
    return "".join(
        ch
        if ch.isprintable() or (multiline and ch == "\n") or unicodedata.category(ch) == "Zs"
        else chr(0x2400 + ord(ch))
        if ord(ch) < 0x20
        else "\N{SYMBOL FOR DELETE}"
        if ord(ch) == 0x7F
        else "\N{REPLACEMENT CHARACTER}"
        for ch in value
    )


def publishable(value: str) -> str:
    """Return the text with what no stored text may hold made visible: what a page or a file says to the public.

    Joiners and marks of writing directions stay, which a terminal is spared: browsers know what to do with them.
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if forbidden(ch, multiline=True) else ch for ch in value)


def fold(value: str) -> str:
    """Return the key under which texts are compared and searched: no case, no accents, single spaces.

    Idempotent: folding twice is folding once.
    """
    if value.isascii():
        return " ".join(value.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    stripped = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(unicodedata.normalize("NFKC", stripped).casefold().split())


def tidy(value: str) -> str:
    """Return the text as it is stored: NFC, no outer blanks. Control characters are kept for `forbidden` to find."""
    return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()


def forbidden(value: str, *, multiline: bool = False) -> str | None:
    """Return the first character that no stored text may hold (control, bidi override, surrogate), or None."""
    if value.isprintable():
        return None
    for ch in value:
        if multiline and ch in "\n\t":
            continue
        if unicodedata.category(ch) in {"Cc", "Cs"} or ch in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            return ch
    return None
