"""The HTML part of a mail: its text once more, for programs that show it so. It loads nothing from anywhere."""

from __future__ import annotations

import re
from email.message import EmailMessage
from hashlib import sha256
from html import escape

_LINK = re.compile(r"https?://[^\s<>\"'`\\^{|}\x00-\x20\x7f]+")
_AFTER_LINK = ".,;:!?)]”’»"
"""What ends a sentence and not an address."""
_INDENT = "    "
"""What stands before the lines of a text that are meant word for word: commands, tokens."""

PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
</head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1c1c1c;font-family:sans-serif;line-height:1.5">
<div style="max-width:40em">
<p style="margin:0 0 16px;padding:0 0 8px;border-bottom:2px solid #1c1c1c"><strong>{provider}</strong></p>
{body}
</div>
</body>
</html>
"""


def add_html(content: EmailMessage, *, text: str, title: str, provider: str, language: str, key: str) -> None:
    """Put an HTML part beside the text of a mail, always the same for the same mail.

    Args:
        content: the mail, whose text is set.
        text: what it says, without control characters.
        title: its subject.
        provider: who writes.
        language: the code of its language.
        key: what no other mail has: the boundary between the parts is made of it.
    """
    page = PAGE.format(
        language=escape(language), title=escape(title), provider=escape(provider), body=_paragraphs(text)
    )
    content.add_alternative(page, subtype="html")
    content.set_boundary(boundary("alternative", key))


def boundary(what: str, key: str) -> str:
    """Return a boundary between the parts of a mail; `=_` stands in no text that is encoded for its way."""
    return f"=_{sha256(f'{what} {key}'.encode()).hexdigest()[:32]}"


def _paragraphs(text: str) -> str:
    blocks = [one for one in re.split(r"\n{2,}", text.strip("\n")) if one.strip()]
    return "\n".join(_paragraph(one) for one in blocks)


def _paragraph(block: str) -> str:
    lines = block.split("\n")
    if all(one.startswith(_INDENT) for one in lines):
        words = "\n".join(escape(one.removeprefix(_INDENT)) for one in lines)
        return f'<pre style="margin:0 0 16px;padding:8px;background:#f2f2f2;white-space:pre-wrap">{words}</pre>'
    return f'<p style="margin:0 0 16px">{"<br>".join(_linked(one) for one in lines)}</p>'


def _linked(line: str) -> str:
    """Return a line in which addresses of the web, and nothing else, lead somewhere."""
    parts: list[str] = []
    done = 0
    for found in _LINK.finditer(line):
        address = found[0].rstrip(_AFTER_LINK)
        shown = escape(address)
        parts += [escape(line[done : found.start()]), f'<a href="{shown}">{shown}</a>']
        done = found.start() + len(address)
    return "".join([*parts, escape(line[done:])])
