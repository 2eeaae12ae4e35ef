"""Who acts: a person in an organisation, possibly inside a client's one, or the owner of the database file."""

from __future__ import annotations

from dataclasses import dataclass

from resellertui.domain.access import Identity


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

    @classmethod
    def operator(cls) -> Actor:
        """Whoever owns the database file, acting from the shell."""
        return cls(identity=Identity.OPERATOR)
