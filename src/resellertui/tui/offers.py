"""What a role could ever be allowed: decides which entries and commands are shown, never whether an act is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.access import Action, Identity, Relation, Stance, decide
from resellertui.domain.partnership import Access
from resellertui.domain.roles import ProductRight

if TYPE_CHECKING:
    from resellertui.services.views import OrganisationChoice


def may_ever(action: Action, choice: OrganisationChoice | None) -> bool:
    """Return whether the policy would allow the action in the most favourable state, in this organisation and role."""
    if choice is None:
        return False
    relations = [one for one in Relation if choice.is_partner or one is not Relation.PARTNER_SIDE]
    return any(
        decide(
            action,
            Stance(
                identity=Identity.STAFF if choice.is_provider else Identity.USER,
                role=choice.role,
                relation=relation,
                access=Access.FULL,
                client_granted=True,
                product_right=ProductRight.TECHNICAL,
                accounting=choice.accounting,
                is_partner=choice.is_partner,
            ),
        )
        for relation in relations
    )
