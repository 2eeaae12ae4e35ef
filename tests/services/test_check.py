"""The check proves what the guards promise, also when the guards are gone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.secrets import FileSecrets
from resellertui.domain.errors import Forbidden
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.checking import CheckReport
from resellertui.services.console import Services
from resellertui.services.maintenance import Maintenance
from resellertui.services.opening import open_services
from resellertui.services.teams.views import NewTeam
from resellertui.services.unit import Office
from resellertui.settings import Settings

OPERATOR = Actor.operator()

Force = Callable[..., None]


@pytest.fixture
def force(office: Office) -> Force:
    """Give raw SQL on the file, its guards dropped: what anyone with the file can do."""

    def run(*statements: str, drop: bool = True) -> None:
        assert office.database.path is not None
        with closing(sqlite3.connect(office.database.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            if drop:
                kinds = "type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%')"
                for kind, name in connection.execute(f"SELECT type, name FROM sqlite_master WHERE {kinds}").fetchall():
                    connection.execute(f"DROP {kind} {name}")
            for statement in statements:
                connection.execute(statement)

    return run


@pytest.fixture
def partner(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def check(services: Services) -> CheckReport:
    return services.maintenance.check(OPERATOR)


def told(services: Services, *areas: str) -> list[str]:
    """Return what the check finds, without the guards that the test itself dropped."""
    return [one.text for one in check(services).findings if one.area in areas or (not areas and one.area != "guards")]


def test_a_new_installation_is_clean(services: Services) -> None:
    report = check(services)
    assert report.findings == ()
    assert report.clean
    assert report.counts["organisations"] == 1


def test_a_lived_in_database_is_clean(services: Services, make: Builder, partner: Org, clock: FixedClock) -> None:
    client = make.organisation("Client", products=("a.ch", "b.ch"))
    other = make.organisation("Other")
    make.active(client, partner, products=("a.ch",))
    ended = make.active(other, partner)
    services.agreements.end(other.owner, ended, "correct horse battery")
    make.request(make.organisation("Third"), partner)
    clock.advance(days=40)
    services.tick.run(OPERATOR)
    report = check(services)
    assert report.findings == ()
    assert report.counts["active_partnerships"] == 1


def test_a_second_full_partner_forced_in_is_found(
    services: Services, make: Builder, partner: Org, force: Force
) -> None:
    client = make.organisation("Client")
    first = make.active(client, partner)
    second = make.request(make.organisation("Else"), make.partner("Second"))
    force(
        f"UPDATE partnerships SET client_id = {client.number}, state = 'active', active_since = requested_at "
        f"WHERE id = {second[4:]}"
    )
    found = told(services, "partnerships")
    assert f"{client.ref} has 2 active partnerships with full access: {first}, {second}." in found
    assert any(second in one and "the last thing that happened" in one for one in found)


def test_a_product_entrusted_twice_is_found(services: Services, make: Builder, partner: Org, force: Force) -> None:
    client = make.organisation("Client")
    product = make.product(client, "a.ch")
    make.product(client, "b.ch")
    first = make.active(client, partner, products=("a.ch",))
    second = make.active(client, make.partner("Second"), products=("b.ch",))
    force(
        f"INSERT INTO entrusted_products (partnership_id, product_id, since) "
        f"SELECT {second[4:]}, product_id, since FROM entrusted_products WHERE partnership_id = {first[4:]}"
    )
    assert f"{product} is entrusted more than once: {first}, {second}." in told(services, "partnerships")


def test_the_guards_that_were_dropped_are_named(services: Services, force: Force) -> None:
    force()
    found = told(services, "guards")
    assert "The guard audit_entries_no_update on audit_entries is missing." in found
    assert "The index uq_partnerships_full_partner on partnerships is missing." in found


def test_a_guard_that_was_weakened_or_added_is_named(services: Services, force: Force) -> None:
    force(
        "DROP TRIGGER audit_entries_no_update",
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT 1; END",
        "CREATE TRIGGER mine AFTER INSERT ON audit_entries BEGIN SELECT 1; END",
        drop=False,
    )
    found = told(services, "guards")
    assert "The guard audit_entries_no_update on audit_entries has been changed." in found
    assert "There is a trigger mine on audit_entries that is not the program's." in found


def test_a_missing_table_is_named_and_the_rest_is_not_guessed(services: Services, force: Force) -> None:
    force("DROP TABLE tick_runs")
    assert told(services, "guards")[-1] != ""
    assert "The table tick_runs is missing." in told(services, "guards")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE partnerships SET client_id = NULL WHERE id = 1", "PTN-1 is active without a client."),
        ("UPDATE partnerships SET client_id = partner_id WHERE id = 1", "its own partner"),
        ("DELETE FROM programme_members", "PTN-1 has a partner, ORG-2, that is not in the programme."),
        ("UPDATE partnerships SET payment = 'client' WHERE id = 1", "a payment method that does not go with it"),
        ("UPDATE partnerships SET state = 'asleep' WHERE id = 1", "that does not exist"),
        ("UPDATE partnerships SET active_since = NULL WHERE id = 1", "lacks a date"),
        ("DELETE FROM partnership_events WHERE kind = 'requested'", "PTN-1 has no event that says how it began."),
        ("UPDATE partnerships SET state = 'withdrawn' WHERE id = 1", "the last thing that happened to it is: accepted"),
        ("UPDATE partnership_events SET partnership_id = 77 WHERE kind = 'accepted'", "PTN-77, which does not exist"),
        ("UPDATE products SET org_id = 1", "PRD-1 is entrusted under PTN-1, whose client does not have it."),
        ("UPDATE partnerships SET state = 'ended', ended_at = requested_at", "which is not active and limited"),
        (
            "UPDATE partnerships SET access = 'full', payment = 'client'",
            "PTN-1 has full access, but its history grants another one.",
        ),
        ("DELETE FROM memberships WHERE org_id = 3", "ORG-3 has no legal representative."),
        ("UPDATE memberships SET role = 'king' WHERE org_id = 1", "a role in ORG-1 that does not exist"),
        ("UPDATE products SET period_months = 0", "PRD-1 has a period"),
        ("UPDATE products SET org_id = 99", "PRD-1 belongs to an organisation that does not exist."),
        ("UPDATE outbox SET sent_at = created_at WHERE id = 1", "MAIL-1 is marked as sent, but was never tried."),
        ("UPDATE outbox SET recipient = '' WHERE id = 2", "MAIL-2 goes to nobody."),
        ("UPDATE installation SET provider_id = 99", "The provider ORG-99 does not exist."),
        ("DELETE FROM installation", "The database has 0 identities; it must have one."),
    ],
)
def test_each_promise_broken_by_hand_is_found_and_named(
    services: Services, make: Builder, partner: Org, force: Force, statement: str, sentence: str
) -> None:
    client = make.organisation("Client", products=("a.ch",))
    make.active(client, partner, products=("a.ch",))
    assert told(services) == []
    force(statement)
    report = check(services)
    assert not report.clean
    assert any(sentence in one.text for one in report.findings), [one.text for one in report.findings]


def test_two_pending_requests_of_a_pair_are_found(
    services: Services, make: Builder, partner: Org, force: Force
) -> None:
    client = make.organisation("Client")
    first = make.request(client, partner)
    second = make.request(make.organisation("Else"), partner)
    force(f"UPDATE partnerships SET client_id = {client.number}")
    assert f"{client.ref} and {partner.ref} have several pending requests: {first}, {second}." in told(services)


def test_a_limited_partner_beside_a_full_one_is_found(
    services: Services, make: Builder, partner: Org, force: Force
) -> None:
    client = make.organisation("Client", products=("a.ch",))
    make.active(client, partner, products=("a.ch",))
    other = make.active(make.organisation("Else"), make.partner("Second"))
    force(f"UPDATE partnerships SET client_id = {client.number} WHERE id = {other[4:]}")
    assert any("a full partner and a limited one beside it" in one for one in told(services))


def test_grants_that_reach_too_far_are_found(services: Services, make: Builder, partner: Org, force: Force) -> None:
    client = make.organisation("Client", products=("a.ch",))
    reference = make.active(client, partner)
    make.person(partner, Role.COLLABORATOR, email="team@agency.example")
    make.person(client, Role.COLLABORATOR, email="team@client.example")
    services.people.grant_client(partner.owner, "team@agency.example", client.ref)
    services.people.grant_product(client.owner, "team@client.example", "a.ch", ProductRight.TECHNICAL)
    assert told(services) == []
    force("UPDATE memberships SET role = 'external' WHERE role = 'collaborator'", "UPDATE products SET org_id = 1")
    found = told(services, "people")
    assert any(f"is granted {reference}, and is no collaborator" in one for one in found)
    assert any("PRD-1, which is not of the same organisation" in one for one in found)


def test_teams_that_reach_beyond_their_organisation_are_found(
    services: Services, make: Builder, partner: Org, force: Force
) -> None:
    client = make.organisation("Client")
    reference = make.active(client, partner)
    product = make.product(partner, "own.ch")
    make.person(partner, Role.COLLABORATOR, email="team@agency.example")
    first, second = (services.teams.create(partner.owner, NewTeam.of(name=name)).id for name in ("Web", "Mail"))
    for one in ("team@agency.example", partner.email):
        services.teams.add_member(partner.owner, first, one)
    services.teams.set_leader(partner.owner, first, partner.email)
    services.teams.grant_product(partner.owner, first, product, ProductRight.TECHNICAL)
    services.teams.grant_client(partner.owner, first, client.ref)
    assert told(services) == []

    force(
        f"UPDATE teams SET org_id = {client.number} WHERE id = {first[5:]}",
        f"UPDATE memberships SET org_id = 1 WHERE user_id = {partner.owner.user_id}",
    )

    found = told(services, "teams")
    assert found == [
        f"USR-4 is in {first}, and does not belong to its organisation.",
        f"USR-{partner.owner.user_id} leads {first}, and does not belong to its organisation.",
        f"{first} is granted {product}, which is not of the same organisation.",
        f"{first} is granted {reference}, which is no active partnership of its organisation.",
    ]
    force("UPDATE team_members SET is_leader = 1", "UPDATE teams SET org_id = 999")
    assert {f"{first} has 2 leaders.", f"{second} belongs to an organisation that does not exist."} <= set(
        told(services, "teams")
    )


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit_entries SET action = 'nothing' WHERE id = 1", "entry 1 has been edited"),
        ("UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE id = 1", "entry 1 has been edited"),
        ("UPDATE audit_entries SET mac = 'é' WHERE id = 1", "entry 1 has been edited"),
        ("UPDATE audit_values SET \"values\" = 'no JSON' WHERE entry_id = 2", "values of entry 2 have been edited"),
        (
            "UPDATE audit_values SET \"values\" = '{}', erased_at = '2026-01-01' WHERE entry_id = 2",
            "values of entry 2 have been edited",
        ),
        ("DELETE FROM audit_entries", "it is empty"),
        ("UPDATE audit_values SET \"values\" = '{}' WHERE entry_id = 2", "values of entry 2 have been edited"),
        ("DELETE FROM audit_values WHERE entry_id = 2", "values of entry 2 are missing"),
        ("DELETE FROM audit_entries WHERE id = 2", "entries 2 to 2 are missing"),
        ("DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)", "its tail is cut"),
    ],
)
def test_an_audit_edited_by_hand_is_found(
    services: Services, make: Builder, partner: Org, force: Force, statement: str, sentence: str
) -> None:
    make.active(make.organisation("Client"), partner)
    force(statement)
    assert any(sentence in one for one in told(services, "audit")), told(services, "audit")


def test_a_cut_tail_stays_found_when_the_chain_is_written_on(
    services: Services, make: Builder, partner: Org, force: Force
) -> None:
    client = make.organisation("Client")
    make.request(client, partner)
    newest = "(SELECT max(id) FROM audit_entries)"
    force(f"DELETE FROM audit_values WHERE entry_id = {newest}", f"DELETE FROM audit_entries WHERE id = {newest}")
    for number in range(3):
        make.request(make.organisation(f"Later {number}"), partner)
    assert any("is not the one that was noted" in one for one in told(services, "audit"))


def test_a_copy_elsewhere_is_no_cut_original(
    services: Services, settings: Settings, office: Office, tmp_path: Path
) -> None:
    assert office.database.path is not None
    copy = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(office.database.path)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)
    opened = open_services(settings, database=str(copy), clock=office.clock)
    report = check(opened)
    opened.close()
    assert report.clean
    assert any("noted" in one for one in report.notices)


def test_a_console_without_the_key_says_that_the_audit_cannot_be_proved(office: Office, tmp_path: Path) -> None:
    strange = replace(office, secrets=FileSecrets(tmp_path / "none"))
    report = Maintenance(strange).check(OPERATOR)
    assert not report.clean
    assert any("does not have the audit key" in one.text for one in report.findings)


def test_a_dangling_reference_and_a_broken_column_are_found(services: Services, make: Builder, force: Force) -> None:
    make.organisation("Client", products=("a.ch",))
    force("UPDATE memberships SET user_id = 999 WHERE org_id = 2", "UPDATE products SET quantity = -1")
    found = told(services, "file")
    assert any("memberships refers to a row of users that does not exist" in one for one in found)
    assert any("CHECK constraint failed in products" in one for one in found)


def test_many_of_a_kind_are_not_listed_without_end(services: Services, make: Builder, force: Force) -> None:
    client = make.organisation("Client")
    rows = json.dumps(list(range(150)))
    force(
        "INSERT INTO products (org_id, sku, family, name, name_folded, quantity, period_months, anchor_day, "
        f"auto_renewal, created_at, version) SELECT {client.number}, 'x', 'x', 'x', 'x', 1, 0, 1, 0, '', 1 "
        f"FROM json_each('{rows}')"
    )
    found = told(services, "products")
    assert len(found) == 101
    assert found[-1] == "There are more of this kind."


def test_only_staff_and_the_owner_of_the_file_check(services: Services, make: Builder) -> None:
    with pytest.raises(Forbidden):
        services.maintenance.check(make.organisation("Stranger").owner)
    assert services.maintenance.check(make.staff).clean


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM terms_versions", "There are no programme terms"),
        ("UPDATE terms_versions SET text = 'version = 1'", "Version 1: "),
        ("UPDATE terms_versions SET effective_from = '2020-01-01'", "is dated 2020-01-01, and its text 2026-01-01"),
        (
            "INSERT INTO terms_versions (effective_from, published_at, text)"
            " SELECT effective_from, published_at, text FROM terms_versions",
            "are both called",
        ),
    ],
)
def test_terms_that_price_nothing_or_are_ambiguous_are_found(
    services: Services, force: Force, statement: str, said: str
) -> None:
    force(statement)

    assert [said in text for text in told(services, "terms")] == [True]
