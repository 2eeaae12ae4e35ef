"""A bar chart of whole numbers, drawn by plotext; imported when a chart is first shown, and not before."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual_plotext import PlotextPlot

from resellertui.domain.text import visible
from resellertui.tui.widgets.record_paint import number

SMALLEST = (24, 5)
"""Cells below which no bars are drawn: the list beside has the figures."""
BAR = 0.6
"""How much of its place a bar takes."""


class BarPlot(PlotextPlot):
    """Draws bars in the colours of its place, so that it looks the same in every theme and without colours."""

    DEFAULT_CSS = "BarPlot { color: $text-accent; } BarPlot:ansi { color: ansi_default; }"

    def __init__(self) -> None:
        super().__init__()
        self.theme = "textual-clear"
        self._bars: tuple[tuple[str, ...], tuple[int, ...]] = ((), ())

    def draw(self, labels: Sequence[str], values: Sequence[int]) -> None:
        """Show one bar for each label; labels and values are as many."""
        self._bars = (tuple(visible(one) for one in labels), tuple(values))
        self.refresh()

    def render(self) -> RenderResult:
        """Return the chart at its present size."""
        labels, values = self._bars
        if self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1] or not values:
            return ""
        plot = self.plt
        plot.clear_figure()
        plot.bar(labels, values, width=BAR)
        marks = sorted({min(*values, 0), 0, max(*values, 1)})
        plot.yticks([*marks], [number(one) for one in marks])
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        return super().render()
