"""Acts on people and teams as one change: said before by what does it, done whole or not at all."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.life import mails

from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.moving_rights import RightsAct
from resellertui.services.people.views import PersonDetail
from resellertui.services.teams.views import NewTeam, TeamView

NOBODY = "Nobody gains or loses access to anything by this."
MEMBER = "member@agency.example"


@pytest.fixture
def member(make: Builder, agency: Org) -> Actor:
    """Give a collaborator of the agency."""
    return make.person(agency, Role.COLLABORATOR, email=MEMBER, name="Mia")


@pytest.fixture
def team(services: Services, make: Builder, agency: Org, client: Org, member: Actor) -> TeamView:
    """Give a team of the collaborator and an external user, with a product and a client."""
    assert member.user_id
    make.person(agency, Role.EXTERNAL, email="ext@agency.example", name="Eva")
    make.product(agency, "agency.ch")
    make.active(client, agency)
    made = services.teams.create(agency.owner, NewTeam.of(name="Web"))
    for who in (MEMBER, "ext@agency.example"):
        services.teams.add_member(agency.owner, made.id, who)
    services.teams.grant_product(agency.owner, made.id, "agency.ch", ProductRight.TECHNICAL)
    return services.teams.grant_client(agency.owner, made.id, "Bakery")


def detail(services: Services, agency: Org) -> PersonDetail:
    """Return the collaborator whole."""
    return services.people.show(agency.owner, MEMBER)


def granting(product: str) -> RightsAct:
    """Return the act of letting the collaborator look at a product."""
    return lambda services, actor: services.people.grant_product(actor, MEMBER, product, ProductRight.STATISTICS)


def test_a_rehearsal_says_what_the_act_will_say_and_keeps_nothing(
    services: Services, agency: Org, team: TeamView
) -> None:
    acts: list[RightsAct] = [
        lambda services, actor: services.teams.remove_member(actor, team.id, MEMBER),
        lambda services, actor: services.people.set_accounting(actor, MEMBER, True),
    ]
    before, sent = detail(services, agency), len(mails(services))

    said = services.rehearsing().moving_rights.carry_out(agency.owner, acts)

    assert detail(services, agency) == before
    assert len(mails(services)) == sent
    assert said.effects == (
        "Mia may no longer reach agency.ch.",
        "Mia may no longer reach Bakery.",
        "Mia may see and pay invoices from now on, and use the prepaid accounts.",
        "Mia is told by e-mail.",
    )
    assert services.moving_rights.carry_out(agency.owner, acts) == said
    after = detail(services, agency)
    assert (after.teams, after.products, after.clients) == ((), (), ())
    assert after.person.accounting is Accounting.GRANTED
    assert len(mails(services)) == sent + 2


def test_what_is_held_in_another_way_as_well_is_not_said_to_move(
    services: Services, agency: Org, team: TeamView
) -> None:
    looking = services.moving_rights.carry_out(agency.owner, [granting("agency.ch")])
    assert looking.effects == (NOBODY,)

    deleting = services.moving_rights.carry_out(
        agency.owner, [lambda services, actor: services.teams.delete(actor, team.id)]
    )

    assert set(deleting.effects) == {
        "Mia may only look at agency.ch from now on.",
        "Mia may no longer reach Bakery.",
        "Eva may no longer reach agency.ch.",
        "Eva, Mia are told by e-mail.",
    }


def test_when_one_act_is_refused_none_is_done(services: Services, agency: Org, team: TeamView) -> None:
    assert team.members
    before = detail(services, agency)

    for refused in (
        granting("no such product"),
        lambda services, actor: services.people.grant_client(actor, "ext@agency.example", "Bakery"),
    ):
        with pytest.raises((NotFound, Refused)):
            services.moving_rights.carry_out(agency.owner, [granting("agency.ch"), refused])

    assert detail(services, agency) == before


def test_only_who_manages_people_moves_rights(services: Services, agency: Org, member: Actor, client: Org) -> None:
    with pytest.raises(Forbidden):
        services.moving_rights.carry_out(member, [granting("agency.ch")])
    with pytest.raises(Forbidden):
        services.rehearsing().moving_rights.carry_out(member, [])
    with pytest.raises(NotFound):
        services.moving_rights.carry_out(client.owner, [granting("bakery.ch")])
    assert detail(services, agency).products == ()


def test_a_change_of_role_says_everything_that_goes_with_it(services: Services, agency: Org, team: TeamView) -> None:
    assert team.members
    up: RightsAct = lambda services, actor: services.people.set_role(actor, MEMBER, Role.ADMINISTRATOR)  # noqa: E731
    down: RightsAct = lambda services, actor: services.people.set_role(actor, MEMBER, Role.EXTERNAL)  # noqa: E731

    raised = services.moving_rights.carry_out(agency.owner, [up])
    lowered = services.moving_rights.carry_out(agency.owner, [down])

    assert "Mia may reach every client from now on." in raised.effects
    assert lowered.effects == (
        "Mia may no longer reach every product, only agency.ch.",
        "Mia may no longer reach any client.",
        "Mia may no longer see the invoices and the prepaid accounts.",
        "Mia may no longer invite people or change roles and rights.",
        "Mia is told by e-mail.",
    )


def test_an_id_means_its_owner_whoever_is_called_like_it(
    services: Services, make: Builder, agency: Org, team: TeamView, member: Actor
) -> None:
    impostor = services.teams.create(agency.owner, NewTeam.of(name=team.id))
    make.person(agency, Role.COLLABORATOR, email="other@agency.example", name=f"USR-{member.user_id}")

    assert services.teams.show(agency.owner, team.id).name == "Web"
    assert services.teams.show(agency.owner, impostor.id).name == team.id
    assert services.people.show(agency.owner, f"USR-{member.user_id}").person.email == MEMBER
