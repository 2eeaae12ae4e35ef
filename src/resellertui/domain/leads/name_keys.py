"""How names are recognised in what was typed, however they are written: the key of a word, and the words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resellertui.domain.text import fold

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_ALIKE = str.maketrans(
    "øœłđðħıþæ" + "аеорсухіјѕкмтвнԁ" + "οαεικνρτυχβ",
    "oolddhipa" + "aeopcyxijskmtbhd" + "oaeikvptuxb",
)
"""Letters that no accent can be taken off, and those of other scripts that look like a Latin one."""
_SPELLED_OUT = str.maketrans(dict(zip("äöüøåæœÄÖÜØÅÆŒ", ["ae", "oe", "ue", "oe", "aa", "ae", "oe"] * 2, strict=True)))
_SPELLED_UMLAUT = re.compile("([aou])e")
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u20e0\u20e3\u3164\ufe00-\ufe0f\uffa0]|[\U000e0100-\U000e01ef]"
)
"""What fonts show nothing of, or only around a letter, and no category tells apart."""
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_](?![^\W_])){2,}")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
"""Words of scripts that put no blanks between words, or hang endings on them."""
_UNSPACED_FORMS = re.compile("株式会社|有限会社|合同会社|股份有限公司|有限公司|公司|주식회사|유한회사")
_LATIN_INSIDE, _OTHER_INSIDE, _AT_AN_END = 6, 4, 5
"""From how many letters on a name is looked for inside longer words: Latin ones, others; as their beginning or end."""
_ENDINGS = ("s", "es")
_SHORTEST_STEM = 3
_SHORTEST_JOINED = 5
_MOST_JOINED = 3
_MOST_WORDS = 12
"""How many words of a name are joined to others: nobody's name has more."""


def seen(text: str) -> str:
    """Return a text without what can't be seen, and with letters and digits in circles as plain ones."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    kept = (ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in {"Cf", "Cc"})
    plain = (_plain(ch) if unicodedata.category(ch) in {"So", "No"} else ch for ch in kept)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", "".join(plain)))


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """Return what a word is compared by: no case, no accents, and no letters of another script that look alike."""
    return fold(word).translate(_ALIKE)


def spellings(name: str) -> tuple[str, ...]:
    """Return a name as it may be written: Müller as Mueller too, and Soeren as Soren, which is the key of Søren."""
    composed = unicodedata.normalize("NFC", name)
    ways = (name, composed.translate(_SPELLED_OUT), _SPELLED_UMLAUT.sub(r"\1", key_of(name)))
    return tuple(dict.fromkeys(ways))


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text: letters and digits, with the accents that stand behind them."""
    return _WORD.finditer(text)


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a text."""
    return tuple(key for one in words_in(text) if (key := key_of(one[0])))


def joined(keys: Sequence[str], common: frozenset[str]) -> Iterator[str]:
    """Yield two or three words that follow each other as one, and the whole: `paindore` of Pain Doré.

    Words of which each is a common one stay apart: that somebody is called Weber Web Hosting hides no web hosting.
    """
    first = keys[:_MOST_WORDS]
    parts = [
        first[start : start + length]
        for length in range(2, _MOST_JOINED + 1)
        for start in range(len(first) - length + 1)
    ]
    yield from ("".join(one) for one in [*parts, keys] if not common.issuperset(one))


def unspaced(text: str) -> Iterator[str]:
    """Yield the parts of a name that stand in a text without blanks around them."""
    for run in _UNSPACED.findall(text):
        yield run
        yield from (one for one in _UNSPACED_FORMS.split(run) if len(one) > 1)


@dataclass(frozen=True)
class Names:
    """The keys of names that are looked for, with those that are long enough to be found inside longer words."""

    keys: frozenset[str]
    inside: tuple[str, ...]
    at_an_end: tuple[str, ...]
    """As the beginning or end of a word only."""

    @classmethod
    def of(cls, keys: Iterable[str]) -> Names:
        """Sort the keys by what is done with them."""
        known = frozenset(keys)
        inside = tuple(one for one in known if len(one) >= (_LATIN_INSIDE if one.isascii() else _OTHER_INSIDE))
        ends = tuple(one for one in known if len(one) >= _AT_AN_END and one not in inside)
        return cls(known, inside, ends)

    def has(self, key: str) -> bool:
        """Return whether a word is a name, an inflected one, one with a number, or holds one that is long enough."""
        bare = key.strip("0123456789")
        if key in self.keys or bare in self.keys:
            return True
        stems = (bare.removesuffix(one) for one in _ENDINGS if bare.endswith(one))
        if any(len(one) >= _SHORTEST_STEM and one in self.keys for one in stems):
            return True
        return (
            any(one in bare for one in self.inside) or bare.startswith(self.at_an_end) or bare.endswith(self.at_an_end)
        )


def spelled_places(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where letters stand one by one, such as `W e b e r` or `W.E.B.E.R.`, and spell a name."""
    for found in _SPELLED.finditer(text):
        spelled = "".join(keys_in(found[0]))
        if any(len(one) >= _SHORTEST_STEM and one in spelled for one in names):
            yield found.span()


def broken_places(keys: Sequence[str], names: frozenset[str]) -> Iterator[int]:
    """Yield the places of words that are a name only together: `Mül-ler`, `Pain doré` of Paindoré."""
    for length in range(2, _MOST_JOINED + 1):
        for start in range(len(keys) - length + 1):
            one = "".join(keys[start : start + length])
            if len(one) >= _SHORTEST_JOINED and one in names:
                yield from range(start, start + length)


def phrase_places(keys: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """Yield the places of words that stand together as in a whole name."""
    for phrase in phrases:
        length = len(phrase)
        for start in range(len(keys) - length + 1):
            if tuple(keys[start : start + length]) == phrase:
                yield from range(start, start + length)


def as_spans(words: Sequence[re.Match[str]], places: Iterable[int]) -> list[tuple[int, int]]:
    """Return where words stand."""
    return [words[one].span() for one in sorted(set(places))]


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the same stretches of a text in their order, those that overlap as one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def _plain(ch: str) -> str:
    plain = unicodedata.normalize("NFKC", ch)
    return plain if plain.isalnum() else ch
