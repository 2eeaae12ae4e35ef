"""Files that can't be used as they are: each is told apart in words, and nothing is changed in it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.pool import ConnectionPoolEntry
from tests.builders import Builder

from resellertui.domain.errors import Busy, DatabaseTrouble, Usage
from resellertui.services import opening
from resellertui.services.console import Services
from resellertui.services.opening import open_place, open_services
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.sqlite import APPLICATION_ID, connect


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def refusal(path: Path) -> DatabaseTrouble:
    """Open the file, expect to be refused with nothing changed, and return the refusal."""
    before, mode = digest(path), path.stat().st_mode
    companions = sorted(one.name for one in path.parent.iterdir())
    with pytest.raises(DatabaseTrouble) as error:
        open_place(str(path))
    assert digest(path) == before
    assert path.stat().st_mode == mode
    assert sorted(one.name for one in path.parent.iterdir()) == companions
    assert error.value.exit_code == 6
    assert str(path) in error.value.title
    return error.value


@pytest.fixture
def live(services: Services, office: Office) -> Path:
    """Give the file of a closed database."""
    assert office.database.path is not None
    services.close()
    return office.database.path


def test_a_missing_database_is_not_made_in_passing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="no database at") as error:
        open_place(str(tmp_path / "none.sqlite"))
    assert "resellertui init" in error.value.hint
    assert not list(tmp_path.iterdir())


def test_a_text_file_is_told_from_a_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear client, here is our offer.")
    assert "not a database" in refusal(file).title


@pytest.mark.parametrize("name", ["", "x" * 300])
def test_what_the_system_does_not_let_us_read_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(DatabaseTrouble, match="can't be read"):
        open_place(str(path))


def test_an_empty_file_is_no_database_yet(tmp_path: Path) -> None:
    file = tmp_path / "empty.sqlite"
    file.touch()
    assert "is empty" in refusal(file).title


@pytest.mark.parametrize("application_id", [0, 42])
def test_another_programs_database_is_left_alone(tmp_path: Path, application_id: int) -> None:
    file = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    assert "another program" in refusal(file).title


def test_a_database_with_our_mark_and_foreign_tables_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "odd.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE theirs (id)")
    assert "another program" in refusal(file).title


def test_a_newer_schema_asks_for_a_newer_program(live: Path) -> None:
    with closing(sqlite3.connect(live)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    error = refusal(live)
    assert "newer version of this program" in error.title
    assert "9999" in error.detail


def test_a_read_only_file_is_told(live: Path) -> None:
    live.chmod(0o444)
    assert "read-only" in refusal(live).title


def test_a_damaged_file_is_told_and_a_backup_advised(live: Path) -> None:
    with live.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 16000)
    error = refusal(live)
    assert "damaged" in error.title
    assert "restore" in error.hint


def test_a_network_file_system_is_refused_before_anything_is_touched(
    live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resellertui.adapters import filesystem

    monkeypatch.setattr(filesystem, "network_filesystem", lambda _path: "nfs4")
    monkeypatch.setattr(opening, "network_filesystem", lambda _path: "nfs4", raising=False)
    assert "network file system (nfs4)" in refusal(live).title


def test_a_database_server_is_not_opened_yet() -> None:
    with pytest.raises(Usage, match="postgresql"):
        open_place("postgresql://localhost/resellertui")


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_another_process_writes_reading_goes_on_and_writing_says_so(
    services: Services, make: Builder, settings: Settings, office: Office, lock: str
) -> None:
    assert office.database.path is not None
    staff = make.staff
    make.organisation("Before")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(office.database.path), lock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        other = open_services(settings, clock=office.clock)
        assert other.mail.list(staff) == ()
        with pytest.raises(Busy, match="Another console is writing") as error:
            make.organisation("During")
        other.close()
        holder.communicate("")
    assert error.value.exit_code == 6
    make.organisation("After")


def test_a_file_locked_against_everybody_is_told(live: Path) -> None:
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(live), "BEGIN EXCLUSIVE"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert isinstance(refusal(live), Busy)
        holder.communicate("")


FILL = """
import sys
from pathlib import Path
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from resellertui.services.opening import open_place
from resellertui.store import sqlite

path = Path(sys.argv[1])
with open_place(str(path)).writer.connect() as connection:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    try:
        for number in range(10000):
            connection.execute(text("INSERT INTO failure_counts (key, failures, last_at) VALUES (:key, 1, '')"),
                               {"key": f"{number}" * 100})
    except DBAPIError as error:
        connection.rollback()
        print(sqlite.trouble(error.orig, path).title)
"""


def test_a_full_disk_is_told_and_nothing_of_the_act_is_kept(live: Path) -> None:
    said = subprocess.run([sys.executable, "-c", FILL, str(live)], capture_output=True, text=True, check=True).stdout
    assert said.startswith("The disk is full:")
    with closing(sqlite3.connect(live)) as connection:
        assert connection.execute("SELECT count(*) FROM failure_counts").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


MAKE = """
import resource, signal, sys
from resellertui.domain.errors import DatabaseTrouble
from resellertui.services.opening import open_place
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    open_place(sys.argv[1], create=True)
except DatabaseTrouble as error:
    print(error.title)
"""


def test_a_disk_that_fills_up_while_a_database_is_made_leaves_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    said = subprocess.run([sys.executable, "-c", MAKE, str(file)], capture_output=True, text=True, check=True).stdout
    assert said.strip() != ""
    with closing(sqlite3.connect(file)) as connection:
        assert list(connection.execute("SELECT name FROM sqlite_master")) == []
    open_place(str(file), create=True).close()


def test_a_new_database_is_private_and_so_is_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "data" / "new.sqlite"
    mask = os.umask(0)
    try:
        open_place(str(file), create=True).close()
    finally:
        os.umask(mask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseTrouble, match="can't be made"):
        open_place(str(tmp_path / "file" / "new.sqlite"), create=True)


def test_what_is_committed_is_on_the_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as connection:
        connect(connection, ConnectionPoolEntry())
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "2 is FULL"
