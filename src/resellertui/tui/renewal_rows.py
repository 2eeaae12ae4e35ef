"""Coming renewals in rows, the same wherever they are listed."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.renewal import renewal_state_words
from resellertui.domain.wording import _
from resellertui.services.renewals.views import RenewalRow
from resellertui.tui import formats
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone


def renewal_columns() -> Sequence[Column]:
    """Return the columns of a list of coming renewals."""
    return (
        Column("expires", _("Expires"), 11, limit=12),
        Column("name", _("Name"), 10, weight=3, limit=40),
        Column("holder", _("For"), 9, weight=2, limit=40),
        Column("payer", _("Paid by"), 10, limit=24),
        Column("net", _("Excl. VAT"), 10, limit=14, right=True, priority=1),
        Column("state", _("Renewal"), 17, priority=2),
        Column("left", _("Days"), 5, right=True, priority=3),
        Column("week", _("Week of"), 12, priority=6),
        Column("label", _("Product"), 12, weight=1, limit=32, priority=7),
    )


def own_renewal_columns() -> Sequence[Column]:
    """Return the columns of one's own coming renewals: whose they are needs no saying."""
    return tuple(one for one in renewal_columns() if one.key not in {"holder", "week"})


def renewal_row(one: RenewalRow) -> Row:
    """Return a coming renewal as a list shows it."""
    payers = {"partner": _("you"), "own": _("you"), "client": _("the client")}
    payer = payers[one.payer] if one.net is not None or one.payer == "client" else _("the partner")
    tone = {"late": Tone.WARNING, "blocked": Tone.BAD, "waiting": Tone.WARNING, "automatic": Tone.GOOD}
    return Row(
        one.product_id,
        {
            "expires": formats.day(one.expires_on),
            "left": str(one.days_left),
            "name": one.name,
            "holder": one.holder,
            "payer": payer,
            "state": renewal_state_words(one.state),
            "net": "" if one.net is None else f"{one.net} {one.currency}",
            "week": formats.day(one.week),
            "label": one.label,
        },
        tone.get(one.state),
    )
