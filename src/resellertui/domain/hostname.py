"""Host names as they are compared and sent: lower case, in the ASCII form of internationalised names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_HOSTNAME = 253

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PLAIN = re.compile(rf"(?:{_LABEL.pattern}\.)+{_LABEL.pattern}")
"""A name in plain ASCII, which most are; those with internationalised labels are looked at label by label."""


@lru_cache(maxsize=4096)
def ascii_hostname(text: str) -> str | None:
    """Return the ASCII form of a domain name of two labels or more, or None if it is none.

    Idempotent. Written here since the standard library's codec follows the older IDNA 2003, under which `straße.de`
    and `strasse.de`, two different names, are the same.
    """
    if text.isascii() and len(text) <= MAX_HOSTNAME:
        plain = text.lower()
        if _PLAIN.fullmatch(plain) and "xn--" not in plain:
            return None if plain.rpartition(".")[2].isdigit() else plain
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    if len(lowered) > MAX_HOSTNAME:
        return None
    labels = [_ascii_label(label) for label in lowered.removesuffix(".").split(".")]
    found = [label for label in labels if label is not None]
    if len(found) < max(2, len(labels)) or found[-1].isdigit():
        return None
    name = ".".join(found)
    return name if len(name) <= MAX_HOSTNAME else None


def _ascii_label(label: str) -> str | None:
    if label.isascii():
        if not _LABEL.fullmatch(label):
            return None
        return _checked_punycode(label) if label.startswith("xn--") else label
    if label.startswith("-") or label.endswith("-") or label[2:4] == "--" or not _is_word(label):
        return None
    encoded = "xn--" + label.encode("punycode").decode("ascii")
    return encoded if len(encoded) <= 63 else None


def _checked_punycode(label: str) -> str | None:
    """Return the label only if it is what some internationalised label is really encoded to."""
    try:
        decoded = label.removeprefix("xn--").encode("ascii").decode("punycode")
        stable = unicodedata.normalize("NFKC", decoded).lower() == decoded
        return label if stable and not decoded.isascii() and _ascii_label(decoded) == label else None
    except UnicodeError:
        return None


def _is_word(label: str) -> bool:
    kinds = [unicodedata.category(ch)[0] if ch != "-" else "N" for ch in label]
    return kinds[0] != "M" and all(kind in "LMN" for kind in kinds)
