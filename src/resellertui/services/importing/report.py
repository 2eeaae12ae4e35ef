"""What examining and importing a file answer with."""

from __future__ import annotations

from enum import StrEnum

from resellertui.domain.client_file import DateOrder
from resellertui.services.views import View

MOST_CHANGES = 1000


class Change(StrEnum):
    """What an import does with a client."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class ColumnView(View):
    """A column of the file and what it is taken for."""

    number: int
    """1 is the first column."""
    header: str
    field: str | None
    """Such as `vat_number` or `product_name 2`; None for a column that is left out."""
    samples: tuple[str, ...]
    """The first few different values."""


class FileView(View):
    """A file before it is imported."""

    encoding: str
    delimiter: str
    header_line: int
    records: int
    columns: tuple[ColumnView, ...]
    missing: tuple[str, ...]
    """Fields that every client needs and no column means; `country` can be given as an option instead."""
    date_order: DateOrder
    needs_date_order: bool
    """The file leaves open whether dates begin with the day or the month: the user has to say."""
    date_examples: tuple[str, ...]
    remembered: bool
    """A file with this header was imported before, and its columns are taken as then."""
    fields: tuple[str, ...]
    """Every field that a column may mean."""


class RejectedView(View):
    """A row that is not taken."""

    line: int
    field: str
    """Empty where the row as a whole is wrong."""
    reason: str


class ChangeView(View):
    """What is done with one client, at the line of its first row."""

    line: int
    client: str
    what: Change
    details: tuple[str, ...] = ()
    """What changes, one sentence each; empty for an unchanged client."""


class ImportReport(View):
    """What an import did, or in a rehearsal would do. Counts are clients, rejected ones rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[RejectedView, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    """The first thousand clients, in the file's order; `total` says how many there are."""
    total: int = 0
    cancelled: bool = False
    """The user stopped it: what the counts say is done, the rest of the file is not."""
    refused: bool = False
    """All or nothing was asked and rows were rejected: nothing was written."""
    dry_run: bool = False
    """Nothing of this was kept."""
