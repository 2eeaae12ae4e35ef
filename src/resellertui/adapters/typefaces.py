"""The fonts that the program brings, read once a process and shared by all documents, whichever thread draws them.

Reading a font, and cutting out of all of it the few letters that a document shows, takes longer than all the rest of a
document. What never changes of a font is therefore kept, and letters are cut out of a small font wherever it has them.
The bytes of a document are the same as if each had read its fonts for itself.
"""

from __future__ import annotations

import io
from copy import copy
from functools import cache, cached_property
from pathlib import Path
from threading import Lock

from fontTools import subset
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont
from fpdf.output import OutputProducer

FONTS = Path(__file__).resolve().parent.parent / "fonts"

_USUAL = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2045), *range(0x20A0, 0x20C0), 0x2122, 0x2212)
"""The letters, signs and currencies of the western and central European languages: few documents need others."""
_LEFT_OUT = ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "hdmx", "meta"]
"""Tables that no document gets."""
_LOCK = Lock()


class _Typeface:
    """A font of the program; what documents use of it never changes once it is read."""

    def __init__(self, name: str) -> None:
        self._whole = (FONTS / name).read_bytes()
        self._was_used = False
        self.pattern = _pattern(name, self._whole)
        """As the library reads it, for a document that is never written."""

    def cut_out_of(self, glyphs: frozenset[str]) -> TTFont:
        """Return a font that has these glyphs, which its caller may change."""
        content = self._whole
        # Making the small font takes as long as two documents: a process that writes one alone goes without.
        if self._was_used:
            usual, usual_glyphs = self._usual
            content = usual if glyphs <= usual_glyphs else content
        self._was_used = True
        return TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)

    @cached_property
    def _usual(self) -> tuple[bytes, frozenset[str]]:
        """The font with the usual letters alone, and its glyphs, which are called as in the whole one."""
        options = subset.Options(notdef_outline=True, recommended_glyphs=True, glyph_names=True)
        options.drop_tables += _LEFT_OUT
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=_USUAL)
        found = io.BytesIO()
        with TTFont(io.BytesIO(self._whole), recalcTimestamp=False, lazy=True) as font:
            subsetter.subset(font)
            font.save(found)
            return found.getvalue(), frozenset(font.getGlyphOrder())


def lend(paper: FPDF, family: str, style: str, name: str) -> None:
    """Let a document use a font of the program; it has to be written with `LentFonts`.

    Args:
        paper: the document.
        family: how the document calls the font.
        style: empty, or `B`.
        name: of its file.
    """
    pattern = _typeface(name).pattern
    font = copy(pattern)
    font.i = len(paper.fonts) + 1
    font.fontkey = f"{family.lower()}{style}"
    # What a document changes of a font is its own.
    font.desc = copy(pattern.desc)
    font.missing_glyphs = []
    font.subset = SubsetMap(font)
    paper.fonts[font.fontkey] = font


class LentFonts(OutputProducer):
    """Writes a document whose fonts were lent: letters are cut out of a font that is the document's own."""

    def bufferize(self) -> bytearray:
        """Return the document as it is stored."""
        for font in self.fpdf.fonts.values():
            if isinstance(font, TTFFont):
                glyphs = frozenset(font.subset.get_all_glyph_names())
                font.ttfont = _typeface(Path(font.ttffile).name).cut_out_of(glyphs)
        return super().bufferize()


def _typeface(name: str) -> _Typeface:
    with _LOCK:
        return _read(name)


@cache
def _read(name: str) -> _Typeface:
    return _Typeface(name)


def _pattern(name: str, content: bytes) -> TTFFont:
    reader = FPDF()
    reader.add_font("any", "B" if "Bold" in name else "", FONTS / name)
    pattern = next(font for font in reader.fonts.values() if isinstance(font, TTFFont))
    pattern.close()
    # Shaping asks for names and widths of glyphs: read now, they are only looked at from then on.
    pattern.ttfont = TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)
    pattern.ttfont.getReverseGlyphMap()
    pattern.ttfont["hmtx"]
    return pattern
