"""Founding a database: what is in it, what is refused, and that nothing half is left."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders import NOW, PASSWORD, STAFF_EMAIL, Builder, quick_hash

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Busy, DatabaseTrouble, Invalid, Refused, SignInNeeded, Usage
from resellertui.domain.programme import default_terms_text
from resellertui.services import founding
from resellertui.services.building import building, check_playable
from resellertui.services.console import Services
from resellertui.services.founding import Founders, found, lay_foundation
from resellertui.services.opening import open_services
from resellertui.settings import Settings

FOUNDERS = Founders.of(
    provider_name="Provider", provider_country="CH", owner_name="Ada", owner_email="ada@provider.example"
)


@pytest.fixture
def services(settings: Settings, clock: FixedClock) -> Iterator[Services]:
    """Found an installation here and now, instead of copying one: this is what these tests are about."""
    founded = found(
        settings,
        provider_name="Léman Hébergement SA",
        owner_name="Sofia Staff",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        clock=clock,
    )
    yield founded
    founded.close()


def make_play(settings: Settings, purpose: str = "demo", name: str = "Provider") -> None:
    """Put a demonstration in the settings' place, over one that is there."""
    founders = Founders.of(
        provider_name=name, provider_country="CH", owner_name="Ada", owner_email="ada@provider.example"
    )
    with building(settings, replacing=True) as site:
        lay_foundation(site.office, purpose, founders, quick_hash("demo"))


def rows(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    """Return what a statement finds in the file, read without any of our code."""
    connection = sqlite3.connect(settings.database)
    try:
        return list(connection.execute(statement))
    finally:
        connection.close()


def leftovers(settings: Settings) -> list[str]:
    """Return the files beside the database."""
    path = Path(settings.database)
    return sorted(one.name for one in path.parent.iterdir() if one.is_file() and one.name != path.name)


def test_the_first_person_signs_in_as_legal_representative_of_the_provider(services: Services) -> None:
    person, _token = services.accounts.sign_in("staff@provider.example", PASSWORD)
    (choice,) = person.organisations
    assert (choice.name, choice.role.value, choice.is_provider) == (
        "Léman Hébergement SA",
        "legal_representative",
        True,
    )


def test_the_file_is_private_and_nothing_else_is_left_beside_it(services: Services, settings: Settings) -> None:
    services.close()
    assert stat.S_IMODE(Path(settings.database).stat().st_mode) == 0o600
    assert leftovers(settings) == []


def test_the_default_terms_are_the_first_version_that_is_in_force(services: Services, settings: Settings) -> None:
    assert rows(settings, "SELECT text FROM terms_versions") == [(default_terms_text(),)]


def test_the_key_of_a_live_database_is_kept_outside_it(services: Services, settings: Settings) -> None:
    ((key_id, play_key),) = rows(settings, "SELECT audit_key_id, play_key FROM installation")
    assert play_key is None
    key = services.office.secrets.get(f"audit-{key_id}")
    assert key is not None
    assert len(bytes.fromhex(key)) == 32
    assert key.encode() not in Path(settings.database).read_bytes()


def test_the_audit_begins_with_the_founding_and_proves_whole(services: Services, make: Builder) -> None:
    with services.office.reading(make.staff) as unit:
        unit.open_to_everyone("the test looks beneath")
        facts = unit.installation
        noted = services.office.heads.read(facts.database_id, services.office.database.path)
        assert noted is not None
        assert list(unit.chain.findings(unit.session, None)) == []


def test_the_first_audit_entry_is_noted_outside_the_database(services: Services, settings: Settings) -> None:
    ((database_id,),) = rows(settings, "SELECT database_id FROM installation")
    ((number, mac),) = rows(settings, "SELECT id, mac FROM audit_entries")
    assert services.office.heads.read(str(database_id), Path(settings.database)) == (number, mac)


def test_a_live_database_opens_for_nobody_without_a_password(services: Services) -> None:
    assert not services.accounts.is_for_play()
    with pytest.raises(SignInNeeded):
        services.accounts.as_person("staff@provider.example")


@pytest.mark.usefixtures("services")
def test_a_second_founding_is_refused_and_changes_nothing(settings: Settings) -> None:
    before = rows(settings, "SELECT * FROM installation")
    with pytest.raises(Refused):
        found(
            settings,
            provider_name="Another",
            owner_name="Eve",
            owner_email="eve@another.example",
            password=PASSWORD,
            kept=quick_hash(),
        )
    assert rows(settings, "SELECT * FROM installation") == before


def test_every_bad_value_is_named_at_once_and_no_file_is_made(settings: Settings) -> None:
    with pytest.raises(Invalid) as refusal:
        found(
            settings,
            provider_name="",
            provider_country="Atlantis",
            owner_name="\x1b[31m",
            owner_email="nobody",
            password=PASSWORD,
        )
    assert {one.field for one in refusal.value.fields} == {
        "provider_name",
        "provider_country",
        "owner_name",
        "owner_email",
    }
    assert not Path(settings.database).exists()


def test_a_short_password_is_refused_for_a_live_database(settings: Settings) -> None:
    with pytest.raises(Invalid):
        found(settings, provider_name="P", owner_name="Ada", owner_email="ada@provider.example", password="demo")
    assert not Path(settings.database).exists()


def test_an_interrupted_founding_leaves_no_file(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(founding, "lay_foundation", interrupted)
    with pytest.raises(KeyboardInterrupt):
        found(
            settings,
            provider_name="P",
            owner_name="Ada",
            owner_email="ada@provider.example",
            password=PASSWORD,
            kept=quick_hash(),
        )
    assert not Path(settings.database).exists()
    assert leftovers(settings) == []


def test_what_a_killed_founding_left_is_removed_by_the_next_one(settings: Settings) -> None:
    path = Path(settings.database)
    path.parent.mkdir(parents=True)
    left = path.with_name(f".{path.name}.999999999-00aa.building")
    left.write_bytes(b"half")
    make_play(settings)
    assert not left.exists()


def test_a_database_on_a_server_is_refused_before_anything_is_made(settings: Settings) -> None:
    with pytest.raises(Usage):
        found(
            settings,
            database="postgresql://localhost/x",
            provider_name="P",
            owner_name="Ada",
            owner_email="ada@provider.example",
            password=PASSWORD,
        )


def test_a_demonstration_carries_its_key_and_opens_without_a_password(settings: Settings) -> None:
    make_play(settings)
    opened = open_services(settings, clock=FixedClock(NOW))
    assert opened.accounts.as_person("ada@provider.example").name == "Ada"
    assert opened.accounts.demo_people() == (("ada@provider.example", "Ada"),)
    opened.close()
    assert not (settings.config_dir / "secrets").exists()


@pytest.mark.parametrize("purpose", ["demo", "seeded"])
def test_only_a_marked_database_may_be_replaced(settings: Settings, purpose: str) -> None:
    assert check_playable(Path(settings.database)) is None
    make_play(settings, purpose)
    assert check_playable(Path(settings.database)) == purpose
    make_play(settings, purpose, "Second")
    assert rows(settings, "SELECT name FROM organisations") == [("Second",)]
    assert leftovers(settings) == []


def test_a_live_database_is_never_replaced_by_a_demonstration(services: Services, settings: Settings) -> None:
    services.close()
    before = Path(settings.database).read_bytes()
    with pytest.raises(Refused):
        make_play(settings)
    assert Path(settings.database).read_bytes() == before


@pytest.mark.parametrize("content", [b"these are notes", b"SQLite format 3\x00" + bytes(84)])
def test_a_file_of_something_else_is_never_replaced_by_a_demonstration(settings: Settings, content: bytes) -> None:
    path = Path(settings.database)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(DatabaseTrouble):
        make_play(settings)
    assert path.read_bytes() == content


def test_a_demonstration_that_another_console_has_open_is_not_replaced_under_it(settings: Settings) -> None:
    make_play(settings)
    other = open_services(settings, clock=FixedClock(NOW))
    assert other.accounts.is_for_play()
    with pytest.raises(Busy):
        make_play(settings, name="Second")
    assert rows(settings, "PRAGMA journal_mode") == [("wal",)]
    assert other.accounts.as_person("ada@provider.example").organisations[0].name == "Provider"
    other.close()
    assert leftovers(settings) == []


def test_a_replacement_that_comes_to_nothing_leaves_the_old_one_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_play(settings)

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(DatabaseTrouble):
            make_play(settings, name="Second")
    assert rows(settings, "PRAGMA journal_mode") == [("wal",)]
    assert rows(settings, "SELECT name FROM organisations") == [("Provider",)]
    assert leftovers(settings) == []


def test_an_empty_file_counts_as_nothing_yet(settings: Settings) -> None:
    path = Path(settings.database)
    path.parent.mkdir(parents=True)
    path.touch()
    make_play(settings)
    assert rows(settings, "SELECT purpose FROM installation") == [("demo",)]
