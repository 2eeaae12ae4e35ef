"""What a person may reach, and why: the union of its role, its own grants and its teams' (rules: who is who).

Every answer names its sources, so that whoever manages people can see which of them to take back. Whether an act is
allowed is the policy's to say (`domain/access`); the union is what the policy is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from resellertui.domain.roles import (
    ProductRight,
    Role,
    may_be_granted_clients,
    reaches_every_client,
    reaches_every_product,
)
from resellertui.domain.wording import _


class SourceKind(StrEnum):
    """Where a right comes from."""

    ROLE = "role"
    OWN = "own"
    """A grant to the person itself."""
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Source:
    """One reason why something is reached."""

    kind: SourceKind
    right: ProductRight | None = None
    """On a product; None for a client, which is reached as a whole."""
    team: str = ""
    """The team's name."""
    family: str = ""
    """The family by which a product is reached, with its future ones; empty where the product itself is granted."""


BY_ROLE = Source(SourceKind.ROLE)
BY_OWN_GRANT = Source(SourceKind.OWN)


@dataclass(frozen=True, slots=True)
class Given:
    """A grant on a product or on a family, to a person or to a team it is in."""

    right: ProductRight
    product_id: int | None = None
    family: str | None = None
    team: str | None = None
    """The team's name; None for a grant to the person itself."""

    def covers(self, product_id: int, family: str) -> bool:
        """Return whether the product is the one granted, or of the family granted."""
        return self.product_id == product_id or (self.family is not None and self.family == family)

    @property
    def source(self) -> Source:
        """The grant as a reason."""
        kind = SourceKind.OWN if self.team is None else SourceKind.TEAM
        return Source(kind, self.right, self.team or "", self.family or "")


class Accounting(StrEnum):
    """How a person stands to the accounting of its organisation."""

    BY_ROLE = "role"
    GRANTED = "granted"
    NONE = "none"
    """A collaborator who has not been granted it."""
    NEVER = "never"


def product_sources(role: Role, grants: Iterable[Given], product_id: int, family: str) -> tuple[Source, ...]:
    """Return why a person reaches a product of its organisation, the role first; nothing where it does not."""
    by_role = (Source(SourceKind.ROLE, ProductRight.TECHNICAL),) if reaches_every_product(role) else ()
    return (*by_role, *(one.source for one in grants if one.covers(product_id, family)))


def strongest(sources: Iterable[Source]) -> ProductRight | None:
    """Return the right that the sources give together: technical where one of them does."""
    rights = {one.right for one in sources}
    for right in (ProductRight.TECHNICAL, ProductRight.STATISTICS):
        if right in rights:
            return right
    return None


def client_sources(role: Role, *, own: bool, teams: Sequence[str]) -> tuple[Source, ...]:
    """Return why a person reaches a client of its partner organisation, the role first; nothing where it does not.

    An external user never does, whatever its teams have. A grant that the role makes needless is named all the same:
    it is what would be left if the role changed.
    """
    if not reaches_every_client(role) and not may_be_granted_clients(role):
        return ()
    by_role = (BY_ROLE,) if reaches_every_client(role) else ()
    by_grant = (BY_OWN_GRANT,) if own else ()
    return (*by_role, *by_grant, *(Source(SourceKind.TEAM, team=name) for name in teams))


def why_not_client(role: Role, sources: Sequence[Source], *, paused: bool) -> str:
    """Return why a person does not reach an active client, in words that a third one reads; empty where it does."""
    if role is Role.EXTERNAL:
        return _("External users never reach a client.")
    if not sources:
        return _("Neither granted to the person nor to one of its teams.")
    return _("The partnership is paused.") if paused else ""


def accounting_of(role: Role, *, granted: bool) -> Accounting:
    """Return how a person of this role stands to the accounting."""
    if role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR}:
        return Accounting.BY_ROLE
    if role is Role.EXTERNAL:
        return Accounting.NEVER
    return Accounting.GRANTED if granted else Accounting.NONE


def source_label(source: Source, families: Mapping[str, str]) -> str:
    """Return a reason in words: “role”, “own grant”, “team Web”; `families` tells what families are called, by id."""
    family = families.get(source.family, source.family)
    if source.kind is SourceKind.ROLE:
        return _("role")
    if source.kind is SourceKind.OWN:
        return _("own grant ({family})").format(family=family) if source.family else _("own grant")
    if source.family:
        return _("team {name} ({family})").format(name=source.team, family=family)
    return _("team {name}").format(name=source.team)


def accounting_label(accounting: Accounting) -> str:
    """Return how a person stands to the accounting, in words."""
    return {
        Accounting.BY_ROLE: _("yes, by the role"),
        Accounting.GRANTED: _("yes, granted"),
        Accounting.NONE: _("no"),
        Accounting.NEVER: _("never, as an external user"),
    }[accounting]
