"""How long a guesser waits: five failures are free, then 2ⁿ seconds, one hour at most (rules: desk, sign-in)."""

from __future__ import annotations

FREE_FAILURES = 5
LONGEST_SECONDS = 3600
FORGOTTEN_AFTER_SECONDS = 24 * 3600
"""A day without a failure starts the count anew: without it, honest typing errors would add up over the years until
each of them closed the door to everyone for an hour. It gives a guesser five more attempts a day."""


def wait_after(failures: int) -> int:
    """Return the seconds to wait after that many failures in a row.

    The sixth failure costs 2 seconds, the seventh 4, and so on.
    """
    over = failures - FREE_FAILURES
    if over <= 0:
        return 0
    return min(2**over, LONGEST_SECONDS) if over < 12 else LONGEST_SECONDS
