"""Whether a database is as expected, asked in a moment and without the database library: before the console starts."""

from __future__ import annotations

from resellertui.adapters.filesystem import network_filesystem
from resellertui.settings import database_url
from resellertui.store import sqlite
from resellertui.store.schema import HEAD


def is_ready(text: str) -> bool:
    """Return whether a path or URL is a database that only has to be opened: nothing to make, to migrate or to refuse.

    What is not ready is for `opening` to open and to judge.

    Raises:
        DatabaseTrouble: the file is none of ours, newer, damaged or locked; nothing was changed.
    """
    _url, path = database_url(text)
    if path is None or network_filesystem(path) is not None or not path.is_file():
        return False
    return sqlite.examine(path) == HEAD
