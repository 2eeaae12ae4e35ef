"""Backups are whole, private and proved; restoring one keeps what was there and disturbs nobody."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.builders import Builder

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.secrets import FileSecrets
from resellertui.domain.errors import Busy, DatabaseTrouble, Forbidden, Refused, ResellerError
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.services.maintenance import Maintenance
from resellertui.services.opening import open_services
from resellertui.services.restoring import restore_lost
from resellertui.services.unit import Office
from resellertui.settings import Settings

OPERATOR = Actor.operator()


@pytest.fixture
def live(office: Office) -> Path:
    """Give the database's file."""
    assert office.database.path is not None
    return office.database.path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Give a free name for a backup."""
    return tmp_path / "backups" / "one.sqlite"


@pytest.fixture
def backup(services: Services, make: Builder, target: Path) -> Path:
    """Give a backup that holds a client named Before."""
    make.organisation("Before")
    target.parent.mkdir()
    services.maintenance.backup(OPERATOR, target)
    return target


def names(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {str(row[0]) for row in connection.execute("SELECT name FROM organisations")}


def actions(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [str(row[0]) for row in connection.execute("SELECT action FROM audit_entries ORDER BY id")]


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of what each file holds; where a database's log has been moved into it does not count."""
    return {
        one.name: sha256(held(one)).hexdigest()
        for one in folder.iterdir()
        if one.is_file() and not one.name.endswith(("-shm", "-wal"))
    }


def held(file: Path) -> bytes:
    """Return the statements that would make a database again, or the bytes of what is none."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return "\n".join(connection.iterdump()).encode()
    except sqlite3.Error:
        return file.read_bytes()


def test_a_backup_is_private_whole_and_says_what_it_is(
    services: Services, settings: Settings, office: Office, backup: Path
) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [one.name for one in backup.parent.iterdir()] == [backup.name]
    opened = open_services(settings, database=str(backup), clock=office.clock)
    report = opened.maintenance.check(OPERATOR)
    opened.close()
    assert report.findings == ()
    assert report.notices == ("This is a backup, taken at audit entry 2.",)


def test_a_backup_reports_its_size_and_entries_and_its_own_check(services: Services, target: Path) -> None:
    target.parent.mkdir()
    report = services.maintenance.backup(OPERATOR, target)
    assert (report.path, report.entries, report.bytes) == (target, 2, target.stat().st_size)
    assert report.check is not None
    assert report.check.clean


def test_making_a_backup_is_in_the_audit_of_both(services: Services, backup: Path, live: Path) -> None:
    assert actions(live)[-1] == actions(backup)[-1] == "database.backed_up"


def test_a_backup_never_replaces_a_file(services: Services, backup: Path) -> None:
    before = contents(backup.parent)
    with pytest.raises(Refused, match="already"):
        services.maintenance.backup(OPERATOR, backup)
    assert contents(backup.parent) == before


def test_a_backup_to_a_folder_that_does_not_exist_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="no folder"):
        services.maintenance.backup(OPERATOR, tmp_path / "none" / "x.sqlite")


def test_a_rehearsed_backup_writes_nothing(services: Services, target: Path, live: Path) -> None:
    target.parent.mkdir()
    before = actions(live)
    services.rehearsing().maintenance.backup(OPERATOR, target)
    assert not list(target.parent.iterdir())
    assert actions(live) == before


def test_a_backup_is_made_while_another_console_writes(
    services: Services, settings: Settings, make: Builder, target: Path, office: Office
) -> None:
    target.parent.mkdir()
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        other = open_services(settings, clock=office.clock)
        builder = Builder(other)
        while not stop.is_set():
            written.append(builder.organisation(f"During {len(written)}", people=False).number)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = services.maintenance.backup(OPERATOR, target)
    finally:
        stop.set()
        writer.join()
    assert report.check is not None
    assert report.check.clean


@pytest.mark.parametrize("mark", ["1:00", "77:ab", "nonsense"])
def test_a_forged_or_borrowed_mark_is_found(settings: Settings, office: Office, backup: Path, mark: str) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE installation SET backup_mark = ?", (mark,))
    opened = open_services(settings, database=str(backup), clock=office.clock)
    report = opened.maintenance.check(OPERATOR)
    opened.close()
    assert [one.area for one in report.findings] == ["audit"]


def test_restoring_brings_back_what_was_and_keeps_what_is(
    services: Services, make: Builder, backup: Path, live: Path
) -> None:
    make.organisation("After")
    report = services.maintenance.restore(OPERATOR, backup)
    assert "After" not in names(live)
    assert "Before" in names(live)
    assert report.kept == live.with_name(f"{live.name}.before-restore")
    assert "After" in names(report.kept)
    assert stat.S_IMODE(report.kept.stat().st_mode) == 0o600


def test_after_a_restore_the_check_is_clean_and_the_audit_says_what_happened(
    services: Services, make: Builder, backup: Path, live: Path
) -> None:
    make.request(make.organisation("Client"), make.partner("Agency"))
    services.maintenance.restore(OPERATOR, backup)
    report = services.maintenance.check(OPERATOR)
    assert (report.findings, report.notices) == ((), ())
    assert actions(live)[-1] == "database.restored"
    make.request(make.organisation("Client"), make.partner("Agency"))
    assert services.maintenance.check(OPERATOR).clean


def test_a_second_restore_keeps_its_own_copy(services: Services, backup: Path, live: Path) -> None:
    first = services.maintenance.restore(OPERATOR, backup)
    second = services.maintenance.restore(OPERATOR, backup)
    assert second.kept == live.with_name(f"{live.name}.before-restore.1")
    assert first.kept is not None
    assert first.kept.exists()


def test_an_open_console_goes_on_with_what_was_restored(
    services: Services, settings: Settings, make: Builder, backup: Path, office: Office
) -> None:
    other = open_services(settings, clock=office.clock)
    builder = Builder(other)
    builder.organisation("After", email="after@x.example")
    with other.office.reading(OPERATOR) as unit:
        unit.open_to_everyone("a console that is reading while another restores")
        assert unit.installation.purpose == "live"
        services.maintenance.restore(OPERATOR, backup)
    builder.organisation("Later", email="later@x.example")
    assert other.maintenance.check(OPERATOR).clean
    other.close()
    assert office.database.path is not None
    assert names(office.database.path) >= {"Before", "Later"}
    assert "After" not in names(office.database.path)


def test_a_restore_waits_for_nobody_forever(services: Services, backup: Path, live: Path) -> None:
    before = contents(live.parent)
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(live)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy):
            services.maintenance.restore(OPERATOR, backup)
        holder.communicate("")
    assert contents(live.parent) == before


def damage_text(path: Path) -> None:
    path.write_text("not a database at all")


def damage_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(8192 * 3)
        file.write(b"\xff" * 8192 * 4)


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(8192 * 5)


def make_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE theirs (id)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def edit_audit(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER audit_entries_no_update")
        connection.execute("UPDATE audit_entries SET action = 'nothing' WHERE id = 1")


@pytest.mark.parametrize(
    "harm", [damage_text, damage_pages, cut_short, make_foreign, make_newer, edit_audit, Path.unlink]
)
def test_a_backup_that_is_not_sound_is_refused_and_nothing_changes(
    services: Services, backup: Path, live: Path, harm: object
) -> None:
    harm(backup)  # type: ignore[operator]  # the parameters are functions of a path
    before = contents(live.parent)
    with pytest.raises(ResellerError) as refusal:
        services.maintenance.restore(OPERATOR, backup)
    assert refusal.value.exit_code in {3, 6}
    assert contents(live.parent) == before


def test_a_sound_backup_with_faults_is_restored_when_that_is_asked(
    services: Services, backup: Path, live: Path
) -> None:
    edit_audit(backup)
    report = services.maintenance.restore(OPERATOR, backup, despite_findings=True)
    assert not report.check.clean
    assert actions(live)[0] == "nothing"


def test_a_read_only_backup_is_restored_and_left_as_it_is(services: Services, backup: Path) -> None:
    backup.chmod(0o400)
    before = contents(backup.parent)
    services.maintenance.restore(OPERATOR, backup)
    assert contents(backup.parent) == before


def test_a_rehearsed_restore_changes_nothing(services: Services, backup: Path, live: Path) -> None:
    before = contents(live.parent)
    assert services.rehearsing().maintenance.restore(OPERATOR, backup).check.clean
    assert contents(live.parent) == before


def test_another_installations_backup_does_not_take_this_ones_place(
    services: Services, settings: Settings, clock: FixedClock, tmp_path: Path, live: Path
) -> None:
    found(
        settings,
        database=str(tmp_path / "other.sqlite"),
        provider_name="Other",
        owner_name="Olga",
        owner_email="olga@other.example",
        password="another password",
        clock=clock,
    ).close()
    before = contents(live.parent)
    with pytest.raises(Refused, match="another installation"):
        services.maintenance.restore(OPERATOR, tmp_path / "other.sqlite")
    assert contents(live.parent) == before


def test_a_lost_database_is_restored_from_its_backup(
    services: Services, settings: Settings, backup: Path, live: Path, clock: FixedClock
) -> None:
    services.close()
    for one in live.parent.glob(f"{live.name}*"):
        one.unlink()
    report = restore_lost(settings, backup, clock=clock)
    assert report.kept is None
    opened = open_services(settings, clock=clock)
    assert opened.maintenance.check(OPERATOR).findings == ()
    opened.close()
    with closing(sqlite3.connect(live)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert stat.S_IMODE(live.stat().st_mode) == 0o600


def test_a_database_too_damaged_to_open_is_moved_aside_and_restored(
    services: Services, settings: Settings, backup: Path, live: Path, clock: FixedClock
) -> None:
    services.close()
    with live.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 16000)
    broken = live.read_bytes()
    report = restore_lost(settings, backup, clock=clock)
    assert report.kept is not None
    assert report.kept.read_bytes() == broken
    opened = open_services(settings, clock=clock)
    assert opened.maintenance.check(OPERATOR).clean
    opened.close()


def test_a_sound_database_is_not_taken_for_a_lost_one(
    services: Services, settings: Settings, backup: Path, live: Path
) -> None:
    before = contents(live.parent)
    with pytest.raises(Refused, match="opens"):
        restore_lost(settings, backup)
    assert contents(live.parent) == before


def test_a_text_file_is_not_taken_for_a_lost_database(settings: Settings, backup: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear client, this is a letter and no database.")
    with pytest.raises(DatabaseTrouble, match="not a database"):
        restore_lost(settings, backup, database=str(letter))
    assert letter.read_text().startswith("Dear client")


def test_a_console_without_the_key_does_not_restore(office: Office, backup: Path, live: Path, tmp_path: Path) -> None:
    before = contents(live.parent)
    strange = replace(office, secrets=FileSecrets(tmp_path / "none"))
    with pytest.raises(ResellerError):
        Maintenance(strange).restore(OPERATOR, backup)
    assert contents(live.parent) == before


def test_a_damaged_database_that_still_opens_is_kept_as_it_is(
    services: Services, settings: Settings, backup: Path, live: Path, clock: FixedClock
) -> None:
    services.close()
    with closing(sqlite3.connect(live)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'client_records'").fetchone()
    with live.open("r+b") as file:
        file.seek(8192 * (page - 1))
        file.write(b"\xff" * 8192)
    opened = open_services(settings, clock=clock)
    report = opened.maintenance.restore(OPERATOR, backup)
    assert report.kept is not None
    assert opened.maintenance.check(OPERATOR).clean
    opened.close()


def test_locked_mode_makes_and_restores_no_backup(
    settings: Settings, make: Builder, backup: Path, tmp_path: Path, office: Office
) -> None:
    staff = make.staff
    locked = open_services(settings, clock=office.clock, locked=True)
    with pytest.raises(Forbidden):
        locked.maintenance.backup(staff, tmp_path / "x.sqlite")
    with pytest.raises(Forbidden):
        locked.maintenance.restore(staff, backup)
    locked.close()


def test_only_staff_and_the_owner_of_the_file_back_up_and_restore(
    services: Services, make: Builder, backup: Path, tmp_path: Path
) -> None:
    stranger = make.organisation("Stranger").owner
    with pytest.raises(Forbidden):
        services.maintenance.backup(stranger, tmp_path / "x.sqlite")
    with pytest.raises(Forbidden):
        services.maintenance.restore(stranger, backup)
    assert services.maintenance.restore(make.staff, backup).check.clean
