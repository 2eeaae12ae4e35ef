"""What the user chooses about an import."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from resellertui.domain.client_file import DateOrder
from resellertui.domain.partnership import Access, Payment
from resellertui.services.inputs import FilledLine, Input, Line, Lines


class DateOrderChoice(StrEnum):
    """What stands first in dates with slashes or dashes, where the file itself leaves it open."""

    DMY = "dmy"
    MDY = "mdy"

    @property
    def order(self) -> DateOrder:
        """The order as the reader of files names it."""
        return DateOrder.DAY_FIRST if self is DateOrderChoice.DMY else DateOrder.MONTH_FIRST


class ImportOptions(Input):
    """How a file is read and what is asked of its clients."""

    mapping: Mapping[str, str] = Field(default_factory=dict)
    """What columns mean, where the guess is wrong: a column's header or number (1 is the first) to a field such as
    `vat_number` or, for a row's second product, `product_name 2`; an empty field leaves the column out."""
    date_order: DateOrderChoice | None = None
    default_country: Line = ""
    """The country, by code or name, of rows that give none; without it such rows are rejected."""
    all_or_nothing: bool = False
    """Write nothing if a single row is rejected."""
    access: Access = Access.LIMITED
    payment: Payment | None = None
    """Whose payment method is asked for; with full access only, and then needed."""
    agreements: bool = False
    """For the provider's staff: the file holds agreements that already exist, to be recorded as active."""
    partner: FilledLine | None = None
    """With `agreements`: the partner, by id, exact name or e-mail."""
    evidence: Lines = ""
    """With `agreements`, and needed then: where the agreements are written."""
