"""The programme terms: what the provider may change, as frozen values read from one text and checked whole."""

from __future__ import annotations

from resellertui.domain.programme.loading import default_terms, default_terms_text, load_terms
from resellertui.domain.programme.product_name import check_product_name
from resellertui.domain.programme.terms import (
    MAX_RATE,
    DayCounts,
    Family,
    Mark,
    MonthCounts,
    Plan,
    ProductKind,
    Terms,
    Thresholds,
    Tier,
)

__all__ = (
    "MAX_RATE",
    "DayCounts",
    "Family",
    "Mark",
    "MonthCounts",
    "Plan",
    "ProductKind",
    "Terms",
    "Thresholds",
    "Tier",
    "check_product_name",
    "default_terms",
    "default_terms_text",
    "load_terms",
)
