"""Importing client files: what a file holds, and bringing it in."""

from resellertui.services.importing.imports import Imports
from resellertui.services.importing.options import DateOrderChoice, ImportOptions
from resellertui.services.importing.report import (
    Change,
    ChangeView,
    ColumnView,
    FileView,
    ImportReport,
    RejectedView,
)

__all__ = [
    "Change",
    "ChangeView",
    "ColumnView",
    "DateOrderChoice",
    "FileView",
    "ImportOptions",
    "ImportReport",
    "Imports",
    "RejectedView",
]
