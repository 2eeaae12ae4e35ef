"""People: who invites, who sets roles, who grants, and who is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Ambiguous, Conflict, Forbidden, NotFound, Refused
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.console import Services
from resellertui.services.inputs import Invite

LEGAL, ADMIN, COLLABORATOR, EXTERNAL = Role


def invitation(role: Role = COLLABORATOR, email: str = "new@bakery.example") -> Invite:
    """Return an invitation."""
    found: Invite = Invite.of(email=email, name="Noa New", role=role)
    return found


def token_in(text: str) -> str:
    """Return the token that a mail carries."""
    return text.split("resellertui join ")[1].split()[0]


def test_an_invited_person_joins_with_the_token_of_the_mail_and_takes_the_role(services: Services, client: Org) -> None:
    services.people.invite(client.owner, invitation(ADMIN))
    (mail,) = mails(services)
    assert (mail.kind, mail.recipient) == ("people.invited", "new@bakery.example")
    assert "administrator" in mail.body

    person = services.accounts.join(token_in(mail.body), "a long new password")

    assert [(one.name, one.role) for one in person.organisations] == [("Bakery", ADMIN)]
    assert [one.name for one in services.people.list(client.owner)] == ["Noa New", "Owner"]


def test_who_is_invited_is_listed_until_they_join_or_the_invitation_is_too_old(
    services: Services, clock: FixedClock, client: Org
) -> None:
    services.people.invite(client.owner, invitation())

    assert [(one.email, one.joined) for one in services.people.list(client.owner)][-1] == ("new@bakery.example", False)
    clock.advance(days=30)
    assert len(services.people.list(client.owner)) == 1


def test_who_belongs_already_is_not_invited_again(services: Services, client: Org) -> None:
    with pytest.raises(Conflict):
        services.people.invite(client.owner, invitation(email=client.email))


@pytest.mark.parametrize("role", [COLLABORATOR, EXTERNAL])
def test_only_legal_representatives_and_administrators_change_people(
    services: Services, make: Builder, client: Org, role: Role
) -> None:
    member = make.person(client, role, email="member@bakery.example")

    acts: list[Callable[[], object]] = [
        lambda: services.people.invite(member, invitation()),
        lambda: services.people.set_role(member, "member@bakery.example", ADMIN),
        lambda: services.people.remove(member, client.email),
        lambda: services.people.grant_product(member, "member@bakery.example", "bakery.ch", ProductRight.TECHNICAL),
        lambda: services.people.grant_family(member, "member@bakery.example", "domains", ProductRight.TECHNICAL),
        lambda: services.people.grant_client(member, "member@bakery.example", "PTN-1"),
        lambda: services.people.revoke_product(member, "member@bakery.example", "bakery.ch"),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()


def test_a_changed_role_is_told_to_the_person(services: Services, make: Builder, client: Org) -> None:
    make.person(client, COLLABORATOR, email="member@bakery.example")

    services.people.set_role(client.owner, "member@bakery.example", ADMIN)

    assert told(services) == [("people.role_changed", "member@bakery.example")]
    assert "administrator" in mails(services)[0].body


def test_who_is_removed_is_told_and_reaches_nothing_any_more(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, ADMIN, email="member@bakery.example")

    services.people.remove(client.owner, "member@bakery.example")

    assert told(services) == [("people.role_changed", "member@bakery.example")]
    with pytest.raises(NotFound):
        services.products.list(member)
    assert services.accounts.sign_in("member@bakery.example", PASSWORD)[0].organisations == ()


def test_the_last_legal_representative_is_not_demoted(services: Services, client: Org) -> None:
    with pytest.raises(Refused, match="keeps at least one legal representative"):
        services.people.set_role(client.owner, client.email, ADMIN)


def test_the_last_legal_representative_is_not_removed(services: Services, client: Org) -> None:
    with pytest.raises(Refused, match="keeps at least one legal representative"):
        services.people.remove(client.owner, client.email)


def test_one_of_two_legal_representatives_may_go(services: Services, make: Builder, client: Org) -> None:
    make.person(client, LEGAL, email="second@bakery.example")

    services.people.remove(client.owner, "second@bakery.example")

    assert len(services.people.list(client.owner)) == 1


def test_the_same_role_again_is_refused(services: Services, client: Org) -> None:
    with pytest.raises(Refused, match="already"):
        services.people.set_role(client.owner, client.email, LEGAL)


def test_a_granted_family_covers_future_products(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, COLLABORATOR, email="member@bakery.example")
    services.people.grant_family(client.owner, "member@bakery.example", "web_hosting", ProductRight.STATISTICS)

    make.product(client, "later.ch")

    assert "later.ch" in [one.name for one in services.products.list(member)]


def test_a_grant_is_given_changed_and_taken_back(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, EXTERNAL, email="member@bakery.example")
    for right in (ProductRight.STATISTICS, ProductRight.TECHNICAL):
        view = services.people.grant_product(client.owner, "member@bakery.example", "bakery.ch", right)
        assert [(one.subject, one.right) for one in view.grants] == [("bakery.ch", right)]

    services.people.revoke_product(client.owner, "member@bakery.example", "bakery.ch")

    assert services.products.list(member) == ()
    with pytest.raises(NotFound):
        services.people.revoke_product(client.owner, "member@bakery.example", "bakery.ch")


def test_who_has_everything_is_granted_nothing(services: Services, make: Builder, client: Org, agency: Org) -> None:
    make.active(client, agency)

    with pytest.raises(Refused):
        services.people.grant_product(client.owner, client.email, "bakery.ch", ProductRight.TECHNICAL)
    with pytest.raises(Refused):
        services.people.grant_client(agency.owner, agency.email, "Bakery")


def test_clients_are_not_granted_to_external_users(services: Services, make: Builder, client: Org, agency: Org) -> None:
    make.active(client, agency)
    make.person(agency, EXTERNAL, email="e@agency.example")

    with pytest.raises(Refused, match="external user"):
        services.people.grant_client(agency.owner, "e@agency.example", "Bakery")


def test_an_administrator_grants_clients_to_a_collaborator_who_then_reaches_them(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)
    member = make.person(agency, COLLABORATOR, email="c@agency.example")
    admin = make.person(agency, ADMIN, email="a@agency.example")
    assert services.clients.list(member) == ()

    services.people.grant_client(admin, "c@agency.example", "Bakery")

    assert [one.name for one in services.clients.list(member)] == ["Bakery"]
    services.people.revoke_client(admin, "c@agency.example", "Bakery")
    assert services.clients.list(member) == ()


def test_a_collaborator_who_becomes_an_external_user_loses_its_clients(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)
    make.person(agency, COLLABORATOR, email="c@agency.example")
    services.people.grant_client(agency.owner, "c@agency.example", "Bakery")

    services.people.set_role(agency.owner, "c@agency.example", EXTERNAL)

    assert rows(services, "SELECT count(*) FROM client_grants") == [(0,)]


def test_who_does_not_manage_people_reads_no_grants_but_its_own(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, COLLABORATOR, email="c@bakery.example")
    make.person(client, COLLABORATOR, email="d@bakery.example")
    services.people.grant_product(client.owner, "c@bakery.example", "shop.ch", ProductRight.TECHNICAL)
    services.people.grant_product(client.owner, "d@bakery.example", "bakery.ch", ProductRight.TECHNICAL)

    grants = {one.email: [grant.subject for grant in one.grants] for one in services.people.list(member)}

    assert grants == {"c@bakery.example": ["shop.ch"], "d@bakery.example": [], client.email: []}


def test_an_external_user_does_not_see_the_people(services: Services, make: Builder, client: Org) -> None:
    with pytest.raises(Forbidden):
        services.people.list(make.person(client, EXTERNAL))


def test_people_of_other_organisations_are_not_found(services: Services, client: Org, agency: Org) -> None:
    answers = set()
    for who in (agency.email, f"USR-{agency.owner.user_id}", "USR-999", "nobody@anywhere.example"):
        with pytest.raises(NotFound) as refusal:
            services.people.set_role(client.owner, who, ADMIN)
        answers.add(str(refusal.value).replace(who, "#"))
    assert len(answers) == 1


def test_an_ambiguous_name_lists_who_it_could_be(services: Services, make: Builder, client: Org) -> None:
    for number in (1, 2):
        make.person(client, COLLABORATOR, email=f"{number}@bakery.example", name="Kim")

    with pytest.raises(Ambiguous, match=r"1@bakery.example.*2@bakery.example"):
        services.people.set_role(client.owner, "Kim", ADMIN)
