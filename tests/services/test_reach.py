"""Who reaches what: the matrix agrees with the policy and with what people can do, in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product as every
from typing import Any

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.large_agency import CLIENTS, PEOPLE, TEAMS, large_agency
from tests.services.life import counted

from resellertui.domain.access import Action, Relation, Stance, decide
from resellertui.domain.errors import Forbidden, NotFound, ResellerError
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access
from resellertui.domain.roles import EVERYTHING, ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.teams.views import NewTeam
from resellertui.store.models import ClientGrant, Membership, TeamClient, TeamMember

LEGAL, ADMIN, COLLABORATOR, EXTERNAL = Role
LOOK, CHANGE = ProductRight.STATISTICS, ProductRight.TECHNICAL


@dataclass(frozen=True)
class Case:
    """A person of the agency, and what it was given."""

    actor: Actor
    role: Role
    own: bool
    team: bool

    @property
    def id(self) -> str:
        """Its public id."""
        return show_id(Kind.USER, self.actor.user_id or 0)


@dataclass(frozen=True)
class Bond:
    """A client, its partnership, and how it stands."""

    client: Org
    reference: str
    access: Access | None
    paused: bool = False
    pending: bool = False


def bonds(services: Services, make: Builder, agency: Org) -> list[Bond]:
    """Make a client in every state that a partnership can be in."""
    full, limited, paused, ended, pending = (
        make.organisation(f"Client {name}", products=(f"{name}.ch",))
        for name in ("full", "limited", "paused", "ended", "pending")
    )
    found = [
        Bond(full, make.active(full, agency), Access.FULL),
        Bond(limited, make.active(limited, agency, products=("limited.ch",)), Access.LIMITED),
        Bond(paused, make.active(paused, agency), Access.FULL, paused=True),
        Bond(ended, make.active(ended, agency), None),
        Bond(pending, make.request(pending, agency), None, pending=True),
    ]
    until = TODAY + timedelta(days=30)
    services.agreements.pause(paused.owner, found[2].reference, Pause.of(reason="Move", until=until))
    return found


def people(services: Services, make: Builder, agency: Org, found: list[Bond]) -> list[Case]:
    """Make a person for every role, with and without grants of its own and a team's.

    The grants are written past the services, to roles too that they would refuse: only the policy then says no.
    """
    cases = [
        Case(make.person(agency, role, email=f"{role.value}{own:d}{team:d}@agency.example"), role, own, team)
        for role, own, team in every(Role, (False, True), (False, True))
    ]
    made = services.teams.create(agency.owner, NewTeam.of(name="Everything"))
    number, now = int(made.id[5:]), services.office.clock.now()
    with services.office.filling() as session:
        for bond in found:
            partnership = int(bond.reference[4:])
            session.add(TeamClient(team_id=number, partnership_id=partnership, granted_at=now))
            for case in cases:
                member = session.query(Membership).filter_by(user_id=case.actor.user_id, org_id=agency.number).one()
                if case.own:
                    session.add(ClientGrant(membership_id=member.id, partnership_id=partnership, granted_at=now))
                if case.team and bond is found[0]:
                    session.add(TeamMember(team_id=number, membership_id=member.id))
    return cases


def is_allowed(act: Callable[[], Any]) -> bool:
    """Return whether an act was done."""
    try:
        act()
    except (Forbidden, NotFound):
        return False
    except ResellerError as error:
        raise AssertionError(f"another refusal: {error!r}") from error
    return True


def test_whatever_a_person_tries_is_allowed_exactly_where_the_policy_says_so_and_the_matrix_says_the_same(
    services: Services, make: Builder, agency: Org
) -> None:
    found = bonds(services, make, agency)
    cases = people(services, make, agency, found)
    services.agreements.end(found[3].client.owner, found[3].reference, PASSWORD)
    rehearsal, matrix = services.rehearsing(), services.reach.matrix(agency.owner)
    columns = {one.id: place for place, one in enumerate(matrix.people)}
    lines = {one.partnership_id: one for one in matrix.rows}
    assert sorted(lines) == sorted(one.reference for one in found[:3])
    assert [one.client for one in matrix.rows if one.paused] == ["Client paused"]

    def tries(case: Case, bond: Bond) -> list[tuple[Action, Callable[[], Any]]]:
        inside = replace(case.actor, for_client_id=bond.client.number)
        name = bond.client.name.split()[1] + ".ch"
        return [
            (Action.CLIENT_VIEW, lambda: services.products.list(inside)),
            (Action.CLIENT_VIEW, lambda: services.client_account.show(inside)),
            (Action.CLIENT_ENTER, lambda: rehearsal.clients.enter(case.actor, bond.reference)),
            (Action.PRODUCT_RENEWAL, lambda: rehearsal.products.set_auto_renewal(inside, name, True)),
        ]

    for case, bond in every(cases, found):
        stance = Stance(
            role=case.role,
            relation=Relation.PARTNER_SIDE,
            access=bond.access,
            paused=bond.paused,
            client_granted=bond.access is not None and (case.own or case.team),
            is_partner=True,
        )
        for action, act in tries(case, bond):
            told = f"{case.role.value} own={case.own} team={case.team}: {action.value} of {bond.client.name}"
            assert is_allowed(act) is bool(decide(action, stance)), told
        if bond.access is None:
            continue
        cell = lines[bond.reference].cells[columns[case.id]]
        assert cell.access is bool(decide(Action.CLIENT_VIEW, stance)), told
        assert (cell.why_not == "") is cell.access
        expected = [
            *(["role"] if case.role in EVERYTHING else []),
            *(["own grant"] if case.own and case.role is not EXTERNAL else []),
            *(["team Everything"] if case.team and case.role is not EXTERNAL else []),
        ]
        assert [one.label for one in cell.sources] == expected, told
        listed = {one.partnership_id: one for one in services.reach.by_person(agency.owner, case.id).clients}
        assert (bond.reference in listed) is bool(expected)
        if expected:
            assert (listed[bond.reference].access, listed[bond.reference].sources) == (cell.access, cell.sources)
        one_side = {one.person.id: one for one in services.reach.by_client(agency.owner, bond.reference).people}
        assert (case.id in one_side) is bool(expected)


def test_what_was_granted_is_read_from_both_sides_by_each_in_its_own_measure(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)
    make.active(make.organisation("Zoo"), agency)
    make.product(agency, "agency.ch")
    kim = make.person(agency, COLLABORATOR, email="kim@agency.example", name="Kim")
    make.person(agency, COLLABORATOR, email="lee@agency.example", name="Lee")
    guest = make.person(agency, EXTERNAL, email="guest@agency.example")
    for name in ("Web", "Mail"):
        team = services.teams.create(agency.owner, NewTeam.of(name=name)).id
        services.teams.add_member(agency.owner, team, "Kim" if name == "Web" else "Lee")
        services.teams.grant_client(agency.owner, team, "Bakery")
        services.teams.grant_family(agency.owner, team, "web_hosting", LOOK)
    services.people.grant_client(agency.owner, "Lee", "Zoo")
    reach = services.reach

    whole = reach.matrix(agency.owner)
    assert ([one.client for one in whole.rows], whole.total) == (["Bakery", "Zoo"], 2)
    assert [one.name for one in whole.teams] == ["Mail", "Web"]
    assert [one.teams for one in whole.rows] == [(True, True), (False, False)]
    assert [one.client for one in reach.matrix(agency.owner, "zo").rows] == ["Zoo"]
    assert [one.client for one in reach.matrix(agency.owner, "", 1, 1).rows] == ["Zoo"]
    assert [one.person.name for one in reach.by_client(agency.owner, "Zoo").people] == ["Lee", "Owner"]
    assert [one.person.name for one in reach.by_product(agency.owner, "agency.ch").people] == ["Kim", "Lee", "Owner"]

    mine = reach.matrix(kim)
    assert ([one.name for one in mine.people], [one.name for one in mine.teams]) == (["Kim"], ["Web"])
    assert [(one.client, len(one.cells), one.teams) for one in mine.rows] == [("Bakery", 1, (True,))]
    assert [one.person.name for one in reach.by_client(kim, "Bakery").people] == ["Kim"]
    assert [one.client for one in reach.by_person(kim).clients] == ["Bakery"]
    assert [(one.name, one.right) for one in reach.by_person(kim).products] == [("agency.ch", LOOK)]
    assert [one.person.name for one in reach.by_product(kim, "agency.ch").people] == ["Kim"]
    assert reach.by_person(guest).clients == ()
    refused: list[Callable[[], object]] = [
        lambda: reach.by_client(kim, "Zoo"),
        lambda: reach.by_person(kim, "Lee"),
        lambda: reach.by_person(guest, "Lee"),
        lambda: reach.matrix(guest),
        lambda: reach.by_client(guest, "Bakery"),
    ]
    for act in refused:
        with pytest.raises(Forbidden):
            act()
    hidden: list[Callable[[], object]] = [
        lambda: reach.by_product(guest, "agency.ch"),
        lambda: reach.by_client(client.owner, "Agency"),
        lambda: reach.by_person(client.owner, "Kim"),
        lambda: reach.by_product(client.owner, "agency.ch"),
    ]
    for act in hidden:
        with pytest.raises(NotFound):
            act()
    assert reach.matrix(client.owner).rows == ()


def test_a_big_matrix_is_read_with_as_many_statements_as_a_small_one(
    services: Services, make: Builder, agency: Org
) -> None:
    def grow(first: int, clients: int, staff: int) -> None:
        references = []
        for number in range(first, first + clients):
            references.append(make.active(make.organisation(f"Client {number:03}"), agency))
        for number in range(first, first + staff):
            make.person(agency, COLLABORATOR, email=f"p{number}@agency.example")
        for number in range(first, first + staff // 5):
            team = services.teams.create(agency.owner, NewTeam.of(name=f"Team {number}")).id
            services.teams.add_member(agency.owner, team, f"p{number}@agency.example")
            services.teams.grant_client(agency.owner, team, references[0])

    def cost() -> tuple[int, int, int]:
        asked = []
        for read in (
            lambda: services.reach.matrix(agency.owner, limit=200),
            lambda: services.reach.by_client(agency.owner, "PTN-1"),
            lambda: services.reach.by_person(agency.owner, "p0@agency.example", limit=200),
        ):
            with counted(services) as statements:
                read()
            asked.append(len(statements))
        return asked[0], asked[1], asked[2]

    grow(0, 2, 5)
    small = cost()
    grow(100, 10, 25)
    assert cost() == small
    assert small[0] <= 20


def test_thirty_people_and_six_teams_against_two_hundred_clients_say_the_same_from_both_sides(
    services: Services, make: Builder, agency: Org
) -> None:
    made = large_agency(make, agency)

    whole = services.reach.matrix(agency.owner, limit=CLIENTS)

    assert (whole.total, len(whole.people), len(whole.teams)) == (CLIENTS, PEOPLE + 1, TEAMS)
    columns = {one.id: place for place, one in enumerate(whole.people)}
    for person, reached in made.reached.items():
        across = {row.partnership_id for row in whole.rows if row.cells[columns[person]].sources}
        assert across == reached
        assert services.reach.by_person(agency.owner, person, limit=0).total == len(reached)
    for row in whole.rows[::40]:
        down = {one.person.id for one in services.reach.by_client(agency.owner, row.partnership_id).people}
        assert down - {whole.people[-1].id, show_id(Kind.USER, agency.owner.user_id or 0)} == {
            person for person, reached in made.reached.items() if row.partnership_id in reached
        }


def test_own_products_are_read_with_the_right_and_the_reason_of_each(
    services: Services, make: Builder, agency: Org
) -> None:
    kim = make.person(agency, COLLABORATOR, email="kim@agency.example", name="Kim")
    guest = make.person(agency, EXTERNAL, email="guest@agency.example", name="Guest")
    for name in ("blog.ch", "shop.ch", "zoo.ch"):
        make.product(agency, name)
    team = services.teams.create(agency.owner, NewTeam.of(name="Web")).id
    services.teams.add_member(agency.owner, team, "Kim")
    services.teams.grant_product(agency.owner, team, "shop.ch", LOOK)
    services.people.grant_product(agency.owner, "Kim", "shop.ch", CHANGE)
    services.people.grant_product(agency.owner, "Guest", "blog.ch", LOOK)

    whole, mine = services.reach.products(agency.owner), services.reach.products(kim)

    names = [one.name for one in whole.people]
    shown = {row.name: dict(zip(names, row.cells, strict=True)) for row in whole.rows}
    assert list(shown) == ["blog.ch", "shop.ch", "zoo.ch"]
    assert shown["shop.ch"]["Kim"].right is CHANGE
    assert [one.label for one in shown["shop.ch"]["Kim"].sources] == ["own grant", "team Web"]
    assert shown["blog.ch"]["Guest"].right is LOOK
    assert shown["blog.ch"]["Kim"].right is None
    assert [row.teams for row in whole.rows] == [(None,), (LOOK,), (None,)]
    assert dict(zip(names, whole.counts, strict=True)) == {"Guest": 1, "Kim": 1, "Owner": 3}
    assert (whole.of, whole.team_counts) == (3, (1,))
    assert [one.name for one in services.reach.products(agency.owner, "zo").rows] == ["zoo.ch"]
    assert [one.name for one in services.reach.products(agency.owner, "", 1, 1).rows] == ["shop.ch"]
    assert ([one.name for one in mine.people], [one.name for one in mine.rows]) == (["Kim"], ["shop.ch"])
    with pytest.raises(Forbidden):
        services.reach.products(guest)
