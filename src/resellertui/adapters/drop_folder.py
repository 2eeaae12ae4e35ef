"""A folder into which other programs put files: read one by one, then moved aside as taken or refused.

Whoever writes into it is not trusted: links are not followed, and nothing but regular files is read, up to a bound. A
program that puts a file there writes it under another name and renames it, so that no half file is read. What took the
place of a file, or was written into it, after it was read is another file: it stays, under a name of its own.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from resellertui.adapters.filesystem import make_private_folder, write_private

TAKEN = "taken"
REFUSED = "refused"
SUFFIX = ".json"
MOST = 1000
"""How many files are read in one run; the others wait for the next."""
_NAMES = 10_000
"""How many of the same name are kept."""


@dataclass(frozen=True)
class Content:
    """The beginning of a file, and which state of it was read."""

    data: bytes
    state: tuple[int, ...]


class NoRegularFile(OSError):
    """A link, a pipe or something else that is not read."""


class NoRight(OSError):
    """A file that whoever runs this may not read; others may be read."""


@dataclass(frozen=True)
class DropFolder:
    """The folder, which need not be there."""

    path: Path
    is_usual: bool = True
    """Whether it is the one that is used where none was named."""

    def names(self) -> list[str]:
        """Return the names of the files that wait, in their order; none where there is no folder.

        Raises:
            OSError: the folder can't be read.
        """
        return sorted(self._waiting())[:MOST]

    def count(self) -> int:
        """Return how many files wait; none where there is no folder.

        Raises:
            OSError: the folder can't be read.
        """
        return len(self._waiting())

    def read(self, name: str, most: int) -> Content:
        """Return the beginning of a file, up to so many bytes.

        Raises:
            NoRegularFile: it is a link, or something else that is no regular file.
            NoRight: its owner keeps it to itself.
            OSError: it can't be read, or has gone.
        """
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(self.path / name, flags)
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENXIO, errno.EMLINK}:
                raise NoRegularFile(error.errno, os.strerror(error.errno)) from error
            if isinstance(error, PermissionError):
                raise NoRight(error.errno, error.strerror) from error
            raise
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise NoRegularFile(errno.EINVAL, os.strerror(errno.EINVAL))
            return Content(file.read(most), _state(before))

    def take(self, name: str, content: Content) -> None:
        """Move a file that was read to those that were taken; one that has gone stays gone.

        Raises:
            OSError: it can't be moved.
        """
        self._move(name, TAKEN, content)

    def refuse(self, name: str, reasons: str, content: Content | None = None) -> bool:
        """Move a file to those that were refused, with a text of its name beside it that says why.

        Return whether it was: another one that has taken its place since it was read stays.

        Raises:
            OSError: it can't be moved.
        """
        return self._move(name, REFUSED, content, reasons)

    def _waiting(self) -> list[str]:
        try:
            with os.scandir(self.path) as found:
                return [one.name for one in found if _is_wanted(one)]
        except FileNotFoundError:
            return []

    def _move(self, name: str, kind: str, content: Content | None, text: str = "") -> bool:
        target = _free(make_private_folder(self.path / kind), name)
        beside = target.with_suffix(".txt")
        if text:
            write_private(beside, text.encode(errors="replace"))
        is_moved = False
        try:
            (self.path / name).rename(target)  # a link itself, not what it points to
            is_moved = content is None or _state(target.lstat()) == content.state
            if not is_moved:
                target.rename(_free(self.path, name))
        except FileNotFoundError:
            is_moved = False
        finally:
            if text and not is_moved:
                beside.unlink(missing_ok=True)
        return is_moved


def _is_wanted(one: os.DirEntry[str]) -> bool:
    return one.name.endswith(SUFFIX) and not one.name.startswith(".") and not one.is_dir(follow_symlinks=False)


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _free(folder: Path, name: str) -> Path:
    """Return a place in a folder that nothing has yet."""
    stem = name.removesuffix(SUFFIX)
    for number in range(1, _NAMES):
        place = folder / (name if number == 1 else f"{stem}-{number}{SUFFIX}")
        if not os.path.lexists(place):
            return place
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / name))
