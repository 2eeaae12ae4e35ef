"""A killed import leaves whole clients and a sound database, and the next run does the rest."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from tests.builders import Builder
from tests.client_files import many
from tests.forked import CONTEXT, forked
from tests.services.test_import import counts, rows

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

CLIENTS = 2000


def import_file(environment: dict[str, str], actor: Actor, path: str, file: str, told: Connection) -> None:
    """Import the file, and tell after each batch how many rows are done."""
    os.environ.update(environment)
    services = open_services(load_settings(), database=path)
    services.imports.run(actor, Path(file).read_bytes(), progress=lambda done, _total: told.send(done))


def test_a_killed_import_leaves_whole_clients_and_the_next_run_completes_it(
    services: Services, make: Builder, tmp_path: Path
) -> None:
    agency = make.partner("Agency")
    file = tmp_path / "clients.csv"
    file.write_bytes(many(CLIENTS))
    told, telling = CONTEXT.Pipe(duplex=False)
    place = str(services.office.database.path)
    process = forked(import_file, dict(os.environ), agency.owner, place, str(file), telling)
    process.start()
    assert [told.recv() for _ in range(2)] == [0, 500]
    process.kill()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
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
