"""What use cases about coming renewals answer with, and what they are asked."""

from __future__ import annotations

from datetime import date

from resellertui.services.inputs import Input
from resellertui.services.views import View


class RenewalQuery(Input):
    """Which renewals a board shows."""

    payer: str = ""
    """`partner` for what one's own organisation pays, `client` for what its clients pay; both where empty."""
    whole: bool = False
    """Whether to show all of them; those of the next 60 days otherwise."""
    limit: bool = False
    """Only those inside the limit within which the automatic renewal can't be switched on any more."""
    text: str = ""
    """Words of the product's or the client's name."""


class RenewalRow(View):
    """A subscription that comes up for renewal."""

    product_id: str
    name: str
    label: str
    holder: str
    holder_id: str
    payer: str
    """`partner` or `client`; `own` for one's own organisation's."""
    expires_on: date
    week: date
    """The Monday of the week in which it expires."""
    days_left: int
    state: str
    """`automatic`, `by_hand`, `late` (by hand, inside the limit), `blocked`, `waiting` for a pro forma to be paid."""
    document_id: str | None
    """The pro forma that waits, where it is one's own to pay."""
    currency: str
    net: str | None
    """What renewing it with the others of its day costs, without VAT; None where someone else pays."""


class RenewalPage(View):
    """A window on the coming renewals."""

    total: int
    offset: int
    rows: tuple[RenewalRow, ...]
    exact: bool = True
    """False where `total` is only a lower bound."""


class WeekView(View):
    """What a week brings."""

    week: date
    """Its Monday."""
    partner: int
    """Subscriptions that expire in it and that one's own organisation pays."""
    client: int
    """And that clients pay."""
    cash: str
    """What one's own organisation pays in it: on the day of the first attempt, by hand on the day of expiry."""


class RunView(View):
    """A day on which money is asked for."""

    day: date
    asked: str
    paid: str
    left: str
    """What the prepaid account holds afterwards."""


class ForecastView(View):
    """What the coming renewals ask of the prepaid account."""

    until: date
    currency: str
    balance: str
    needed: str
    weeks: tuple[WeekView, ...]
    days: tuple[RunView, ...]
    """The days on which automatic renewals are tried, simulated one after the other as the job does it."""
    runs_out_on: date | None
    """The first day on which the prepaid account does not hold what is tried."""
    inside_limit: int
    """Subscriptions that expire within the limit, are not renewed by themselves, and wait for somebody."""
