"""What stands in the way of changing a person's role and rights, and what each role means, in words.

Screens say it before a key is pressed, services refuse with it (rules: who is who).
"""

from __future__ import annotations

from resellertui.domain.roles import (
    EVERYTHING,
    Role,
    may_be_granted_clients,
    may_set_role,
    reaches_every_client,
    reaches_every_product,
    role_label,
)
from resellertui.domain.wording import _

GRANTABLE = (Role.COLLABORATOR, Role.EXTERNAL)
"""The roles that reach only what they are granted."""


def roles_to_give(granter: Role, current: Role | None) -> tuple[Role, ...]:
    """Return the roles that the granter may give to a person of a role, or (None) to somebody invited."""
    return tuple(role for role in Role if role is not current and may_set_role(granter, current, role))


def why_no_role_change(granter: Role, current: Role, *, is_last_representative: bool) -> str | None:
    """Return why the granter neither changes nor removes a person of a role, or None where nothing forbids it."""
    if not may_set_role(granter, current, None):
        return _("You can't give or take a role above your own. Ask a legal representative.")
    if current is Role.LEGAL_REPRESENTATIVE and is_last_representative:
        return _("An organisation keeps at least one legal representative. Make someone else one first.")
    return None


def why_no_product_grant(role: Role, name: str) -> str | None:
    """Return why a person of this role is granted no product, or None."""
    if not reaches_every_product(role):
        return None
    words = _("{name} has every product of the organisation already, as {role}.")
    return words.format(name=name, role=role_label(role))


def why_no_client_grant(role: Role, name: str) -> str | None:
    """Return why a person of this role is granted no client, or None."""
    if may_be_granted_clients(role):
        return None
    if reaches_every_client(role):
        return _("{name} reaches every client already, as {role}.").format(name=name, role=role_label(role))
    return _("{name} is an external user: these never reach the partner's clients.").format(name=name)


def why_no_accounting_grant(role: Role, name: str) -> str | None:
    """Return why a person of this role is not granted the accounting, or None."""
    if role is Role.COLLABORATOR:
        return None
    if role in EVERYTHING:
        return _("{name} has the accounting already, as {role}.").format(name=name, role=role_label(role))
    return _("{name} is an external user: these never have the accounting.").format(name=name)


def role_with_reach(role: Role) -> str:
    """Return the role with what it reaches, in a few words."""
    return {
        Role.LEGAL_REPRESENTATIVE: _("legal representative: everything, and liable for it"),
        Role.ADMINISTRATOR: _("administrator: everything, but not liable"),
        Role.COLLABORATOR: _("collaborator: products, clients and accounting, as granted"),
        Role.EXTERNAL: _("external user: products, as granted, and nothing else"),
    }[role]
