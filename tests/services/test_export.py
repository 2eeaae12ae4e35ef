"""Exporting clients: what is in the file, who may, and that it comes back unchanged."""

from __future__ import annotations

import csv
import io
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import Builder, Org
from tests.client_files import as_csv, client
from tests.services.test_import import counts, rows

from resellertui.domain.errors import Forbidden, Refused
from resellertui.domain.partnership import State
from resellertui.domain.roles import Role
from resellertui.services.console import Services


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def read(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text by column."""
    return list(csv.DictReader(io.StringIO(text)))


def test_an_active_client_is_written_with_the_products_that_are_reached(
    services: Services, make: Builder, agency: Org
) -> None:
    org = make.organisation("Bäckerei Zürich", products=("seen.ch", "hidden.ch"))
    make.active(org, agency, products=("seen.ch",))
    (row,) = read(services.exports.clients(agency.owner))
    assert (row["Name"], row["Product name"], row["Country"]) == ("Bäckerei Zürich", "seen.ch", "CH")


def test_a_pending_client_is_written_as_the_partner_told_it(services: Services, agency: Org, make: Builder) -> None:
    make.organisation("Client 1 SA", email="info1@client1.example", city="True city")
    services.imports.run(agency.owner, as_csv([client(1, city="Told city")]))
    (row,) = read(services.exports.clients(agency.owner))
    assert (row["City"], row["Reference"]) == ("Told city", "C-1")
    assert read(services.exports.clients(agency.owner, states=(State.ACTIVE,))) == []


def test_a_collaborator_exports_the_clients_granted_to_it_only(services: Services, make: Builder, agency: Org) -> None:
    team = make.person(agency, Role.COLLABORATOR, email="team@test.example")
    for name in ("One", "Two"):
        make.active(make.organisation(name), agency)
    assert read(services.exports.clients(team)) == []
    services.people.grant_client(agency.owner, "team@test.example", "Two")
    assert [row["Name"] for row in read(services.exports.clients(team))] == ["Two"]
    outsider = make.person(agency, Role.EXTERNAL, email="guest@test.example")
    with pytest.raises(Forbidden):
        services.exports.clients(outsider)


def test_an_export_is_audited(services: Services, agency: Org) -> None:
    services.exports.clients(agency.owner)
    assert rows(services, "SELECT org_id FROM audit_entries WHERE action = 'clients.exported'") == [(agency.number,)]


def test_a_file_is_private_and_never_overwritten_unasked(services: Services, agency: Org, tmp_path: Path) -> None:
    services.imports.run(agency.owner, as_csv([client(1), client(2)]))
    target = tmp_path / "new" / "clients.csv"
    assert services.exports.to_file(agency.owner, target).clients == 2
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes().decode() == services.exports.clients(agency.owner)
    with pytest.raises(Refused):
        services.exports.to_file(agency.owner, target)
    services.exports.to_file(agency.owner, target, replace=True)
    services.rehearsing().exports.to_file(agency.owner, tmp_path / "no.csv")
    assert not (tmp_path / "no.csv").exists()
    with pytest.raises(Refused):
        services.exports.to_file(agency.owner, target / "below.csv")


def test_locked_mode_writes_no_files(services: Services, agency: Org, tmp_path: Path) -> None:
    locked = Services(replace(services.office, locked=True))
    with pytest.raises(Forbidden):
        locked.exports.to_file(agency.owner, tmp_path / "clients.csv")
    assert locked.exports.clients(agency.owner).startswith("Reference,")


def test_a_cell_that_would_run_is_defused_and_comes_back_intact(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1, company="=HYPERLINK(1)", reference="@SUM(1)")]))
    text = services.exports.clients(agency.owner)
    (row,) = read(text)
    assert (row["Name"], row["Reference"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    assert counts(services.imports.run(agency.owner, text.encode())) == (0, 0, 1, 0)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn"]), min_size=1, max_size=40)
NAMES = TEXT.filter(lambda text: bool(text.strip()) and text.strip().isprintable())
CLIENTS = st.lists(st.tuples(NAMES, NAMES | st.just(""), st.booleans(), st.booleans()), min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(clients=CLIENTS)
def test_what_was_imported_exports_and_imports_again_unchanged(
    services: Services, make: Builder, clients: list[tuple[str, str, bool, bool]]
) -> None:
    agency = make.partner(f"Agency {len(make.made)}")
    table = []
    for number, (name, city, has_reference, has_product) in enumerate(clients):
        changes = {} if has_product else {"product": "", "domain": "", "expiry_date": ""}
        reference = f"R{number}" if has_reference else ""
        email = f"c{number}.{agency.number}@x.example"
        table.append(client(number, company=name, city=city, reference=reference, email=email, **changes))
    data = as_csv(table)
    first = services.imports.run(agency.owner, data)
    again = services.imports.run(agency.owner, data)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    exported = services.exports.clients(agency.owner)
    back = services.imports.run(agency.owner, exported.encode())
    assert counts(back) == (0, 0, first.created, 0)
    assert services.exports.clients(agency.owner) == exported
