"""The text of a request, to be scrolled."""

from __future__ import annotations

from textual.containers import VerticalScroll


class RequestText(VerticalScroll, can_focus=True):
    """Holds what a page says of a request."""

    BINDINGS = [("j", "scroll_down", "Down"), ("k", "scroll_up", "Up")]  # noqa: RUF012  # Textual's own name and type
