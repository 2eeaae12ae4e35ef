"""A killed import leaves whole clients and a sound database, and the next run does the rest."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.builders import Builder
from tests.client_files import many
from tests.services.test_import import counts, rows

from resellertui.services.console import Services

CLIENTS = 2000

_IMPORT = """
import sys
from pathlib import Path
from resellertui.services.actor import Actor
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

services = open_services(load_settings(), database=sys.argv[1])
actor = Actor(user_id=int(sys.argv[2]), org_id=int(sys.argv[3]))
def tell(done: int, total: int) -> None:
    print(done, flush=True)
services.imports.run(actor, Path(sys.argv[4]).read_bytes(), progress=tell)
"""


def test_a_killed_import_leaves_whole_clients_and_the_next_run_completes_it(
    services: Services, make: Builder, tmp_path: Path
) -> None:
    agency = make.partner("Agency")
    file = tmp_path / "clients.csv"
    file.write_bytes(many(CLIENTS))
    arguments = [str(services.office.database.path), str(agency.owner.user_id), str(agency.number), str(file)]
    with subprocess.Popen([sys.executable, "-c", _IMPORT, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["0\n", "500\n"]
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert rows(services, "PRAGMA integrity_check") == [("ok",)]
    assert rows(services, "PRAGMA foreign_key_check") == []
    ((done,),) = rows(services, "SELECT count(*) FROM client_records")
    assert isinstance(done, int)
    assert 500 <= done < CLIENTS
    for table in ("partnerships", "products", "invitations", "outbox", "partnership_events"):
        assert rows(services, f"SELECT count(*) FROM {table}") == [(done,)]
    report = services.imports.run(agency.owner, file.read_bytes())
    assert counts(report) == (CLIENTS - done, 0, done, 0)
    with services.office.reading(agency.owner) as unit:
        unit.open_to_everyone("the test looks beneath")
        assert list(unit.chain.findings(unit.session, None)) == []
