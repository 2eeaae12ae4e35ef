"""What the use cases of support requests are given, and what they answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from resellertui.domain.errors import Conflict
from resellertui.domain.support_case import CaseState, Channel
from resellertui.services.inputs import FilledLine, Input, Letter, Line
from resellertui.services.views import View


class CaseConflict(Conflict):
    """Someone else wrote in the case, or closed it, since it was looked at; its facts have the version there is now."""


class NewRequest(Input):
    """A request for support."""

    subject: FilledLine
    text: Letter
    page: Line = ""
    """The page that was open; empty from a script."""


class NewCall(Input):
    """A call, as the desk notes it once the caller was identified."""

    organisation: FilledLine
    """By its id, as the desk's identification says it."""
    caller: Line = ""
    """By the person's id; empty where only the organisation was named, as by a VIP code."""
    subject: FilledLine
    text: Letter
    """What the organisation will read of it."""
    answered: bool = False
    """The question was answered during the call."""


class Message(Input):
    """What is written in a case."""

    text: Letter
    version: int | None = None
    """The case's version that was looked at; None writes whatever came meanwhile."""


class CaseTab(StrEnum):
    """The lists of cases."""

    OPEN = "open"
    """It is the desk's turn; in the queue what is due first comes first."""
    ANSWERED = "answered"
    CLOSED = "closed"
    ALL = "all"
    """Of one's organisation; the desk has the three others."""


class CaseRow(View):
    """A case in a list."""

    id: str
    channel: Channel
    state: CaseState
    subject: str
    organisation: str
    organisation_id: str
    person: str
    """Whose it is; empty for a call by someone who named only the organisation."""
    plan: str
    """The plan whose promise holds, by its label."""
    plan_id: str
    response_target: str
    """The promise in words."""
    opened_at: datetime
    due_at: datetime | None
    """None for best effort, and where it is not the desk's turn."""
    is_late: bool
    clock: str
    """How the clock stands, in words: what is left, how late, best effort, answered, closed."""
    answered_at: datetime | None
    """When the desk first answered."""
    first_answer_late: bool | None
    """None where nothing was promised, or nothing is answered yet."""
    closed_at: datetime | None
    version: int


class CasePage(View):
    """A window on a list of cases, with the size of the whole."""

    total: int
    offset: int
    rows: tuple[CaseRow, ...]


class MessageView(View):
    """What was written in a case."""

    at: datetime
    author: str
    is_staff: bool
    is_note: bool
    """Among staff; never in what the organisation reads."""
    is_mine: bool
    body: str
    page: str
    """The page that was open when it was written; empty for none."""
    client_id: str | None
    """The client's organisation in which a partner's person was when writing."""


class CaseView(View):
    """A case with everything that the reader may read of it."""

    case: CaseRow
    messages: tuple[MessageView, ...]
    """Oldest first."""
    as_staff: bool
    """Whether it is read at the desk, with the notes among staff."""
    may_write: bool
    """Reply, or at the desk answer and note; nobody is kept from it by the state: a reply opens a closed case anew."""
    may_close: bool


class CaseOutcome(View):
    """What an act did to a case."""

    case: CaseRow
    effects: tuple[str, ...]
    """One sentence each."""


class DeskLoad(View):
    """How much waits at the desk."""

    open: int
    late: int
