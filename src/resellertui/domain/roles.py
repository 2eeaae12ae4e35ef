"""Who a person is inside an organisation, and what that alone lets them do (rules: who is who)."""

from __future__ import annotations

from enum import StrEnum

from resellertui.domain.wording import _


class Role(StrEnum):
    """A person's role in one organisation."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    ADMINISTRATOR = "administrator"
    COLLABORATOR = "collaborator"
    EXTERNAL = "external"


class ProductRight(StrEnum):
    """What a grant on a product allows: to change it, or only to look."""

    TECHNICAL = "technical"
    STATISTICS = "statistics"

    def covers(self, needed: ProductRight) -> bool:
        """Return whether holding this right is enough for the needed one: technical includes statistics."""
        return self is ProductRight.TECHNICAL or needed is ProductRight.STATISTICS


EVERYTHING = frozenset({Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR})
"""The roles that hold every product, the accounting, the people and all clients of their organisation."""


def role_label(role: Role) -> str:
    """Return the role in words."""
    return {
        Role.LEGAL_REPRESENTATIVE: _("legal representative"),
        Role.ADMINISTRATOR: _("administrator"),
        Role.COLLABORATOR: _("collaborator"),
        Role.EXTERNAL: _("external user"),
    }[role]


def reaches_every_product(role: Role) -> bool:
    """Return whether the role alone gives all products of the organisation."""
    return role in EVERYTHING


def reaches_every_client(role: Role) -> bool:
    """Return whether the role alone gives all clients of a partner organisation."""
    return role in EVERYTHING


def may_be_granted_clients(role: Role) -> bool:
    """Return whether clients can be granted to this role: an external user never reaches one."""
    return role is Role.COLLABORATOR


def may_manage_people(role: Role) -> bool:
    """Return whether the role changes other people's roles and rights."""
    return role in EVERYTHING


def may_set_role(granter: Role, current: Role | None, wanted: Role | None) -> bool:
    """Return whether `granter` may move a person from role `current` to `wanted` (None: not a member).

    Nobody grants or takes a role above their own: an administrator neither makes nor unmakes a legal representative.
    """
    if not may_manage_people(granter):
        return False
    if granter is Role.LEGAL_REPRESENTATIVE:
        return True
    return Role.LEGAL_REPRESENTATIVE not in {current, wanted}
