"""Databases that nothing waits for the disk for: a kill takes nothing from them, and no test pulls the plug."""

from __future__ import annotations

import os
from sqlite3 import Connection

import pytest
from sqlalchemy.pool import ConnectionPoolEntry

from resellertui.store import sqlite

_connect = sqlite.connect


def _unhurried(connection: Connection, record: ConnectionPoolEntry) -> None:
    _connect(connection, record)
    connection.execute("PRAGMA synchronous = OFF")


def wait_for_no_disk(patch: pytest.MonkeyPatch | None = None) -> None:
    """Let this process wait for the disk no more, or for as long as a patch lasts."""
    patch = patch or pytest.MonkeyPatch()
    patch.setattr(sqlite, "connect", _unhurried)
    patch.setattr(os, "fsync", lambda _descriptor: None)
