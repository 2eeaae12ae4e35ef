"""Drawing the payment part of a Swiss QR-bill at the bottom of a page, after the style guide of SIX; in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from resellertui.adapters.qr_bill import Entry, PaymentPart, modules
from resellertui.adapters.typefaces import lend

HEIGHT, RECEIPT_WIDTH, PAGE_WIDTH, PAGE_HEIGHT = 105.0, 62.0, 210.0, 297.0
TOP = PAGE_HEIGHT - HEIGHT
NOTE = TOP - 3.5
"""Where the note stands that both parts are to be separated; above it is the page's."""

MARGIN = 5.0
_FAMILY = "Liberation"
_FILES = {"": "LiberationSans-Regular.ttf", "B": "LiberationSans-Bold.ttf"}
_POINT = 25.4 / 72
_PART = RECEIPT_WIDTH + MARGIN
_DETAIL = RECEIPT_WIDTH + 56.0
_CODE = 46.0


@dataclass(frozen=True)
class _Look:
    """How the texts of a part are set: sizes in points, room in millimetres."""

    heading: int
    value: int
    line: int
    width: float
    room: float
    field: tuple[float, float]
    """How large what is filled in by hand is."""


_RECEIPT = _Look(heading=6, value=8, line=9, width=52.0, room=56.0, field=(52.0, 20.0))
_PAYMENT = _Look(heading=8, value=10, line=11, width=87.0, room=85.0, field=(65.0, 25.0))


def draw_payment_part(paper: FPDF, part: PaymentPart) -> None:
    """Draw a payment part on the current page."""
    for style, name in _FILES.items():
        lend(paper, _FAMILY, style, name)
    paper.set_text_shaping(False)
    margin, paper.c_margin = paper.c_margin, 0
    receipt, payment, currency, amount, acceptance, note = part.labels
    _separation(paper, note)
    _text(paper, MARGIN, TOP + 5, receipt, 11, bold=True)
    _entries(paper, MARGIN, TOP + 12, part.receipt, _RECEIPT, without_streets=True)
    _money(paper, MARGIN, TOP + 68, (currency, part.currency), (amount, part.amount), (6, 8))
    _text(paper, MARGIN, TOP + 82, acceptance, 6, bold=True, width=52.0)
    _text(paper, _PART, TOP + 5, payment, 11, bold=True)
    _code(paper, _PART, TOP + 17, part.payload)
    _money(paper, _PART, TOP + 68, (currency, part.currency), (amount, part.amount), (8, 10))
    _entries(paper, _DETAIL, TOP + 5, part.payment, _PAYMENT)
    paper.c_margin = margin


def _separation(paper: FPDF, note: str) -> None:
    """Draw where both parts are cut off, and say that they are."""
    _text(paper, 0, NOTE, note, 7, width=PAGE_WIDTH, align=Align.C)
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=1, gap=1)
    paper.line(0, TOP, PAGE_WIDTH, TOP)
    paper.line(RECEIPT_WIDTH, TOP, RECEIPT_WIDTH, PAGE_HEIGHT)
    paper.set_dash_pattern()


def _entries(
    paper: FPDF, x: float, y: float, entries: Sequence[Entry], look: _Look, *, without_streets: bool = False
) -> None:
    """Write headings with what stands below them."""
    step = look.line * _POINT
    for heading, lines in _fitting(paper, entries, look, without_streets):
        _text(paper, x, y, heading, look.heading, bold=True)
        y += step
        for line in lines:
            _text(paper, x, y, line, look.value)
            y += step
        if not lines:
            _corners(paper, x, y + 1, *look.field)
        y += step


def _fitting(
    paper: FPDF, entries: Sequence[Entry], look: _Look, without_streets: bool
) -> Sequence[tuple[str, Sequence[str]]]:
    """Return headings with the lines below them, as many as there is room for.

    Where there is too little, the receipt leaves streets out, as the guide allows, and then long lines are cut: the
    code says them whole.
    """
    short = [
        Entry(one.heading, tuple(line for at, line in enumerate(one.lines) if at != one.street_at)) for one in entries
    ]
    tries = (
        [(entries, 9), (short, 9), (short, 2), (short, 1)]
        if without_streets
        else [(entries, 9), (entries, 2), (entries, 1)]
    )
    step = look.line * _POINT
    for tried, most in tries:
        found = [
            (one.heading, [part for line in one.lines for part in _broken(paper, line, look, most)]) for one in tried
        ]
        height = sum((2 + len(lines)) * step + (0 if lines else look.field[1]) for _heading, lines in found)
        if height - step <= look.room:
            break
    return found


def _money(
    paper: FPDF, x: float, y: float, currency: tuple[str, str], amount: tuple[str, str], sizes: tuple[int, int]
) -> None:
    heading, value = sizes
    for place, (label, text) in enumerate((currency, amount)):
        left = x + place * 14
        _text(paper, left, y, label, heading, bold=True)
        _text(paper, left, y + (heading + 3) * _POINT, text, value)


def _corners(paper: FPDF, x: float, y: float, width: float, height: float) -> None:
    """Draw the corners of a field that is filled in by hand."""
    paper.set_line_width(0.75 * _POINT)
    for left, across in ((x, 3.0), (x + width, -3.0)):
        for top, down in ((y, 2.0), (y + height, -2.0)):
            paper.line(left, top, left + across, top)
            paper.line(left, top, left, top + down)


def _code(paper: FPDF, x: float, y: float, payload: str) -> None:
    """Draw the code, dark modules beside each other as one rectangle, with the Swiss cross in its middle."""
    rows = modules(payload)
    size = _CODE / len(rows)
    paper.set_fill_color(0)
    for row, cells in enumerate(rows):
        start = 0
        for end in range(1, len(cells) + 1):
            if end < len(cells) and cells[end] == cells[start]:
                continue
            if cells[start]:
                paper.rect(x + start * size, y + row * size, (end - start) * size, size, style="F")
            start = end
    middle_x, middle_y = x + _CODE / 2, y + _CODE / 2
    for colour, width, height in ((255, 7.0, 7.0), (0, 6.0, 6.0), (255, 1.17, 3.89), (255, 3.89, 1.17)):
        paper.set_fill_color(colour)
        paper.rect(middle_x - width / 2, middle_y - height / 2, width, height, style="F")


def _text(
    paper: FPDF,
    x: float,
    y: float,
    text: str,
    size: int,
    *,
    bold: bool = False,
    width: float = 0,
    align: Align | None = None,
) -> None:
    """Write a line whose upper edge is there; with a width and no other wish it ends at the right."""
    paper.set_font(_FAMILY, "B" if bold else "", size)
    paper.set_xy(x, y)
    place = align or (Align.R if width else Align.L)
    paper.cell(width or 100, size * _POINT * 1.1, text, align=place, new_x=XPos.LEFT, new_y=YPos.TOP)


def _broken(paper: FPDF, line: str, look: _Look, most: int) -> list[str]:
    """Return a line in parts that fit, broken at blanks or inside a longer word; no more than so many of them."""
    paper.set_font(_FAMILY, "", look.value)
    parts: list[str] = []
    rest = line
    while rest and len(parts) < most:
        if paper.get_string_width(rest) <= look.width:
            parts.append(rest)
            break
        end = next((end for end in range(len(rest), 1, -1) if paper.get_string_width(rest[:end]) <= look.width), 1)
        blank = rest.rfind(" ", 0, end + 1)
        cut = blank if blank > 0 else end
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return parts
