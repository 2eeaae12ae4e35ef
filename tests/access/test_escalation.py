"""Attacks on the separation between people, each told in its docstring, each failing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.builders import PASSWORD, STAFF_EMAIL, Builder, Org
from tests.services.life import arrangement, ask_client, mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.access import Identity
from resellertui.domain.errors import (
    Forbidden,
    NotFound,
    Refused,
    ResellerError,
    SignInNeeded,
    SlowedDown,
    WrongPassword,
)
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, Invite, Listing, NewOrganisation, Pause


@pytest.fixture
def client(make: Builder) -> Org:
    """Give the organisation that is attacked."""
    return make.organisation("Bakery", email="owner@bakery.example", products=("bakery.ch", "shop.ch"))


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give a partner."""
    return make.partner("Agency", email="owner@agency.example")


def inside(partner: Actor, client: Org) -> Actor:
    """Return the actor who claims to be inside the client's organisation."""
    return Actor(partner.user_id, partner.org_id, client.number)


def test_a_collaborator_grants_itself_a_client(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """A collaborator reaches no client until one is granted. It calls the verb that grants, for itself."""
    make.active(client, agency)
    member = make.person(agency, Role.COLLABORATOR, email="c@agency.example")

    with pytest.raises(Forbidden):
        services.people.grant_client(member, "c@agency.example", "Bakery")
    with pytest.raises(Forbidden):
        services.products.list(inside(member, client))


def test_a_collaborator_says_that_it_is_inside_a_client_not_granted_to_it(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    """The actor names the client it acts for. A collaborator of the partner fills in one that it was never granted."""
    make.active(client, agency)
    member = make.person(agency, Role.COLLABORATOR)
    product = services.products.list(client.owner)[0].id

    for act in (
        lambda: services.products.list(inside(member, client)),
        lambda: services.products.show(inside(member, client), "bakery.ch"),
        lambda: services.products.show(member, product),
        lambda: services.products.set_auto_renewal(inside(member, client), "bakery.ch", True),
        lambda: services.clients.enter(member, "Bakery"),
        lambda: services.clients.show(member, "Bakery"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_partner_keeps_reading_after_the_end(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """A console left open inside a client keeps its actor. The client ends the partnership; the console asks on."""
    reference = make.active(client, agency)
    old = inside(agency.owner, client)
    product = services.products.list(old)[0].id

    services.agreements.end(client.owner, reference, PASSWORD)

    for act in (
        lambda: services.products.list(old),
        lambda: services.products.show(old, product),
        lambda: services.products.show(agency.owner, product),
        lambda: services.products.set_auto_renewal(old, product, True),
    ):
        with pytest.raises(NotFound):
            act()
    assert services.clients.show(agency.owner, reference).organisation is None


def test_a_partner_keeps_reading_during_a_pause(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """As before, with a pause instead of an end: it is active still, and keeps its slot, but shows nothing."""
    reference = make.active(client, agency)
    old = inside(agency.owner, client)
    product = services.products.list(old)[0].id

    services.agreements.pause(client.owner, reference, Pause.of(reason="audit", until="2026-12-20"))

    for act in (
        lambda: services.products.list(old),
        lambda: services.products.show(agency.owner, product),
        lambda: services.clients.enter(agency.owner, reference),
    ):
        with pytest.raises(Forbidden):
            act()
    assert services.partnerships.preview_end(agency.owner, reference).products_leaving == 0


def test_a_limited_partner_reads_the_other_products(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    """A partner with one product entrusted guesses the names and ids of the others."""
    make.active(client, agency, products=("bakery.ch",))
    other = services.products.show(client.owner, "shop.ch").id

    for guess in ("shop.ch", other):
        with pytest.raises(NotFound):
            services.products.show(inside(agency.owner, client), guess)
        with pytest.raises(NotFound):
            services.products.show(agency.owner, guess)


def test_people_of_another_partner_read_along(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """A partner that has nothing to do with a client walks through all the small ids there are."""
    make.active(client, agency)
    rival = make.partner("Rival")
    number = int(client.ref.partition("-")[2])

    for guess in range(1, 12):
        for act in (
            lambda guess=guess: services.partnerships.show(rival.owner, f"PTN-{guess}"),
            lambda guess=guess: services.products.show(rival.owner, f"PRD-{guess}"),
            lambda guess=guess: services.clients.show(rival.owner, f"ORG-{guess}"),
        ):
            with pytest.raises(NotFound):
                act()
    with pytest.raises(NotFound):
        services.products.list(replace(rival.owner, for_client_id=number))
    with pytest.raises(NotFound):
        services.organisations.show(rival.owner, client.ref)


def test_a_person_says_that_it_acts_for_an_organisation_it_does_not_belong_to(
    services: Services, client: Org, agency: Org
) -> None:
    """The actor names its organisation. The partner's owner fills in the client's, as if a member of it."""
    forged = Actor(agency.owner.user_id, client.number)

    for act in (
        lambda: services.products.list(forged),
        lambda: services.people.list(forged),
        lambda: services.partnerships.list(forged),
        lambda: services.home.show(forged),
        lambda: services.people.invite(forged, Invite.of(email="x@agency.example", role="administrator")),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_user_says_that_it_is_staff(services: Services, client: Org) -> None:
    """The actor carries an identity. Anyone sets it to staff: who is staff is read from the database instead."""
    forged = replace(client.owner, identity=Identity.STAFF)

    with pytest.raises(Forbidden):
        services.programme.approve(forged, client.ref, Listing())
    with pytest.raises(Forbidden):
        services.tick.run(forged)


def test_an_external_user_of_the_provider_runs_the_installation(services: Services, make: Builder) -> None:
    """The provider lets a contractor look at one product of its own. The contractor is a member, but no staff."""
    contractor = make.person(1, Role.EXTERNAL, email="contractor@elsewhere.example")

    with pytest.raises(Forbidden):
        services.tick.run(contractor)
    with pytest.raises(Forbidden):
        services.mail.list(contractor)
    with pytest.raises(NotFound):
        services.organisations.show(contractor, "ORG-2")


def test_an_administrator_makes_a_legal_representative(services: Services, make: Builder, client: Org) -> None:
    """Administrators manage people, and so try to give a friend, or themselves, the role that signs for everything."""
    admin = make.person(client, Role.ADMINISTRATOR, email="admin@bakery.example")
    make.person(client, Role.COLLABORATOR, email="friend@bakery.example")

    acts: list[Callable[[], object]] = [
        lambda: services.people.set_role(admin, "friend@bakery.example", Role.LEGAL_REPRESENTATIVE),
        lambda: services.people.set_role(admin, "admin@bakery.example", Role.LEGAL_REPRESENTATIVE),
        lambda: services.people.invite(admin, Invite.of(email="new@x.example", role="legal_representative")),
        lambda: services.people.set_role(admin, client.email, Role.COLLABORATOR),
        lambda: services.people.remove(admin, client.email),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()


def test_a_collaborator_gives_itself_more_rights_on_a_product(services: Services, make: Builder, client: Org) -> None:
    """A person with a right to look asks for the right to change."""
    member = make.person(client, Role.COLLABORATOR, email="c@bakery.example")
    services.people.grant_product(client.owner, "c@bakery.example", "shop.ch", ProductRight.STATISTICS)

    with pytest.raises(Forbidden):
        services.people.grant_product(member, "c@bakery.example", "shop.ch", ProductRight.TECHNICAL)


def test_a_password_is_guessed_through_a_rehearsal(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """A rehearsal keeps nothing. If it forgot the failures too, `--dry-run` would be a way to guess for free."""
    reference = make.active(client, agency)
    rehearsal = services.rehearsing()
    for _guess in range(6):
        with pytest.raises(WrongPassword):
            rehearsal.agreements.end(client.owner, reference, "guess")

    with pytest.raises(SlowedDown):
        rehearsal.agreements.end(client.owner, reference, PASSWORD)
    with pytest.raises(SlowedDown):
        services.accounts.sign_in(client.email, PASSWORD)


def test_a_password_is_guessed_by_turns_on_many_people(services: Services, make: Builder) -> None:
    """Five guesses a person are free; somebody tries the same few passwords on everyone."""
    people = [f"p{number}@test.example" for number in range(7)]
    org = make.organisation("Many")
    for one in people:
        make.person(org, Role.COLLABORATOR, email=one)
    for one in people[:6]:
        with pytest.raises(WrongPassword):
            services.accounts.sign_in(one, "password1")

    with pytest.raises(SlowedDown):
        services.accounts.sign_in(people[6], "password1")


def test_failures_are_spread_over_days(services: Services, clock: FixedClock, client: Org) -> None:
    """A day without failures starts the count anew: so five a day are free, and no more."""
    for _day in range(3):
        for _guess in range(5):
            with pytest.raises(WrongPassword):
                services.accounts.sign_in(client.email, "guess")
        clock.advance(days=1)
    for _guess in range(6):
        with pytest.raises(WrongPassword):
            services.accounts.sign_in(client.email, "guess")

    with pytest.raises(SlowedDown):
        services.accounts.sign_in(client.email, PASSWORD)


def test_the_address_of_a_person_is_found_out_by_signing_in(services: Services, client: Org) -> None:
    """Somebody looks whether an address is known here, by the difference between two refusals."""
    answers = set()
    for address in (client.email, "nobody@anywhere.example", "no address at all"):
        with pytest.raises(WrongPassword) as refusal:
            services.accounts.sign_in(address, "guess")
        answers.add(str(refusal.value))

    assert len(answers) == 1


def test_a_request_is_caught_by_stating_a_strangers_address(services: Services, make: Builder, agency: Org) -> None:
    """A partner asks somebody who has not joined yet. A third person makes an organisation with that address."""
    reference = ask_client(services, agency, "victim@new.example").partnership.id
    thief = make.organisation("Thief")
    wish = NewOrganisation.of(name="Victim", kind="company", email="victim@new.example", country="CH")
    made = services.organisations.create(Actor(user_id=thief.owner.user_id), wish)

    forged = Actor(thief.owner.user_id, int(made.id.partition("-")[2]))

    assert services.partnerships.list(forged) == ()
    with pytest.raises(NotFound):
        services.requests.accept(forged, reference, Answer())


def test_a_token_is_used_twice(services: Services, client: Org) -> None:
    """Whoever reads an old mail tries the token in it again."""
    services.people.invite(client.owner, Invite.of(email="new@bakery.example", role="administrator"))
    token = mails(services)[0].body.split("resellertui join ")[1].split()[0]
    services.accounts.join(token, "a long new password")

    with pytest.raises(NotFound):
        services.accounts.join(token, "another long password")


def test_a_token_takes_over_the_account_of_a_known_person(services: Services, client: Org, agency: Org) -> None:
    """Somebody who got hold of an invitation to a person with an account tries to set that person's password."""
    services.people.invite(client.owner, Invite.of(email=agency.email, role="administrator"))
    token = mails(services)[0].body.split("resellertui join ")[1].split()[0]

    with pytest.raises(WrongPassword):
        services.accounts.join(token, "a long new password")

    assert services.accounts.sign_in(agency.email, PASSWORD)


def test_a_copy_of_the_database_lets_nobody_in(services: Services, client: Org) -> None:
    """Somebody with a copy of the file looks for tokens and passwords in it."""
    _person, token = services.accounts.sign_in(client.email, PASSWORD, remember=True)
    assert token is not None

    everything = str(rows(services, "SELECT * FROM sessions")) + str(rows(services, "SELECT * FROM users"))

    assert token not in everything
    assert PASSWORD not in everything


def test_a_remembered_session_is_used_in_locked_mode(services: Services, client: Org) -> None:
    """In locked mode nothing is remembered. Somebody brings the token of a session made elsewhere."""
    _person, token = services.accounts.sign_in(client.email, PASSWORD, remember=True)
    assert token is not None
    locked = Services(replace(services.office, locked=True))

    with pytest.raises(SignInNeeded):
        locked.accounts.resume(token)
    assert locked.accounts.sign_in(client.email, PASSWORD, remember=True)[1] is None


def test_a_live_database_is_opened_as_someone_without_a_password(services: Services) -> None:
    """Only demonstrations answer to an address alone."""
    with pytest.raises(SignInNeeded):
        services.accounts.as_person(STAFF_EMAIL)
    assert services.accounts.demo_people() == ()


def test_the_owner_of_the_file_is_asked_for_in_locked_mode(services: Services) -> None:
    """In locked mode the account that owns the file runs the console for other people."""
    locked = Services(replace(services.office, locked=True))

    for act in (
        lambda: locked.tick.run(Actor.operator()),
        lambda: locked.mail.list(Actor.operator()),
        lambda: locked.maintenance.check(Actor.operator()),
    ):
        with pytest.raises(Forbidden):
            act()


def test_nobody_signed_in_acts(services: Services) -> None:
    """A front end forgets to sign anyone in."""
    wish = NewOrganisation.of(name="Nobody's", kind="company", email="n@nobody.example", country="CH")

    for act in (
        lambda: services.organisations.create(Actor(), wish),
        lambda: services.directory.search(Actor()),
        lambda: services.partnerships.list(Actor()),
        lambda: services.home.show(Actor()),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()


def test_a_partner_changes_what_the_client_granted(services: Services, make: Builder, client: Org, agency: Org) -> None:
    """A limited partner widens its own access, or makes the client's answer its own."""
    reference = make.active(client, agency, products=("bakery.ch",))
    asked = ask_client(services, agency, make.organisation("Florist").email).partnership.id

    with pytest.raises(Forbidden):
        services.agreements.change_access(agency.owner, reference, arrangement(Access.FULL, Payment.CLIENT))
    with pytest.raises(Refused):
        services.requests.accept(agency.owner, asked, Answer())


def test_every_member_below_a_legal_representative_ends_a_partnership(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    """People with the right password, but not the role."""
    reference = make.active(client, agency)

    for role in (Role.ADMINISTRATOR, Role.COLLABORATOR, Role.EXTERNAL):
        for side in (client, agency):
            member = make.person(side, role)
            with pytest.raises(ResellerError):
                services.agreements.end(member, reference, PASSWORD)
