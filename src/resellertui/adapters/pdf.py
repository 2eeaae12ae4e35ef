"""Drawing a document as PDF, with fpdf2: the same bytes for the same document, on A4.

The fonts that the program brings show Latin, Greek, Cyrillic, Hebrew, Arabic and many symbols. What they lack, Chinese
and Japanese above all, is spelled in code points, and the document says so at its end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from itertools import zip_longest

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from resellertui.adapters.typefaces import FONTS, LentFonts, lend
from resellertui.domain.sheet import Column, Party, Sheet, Sum, Table, spelled
from resellertui.domain.wording import _

FAMILY = "DejaVu"
FILES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}

MARGIN = 18.0
"""In millimetres, as all lengths here."""
WIDTH = 210.0 - 2 * MARGIN
BOTTOM = 297.0 - 20.0
FOOT = BOTTOM + 6
GAP = 4.0
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True)
class Style:
    """How a text is set."""

    size: float
    height: float
    """Of a line."""
    bold: bool = False

    @property
    def weight(self) -> str:
        """The style as the library names it."""
        return "B" if self.bold else ""


TITLE = Style(16, 8, bold=True)
TEXT = Style(9, 4.4)
STRONG = replace(TEXT, bold=True)
SMALL = Style(8, 3.9)
HEAD = replace(SMALL, bold=True)


def draw_pdf(sheet: Sheet) -> bytes:
    """Return the document as a PDF file."""
    counted = _drawn(sheet, total=1)
    return _drawn(sheet, total=len(counted.pages)).written()


class Paper(FPDF):
    """A page with its margins, and what stands on every page."""

    def __init__(self, title: str, total: int, compliance: str | None = None) -> None:
        super().__init__(format="A4", enforce_compliance=compliance)
        self._title, self._total = title, total
        self.foot = FOOT
        """Where the line at the bottom of the page stands."""
        self.has_codes = False
        """Whether something was spelled, which the document explains at its end."""
        self.alias_nb_pages("")  # else a text that holds the library's sign for it would turn into a number
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=False)
        for style, name in FILES.items():
            lend(self, FAMILY, style, name)

    def written(self) -> bytes:
        """Return the document as a PDF file."""
        return bytes(self.output(output_producer_class=LentFonts))

    def footer(self) -> None:
        """Write the title and the page's number at the bottom."""
        page = _("Page {page} of {pages}").format(page=self.page, pages=self._total)
        put(self, MARGIN, self.foot, self._title, SMALL)
        put(self, MARGIN, self.foot, page, SMALL, width=WIDTH, right=True)


def _drawn(sheet: Sheet, total: int) -> Paper:
    paper = Paper(printable(sheet.title), total)
    paper.set_creation_date(datetime.combine(sheet.day, time(), UTC))
    paper.set_title(printable(sheet.title))
    paper.set_producer("resellertui")
    paper.add_page()
    put(paper, MARGIN, MARGIN, printable(sheet.title), TITLE)
    paper.set_y(MARGIN + TITLE.height + GAP)
    _parties(paper, sheet.parties)
    draw_facts(paper, sheet.facts)
    draw_blocks(paper, sheet.blocks)
    return paper


def draw_blocks(paper: Paper, blocks: Sequence[Table | tuple[Sum, ...] | str]) -> None:
    """Write tables, sums and paragraphs, and what explains codes where there are any."""
    for block in blocks:
        paper.set_y(paper.get_y() + GAP)
        if isinstance(block, Table):
            draw_table(paper, block)
        elif isinstance(block, str):
            draw_lines(paper, block, TEXT)
        else:
            draw_sums(paper, block)
    if paper.has_codes:
        paper.set_y(paper.get_y() + GAP)
        draw_lines(
            paper,
            _("Characters that this document's font can't show stand as their Unicode code points, such as [U+65E5]."),
            SMALL,
        )


def _parties(paper: Paper, parties: Sequence[Party]) -> None:
    """Write the parties beside each other."""
    width = WIDTH / max(1, len(parties))
    written = []
    for party in parties:
        texts = [(party.role, HEAD), (party.name, STRONG), *((line, TEXT) for line in party.lines)]
        written.append(
            [(line, style) for text, style in texts for line in wrapped(printable(text), width - GAP, style)]
        )
    for beside in zip_longest(*written):
        _room(paper, TEXT.height)
        for place, found in enumerate(beside):
            if found is not None:
                put(paper, MARGIN + place * width, paper.get_y(), *found)
        paper.set_y(paper.get_y() + TEXT.height)


def draw_facts(paper: Paper, facts: Sequence[tuple[str, str]]) -> None:
    """Write what is to be known at once, labels to the left."""
    paper.set_y(paper.get_y() + GAP)
    labels = max((text_width(printable(label), TEXT) for label, _value in facts), default=0) + GAP
    for label, value in facts:
        _room(paper, TEXT.height)
        put(paper, MARGIN, paper.get_y(), printable(label), TEXT)
        for line in wrapped(printable(value), WIDTH - labels, STRONG):
            _room(paper, STRONG.height)
            put(paper, MARGIN + labels, paper.get_y(), line, STRONG)
            paper.set_y(paper.get_y() + STRONG.height)


def draw_lines(paper: Paper, text: str, style: Style) -> None:
    """Write a paragraph."""
    for line in wrapped(printable(text), WIDTH, style):
        _room(paper, style.height)
        put(paper, MARGIN, paper.get_y(), line, style)
        paper.set_y(paper.get_y() + style.height)


def draw_sums(paper: Paper, sums: Sequence[Sum]) -> None:
    """Write amounts below a table, all on one page."""
    _room(paper, len(sums) * TEXT.height)
    for one in sums:
        style = STRONG if one.strong else TEXT
        y = paper.get_y()
        amount = printable(one.amount)
        put(paper, MARGIN, y, printable(one.label), style, width=WIDTH - 40, right=True)
        put(paper, MARGIN, y, amount, style, width=WIDTH, right=True)
        paper.set_y(y + style.height)


def draw_table(paper: Paper, table: Table) -> None:
    """Write a table, its head on every page."""
    rows = [tuple(printable(cell) for cell in row) for row in table.rows]
    widths = _widths(table.columns, rows)
    _head(paper, table.columns, widths)
    for row in rows:
        cells = [wrapped(cell, width - 1, SMALL) for cell, width in zip(row, widths, strict=True)]
        height = max(len(cell) for cell in cells) * SMALL.height
        # A row stays whole where a page can hold it; one that is taller than a page goes on overleaf.
        if paper.get_y() + height > BOTTOM and height < BOTTOM - MARGIN - 20:
            _next_page(paper, table.columns, widths)
        for line in range(max(len(cell) for cell in cells)):
            if paper.get_y() + SMALL.height > BOTTOM:
                _next_page(paper, table.columns, widths)
            _row(paper, [cell[line] if line < len(cell) else "" for cell in cells], table.columns, widths, SMALL)
        paper.set_y(paper.get_y() + 1)
    _rule(paper)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths: columns of numbers as wide as what they hold, the others sharing the rest."""
    found = []
    for place, column in enumerate(columns):
        words = max((text_width(word, HEAD) for word in column.head.split()), default=0.0)
        cells = max((text_width(row[place], SMALL) for row in rows), default=0.0)
        found.append(min(max(words, cells) + 3, WIDTH / 4) if column.right else 0.0)
    share = (WIDTH - sum(found)) / max(1, sum(not column.right for column in columns))
    return [width or share for width in found]


def _head(paper: Paper, columns: Sequence[Column], widths: Sequence[float]) -> None:
    cells = [wrapped(column.head, width - 1, HEAD) for column, width in zip(columns, widths, strict=True)]
    tallest = max(len(cell) for cell in cells)
    _room(paper, (tallest + 2) * HEAD.height)
    for line in range(tallest):
        _row(paper, [cell[line] if line < len(cell) else "" for cell in cells], columns, widths, HEAD)
    _rule(paper)


def _next_page(paper: Paper, columns: Sequence[Column], widths: Sequence[float]) -> None:
    paper.add_page()
    _head(paper, columns, widths)


def _row(paper: Paper, cells: Sequence[str], columns: Sequence[Column], widths: Sequence[float], style: Style) -> None:
    x = MARGIN
    for text, column, width in zip(cells, columns, widths, strict=True):
        put(paper, x, paper.get_y(), text, style, width=width - 1 if column.right else width, right=column.right)
        x += width
    paper.set_y(paper.get_y() + style.height)


def _rule(paper: Paper) -> None:
    paper.line(MARGIN, paper.get_y(), MARGIN + WIDTH, paper.get_y())
    paper.set_y(paper.get_y() + 1)


def _room(paper: Paper, height: float) -> None:
    if paper.get_y() + height > BOTTOM:
        paper.add_page()


def put(paper: Paper, x: float, y: float, text: str, style: Style, *, width: float = 0, right: bool = False) -> None:
    """Write one line at a place, or so that it ends at the right edge of a width."""
    if not text:
        return
    paper.has_codes = paper.has_codes or "[U+" in text
    paper.set_font(FAMILY, style.weight, style.size)
    # Shaping orders and joins the letters of Hebrew and Arabic; nothing else needs it, and it takes time.
    paper.set_text_shaping(any(unicodedata.bidirectional(ch) in _RIGHT_TO_LEFT for ch in text))
    paper.set_xy(x, y)
    paper.cell(
        width or WIDTH,
        style.height,
        text,
        align=Align.R if right else Align.L,
        new_x=XPos.LEFT,
        new_y=YPos.TOP,
    )


def wrapped(text: str, width: float, style: Style) -> list[str]:
    """Return the text in lines that fit the width: broken at blanks, and inside words that are longer than a line."""
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, width, style)]


def _broken(paragraph: str, width: float, style: Style) -> Iterator[str]:
    line = ""
    for word in paragraph.split(" "):
        joined = f"{line} {word}" if line else word
        if text_width(joined, style) <= width:
            line = joined
            continue
        if line:
            yield line
        while text_width(word, style) > width:
            part = _fitting(word, width, style)
            yield part
            word = word[len(part) :]
        line = word
    yield line


def _fitting(word: str, width: float, style: Style) -> str:
    """Return the longest beginning that fits, one letter with its marks at least."""
    end, used = 0, 0.0
    for place, ch in enumerate(word):
        used += text_width(ch, style)
        if used > width and end:
            break
        if place + 1 == len(word) or not unicodedata.combining(word[place + 1]):
            end = place + 1
    return word[:end]


def text_width(text: str, style: Style) -> float:
    """Return how wide a text is."""
    widths = _advances(style.weight)
    return sum(widths.get(ord(ch), 0.6) for ch in text) * style.size * 25.4 / 72


@cache
def _advances(weight: str) -> dict[int, float]:
    """Return the width of each character that a font has, in parts of its size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / FILES[weight], lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"]
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}


def _shows(ch: str) -> bool:
    return all(ord(ch) in _advances(weight) for weight in FILES)


def printable(text: str) -> str:
    """Return a text as the fonts can show it."""
    return spelled(text, _shows)
