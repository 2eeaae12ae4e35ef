"""What a terminal sends for the keys that are no letters."""

from __future__ import annotations

DOWN = b"\x1b[B"
PAGE_DOWN = b"\x1b[6~"
HOME = b"\x1b[H"
END = b"\x1b[F"
CONTROL_HOME = b"\x1b[1;5H"
CONTROL_END = b"\x1b[1;5F"
ENTER = b"\r"
ESCAPE = b"\x1b"
BACKSPACE = b"\x7f"
LEAVE = b"\x11"
