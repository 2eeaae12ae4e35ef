"""What a partner reads of a request before it has answered: everything but what would tell who asks (rules, §7).

Decided here, since the rules only say that contact details go to partners that answered:

- Answered means: with an offer. Whoever declined, or lost a request without an offer, never reads them.
- In the need and the region every word is masked that looks like an e-mail address, a telephone number, a web address
  or the name of an account, and every word of the contact's own name, organisation, address and number, however it is
  written (`name_keys.py`); of an organisation that asks, its website and street too. It is better to mask a harmless
  word than to show a name: `ASP.NET` goes too.
- Who wants to be known finds ways that no rule foresees: the masks are for those who repeat a name without thinking.
- Words of the trade and legal forms are no names by themselves: they are masked only as a part of the whole name.
- Dates stay: a deadline is no telephone number.
- What can't be seen at all (joiners and marks of direction) is left out first, so that it hides nothing from the masks.
- The extract is cut from what is masked already: a mask never ends in the middle of what it hides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from resellertui.domain.leads.name_keys import (
    Names,
    as_spans,
    broken_places,
    joined,
    key_of,
    keys_in,
    merged,
    phrase_places,
    seen,
    spelled_places,
    spellings,
    unspaced,
    words_in,
)
from resellertui.domain.leads.states import RouteState

MASK = "•••"
"""What stands in the place of something masked; no letter, so that no language has to translate it."""
EXTRACT = 160
"""The longest extract, in characters."""

_AT_WORD = r"\s?[(\[{<]\s?(?:at|arobase|chiocciola|@)\s?[)\]}>]\s?"
_DOT_WORD = r"\s?[(\[{<]\s?(?:dot|punkt|point|punto|\.)\s?[)\]}>]\s?"
_DOT = rf"(?:[.．․﹒]|(?<=[a-z0-9-])[。｡](?=[a-z])|{_DOT_WORD})"
_AT_SAID = r"\s(?:at|ät|arobase|arrobase|chiocciola|klammeraffe)\s"
_DOT_SAID = r"\s(?:dot|punkt|point|punto)\s"
_ADDRESSES = re.compile(
    rf"""(?:(?<![^\s@＠﹫])[^\s@＠﹫]++(?:\s(?=[@＠﹫]\s))?)?[@＠﹫]\s?\S+  # a@b.com, a @ b.com, @a
    |(?:(?<!\S)[^\s(\[{{<]++)?{_AT_WORD}\S+(?:{_DOT_WORD}\S+)*  # name (at) example (dot) com
    |(?<!\S)\S++{_AT_SAID}\w[\w-]*+(?:(?:[.]|{_DOT_SAID})[\w-]++)+  # name at example dot com
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WEB = re.compile(
    rf"""\b[^\W\d_][\w+.-]{{1,11}}:/+\S+  # https://example.com
    |\bwww\d?[.．。]\S+
    |(?<![\w-])(?<!\w[.．。])\w[\w-]*+(?:{_DOT}[\w-]++)*{_DOT}[^\W\d_]{{2,}}(?:[/:]\S*)?  # example.com
    |(?<![\w-])[a-z0-9][\w-]*+(?:\s\.\s|\sdot\s)[a-z]{{2,6}}\b  # example . com
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACCOUNT = re.compile(
    r"""\b(instagram|insta|facebook|twitter|linkedin|telegram|whatsapp|skype|tiktok|threema|youtube
    |mastodon|bluesky|discord|wechat|viber|snapchat)(\s?[:=/]\s?)(?!/)\S*[\w]""",
    re.IGNORECASE | re.VERBOSE,
)
_DIGITS = re.compile(r"\+?\(?\d(?:(?:[^\w+]|_){0,3}\d)+")
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", r"(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"(?<!\d)(?:{_YEAR}-{_MONTH}-{_DAY}|{_DAY}([./-]){_MONTH}\1{_YEAR})(?!\d)"
    r"|(?<![\d:])[0-2]?[0-9]:[0-5][0-9](?![\d:])"
)
"""A date, or a time of day."""
_FIGURES_SAID = """
zero oh one two three four five six seven eight nine
null eins zwei zwo drei vier fünf fuenf sechs sieben acht neun
zéro un deux trois quatre cinq sept huit neuf
uno due tre quattro cinque sei sette otto nove
"""
_FIGURE = rf"(?:{'|'.join(_FIGURES_SAID.split())}|double|doppel|\d{{1,4}})"
_SAID_NUMBER = re.compile(rf"(?<!\w){_FIGURE}(?:[\W_]{{1,3}}{_FIGURE}){{5,}}(?!\w)", re.IGNORECASE)
"""A number whose figures are written as words: six in a row are no count of anything."""
_FEWEST_DIGITS = 7
"""From how many digits on a number may be one to call."""
_FEWEST_OWN_DIGITS = 4
"""From how many digits on a part of the contact's own number is masked."""
_SHORTEST_NAME = 3
_SHORTEST_WORD = 4
_LEGAL_FORMS_SAID = """
sa sarl sagl ag gmbh srl spa sas sasu eurl snc ltd llc llp plc inc corp limited kg ohg ug mbh co cie bv nv ab oy
and und et ed the les des der die das di de du
"""
_LEGAL_FORMS = frozenset(key_of(one) for one in _LEGAL_FORMS_SAID.split())
_TRADE_SAID = """
hosting hosted host webhosting website websites site sites mail mails email emails domain domains domaine domaines
dominio server servers cloud service services support company association school shop store online digital design
info contact office hello admin mailbox mailboxes
"""
_TRADE = frozenset(key_of(one) for one in _TRADE_SAID.split())


@dataclass(frozen=True)
class Contact:
    """Who asks, as it was typed."""

    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    """Of an organisation that asks."""
    street: str = ""
    """Its street, with the number of the house."""

    @cached_property
    def words(self) -> frozenset[str]:
        """The keys of the single words that tell who it is, and of names that are written as one word."""
        names: set[str] = set()
        for text, shortest in ((self.name, _SHORTEST_NAME), (self.organisation, _SHORTEST_WORD)):
            for way in spellings(text):
                keys = _telling(keys_in(way), _LEGAL_FORMS)
                names |= _single(keys, keys, shortest)
        for way in (one for text in self._parts_of_addresses for one in spellings(text)):
            keys = keys_in(way)
            names |= _single(keys, _telling(keys, _LEGAL_FORMS), _SHORTEST_WORD)
        return frozenset(names - _TRADE)

    @cached_property
    def short_words(self) -> frozenset[str]:
        """The keys of names of two letters, such as Li: they are masked where they are written as a name."""
        return frozenset(_telling((one for one in keys_in(self.name) if len(one) < _SHORTEST_NAME), _LEGAL_FORMS))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The first letters of an organisation's name, such as BWF, as they are looked for in capitals."""
        keys = keys_in(self.organisation)
        found = ("".join(one[0] for one in some) for some in (keys, _telling(keys, _LEGAL_FORMS)))
        return frozenset(one for one in found if len(one) >= _SHORTEST_NAME)

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The whole names, key by key, with and without the legal form, a person's also turned round."""
        found = []
        for text in (way for name in (self.name, self.organisation) for way in spellings(name)):
            keys = keys_in(text)
            found += [keys, _telling(keys, _LEGAL_FORMS)]
        found += [keys_in(way)[::-1] for way in spellings(self.name)]
        of_addresses = (keys_in(one) for one in self._parts_of_addresses)
        found += [one for one in of_addresses if len("".join(_telling(one, _TRADE | _LEGAL_FORMS))) >= _SHORTEST_NAME]
        street = keys_in(self.street)
        found += [street, tuple(one for one in street if not one.isdigit())]
        return tuple(dict.fromkeys(one for one in found if one))

    @cached_property
    def unspaced(self) -> tuple[str, ...]:
        """The names, or parts of them, of scripts that put no blanks between words; the longest first."""
        found = {one for text in (self.name, self.organisation) for one in unspaced(text)}
        return tuple(sorted(found, key=len, reverse=True))

    @property
    def _parts_of_addresses(self) -> tuple[str, str, str]:
        """What stands before the @, and the hosts of address and website without their last part."""
        local, _at, host = self.email.rpartition("@")
        site = self.website.rpartition("://")[2].partition("/")[0].lower().removeprefix("www.")
        return local, host.rpartition(".")[0], site.rpartition(".")[0]

    @cached_property
    def digits(self) -> str:
        """The telephone number's digits."""
        return _digits(self.phone)


def reads_contact(state: RouteState, *, has_offered: bool) -> bool:
    """Return whether a partner whose answer stands so reads who asks, and all that was written.

    Args:
        state: how the request stands with the partner.
        has_offered: whether it ever answered with an offer.
    """
    return state in {RouteState.ANSWERED, RouteState.WON} or (state is RouteState.LOST and has_offered)


def masked(text: str, contacts: Iterable[Contact]) -> str:
    """Return a text without what looks like a way to its writer, and without the names of any of the contacts."""
    known = tuple(contacts)
    left = _ADDRESSES.sub(MASK, seen(text))
    left = _WEB.sub(MASK, left)
    left = _ACCOUNT.sub(rf"\1\2{MASK}", left)
    left = _SAID_NUMBER.sub(lambda found: MASK if re.search(r"[^\W\d_]", found[0]) else found[0], left)
    left = _DIGITS.sub(lambda found: MASK if _is_number(found[0], known) else found[0], left)
    for name in (one for contact in known for one in contact.unspaced):
        left = left.replace(name, MASK)
    return _without_names(left, known)


def extract_of(text: str) -> str:
    """Return the beginning of a text in one line, cut at a word where that is possible."""
    line = " ".join(text.split())
    if len(line) <= EXTRACT:
        return line
    cut = line[: EXTRACT - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > EXTRACT // 2 else cut).rstrip() + "…"


def _is_number(text: str, contacts: Sequence[Contact]) -> bool:
    digits = _digits(text)
    own = len(digits) >= _FEWEST_OWN_DIGITS and any(digits in one.digits for one in contacts)
    return own or len(_digits(_DATE.sub(" ", text))) >= _FEWEST_DIGITS


def _without_names(text: str, contacts: Sequence[Contact]) -> str:
    words = list(words_in(text))
    keys = [key_of(one[0]) for one in words]
    names = frozenset().union(*(one.words for one in contacts))
    short = frozenset().union(*(one.short_words for one in contacts))
    known = Names.of(names)
    hidden = {place for place, one in enumerate(keys) if known.has(one)}
    hidden |= {place for place, one in enumerate(keys) if one in short and not words[place][0].islower()}
    initials = frozenset().union(*(one.initials for one in contacts))
    hidden |= {place for place, one in enumerate(keys) if one in initials and words[place][0].isupper()}
    hidden.update(broken_places(keys, names))
    for one in contacts:
        hidden.update(phrase_places(keys, one.phrases))
    parts, end = [], 0
    for start, stop in merged([*spelled_places(text, names), *as_spans(words, hidden)]):
        parts += [text[end:start], MASK]
        end = stop
    return "".join([*parts, text[end:]])


def _single(keys: Sequence[str], telling: Sequence[str], shortest: int) -> set[str]:
    """Return the words by which a name is known: those that tell something, and several of them as one."""
    whole = {one for one in joined(keys, _TRADE | _LEGAL_FORMS) if len(one) >= _SHORTEST_WORD}
    return whole | {one for one in telling if len(one) >= shortest}


def _telling(keys: Iterable[str], common: frozenset[str]) -> tuple[str, ...]:
    return tuple(one for one in keys if one not in common)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(ch)) for ch in text if unicodedata.digit(ch, None) is not None)
