"""The registries of numbers behind one protocol: VIES for the EU, the UID register for Switzerland, or none at all.

VIES is asked as SOAP 1.1 `checkVat` (https://ec.europa.eu/taxation_customs/vies/checkVatService.wsdl), the UID register
as `ValidateUID` and `ValidateVatNumber` of its public service (version 5.0, 20 questions a minute).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from resellertui.domain.numbers import show_register_number
from resellertui.domain.registry import Reason, Source, State, facts_of, reason_of_fault, reason_of_status

if TYPE_CHECKING:
    from resellertui.adapters.soap import Texts

_VIES = "urn:ec.europa.eu:taxud:vies:services:checkVat:types"
_UID = "http://www.uid.admin.ch/xmlns/uid-wse"
_TRUTH = {"true": State.VALID, "1": State.VALID, "false": State.INVALID, "0": State.INVALID}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one question."""

    number: str
    """The number that the answer is kept under."""
    state: State
    reason: Reason | None
    """Why it is unknown; None otherwise."""
    raw: str
    """What came back, as it came, in characters that can be stored; where nothing did, what broke the connection."""


class RegistryClient(Protocol):
    """Asks registries. It takes its time: never call it inside a transaction."""

    @property
    def sources(self) -> frozenset[Source]:
        """The registries that may be asked; none where the checks are switched off."""
        ...

    def ask(self, source: Source, number: str) -> tuple[Reply, ...]:
        """Ask a registry about a number, and return an answer for each fact that came to be asked, at least one.

        A failure is an answer too: nothing is raised for it.
        """
        ...


class NoRegistry:
    """Asks nobody: the checks are switched off."""

    @property
    def sources(self) -> frozenset[Source]:
        """None."""
        return frozenset()

    def ask(self, source: Source, number: str) -> tuple[Reply, ...]:
        """Refuse, for there is nobody to ask."""
        raise LookupError(f"no registry is to be asked about {source} {number}")


class SoapRegistries:
    """Asks the registries over HTTP, each at its address."""

    def __init__(self, addresses: Mapping[Source, str], timeout: float) -> None:
        self._addresses = dict(addresses)
        self._timeout = timeout

    @property
    def sources(self) -> frozenset[Source]:
        """Those that have an address."""
        return frozenset(self._addresses)

    def ask(self, source: Source, number: str) -> tuple[Reply, ...]:
        """Ask once for each fact; after a failure the others are not asked."""
        replies: list[Reply] = []
        for kept in facts_of(source, number).values():
            replies.append(self._vies(kept) if source is Source.VIES else self._uid(number, kept))
            if replies[-1].state is State.UNKNOWN:
                break
        return tuple(replies)

    def _vies(self, number: str) -> Reply:
        country, rest = number[:2], number[2:]
        body = f'<checkVat xmlns="{_VIES}">{_leaf("countryCode", country)}{_leaf("vatNumber", rest)}</checkVat>'

        def is_about_it(texts: Texts) -> bool:
            found = [texts.get((f"{_VIES} checkVatResponse", f"{_VIES} {one}")) for one in ("countryCode", "vatNumber")]
            return _bare("".join(one or "" for one in found)) == _bare(number)

        reply, texts = self._post(Source.VIES, number, body, "", (f"{_VIES} checkVatResponse", f"{_VIES} valid"))
        if reply.state is not State.UNKNOWN and not is_about_it(texts):
            return Reply(number, State.UNKNOWN, Reason.UNREADABLE, reply.raw)
        return reply

    def _uid(self, uid: str, kept: str) -> Reply:
        verb, field = "ValidateUID", _leaf("uid", uid)
        if kept != uid:
            verb, field = "ValidateVatNumber", _leaf("vatNumber", show_register_number(uid, "CH"))
        body = f'<{verb} xmlns="{_UID}">{field}</{verb}>'
        answer = (f"{_UID} {verb}Response", f"{_UID} {verb}Result")
        return self._post(Source.UID, kept, body, f"{_UID}/IPublicServices/{verb}", answer)[0]

    def _post(
        self, source: Source, number: str, body: str, action: str, answer: tuple[str, str]
    ) -> tuple[Reply, Texts]:
        from resellertui.adapters.soap import NoAnswer, Unreadable, post, texts_of

        try:
            response = post(self._addresses[source], action, body, self._timeout)
        except NoAnswer as failure:
            reason = Reason.SLOW if failure.is_slow else Reason.DOWN
            return Reply(number, State.UNKNOWN, reason, failure.told), {}
        try:
            texts = texts_of(response)
        except Unreadable:
            return Reply(number, State.UNKNOWN, _without_answer(response.status), response.text), {}
        fault = texts.get(("fault", "faultstring"))
        if fault is not None:
            return Reply(number, State.UNKNOWN, reason_of_fault(fault), response.text), texts
        state = _TRUTH.get(texts.get(answer, "").strip()) if response.status == 200 else None
        if state is None:
            return Reply(number, State.UNKNOWN, _without_answer(response.status), response.text), texts
        return Reply(number, state, None, response.text), texts


def _without_answer(status: int) -> Reason:
    return Reason.UNREADABLE if status == 200 else reason_of_status(status)


def _leaf(name: str, text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}>{escaped}</{name}>"


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z+*]", "", text.upper())
