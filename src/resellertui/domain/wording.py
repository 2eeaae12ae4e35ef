"""The road from a message id to words: gettext catalogues, one language at a time for each context.

Every user-visible string of the program passes through `_` or `ngettext` when it is shown, never when a module is
imported, so that one process can write a mail in Italian while its own screens are English.

What partners send to their clients, invoices and mails, has catalogues of its own: a client reads its invoice in a
language in which no screen exists. `in_paper_language` turns to them. So have the mails of the program itself, each in
its reader's language: `in_mail_language`. Catalogues are read when the first paper or mail in a language is written.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "resellertui"
PAPERS = "papers"
"""The catalogues of what partners send to their clients."""
MAILS = "mails"
"""The catalogues of the mails that tell people what has happened and what waits for them."""

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[tuple[str, str]] = ContextVar("resellertui_language", default=(DOMAIN, "en"))
"""The catalogues in use and the language."""


@cache
def _catalogue(domain: str, language: str) -> _gettext.NullTranslations:
    return _gettext.translation(domain, localedir=LOCALE_DIR, languages=[language], fallback=True)


def _(message: str) -> str:
    """Return the message in the current language; the message id itself is the English text."""
    return _catalogue(*_language.get()).gettext(message)


def N_(message: str) -> str:  # gettext's own name for it
    """Mark a message id that is translated later, in the reader's language, so that it is found for the catalogues."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message that the current language uses for this count."""
    return _catalogue(*_language.get()).ngettext(singular, plural, count)


def current_language() -> str:
    """Return the code of the language in which words come out: English where there is no catalogue of the one asked."""
    domain, language = _language.get()
    return language if isinstance(_catalogue(domain, language), _gettext.GNUTranslations) else "en"


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Say everything inside the block in this language (a code such as `it`; unknown ones fall back to English)."""
    with _speaking(DOMAIN, language):
        yield


@contextmanager
def in_paper_language(language: str) -> Iterator[None]:
    """Say what a client is sent in its language (a code such as `it` or `it_CH`); English where no catalogue has it."""
    with _speaking(PAPERS, language):
        yield


@contextmanager
def in_mail_language(language: str) -> Iterator[None]:
    """Say a mail in its reader's language (a code such as `it` or `it_CH`); English where no catalogue has it."""
    with _speaking(MAILS, language):
        yield


@contextmanager
def _speaking(domain: str, language: str) -> Iterator[None]:
    token = _language.set((domain, language))
    try:
        yield
    finally:
        _language.reset(token)
