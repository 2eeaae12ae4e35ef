"""What is done to several records at once: one after the other, each done or refused for its own reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.views import View
from resellertui.tui.dialogs.progress import Watch

REHEARSED = 3
"""How many of the records are tried out for what the question says will happen."""

Act: TypeAlias = Callable[[Services, Actor, str], View]
"""Does it to one record, by its public id."""


@dataclass(frozen=True)
class Result:
    """What became of one record."""

    reference: str
    name: str
    words: str
    """What was done, or why not."""
    is_done: bool


@dataclass(frozen=True)
class Deed:
    """An act on records, with its words."""

    question: Callable[[int], str]
    """The question before it, for so many records."""
    yes: str
    done: str
    """What was done, of one record."""
    act: Act
    danger: bool = False


def carry_out(
    actor: Actor, watch: Watch, services: Services, deed: Deed, references: Sequence[str]
) -> tuple[Result, ...]:
    """Do it to each record in turn, until stopped; one that is refused does not hold up the others."""
    results = []
    for done, reference in enumerate(references):
        watch.report(done, len(references))
        if watch.is_stopped:
            results += [Result(one, "", _("not reached: you stopped"), False) for one in references[done:]]
            break
        name = name_of(services, actor, reference)
        try:
            deed.act(services, actor, reference)
        except ResellerError as error:
            results.append(
                Result(reference, name, " ".join(part for part in (error.title, error.detail) if part), False)
            )
        else:
            results.append(Result(reference, name, deed.done, True))
    return tuple(results)


def rehearse(actor: Actor, services: Services, deed: Deed, references: Sequence[str]) -> tuple[str, ...]:
    """Return what will happen to the first records, said by the same function that will do it, each sentence once.

    Raises whatever the act raises when there is a single record.
    """
    trial = services.rehearsing()
    sentences: dict[str, None] = {}
    for reference in references[:REHEARSED]:
        try:
            outcome = deed.act(trial, actor, reference)
        except ResellerError as error:
            if len(references) == 1:
                raise
            sentences[f"{reference}: {error.title}"] = None
        else:
            sentences |= dict.fromkeys(getattr(outcome, "effects", ()))
    rest = len(references) - REHEARSED
    if rest > 0:
        more = ngettext("The same way for {count} more.", "The same way for {count} more.", rest)
        sentences[more.format(count=rest)] = None
    return tuple(sentences)


def name_of(services: Services, actor: Actor, reference: str) -> str:
    """Return the client's name as the actor may know it; empty where there is no such partnership any more."""
    try:
        return services.partnerships.show(actor, reference).client
    except ResellerError:
        return ""
