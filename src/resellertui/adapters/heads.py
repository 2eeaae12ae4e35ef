"""Where the newest audit entry is noted outside the database: one small file for each database file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from resellertui.adapters.filesystem import make_private_folder, write_private
from resellertui.adapters.locks import exclusive


class AuditHeads:
    """Notes of the newest entry, in the state folder, named after the database's id and its path.

    The path is part of the name: a copy elsewhere lives its own life and is not mistaken for a cut original.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, database_id: str, path: Path | None) -> Path:
        place = hashlib.sha256(str(path.resolve() if path else "").encode()).hexdigest()[:16]
        return self._folder / f"{database_id}-{place}.json"

    def read(self, database_id: str, path: Path | None) -> tuple[int, str] | None:
        """Return the noted number and code, or None where none is noted."""
        try:
            noted = json.loads(self._file(database_id, path).read_text())
            return int(noted["entry"]), str(noted["mac"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def note(self, database_id: str, path: Path | None, number: int, mac: str, *, anew: bool = False) -> None:
        """Note an entry. An older one never replaces a newer one, unless `anew` says the database was replaced.

        Another entry of the same number does not replace it either: it shows that the chain was cut and written on.

        Raises:
            OSError: the folder can't be written.
        """
        make_private_folder(self._folder)
        with exclusive(self._folder / ".lock"):
            known = self.read(database_id, path)
            if known is not None and known[0] >= number and not anew:
                return
            write_private(self._file(database_id, path), json.dumps({"entry": number, "mac": mac}).encode())
