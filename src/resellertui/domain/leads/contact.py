"""What a partner reads of a request before it has answered: everything but what would tell who asks (rules, §7).

Decided here, since the rules only say that contact details go to partners that answered:

- Answered means: with an offer. Whoever declined, or lost a request without an offer, never reads them.
- In the need and the region every word is masked that looks like an e-mail address, a telephone number, a web address
  or the name of an account, and every word of the contact's own name, organisation, address and number, whatever its
  case and accents. It is better to mask a harmless word than to show a name: `ASP.NET` goes too.
- Words of the trade and legal forms are no names by themselves: they are masked only as a part of the whole name.
- Dates stay: a deadline is no telephone number.
- What can't be seen at all (joiners and marks of direction) is left out first, so that it hides nothing from the masks.
- The extract is cut from what is masked already: a mask never ends in the middle of what it hides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from resellertui.domain.leads.states import RouteState
from resellertui.domain.text import fold

MASK = "•••"
"""What stands in the place of something masked; no letter, so that no language has to translate it."""
EXTRACT = 160
"""The longest extract, in characters."""

_AT_WORD = r"\s?[(\[{<]\s?(?:at|arobase|chiocciola|@)\s?[)\]}>]\s?"
_DOT_WORD = r"\s?[(\[{<]\s?(?:dot|punkt|point|punto|\.)\s?[)\]}>]\s?"
_DOT = rf"(?:[.．。]|{_DOT_WORD})"
_ADDRESSES = re.compile(
    rf"""(?:(?<![^\s@＠﹫])[^\s@＠﹫]++(?:\s(?=[@＠﹫]\s))?)?[@＠﹫]\s?\S+  # a@b.com, a @ b.com, @a
    |(?:(?<!\S)[^\s(\[{{<]++)?{_AT_WORD}\S+(?:{_DOT_WORD}\S+)*  # name (at) example (dot) com
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WEB = re.compile(
    rf"""\b[^\W\d_][\w+.-]{{1,11}}:/+\S+  # https://example.com
    |\bwww\d?[.．。]\S+
    |(?<![\w-])(?<!\w[.．。])\w[\w-]*+(?:{_DOT}[\w-]++)*{_DOT}[^\W\d_]{{2,}}(?:[/:]\S*)?  # example.com
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DIGITS = re.compile(r"\+?\(?\d(?:[\s ().,/·'’–-]{0,3}\d)+")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?|\d\d?([./-])\d\d?\1(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_FEWEST_DIGITS = 7
"""From how many digits on a number may be one to call."""
_FEWEST_OWN_DIGITS = 4
"""From how many digits on a part of the contact's own number is masked."""
_SHORTEST_NAME = 3
_SHORTEST_WORD = 4
_SHORTEST_INSIDE = 6
"""From how many letters on a name is looked for inside longer words."""
_LEGAL_FORMS_SAID = """
sa sarl sagl ag gmbh srl spa sas sasu eurl snc ltd llc llp plc inc corp limited kg ohg ug mbh co cie bv nv ab oy
and und et ed the les des der die das di de du
"""
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_SAID.split())
_TRADE_SAID = """
hosting hosted host webhosting website websites site sites mail mails email emails domain domains domaine domaines
dominio server servers cloud service services support company association school shop store online digital design
info contact office hello admin mailbox mailboxes
"""
_TRADE = frozenset(_TRADE_SAID.split())


@dataclass(frozen=True)
class Contact:
    """Who asks, as it was typed."""

    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The single words that tell who it is, folded."""
        local, _at, host = self.email.rpartition("@")
        names = {one for one in _tokens(self.name) if len(one) >= _SHORTEST_NAME}
        names |= {one for one in _tokens(f"{local} {host.rpartition('.')[0]}") if len(one) >= _SHORTEST_WORD}
        names |= {one for one in _tokens(self.organisation) if len(one) >= _SHORTEST_WORD}
        return frozenset(names - _TRADE - _LEGAL_FORMS)

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The whole names, word by word, with and without the legal form."""
        found = []
        for text in (self.name, self.organisation):
            words = tuple(_tokens(text))
            bare = tuple(one for one in words if one not in _LEGAL_FORMS)
            found += [one for one in (words, bare) if one]
        return tuple(dict.fromkeys(sorted(found, key=len, reverse=True)))

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
    seen = "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in {"Cf", "Cc"})
    seen = _ADDRESSES.sub(MASK, seen)
    seen = _WEB.sub(MASK, seen)
    seen = _DIGITS.sub(lambda found: MASK if _is_number(found[0], known) else found[0], seen)
    return _without_names(seen, known)


def extract_of(text: str) -> str:
    """Return the beginning of a text in one line, cut at a word where that is possible."""
    line = " ".join(text.split())
    if len(line) <= EXTRACT:
        return line
    cut = line[: EXTRACT - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > EXTRACT // 2 else cut).rstrip() + "…"


def _is_number(text: str, contacts: Sequence[Contact]) -> bool:
    if _DATE.fullmatch(text.strip()):
        return False
    digits = _digits(text)
    own = len(digits) >= _FEWEST_OWN_DIGITS and any(digits in one.digits for one in contacts)
    return own or len(digits) >= _FEWEST_DIGITS


def _without_names(text: str, contacts: Sequence[Contact]) -> str:
    tokens = list(_WORD.finditer(text))
    folded = [fold(one[0]) for one in tokens]
    words = frozenset().union(*(one.words for one in contacts))
    hidden = {place for place, one in enumerate(folded) if _is_name(one, words)}
    for phrase in (one for contact in contacts for one in contact.phrases):
        length = len(phrase)
        for start in range(len(folded) - length + 1):
            if tuple(folded[start : start + length]) == phrase:
                hidden.update(range(start, start + length))
    parts, end = [], 0
    for place in sorted(hidden):
        parts += [text[end : tokens[place].start()], MASK]
        end = tokens[place].end()
    return "".join([*parts, text[end:]])


def _is_name(word: str, names: frozenset[str]) -> bool:
    return word in names or any(len(one) >= _SHORTEST_INSIDE and one in word for one in names)


def _tokens(text: str) -> Iterator[str]:
    for one in _WORD.finditer(text):
        if word := fold(one[0]):
            yield word


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(ch)) for ch in text if unicodedata.digit(ch, None) is not None)
