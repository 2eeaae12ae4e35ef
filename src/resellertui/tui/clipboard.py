"""Copying over a terminal: an escape sequence that the user's own terminal may obey; nothing says whether it did."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def sequence(text: str, *, in_tmux: bool) -> str:
    """Return the sequence (OSC 52) that asks the terminal to copy; wrapped, so that tmux passes it on."""
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    plain = f"\x1b]52;c;{encoded}\a"
    if not in_tmux:
        return plain
    return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def send(app: App[Any], text: str) -> None:
    """Send text to the clipboard of the terminal that the console is shown in."""
    driver = app._driver
    if driver is None or app.is_headless:
        app._clipboard = text
        return
    driver.write(sequence(text, in_tmux=False))
    if os.environ.get("TMUX"):
        driver.write(sequence(text, in_tmux=True))
