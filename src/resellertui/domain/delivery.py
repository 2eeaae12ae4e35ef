"""When a mail is tried again, when it is given up, and in which state it is (rules: notifications).

Decided here, since the rules only ask for back-off and that nothing is lost: a mail that its reader's server refuses,
or that the connection does not survive, is parked after `MOST_ATTEMPTS`, which takes between four and five days as
mail servers do, and stays there until staff send it again. Trouble that is not the mail's own (no connection, no login,
no room in the folder, a sender that the server does not want) parks nothing, and is looked at again after a quarter of
an hour at the latest; nor does it count towards parking, but for the few times after which the wait is that long.

No honest wait is longer than `LONGEST_DELAY`: one that is comes from a clock that was wrong, and is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from resellertui.domain.wording import _

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=12)
LONGEST_TROUBLE = timedelta(minutes=15)
MOST_ATTEMPTS = 18
MOST_TROUBLES = 5
"""After how many failures the wait reaches `LONGEST_TROUBLE`; further trouble is not counted."""


class MailState(StrEnum):
    """What has become of a mail."""

    WAITING = "waiting"
    """Not tried yet."""
    FAILED = "failed"
    """Tried in vain, and tried again later."""
    PARKED = "parked"
    """Given up until it is sent again by hand."""
    SENT = "sent"
    KEPT = "kept"
    """Not mailed, because its reader reads such notices in the console only."""


def mail_state_label(state: MailState) -> str:
    """Return what a state is called."""
    return {
        MailState.WAITING: _("waiting"),
        MailState.FAILED: _("failed, tried again"),
        MailState.PARKED: _("parked"),
        MailState.SENT: _("sent"),
        MailState.KEPT: _("console only"),
    }[state]


def state_of(*, sent_at: datetime | None, parked_at: datetime | None, attempts: int) -> MailState:
    """Return the state of a mail; one that is both sent and parked was never meant to leave."""
    if sent_at is not None:
        return MailState.SENT if parked_at is None else MailState.KEPT
    if parked_at is not None:
        return MailState.PARKED
    return MailState.FAILED if attempts else MailState.WAITING


def after_trouble(attempts: int) -> int:
    """Return how many attempts count after trouble that was not the mail's own."""
    return max(attempts, min(attempts + 1, MOST_TROUBLES))


def next_attempt(now: datetime, attempts: int, longest: timedelta = LONGEST_DELAY) -> datetime:
    """Return when a mail is tried again after so many failures: the wait doubles, up to the longest one."""
    return now + min(longest, FIRST_DELAY * (1 << min(attempts - 1, 20)))
