"""Textual's own table with 200 rows in memory. Run as a script; keys in our lists are measured against it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class TableApp(App[None]):
    """One table."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*(f"Column {number}" for number in range(8)))
        table.add_rows([f"row {row:03} · {column}" for column in range(8)] for row in range(200))


if __name__ == "__main__":
    TableApp().run()
