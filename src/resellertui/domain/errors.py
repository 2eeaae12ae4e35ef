"""What can go wrong, as typed values: each error carries the words a user needs and the exit code a script needs.

A screen, a command and a test all read the same three texts: what happened (`title`), what was not changed or why
(`detail`), what to do now (`hint`). They are plain text: never markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from resellertui.domain.wording import _


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field of what was typed, in words."""

    field: str
    reason: str


class ResellerError(Exception):
    """Any refusal or failure that the program expects and can explain.

    `code` is stable and meant for scripts; `exit_code` is the process's exit code for it.
    """

    code: ClassVar[str] = "unexpected"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, title: str, detail: str = "", hint: str = "", *, fields: Sequence[FieldProblem] = (), **facts: object
    ) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint
        self.fields = tuple(fields)
        self.facts: Mapping[str, object] = facts
        """What a program may want to know beside the words: names in the way, seconds to wait."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)


class Usage(ResellerError):
    """The request itself is not well formed: a missing choice, an ambiguous name."""

    code = "usage"
    exit_code = 2


class Ambiguous(Usage):
    """A name that means several things; the candidates are listed."""

    code = "ambiguous"

    def __init__(self, what: str, candidates: Sequence[str]) -> None:
        super().__init__(
            _("“{name}” is ambiguous.").format(name=what),
            _("It could be: {candidates}.").format(candidates="; ".join(candidates)),
            _("Use the id instead."),
            candidates=tuple(candidates),
        )


class Invalid(ResellerError):
    """Values that can't be accepted, each with its field and reason; nothing was changed."""

    code = "invalid"
    exit_code = 3

    def __init__(self, fields: Sequence[FieldProblem] | Mapping[str, str], title: str = "", hint: str = "") -> None:
        problems = (
            tuple(FieldProblem(name, reason) for name, reason in fields.items())
            if isinstance(fields, Mapping)
            else tuple(fields)
        )
        super().__init__(
            title or _("Some values can't be accepted."),
            " ".join(f"{problem.field}: {problem.reason}" for problem in problems),
            hint,
            fields=problems,
        )


class Forbidden(ResellerError):
    """The actor may know of the thing but lacks the role or right for the act."""

    code = "forbidden"
    exit_code = 3


class Refused(ResellerError):
    """A rule of the programme forbids it in this state."""

    code = "refused"
    exit_code = 3


class WrongPassword(ResellerError):
    """The password (or the address) is not right; which of the two is never said."""

    code = "wrong_password"
    exit_code = 3


class SlowedDown(ResellerError):
    """Too many failures: the next attempt has to wait."""

    code = "slowed_down"
    exit_code = 3


class SignInNeeded(ResellerError):
    """Nobody is signed in, or the session has ended."""

    code = "sign_in_needed"
    exit_code = 3


class NotFound(ResellerError):
    """It does not exist, or it is none of the actor's business: the same answer for both."""

    code = "not_found"
    exit_code = 4


class Conflict(ResellerError):
    """Something that stands in the way: another partner, an entrusted product, someone else's edit."""

    code = "conflict"
    exit_code = 5


class DatabaseTrouble(ResellerError):
    """The database can't be used as it is: missing, foreign, newer, locked, read-only, full."""

    code = "database"
    exit_code = 6


class Busy(DatabaseTrouble):
    """Another console holds the write lock for longer than we wait."""

    code = "busy"


class Interrupted(ResellerError):
    """The user stopped it; what was already committed stays."""

    code = "interrupted"
    exit_code = 130
