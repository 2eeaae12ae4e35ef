"""A progress bar on standard error, for whoever watches; for a script there is none."""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType
from typing import Self

from resellertui.domain.text import visible

_CELLS = 30


class Progress:
    """Shows how far a long piece of work is.

    Where the work can stop between records, the first ctrl+c asks it to and the second stops it at once.
    """

    def __init__(self, label: str, *, shown: bool | None = None, can_stop: bool = False) -> None:
        self._label = label
        self._can_stop = can_stop
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._percent = -1
        self._stopped = False
        self._before: object = None

    def __enter__(self) -> Self:
        if self._can_stop:
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._can_stop:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]  # what signal.signal itself returned
        if self._shown and self._percent >= 0:
            print(file=sys.stderr, flush=True)

    def show(self, done: int, total: int) -> None:
        """Draw the bar, when the percentage changes."""
        percent = 100 * done // total if total else 100
        if not self._shown or percent == self._percent:
            return
        self._percent = percent
        filled = _CELLS * percent // 100
        bar = "█" * filled + "░" * (_CELLS - filled)
        print(f"\r{visible(self._label)} {bar} {percent:3} %", end="", file=sys.stderr, flush=True)

    def is_stopped(self) -> bool:
        """Return whether the user asked to stop."""
        return self._stopped

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopped:
            raise KeyboardInterrupt
        self._stopped = True
