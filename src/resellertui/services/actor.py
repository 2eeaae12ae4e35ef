"""Who acts: a person in an organisation, possibly inside a client's one, or the owner of the database file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from resellertui.domain.access import Identity

if TYPE_CHECKING:
    from resellertui.services.views import SignedIn


@dataclass(frozen=True)
class Actor:
    """The first argument of every use case. It names; what it may do is read from the database each time."""

    user_id: int | None = None
    """None for the operator and for jobs."""
    org_id: int | None = None
    """The organisation in whose name the actor acts."""
    for_client_id: int | None = None
    """The client's organisation inside which a partner's person acts."""
    identity: Identity = Identity.USER
    session: str = ""
    """The hash of the token of the sign-in by which the person came; once that has ended, so has the actor.
    Empty for a single command that asked for the password."""

    @classmethod
    def operator(cls) -> Actor:
        """Whoever owns the database file, acting from the shell."""
        return cls(identity=Identity.OPERATOR)


def actor_for(person: SignedIn, org_id: int | None) -> Actor:
    """Return the actor for a signed-in person in one of their organisations."""
    return Actor(user_id=person.user_id, org_id=org_id, identity=Identity.USER, session=person.session)
