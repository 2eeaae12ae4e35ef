"""Roles and rights."""

from __future__ import annotations

from itertools import product

import pytest

from resellertui.domain.roles import (
    ProductRight,
    Role,
    may_be_granted_clients,
    may_manage_people,
    may_set_role,
    reaches_every_client,
    reaches_every_product,
    role_label,
)

LEGAL, ADMIN, COLLABORATOR, EXTERNAL = Role


@pytest.mark.parametrize("role", list(Role))
def test_legal_representatives_and_administrators_hold_everything(role: Role) -> None:
    holds = role in {LEGAL, ADMIN}

    assert (reaches_every_product(role), reaches_every_client(role), may_manage_people(role)) == (holds,) * 3


def test_clients_are_granted_to_collaborators_only() -> None:
    assert [role for role in Role if may_be_granted_clients(role)] == [COLLABORATOR]


@pytest.mark.parametrize(("current", "wanted"), list(product((None, *Role), (None, *Role))))
def test_an_administrator_neither_makes_nor_unmakes_a_legal_representative(
    current: Role | None, wanted: Role | None
) -> None:
    assert may_set_role(ADMIN, current, wanted) is (LEGAL not in {current, wanted})
    assert may_set_role(LEGAL, current, wanted)


@pytest.mark.parametrize("granter", [COLLABORATOR, EXTERNAL])
def test_who_does_not_manage_people_sets_no_role(granter: Role) -> None:
    assert not any(may_set_role(granter, one, other) for one, other in product((None, *Role), (None, *Role)))


def test_the_technical_right_includes_looking_and_not_the_other_way_round() -> None:
    assert ProductRight.TECHNICAL.covers(ProductRight.STATISTICS)
    assert ProductRight.TECHNICAL.covers(ProductRight.TECHNICAL)
    assert ProductRight.STATISTICS.covers(ProductRight.STATISTICS)
    assert not ProductRight.STATISTICS.covers(ProductRight.TECHNICAL)


def test_every_role_has_its_own_words() -> None:
    assert len({role_label(role) for role in Role}) == len(Role)
