"""The text of published terms, read once each; nothing heavy is imported here, since the first look reads it too."""

from __future__ import annotations

from functools import lru_cache

from resellertui.domain.programme import Terms, default_terms, default_terms_text, load_terms

_KEPT = 8


@lru_cache(maxsize=_KEPT)
def read_terms(text: str) -> Terms:
    """Return the terms that a text states; what the program ships is read but once, and lends its VAT to older texts.

    Raises:
        Invalid: the text can't be read any more.
    """
    if text == default_terms_text():
        return default_terms()
    return load_terms(text, former_vat=default_terms().vat)
