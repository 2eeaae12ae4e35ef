"""Languages by ISO 639-1 code: those that organisations are written to in and that partners speak, with their names."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from resellertui.domain.text import fold

# In English, then in the language itself, in Italian, French and German, where they differ.
_CALLED = """
bg Bulgarian; български; bulgaro; bulgare; Bulgarisch
ca Catalan; català; catalano; catalan; Katalanisch
cs Czech; čeština; ceco; tchèque; Tschechisch
da Danish; dansk; danese; danois; Dänisch
de German; Deutsch; tedesco; allemand
el Greek; Ελληνικά; greco; grec; Griechisch
en English; inglese; anglais; Englisch
es Spanish; español; spagnolo; espagnol; Spanisch
et Estonian; eesti; estone; estonien; Estnisch
fi Finnish; suomi; finlandese; finnois; Finnisch
fr French; français; francese; Französisch
hr Croatian; hrvatski; croato; croate; Kroatisch
hu Hungarian; magyar; ungherese; hongrois; Ungarisch
is Icelandic; íslenska; islandese; islandais; Isländisch
it Italian; italiano; italien; Italienisch
lt Lithuanian; lietuvių; lituano; lituanien; Litauisch
lv Latvian; latviešu; lettone; letton; Lettisch
mt Maltese; Malti; maltese; maltais; Maltesisch
nl Dutch; Nederlands; olandese; néerlandais; Niederländisch
no Norwegian; norsk; norvegese; norvégien; Norwegisch
pl Polish; polski; polacco; polonais; Polnisch
pt Portuguese; português; portoghese; portugais; Portugiesisch
rm Romansh; rumantsch; romancio; romanche; Rätoromanisch
ro Romanian; română; rumeno; roumain; Rumänisch
ru Russian; русский; russo; russe; Russisch
sk Slovak; slovenčina; slovacco; slovaque; Slowakisch
sl Slovenian; slovenščina; sloveno; slovène; Slowenisch
sq Albanian; shqip; albanese; albanais; Albanisch
sr Serbian; српски; serbo; serbe; Serbisch
sv Swedish; svenska; svedese; suédois; Schwedisch
tr Turkish; Türkçe; turco; turc; Türkisch
uk Ukrainian; українська; ucraino; ukrainien; Ukrainisch
"""

_ALL_NAMES = MappingProxyType({one[:2]: tuple(one[3:].split("; ")) for one in _CALLED.strip().splitlines()})

LANGUAGES = frozenset(_ALL_NAMES)
"""The codes."""


def name_of_language(code: str) -> str:
    """Return the English name, or the code itself when it is none of ours."""
    return names_of_language(code)[0]


def names_of_language(code: str) -> tuple[str, ...]:
    """Return every name, the English one first; the code alone when it is none of ours."""
    return _ALL_NAMES.get(code, (code,))


@lru_cache(maxsize=512)
def languages_called(text: str) -> frozenset[str]:
    """Return the codes meant by a code, or by the beginning of a name in one of the languages above.

    Case and accents do not matter; `ger` is German, and `fr` French alone.
    """
    wanted = fold(text)
    if not wanted or wanted in LANGUAGES:
        return LANGUAGES & {wanted}
    return frozenset(code for code, names in _ALL_NAMES.items() if any(fold(name).startswith(wanted) for name in names))
