"""The use cases of importing: looking into a file, and bringing it in."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.client_file import (
    ClientEntry,
    ClientRow,
    DateOrder,
    Field,
    RejectedRow,
    date_order_of,
    group_clients,
    parse_rows,
    undefuse,
)
from resellertui.domain.errors import Usage
from resellertui.domain.partnership import Arrangement, Side
from resellertui.domain.text import tidy, visible
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.importing.agreements import AgreementBatch, the_partner
from resellertui.services.importing.clients import ClientBatch
from resellertui.services.importing.data import identity_text
from resellertui.services.importing.matching import OwnKeys
from resellertui.services.importing.opening import OpenFile, country_option, open_file, remember
from resellertui.services.importing.options import ImportOptions
from resellertui.services.importing.outcome import Outcome
from resellertui.services.importing.report import (
    Change,
    ColumnView,
    FileView,
    ImportReport,
    RejectedView,
)
from resellertui.services.importing.writing import Wish
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import organisations as organisation_queries

BATCH = 500
"""Clients in a transaction: short enough that other consoles do not wait, long enough to be quick."""

ROWS_BETWEEN_LOOKS = 500
SAMPLES = 3

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Imports:
    """Bringing client lists in: a partner its clients, the provider's staff agreements that exist already."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def examine(self, actor: Actor, data: bytes, *, mapping: Mapping[str, str] | None = None) -> FileView:
        """Return what the file holds and how its columns are understood.

        A partner's legal representative or the provider's staff may call it; it changes nothing.

        Raises:
            Invalid: the file can't be read, or the mapping names no column or no field.
            Forbidden: not an approved partner's legal representative.
        """
        with self._office.reading(actor) as unit:
            _allow(unit, agreements=bool(unit.may(Action.AGREEMENT_IMPORT)))
            return _view(open_file(unit, data, mapping or {}))

    def run(
        self,
        actor: Actor,
        data: bytes,
        options: ImportOptions | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportReport:
        """Bring the file in, in short transactions of whole clients; what was written stays when it is stopped.

        A partner's legal representative may call it, or with `agreements` the provider's staff. Makes organisations
        that nobody knows yet, invites their contacts, sends requests; never changes an organisation that someone else
        created or that its own people have claimed: there it asks, and products become proposals. What it answers is
        the same in both cases. A changed row brings what it says up to date, and asks nobody again. A suspended partner
        asks nobody: its new clients are rejected line by line, whether or not they are known here.

        Args:
            actor: who imports.
            data: the file.
            options: how it is read and what is asked for.
            progress: called with the clients done and all of them, after each transaction.
            cancelled: asked between transactions; true stops the import there.

        Raises:
            Invalid: the file can't be read, or the options do not fit together.
            Usage: a column is missing, or (`DateOrderNeeded`) the order of day and month has to be chosen.
            Forbidden: not an approved partner's legal representative, or not the provider's staff.
            NotFound: no such partner.
        """
        options = options or ImportOptions()
        country = country_option(options.default_country)
        stop = cancelled or (lambda: False)
        with _collector_resting():
            return self._run(actor, data, options, country, progress, stop)

    def _run(
        self,
        actor: Actor,
        data: bytes,
        options: ImportOptions,
        country: str | None,
        progress: Progress | None,
        stop: Cancelled,
    ) -> ImportReport:
        with self._office.reading(actor) as unit:
            _allow(unit, agreements=options.agreements)
            _check(unit, options)
            file = open_file(unit, data, options.mapping, options.date_order)
            terms = unit.terms
        rows = parse_rows(
            file.table,
            file.mapping,
            terms=terms,
            date_order=file.date_order,
            default_country=country,
        )
        grouped = group_clients(_until(rows, stop))
        total = Outcome(rejected=[_rejected(one) for one in grouped.rejected])
        if stop():
            return _report(total, 0, cancelled=True, dry_run=self._office.dry_run)
        if options.all_or_nothing and total.rejected:
            return _report(total, len(grouped.clients), refused=True, dry_run=self._office.dry_run)
        stopped = self._bring_in(actor, data, grouped.clients, options, total, progress, stop)
        if options.all_or_nothing and total.rejected:
            refused = Outcome(rejected=total.rejected)
            return _report(refused, len(grouped.clients), refused=True, dry_run=self._office.dry_run)
        if not stopped and not self._office.dry_run:
            with self._office.writing(actor) as unit:
                _allow(unit, agreements=options.agreements)
                remember(unit, file, options.date_order)
        return _report(total, len(grouped.clients), cancelled=stopped, dry_run=self._office.dry_run)

    def _bring_in(
        self,
        actor: Actor,
        data: bytes,
        clients: Sequence[ClientEntry],
        options: ImportOptions,
        total: Outcome,
        progress: Progress | None,
        stop: Cancelled,
    ) -> bool:
        """Write batch after batch; return whether it was stopped."""
        size = max(len(clients), 1) if options.all_or_nothing else BATCH
        own = OwnKeys(actor.org_id or 0, frozenset(identity_text(one.identity) for one in clients))
        file_digest = hashlib.sha256(data).hexdigest()
        if progress is not None:
            progress(0, len(clients))
        for start in range(0, len(clients), size):
            if stop():
                return True
            part = clients[start : start + size]
            try:
                total.take(self._batch(actor, part, options, own, file_digest, total.left))
            except _NothingWritten as refusal:
                total.rejected += refusal.outcome.rejected
                return False
            if progress is not None:
                progress(start + len(part), len(clients))
        return False

    def _batch(
        self,
        actor: Actor,
        part: Sequence[ClientEntry],
        options: ImportOptions,
        own: OwnKeys,
        file_digest: str,
        room: int,
    ) -> Outcome:
        with self._office.writing(actor) as unit:
            _allow(unit, agreements=options.agreements)
            wish = Wish(options.access, options.payment)
            if options.agreements:
                batch: AgreementBatch | ClientBatch = AgreementBatch(
                    unit, the_partner(unit, options.partner or ""), wish, options.evidence, room=room
                )
            else:
                partner = organisation_queries.organisation(unit.session, actor.org_id or 0)
                assert partner is not None  # noqa: S101  # the policy has let the actor pass as a member
                batch = ClientBatch(unit, partner, wish, own, room=room)
            outcome = batch.run(part)
            if options.all_or_nothing and outcome.rejected:
                raise _NothingWritten(outcome)
            if outcome.written:
                unit.record("clients.imported", "import", None, _audited(part, outcome, options, file_digest))
            return outcome


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let the cycle collector rest: rows make no cycles, and walking all of them again and again costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _NothingWritten(Exception):
    """All or nothing was asked, and rows were rejected: leaves the transaction without a trace."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def _allow(unit: Unit, *, agreements: bool) -> None:
    if agreements:
        unit.allow(Action.AGREEMENT_IMPORT)
        return
    member = organisation_queries.programme_member(unit.session, unit.actor.org_id or 0)
    unit.allow(Action.CLIENT_IMPORT, Stance(relation=Relation.OWN, is_partner=member is not None))


def _check(unit: Unit, options: ImportOptions) -> None:
    """Refuse options that do not fit together, before the file is read."""
    Arrangement(options.access, options.payment).check(by=Side.PARTNER)
    if options.agreements:
        if not options.partner:
            raise Usage(_("Whose agreements are these?"), hint=_("Name the partner, by its name, e-mail or id."))
        the_partner(unit, options.partner)
        if not options.evidence.strip():
            raise Usage(_("Agreements need a note of where they are written."), hint=_("Add the evidence."))
    elif options.partner or options.evidence:
        raise Usage(
            _("A partner and an evidence are given only with agreements that exist already."),
            hint=_("The provider's staff import those; a partner imports its clients without them."),
        )


def _until(rows: Iterator[ClientRow | RejectedRow], stop: Cancelled) -> Iterator[ClientRow | RejectedRow]:
    """Yield the rows, looking now and then whether to stop."""
    while not stop() and (some := list(islice(rows, ROWS_BETWEEN_LOOKS))):
        yield from some


def _rejected(row: RejectedRow) -> RejectedView:
    return RejectedView(line=row.line, field=row.field, reason=row.reason)


def _audited(
    part: Sequence[ClientEntry], outcome: Outcome, options: ImportOptions, file_digest: str
) -> dict[str, object]:
    """Return the one audit entry of a batch: how much, which lines, and a digest by which its rows can be proved."""
    return {
        "created": outcome.counts[Change.CREATED],
        "updated": outcome.counts[Change.UPDATED],
        "first_line": part[0].first_line,
        "last_line": part[-1].lines[-1],
        "file": file_digest,
        "rows": outcome.digest,
        "access": options.access.value,
        "agreements": options.agreements,
        "evidence": options.evidence,
    }


def _report(
    outcome: Outcome, total: int, *, cancelled: bool = False, refused: bool = False, dry_run: bool = False
) -> ImportReport:
    return ImportReport(
        created=outcome.counts[Change.CREATED],
        updated=outcome.counts[Change.UPDATED],
        unchanged=outcome.counts[Change.UNCHANGED],
        rejected=tuple(sorted(outcome.rejected, key=lambda one: one.line)),
        changes=tuple(outcome.changes),
        total=total,
        cancelled=cancelled,
        refused=refused,
        dry_run=dry_run,
    )


def _view(file: OpenFile) -> FileView:
    table, mapping = file.table, file.mapping
    order, examples = date_order_of(table, mapping)
    open_order = order in (DateOrder.UNDECIDED, DateOrder.CONTRADICTORY)
    return FileView(
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_line=table.header_line,
        records=len(table.records),
        columns=tuple(
            ColumnView(
                number=index + 1,
                header=visible(name),
                field=str(target) if target else None,
                samples=_samples(file, index),
            )
            for index, (name, target) in enumerate(zip(table.header, mapping.targets, strict=True))
        ),
        missing=tuple(one.value for one in mapping.missing()),
        date_order=file.date_order or order,
        needs_date_order=open_order and file.date_order is None,
        date_examples=tuple(visible(one) for one in examples),
        remembered=file.remembered,
        fields=tuple(one.value for one in Field),
    )


def _samples(file: OpenFile, index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for record in file.table.records[:200]:
        if index < len(record.cells) and (text := visible(tidy(undefuse(record.cells[index]))[:60])):
            found[text] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)
