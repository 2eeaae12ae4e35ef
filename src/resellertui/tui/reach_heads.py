"""The people and teams that are the columns of who reaches what, each with a short head that no other one has."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from resellertui.domain.roles import Role, role_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.reach_views import ReachPersonView, ReachTeamView

CODE = 3
"""Cells that a short head takes at most."""
TEAM = "#"
"""What the heads of teams begin with."""
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a person or a team."""

    id: str
    name: str
    email: str
    role: Role | None
    """None for a team."""
    code: str
    """The short head."""

    @property
    def is_team(self) -> bool:
        """Whether it is a team."""
        return self.role is None

    @property
    def title(self) -> str:
        """The name as a head that has room for it."""
        return f"{TEAM}{self.name}" if self.is_team else self.name

    def words(self) -> str:
        """Return who it is, in full."""
        if self.role is None:
            return _("team {name}").format(name=self.name)
        return _("{name} <{email}>, {role}").format(name=self.name, email=self.email, role=role_label(self.role))


def heads_of(people: Sequence[ReachPersonView], teams: Sequence[ReachTeamView]) -> tuple[Head, ...]:
    """Return the columns: the people, then the teams, in the order given."""
    codes = short_heads([one.name for one in people])
    team_codes = short_heads([one.name for one in teams], CODE - len(TEAM))
    return (
        *(Head(one.id, one.name, one.email, one.role, code) for one, code in zip(people, codes, strict=True)),
        *(Head(one.id, one.name, "", None, TEAM + code) for one, code in zip(teams, team_codes, strict=True)),
    )


def short_heads(names: Sequence[str], cells: int = CODE) -> list[str]:
    """Return a head of at most so many cells for each name, no two alike.

    Initials where only one has them; where several do, each says a letter more, or a number. What has no letter that
    every terminal shows in one cell, from left to right, is called by its place.
    """
    words = [_words(one) for one in names]
    first = [_initials(one) for one in words]
    shared = Counter(first)
    taken = {one for one in first if one and shared[one] == 1}
    found = []
    for place, (mine, initials) in enumerate(zip(words, first, strict=True), 1):
        if not initials or shared[initials] > 1:
            initials = next(one for one in _others(mine, place, cells) if one not in taken)
            taken.add(initials)
        found.append(initials)
    return found


def _words(name: str) -> list[str]:
    words = ("".join(ch for ch in word if _is_simple(ch)) for word in visible(name).split())
    return [word for word in words if word]


def _is_simple(ch: str) -> bool:
    return ch.isalnum() and cell_len(ch) == 1 and unicodedata.bidirectional(ch) not in _RIGHT_TO_LEFT


def _initials(words: Sequence[str]) -> str:
    if len(words) > 1:
        return words[0][0] + words[-1][0]
    return words[0][:2] if words else ""


def _others(words: Sequence[str], place: int, cells: int) -> Iterator[str]:
    """Yield longer heads, then numbered ones; there is no end to them."""
    initials = _initials(words)
    if words and cells > len(initials):
        rest = words[-1][1:] if len(words) > 1 else words[0][2:]
        yield from (initials + ch for ch in rest)
    if words:
        letter = initials[0]
        yield from (f"{letter}{number}" for number in range(1, 10 ** (cells - 1)))
    yield str(place)
    yield from (f"{number}" for number in range(1, 10**9))
