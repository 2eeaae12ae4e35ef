"""Years that pass without anybody's act, run through in different ways: a day at a time, at once, in leaps."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from resellertui.adapters.clock import FixedClock
from resellertui.domain.calendar import start_of
from resellertui.services.actor import Actor
from resellertui.services.opening import open_services
from resellertui.settings import Settings

OPERATOR = Actor.operator()
MORNING = timedelta(hours=8)
"""When the jobs run."""

STATEMENTS = {
    "products": "SELECT id, state, expires_on, payer_id, noticed FROM products",
    "partnerships": "SELECT id, state, ended_at FROM partnerships",
    "members": "SELECT org_id, state, review_on, warned_on, suspend_on, suspended_on FROM programme_members",
    "reviews": "SELECT org_id, kind, due_on, outcome, count(*) FROM programme_reviews GROUP BY 1, 2, 3, 4",
    "documents": "SELECT kind, payer_id, holder_id, state, due_on, currency, terms_id, net, vat, paid, count(*) "
    "FROM documents GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "lines": "SELECT l.product_id, l.service_from, l.charged, l.partner_net, l.active, l.benefit, d.state, count(*) "
    "FROM document_lines l JOIN documents d ON d.id = l.document_id GROUP BY 1, 2, 3, 4, 5, 6, 7",
    "vat": "SELECT v.country, v.percent, sum(v.base), sum(v.amount) FROM document_vat v GROUP BY 1, 2",
    "cashback": "SELECT partner_id, holder_id, product_id, state, amount, count(*) FROM cashbacks "
    "GROUP BY 1, 2, 3, 4, 5",
    "mails of what was done": "SELECT kind, recipient, subject, count(*) FROM outbox "
    "WHERE kind NOT LIKE '%reminder' AND kind NOT LIKE 'programme.arrears%' AND kind <> 'quote.closing_soon' "
    "GROUP BY 1, 2, 3",
}
"""What the way through the years must not change: everything but when it was written, and what only reminds."""


def days_from(first: date, length: int, most: int, seed: int = 0) -> Iterator[date]:
    """Yield the days of the runs over so many days: each after as many as chance says up to `most`, then the last."""
    dice, gone = random.Random(seed), 0  # noqa: S311  # lengths of leaps, not secrets
    while (gone := gone + dice.randint(1, most)) < length:
        yield first + timedelta(days=gone)
    yield first + timedelta(days=length)


def pass_years(settings: Settings, place: Path, days: Iterable[date]) -> dict[str, Any]:
    """Run the jobs on each day, prove the database, and return what came of it, a name for each part."""
    clock = FixedClock(start_of(date(2000, 1, 1)) + MORNING)
    with closing(open_services(settings, database=str(place), clock=clock)) as services:
        for day in days:
            clock.advance(start_of(day) + MORNING - clock.now())
            services.tick.run(OPERATOR)
        report = services.maintenance.check(OPERATOR)
    assert [one.text for one in report.findings] == []
    return {"sums": report.sums} | read(place)


def read(place: Path) -> dict[str, Any]:
    """Return what is in a database that has come through the years."""
    with closing(sqlite3.connect(place)) as connection:
        return {name: sorted(connection.execute(text), key=str) for name, text in STATEMENTS.items()}
