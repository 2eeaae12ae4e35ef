"""What tests of partnerships say over and over, in one line each: asking, and reading what is in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from tests.builders import Org

from resellertui.domain.partnership import Access, Payment
from resellertui.services.console import Services
from resellertui.services.inputs import ArrangementInput, RequestToClient, RequestToPartner
from resellertui.services.partnerships.arranging import Outcome

LIMITED, FULL = Access.LIMITED, Access.FULL


@dataclass(frozen=True)
class Mail:
    """A mail of the outbox, as the file holds it."""

    kind: str
    recipient: str
    language: str
    subject: str
    body: str


def rows(services: Services, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the file, read without any of our code."""
    assert services.office.database.path is not None
    connection = sqlite3.connect(services.office.database.path)
    try:
        return list(connection.execute(statement, values))
    finally:
        connection.close()


def mails(services: Services, since: int = 0) -> list[Mail]:
    """Return the outbox, oldest first, without the first `since` mails."""
    found = rows(services, "SELECT kind, recipient, language, subject, body FROM outbox ORDER BY id")
    return [Mail(*one) for one in found[since:]]


def told(services: Services, since: int = 0) -> list[tuple[str, str]]:
    """Return who was told of what."""
    return [(one.kind.removeprefix("partnership."), one.recipient) for one in mails(services, since)]


def kinds(services: Services, reference: str) -> list[str]:
    """Return the kinds of what happened to a partnership, oldest first."""
    number = int(reference.partition("-")[2])
    statement = "SELECT kind FROM partnership_events WHERE partnership_id = ? ORDER BY id"
    return [one for (one,) in rows(services, statement, number)]


def ask_client(
    services: Services,
    partner: Org,
    client: str,
    *,
    access: Access = FULL,
    payment: Payment | None = Payment.CLIENT,
    families: str = "",
) -> Outcome:
    """Let the partner ask the client."""
    payment = payment if access is FULL else None
    wish = RequestToClient.of(client=client, access=access, payment=payment, families=families)
    return services.requests.ask_client(partner.owner, wish)


def ask_partner(
    services: Services,
    client: Org,
    partner: str,
    *,
    access: Access = FULL,
    payment: Payment | None = Payment.CLIENT,
    products: tuple[str, ...] = (),
) -> Outcome:
    """Let the client ask the partner: limited access when products are named."""
    access = LIMITED if products else access
    payment = payment if access is FULL else None
    wish = RequestToPartner.of(partner=partner, access=access, payment=payment, products=products)
    return services.requests.ask_partner(client.owner, wish)


def arrangement(
    access: Access = FULL, payment: Payment | None = None, products: tuple[str, ...] = ()
) -> ArrangementInput:
    """Return an arrangement to change to."""
    found: ArrangementInput = ArrangementInput.of(access=access, payment=payment, products=products)
    return found


@contextmanager
def counted(services: Services) -> Iterator[list[str]]:
    """Give the statements that were run."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = services.office.database.reader
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
