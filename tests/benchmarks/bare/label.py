"""The least that Textual can start: one label. Run as a script; start-up is measured against it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label


class LabelApp(App[None]):
    """One label."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Label("a bare label")


if __name__ == "__main__":
    LabelApp().run()
