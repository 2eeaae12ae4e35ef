"""A forecast in sentences, the same for every front end."""

from __future__ import annotations

from resellertui.domain.wording import _, ngettext
from resellertui.formats import day
from resellertui.services.renewals.views import ForecastView


def forecast_sentences(view: ForecastView) -> list[str]:
    """Return what a forecast says: what is needed, until when the account lasts, what waits for somebody."""
    lines = [
        _(
            "Until {day} you need {needed} {currency} for renewals; your prepaid account holds {balance} {currency}."
        ).format(day=day(view.until), needed=view.needed, currency=view.currency, balance=view.balance),
        _("The account lasts for every automatic renewal until then.")
        if view.runs_out_on is None
        else _("It runs out on {day}: what is tried from then on waits in To pay.").format(day=day(view.runs_out_on)),
    ]
    if view.inside_limit:
        lines.append(
            ngettext(
                "{count} subscription is too close to its expiry to renew by itself: renew it by hand.",
                "{count} subscriptions are too close to their expiry to renew by themselves: renew them by hand.",
                view.inside_limit,
            ).format(count=view.inside_limit)
        )
    lines.append(
        _("Each week names what expires in it, and the money that is taken in it: automatic renewals are paid earlier.")
    )
    return lines
