"""What a partner's documents ask the database: none reads a big table whole."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from tests.builders import Builder
from tests.services.billed import billed, biller, charged, issue
from tests.store.test_plans import Asked, scans

from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.unit import Office

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"client": "Bakery"},
    {"status": "overdue"},
    {"period": "2026-11"},
    {"text": "2026"},
)


@pytest.fixture
def asked(office: Office) -> Asked:
    """Give every statement that is sent to the database from now on, with its values."""
    found: Asked = []
    event.listen(
        office.database.reader,
        "before_cursor_execute",
        lambda _conn, _cursor, statement, values, _context, _many: found.append((statement, values)),
    )
    return found


def test_documents_to_clients_are_read_along_indexes(
    services: Services, office: Office, make: Builder, asked: Asked
) -> None:
    agency = biller(services, make)
    client = billed(services, make, agency)
    charged(services, agency, client)
    issue(services, agency)
    asked.clear()
    for filters in FILTERS:
        query = ReinvoiceQuery.of(**filters)
        services.reinvoice_documents.documents(agency.owner, query, 0, 2, hurried=True)
        services.reinvoice_documents.count(agency.owner, query)
        services.reinvoice_documents.totals(agency.owner, query)
    services.reinvoice_documents.document(agency.owner, "2026-0001")
    services.reinvoice_runs.preview(agency.owner, "2026-11")
    services.reinvoice_reminders.due(agency.owner)
    services.reinvoice_statements.show(agency.owner, "Bakery")

    assert scans(office, asked) == []
    along_unpaid = [
        statement for statement, _values in asked if "INDEXED BY ix_reinvoice_documents_unpaid" in statement
    ]
    assert len(along_unpaid) == len(FILTERS) + 1
