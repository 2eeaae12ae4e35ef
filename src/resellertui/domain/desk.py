"""The support desk's manners: what stays on its screen, and for how long.

The rules are silent on it. A caller's data are shown for the call: they go when the case is left, when staff clear
them, and by themselves once nobody has touched the console for some minutes, so that a desk that was left alone shows
nobody's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

HIDDEN_AFTER = timedelta(minutes=10)
"""How long a caller stays on the screen of a console that nobody touches."""


def is_to_hide(touched_at: datetime, now: datetime) -> bool:
    """Return whether a caller's data have stood there untouched for too long."""
    return now - touched_at >= HIDDEN_AFTER
