"""A line whose words change: its size does not, so only it is painted again, and only when they differ."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """One line of fixed size. `say` changes its words; `update`, which lays the screen out anew, is not for it."""

    _said: Content | None = None

    def say(self, words: Content) -> None:
        """Show the words."""
        if self._said is None or not self._said.is_same(words):
            self._said = words
            self.update(words, layout=False)
