"""A chart with its title and, in words, what is to be read in it; the library that draws comes with the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from resellertui.tui.text import plain
from resellertui.tui.widgets.line import Line

if TYPE_CHECKING:
    from resellertui.tui.widgets.plot import BarPlot


@dataclass(frozen=True)
class ChartData:
    """What a chart shows."""

    title: str
    labels: Sequence[str] = ()
    values: Sequence[int] = ()
    """Whole numbers: counts, or amounts without their cents."""
    says: str = ""
    """The same in words: for who sees no bars."""


class Chart(Vertical):
    """Bars under a title, and a line of words below them."""

    DEFAULT_CSS = """
    Chart {
        height: 1fr; max-height: 16;
        & > .chart-title, & > .chart-says { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .chart-title { text-style: bold; }
        & > .chart-says { color: $text-muted; }
    }
    """
    _plot: BarPlot | None = None

    def compose(self) -> ComposeResult:
        """Lay out the words; the bars come when there are any."""
        yield Line(classes="chart-title")
        yield Line(classes="chart-says")

    async def show(self, data: ChartData) -> None:
        """Show other data."""
        self.query_one(".chart-title", Line).say(plain(data.title))
        self.query_one(".chart-says", Line).say(plain(data.says))
        if self._plot is None and any(data.values):
            from resellertui.tui.widgets.plot import BarPlot

            self._plot = BarPlot()
            await self.mount(self._plot, after=0)
        if self._plot is not None:
            self._plot.draw(data.labels, data.values if any(data.values) else ())
