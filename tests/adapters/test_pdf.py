"""The PDF of a document: every text on it, whatever it is made of; pages with their head; the same bytes every time."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.output import OutputProducer
from pypdf import PdfReader
from tests.hostile import HOSTILE

from resellertui.adapters.pdf import MARGIN, TEXT, WIDTH, draw_pdf, text_width, wrapped
from resellertui.adapters.typefaces import FONTS
from resellertui.domain.sheet import Column, Party, Sheet, Sum, Table, spelled

COLUMNS = (Column("Line", right=True), Column("Name"), Column("Net", right=True))


def sheet(
    *rows: tuple[str, ...], title: str = "Invoice 2026-000012", name: str = "Bakery", facts: tuple[str, ...] = ()
) -> Sheet:
    """Return a small document."""
    return Sheet(
        title=title,
        day=date(2026, 11, 23),
        parties=(Party("Issued by", "Léman SA", ("Genève",)), Party("Issued to", name, ("Rue du Lac 1",))),
        facts=tuple((f"Fact {place}", value) for place, value in enumerate(facts)),
        blocks=(Table(COLUMNS, rows), (Sum("Total", "10.00 CHF", strong=True),), "Priced by the terms."),
    )


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Return the text without blanks and line breaks: where a line breaks is the page's business."""
    return "".join(text.split())


def test_everything_is_on_the_page() -> None:
    (text,) = pages(draw_pdf(sheet(("1", "Café Zürich €", "10.00"), facts=("23 Nov 2026",))))

    for part in ("Invoice 2026-000012", "Léman SA", "Bakery", "Rue du Lac 1", "Fact 0", "23 Nov 2026"):
        assert part in text
    assert "1 Café Zürich € 10.00" in text
    assert text.index("Café") < text.index("Total 10.00 CHF") < text.index("Priced by the terms.")
    assert "Page 1 of 1" in text
    assert "U+" not in text


def test_the_same_document_gives_the_same_bytes() -> None:
    one = sheet(("1", "日本 שלום 😀", "1.00"))

    assert draw_pdf(one) == draw_pdf(one)
    facts = PdfReader(io.BytesIO(draw_pdf(one))).metadata
    assert facts is not None
    assert facts.title == "Invoice 2026-000012"
    assert facts.creation_date is not None
    assert facts.creation_date.date() == date(2026, 11, 23)


def test_fonts_read_once_for_all_give_the_bytes_of_fonts_read_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [sheet(("1", text, "1.00")) for text in ("Café Zürich €", "Ελλάς Жук", " ".join(HOSTILE))]
    with ThreadPoolExecutor(3) as threads:
        shared = list(threads.map(draw_pdf, documents * 3))

    own: list[TTFFont] = []

    def read_anew(paper: FPDF, family: str, style: str, name: str) -> None:
        paper.add_font(family, style, FONTS / name)
        own.extend(font for font in paper.fonts.values() if isinstance(font, TTFFont))

    monkeypatch.setattr("resellertui.adapters.pdf.lend", read_anew)
    monkeypatch.setattr("resellertui.adapters.pdf.LentFonts", OutputProducer)
    assert shared == [draw_pdf(one) for one in documents] * 3
    for font in own:
        font.close()


def test_a_long_table_goes_on_overleaf_under_its_head_with_every_row_whole() -> None:
    rows = [(str(place), f"Hosting\nno {place} of many", f"{place}.00") for place in range(1, 301)]

    found = pages(draw_pdf(sheet(*rows)))

    assert len(found) > 5
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
        assert "Invoice 2026-000012" in page
    assert all("Line Name Net" in page for page in found[:-1])
    for place in range(1, 301):
        assert sum(f"no {place} of many" in page for page in found) == 1
        assert any(f"{place} Hosting {place}.00\nno {place} of many" in page for page in found)


def test_a_row_taller_than_a_page_is_split_and_nothing_of_it_is_lost() -> None:
    words = " ".join(f"word{place}" for place in range(2000))

    found = pages(draw_pdf(sheet(("1", words, "1.00"), name=" ".join(f"name{place}" for place in range(900)))))

    assert len(found) > 2
    together = squeezed("".join(found))
    assert all(f"word{place}" in together for place in range(2000))
    assert all(f"name{place}" in together for place in range(900))


def test_hebrew_and_arabic_are_drawn_and_read_back() -> None:
    (text,) = pages(draw_pdf(sheet(("1", "שלום", "1.00"), name="مخبز")))

    assert "שלום" in text
    assert "مخبز" in text


def test_what_the_font_lacks_is_spelled_and_the_document_says_so() -> None:
    (text,) = pages(draw_pdf(sheet(("1", "日本 Ltd", "1.00"))))

    assert "[U+65E5 U+672C] Ltd" in text
    assert "stand as their Unicode code points" in text


def test_the_library_gets_no_signs_of_its_own_from_a_text() -> None:
    (text,) = pages(draw_pdf(sheet(("1", "{nb} **bold** __x__", "1.00"))))

    assert "{nb} **bold** __x__" in text


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_no_text_breaks_the_document_or_gets_lost(start: int) -> None:
    texts = (HOSTILE * 2)[start : start + 4]
    rows = [("1", text, "1.00") for text in texts]
    title, name, *facts = texts

    pdf = draw_pdf(sheet(*rows, title=f"Invoice {title}", name=name, facts=tuple(facts)))

    found = squeezed("".join(pages(pdf)))
    assert "10.00CHF" in found
    assert "Page1of" in found
    for word in " ".join(texts).split():
        plain = [ch for ch in word if ch.isascii() and ch.isprintable()]
        assert all(ch in found for ch in plain)
        for ch in word:
            if not ch.isprintable():
                assert f"U+{ord(ch):04X}" in found


def test_a_word_longer_than_a_line_is_broken_without_parting_a_letter_from_its_marks() -> None:
    word = "e\u0301" * 200

    lines = wrapped(word, WIDTH - MARGIN, TEXT)

    assert "".join(lines) == word
    assert all(line[0] == "e" and text_width(line, TEXT) <= WIDTH - MARGIN for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines", "two\nlines"),
        ("a\x07b", "a[U+0007]b"),
        ("\u202eexe.", "[U+202E]exe."),
        ("日本 x", "[U+65E5 U+672C] x"),
        ("日", "[U+65E5]"),
        ("❤\ufe0f", "❤"),
        ("a\u2007b", "a b"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_what_can_not_be_shown_is_spelled(text: str, expected: str) -> None:
    assert spelled(text, lambda ch: ch not in "日本\u2007") == expected
