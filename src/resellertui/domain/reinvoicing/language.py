"""The language that a client is written to: amounts and dates as its country writes them."""

from __future__ import annotations

from resellertui.domain.countries import SWISS_AREA


def spoken_in(language: str, country: str) -> str:
    """Return a language as it is spoken in a country, such as `fr_CH`: only the Swiss area writes it another way."""
    spoken = language.partition("_")[0]
    return f"{spoken}_CH" if country in SWISS_AREA else spoken
