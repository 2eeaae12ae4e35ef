"""Proving a database: every promise of the rules, asked of the data itself (rules: audit; design: what holds it)."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.services.actor import Actor
from resellertui.services.proofs import (
    chain,
    ledger,
    money,
    partnerships,
    programme,
    quotes,
    records,
    reinvoicing,
    storage,
    terms,
)
from resellertui.services.proofs.finding import Finding
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.services.views import View
from resellertui.store.queries import proofs as queries


class CheckReport(View):
    """What a check found."""

    clean: bool
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]
    """What is no fault, but should be known."""
    counts: dict[str, int]
    """How many rows were looked at, a table each."""
    sums: dict[str, str]
    """What two databases with the same history share: balances by account, documents and cashback by kind and
    state, what came of the reviews of partners."""


def check(office: Office, actor: Actor) -> CheckReport:
    """Prove the whole database in one consistent view of it; changes nothing.

    Raises:
        Forbidden: neither staff nor the owner of the database.
        DatabaseTrouble: the file is too damaged to be read.
    """
    with office.reading(actor) as unit:
        allow_running(unit, Action.DATABASE_CHECK)
        found, readable = storage.schema(unit.session)
        found += storage.damage(unit.session)
        notices: list[str] = []
        counts: dict[str, int] = {}
        sums: dict[str, str] = {}
        if readable:
            found += partnerships.findings(unit.session)
            identity = list(records.findings(unit.session))
            found += identity
            found += terms.findings(unit.session)
            found += programme.findings(unit.session)
            found += money.findings(unit.session)
            found += reinvoicing.findings(unit.session)
            found += quotes.findings(unit.session)
            sums = money.sums(unit.session) | reinvoicing.sums(unit.session) | programme.sums(unit.session)
            sums |= quotes.sums(unit.session)
            counts = queries.counts(unit.session)
            if not any(one.area == "installation" for one in identity):
                of_chain, notices = chain.findings(unit)
                found += of_chain
                found += ledger.findings(unit)
        return CheckReport(clean=not found, findings=tuple(found), notices=tuple(notices), counts=counts, sums=sums)
