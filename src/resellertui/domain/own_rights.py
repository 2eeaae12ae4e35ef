"""The part of the policy that is about one's own organisation: its people, programme, activity, support and margins.

Each is a rule of `access.decide`, and is asked through it only. What others have to do with an organisation is hidden
here, but where an answer says why.
"""

from __future__ import annotations

from resellertui.domain.roles import Role
from resellertui.domain.stance import HIDDEN, YES, Decision, Identity, Relation, Stance
from resellertui.domain.support_case import follows_all
from resellertui.domain.wording import _


def people_view(stance: Stance) -> Decision:
    """Answer for all people but external users."""
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if stance.role is Role.EXTERNAL:
        return Decision(False, _("An external user does not see the people of the organisation."))
    return YES


def people_change(stance: Stance) -> Decision:
    """Answer for whoever answers for the organisation."""
    return _answering(stance, _("Only legal representatives and administrators change people and their rights."))


def programme_view(stance: Stance) -> Decision:
    """Answer for all people but external users; staff look at a partner's place by `PROGRAMME_APPROVE`."""
    if stance.relation is not Relation.OWN or stance.identity is Identity.STAFF:
        return HIDDEN
    if stance.role is Role.EXTERNAL:
        return Decision(False, _("An external user does not see the organisation's place in the programme."))
    return YES


def programme_change(stance: Stance) -> Decision:
    """Answer for whoever answers for the organisation; the provider has no application of its own."""
    if stance.identity is Identity.STAFF:
        return HIDDEN
    return _answering(stance, _("Only legal representatives and administrators do this for the organisation."))


def activity(stance: Stance) -> Decision:
    """Answer as for changing people: what others did, and when they signed in, is for who answers for them."""
    return _answering(stance, _("Only legal representatives and administrators see what was done."))


def support_code(stance: Stance) -> Decision:
    """Answer for everybody: a code says who calls."""
    return YES if stance.relation is Relation.OWN else HIDDEN


def support_access(stance: Stance) -> Decision:
    """Answer for one's own content only: a partner neither gives nor gets it, whatever its access to the client."""
    if stance.relation is Relation.PARTNER_SIDE:
        return Decision(
            False,
            _("Each person gives access to their own content, to the provider's support only and never to a partner."),
        )
    return YES if stance.relation is Relation.OWN else HIDDEN


def support_request_all(stance: Stance) -> Decision:
    """Answer for whoever follows what others wrote (`support_case.follows_all`)."""
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if follows_all(stance.role):
        return YES
    return Decision(False, _("Only legal representatives and administrators follow what others wrote."))


def support_vip(stance: Stance) -> Decision:
    """Answer for the organisation's own code: all its people but external users, who do not speak for it [D]."""
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if stance.role is Role.EXTERNAL:
        return Decision(False, _("An external user does not see the organisation's VIP code."))
    return YES


def reinvoice_rules(stance: Stance) -> Decision:
    """Answer as for changing people: prices are set by who answers for the organisation."""
    return _answering(
        stance, _("Only legal representatives and administrators set margins and how clients are billed.")
    )


def quote_follow(stance: Stance) -> Decision:
    """Answer for whoever answers for the organisation: what it asks for, and from whom, is theirs."""
    return _answering(stance, _("Only legal representatives and administrators ask for quotes for the organisation."))


def _answering(stance: Stance, otherwise: str) -> Decision:
    """Answer for the legal representatives and administrators of one's own organisation."""
    if stance.relation is not Relation.OWN:
        return HIDDEN
    return YES if stance.role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR} else Decision(False, otherwise)
