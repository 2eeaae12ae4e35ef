"""Seeding: the same people, many clients, sound, repeatable, and whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from tests.builders import NOW

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.programme import check_product_name, default_terms
from resellertui.domain.text import fold
from resellertui.services import seeding
from resellertui.services.actor import Actor, actor_for
from resellertui.services.console import Services
from resellertui.services.demo import DEMO_PASSWORD
from resellertui.services.demo.population import population
from resellertui.services.seeding import seed
from resellertui.settings import Settings, load_settings

CLIENTS = 400


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give one seeded database, made once: these tests only look."""
    settings = load_settings({"HOME": str(tmp_path_factory.mktemp("seeded"))})
    made = seed(settings, clients=CLIENTS, seed=3, clock=FixedClock(NOW))
    yield made
    made.close()


def rows(place: Services | Settings, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the file, read without any of our code."""
    path = place.database if isinstance(place, Settings) else str(place.office.database.path)
    connection = sqlite3.connect(path)
    try:
        return list(connection.execute(statement))
    finally:
        connection.close()


def actor(services: Services, email: str) -> Actor:
    """Return the person acting in the first of their organisations."""
    person = services.accounts.as_person(email)
    return actor_for(person, int(person.organisations[0].id.partition("-")[2]))


def test_nothing_in_it_is_unsound(seeded: Services) -> None:
    report = seeded.maintenance.check(Actor.operator())
    assert (report.findings, report.clean) == ((), True)


def test_the_named_people_sign_in_with_the_published_password(seeded: Services) -> None:
    for email in ("owner@agency", "team@agency", "owner@client", "owner@studio", "staff@provider"):
        assert f"{email}.example" in {address for address, _name in seeded.accounts.demo_people()}
        seeded.accounts.sign_in(f"{email}.example", DEMO_PASSWORD)


def test_every_client_has_three_products_one_partnership_and_one_event(seeded: Services) -> None:
    counts = {
        table: rows(seeded, f"SELECT count(*) FROM {table}")[0][0] for table in ("partnerships", "partnership_events")
    }
    assert counts == {"partnerships": CLIENTS, "partnership_events": CLIENTS}
    held = rows(
        seeded,
        "SELECT count(*) FROM products JOIN partnerships ON client_id = products.org_id GROUP BY products.org_id",
    )
    assert held == [(3,)] * CLIENTS


def test_most_are_fully_entrusted_some_in_part_and_some_still_asked(seeded: Services) -> None:
    counts = dict(rows(seeded, "SELECT state || ' ' || access, count(*) FROM partnerships GROUP BY 1"))
    assert counts == {"active full": CLIENTS * 0.85, "active limited": CLIENTS * 0.1, "pending full": CLIENTS * 0.05}


def test_the_agency_sees_all_its_clients_and_its_collaborator_five(seeded: Services) -> None:
    assert len(seeded.clients.list(actor(seeded, "owner@agency.example"))) == CLIENTS
    assert len(seeded.clients.list(actor(seeded, "team@agency.example"))) == 5


def test_the_client_of_the_demonstration_has_five_products_and_no_partner(seeded: Services) -> None:
    owner = actor(seeded, "owner@client.example")
    assert len(seeded.products.list(owner)) == 5
    assert seeded.partnerships.list(owner) == ()


def test_a_clients_own_person_answers_the_agencys_request(seeded: Services) -> None:
    ((email, number),) = rows(
        seeded,
        "SELECT u.email, p.id FROM partnerships p JOIN memberships m ON m.org_id = p.client_id "
        "JOIN users u ON u.id = m.user_id WHERE p.state = 'pending' LIMIT 1",
    )
    shown = seeded.partnerships.show(actor(seeded, email), f"PTN-{number}")
    assert (shown.state, shown.initiator) == ("pending", "partner")


def test_the_history_of_a_client_can_be_read(seeded: Services) -> None:
    ((number,),) = rows(seeded, "SELECT id FROM partnerships WHERE access = 'limited' LIMIT 1")
    history = seeded.partnerships.history(actor(seeded, "owner@agency.example"), f"PTN-{number}")
    assert [one.kind for one in history.events] == ["imported"]


def test_each_batch_has_one_audit_entry_with_its_counts_and_digest(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "BATCH", 10)
    seed(settings, clients=25, clock=FixedClock(NOW)).close()
    entries = rows(
        settings,
        "SELECT json_extract(\"values\", '$.clients'), json_extract(\"values\", '$.rows.products'), "
        "length(json_extract(\"values\", '$.digest')) FROM audit_values JOIN audit_entries ON id = entry_id "
        "WHERE action = 'seed.batch' ORDER BY entry_id",
    )
    assert entries == [(10, 30, 64), (10, 30, 64), (5, 15, 64)]


def test_the_same_seed_gives_the_same_clients_and_another_seed_others(settings: Settings) -> None:
    statement = "SELECT name, city, email FROM organisations ORDER BY id"
    found = []
    for number in (1, 1, 2):
        seed(settings, clients=20, seed=number, clock=FixedClock(NOW)).close()
        found.append(rows(settings, statement))
    assert found[0] == found[1] != found[2]


def test_names_are_varied_and_carry_accents_and_hyphens() -> None:
    names = [one.name.text for one in population(1, 1000)]
    assert len(set(names)) > 600
    assert sum(not name.isascii() for name in names) > 200
    assert sum("-" in name for name in names) > 200


def test_what_is_drawn_is_written_as_a_typed_value_would_be() -> None:
    kinds = default_terms().kinds
    for one in population(5, 2000):
        assert one.name.folded == fold(one.name.text)
        assert one.address == one.address.lower()
        domain = next(kind for kind in kinds if kind.tld == one.place.ending)
        assert check_product_name(domain, f"{one.label}.{one.place.ending}") is None


def test_a_population_is_drawn_one_by_one() -> None:
    assert len(list(islice(population(1, 10**12), 3))) == 3


def test_progress_is_told_and_a_stop_leaves_what_was_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "BATCH", 10)
    told: list[tuple[int, int]] = []
    seed(settings, clients=25, clock=FixedClock(NOW), progress=lambda done, total: told.append((done, total))).close()
    assert told == [(10, 25), (20, 25), (25, 25)]
    before = Path(settings.database).read_bytes()

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(settings, clients=25, seed=9, progress=stop)
    assert Path(settings.database).read_bytes() == before
    assert [one.name for one in Path(settings.database).parent.iterdir() if one.is_file()] == ["resellertui.sqlite"]


def test_too_few_clients_for_the_collaborator_are_refused(settings: Settings) -> None:
    with pytest.raises(Invalid):
        seed(settings, clients=4)
    assert not Path(settings.database).exists()


@pytest.mark.usefixtures("services")
def test_a_live_database_is_never_seeded_over(settings: Settings) -> None:
    with pytest.raises(Refused):
        seed(settings, clients=10)
