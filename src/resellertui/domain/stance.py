"""What the policy looks at, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resellertui.domain.partnership import Access
from resellertui.domain.roles import ProductRight, Role


class Relation(StrEnum):
    """What the actor's organisation is to the thing acted on."""

    OWN = "own"
    """The organisation itself, or the actor's own session."""
    CLIENT_SIDE = "client_side"
    """A partnership in which the actor's organisation is the client."""
    PARTNER_SIDE = "partner_side"
    """A partnership, or its client's organisation, in which the actor's organisation is the partner."""
    INSTALLATION = "installation"
    """The installation as a whole: jobs, mail, database, other people's organisations."""
    NONE = "none"
    """Nothing to do with each other."""


class Identity(StrEnum):
    """As whom the actor comes."""

    USER = "user"
    STAFF = "staff"
    """A member of the provider's organisation; an external user there is not of its staff, whatever its rights."""
    OPERATOR = "operator"
    """Whoever owns the database file, from the shell, outside locked mode."""
    VISITOR = "visitor"
    """Nobody is signed in yet."""


@dataclass(frozen=True)
class Stance:
    """All that the policy looks at. The caller fills it from the database as it is now, never from memory."""

    identity: Identity = Identity.USER
    role: Role | None = None
    relation: Relation = Relation.NONE
    access: Access | None = None
    """The active partnership's access, seen from the partner; None when pending, over, or not concerned."""
    paused: bool = False
    client_granted: bool = False
    """A grant on this client, given to a collaborator of the partner."""
    product_right: ProductRight | None = None
    """The collaborator's or external user's own right on the product in question."""
    product_in_scope: bool = True
    """Whether the partnership covers the product in question."""
    accounting: bool = False
    """The right to the organisation's accounting, given to a collaborator."""
    is_partner: bool = False
    """Whether the actor's organisation is approved in the programme."""


@dataclass(frozen=True)
class Decision:
    """The policy's answer: allowed, or why not; `hidden` asks for the answer "not found"."""

    allowed: bool
    reason: str = ""
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed


def identity_of_person(role: Role | None, *, is_provider: bool) -> Identity:
    """Return as whom a signed-in person comes, by the role in the organisation that the person acts for."""
    return Identity.STAFF if is_provider and role is not None else Identity.USER


YES = Decision(True)
HIDDEN = Decision(False, hidden=True)
