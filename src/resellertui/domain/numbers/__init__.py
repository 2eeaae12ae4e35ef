"""Register numbers and VAT numbers: checked with their country's own rule, stored compact, shown formatted.

The one place where a number of an organisation is judged: forms, imports, invoices and commands all ask here.
"""

from __future__ import annotations

from resellertui.domain.numbers.answer import LONGEST_TYPED, REGISTER_FIELD, VAT_FIELD, NumberCheck
from resellertui.domain.numbers.register import (
    check_register_number,
    normalise_register_number,
    says_vat_registered,
    show_register_number,
)
from resellertui.domain.numbers.vat import (
    check_vat_number,
    example_vat_number,
    normalise_vat_number,
    show_vat_number,
)

__all__ = (
    "LONGEST_TYPED",
    "REGISTER_FIELD",
    "VAT_FIELD",
    "NumberCheck",
    "check_register_number",
    "check_vat_number",
    "example_vat_number",
    "normalise_register_number",
    "normalise_vat_number",
    "says_vat_registered",
    "show_register_number",
    "show_vat_number",
)
