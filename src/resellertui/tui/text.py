"""The only road from stored text to the screen: literal, visible, and as wide as it claims to be."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from resellertui.domain.text import visible
from resellertui.domain.wording import _

ELLIPSIS = "…"
_NO_SELECTORS = {0xFE0E: None, 0xFE0F: None}


def plain(value: object) -> Content:
    """Return the value as a label, option, title or tooltip that is never parsed as markup."""
    return Content(visible(str(value)))


def cell(value: object) -> Text:
    """Return the value for the widgets that parse Rich markup (`DataTable`, `Tree`): on one line, never parsed."""
    return Text(visible(str(value)), no_wrap=True, end="")


def phrase(template: str, /, **values: object) -> Content:
    """Return a sentence of ours, translated and with its markup, around values that stay literal.

    The template is a message id that names its values as `$name`.
    """
    return Content.from_markup(_(template), **{name: visible(str(value)) for name, value in values.items()})


def fitted(value: str, cells: int, *, right: bool = False) -> str:
    """Return the text in exactly so many terminal cells: padded, or cut with … and never inside a wide character.

    Emoji variation selectors are left out, because terminals disagree on the width of what they select.
    """
    if cells <= 0:
        return ""
    text = visible(value).translate(_NO_SELECTORS)
    width = cell_len(text)
    if width > cells:
        text = set_cell_size(text, cells - 1).rstrip(" ") + ELLIPSIS
        width = cell_len(text)
    padding = " " * (cells - width)
    return padding + text if right else text + padding
