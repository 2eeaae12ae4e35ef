"""Exporting a partner's clients as a file that imports again unchanged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.client_file import ClientRow, write_clients
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.partnership import Access, State
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.export_file import write_export
from resellertui.services.importing.data import row_of
from resellertui.services.importing.visible import reached_row, reaches
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Office, Unit, locked_out
from resellertui.services.views import View
from resellertui.store.models import ClientRecord, Partnership
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import records

EXPORTED = (State.ACTIVE, State.PENDING)
BATCH = 500


class ExportReport(View):
    """What an export wrote."""

    path: str
    clients: int


class Exports:
    """Writing client lists. What one may see in the list of clients may be exported; every export is audited."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def clients(self, actor: Actor, *, states: Sequence[State] = EXPORTED) -> str:
        """Return the clients in these states as CSV: the data of those that are reached, else one's own record.

        Legal representatives and administrators may call it, and collaborators for the clients granted to them.
        Clients of whom only a name is known, since they have not accepted and no file told more, are left out.
        Writes nothing but the audit.

        Raises:
            Forbidden: an external user.
        """
        return self._text(actor, states)[0]

    def to_file(
        self,
        actor: Actor,
        path: Path,
        *,
        states: Sequence[State] = EXPORTED,
        only: Collection[str] | None = None,
        replace: bool = False,
    ) -> ExportReport:
        """Write the same to a file that only the user reads, whole or not at all; in a rehearsal not at all.

        `only` names the partnerships to write, by id; None for all.

        Raises:
            Forbidden: an external user, or locked mode, where nobody names files.
            Refused: the file exists and is not to be replaced, or can't be written.
        """
        if self._office.locked:
            raise locked_out()
        target = path.expanduser().absolute()
        if target.exists() and (target.is_dir() or not replace):
            raise Refused(
                _("{path} exists already.").format(path=target),
                _("Nothing was written."),
                _("Choose another name."),
            )
        text, count = self._text(actor, states, only)
        write_export(self._office, target, text)
        return ExportReport(path=str(target), clients=count)

    def _text(self, actor: Actor, states: Sequence[State], only: Collection[str] | None = None) -> tuple[str, int]:
        """Return the file and how many clients are in it, after writing down who took it out."""
        with self._office.writing(actor) as unit:
            unit.allow(Action.CLIENT_EXPORT, Stance(relation=Relation.OWN))
            numbers = None if only is None else {parse_id(Kind.PARTNERSHIP, one) for one in only}
            rows = list(_rows(unit, states, numbers))
            wanted = sorted({state.value for state in states})
            unit.record("clients.exported", "export", None, {"clients": len(rows), "states": wanted})
            return "".join(write_clients(rows)), len(rows)


def _rows(unit: Unit, states: Sequence[State], only: Collection[int | None] | None) -> Iterator[ClientRow]:
    org_id, membership_id = unit.actor.org_id or 0, None
    if unit.role is None or not reaches_every_client(unit.role):
        membership = people_queries.membership(unit.session, unit.actor.user_id or 0, org_id)
        membership_id = membership.id if membership else 0
    rows = [
        row
        for row in records.partnerships_of_partner(unit.session, org_id, membership_id)
        if standing_of(row).on(unit.today) in states and (only is None or row.id in only)
    ]
    for start in range(0, len(rows), BATCH):
        yield from _batch(unit, rows[start : start + BATCH])


def _batch(unit: Unit, rows: Sequence[Partnership]) -> Iterator[ClientRow]:
    session, terms = unit.session, unit.terms
    reached = {row.id: row.client_id for row in rows if row.client_id is not None and reaches(unit, row)}
    own = _own_records(unit, rows, reached)
    orgs = records.organisations(session, reached.values())
    products = records.products_of_many(session, reached.values())
    entrusted = partnership_queries.entrusted(session, rows)
    for row in rows:
        record = own.get(row.id)
        if row.id not in reached:
            if record is not None:
                yield row_of(record.data, terms)
            continue
        org = orgs[reached[row.id]]
        held = products.get(org.id, [])
        if row.access == Access.LIMITED.value:
            scope = {number for number, _name in entrusted.get(row.id, [])}
            held = [one for one in held if one.id in scope]
        yield reached_row(org, held, record.data if record else None, terms)


def _own_records(unit: Unit, rows: Sequence[Partnership], reached: dict[int, int]) -> dict[int, ClientRecord]:
    """Return the partner's own records by partnership: the one behind it, else the only one of a reached client."""
    partner_id = unit.actor.org_id or 0
    own = {
        one.partnership_id: one
        for one in records.records_behind(unit.session, partner_id, [row.id for row in rows])
        if one.partnership_id is not None
    }
    missing = {client_id: number for number, client_id in reached.items() if number not in own}
    by_org: dict[int, list[ClientRecord]] = {}
    for one in records.records_about(unit.session, partner_id, list(missing)):
        by_org.setdefault(one.org_id, []).append(one)
    return own | {missing[org_id]: found[0] for org_id, found in by_org.items() if len(found) == 1}
