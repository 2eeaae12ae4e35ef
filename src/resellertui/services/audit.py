"""The audit chain: writing the next entry, and proving the whole of it.

Each entry's code is keyed and covers the one before; the values it speaks of sit beside it under a keyed hash, so that
a person's data can be erased and the chain still proves. The newest entry is also noted outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.store.models import AuditEntry, AuditValue
from resellertui.store.queries import audit as queries
from resellertui.store.queries.audit import StoredEntry
from resellertui.store.types import canonical, moment_text

GENESIS = "0" * 64


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain: its number and code."""

    number: int
    mac: str


def newest(session: Session) -> Head:
    """Return the newest entry of the chain; every database that was founded has one."""
    return Head(*(queries.head(session) or (0, GENESIS)))


class AuditChain:
    """The chain of one database, with the key that makes and proves it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _keyed(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def hash_of(self, values: str) -> str:
        """Return the keyed hash by which the chain refers to values, given as their stored text."""
        return self._keyed("values:" + values)

    def mark(self, head: Head) -> str:
        """Return the keyed mark that a backup taken at this head carries."""
        return f"{head.number}:{self._keyed(f'backup:{head.number}:{head.mac}')}"

    def mac_of(self, entry: AuditEntry | StoredEntry) -> str:
        """Return the code that the entry must have."""
        return self._keyed(
            canonical(
                [
                    entry.previous_mac,
                    entry.id,
                    moment_text(entry.at) if isinstance(entry, AuditEntry) else entry.at,
                    entry.user_id,
                    entry.identity,
                    entry.org_id,
                    entry.for_org_id,
                    entry.action,
                    entry.subject,
                    entry.subject_id,
                    entry.values_hash,
                ]
            )
        )

    def append(
        self,
        session: Session,
        actor: Actor,
        at: datetime,
        action: str,
        subject: str,
        subject_id: int | None,
        values: Mapping[str, Any],
        for_org_id: int | None = None,
        last: Head | None = None,
    ) -> Head:
        """Write the next entry; the caller holds the write lock, so the one before stays the one before.

        `last` is that one, where this transaction has written it.
        """
        session.flush()  # what the entry tells of is written before it
        number, previous = (last.number, last.mac) if last is not None else (queries.head(session) or (0, GENESIS))
        entry = AuditEntry(
            id=number + 1,
            at=at,
            user_id=actor.user_id,
            identity=actor.identity.value,
            org_id=actor.org_id,
            for_org_id=for_org_id if for_org_id is not None else actor.for_client_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            values_hash=self.hash_of(canonical(dict(values))),
            previous_mac=previous,
            mac="",
        )
        entry.mac = self.mac_of(entry)
        queries.write(session, entry, AuditValue(entry_id=entry.id, values=dict(values), erased_at=None))
        return Head(entry.id, entry.mac)

    def findings(self, session: Session, noted: Head | None) -> Iterator[str]:
        """Yield everything that is wrong with the chain, in words; nothing when it is whole.

        Args:
            session: a reading session.
            noted: the head noted outside the database; None when none is known here.
        """
        number, previous, noted_seen = 0, GENESIS, noted is None
        for entry in queries.entries_with_values(session):
            number += 1
            if entry.id != number:
                yield _("Audit: entries {first} to {last} are missing.").format(first=number, last=entry.id - 1)
                number = entry.id
            elif entry.previous_mac != previous:
                yield _("Audit: entry {number} does not follow the one before it.").format(number=entry.id)
            if self.mac_of(entry) != entry.mac:
                yield _("Audit: entry {number} has been edited.").format(number=entry.id)
            yield from self._value_findings(entry)
            if noted is not None and entry.id == noted.number:
                noted_seen = True
                if entry.mac != noted.mac:
                    yield _("Audit: entry {number} is not the one that was noted outside the database.").format(
                        number=entry.id
                    )
            previous = entry.mac
        if number == 0:
            yield _("Audit: it is empty, though making the database was its first entry.")
        if noted is not None and not noted_seen:
            yield _(
                "Audit: the chain ends at entry {last}, but entry {noted} had been written: its tail is cut."
            ).format(last=number, noted=noted.number)

    def _value_findings(self, entry: StoredEntry) -> Iterator[str]:
        if not entry.has_values:
            yield _("Audit: the values of entry {number} are missing.").format(number=entry.id)
        elif not (self._is_erased(entry) or self.hash_of(entry.values or "") == entry.values_hash):
            yield _("Audit: the values of entry {number} have been edited.").format(number=entry.id)

    @staticmethod
    def _is_erased(entry: StoredEntry) -> bool:
        """Say whether the values were erased: they are gone then, so that nothing else stands in their place."""
        return entry.erased_at is not None and entry.values is None
