"""What is asked of the activity, and what it answers with."""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.activity import ActivityGroup
from resellertui.services.inputs import Input, Line, Sought
from resellertui.services.views import View


class ActivityQuery(Input):
    """Which acts."""

    organisation: Line = ""
    """For the provider's staff: whose activity; that of the whole installation where left out."""
    person: Line = ""
    """By whom: an id, an e-mail, or the exact name of somebody of the organisation."""
    client: Line = ""
    """For or on whom."""
    partner: Line = ""
    """In whose name."""
    group: ActivityGroup | None = None
    action: Line = ""
    """One action by its name, such as `invoice.pay`."""
    by_others: bool = False
    """Only what its partners, or its clients, did for or on the organisation in their own name."""
    since: date | None = None
    until: date | None = None
    text: Sought = ""


class ActivityDetail(View):
    """A value of an act; `before` where it was another one before."""

    label: str
    before: str | None
    after: str


class ActivityRow(View):
    """One act as its reader may know it."""

    id: str
    at: datetime
    who: str
    """The person's name; `erased person` for one who was erased; empty where no person did it, or none may be known."""
    who_id: str | None
    identity: str
    """As whom: `user`, `staff`, `operator` or `job`."""
    organisation: str
    """In whose name; empty for nobody's."""
    organisation_id: str | None
    for_organisation: str
    """For or on whom, where that is another one."""
    for_organisation_id: str | None
    action: str
    group: ActivityGroup
    words: str
    subject: str
    """What it was done to, by its name or id; empty for nothing in particular."""
    details: tuple[ActivityDetail, ...]
    erased: bool
    """Whether the values were erased with a person."""


class ActivityPage(View):
    """A part of the acts, newest first."""

    total: int
    offset: int
    rows: tuple[ActivityRow, ...]
    exact: bool
    """False where the total is only a lower bound."""
