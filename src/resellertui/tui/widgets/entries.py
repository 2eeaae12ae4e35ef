"""Where text is typed: what is pasted or was stored is shown with its control characters made visible.

Textual's own inputs send them to the terminal as they are.
"""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input, TextArea

from resellertui.domain.text import visible


class LineEntry(Input):
    """One line."""

    @property
    def _value(self) -> Text:
        if self.password:
            return super()._value
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")


class LinesEntry(TextArea):
    """Several lines."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)
