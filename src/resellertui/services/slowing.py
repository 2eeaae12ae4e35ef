"""The slow-down that makes guessing pointless (rules: support desk; sign-in and passwords alike).

For each person and overall, five failures are free; then 2ⁿ seconds up to one hour pass before the next attempt. A
success resets only one's own count; a day without failures resets any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from resellertui.domain.errors import SlowedDown
from resellertui.domain.slowdown import FORGOTTEN_AFTER_SECONDS, wait_after
from resellertui.domain.wording import ngettext
from resellertui.services.unit import Unit
from resellertui.store.models import FailureCount


def slowed_down(title: str, until: datetime, now: datetime) -> SlowedDown:
    """Return the refusal of an attempt that comes too early; its facts have the seconds."""
    seconds = int((until - now).total_seconds()) + 1
    words = ngettext("Wait {count} second.", "Wait {count} seconds.", seconds).format(count=seconds)
    return SlowedDown(title, words, seconds=seconds)


@dataclass(frozen=True)
class Guessing:
    """What someone's failures at one door are counted under: its own key, and the one that all share, if any."""

    own: str
    overall: str = ""

    def check_wait(self, unit: Unit, title: str) -> None:
        """Go on only where nothing has to be waited for; nothing is looked at, or counted, before.

        Raises:
            SlowedDown: too many failures before, in the words of `title`.
        """
        if until := self.closed_until(unit):
            raise slowed_down(title, until, unit.now)

    def closed_until(self, unit: Unit) -> datetime | None:
        """Return until when there is to be waited, or None."""
        counts = [unit.session.get(FailureCount, key) for key in self._keys]
        waits = [one.blocked_until for one in counts if one is not None and one.blocked_until is not None]
        return max((until for until in waits if until > unit.now), default=None)

    def count(self, unit: Unit) -> None:
        """Count a failure, or an attempt that is not known to be right yet."""
        for key in self._keys:
            count = unit.session.get(FailureCount, key)
            if count is None:
                count = FailureCount(key=key, failures=0, last_at=unit.now, blocked_until=None)
                unit.session.add(count)
            if (unit.now - count.last_at).total_seconds() >= FORGOTTEN_AFTER_SECONDS:
                count.failures = 0
            count.failures += 1
            count.last_at = unit.now
            wait = wait_after(count.failures)
            count.blocked_until = unit.now + timedelta(seconds=wait) if wait else None

    def uncount(self, unit: Unit) -> None:
        """Take back the count of an attempt that was right: one's own is forgotten, everyone's is one less."""
        self.forget_own(unit)
        overall = unit.session.get(FailureCount, self.overall)
        if overall is not None and overall.failures:
            overall.failures -= 1
            if not wait_after(overall.failures):
                overall.blocked_until = None

    def forget_own(self, unit: Unit) -> None:
        """Forget one's own failures, which a success does; everyone's stay."""
        own = unit.session.get(FailureCount, self.own)
        if own is not None:
            own.failures = 0
            own.blocked_until = None

    @property
    def _keys(self) -> tuple[str, ...]:
        return (self.own, self.overall) if self.overall else (self.own,)
