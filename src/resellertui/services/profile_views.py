"""What a person sees of itself: the profile, SSH keys, sign-ins."""

from __future__ import annotations

from datetime import datetime

from resellertui.services.views import View


class ProfileView(View):
    """A person as that person sees itself."""

    id: str
    name: str
    email: str
    email_confirmed_at: datetime | None
    """None where nobody has shown yet that the address is theirs."""
    waiting_email: str
    """Another address, to which a token was mailed that has not come back; empty for none."""
    language: str
    """Of the mails."""
    time_zone: str
    """Empty for the provider's."""
    last_sign_in_at: datetime | None
    created_at: datetime
    version: int
    """Counts its changes: a change can be made to depend on it."""

    def values(self) -> dict[str, str]:
        """Return the fields of the form as they are stored."""
        return {"name": self.name, "language": self.language, "time_zone": self.time_zone}


class SshKeyView(View):
    """A public key of one's own."""

    id: str
    label: str
    kind: str
    fingerprint: str
    public_key: str
    added_at: datetime


class SessionView(View):
    """A sign-in of one's own that is open."""

    id: str
    place: str
    """Where it was made."""
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    present: bool
    """Whether it is the one that this machine remembers."""


class PasswordChanged(View):
    """What choosing another password did."""

    email: str
    sessions_ended: int
    keys_removed: int = 0
    """SSH keys that were added before anybody had shown that the address is theirs."""
