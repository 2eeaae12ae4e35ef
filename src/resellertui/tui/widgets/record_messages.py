"""What a list tells the screen it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_source import ListQuery

if TYPE_CHECKING:
    from resellertui.tui.widgets.record_list import RecordList


class About(Message, namespace="record_list"):
    """Anything a list tells."""

    def __init__(self, records: RecordList) -> None:
        super().__init__()
        self.records = records

    @property
    def control(self) -> RecordList:
        """The list that tells it."""
        return self.records


class Opened(About, namespace="record_list"):
    """A row was opened."""

    def __init__(self, records: RecordList, key: str) -> None:
        super().__init__(records)
        self.key = key


class Highlighted(About, namespace="record_list"):
    """The cursor is on another record; `key` is None when there is none to be on."""

    def __init__(self, records: RecordList, key: str | None) -> None:
        super().__init__(records)
        self.key = key

    def can_replace(self, message: Message) -> bool:
        """Let the newest place stand for all that were passed on the way."""
        return isinstance(message, Highlighted) and message.records is self.records


class Marked(About, namespace="record_list"):
    """The marks changed."""

    def __init__(self, records: RecordList, marks: Marks) -> None:
        super().__init__(records)
        self.marks = marks


class Asked(About, namespace="record_list"):
    """The list shows another query than before, because of a key in it or because it was told to."""

    def __init__(self, records: RecordList, query: ListQuery) -> None:
        super().__init__(records)
        self.query = query


class Failed(About, namespace="record_list"):
    """A query failed; the list says so in its place and stays usable."""

    def __init__(self, records: RecordList, error: Exception) -> None:
        super().__init__(records)
        self.error = error
