"""What the registries of VAT and register numbers say: what an answer means, how long it holds, when to ask again.

Rules: section 5 (a VAT number is valid for its country) and 4.3 (an invalid number counts as none). They leave open
what a registry's answer does, which is decided here:

- VIES is asked about VAT numbers, the Swiss UID register about UIDs of Switzerland and Liechtenstein. The latter is
  asked two questions: whether there is such a UID, and whether its holder is registered for VAT. The second is a fact
  of its own, kept under the UID with MWST; that a company is not registered makes nothing invalid.
- A registry that is down, asked too often, or says something that can't be understood leaves the number *unknown*: no
  such answer ever stands for *invalid*. Nor does `INVALID_INPUT`, which is said of the question, not of the number.
- What counts for tax is the last definite answer about exactly the stored number, however old. It is *stale* over 90
  days: then it is asked again, and nothing else follows from it.
- A question that got no answer waits five minutes, then twice as long each time, up to a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from resellertui.domain.calendar import days_between, local_date, start_of
from resellertui.domain.countries import SWISS_AREA
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.wording import _

STALE_AFTER = 90
"""The days after which a definite answer is stale, and asked for again."""

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
MOST_FAILURES = 3
"""After so many failures in a row a registry, or one country in VIES, is left alone for the rest of a run."""

VAT_SUFFIX = "MWST"
"""After a UID: the question whether its holder is registered for VAT."""


class Source(StrEnum):
    """A registry."""

    VIES = "vies"
    UID = "uid"


class Fact(StrEnum):
    """What a registry is asked."""

    VAT_NUMBER = "vat_number"
    UID = "uid"
    VAT_REGISTRATION = "vat_registration"
    """Whether the holder of a UID is registered for VAT."""


class State(StrEnum):
    """What is known of a number; of the stored answers only the first three."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    """The registry gave no answer the last time."""
    STALE = "stale"
    """The last answer is a definite one, and over 90 days old."""
    UNCHECKED = "unchecked"
    """It was never asked about."""


class Reason(StrEnum):
    """Why a number is unknown."""

    DOWN = "down"
    COUNTRY_DOWN = "country_down"
    SLOW = "slow"
    TOO_OFTEN = "too_often"
    BLOCKED = "blocked"
    NOT_ACCEPTED = "not_accepted"
    UNREADABLE = "unreadable"
    MOVED = "moved"


_FAULTS = {
    "INVALID_INPUT": Reason.NOT_ACCEPTED,
    "INVALID_REQUESTER_INFO": Reason.NOT_ACCEPTED,
    "SERVICE_UNAVAILABLE": Reason.DOWN,
    "MS_UNAVAILABLE": Reason.COUNTRY_DOWN,
    "TIMEOUT": Reason.SLOW,
    "SERVER_BUSY": Reason.TOO_OFTEN,
    "VAT_BLOCKED": Reason.BLOCKED,
    "IP_BLOCKED": Reason.BLOCKED,
    "GLOBAL_MAX_CONCURRENT_REQ": Reason.TOO_OFTEN,
    "GLOBAL_MAX_CONCURRENT_REQ_TIME": Reason.TOO_OFTEN,
    "MS_MAX_CONCURRENT_REQ": Reason.TOO_OFTEN,
    "MS_MAX_CONCURRENT_REQ_TIME": Reason.TOO_OFTEN,
    "DATA_VALIDATION_FAILED": Reason.NOT_ACCEPTED,
    "REQUEST_LIMIT_EXCEEDED": Reason.TOO_OFTEN,
    "INSUFFICIENT_READ_PERMISSIONS": Reason.BLOCKED,
}
"""The words of VIES and of the UID register for what went wrong."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """A registry's word that a number is not valid: which registry, and on which day."""

    source: Source
    day: date


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a registry, without what it said word for word."""

    number: int
    """Which of the stored answers it is: the proof."""
    state: State
    asked_at: datetime
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one fact about a number."""

    fact: Fact
    number: str
    """As it is asked about, compact."""
    last: Answer | None = None
    definite: Answer | None = None
    """The last answer that was no failure."""
    since: datetime | None = None
    """When it became unknown: the first failure after the definite answer."""

    def is_stale(self, today: date) -> bool:
        """Say whether the definite answer is too old to rely on."""
        return self.definite is not None and is_stale(self.definite.asked_at, today)

    def state(self, today: date) -> State:
        """Return what is known today."""
        if self.last is None:
            return State.UNCHECKED
        if self.last.state is State.UNKNOWN:
            return State.UNKNOWN
        return State.STALE if self.is_stale(today) else self.last.state


def questions_of(country: str, vat_number: str | None, register_number: str | None) -> dict[Source, str]:
    """Return what there is to ask about an organisation: a number for each registry that knows such numbers."""
    asked = {}
    if vat_number:
        asked[Source.VIES] = vat_number
    if register_number and country in SWISS_AREA and register_number.startswith("CHE"):
        asked[Source.UID] = register_number
    return asked


def facts_of(source: Source, number: str) -> dict[Fact, str]:
    """Return the facts that a question is about, each with the number as its answer is kept under."""
    if source is Source.VIES:
        return {Fact.VAT_NUMBER: number}
    return {Fact.UID: number, Fact.VAT_REGISTRATION: number + VAT_SUFFIX}


def fact_of(source: Source, number: str) -> Fact:
    """Return what an answer is about, from the number that it is kept under."""
    if source is Source.VIES:
        return Fact.VAT_NUMBER
    return Fact.VAT_REGISTRATION if number.endswith(VAT_SUFFIX) else Fact.UID


def reason_of_fault(fault: str) -> Reason:
    """Return what a registry's word for a fault means; a word that nobody knows means that it can't answer."""
    return _FAULTS.get(fault.strip().upper().replace(" ", "_"), Reason.DOWN)


def reason_of_status(status: int) -> Reason:
    """Return what an HTTP status means where there is no answer to read."""
    if status == 429:
        return Reason.TOO_OFTEN
    if status in {401, 403}:
        return Reason.BLOCKED
    if 300 <= status < 400:
        return Reason.MOVED
    return Reason.DOWN if status >= 500 else Reason.UNREADABLE


def is_stale(asked_at: datetime, today: date) -> bool:
    """Say whether an answer of that moment is over 90 days old."""
    return days_between(local_date(asked_at), today) > STALE_AFTER


def next_question(now: datetime, failures: int) -> datetime:
    """Return when to ask again: when the answer turns stale, or after so many failures in a row when to try again."""
    if failures == 0:
        return start_of(local_date(now) + timedelta(days=STALE_AFTER + 1))
    return now + min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - 1, 20)))


def is_allowed_address(url: str) -> bool:
    """Say whether a registry may be asked there: over https, or without it on this machine only."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment or not url.isascii() or not url.isprintable():
        return False
    if " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass
class Circuit:
    """What a run has learnt of the registries: one that does not answer is not asked on and on."""

    _failures: Counter[str] = field(default_factory=Counter)
    _cut: set[str] = field(default_factory=set)

    def is_cut(self, source: Source, number: str) -> bool:
        """Say whether this question has to wait for another run."""
        return bool({source.value, _country_in(source, number)} & self._cut)

    def note(self, source: Source, number: str, reason: Reason | None) -> None:
        """Note an answer, or why there was none; whoever asks too often stops at once."""
        if reason in {None, Reason.NOT_ACCEPTED}:
            self._failures[source.value] = self._failures[_country_in(source, number)] = 0
            return
        concerned = _country_in(source, number) if reason is Reason.COUNTRY_DOWN else source.value
        self._failures[concerned] += 1
        if self._failures[concerned] >= MOST_FAILURES or reason in {Reason.TOO_OFTEN, Reason.BLOCKED}:
            self._cut.add(concerned)


def _country_in(source: Source, number: str) -> str:
    return f"{source.value}:{number[:2]}"


def source_name(source: Source) -> str:
    """Return a registry's name in a sentence."""
    return _("VIES") if source is Source.VIES else _("the UID register")


def shown_number(fact: Fact, number: str) -> str:
    """Return a number as people write it, without the letters of the question."""
    if fact is Fact.VAT_NUMBER:
        return show_vat_number(number)
    return show_register_number(number.removesuffix(VAT_SUFFIX), "CH")


def in_words(standing: Standing, today: date, moment: Callable[[datetime], str]) -> str:
    """Return what is known in a sentence, with its time, which `moment` writes for the reader."""
    number, last, definite = shown_number(standing.fact, standing.number), standing.last, standing.definite
    if last is None:
        return _unchecked(standing.fact).format(number=number)
    if last.state is not State.UNKNOWN:
        sentence = said(standing.fact, last.state, standing.number, moment(last.asked_at))
        if standing.is_stale(today):
            sentence += " " + _("That is over {days} days ago, and stale.").format(days=STALE_AFTER)
        return sentence
    sentence = _unknown(standing.fact).format(
        number=number, when=moment(standing.since or last.asked_at), reason=reason_words(standing.fact, last.reason)
    )
    if definite is None:
        return sentence
    before = said(standing.fact, definite.state, standing.number, moment(definite.asked_at))
    return f"{sentence} " + _("Before that: {answer}").format(answer=before)


def said(fact: Fact, state: State, number: str, when: str) -> str:
    """Return a definite answer in a sentence."""
    return _definite(fact, state).format(number=shown_number(fact, number), when=when)


def reason_words(fact: Fact, reason: Reason | None) -> str:
    """Return why there is no answer, to stand inside a sentence."""
    name = source_name(Source.VIES if fact is Fact.VAT_NUMBER else Source.UID)
    match reason:
        case Reason.COUNTRY_DOWN:
            return _("the country's own registry is down")
        case Reason.SLOW:
            return _("{registry} did not answer in time").format(registry=name)
        case Reason.TOO_OFTEN:
            return _("{registry} was asked too often").format(registry=name)
        case Reason.BLOCKED:
            return _("{registry} does not answer this installation").format(registry=name)
        case Reason.NOT_ACCEPTED:
            return _("{registry} did not accept the question").format(registry=name)
        case Reason.UNREADABLE:
            return _("{registry} gave an answer that can't be read").format(registry=name)
        case Reason.MOVED:
            return _("{registry} points to another address, which is not followed").format(registry=name)
        case _:
            return _("{registry} is down").format(registry=name)


def _unchecked(fact: Fact) -> str:
    match fact:
        case Fact.VAT_NUMBER:
            return _("VAT number {number}: not checked with VIES yet.")
        case Fact.UID:
            return _("UID {number}: not checked with the UID register yet.")
        case Fact.VAT_REGISTRATION:
            return _("Registration for VAT of {number}: not checked with the UID register yet.")


def _unknown(fact: Fact) -> str:
    match fact:
        case Fact.VAT_NUMBER:
            return _("VAT number {number}: unknown since {when}, {reason}.")
        case Fact.UID:
            return _("UID {number}: unknown since {when}, {reason}.")
        case Fact.VAT_REGISTRATION:
            return _("Registration for VAT of {number}: unknown since {when}, {reason}.")


def _definite(fact: Fact, state: State) -> str:
    match fact, state:
        case Fact.VAT_NUMBER, State.VALID:
            return _("VAT number {number}: valid, said VIES on {when}.")
        case Fact.VAT_NUMBER, _:
            return _("VAT number {number}: not valid, said VIES on {when}.")
        case Fact.UID, State.VALID:
            return _("UID {number}: valid, said the UID register on {when}.")
        case Fact.UID, _:
            return _("UID {number}: not valid, said the UID register on {when}.")
        case _, State.VALID:
            return _("{number} is registered for VAT, said the UID register on {when}.")
        case _:
            return _("{number} is not registered for VAT, said the UID register on {when}.")
