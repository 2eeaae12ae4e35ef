"""Which client of the database a row of a file speaks of.

Only what the partner knows itself decides what it is told: its own records and the clients that it reaches. Whether
some other organisation fits decides where the request goes, and the partner never sees that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from resellertui.domain.client_file import ClientEntry
from resellertui.domain.organisation import email_key
from resellertui.domain.text import fold
from resellertui.services.importing.data import secondary_keys
from resellertui.services.unit import Unit
from resellertui.store.queries import records
from resellertui.store.queries.records import Candidate


@dataclass
class OwnKeys:
    """The importer's own records by their data, for clients whose file says more, or less, than the one before."""

    importer_id: int
    in_file: frozenset[str]
    """The identities of the whole file: a record that another row is known by is not taken for this one's."""
    _last_id: int = 0
    _by_key: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)

    def refresh(self, unit: Unit) -> None:
        """Take in the records made since the last look, by whichever console."""
        found = records.identities_after(unit.session, self.importer_id, self._last_id)
        if not found:
            return
        self._last_id = found[-1][0]
        others = [number for number, identity in found if identity not in self.in_file]
        for one in records.submitted(unit.session, others):
            for key in secondary_keys(one.data):
                self._by_key.setdefault(key, []).append((one.id, bool(one.reference)))

    def find(self, entry: ClientEntry) -> int | None:
        """Return the one record that is surely this client's, though the identity differs; else None."""
        if not self._by_key:
            return None
        has_reference = bool(entry.row.reference)
        for key in secondary_keys(entry):
            found = [number for number, referenced in self._by_key.get(key, ()) if not (has_reference and referenced)]
            if len(found) == 1:
                return found[0]
            if found:
                return None
        return None


@dataclass
class Directory:
    """The organisations that the clients of a batch may be, by number and by address with name."""

    _by_key: dict[str, list[Candidate]] = field(default_factory=dict)

    @classmethod
    def for_entries(cls, unit: Unit, entries: Iterable[ClientEntry]) -> Directory:
        """Look up everything that the entries may match, in a few queries."""
        vat, register, email = set(), set(), set()
        for entry in entries:
            org = entry.row.organisation
            if org.vat_number:
                vat.add(org.vat_number)
            if org.register_number:
                register.add(org.register_number)
            email.add(org.email.lower())
        found = records.candidates(unit.session, vat_numbers=vat, register_numbers=register, email_keys=email)
        directory = cls()
        for one in found:
            for key in _candidate_keys(one):
                directory._by_key.setdefault(key, []).append(one)
        return directory

    @property
    def org_ids(self) -> set[int]:
        """Every organisation found."""
        return {one.id for found in self._by_key.values() for one in found}

    def matches(self, entry: ClientEntry) -> Sequence[Candidate]:
        """Return the organisations that the entry may be, the surest first."""
        if not self._by_key:
            return ()
        org = entry.row.organisation
        keys = []
        if org.vat_number:
            keys.append(f"vat {org.vat_number}")
        if org.register_number:
            keys.append(f"register {org.address.country} {org.register_number}")
        keys.append(f"email {email_key(org.email)} {fold(org.name)}")
        found = [one for key in keys for one in self._by_key.get(key, ())]
        return list(dict.fromkeys(found))


def _candidate_keys(one: Candidate) -> list[str]:
    keys = [f"email {one.email_key} {one.name_folded}"]
    if one.vat_number:
        keys.append(f"vat {one.vat_number}")
    if one.register_number:
        keys.append(f"register {one.country} {one.register_number}")
    return keys
