"""Temporary access: a person's leave for the provider's support to look into the content of one of its products.

Three separate switches, off by default; each is over after the programme's days, by the clock whether or not anything
runs, or when it is revoked. It is given to support staff only, never to a partner (rules: section 6). Decided here:

- It is given by each person for its own content in one organisation, whatever the role, and ends for support at once
  where that person leaves the organisation; coming back does not give it again.
- Giving again what is given already changes nothing; for new days one revokes it and gives it anew.
- The person is mailed when support first looks through an access, and when time has ended one; not when it gives or
  revokes one itself, since that is its own keypress.
- A look is for one request or call, of the same organisation, that is not closed, and says its purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from resellertui.domain.span import left
from resellertui.domain.wording import _


class ContentService(StrEnum):
    """A product with content of a person's own."""

    KMAIL = "kmail"
    KDRIVE = "kdrive"
    KCHAT = "kchat"


class AccessState(StrEnum):
    """How a temporary access stands."""

    OPEN = "open"
    EXPIRED = "expired"
    """Time has ended it."""
    REVOKED = "revoked"
    """It was ended before its time."""


SERVICE_LABELS: Mapping[ContentService, str] = {
    ContentService.KMAIL: "kMail",
    ContentService.KDRIVE: "kDrive",
    ContentService.KCHAT: "kChat",
}
"""Names of products, the same in every language."""


@dataclass(frozen=True)
class AccessTime:
    """The time of an access, as it is stored."""

    granted_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def state_at(self, now: datetime) -> AccessState:
        """Return how it stands, whether or not its end was recorded."""
        if self.ended_at is not None and self.ended_at < self.expires_at:
            return AccessState.REVOKED
        return AccessState.OPEN if now < self.expires_at and self.ended_at is None else AccessState.EXPIRED

    def words_at(self, now: datetime) -> str:
        """Return what is left of it; empty once it is over."""
        return left(self.expires_at, now) if self.state_at(now) is AccessState.OPEN else ""


def expires_after(granted: datetime, days: int) -> datetime:
    """Return when an access is over: whole days of 24 hours, to the minute of its grant."""
    return granted + timedelta(days=days)


def state_label(state: AccessState) -> str:
    """Return the state in a word."""
    return {
        AccessState.OPEN: _("open"),
        AccessState.EXPIRED: _("expired"),
        AccessState.REVOKED: _("revoked"),
    }[state]


def service_label(service: ContentService | str) -> str:
    """Return the product's name."""
    return SERVICE_LABELS[ContentService(service)]


def what_is_seen(service: ContentService) -> str:
    """Return what staff will be able to see, in a sentence with a place for the moment until when."""
    return {
        ContentService.KMAIL: _(
            "Until {moment} the provider's support staff can read your mails, folders and attachments in kMail."
        ),
        ContentService.KDRIVE: _(
            "Until {moment} the provider's support staff can see and open your files and folders in kDrive."
        ),
        ContentService.KCHAT: _(
            "Until {moment} the provider's support staff can read your channels, messages and files in kChat."
        ),
    }[service]


def who_is_meant() -> str:
    """Return for whom an access is and how it ends, in sentences."""
    return _(
        "No partner gains anything by it. You see every look with its purpose, and can revoke it at any time: it ends "
        "at once."
    )
