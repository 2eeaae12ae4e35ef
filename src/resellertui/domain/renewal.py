"""The timeline of a subscription's renewal, and whose money an automatic renewal may take.

Decided here where the rules are silent:

- A product that has expired is blocked from its expiry on, and still renewed, from its old expiry, until it is
  terminated; the automatic attempt is repeated every day until then.
- An automatic renewal counts as ordered by the organisation that switched it on; where that was not here, by who pays.
  With the partner's payment method the partner's money therefore pays by itself only what the partner switched on: what
  its client switched on waits in the partner's To pay, but for the monthly limit.
- A renewal that waits is paid by itself from the first attempt on, whoever ordered it, while everything on it renews by
  itself; a partner's money only for what that partner has both ordered and switched on, but for the monthly limit.
- An automatic renewal that waits is withdrawn, and made anew for what still renews by itself, where a product was
  switched off before anything was paid, or where its partner does not pay for the client any more: the partnership
  ended, is paused, or has the client's method now. What was ordered by hand is withdrawn once the partnership ended.
- The Renewal Warranty is an active subscription of that family; it covers all other products of its organisation that
  someone wanted to be renewed: the automatic renewal is on, or a renewal waits to be paid. The provider renews on the
  day of expiry, and the pro forma is to be paid that many days after it. It is never paid by itself.
- The warranty takes over what waits, with all its lines; an order that would renew the warranty too is made anew
  without it. What was taken over can't be declined: it was served.
- What the warranty renewed and nobody paid in time ends: the product is terminated, and the pro forma stays to pay.
- Products of one holder and payer that expire on one day make one document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from resellertui.domain.partnership import Payment, Side
from resellertui.domain.programme.terms import DayCounts
from resellertui.domain.wording import _

WARRANTY_FAMILY = "renewal_warranty"
"""The family whose active subscription is the Renewal Warranty of its organisation."""

MONTHS_OF_A_YEAR = 12


class Notice(StrEnum):
    """What a mail says of an expiry, in the order in which that is sent."""

    FIRST = "first"
    BLOCKED = "blocked"
    TERMINATED = "terminated"


@dataclass(frozen=True)
class Timeline:
    """The days of a subscription that expires."""

    visible_on: date
    """From then on in To pay."""
    attempt_on: date
    """The first automatic attempt."""
    blocked_on: date
    terminated_on: date
    warranty_until: date
    """The last day to pay what the Renewal Warranty renewed."""


def timeline(expires_on: date, period_months: int, days: DayCounts) -> Timeline:
    """Return the days of a subscription that expires then (rules: renewal timeline)."""
    yearly = period_months >= MONTHS_OF_A_YEAR
    return Timeline(
        visible_on=expires_on - timedelta(days=days.renewal_visible),
        attempt_on=expires_on - timedelta(days=days.renewal_first_attempt),
        blocked_on=expires_on,
        terminated_on=expires_on + timedelta(days=days.terminated_after),
        warranty_until=expires_on + timedelta(days=days.warranty_yearly if yearly else days.warranty_monthly),
    )


def renewable_between(day: date, days: DayCounts) -> tuple[date, date]:
    """Return the first and the last expiry of what is renewed automatically on a day."""
    return (
        day - timedelta(days=days.terminated_after - 1),
        day + timedelta(days=days.renewal_first_attempt),
    )


def side_of_renewal(method: Payment | None, switched_by: int | None, partner_id: int | None) -> Side:
    """Return who counts as ordering an automatic renewal, which is what decides price and benefit."""
    if method is Payment.PARTNER and switched_by in (None, partner_id):
        return Side.PARTNER
    return Side.CLIENT


def within_limit(limit: int | None, used: int, total: int) -> bool:
    """Return whether a client's order fits into what its partner lets it take in a month; all in minor units.

    What counts is every invoice for the client's own orders that is issued to the partner in the calendar month.
    """
    return limit is not None and used + total <= limit


def notice_word(expires_on: date, notice: Notice) -> str:
    """Return the word by which a product remembers the last notice about its expiry."""
    return f"{expires_on.isoformat()}:{notice.value}"


def renewal_state_words(state: str) -> str:
    """Return where a coming renewal stands, in words."""
    return {
        "automatic": _("renews by itself"),
        "by_hand": _("by hand"),
        "late": _("by hand, soon"),
        "blocked": _("blocked"),
        "waiting": _("waits to be paid"),
    }[state]
