"""What is loaded when: the command line loads little, and the console little more until its first paint."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pty.conftest import environment
from tests.pty.terminal import Terminal

FIRST_PAINT = """
import sys
from pathlib import Path
from resellertui.cli import starting
from resellertui.cli.program import run
from resellertui.domain.errors import ResellerError
from resellertui.services import readiness

def note_modules(call):
    Path(sys.argv[1]).write_text("\\n".join(sys.modules), encoding="utf-8")
    raise ResellerError("The modules are noted.")

readiness.is_ready = lambda text: True
starting._arrive = note_modules
sys.exit(run(["--db", "nowhere.sqlite"]))
"""
"""Starts the console as the command does; where the database would be opened, which is after the first paint, the
loaded modules are written down instead."""

FIRST_DATA = """
import sys
from pathlib import Path
from resellertui.cli import starting
from resellertui.cli.program import run
from resellertui.domain.errors import ResellerError

def note_modules(call):
    Path(sys.argv[1]).write_text("\\n".join(sys.modules), encoding="utf-8")
    raise ResellerError("The modules are noted.")

starting._arrive = note_modules
sys.exit(run(["--db", sys.argv[2], "--as", "owner@agency.example"]))
"""
"""Does the same on a demonstration, for whose people the first page is painted before the services are opened."""

NEEDED = {
    "resellertui": "ours",
    "textual": "the interface",
    "rich": "what the interface writes with",
    "platformdirs": "where the interface looks for its own files",
    "typing_extensions": "imported by the interface",
}
"""The packages that may be loaded when the frame is painted, and why."""

NOT_YET = (
    "resellertui.cli.options",
    "resellertui.cli.tree",
    "resellertui.services.unit",
    "resellertui.services.views",
    "resellertui.store.engine",
    "resellertui.store.models",
    "textual.widgets._data_table",
    "textual.widgets._markdown",
)
"""Modules of known packages that the first paint has no use for either."""


def loaded_by(statement: str) -> set[str]:
    """Return the modules that are loaded after a statement, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.fixture(scope="module")
def at_first_paint(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the modules that are loaded when the console has painted its frame."""
    home = tmp_path_factory.mktemp("home")
    noted = home / "modules.txt"
    terminal = Terminal("-c", FIRST_PAINT, str(noted), env=environment(home), program=Path(sys.executable))
    assert terminal.wait_for_end() == 1, terminal.text
    assert "The modules are noted." in terminal.text
    return set(noted.read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def at_first_data(played: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the modules that are loaded when the console has painted what Home shows."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(played, home, dirs_exist_ok=True)
    noted, database = home / "modules.txt", home / "demo.sqlite"
    argv = ["-c", FIRST_DATA, str(noted), str(database)]
    terminal = Terminal(*argv, env=environment(home), program=Path(sys.executable))
    assert terminal.wait_for_end() == 1, terminal.text
    assert "The modules are noted." in terminal.text
    loaded = set(noted.read_text(encoding="utf-8").split())
    assert "resellertui.services.first_page" in loaded
    return loaded


LATE = {"alembic", "argon2", "babel", "keyring", "pydantic", "sqlalchemy", "typer"}
"""Packages that nobody shall wait for who looks at the first page."""


def test_importing_the_command_line_imports_no_big_package() -> None:
    loaded = loaded_by("import resellertui.cli")

    assert loaded & {"textual", "rich", "sqlalchemy", "sqlalchemy.orm", "pydantic", "typer"} == set()


@pytest.mark.pty
def test_the_first_paint_waits_for_no_other_package(at_first_paint: set[str]) -> None:
    packages = {one.partition(".")[0] for one in at_first_paint} - set(sys.stdlib_module_names)
    unknown = {one for one in packages if not one.startswith(("_", "__"))} - NEEDED.keys()

    assert not unknown, (
        f"{', '.join(sorted(unknown))} is imported before the console's first paint, which then comes later: import it"
        " inside the function that needs it, or say in NEEDED why the frame can't be painted without it"
    )
    assert at_first_paint & LATE == set()
    assert at_first_paint & {*NOT_YET} == set(), "the first paint has no use for them"


@pytest.mark.pty
def test_the_first_data_come_before_the_big_packages(at_first_data: set[str]) -> None:
    assert at_first_data & LATE == set()
