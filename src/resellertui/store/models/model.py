"""The declarative base: constraint names that errors are recognised by, and the shared column types."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from sqlalchemy import MetaData, String, Text, text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from resellertui.store.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(primary_key=True)]
Word = Annotated[str, mapped_column(String(40))]
"""A value of one of the domain's enumerations, or a code."""
Name = Annotated[str, mapped_column(String(300))]
Prose = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Folded = Annotated[str, mapped_column(Text, default="", server_default=text("''"))]
"""A text derived from others of its row, for sorting and searching; `folding` derives it."""


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
