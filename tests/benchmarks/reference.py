"""The first page of the list of managed clients, read by SQLite alone: what no console can be quicker than."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import event
from tests.benchmarks.connections import raw_connection
from tests.benchmarks.databases import database
from tests.benchmarks.figures import Row, Samples
from tests.benchmarks.place import PERSON, environment, say
from tests.benchmarks.stage import Stage

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.actor import Actor, actor_for
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

PAGE = 100

Question = tuple[str, tuple[object, ...]]
"""SQL and its values."""


def measure(stage: Stage) -> list[Row]:
    """Return the row about the page."""
    row = Row("page", f"the first {PAGE} clients of the list, by a service", bare_name="sqlite3")
    for size in stage.sizes:
        say(f"page of {size}")
        row.ours[size], row.bare[size] = Samples(), Samples()
        services = open_services(load_settings(environment(stage.home)), database=str(database(size)))
        try:
            actor = actor_of(services)
            with raw_connection(services.office.database) as connection:
                question = _question(services, actor, connection)
                for turn in range(stage.rounds + 1):
                    ours, bare = _by_service(services, actor), _by_sqlite(connection, question)
                    if turn:
                        row.ours[size].values.append(ours)
                        row.bare[size].values.append(bare)
        finally:
            services.close()
    return [row]


def actor_of(services: Services) -> Actor:
    """Return the person of the benchmarks, in their organisation."""
    person = services.accounts.as_person(PERSON)
    return actor_for(person, parse_id(Kind.ORGANISATION, person.organisations[0].id))


def _question(services: Services, actor: Actor, connection: sqlite3.Connection) -> Question:
    """Return the query that reads the page, as the service asks it."""
    asked: list[Question] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        asked.append((statement, tuple(values)))

    event.listen(services.office.database.reader, "before_cursor_execute", note)
    expected = len(services.clients.page(actor, ClientQuery(), 0, PAGE).rows)
    event.remove(services.office.database.reader, "before_cursor_execute", note)
    for statement, values in asked:
        if len(connection.execute(statement, values).fetchmany(expected + 1)) == expected:
            return statement, values
    raise AssertionError(f"no query gives {expected} rows: {asked}")


def _by_service(services: Services, actor: Actor) -> float:
    started = time.perf_counter()
    services.clients.page(actor, ClientQuery(), 0, PAGE)
    return (time.perf_counter() - started) * 1000


def _by_sqlite(connection: sqlite3.Connection, question: Question) -> float:
    started = time.perf_counter()
    connection.execute(*question).fetchall()
    return (time.perf_counter() - started) * 1000
