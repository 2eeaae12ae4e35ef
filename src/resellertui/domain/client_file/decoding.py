"""From bytes to text: the encodings in which people's spreadsheets save a client list."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 20
"""One control character in this many characters makes a file no text; fewer are refused row by row."""


class Decoded(NamedTuple):
    """The text of a file, without its byte order mark, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Read the bytes as UTF-8 (with or without mark), UTF-16 with its mark, or else Windows-1252.

    A file that is UTF-8 but for a few damaged bytes is refused, rather than read as Windows-1252 with every accent
    spoilt.

    Raises:
        Invalid: the file is no text, or is damaged.
    """
    if data.startswith(_WORKBOOKS):
        raise _refused(_("It is a workbook or an archive, not text."))
    decoded = _decode_any(data)
    controls = len(_CONTROLS.findall(decoded.text))
    if "\0" in decoded.text or controls * _MOST_CONTROLS > len(decoded.text):
        raise _refused(_("It is no text: it holds binary data."))
    return decoded


def _decode_any(data: bytes) -> Decoded:
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(_strictly(data[3:], "utf-8"), "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_strictly(data, "utf-16"), "utf-16")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            return Decoded(_strictly(data, "utf-8"), "utf-8")
        return Decoded(_strictly(data, "cp1252"), "windows-1252")


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether more accents make sense as UTF-8 than do not: by chance that hardly happens in Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(1 for ch in text if ord(ch) > 0x7F) > 2 * broken


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        reason = _("Line {line} holds bytes that are no text in the encoding {encoding}.")
        raise _refused(reason.format(line=line, encoding=encoding)) from None


def _refused(reason: str) -> Invalid:
    return Invalid(
        {"file": reason}, _("The file can't be read."), _("Save it as CSV (UTF-8) in the spreadsheet and try again.")
    )
