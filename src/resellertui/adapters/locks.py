"""Taking turns between processes on one machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resellertui.adapters.filesystem import PRIVATE_FILE, make_private_folder


@contextmanager
def exclusive(file: Path) -> Iterator[None]:
    """Wait until nobody else is inside a block on this lock file; a process that dies leaves it free.

    Raises:
        OSError: the file can't be made.
    """
    make_private_folder(file.parent)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
