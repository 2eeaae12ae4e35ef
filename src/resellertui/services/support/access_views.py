"""What the use cases of temporary access answer."""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.partnership import Access
from resellertui.domain.temporary_access import AccessState, ContentService
from resellertui.services.inputs import FilledLine, Input
from resellertui.services.views import View


class LookView(View):
    """One look by support."""

    at: datetime
    staff: str
    """The person's name."""
    case: str | None
    """The request or call that it was for, by its id."""
    purpose: str


class AccessView(View):
    """A temporary access, as the person who gave it sees it."""

    id: str
    service: ContentService
    label: str
    """The product's name."""
    state: AccessState
    granted_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    """When it was over; None while it is open."""
    left: str
    """What is left of it, in words; empty once it is over."""
    looks: tuple[LookView, ...]
    """Oldest first."""


class SwitchView(View):
    """One of the three switches."""

    service: ContentService
    label: str
    is_on: bool
    access: AccessView | None
    """The access that is open, while it is on."""
    would_end_at: datetime
    """When an access given now would be over."""
    preview: str
    """What staff will be able to see and until when, in a sentence, before it is switched on."""


class AccessPage(View):
    """Everything about a person's temporary accesses in one organisation."""

    organisation: str
    days: int
    """After how many days an access ends by itself."""
    about: str
    """For whom it is and how it ends, in sentences."""
    switches: tuple[SwitchView, ...]
    accesses: tuple[AccessView, ...]
    """The open ones and those that are over, newest first, as many as `SHOWN`."""


class GrantedView(View):
    """The answer to switching an access on."""

    access: AccessView
    is_new: bool
    """False where it was on already, and nothing was changed."""


class ClientAccessView(View):
    """An access that is open in a client's organisation; whose content it opens is not the partner's business."""

    client: str
    client_id: str
    partnership_id: str
    access: Access
    service: ContentService
    label: str
    expires_at: datetime
    left: str


class ClientAccessPage(View):
    """The open accesses over the clients that a partner's person reaches."""

    about: str
    """That the partner gains nothing by them."""
    rows: tuple[ClientAccessView, ...]
    more: bool
    """Whether there are more than are listed."""


class OpenAccessRow(View):
    """An access that is open, as the provider's staff see it."""

    id: str
    service: ContentService
    label: str
    organisation: str
    organisation_id: str
    person: str
    person_id: str
    expires_at: datetime
    left: str


class LookInput(Input):
    """What a look is for."""

    access: FilledLine
    """The temporary access, by its id."""
    case: FilledLine
    """The request or call, by its id."""
    purpose: FilledLine


class IssuedLook(View):
    """A look that was recorded, with the signed grant for other tools."""

    token: str | None
    """None in a rehearsal: what is not recorded opens nothing."""
    grant_id: str | None
    key_id: str
    service: ContentService
    label: str
    person: str
    organisation: str
    case: str
    purpose: str
    issued_at: datetime
    expires_at: datetime


class VerifiedGrant(View):
    """A signed grant that holds."""

    valid: bool = True
    access_checked: bool
    """Whether the database was asked if the access is still open; without it only signature and dates are known."""
    key_id: str
    grant_id: str
    access: str
    service: str
    user: str
    organisation: str
    staff: str
    case: str
    purpose: str
    issued_at: datetime
    expires_at: datetime


class SigningKeyView(View):
    """The key that signs looks: its id and the public part."""

    key_id: str
    public_key: str
    """As PEM."""
    place: str
    """Where the private part is kept; in words."""
