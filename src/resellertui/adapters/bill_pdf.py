"""Drawing what a partner bills its client: a letter with a payment part at its end, as PDF/A-3 with its e-invoice.

The client's address stands where the windows of envelopes are, after DIN 5008 and the Swiss ones to the left. The same
document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from resellertui.adapters.einvoice import FILE_NAME, xmp_of
from resellertui.adapters.pdf import (
    GAP,
    MARGIN,
    SMALL,
    STRONG,
    TEXT,
    TITLE,
    WIDTH,
    Paper,
    draw_blocks,
    printable,
    put,
    text_width,
    wrapped,
)
from resellertui.adapters.qr_bill import PaymentPart
from resellertui.adapters.qr_bill_drawing import NOTE, draw_payment_part
from resellertui.domain.sheet import Party, Sheet

PRODUCER = "resellertui"
COMPLIANCE = "PDF/A-3B"

SIDE_LEFT = 118.0
SIDE_WIDTH = 210.0 - MARGIN - SIDE_LEFT
WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH = 22.0, 50.0, 84.0
BODY_TOP = 92.0
_FACT = replace(SMALL, bold=True)
_TINY = replace(SMALL, size=6.5, height=3.6)


def draw_bill(sheet: Sheet, part: PaymentPart | None, e_invoice: bytes, language: str) -> bytes:
    """Return a bill as a PDF file.

    Args:
        sheet: what stands on it; the first party sends it, the second receives it.
        part: what is drawn at its end, if anything.
        e_invoice: the XML that is put into the file.
        language: of its words, such as `de`.
    """
    paper = _drawn(sheet, part, total=1)
    if len(paper.pages) > 1:
        paper = _drawn(sheet, part, total=len(paper.pages))
    if part is not None:
        draw_payment_part(paper, part)
    sender, moment = sheet.parties[0], datetime.combine(sheet.day, time(), UTC)
    paper.set_creation_date(moment)
    paper.set_title(printable(sheet.title))
    paper.set_author(printable(sender.name))
    paper.set_subject(printable(sheet.title))
    paper.set_creator(PRODUCER)
    paper.set_producer(PRODUCER)
    paper.set_lang(language)
    title, author = printable(sheet.title), printable(sender.name)
    paper.set_xmp_metadata(xmp_of(title, author, title, sheet.day, PRODUCER))
    paper.embed_file(
        bytes=e_invoice,
        basename=FILE_NAME,
        mime_type="text/xml",
        associated_file_relationship="Alternative",
        desc="Factur-X",
        creation_date=moment,
        modification_date=moment,
        compress=True,
        checksum=True,
    )
    return paper.written()


def _drawn(sheet: Sheet, part: PaymentPart | None, total: int) -> Paper:
    paper = Paper(printable(sheet.title), total, COMPLIANCE)
    paper.add_page()
    sender, receiver = sheet.parties
    below = max(_letterhead(paper, sender), WINDOW_TOP)
    below = max(_address(paper, sender, receiver, below), _facts(paper, sheet.facts, below)) + 2 * GAP
    paper.set_y(max(below, BODY_TOP))
    for line in wrapped(printable(sheet.title), WIDTH, TITLE):
        put(paper, MARGIN, paper.get_y(), line, TITLE)
        paper.set_y(paper.get_y() + TITLE.height)
    draw_blocks(paper, sheet.blocks)
    if part is not None:
        _make_room(paper)
    return paper


def _letterhead(paper: Paper, sender: Party) -> float:
    """Write who sends it: its logo line to the left, name and address to the right; return where it ends."""
    y = MARGIN
    for line in wrapped(printable(sender.role or sender.name), SIDE_LEFT - MARGIN - GAP, TITLE)[:3]:
        put(paper, MARGIN, y, line, TITLE)
        y += TITLE.height
    right = MARGIN
    for text, style in ((sender.name, _FACT), *((line, SMALL) for line in sender.lines)):
        for line in wrapped(printable(text), SIDE_WIDTH, style):
            put(paper, SIDE_LEFT, right, line, style)
            right += style.height
    return max(y, right) + GAP


def _address(paper: Paper, sender: Party, receiver: Party, y: float) -> float:
    """Write who receives it, where the window is, below a line with who sent it; return where it ends."""
    back = printable(" · ".join((sender.name, *sender.lines[:2])))
    put(paper, WINDOW_LEFT, y, wrapped(back, WINDOW_WIDTH, _TINY)[0], _TINY)
    y += _TINY.height + 1
    for text, style in ((receiver.name, STRONG), *((line, TEXT) for line in receiver.lines)):
        for line in wrapped(printable(text), WINDOW_WIDTH, style):
            put(paper, WINDOW_LEFT, y, line, style)
            y += style.height
    return y


def _facts(paper: Paper, facts: Sequence[tuple[str, str]], y: float) -> float:
    """Write what is to be known at once to the right of the address; return where it ends."""
    labels = min(max((text_width(printable(label), SMALL) for label, _value in facts), default=0) + GAP, SIDE_WIDTH / 2)
    for label, value in facts:
        heads = wrapped(printable(label), labels - 1, SMALL)
        values = wrapped(printable(value), SIDE_WIDTH - labels, _FACT)
        for place in range(max(len(heads), len(values))):
            put(paper, SIDE_LEFT, y, heads[place] if place < len(heads) else "", SMALL)
            put(paper, SIDE_LEFT + labels, y, values[place] if place < len(values) else "", _FACT)
            y += SMALL.height
    return y


def _make_room(paper: Paper) -> None:
    """Make room for the payment part: on a page of its own where the text leaves none."""
    foot = NOTE - SMALL.height - GAP
    if paper.get_y() + GAP > foot:
        paper.add_page()
    paper.foot = foot
