"""Invoices for the partner of a benchmark's database, in bulk: as many as it has active clients, with one line each.

They are made here and not by `resellertui seed`: no money stands behind them, so that `resellertui check` would say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from tests.benchmarks.databases import database, notes_of
from tests.benchmarks.place import HOME, environment, say
from tests.benchmarks.reference import actor_of

from resellertui.domain.calendar import local_date
from resellertui.services.billing.drafting import party
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.settings import load_settings
from resellertui.store.bulk import Heap, Row, next_id
from resellertui.store.models import Document, DocumentLine, Organisation
from resellertui.store.types import canonical, moment_text

BATCH = 50_000
TO_PAY = 25
"""Every so many documents, one that is not paid yet."""
PRICE = 992
DAYS_APART = 1500
"""Over how many days back the documents are spread, in order."""

SKU = "web-hosting"
"""The product that every client of a seeded database has."""

_CLIENTS = """
SELECT products.id, products.org_id, products.family, products.name, partnerships.id FROM partnerships
JOIN products ON products.org_id = partnerships.client_id AND products.sku = ?
WHERE partnerships.partner_id = ? AND partnerships.state = 'active' ORDER BY partnerships.id
"""

_DOCUMENT = (
    "id", "kind", "state", "issuer_id", "payer_id", "holder_id", "currency", "terms_id", "made_on", "due_on",
    "issued_on", "year", "sequence", "net", "vat", "total", "paid", "refunded", "issuer", "buyer", "reason", "made_at",
)  # fmt: skip
_LINE = (
    "document_id", "position", "product_id", "sku", "family", "label", "name", "unit_price", "quantity", "periods",
    "period_months", "degressive_rate", "active", "reach", "method", "partnership_id", "benefit", "gross", "public",
    "charged", "service_from", "service_to",
)  # fmt: skip


def billed(clients: int) -> Path:
    """Return the database of so many clients, with invoices."""
    path, notes = database(clients), notes_of(clients, "billed")
    if not notes.exists():
        say(f"making invoices for {clients} clients, once")
        services = open_services(load_settings(environment(HOME)), database=str(path))
        try:
            notes.write_text(json.dumps({"documents": _bill(services)}))
        finally:
            services.close()
    return path


def _bill(services: Services) -> int:
    payer_id = actor_of(services).org_id or 0
    with services.office.filling() as session:
        found = session.connection().exec_driver_sql(_CLIENTS, (SKU, payer_id)).fetchall()
        writer = _Writer(services, session, payer_id, len(found))
    made = 0
    rows = iter(found)
    while batch := list(islice(rows, BATCH)):
        documents, lines = Heap(Document, _DOCUMENT), Heap(DocumentLine, _LINE)
        for document, line in writer.write(batch):
            documents.rows.append(document)
            lines.rows.append(line)
        with services.office.filling() as session:
            made += documents.write(session)
            lines.write(session)
    return made


class _Writer:
    """Turns products into invoices, counting their numbers on."""

    def __init__(self, services: Services, session: Session, payer_id: int, count: int) -> None:
        raw, now = session.connection(), services.office.clock.now()
        self._number, self._payer_id, self._count = next_id(session, Document), payer_id, count
        self._made_at, self._today = moment_text(now), local_date(now)
        self._label = services.office.terms.label_of(SKU)
        self._terms_id = raw.exec_driver_sql("SELECT max(id) FROM terms_versions").scalar_one()
        self._issuer_id = raw.exec_driver_sql("SELECT provider_id FROM installation").scalar_one()
        self._parties = [canonical(party(session.get_one(Organisation, one))) for one in (self._issuer_id, payer_id)]
        taken = "SELECT year, max(sequence) FROM documents WHERE kind = 'invoice' AND year NOTNULL GROUP BY year"
        self._sequences = {row[0]: row[1] for row in raw.exec_driver_sql(taken)}
        self._made = 0

    def write(self, found: Iterable[Any]) -> Iterator[tuple[Row, Row]]:
        """Yield an invoice and its line for each product."""
        issuer, buyer = self._parties
        for product_id, holder_id, family, name, partnership_id in found:
            day = self._today - timedelta(days=DAYS_APART - DAYS_APART * self._made // self._count)
            is_paid = self._made % TO_PAY != 0
            numbered = self._numbered(day) if is_paid else (None, None, None)
            state, paid = ("paid", PRICE) if is_paid else ("to_pay", 0)
            due = day + timedelta(days=30)
            yield (
                (self._number, "invoice", state, self._issuer_id, self._payer_id, holder_id, "CHF", self._terms_id,
                 day.isoformat(), due.isoformat(), *numbered, PRICE, 0, PRICE, paid, 0, issuer, buyer, "",
                 self._made_at),
                (self._number, 1, product_id, SKU, family, self._label, name, "9.92", 1, 1, 1, "0", 1, "full",
                 "partner", partnership_id, "none", PRICE, PRICE, PRICE, day.isoformat(), due.isoformat()),
            )  # fmt: skip
            self._number += 1
            self._made += 1

    def _numbered(self, day: date) -> tuple[str, int, int]:
        self._sequences[day.year] = self._sequences.get(day.year, 0) + 1
        return day.isoformat(), day.year, self._sequences[day.year]
