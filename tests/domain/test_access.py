"""The policy: the role table and the who-may table row by row, and promises that hold over every stance there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from resellertui.domain.access import Action, Decision, Identity, Relation, Stance, decide
from resellertui.domain.partnership import Access
from resellertui.domain.roles import ProductRight, Role

LEGAL, ADMIN, COLLABORATOR, EXTERNAL = (
    Role.LEGAL_REPRESENTATIVE,
    Role.ADMINISTRATOR,
    Role.COLLABORATOR,
    Role.EXTERNAL,
)
OWN, CLIENT, PARTNER, NONE = Relation.OWN, Relation.CLIENT_SIDE, Relation.PARTNER_SIDE, Relation.NONE
OPEN = Stance(relation=PARTNER, access=Access.FULL, client_granted=True, is_partner=True)
"""A client that is wholly open to the partner's person."""

OPERATOR_MAY = frozenset(
    {
        Action.MAIL_VIEW,
        Action.MAIL_DELIVER,
        Action.TICK,
        Action.DATABASE_CHECK,
        Action.DATABASE_BACKUP,
        Action.DATABASE_RESTORE,
        Action.LEDGER_VIEW,
        Action.SUPPORT_VERIFY,
        Action.DIRECTORY_EXPORT,
    }
)
STAFF_MAY_BESIDES = frozenset(
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
        Action.OUTSIDE_NOTE,
    }
)
OPEN_TO_OWNER_AND_PEOPLE = frozenset({Action.TERMS_VIEW, Action.ORDER_PRICE})
NEEDS_NO_ACCOUNT = frozenset({Action.QUOTE_FILE})
"""What a visitor does as well, and whoever owns the database for one."""
ANYONE_SIGNED_IN_MAY = OPEN_TO_OWNER_AND_PEOPLE | {
    Action.ORG_CREATE,
    Action.DIRECTORY_SEARCH,
    Action.OWN_SESSION,
    Action.SIGN_UP,
}
AT_CLIENTS = frozenset({Action.CLIENT_VIEW, Action.CLIENT_ENTER, Action.CLIENT_GRANT})
CHANGES_PARTNERSHIPS = frozenset(
    one
    for one in Action
    if (one.value.startswith("partnership.") and one is not Action.PARTNERSHIP_VIEW) or one is Action.PROPOSAL_ADOPT
)


def every_stance() -> list[Stance]:
    """Return every stance that can be told apart."""
    return [
        Stance(identity, role, relation, access, paused, granted, right, in_scope, is_partner)
        for identity, role, relation, access, paused, granted, right, in_scope, is_partner in product(
            Identity,
            (None, *Role),
            Relation,
            (None, *Access),
            (False, True),
            (False, True),
            (None, *ProductRight),
            (False, True),
            (False, True),
        )
    ]


STANCES = every_stance()


def outcome(decision: Decision) -> str:
    """Return the answer in one word."""
    return "yes" if decision else "hidden" if decision.hidden else "refused"


# The role table of the rules: products, people, clients of a partner organisation; what only a liable person does.
@pytest.mark.parametrize(
    ("role", "products", "people", "clients", "liable"),
    [
        (LEGAL, "yes", "yes", "yes", "yes"),
        (ADMIN, "yes", "yes", "yes", "refused"),
        (COLLABORATOR, "hidden", "refused", "refused", "refused"),
        (EXTERNAL, "hidden", "refused", "refused", "refused"),
    ],
)
def test_a_role_alone_gives_what_its_row_of_the_table_says(
    role: Role, products: str, people: str, clients: str, liable: str
) -> None:
    own = Stance(role=role, relation=OWN, is_partner=True)
    at_client = Stance(role=role, relation=PARTNER, access=Access.FULL, is_partner=True)

    found = (
        outcome(decide(Action.PRODUCT_CHANGE, own)),
        outcome(decide(Action.PEOPLE_CHANGE, own)),
        outcome(decide(Action.CLIENT_VIEW, at_client)),
        outcome(decide(Action.PARTNERSHIP_REQUEST_AS_PARTNER, own)),
    )

    assert found == (products, people, clients, liable)


def test_the_accounting_is_for_those_who_have_it_and_ordering_for_a_client_needs_the_reach_besides() -> None:
    mine = Stance(role=COLLABORATOR, relation=OWN)
    for action in (Action.ORDER_PLACE, Action.ACCOUNTING_VIEW, Action.ACCOUNTING_PAY):
        assert outcome(decide(action, mine)) == "refused"
        assert decide(action, replace(mine, accounting=True))
        assert decide(action, replace(mine, role=ADMIN))
        assert outcome(decide(action, Stance(role=EXTERNAL, relation=OWN, accounting=True))) == "refused"
    assert decide(Action.ORDER_PLACE, replace(OPEN, role=LEGAL))
    assert outcome(decide(Action.ORDER_PLACE, replace(OPEN, role=COLLABORATOR))) == "refused"
    assert decide(Action.ORDER_PLACE, replace(OPEN, role=COLLABORATOR, accounting=True))
    assert not decide(Action.ORDER_PLACE, replace(OPEN, role=COLLABORATOR, accounting=True, client_granted=False))
    assert not decide(Action.ORDER_PLACE, replace(OPEN, role=LEGAL, paused=True))
    assert outcome(decide(Action.ACCOUNTING_VIEW, replace(OPEN, role=LEGAL))) == "hidden"


def test_what_one_bills_its_clients_is_nobody_elses_and_needs_no_programme() -> None:
    mine = Stance(role=COLLABORATOR, relation=OWN)
    for action in (Action.REINVOICE_VIEW, Action.REINVOICE_BILL):
        assert outcome(decide(action, mine)) == "refused"
        assert decide(action, replace(mine, accounting=True))
        assert decide(action, replace(mine, role=ADMIN))
    assert outcome(decide(Action.REINVOICE_RULES, replace(mine, accounting=True))) == "refused"
    assert decide(Action.REINVOICE_RULES, replace(mine, role=ADMIN))
    for action in (Action.REINVOICE_VIEW, Action.REINVOICE_BILL, Action.REINVOICE_RULES):
        assert decide(action, replace(mine, role=LEGAL, is_partner=False))
        assert not decide(action, Stance(role=EXTERNAL, relation=OWN, accounting=True))
        for relation in set(Relation) - {OWN}:
            for identity in (Identity.USER, Identity.STAFF):
                stance = replace(OPEN, identity=identity, role=LEGAL, relation=relation, accounting=True)
                assert outcome(decide(action, stance)) == "hidden"


@pytest.mark.parametrize(
    ("role", "right", "view", "change"),
    [
        (COLLABORATOR, ProductRight.TECHNICAL, "yes", "yes"),
        (COLLABORATOR, ProductRight.STATISTICS, "yes", "refused"),
        (COLLABORATOR, None, "hidden", "hidden"),
        (EXTERNAL, ProductRight.TECHNICAL, "yes", "yes"),
        (EXTERNAL, ProductRight.STATISTICS, "yes", "refused"),
        (EXTERNAL, None, "hidden", "hidden"),
    ],
)
def test_a_granted_product_is_seen_and_changed_as_its_right_says(
    role: Role, right: ProductRight | None, view: str, change: str
) -> None:
    stance = Stance(role=role, relation=OWN, product_right=right)

    assert outcome(decide(Action.PRODUCT_VIEW, stance)) == view
    assert outcome(decide(Action.PRODUCT_CHANGE, stance)) == change


def test_a_collaborator_reaches_the_clients_granted_to_it() -> None:
    stance = replace(OPEN, role=COLLABORATOR)

    assert decide(Action.CLIENT_VIEW, stance)
    assert decide(Action.CLIENT_ENTER, stance)
    assert not decide(Action.CLIENT_VIEW, replace(stance, client_granted=False))


def test_an_external_user_reaches_no_client_even_with_a_grant() -> None:
    assert outcome(decide(Action.CLIENT_VIEW, replace(OPEN, role=EXTERNAL))) == "refused"


WHO_MAY = [
    (Action.PARTNERSHIP_REQUEST_AS_CLIENT, {OWN}),
    (Action.PARTNERSHIP_REQUEST_AS_PARTNER, {OWN}),
    (Action.CLIENT_IMPORT, {OWN}),
    (Action.ORG_DELETE, {OWN}),
    (Action.PARTNERSHIP_CHANGE_ACCESS, {CLIENT}),
    (Action.PARTNERSHIP_CHANGE_PAYMENT, {CLIENT}),
    (Action.PARTNERSHIP_SET_END_DATE, {CLIENT}),
    (Action.PROPOSAL_ADOPT, {CLIENT}),
    (Action.PARTNERSHIP_PROPOSE_PAYMENT, {PARTNER}),
    (Action.PARTNERSHIP_ANSWER, {CLIENT, PARTNER}),
    (Action.PARTNERSHIP_RESEND, {CLIENT, PARTNER}),
    (Action.PARTNERSHIP_WITHDRAW, {CLIENT, PARTNER}),
    (Action.PARTNERSHIP_PAUSE, {CLIENT, PARTNER}),
    (Action.PARTNERSHIP_RESUME, {CLIENT, PARTNER}),
    (Action.PARTNERSHIP_END, {CLIENT, PARTNER}),
]


@pytest.mark.parametrize(("action", "sides"), WHO_MAY)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("relation", list(Relation))
def test_only_a_legal_representative_of_the_right_side_does_it(
    action: Action, sides: set[Relation], role: Role, relation: Relation
) -> None:
    stance = Stance(role=role, relation=relation, access=Access.FULL, client_granted=True, is_partner=True)

    assert bool(decide(action, stance)) is (role is LEGAL and relation in sides)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("relation", [CLIENT, PARTNER])
def test_every_member_of_either_side_may_see_that_a_partnership_exists(role: Role, relation: Relation) -> None:
    assert decide(Action.PARTNERSHIP_VIEW, Stance(role=role, relation=relation))


@pytest.mark.parametrize("role", [ADMIN, COLLABORATOR, EXTERNAL])
def test_lacking_the_role_is_a_refusal_with_its_reason(role: Role) -> None:
    decision = decide(Action.PARTNERSHIP_END, Stance(role=role, relation=CLIENT))

    assert not decision.hidden
    assert "legal representative" in decision.reason


def test_the_wrong_side_learns_whose_act_it_is() -> None:
    as_partner = decide(Action.PARTNERSHIP_CHANGE_ACCESS, Stance(role=LEGAL, relation=PARTNER))
    as_client = decide(Action.PARTNERSHIP_PROPOSE_PAYMENT, Stance(role=LEGAL, relation=CLIENT))

    assert as_partner.reason == "Only the client's legal representative can do this."
    assert as_client.reason == "Only the partner's legal representative can do this."


def test_an_organisation_outside_the_programme_asks_no_client() -> None:
    decision = decide(Action.PARTNERSHIP_REQUEST_AS_PARTNER, Stance(role=LEGAL, relation=OWN, is_partner=False))

    assert outcome(decision) == "refused"
    assert "not an approved partner" in decision.reason


@pytest.mark.parametrize("action", [Action.CLIENT_VIEW, Action.CLIENT_ENTER, Action.PRODUCT_VIEW])
@pytest.mark.parametrize(("closed", "words"), [({"paused": True}, "paused"), ({"access": None}, "no active access")])
def test_a_partner_sees_nothing_of_a_client_that_is_paused_or_not_active(
    action: Action, closed: dict[str, object], words: str
) -> None:
    decision = decide(action, replace(OPEN, role=LEGAL, **closed))  # type: ignore[arg-type]  # one field at a time

    assert outcome(decision) == "refused"
    assert words in decision.reason


@pytest.mark.parametrize(
    ("role", "own", "at_client"),
    [
        (LEGAL, "yes", "refused"),
        (ADMIN, "yes", "refused"),
        (COLLABORATOR, "refused", "refused"),
        (EXTERNAL, "refused", "refused"),
    ],
)
def test_an_account_is_changed_by_its_own_representatives_and_administrators_and_by_no_partner(
    role: Role, own: str, at_client: str
) -> None:
    assert outcome(decide(Action.ORG_EDIT, Stance(role=role, relation=OWN))) == own
    assert outcome(decide(Action.ORG_EDIT, replace(OPEN, role=role))) == at_client
    assert decide(Action.ORG_EDIT, Stance(identity=Identity.STAFF, role=role)).hidden
    assert decide(Action.ORG_VIEW, Stance(role=role, relation=OWN))


def test_a_product_outside_the_partnership_is_hidden_even_while_paused_or_not_granted() -> None:
    outside = replace(OPEN, role=COLLABORATOR, product_in_scope=False)

    for stance in (outside, replace(outside, paused=True), replace(outside, client_granted=False)):
        assert decide(Action.PRODUCT_VIEW, stance).hidden


def test_a_limited_partner_changes_a_product_but_never_decides_that_it_renews() -> None:
    limited = replace(OPEN, role=LEGAL, access=Access.LIMITED)

    assert decide(Action.PRODUCT_CHANGE, limited)
    assert outcome(decide(Action.PRODUCT_RENEWAL, limited)) == "refused"
    assert decide(Action.PRODUCT_RENEWAL, replace(limited, access=Access.FULL))
    assert decide(Action.PRODUCT_RENEWAL, Stance(role=LEGAL, relation=OWN))


@pytest.mark.parametrize("role", [LEGAL, ADMIN, COLLABORATOR])
def test_members_of_the_provider_are_its_staff(role: Role) -> None:
    stance = Stance(identity=Identity.STAFF, role=role)

    assert all(decide(action, stance) for action in OPERATOR_MAY | STAFF_MAY_BESIDES)


def test_an_external_user_of_the_provider_is_not_of_its_staff() -> None:
    stance = Stance(identity=Identity.STAFF, role=EXTERNAL)

    assert not any(decide(action, stance) for action in OPERATOR_MAY | STAFF_MAY_BESIDES)
    assert decide(Action.ORG_VIEW, stance).hidden


def test_every_action_is_decided_in_every_stance_and_every_refusal_says_why() -> None:
    for action, stance in product(Action, STANCES):
        decision = decide(action, stance)

        assert isinstance(decision, Decision)
        assert decision.allowed or decision.hidden or decision.reason.endswith("."), (action, stance)


def test_the_owner_of_the_file_runs_the_installation_reads_its_terms_and_does_nothing_else() -> None:
    operators = [one for one in STANCES if one.identity is Identity.OPERATOR and one.role is None]

    allowed = {action for action, stance in product(Action, operators) if decide(action, stance)}

    assert allowed == OPERATOR_MAY | OPEN_TO_OWNER_AND_PEOPLE | NEEDS_NO_ACCOUNT


def test_a_visitor_signs_up_asks_for_quotes_and_does_nothing_else() -> None:
    visitors = [one for one in STANCES if one.identity is Identity.VISITOR and one.role is None]

    allowed = {action for action, stance in product(Action, visitors) if decide(action, stance)}

    assert allowed == {Action.SIGN_UP} | NEEDS_NO_ACCOUNT


def test_who_is_no_staff_never_runs_the_installation() -> None:
    users = [one for one in STANCES if one.identity is Identity.USER]
    of_staff = OPERATOR_MAY | STAFF_MAY_BESIDES - {Action.OUTSIDE_NOTE}

    assert not [one for one, stance in product(of_staff, users) if decide(one, stance)]


@pytest.mark.parametrize(
    ("role", "own", "accepts"),
    [(LEGAL, "yes", "yes"), (ADMIN, "yes", "refused"), (COLLABORATOR, "refused", "refused")],
)
def test_who_answers_for_an_organisation_asks_for_quotes_and_its_legal_representative_accepts(
    role: Role, own: str, accepts: str
) -> None:
    mine = Stance(role=role, relation=OWN, is_partner=True)

    assert outcome(decide(Action.QUOTE_FILE, mine)) == outcome(decide(Action.QUOTE_FOLLOW, mine)) == own
    assert outcome(decide(Action.QUOTE_ANSWER, mine)) == own
    assert outcome(decide(Action.QUOTE_ACCEPT, mine)) == accepts
    assert decide(Action.QUOTE_VIEW, mine)
    assert outcome(decide(Action.QUOTE_VIEW, replace(mine, role=EXTERNAL))) == "refused"
    for action in (Action.QUOTE_FILE, Action.QUOTE_FOLLOW, Action.QUOTE_VIEW, Action.QUOTE_ANSWER):
        assert outcome(decide(action, replace(OPEN, role=role))) == "hidden"


def test_a_product_of_another_provider_is_noted_by_the_clients_people_its_partner_and_staff() -> None:
    assert decide(Action.OUTSIDE_NOTE, Stance(role=ADMIN, relation=OWN))
    assert outcome(decide(Action.OUTSIDE_NOTE, Stance(role=COLLABORATOR, relation=OWN))) == "refused"
    assert decide(Action.OUTSIDE_NOTE, replace(OPEN, role=COLLABORATOR))
    assert outcome(decide(Action.OUTSIDE_NOTE, replace(OPEN, role=COLLABORATOR, client_granted=False))) == "refused"
    assert decide(Action.OUTSIDE_NOTE, Stance(identity=Identity.STAFF, role=COLLABORATOR))
    assert outcome(decide(Action.OUTSIDE_NOTE, Stance(role=LEGAL))) == "hidden"


def test_an_external_user_is_never_let_into_a_client_whatever_else_holds() -> None:
    externals = [one for one in STANCES if one.role is EXTERNAL]
    at_clients = [one for one in externals if one.relation is PARTNER]

    assert not [action for action, stance in product(AT_CLIENTS, externals) if decide(action, stance)]
    assert not [one for one in at_clients if decide(Action.PRODUCT_VIEW, one)]


def test_who_has_nothing_to_do_with_it_is_told_that_it_does_not_exist() -> None:
    strangers = [one for one in STANCES if one.relation is NONE and one.identity is not Identity.STAFF]
    about_others = set(Action) - OPERATOR_MAY - STAFF_MAY_BESIDES - ANYONE_SIGNED_IN_MAY | {Action.OUTSIDE_NOTE}
    without_account = {Identity.VISITOR, Identity.OPERATOR}

    seen = [(action, one) for action, one in product(about_others, strangers) if not decide(action, one).hidden]

    assert not [
        (action, one) for action, one in seen if action not in NEEDS_NO_ACCOUNT or one.identity not in without_account
    ]


def test_staff_reads_organisations_and_people_but_changes_no_partnership_of_others() -> None:
    strangers = [one for one in STANCES if one.relation is NONE and one.identity is Identity.STAFF]

    allowed = {action for action, stance in product(Action, strangers) if decide(action, stance)}

    reads = {Action.ORG_VIEW, Action.PEOPLE_VIEW, Action.ACCOUNTING_VIEW, Action.ACTIVITY_VIEW}
    assert allowed == OPERATOR_MAY | STAFF_MAY_BESIDES | ANYONE_SIGNED_IN_MAY | reads | {Action.PERSON_ERASE}


@pytest.mark.parametrize(
    ("role", "own"), [(LEGAL, "yes"), (ADMIN, "yes"), (COLLABORATOR, "refused"), (EXTERNAL, "refused")]
)
def test_what_was_done_is_read_by_who_answers_for_the_organisation_and_by_nobody_else(role: Role, own: str) -> None:
    assert outcome(decide(Action.ACTIVITY_VIEW, Stance(role=role, relation=OWN))) == own
    assert decide(Action.ACTIVITY_VIEW, replace(OPEN, role=role)).hidden
    assert decide(Action.ACTIVITY_VIEW, Stance(role=role, relation=CLIENT)).hidden


def test_a_person_is_erased_by_itself_or_by_staff() -> None:
    oneself = Stance(identity=Identity.USER, relation=OWN)

    assert decide(Action.PERSON_ERASE, oneself)
    assert decide(Action.PERSON_ERASE, Stance(identity=Identity.STAFF, role=COLLABORATOR))
    assert decide(Action.PERSON_ERASE, replace(oneself, relation=NONE, role=LEGAL)).hidden


def test_nobody_but_a_legal_representative_ever_changes_a_partnership() -> None:
    others = [one for one in STANCES if one.role is not LEGAL]

    assert not [action for action, stance in product(CHANGES_PARTNERSHIPS, others) if decide(action, stance)]


def test_nothing_of_a_paused_client_is_ever_opened() -> None:
    paused = [one for one in STANCES if one.paused and one.relation is PARTNER]
    looking = {Action.CLIENT_VIEW, Action.CLIENT_ENTER, Action.PRODUCT_VIEW, Action.PRODUCT_CHANGE}

    assert not [one for one in paused if any(decide(action, one) for action in looking)]


@pytest.mark.parametrize("field", ["client_granted", "product_in_scope"])
def test_a_grant_never_takes_anything_away(field: str) -> None:
    without = [one for one in STANCES if not getattr(one, field)]

    lost = [
        (action, one)
        for action, one in product(Action, without)
        if decide(action, one) and not decide(action, replace(one, **{field: True}))  # type: ignore[arg-type]  # both are booleans
    ]

    assert not lost
