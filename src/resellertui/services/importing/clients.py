"""A batch of a partner's own import: new clients are asked, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resellertui.domain.client_file import ClientEntry, digest, identity_of
from resellertui.domain.partnership import Access, Side, State
from resellertui.domain.wording import _, ngettext
from resellertui.services.importing.data import (
    Data,
    changes_between,
    data_of,
    fingerprint,
    identity_text,
    is_same,
    merged,
    product_key,
    row_of,
)
from resellertui.services.importing.letters import Letters
from resellertui.services.importing.matching import Directory, OwnKeys, record_identity
from resellertui.services.importing.outcome import Outcome
from resellertui.services.importing.report import Change
from resellertui.services.importing.updating import update_behind
from resellertui.services.importing.visible import reached_row
from resellertui.services.importing.writing import Sheaf, Wish
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.dossier import dossier_of, settle, standing_of
from resellertui.services.partnerships.sentences import arrangement_words
from resellertui.services.unit import Unit
from resellertui.store.models import ClientRecord, Organisation, Partnership
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import records
from resellertui.store.queries.records import Candidate
from resellertui.store.types import canonical


@dataclass
class ClientBatch:
    """One transaction's worth of clients; `partner` is the importer."""

    unit: Unit
    partner: Organisation
    wish: Wish
    own: OwnKeys

    def run(self, entries: Sequence[ClientEntry]) -> Outcome:
        """Bring the entries in: reject what can't be, then write the rest."""
        self.outcome, self.sheaf = Outcome(), Sheaf(self.unit)
        self.letters = Letters(self.partner.name, self.wish, self.sheaf.answer_by)
        self._asked: list[int] = []
        identities = [record_identity(entry) for entry in entries]
        known = records.by_identities(self.unit.session, self.partner.id, identities)
        strangers = [
            entry for entry, identity in zip(entries, identities, strict=True) if identity not in known
        ]
        if strangers:
            self.own.refresh(self.unit)
        self.directory = Directory.for_entries(self.unit, strangers)
        for entry, identity in zip(entries, identities, strict=True):
            data = data_of(entry.row)
            text = canonical(data)
            mark = fingerprint(text)
            record = known.get(identity)
            if record is not None and record.digest == mark:
                self.outcome.add(entry, Change.UNCHANGED)
                continue
            number = record.id if record is not None else self.own.find(entry)
            if number is not None:
                self._known(entry, number, data)
            else:
                self._stranger(entry, identity, data, text, mark)
        self.unit.session.flush()  # what was updated stands before the new rows, which refer to some of it
        self.sheaf.write()
        self._send_requests()
        return self.outcome

    def _known(self, entry: ClientEntry, number: int, data: Data) -> None:
        """Bring a client up to date that the partner has a record of."""
        record = records.record(self.unit.session, number)
        assert record is not None  # noqa: S101  # found in this transaction
        before: Data = record.data
        after = merged(before, data)
        if is_same(before, after) or self._is_as_reached(entry, record):
            self.outcome.add(entry, Change.UNCHANGED)
            return
        text = canonical(after)
        record.identity = identity_text(identity_of(row_of(after, self.unit.terms)))
        record.reference = after["reference"]
        record.data, record.digest, record.updated_at = after, fingerprint(canonical(data)), self.unit.now
        update_behind(self.unit, self.sheaf, self.letters, record, before, after)
        self.outcome.add(entry, Change.UPDATED, changes_between(before, after))
        del text

    def _is_as_reached(self, entry: ClientEntry, record: ClientRecord) -> bool:
        """Say whether the row tells what the partner sees of a client that it reaches: an export, come back."""
        if record.partnership_id is None:
            return False
        row = partnership_queries.partnership(self.unit.session, record.partnership_id)
        if row is None or row.client_id is None or not self._reaches(row):
            return False
        return digest(self._reached(row, record.data)) == digest(entry)

    def _reaches(self, row: Partnership) -> bool:
        standing = standing_of(row)
        return standing.on(self.unit.today) is State.ACTIVE and not standing.is_paused(self.unit.today)

    def _reached(self, row: Partnership, own: Data | None):  # noqa: ANN202
        session, client_id = self.unit.session, row.client_id or 0
        org = records.organisations(session, [client_id])[client_id]
        products = records.products_of_many(session, [client_id]).get(client_id, [])
        if row.access == Access.LIMITED.value:
            entrusted = {one.product_id for one in partnership_queries.open_entrustments(session, row.id)}
            products = [one for one in products if one.id in entrusted]
        return reached_row(org, products, own, self.unit.terms)
