"""The standard streams of a run: those that are closed, and an output that can't be written to its end."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputLost(Exception):
    """Standard output takes nothing more, its disk being full or itself closed; `reason` is the system's word for it.

    It is neither an error of a use case nor one of a file that a command writes, so that nothing but the program's end
    catches it. A reader that has gone is a `BrokenPipeError`, as everywhere.
    """

    def __init__(self, number: int) -> None:
        super().__init__(os.strerror(number))
        self.reason = os.strerror(number)


class _Watched(io.FileIO):
    """The file behind standard output, which tells its own failures from those of any other file."""

    def write(self, content: ReadableBuffer, /) -> int:
        """Write what the file takes at once.

        Raises:
            BrokenPipeError: nobody reads it any more.
            OutputLost: it can't be written.
        """
        try:
            return super().write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputLost(error.errno or errno.EIO) from error


def prepare() -> bool:
    """Let texts that an encoding lacks be written all the same, and watch the output; return whether there is one.

    A stream that whoever started the program has closed is none to Python: it is pointed at nothing here.
    """
    has_output = sys.stdout is not None
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open(encoding="utf-8")
    sys.stdout = sys.stdout or nothing.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if has_output and sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _watched(sys.stdout)
    return has_output


def silence(stream: TextIO) -> None:
    """Point a stream that takes nothing more at nothing, so that the interpreter's last flush is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _watched(stream: io.TextIOWrapper) -> TextIO:
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Watched(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
