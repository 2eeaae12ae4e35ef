"""The union of rights, with its reasons: by example, and against a plain model over every combination."""

from __future__ import annotations

from itertools import product as every

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resellertui.domain.access import Action, Relation, Stance, decide
from resellertui.domain.errors import Invalid
from resellertui.domain.partnership import Access
from resellertui.domain.rights import (
    Accounting,
    Given,
    SourceKind,
    accounting_of,
    client_sources,
    product_sources,
    source_label,
    strongest,
    why_not_client,
)
from resellertui.domain.roles import EVERYTHING, ProductRight, Role
from resellertui.domain.team import Colour, colour_label, name_key, normalise_team_name

LOOK, CHANGE = ProductRight.STATISTICS, ProductRight.TECHNICAL

GRANTS = st.builds(
    Given,
    right=st.sampled_from(ProductRight),
    product_id=st.none(),
    family=st.sampled_from(["web", "mail"]),
    team=st.sampled_from([None, "A", "B"]),
) | st.builds(
    Given,
    right=st.sampled_from(ProductRight),
    product_id=st.integers(1, 3),
    team=st.sampled_from([None, "A", "B"]),
)


def test_every_reason_of_a_right_is_named() -> None:
    grants = [Given(LOOK, 1), Given(CHANGE, family="web", team="A"), Given(CHANGE, 2), Given(LOOK, family="mail")]

    sources = product_sources(Role.COLLABORATOR, grants, 1, "web")

    assert [source_label(one, {"web": "Web hosting"}) for one in sources] == ["own grant", "team A (Web hosting)"]
    assert strongest(sources) is CHANGE
    assert product_sources(Role.EXTERNAL, grants, 3, "vps") == ()


@given(st.lists(GRANTS, max_size=6), st.sampled_from(Role), st.integers(1, 4), st.sampled_from(["web", "mail", "x"]))
def test_a_right_is_the_union_and_what_the_policy_is_given_is_enough(
    grants: list[Given], role: Role, number: int, family: str
) -> None:
    right = strongest(product_sources(role, grants, number, family))

    reached = [one.right for one in grants if one.product_id == number or one.family == family]
    expected = CHANGE if role in EVERYTHING or CHANGE in reached else LOOK if reached else None
    assert right is expected
    own = Stance(role=role, relation=Relation.OWN, product_right=right)
    assert bool(decide(Action.PRODUCT_VIEW, own)) is (right is not None)
    assert bool(decide(Action.PRODUCT_CHANGE, own)) is (right is CHANGE)


@pytest.mark.parametrize(("role", "own", "teams", "paused"), every(Role, (False, True), ((), ("A",)), (False, True)))
def test_a_client_is_reached_for_a_reason_exactly_where_the_policy_lets_pass(
    role: Role, own: bool, teams: tuple[str, ...], paused: bool
) -> None:
    sources = client_sources(role, own=own, teams=teams)
    stance = Stance(
        role=role, relation=Relation.PARTNER_SIDE, access=Access.FULL, paused=paused, client_granted=own or bool(teams)
    )

    assert bool(decide(Action.CLIENT_VIEW, stance)) is (bool(sources) and not paused)
    assert (why_not_client(role, sources, paused=paused) == "") is bool(decide(Action.CLIENT_VIEW, stance))
    assert (SourceKind.ROLE in {one.kind for one in sources}) is (role in EVERYTHING)


def test_the_accounting_is_the_roles_or_a_collaborators() -> None:
    assert {(role, granted): accounting_of(role, granted=granted) for role in Role for granted in (False, True)} == {
        (Role.LEGAL_REPRESENTATIVE, False): Accounting.BY_ROLE,
        (Role.LEGAL_REPRESENTATIVE, True): Accounting.BY_ROLE,
        (Role.ADMINISTRATOR, False): Accounting.BY_ROLE,
        (Role.ADMINISTRATOR, True): Accounting.BY_ROLE,
        (Role.COLLABORATOR, False): Accounting.NONE,
        (Role.COLLABORATOR, True): Accounting.GRANTED,
        (Role.EXTERNAL, False): Accounting.NEVER,
        (Role.EXTERNAL, True): Accounting.NEVER,
    }


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "a\x1bb", "a\nb", "\u202ex", "x" * 301])
def test_a_team_needs_a_name_that_can_be_shown(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise_team_name(text)
    assert [one.field for one in refusal.value.fields] == ["name"]


@settings(max_examples=40)
@given(st.text(max_size=20))
def test_a_name_is_stored_as_it_is_stored(text: str) -> None:
    try:
        name = normalise_team_name(text)
    except Invalid:
        return
    assert normalise_team_name(name) == name
    assert name_key(name)


def test_every_colour_has_a_word() -> None:
    assert len({colour_label(one) for one in Colour}) == len(Colour)
