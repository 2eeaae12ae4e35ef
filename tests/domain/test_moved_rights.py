"""Who gains and loses what, in sentences: only what changes is said, and of whom the same is said stand together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resellertui.domain.moved_rights import Holding, Names, moved_clients, moved_sentences
from resellertui.domain.roles import ProductRight, Role

TECHNICAL, STATISTICS = ProductRight.TECHNICAL, ProductRight.STATISTICS
NAMES = Names({1: "lac.ch", 2: "rive.ch"}, {7: "Bakery", 8: "Florist"}, {"domain": "Domains"}, has_clients=True)
ANNA = Holding("Anna", Role.COLLABORATOR)
BEN = Holding("Ben", Role.COLLABORATOR)


def said(before: Holding | None, after: Holding | None, names: Names = NAMES) -> list[str]:
    """Return what is said of one person."""
    return list(moved_sentences({1: before} if before else {}, {1: after} if after else {}, names))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (ANNA, ANNA, []),
        (ANNA, replace(ANNA, products={1: TECHNICAL}), ["Anna may change lac.ch from now on."]),
        (ANNA, replace(ANNA, products={2: STATISTICS}), ["Anna may look at rive.ch from now on."]),
        (
            replace(ANNA, products={1: TECHNICAL}),
            replace(ANNA, products={1: STATISTICS}),
            ["Anna may only look at lac.ch from now on."],
        ),
        (
            replace(ANNA, products={1: STATISTICS, 2: TECHNICAL}),
            replace(ANNA, products={2: TECHNICAL}),
            ["Anna may no longer reach lac.ch."],
        ),
        (
            ANNA,
            replace(ANNA, families={"domain": STATISTICS}),
            ["Anna may look at products of the family Domains that come later."],
        ),
        (
            replace(ANNA, families={"domain": TECHNICAL}),
            ANNA,
            ["Anna will not reach products of the family Domains that come later."],
        ),
        (
            replace(ANNA, clients={7}),
            replace(ANNA, clients={8}),
            ["Anna may reach Florist from now on.", "Anna may no longer reach Bakery."],
        ),
        (
            ANNA,
            replace(ANNA, accounting=True),
            ["Anna may see and pay invoices from now on, and use the prepaid accounts."],
        ),
        (
            ANNA,
            replace(ANNA, role=Role.ADMINISTRATOR, accounting=True),
            [
                "Anna may change every product from now on, also those that come later.",
                "Anna may reach every client from now on.",
                "Anna may see and pay invoices from now on, and use the prepaid accounts.",
                "Anna may invite people and change roles and rights from now on.",
            ],
        ),
        (
            replace(ANNA, role=Role.ADMINISTRATOR, accounting=True),
            replace(ANNA, role=Role.COLLABORATOR, products={1: STATISTICS}, clients={7}),
            [
                "Anna may no longer reach every product, only lac.ch.",
                "Anna may no longer reach every client, only Bakery.",
                "Anna may no longer see the invoices and the prepaid accounts.",
                "Anna may no longer invite people or change roles and rights.",
            ],
        ),
        (
            replace(ANNA, role=Role.LEGAL_REPRESENTATIVE),
            None,
            [
                "Anna no longer belongs to the organisation.",
                "Anna may no longer reach any product.",
                "Anna may no longer reach any client.",
                "Anna may no longer invite people or change roles and rights.",
            ],
        ),
    ],
)
def test_what_a_change_moves_is_said_and_nothing_else(
    before: Holding, after: Holding | None, sentences: list[str]
) -> None:
    assert said(before, after) == sentences


def test_people_of_whom_the_same_is_said_stand_in_one_sentence() -> None:
    before = {1: ANNA, 2: BEN, 3: Holding("Cem", Role.ADMINISTRATOR)}
    after = {who: replace(one, products={1: TECHNICAL}) for who, one in before.items()}

    assert moved_sentences(before, after, NAMES) == ("Anna, Ben may change lac.ch from now on.",)


def test_clients_are_not_mentioned_where_there_are_none() -> None:
    names = replace(NAMES, has_clients=False)

    assert not any("client" in one for one in said(ANNA, replace(ANNA, role=Role.ADMINISTRATOR), names))


def test_names_that_look_like_places_in_a_sentence_are_said_as_they_are() -> None:
    names = replace(NAMES, products={1: "{people} {0} %s [/]"})

    assert said(replace(ANNA, name="{products}"), replace(ANNA, products={1: TECHNICAL}), names) == [
        "{products} may change {people} {0} %s [/] from now on."
    ]


def test_the_clients_that_are_named_are_those_that_move() -> None:
    collaborator = replace(ANNA, clients={7, 8})

    assert moved_clients({1: collaborator}, {1: replace(ANNA, clients={8})}) == {7}
    assert moved_clients({1: collaborator}, {1: collaborator}) == set()
    assert moved_clients({1: replace(ANNA, role=Role.ADMINISTRATOR)}, {1: collaborator}) == {7, 8}
