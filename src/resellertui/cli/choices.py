"""The options that every command takes, declared once; and what they said, read without the tree of commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resellertui.domain.wording import N_


@dataclass
class Choices:
    """What the shared options said; where one stands twice, the one nearest to the verb's end holds."""

    db: str | None = None
    person: str | None = None
    org: str | None = None
    at: str | None = None
    json: bool = False
    dry_run: bool = False
    locked: bool = False


@dataclass(frozen=True)
class SharedOption:
    """An option that every command takes."""

    name: str
    """Its field of `Choices`."""
    flag: str
    help: str
    """A message id."""
    metavar: str = ""
    """What its value is called; empty for one that takes none."""


SHARED = (
    SharedOption("db", "--db", N_("The database: a file or a URL."), "DATABASE"),
    SharedOption("person", "--as", N_("Act as this person; a demonstration asks no password."), "EMAIL"),
    SharedOption("org", "--org", N_("Act for this organisation: needed by who belongs to several."), "WHO"),
    SharedOption("at", "--at", N_("Set the clock: a date, or a date and time. For tests and simulations."), "DATE"),
    SharedOption("json", "--json", N_("Print JSON, errors too, to standard output.")),
    SharedOption("dry_run", "--dry-run", N_("Say what would happen, and change nothing.")),
    SharedOption(
        "locked",
        "--locked",
        N_("Run for people who do not own the database: ask them to sign in, remember nothing."),
    ),
)


def without_verb(argv: Sequence[str]) -> Choices | None:
    """Return what was chosen when the arguments are shared options and nothing else, which opens the console.

    None for everything else, what is misspelt included: the tree of commands knows what to do with it, or to say.
    """
    options = {one.flag: one for one in SHARED}
    choices = Choices()
    waiting = list(argv)
    while waiting:
        flag, equals, value = waiting.pop(0).partition("=")
        option = options.get(flag)
        if option is None or bool(equals) > bool(option.metavar):
            return None
        if not option.metavar:
            setattr(choices, option.name, True)
            continue
        if not equals:
            if not waiting or waiting[0].startswith("-"):
                return None
            value = waiting.pop(0)
        setattr(choices, option.name, value)
    return choices
