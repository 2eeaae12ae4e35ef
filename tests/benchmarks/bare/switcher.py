"""Textual's own switcher between tables. Run as a script; going to a section is measured against it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import ContentSwitcher, DataTable

PANES = ("a", "b", "c")


class SwitcherApp(App[None]):
    """Three tables, of which one is shown; each has a key."""

    BINDINGS = [(pane, f"show('{pane}')", pane) for pane in PANES]  # noqa: RUF012  # Textual's own name and type

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Lay the tables out."""
        with ContentSwitcher(initial=PANES[0]):
            for pane in PANES:
                yield DataTable(cursor_type="row", id=pane)

    def on_mount(self) -> None:
        """Fill them."""
        for pane in PANES:
            table = self.query_one(f"#{pane}", DataTable)
            table.add_columns(*(f"Column {number}" for number in range(8)))
            table.add_rows([f"pane {pane} row {row:02} · {column}" for column in range(8)] for row in range(100))
        self.action_show(PANES[0])

    def action_show(self, pane: str) -> None:
        """Show one of them, and let it have the keys."""
        self.query_one(ContentSwitcher).current = pane
        self.query_one(f"#{pane}", DataTable).focus()


if __name__ == "__main__":
    SwitcherApp().run()
