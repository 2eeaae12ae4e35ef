"""The first look shows what the services would show, to whom they would show it, and gives up where it can't."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from tests.builders import PASSWORD, STAFF_EMAIL, TODAY, Builder, Org
from tests.demonstration import opened
from tests.services.life import ask_client
from tests.services.quoting import asked, file, offer, wants

from resellertui.adapters.clock import Clock, FixedClock
from resellertui.adapters.secrets import FileSecrets, KeyringSecrets, LayeredSecrets
from resellertui.domain.errors import NotFound
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.partnership import Payment
from resellertui.domain.programme import default_terms_text
from resellertui.domain.roles import ProductRight, Role
from resellertui.services import sessions
from resellertui.services.actor import Actor, actor_for
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.first_look import first_look
from resellertui.services.first_views import FirstLook, SignedIn
from resellertui.services.inputs import Pause
from resellertui.services.leads.contract_views import OutsideInput
from resellertui.services.support.case_views import Message, NewRequest
from resellertui.settings import Settings, load_settings


def place_of(services: Services) -> Path:
    """Return the database's file."""
    assert services.office.database.path is not None
    return services.office.database.path


def look(
    services: Services, *, email: str | None = None, org: int | None = None, clock: Clock | None = None
) -> FirstLook | None:
    """Take the first look as the command does."""
    return first_look(
        place_of(services),
        services.office.secrets,
        lambda _person: org,
        email=email,
        clock=clock or services.office.clock,
    )


def remember(services: Services, email: str) -> str:
    """Sign a person in so that the session is remembered, and return its token."""
    _person, token = services.accounts.sign_in(email, PASSWORD, remember=True)
    assert token is not None
    sessions.remember(services, token)
    return token


def alter(services: Services, statement: str) -> None:
    """Change the file beneath the program."""
    with closing(sqlite3.connect(place_of(services))) as raw:
        raw.execute(statement)
        raw.commit()


def ask_for_quotes(services: Services, make: Builder, agency: Org, studio: Org, client: Org) -> None:
    """Let requests for quotes wait for everybody: a partner, its client, one that asks itself, and staff."""
    file(services)  # nobody wants it yet
    for partner in (agency, studio):
        wants(make, partner)
    file(services)
    own = services.quote_requests.file(agency.owner, asked()).request.id
    offer(services, studio.owner, own)
    won = services.quote_requests.file(client.owner, asked()).request.id
    offer(services, agency.owner, won)
    offers = services.quote_requests.show(client.owner, won).offers
    services.quote_contracts.accept(client.owner, offers[0].id)
    services.outside_products.note(client.owner, OutsideInput.of(provider="Other", product="Mailbox"))


@pytest.fixture
def town(services: Services, make: Builder, client: Org, agency: Org, studio: Org, clock: FixedClock) -> Org:
    """Give an agency to which everything happens that Home speaks of."""
    clock.advance(days=-40)
    paid_for = make.organisation("Paid For")
    make.active(paid_for, agency, payment=Payment.PARTNER)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="99.00", currency="CHF"))
    wish = OrderInput.of(lines=[{"sku": "web-hosting"}], client=paid_for.ref, pay=True)
    services.orders.place(agency.owner, wish)
    clock.advance(days=40)
    bakery = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, bakery, Payment.PARTNER)
    services.agreements.set_end_date(client.owner, bakery, TODAY + timedelta(days=9))
    florist = make.organisation("Florist", products=("flowers.ch", "roses.ch"))
    paused = make.active(florist, agency, products=("flowers.ch",))
    make.active(florist, studio, products=("roses.ch",))
    services.agreements.pause(florist.owner, paused, Pause.of(reason="audit", until="2026-12-01"))
    make.request(make.organisation("Asker"), agency)
    ask_client(services, agency, "somebody@elsewhere.test")
    ask_client(services, studio, agency.email)
    make.product(agency, "agency.ch", expires_on=TODAY + timedelta(days=3))
    make.product(agency, "granted.ch", expires_on=TODAY - timedelta(days=3))
    make.product(agency, "mail.ch", sku="mail-hosting", expires_on=TODAY + timedelta(days=5))
    make.product(client, "dead.ch", expires_on=TODAY - timedelta(days=5))
    make.product(client, "near.ch", expires_on=TODAY + timedelta(days=12))
    make.product(agency, "poor.ch", expires_on=TODAY + timedelta(days=11), auto_renewal=True)
    services.tick.run(Actor.operator())
    services.orders.place(agency.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    case = services.support_cases.open(agency.owner, NewRequest.of(subject="x", text="y")).case.id
    services.support_queue.answer(make.staff, case, Message.of(text="z"))
    services.support_cases.open(client.owner, NewRequest.of(subject="x", text="y"))
    ask_for_quotes(services, make, agency, studio, paid_for)
    alter(services, "UPDATE support_cases SET due_at = '2026-11-23T08:35:00.000000Z' WHERE id = 2")
    alter(services, f"UPDATE programme_members SET suspend_on = '2027-01-30', warned_on = '{TODAY}' WHERE org_id = 3")
    return agency


@pytest.fixture(scope="module")
def demo(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give one demonstration: these tests only look."""
    home = copytree(told, tmp_path_factory.mktemp("demo") / "home")
    with opened(load_settings({"HOME": str(home), "RESELLERTUI_SECRETS": "file"}), home / "demo.sqlite") as services:
        yield services


def assert_same(services: Services, seen: FirstLook | None, person: SignedIn) -> None:
    """Hold the first look against what the services say of the same person in the same organisation."""
    assert seen is not None
    assert seen.choice is not None
    assert seen.person == person
    assert seen.choice in person.organisations
    assert seen.is_for_play == services.accounts.is_for_play()
    assert seen.home == services.home.show(actor_for(person, parse_id(Kind.ORGANISATION, seen.choice.id)))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_granted", [False, True])
def test_every_role_sees_at_first_what_the_services_show(
    services: Services, make: Builder, town: Org, role: Role, is_granted: bool
) -> None:
    person = make.person(town, role, email="one@agency.test")
    if is_granted and role in {Role.COLLABORATOR, Role.EXTERNAL}:
        services.people.grant_product(town.owner, "one@agency.test", "granted.ch", ProductRight.STATISTICS)
    if is_granted and role is Role.COLLABORATOR:
        services.people.grant_client(town.owner, "one@agency.test", "Bakery")
    remember(services, "one@agency.test")

    assert_same(services, look(services), services.accounts.refresh(person))


def test_clients_and_staff_see_at_first_what_the_services_show(services: Services, make: Builder, town: Org) -> None:
    for org in (*make.made, Org(1, "Provider", STAFF_EMAIL, make.staff)):
        remember(services, org.email)

        seen = look(services)

        assert_same(services, seen, services.accounts.refresh(org.owner))
        assert seen == look(services, email=org.email)


def test_the_published_terms_hold_at_first_too(services: Services, town: Org) -> None:
    remember(services, town.email)
    before = look(services)
    text = default_terms_text().replace("auto_renewal_min = 14", "auto_renewal_min = 4").replace("'", "''")
    alter(
        services,
        "INSERT INTO terms_versions (effective_from, published_at, text) "
        f"VALUES ('2026-11-01', '2026-11-01T00:00:00.000000Z', '{text}')",
    )

    seen = look(services)

    assert_same(services, seen, services.accounts.refresh(town.owner))
    assert seen != before


def test_a_client_that_has_not_accepted_is_called_what_the_partner_typed(
    services: Services, make: Builder, agency: Org
) -> None:
    make.organisation("Secret Name SA", email="hidden@client.test")
    ask_client(services, agency, "hidden@client.test")
    remember(services, agency.email)

    seen = look(services)

    assert "Secret Name" not in repr(seen)


def test_everybody_of_the_demonstration_sees_at_first_what_the_services_show(demo: Services) -> None:
    people = [email for email, _name in demo.accounts.demo_people()]

    assert len(people) > 3
    for email in people:
        person = demo.accounts.as_person(email)
        for one in person.organisations:
            assert_same(demo, look(demo, email=email, org=parse_id(Kind.ORGANISATION, one.id)), person)


def test_nothing_is_written_by_looking(services: Services, agency: Org) -> None:
    remember(services, agency.email)
    before = place_of(services).read_bytes()

    assert look(services) is not None

    assert place_of(services).read_bytes() == before


def test_on_another_day_than_that_of_the_lists_the_services_have_to_say_it(
    services: Services, agency: Org, clock: FixedClock
) -> None:
    remember(services, agency.email)
    clock.advance(days=1)

    assert look(services) is None


def test_without_a_remembered_session_nobody_is_shown_anything(services: Services, agency: Org) -> None:
    assert look(services) is None
    assert look(services, email=agency.email) is None


def test_a_session_that_has_ended_shows_nothing(services: Services, agency: Org) -> None:
    token = remember(services, agency.email)
    services.accounts.sign_out(token)

    assert look(services) is None


def test_a_session_past_its_date_shows_nothing(services: Services, agency: Org, clock: FixedClock) -> None:
    remember(services, agency.email)
    assert look(services) is not None
    clock.advance(days=services.office.terms.days.session_lifetime)
    alter(services, f"UPDATE portfolio_day SET today = '{clock.now().date()}'")  # our own date

    assert look(services) is None


def test_a_token_of_nobodys_shows_nothing(services: Services, agency: Org) -> None:
    remember(services, agency.email)
    with services.office.reading(agency.owner) as unit:
        unit.open_to_everyone("a test looks beneath")
        name = sessions.name_of_session(unit.installation.database_id, None)
    services.office.secrets.put(name, "another token")

    assert look(services) is None


def test_a_real_database_opens_for_nobody_by_name_alone(services: Services, agency: Org, studio: Org) -> None:
    remember(services, agency.email)

    assert look(services, email=studio.email) is None


@pytest.mark.parametrize("email", ["nobody@agency.example", "no address", ""])
def test_a_name_that_nobody_has_is_for_the_services_to_speak_of(demo: Services, email: str) -> None:
    assert look(demo, email=email) is None


def test_who_left_the_organisation_sees_nothing_of_it(services: Services, make: Builder, town: Org) -> None:
    make.person(town, Role.COLLABORATOR, email="one@agency.test")
    remember(services, "one@agency.test")
    assert look(services) is not None

    alter(services, "DELETE FROM memberships WHERE role = 'collaborator'")

    assert look(services) is None


def test_who_belongs_to_several_organisations_is_asked_first(
    services: Services, make: Builder, agency: Org, studio: Org
) -> None:
    make.person(studio, Role.ADMINISTRATOR, email=agency.email)
    remember(services, agency.email)

    assert look(services) is None
    assert look(services, org=99) is None
    assert_same(services, look(services, org=studio.number), services.accounts.refresh(agency.owner))


def test_an_organisation_that_can_not_be_meant_is_for_the_services_to_refuse(services: Services, agency: Org) -> None:
    remember(services, agency.email)

    def choose(_person: SignedIn) -> int | None:
        raise NotFound("There is none.")

    assert first_look(place_of(services), services.office.secrets, choose, clock=services.office.clock) is None


def test_no_keyring_is_asked(services: Services, settings: Settings, agency: Org) -> None:
    class NeverAsked(KeyringSecrets):
        def get(self, name: str) -> str | None:
            raise AssertionError(name)

    token = remember(services, agency.email)
    files = FileSecrets(settings.config_dir / "secrets")
    with services.office.reading(agency.owner) as unit:
        unit.open_to_everyone("a test looks beneath")
        name = sessions.name_of_session(unit.installation.database_id, None)

    def seen(secrets: LayeredSecrets) -> FirstLook | None:
        return first_look(place_of(services), secrets, lambda _person: None, clock=services.office.clock)

    assert files.get(name) == token
    assert seen(LayeredSecrets(NeverAsked(), files)) is not None
    files.drop(name)
    assert seen(LayeredSecrets(NeverAsked(), files)) is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE alembic_version SET version_num = '0001'",
        "DROP TABLE portfolio_totals",
        "DELETE FROM portfolio_day",
        "INSERT INTO terms_versions (effective_from, published_at, text) "
        "VALUES ('2026-11-01', '2026-11-01T00:00:00.000000Z', 'terms of their own')",
        "UPDATE sessions SET expires_at = 'never'",
    ],
)
def test_what_is_not_as_expected_is_for_the_services_to_judge(services: Services, agency: Org, damage: str) -> None:
    remember(services, agency.email)
    alter(services, damage)

    assert look(services) is None


def test_a_file_that_is_missing_or_no_database_is_for_the_services_to_judge(
    services: Services, agency: Org, tmp_path: Path
) -> None:
    remember(services, agency.email)
    noise = tmp_path / "noise.sqlite"
    noise.write_bytes(os.urandom(4096))

    for path in (noise, tmp_path / "missing.sqlite"):
        assert first_look(path, services.office.secrets, lambda _person: None, clock=services.office.clock) is None
    assert not (tmp_path / "missing.sqlite").exists()


def test_a_console_that_is_writing_is_not_waited_for_and_hides_nothing(services: Services, agency: Org) -> None:
    remember(services, agency.email)
    with closing(sqlite3.connect(place_of(services), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM sessions")

        assert look(services) is not None

        other.execute("ROLLBACK")
