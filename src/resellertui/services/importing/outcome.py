"""What a batch of an import did, client by client."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from resellertui.domain.client_file import ClientEntry
from resellertui.domain.text import visible
from resellertui.services.importing.report import MOST_CHANGES, Change, ChangeView, RejectedView


@dataclass
class Outcome:
    """Counts, rejected rows and the first changes."""

    room: int = MOST_CHANGES
    """How many changes are kept for the report."""

    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    rejected: list[RejectedView] = field(default_factory=list)
    changes: list[ChangeView] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)

    def add(self, entry: ClientEntry, what: Change, details: tuple[str, ...] = (), *, text: str = "") -> None:
        """Note what was done with a client; `text` is the row's data, where something was written."""
        self.counts[what] += 1
        if text:
            self._written.append(text)
        if self.has_room:
            name = visible(entry.row.organisation.name)
            self.changes.append(ChangeView(line=entry.first_line, client=name, what=what, details=details))

    def reject(self, entry: ClientEntry, reason: str, field_name: str = "") -> None:
        """Note that every row of a client is rejected."""
        self.rejected.extend(RejectedView(line=line, field=field_name, reason=reason) for line in entry.lines)

    def take(self, other: Outcome) -> None:
        """Add what another batch did."""
        for what, count in other.counts.items():
            self.counts[what] += count
        self.rejected += other.rejected
        self.changes += other.changes[: self.left]

    @property
    def left(self) -> int:
        """How many more changes are kept."""
        return max(0, self.room - len(self.changes))

    @property
    def has_room(self) -> bool:
        """Whether one more change is kept for the report."""
        return self.left > 0

    @property
    def digest(self) -> str:
        """What proves which rows were written, for the audit."""
        return hashlib.sha256("\n".join(self._written).encode()).hexdigest()

    @property
    def written(self) -> int:
        """How many clients something was written for."""
        return self.counts[Change.CREATED] + self.counts[Change.UPDATED]
