"""Migrations: the same tables as the models, one transaction, a copy first, and a kill that harms nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from resellertui.domain.errors import DatabaseTrouble
from resellertui.services.console import Services
from resellertui.services.opening import open_place
from resellertui.services.unit import Office
from resellertui.store import effective, engine, migrations, portfolio, reinvoicing, renewal_lines, sqlite
from resellertui.store.models import Model
from resellertui.store.schema import HEAD, KNOWN

NEXT = """
import sys, time
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"
branch_labels = None
depends_on = None

def upgrade():
    op.create_table("novelties", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("organisations", sa.Column("novelty", sa.String(9)))
    op.execute("UPDATE organisations SET novelty = 'yes'")
    {then}
"""
HANG = 'print("inside", flush=True); time.sleep(600)'
FAIL = 'op.execute("SELECT * FROM nothing")'

MIGRATE = """
import sys
from pathlib import Path
from resellertui.store import effective, engine, migrations, sqlite

def upgraded():
    migrations.__file__ = str(Path(sys.argv[2]) / "__init__.py")
    migrations.upgrade.__defaults__ = ("next",)
    engine.HEAD = "next"
    sqlite.KNOWN = (*sqlite.KNOWN, "next")

upgraded()
from resellertui.services.opening import open_place
open_place(sys.argv[1], create=True)
"""


@pytest.fixture
def live(services: Services, office: Office) -> Path:
    """Give the file of a closed database."""
    assert office.database.path is not None
    services.close()
    return office.database.path


def with_next(tmp_path: Path, then: str = "pass") -> Path:
    """Make a folder of migrations that has one more than the program's."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v_next.py").write_text(NEXT.format(head=HEAD, then=then))
    return folder


def use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the program be one that knows the next version."""
    monkeypatch.setattr(migrations, "__file__", str(folder / "__init__.py"))
    monkeypatch.setattr(migrations.upgrade, "__defaults__", ("next",))
    monkeypatch.setattr(engine, "HEAD", "next")
    monkeypatch.setattr(sqlite, "KNOWN", (*KNOWN, "next"))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_an_empty_file_becomes_the_newest_version(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    open_place(str(file), create=True).close()
    assert version(file) == HEAD
    assert [one.name for one in tmp_path.iterdir()] == ["new.sqlite"]


def test_the_migrations_make_exactly_the_models(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    open_place(str(file), create=True).close()
    connected = create_engine(f"sqlite:///{file}")
    with connected.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_name": is_a_models_own},
        )
        assert compare_metadata(context, Model.metadata) == []
    connected.dispose()


def is_a_models_own(name: str | None, type_: str, _parents: object) -> bool:
    """Leave out the full texts, which have no models, and the tables in which SQLite keeps them."""
    return type_ != "table" or not str(name).startswith(tuple(portfolio.TEXTS))


def test_the_migrations_make_the_checks_and_partial_indexes_of_the_models(tmp_path: Path) -> None:
    """Alembic compares neither, so the texts are compared here."""
    file = tmp_path / "new.sqlite"
    open_place(str(file), create=True).close()
    fresh = create_engine("sqlite://")
    with fresh.connect() as connection:
        Model.metadata.create_all(connection)
        wanted = pieces(connection.exec_driver_sql(SCHEMA).all())
    fresh.dispose()
    with closing(sqlite3.connect(file)) as raw:
        made = [row for row in raw.execute(SCHEMA) if is_a_models_own(row[0], "table", None)]
    assert pieces(made) == wanted


SCHEMA = (
    "SELECT name, sql FROM sqlite_master "
    "WHERE type IN ('table', 'index') AND sql NOT NULL AND name <> 'alembic_version'"
)


def pieces(rows: object) -> dict[str, list[str]]:
    """Return the lines of each thing's text, in an order of their own: constraints may stand in any."""
    return {
        name: sorted(part for line in re.split("[\n,]", sql.removesuffix(")")) if (part := line.strip(" \t")))
        for name, sql in rows  # type: ignore[attr-defined]  # rows of two drivers
    }


def test_the_migrations_make_exactly_the_guards(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    open_place(str(file), create=True).close()
    with closing(sqlite3.connect(file)) as connection:
        made = {
            " ".join(row[0].split())
            for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        }
    guards = (*sqlite.GUARDS, *portfolio.TRIGGERS, *renewal_lines.TRIGGERS, *reinvoicing.TRIGGERS)
    assert made == {" ".join(one.split()) for one in guards}


def test_the_migrations_make_exactly_the_views_and_the_full_texts(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    open_place(str(file), create=True).close()
    with closing(sqlite3.connect(file)) as connection:
        made = {
            " ".join(row[0].split())
            for row in connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL TABLE%'"
            )
        }
    views = (portfolio.VIEW, renewal_lines.VIEW, reinvoicing.VIEW, *effective.VIEWS)
    assert made == {" ".join(one.split()) for one in (*views, *portfolio.TEXT_TABLES)}


def test_the_schemas_version_is_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(migrations.configuration())
    assert script.get_current_head() == HEAD
    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == KNOWN


def test_an_older_database_is_copied_before_it_is_migrated(
    live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(live)
    use(monkeypatch, with_next(tmp_path))
    open_place(str(live)).close()
    assert version(live) == "next"
    copy = live.with_name(f"{live.name}.before-next-from-{HEAD}")
    assert dump(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_opening_a_database_of_today_makes_no_copy(live: Path) -> None:
    before = sorted(one.name for one in live.parent.iterdir())
    open_place(str(live)).close()
    assert sorted(one.name for one in live.parent.iterdir()) == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(live)
    with monkeypatch.context() as patch:
        use(patch, with_next(tmp_path, FAIL))
        with pytest.raises(DatabaseTrouble):
            open_place(str(live))
    assert dump(live) == before
    open_place(str(live)).close()


def kill_inside(file: Path, folder: Path) -> None:
    """Start the program on the file, and kill it in the middle of a migration."""
    with subprocess.Popen(
        [sys.executable, "-c", MIGRATE, str(file), str(folder)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "inside\n"
        child.kill()


def test_a_kill_in_the_middle_of_a_migration_leaves_a_sound_database(live: Path, tmp_path: Path) -> None:
    before = dump(live)
    kill_inside(live, with_next(tmp_path, HANG))
    assert dump(live) == before
    with closing(sqlite3.connect(live)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    open_place(str(live)).close()
    assert version(live) == HEAD


def test_a_kill_while_a_database_is_made_leaves_one_that_can_be_made(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    kill_inside(file, with_next(tmp_path, HANG))
    open_place(str(file), create=True).close()
    assert version(file) == HEAD
