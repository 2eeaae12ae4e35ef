"""Teams: what a person gets from being in one, who may change them, who is told, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows, told

from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.team import Colour
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Invite
from resellertui.services.teams.views import NewTeam, TeamEdit
from resellertui.services.tokens import hash_token

COLLABORATOR, EXTERNAL, ADMIN = Role.COLLABORATOR, Role.EXTERNAL, Role.ADMINISTRATOR
LOOK, CHANGE = ProductRight.STATISTICS, ProductRight.TECHNICAL


def team_of(services: Services, org: Org, name: str = "Web", *members: str) -> str:
    """Make a team with members, and return its id."""
    made = services.teams.create(org.owner, NewTeam.of(name=name, colour=Colour.GREEN))
    for one in members:
        services.teams.add_member(org.owner, made.id, one)
    return made.id


def test_a_team_lives_from_its_making_to_its_end(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, COLLABORATOR, email="kim@bakery.example", name="Kim")
    admin = make.person(client, ADMIN, email="ann@bakery.example")
    team = team_of(services, client)

    services.teams.grant_product(admin, team, "bakery.ch", LOOK)
    view = services.teams.add_member(admin, team, "Kim")
    assert [(one.name, one.leads) for one in view.members] == [("Kim", False)]
    assert [one.name for one in services.products.list(member)] == ["bakery.ch"]
    assert told(services) == [("team.joined", "kim@bakery.example")]
    assert "bakery.ch (may look)" in mails(services)[0].body

    services.teams.grant_product(admin, team, "bakery.ch", CHANGE)
    services.teams.grant_family(admin, team, "web_hosting", LOOK)
    assert [one.right for one in services.products.list(member)] == [CHANGE, LOOK, LOOK]
    services.teams.remove_member(admin, team, "Kim")
    services.teams.add_member(admin, team, "Kim")
    assert "bakery.ch (may change it), Web hosting (may look)" in mails(services)[-1].body

    view = services.teams.set_leader(admin, team, "Kim")
    assert (view.leader, told(services)[-1]) == ("Kim", ("team.leads", "kim@bakery.example"))
    with pytest.raises(Refused, match="so already"):
        services.teams.set_leader(admin, team, "Kim")
    assert services.teams.set_leader(admin, team, None).leader is None

    preview = services.teams.preview_delete(admin, "wéb")
    assert preview.effects[0] == "Web gives 1 person: bakery.ch, Web hosting."
    assert services.teams.delete(admin, team) == preview
    assert services.teams.list(admin) == ()
    assert services.products.list(member) == ()
    assert told(services)[-1] == ("team.left", "kim@bakery.example")
    left = rows(services, "SELECT (SELECT count(*) FROM team_members) + (SELECT count(*) FROM team_products)")
    assert left == [(0,)]
    done = [one for (one,) in rows(services, "SELECT action FROM audit_entries WHERE subject = 'team' ORDER BY id")]
    assert done == [
        "team.created",
        "team.grant_given",
        "team.member_added",
        "team.grant_given",
        "team.grant_given",
        "team.member_removed",
        "team.member_added",
        "team.leader_changed",
        "team.leader_changed",
        "team.deleted",
    ]


def test_names_are_one_of_each_whatever_their_case_and_accents(services: Services, client: Org, agency: Org) -> None:
    team = team_of(services, client, " Équipe  web ")
    team_of(services, agency, "equipe web")
    other = team_of(services, client, "Shop")

    with pytest.raises(Conflict, match="of this name already"):
        services.teams.create(client.owner, NewTeam.of(name="EQUIPE WEB"))
    with pytest.raises(Conflict, match="of this name already"):
        services.teams.edit(client.owner, other, TeamEdit.of(name="equipe  WEB"))
    assert services.teams.edit(client.owner, team, TeamEdit.of(name="Équipe Web")).name == "Équipe Web"
    with pytest.raises(Refused, match="Nothing is different"):
        services.teams.edit(client.owner, team, TeamEdit.of(name="Équipe Web", colour=Colour.GREEN))


def test_hostile_names_are_refused_or_kept_as_they_are(services: Services, client: Org) -> None:
    kept = []
    for text in HOSTILE:
        with suppress(Invalid):
            kept.append(services.teams.create(client.owner, NewTeam.of(name=text)))
    assert len(kept) >= len(HOSTILE) // 3
    assert all(services.teams.show(client.owner, one.id) == one for one in kept)
    assert "[red]" in [one.name for one in services.teams.list(client.owner)]


def test_two_who_change_a_team_at_once_are_told_apart(services: Services, make: Builder, client: Org) -> None:
    make.person(client, COLLABORATOR, email="kim@bakery.example")
    team = team_of(services, client)
    seen = services.teams.show(client.owner, team).version
    services.teams.add_member(client.owner, team, "kim@bakery.example", version=seen)

    late: list[Callable[[], object]] = [
        lambda: services.teams.edit(client.owner, team, TeamEdit.of(name="New"), version=seen),
        lambda: services.teams.delete(client.owner, team, version=seen),
        lambda: services.teams.grant_product(client.owner, team, "bakery.ch", LOOK, version=seen),
    ]
    for act in late:
        with pytest.raises(Conflict, match="changed by someone else"):
            act()
    assert services.teams.edit(client.owner, team, TeamEdit.of(name="New"), version=seen + 1).version == seen + 2


def test_only_who_manages_people_changes_teams_and_others_read_only_their_own_grants(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    kim = make.person(client, COLLABORATOR, email="kim@bakery.example")
    lee = make.person(client, COLLABORATOR, email="lee@bakery.example")
    guest = make.person(client, EXTERNAL, email="guest@bakery.example")
    team = team_of(services, client, "Web", "kim@bakery.example", "guest@bakery.example")
    services.teams.grant_product(client.owner, team, "bakery.ch", LOOK)
    teams = services.teams

    assert [len(one.grants) for one in teams.list(kim)] == [1]
    assert [(one.grants, one.grants_shown, len(one.members)) for one in teams.list(lee)] == [((), False, 2)]
    acts: list[Callable[[Actor], object]] = [
        lambda who: teams.create(who, NewTeam.of(name="Mine")),
        lambda who: teams.edit(who, team, TeamEdit.of(name="Mine")),
        lambda who: teams.preview_delete(who, team),
        lambda who: teams.delete(who, team),
        lambda who: teams.add_member(who, team, "lee@bakery.example"),
        lambda who: teams.remove_member(who, team, "kim@bakery.example"),
        lambda who: teams.set_leader(who, team, "kim@bakery.example"),
        lambda who: teams.grant_product(who, team, "shop.ch", LOOK),
        lambda who: teams.grant_family(who, team, "web_hosting", LOOK),
        lambda who: teams.grant_client(who, team, "PTN-1"),
        lambda who: teams.revoke_product(who, team, "bakery.ch"),
        lambda who: teams.revoke_family(who, team, "web_hosting"),
        lambda who: teams.revoke_client(who, team, "PTN-1"),
    ]
    services.teams.set_leader(client.owner, team, "kim@bakery.example")
    for act in acts:
        for who in (kim, lee, guest):
            with pytest.raises(Forbidden):
                act(who)
        with pytest.raises(NotFound):
            act(agency.owner) if act is not acts[0] else teams.show(agency.owner, team)
    with pytest.raises(Forbidden):
        teams.list(guest)
    assert [one.name for one in services.products.list(guest)] == ["bakery.ch"]


def test_a_teams_clients_are_its_collaborators_until_the_partnership_ends(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    kim = make.person(agency, COLLABORATOR, email="kim@agency.example")
    make.person(agency, EXTERNAL, email="guest@agency.example")
    team = team_of(services, agency, "Web", "kim@agency.example", "guest@agency.example", agency.email)

    view = services.teams.grant_client(agency.owner, team, "Bakery")
    assert [(one.kind, one.subject) for one in view.grants] == [("client", "Bakery")]
    services.people.grant_client(agency.owner, "kim@agency.example", "Bakery")
    written = rows(services, "SELECT count(*) FROM audit_entries")
    assert services.teams.grant_client(agency.owner, team, "Bakery") == view
    services.people.grant_client(agency.owner, "kim@agency.example", "Bakery")
    assert rows(services, "SELECT count(*) FROM audit_entries") == written
    services.people.revoke_client(agency.owner, "kim@agency.example", "Bakery")
    assert [one.name for one in services.clients.list(kim)] == ["Bakery"]
    assert services.partnerships.preview_end(agency.owner, reference).grants_lost == 1
    services.people.set_role(agency.owner, "kim@agency.example", EXTERNAL)
    with pytest.raises(Forbidden):
        services.clients.list(kim)
    services.people.set_role(agency.owner, "kim@agency.example", COLLABORATOR)

    services.teams.revoke_client(agency.owner, team, "Bakery")
    assert services.clients.list(kim) == ()
    with pytest.raises(NotFound):
        services.teams.revoke_client(agency.owner, team, "Bakery")
    services.teams.grant_client(agency.owner, team, reference)
    services.agreements.end(client.owner, reference, PASSWORD)
    assert services.teams.show(agency.owner, team).grants == ()
    assert rows(services, "SELECT count(*) FROM team_clients") == [(0,)]
    with pytest.raises(NotFound):
        services.teams.grant_client(client.owner, team_of(services, client), "Agency")


def test_who_leaves_the_organisation_leaves_its_teams(services: Services, make: Builder, client: Org) -> None:
    make.person(client, COLLABORATOR, email="kim@bakery.example")
    team = team_of(services, client, "Web", "kim@bakery.example")
    services.teams.set_leader(client.owner, team, "kim@bakery.example")
    with pytest.raises(Refused, match="already"):
        services.teams.add_member(client.owner, team, "kim@bakery.example")

    services.people.remove(client.owner, "kim@bakery.example")

    view = services.teams.show(client.owner, team)
    assert (view.members, view.leader) == ((), None)
    make.person(client, COLLABORATOR, email="kim@bakery.example")
    with pytest.raises(Refused, match="is not in Web"):
        services.teams.set_leader(client.owner, team, "kim@bakery.example")
    with pytest.raises(Refused, match="is not in Web"):
        services.teams.remove_member(client.owner, team, "kim@bakery.example")


def test_the_present_products_of_a_family_are_granted_one_by_one(
    services: Services, make: Builder, client: Org
) -> None:
    kim = make.person(client, COLLABORATOR, email="kim@bakery.example")
    lee = make.person(client, COLLABORATOR, email="lee@bakery.example")
    team = team_of(services, client, "Web", "lee@bakery.example")
    services.people.grant_family(client.owner, "kim@bakery.example", "web_hosting", CHANGE)

    view = services.people.grant_family(client.owner, "kim@bakery.example", "web_hosting", LOOK, present_only=True)
    services.teams.grant_family(client.owner, team, "web_hosting", LOOK, present_only=True)
    make.product(client, "later.ch")

    assert [(one.kind, one.right) for one in view.grants] == [("product", LOOK)] * 3
    for member in (kim, lee):
        assert sorted(one.name for one in services.products.list(member)) == ["bakery.ch", "blog.ch", "shop.ch"]
    with pytest.raises(Refused, match="no product of this family"):
        services.people.grant_family(client.owner, "kim@bakery.example", "domain", LOOK, present_only=True)


def test_the_accounting_is_granted_to_collaborators_only_and_told(
    services: Services, make: Builder, client: Org
) -> None:
    kim = make.person(client, COLLABORATOR, email="kim@bakery.example")
    make.person(client, EXTERNAL, email="guest@bakery.example")
    people = services.people
    with pytest.raises(Forbidden):
        services.prepaid.show(kim)

    assert people.set_accounting(client.owner, "kim@bakery.example", True).accounting is Accounting.GRANTED

    services.prepaid.show(kim)
    assert told(services) == [("people.accounting_changed", "kim@bakery.example")]
    for who, reason in ((client.email, "by the role"), ("guest@bakery.example", "never"), ("kim@bakery.example", "")):
        with pytest.raises(Refused, match=reason or "already"):
            people.set_accounting(client.owner, who, True)
    with pytest.raises(Forbidden):
        people.set_accounting(kim, "kim@bakery.example", False)
    people.set_role(client.owner, "kim@bakery.example", EXTERNAL)
    assert "The right to the accounting" in mails(services)[-1].body
    view = people.set_role(client.owner, "kim@bakery.example", COLLABORATOR)
    assert view.accounting is Accounting.NONE
    with pytest.raises(Refused, match="already"):
        people.set_accounting(client.owner, "kim@bakery.example", False)


def test_an_invitation_is_sent_again_and_withdrawn(services: Services, make: Builder, client: Org) -> None:
    admin = make.person(client, ADMIN, email="ann@bakery.example")
    people = services.people

    def token() -> str:
        return mails(services)[-1].body.split("resellertui join ")[1].split()[0]

    people.invite(client.owner, Invite.of(email="new@bakery.example", name="Noa", role="collaborator"))
    first = token()
    (waiting,) = people.invitations(admin)
    assert (waiting.email, waiting.role, waiting.expired) == ("new@bakery.example", COLLABORATOR, False)
    services.office.clock.advance(days=60)  # type: ignore[attr-defined]  # the clock of tests
    assert [one.expired for one in people.invitations(admin)] == [True]

    again = people.resend_invitation(admin, "New@Bakery.example")
    assert (again.expired, again.expires_at > waiting.expires_at) == (False, True)
    with pytest.raises(NotFound):
        services.accounts.join(first, "a long new password")
    people.withdraw_invitation(admin, "new@bakery.example")
    with pytest.raises(NotFound):
        services.accounts.join(token(), "a long new password")
    assert people.invitations(admin) == ()
    with pytest.raises(NotFound):
        people.withdraw_invitation(admin, "new@bakery.example")

    people.invite(client.owner, Invite.of(email="boss@bakery.example", role="legal_representative"))
    for act in (people.withdraw_invitation, people.resend_invitation):
        with pytest.raises(Forbidden):
            act(admin, "boss@bakery.example")


def test_only_the_newest_invitation_of_an_address_lets_anyone_in_and_none_does_after_a_removal(
    services: Services, make: Builder, client: Org
) -> None:
    admin, people = make.person(client, ADMIN, email="ann@bakery.example"), services.people

    def invited(role: str, by: Actor = client.owner) -> str:
        people.invite(by, Invite.of(email="new@bakery.example", role=role))
        return mails(services)[-1].body.split("resellertui join ")[1].split()[0]

    first = invited("legal_representative")
    with pytest.raises(Forbidden):
        invited("external", admin)
    second = invited("external")
    assert [one.role for one in people.invitations(admin)] == [EXTERNAL]
    assert [one.role for one in people.list(admin) if not one.joined and not one.id] == [EXTERNAL]
    with pytest.raises(NotFound):
        services.accounts.join(first, "a long new password")
    with services.office.database.writer.begin() as connection:  # two wait, as older versions left it
        same = "org_id, email, email_key, name, created_at, expires_at"
        connection.exec_driver_sql(
            f"INSERT INTO invitations ({same}, token_hash, role) SELECT {same}, ?, 'administrator' FROM invitations",
            (hash_token("older"),),
        )
    services.accounts.join(second, "a long new password")
    assert people.invitations(admin) == ()
    people.remove(client.owner, "new@bakery.example")
    with pytest.raises(NotFound):
        services.accounts.join("older", "a long new password")


def test_a_person_is_shown_whole_to_itself_and_to_who_manages_people(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)
    make.product(agency, "agency.ch")
    kim = make.person(agency, COLLABORATOR, email="kim@agency.example")
    lee = make.person(agency, COLLABORATOR, email="lee@agency.example")
    guest = make.person(agency, EXTERNAL, email="guest@agency.example")
    team = team_of(services, agency, "Web", "kim@agency.example")
    services.teams.grant_client(agency.owner, team, "Bakery")
    services.teams.grant_family(agency.owner, team, "web_hosting", LOOK)
    services.people.grant_product(agency.owner, "kim@agency.example", "agency.ch", CHANGE)

    detail = services.people.show(agency.owner, "kim@agency.example")

    assert detail == services.people.show(kim)
    assert [(one.name, one.right, [why.label for why in one.sources]) for one in detail.products] == [
        ("agency.ch", CHANGE, ["own grant", "team Web (Web hosting)"])
    ]
    assert [(one.client, [why.label for why in one.sources]) for one in detail.clients] == [("Bakery", ["team Web"])]
    assert [(one.name, one.leads) for one in detail.teams] == [("Web", False)]
    other = services.people.show(lee, "kim@agency.example")
    assert (other.rights_shown, other.products, other.clients, other.person.grants) == (False, (), (), ())
    assert other.person.accounting is None
    assert services.people.show(guest).rights_shown
    with pytest.raises(Forbidden):
        services.people.show(guest, "kim@agency.example")
    with pytest.raises(NotFound):
        services.people.show(client.owner, "kim@agency.example")
