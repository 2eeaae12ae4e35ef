"""One line of words below a list, which is painted again only when it says something else."""

from __future__ import annotations

from textual.widgets import Static

from resellertui.tui.text import plain


class StatusLine(Static):
    """Says where one is in a list."""

    _said = ""

    def say(self, words: str) -> None:
        """Show other words; the line keeps its size, so nothing around it is laid out."""
        if words != self._said:
            self._said = words
            self.update(plain(words), layout=False)
