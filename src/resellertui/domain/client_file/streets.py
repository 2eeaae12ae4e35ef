"""Splitting an address line into the street and its house number."""

from __future__ import annotations

import re

_NUMBER = r"\d{1,5}(?:\s?[-/]\s?\d{1,5})?(?:\s?(?:bis|ter|quater|[a-zA-Z]))?"
_AT_END = re.compile(
    rf"(.*?[^\W\d].*?),?\s+(?:(?:n\.|nr\.?|no\.?|n°)\s*)?({_NUMBER}(?:/[a-zA-Z0-9]{{1,4}})?)", re.IGNORECASE
)
_AT_START = re.compile(rf"({_NUMBER})(?:\s*,\s*|\s+)(\D*[^\W\d].*)", re.IGNORECASE)
_NAME_NEEDS_NUMBER = re.compile(
    r"\b(?:route|rn|rd|km|strada statale|ss|sp|b|casella postale|postfach|case postale|cp)$", re.IGNORECASE
)


def split_street(line: str) -> tuple[str, str]:
    """Return street and house number of a line that ends with the number or, as in France, starts with it.

    A number that belongs to the street's own name or to a post-office box stays with it: “Postfach 12”.
    """
    if match := _AT_END.fullmatch(line):
        street = match[1].rstrip(" ,")
        return (line, "") if _NAME_NEEDS_NUMBER.search(street) else (street, match[2])
    if match := _AT_START.fullmatch(line):
        return match[2], match[1]
    return line, ""
