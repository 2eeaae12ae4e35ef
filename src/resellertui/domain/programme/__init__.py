"""The programme terms: what the provider may change, as frozen values read from one text and checked whole."""

from __future__ import annotations

from resellertui.domain.programme.loading import default_terms, default_terms_text, load_terms
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.product_name import check_product_name
from resellertui.domain.programme.terms import (
    MAX_RATE,
    DayCounts,
    Family,
    MonthCounts,
    Plan,
    ProductKind,
    Terms,
    Thresholds,
    Tier,
)
from resellertui.domain.programme.vat import HOME, VatRate, VatTables

__all__ = (
    "HOME",
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
    "VatRate",
    "VatTables",
    "check_product_name",
    "default_terms",
    "default_terms_text",
    "load_terms",
)
