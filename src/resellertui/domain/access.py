"""The one policy: (role, relation, grant) × action → allowed, refused with a reason, or hidden.

Services ask `decide` before they read or write; the interface asks the same function to know what to show. `hidden`
means the thing is none of the actor's business: callers answer "not found", the same as for what does not exist.
"""

from __future__ import annotations

from dataclasses import replace

from resellertui.domain import own_rights
from resellertui.domain.action import Action as Action
from resellertui.domain.partnership import Access, Side
from resellertui.domain.roles import EVERYTHING, ProductRight, Role, reaches_every_client, reaches_every_product
from resellertui.domain.stance import HIDDEN as HIDDEN
from resellertui.domain.stance import YES as YES
from resellertui.domain.stance import Decision as Decision
from resellertui.domain.stance import Identity as Identity
from resellertui.domain.stance import Relation as Relation
from resellertui.domain.stance import Stance as Stance
from resellertui.domain.stance import identity_of_person as identity_of_person
from resellertui.domain.wording import _

_LEGAL_ONLY = {
    Action.PARTNERSHIP_REQUEST_AS_CLIENT: frozenset({Relation.OWN}),
    Action.PARTNERSHIP_REQUEST_AS_PARTNER: frozenset({Relation.OWN}),
    Action.PARTNERSHIP_ANSWER: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_RESEND: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_WITHDRAW: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_CHANGE_ACCESS: frozenset({Relation.CLIENT_SIDE}),
    Action.PARTNERSHIP_CHANGE_PAYMENT: frozenset({Relation.CLIENT_SIDE}),
    Action.PARTNERSHIP_PROPOSE_PAYMENT: frozenset({Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_SET_END_DATE: frozenset({Relation.CLIENT_SIDE}),
    Action.PARTNERSHIP_PAUSE: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_RESUME: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PARTNERSHIP_END: frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE}),
    Action.PROPOSAL_ADOPT: frozenset({Relation.CLIENT_SIDE}),
    Action.CLIENT_IMPORT: frozenset({Relation.OWN}),
    Action.ORG_DELETE: frozenset({Relation.OWN}),
    Action.PROGRAMME_APPLY: frozenset({Relation.OWN}),
    Action.QUOTE_ACCEPT: frozenset({Relation.OWN}),
}
"""Acts of a legal representative, with the sides that have them (rules: only a partner's legal representative …)."""

_STAFF_ONLY = frozenset(
    {
        Action.ORG_LIST_ALL,
        Action.ORG_CREATE_FOR_OTHERS,
        Action.PROGRAMME_APPROVE,
        Action.AGREEMENT_IMPORT,
        Action.TERMS_PUBLISH,
        Action.ACCOUNTING_RECORD,
        Action.INVOICE_REFUND,
        Action.SUPPORT_DESK,
        Action.SUPPORT_KEY,
        Action.SUPPORT_LOOK,
        Action.SUPPORT_ANSWER,
        Action.TRANSFER_CODE_ENTER,
        Action.QUOTE_ROUTE,
    }
)
_STAFF_OR_OPERATOR = frozenset(
    {
        Action.LEDGER_VIEW,
        Action.MAIL_VIEW,
        Action.MAIL_DELIVER,
        Action.TICK,
        Action.DATABASE_CHECK,
        Action.DATABASE_BACKUP,
        Action.DATABASE_RESTORE,
        Action.SUPPORT_VERIFY,
        Action.DIRECTORY_EXPORT,
    }
)
_STAFF_READ = frozenset({Action.ORG_VIEW, Action.PEOPLE_VIEW, Action.ACCOUNTING_VIEW, Action.ACTIVITY_VIEW})
"""What the provider's staff read of any organisation, and its own people as their roles say."""
_ANY_PERSON = frozenset({Action.ORG_CREATE, Action.DIRECTORY_SEARCH, Action.OWN_SESSION})
_ANYBODY_BUT_OPERATOR = frozenset({Action.SIGN_UP})
"""A visitor too; the shell's owner makes people in a person's name."""
_ANY_PERSON_OR_OPERATOR = frozenset({Action.TERMS_VIEW, Action.ORDER_PRICE})
"""What the programme says is no secret to whoever may open the database."""
_NEEDS_PROGRAMME = frozenset({Action.PARTNERSHIP_REQUEST_AS_PARTNER, Action.CLIENT_IMPORT})
_SIDES = frozenset({Relation.CLIENT_SIDE, Relation.PARTNER_SIDE})


def decide(action: Action, stance: Stance) -> Decision:
    """Return whether an actor in this stance may do this, and if not why, in words.

    Sources: rules, sections 1 (roles, who adds, changes and ends), 3 (scope of limited and full access, pause) and 10
    (who runs the installation).
    """
    if action in _STAFF_OR_OPERATOR:
        return _for_staff(stance, operator=True)
    if action in _STAFF_ONLY:
        return _for_staff(stance, operator=False)
    if action in _ANY_PERSON_OR_OPERATOR and stance.identity is Identity.OPERATOR:
        return YES
    if action in _ANYBODY_BUT_OPERATOR:
        return YES if stance.identity is not Identity.OPERATOR else _refuse_nobody()
    if action in _ANY_PERSON | _ANY_PERSON_OR_OPERATOR:
        return YES if stance.identity in {Identity.USER, Identity.STAFF} else _refuse_nobody()
    if action is Action.QUOTE_FILE and stance.identity in {Identity.VISITOR, Identity.OPERATOR}:
        return YES  # a web form hands requests on as the owner of the database
    if _is_staff(stance) and action in _STAFF_READ | {Action.PERSON_ERASE, Action.OUTSIDE_NOTE}:
        return YES
    if action is Action.PERSON_ERASE:
        return YES if stance.relation is Relation.OWN and stance.identity is Identity.USER else HIDDEN
    if stance.relation is Relation.NONE or stance.role is None:
        return HIDDEN
    if action in _LEGAL_ONLY:
        return _for_legal_representative(action, stance)
    return _RULES[action](stance)


def _is_staff(stance: Stance) -> bool:
    return stance.identity is Identity.STAFF and stance.role not in {None, Role.EXTERNAL}


def _for_staff(stance: Stance, *, operator: bool) -> Decision:
    if _is_staff(stance) or (operator and stance.identity is Identity.OPERATOR):
        return YES
    return Decision(False, _("Only the provider's staff can do this."))


def _refuse_nobody() -> Decision:
    return Decision(False, _("Nobody is signed in, and this is done in a person's name."))


def _for_legal_representative(action: Action, stance: Stance) -> Decision:
    sides = _LEGAL_ONLY[action]
    if stance.relation not in sides:
        if stance.relation in _SIDES:
            side = Side.CLIENT if Relation.CLIENT_SIDE in sides else Side.PARTNER
            return Decision(
                False,
                _("Only the client's legal representative can do this.")
                if side is Side.CLIENT
                else _("Only the partner's legal representative can do this."),
            )
        return HIDDEN
    if action is Action.PROGRAMME_APPLY and stance.identity is Identity.STAFF:
        return HIDDEN  # the provider has no application of its own
    if stance.role is not Role.LEGAL_REPRESENTATIVE:
        return Decision(False, _("Only a legal representative of your organisation can do this."))
    if action in _NEEDS_PROGRAMME and not stance.is_partner:
        return Decision(False, _("Your organisation is not an approved partner of the programme."))
    return YES


def _member(stance: Stance) -> Decision:
    return YES if stance.relation in {Relation.OWN, *_SIDES} else HIDDEN


def _org_edit(stance: Stance) -> Decision:
    """Answer as for people, which the account's form stands beside; a partner looks at its client's, no more."""
    if stance.relation is Relation.PARTNER_SIDE:
        reach = _client_view(stance)
        return (
            Decision(False, _("Only the client's own legal representatives and administrators change its account."))
            if reach
            else reach
        )
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if stance.role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR}:
        return YES
    return Decision(False, _("Only legal representatives and administrators change the organisation's account."))


def _product(needed: ProductRight, stance: Stance) -> Decision:
    assert stance.role is not None  # noqa: S101  # decide() answers HIDDEN before a rule sees a stance without a role
    if stance.relation is Relation.OWN:
        if reaches_every_product(stance.role):
            return YES
        if stance.product_right is None:
            return HIDDEN
        if stance.product_right.covers(needed):
            return YES
        return Decision(False, _("Your right on this product is to look, not to change."))
    if stance.relation is not Relation.PARTNER_SIDE or not stance.product_in_scope:
        return HIDDEN
    return _client_view(stance)


def _product_renewal(stance: Stance) -> Decision:
    """Answer as for a change; a limited partner never renews for the client (rules: limited access)."""
    change = _product(ProductRight.TECHNICAL, stance)
    if change and stance.relation is Relation.PARTNER_SIDE and stance.access is Access.LIMITED:
        return Decision(False, _("With limited access only the client decides what renews."))
    return change


def _transfer_code(stance: Stance) -> Decision:
    """Answer as for a change; a limited partner never takes a domain away (decided here)."""
    change = _product(ProductRight.TECHNICAL, stance)
    if change and stance.relation is Relation.PARTNER_SIDE and stance.access is Access.LIMITED:
        return Decision(False, _("With limited access only the client sees the transfer code of a domain."))
    return change


def _client_list(stance: Stance) -> Decision:
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if stance.role is Role.EXTERNAL:
        return Decision(False, _("An external user does not reach the partner's clients."))
    return YES


def _client_view(stance: Stance) -> Decision:
    assert stance.role is not None  # noqa: S101  # as above
    if stance.relation is not Relation.PARTNER_SIDE:
        return HIDDEN
    if stance.role is Role.EXTERNAL:
        return Decision(False, _("An external user does not reach the partner's clients."))
    if not reaches_every_client(stance.role) and not stance.client_granted:
        return Decision(False, _("This client has not been granted to you."))
    if stance.paused:
        return Decision(False, _("The partnership is paused: nothing of this client is visible meanwhile."))
    if stance.access is None:
        return Decision(False, _("There is no active access to this client."))
    return YES


def _accounting(stance: Stance) -> Decision:
    if stance.relation is not Relation.OWN:
        return HIDDEN
    if stance.role in EVERYTHING or (stance.role is Role.COLLABORATOR and stance.accounting):
        return YES
    return Decision(False, _("You have no right to the accounting of your organisation."))


def _outside_note(stance: Stance) -> Decision:
    """Answer for whoever answers for the client, and for its partner's people who reach it."""
    return _client_view(stance) if stance.relation is Relation.PARTNER_SIDE else own_rights.quote_follow(stance)


def _order(stance: Stance) -> Decision:
    """Answer as for the accounting: an order charges someone; for a client it needs the reach besides."""
    if stance.relation is Relation.PARTNER_SIDE:
        reach = _client_view(stance)
        return _accounting(replace(stance, relation=Relation.OWN)) if reach else reach
    return _accounting(stance)


def _client_grant(stance: Stance) -> Decision:
    if stance.relation is not Relation.PARTNER_SIDE:
        return HIDDEN
    if stance.role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR}:
        return YES
    return Decision(False, _("Only legal representatives and administrators grant clients to people."))


_RULES = {
    Action.ORG_VIEW: _member,
    Action.ORG_EDIT: _org_edit,
    Action.PEOPLE_VIEW: own_rights.people_view,
    Action.PEOPLE_CHANGE: own_rights.people_change,
    Action.ACTIVITY_VIEW: own_rights.activity,
    Action.PROGRAMME_VIEW: own_rights.programme_view,
    Action.PROGRAMME_CHANGE: own_rights.programme_change,
    Action.PRODUCT_VIEW: lambda stance: _product(ProductRight.STATISTICS, stance),
    Action.PRODUCT_CHANGE: lambda stance: _product(ProductRight.TECHNICAL, stance),
    Action.PRODUCT_RENEWAL: _product_renewal,
    Action.PARTNERSHIP_VIEW: _member,
    Action.CLIENT_LIST: _client_list,
    Action.CLIENT_EXPORT: _client_list,
    Action.CLIENT_VIEW: _client_view,
    Action.CLIENT_ENTER: _client_view,
    Action.CLIENT_GRANT: _client_grant,
    Action.ORDER_PLACE: _order,
    Action.ACCOUNTING_VIEW: _accounting,
    Action.ACCOUNTING_PAY: _accounting,
    Action.SUPPORT_CODE: own_rights.support_code,
    Action.SUPPORT_VIP: own_rights.support_vip,
    Action.SUPPORT_ACCESS: own_rights.support_access,
    Action.SUPPORT_REQUEST: own_rights.support_code,
    Action.SUPPORT_REQUEST_ALL: own_rights.support_request_all,
    Action.TRANSFER_CODE_SHOW: _transfer_code,
    Action.REINVOICE_VIEW: _accounting,
    Action.REINVOICE_BILL: _accounting,
    Action.REINVOICE_RULES: own_rights.reinvoice_rules,
    Action.QUOTE_FILE: own_rights.quote_follow,
    Action.QUOTE_FOLLOW: own_rights.quote_follow,
    Action.QUOTE_VIEW: own_rights.programme_view,
    Action.QUOTE_ANSWER: own_rights.programme_change,
    Action.OUTSIDE_NOTE: _outside_note,
}
