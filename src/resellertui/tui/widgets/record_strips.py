"""Lines as they are painted, kept as long as they would be painted the same again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from resellertui.tui.widgets import record_paint as paint
from resellertui.tui.widgets.columns import Placed
from resellertui.tui.widgets.record_source import Row

_KEPT = 1000


class RowStrips:
    """The painted lines of one layout in one set of colours; whoever changes either clears it."""

    def __init__(self, style: Callable[[str], Style]) -> None:
        """Paint with the styles that `style` names."""
        self._style = style
        self._styles: dict[str, Style] = {}
        self._rows: dict[tuple[str, bool, bool], tuple[Row, Strip]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._styles.clear()
        self._rows.clear()

    def line(self, text: str, name: str, width: int) -> Strip:
        """Return a line of one style."""
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self._style(name)
        return Strip([Segment(text, style)], width)

    def row(self, layout: Sequence[Placed], row: Row, width: int, *, cursor: bool, marked: bool) -> Strip:
        """Return a row's line."""
        kept = self._rows.get((row.key, cursor, marked))
        if kept is not None and (kept[0] is row or kept[0] == row):
            return kept[1]
        if len(self._rows) >= _KEPT:
            self._rows.clear()
        text = paint.row_text(layout, row, width, cursor=cursor, marked=marked)
        strip = self.line(text, "cursor" if cursor else "marked" if marked else row.tone or "row", width)
        if row.swatch is not None and (at := paint.cell_at(layout, row.swatch[0])) is not None:
            strip = _coloured(strip, at, row.swatch[1])
        self._rows[row.key, cursor, marked] = row, strip
        return strip


def _coloured(strip: Strip, at: int, colour: str) -> Strip:
    """Return the line with one cell of it in a colour; the word beside it says the same."""
    before, swatch, after = strip.divide([at, at + 1, strip.cell_length])
    return Strip.join([before, swatch.apply_style(Style(color=colour)), after])
