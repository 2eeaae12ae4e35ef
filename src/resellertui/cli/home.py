"""`resellertui home`: what needs you, in the order of the console's first page, and its figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from resellertui.cli import printing
from resellertui.cli.call import Desk, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.first_views import HomeView
    from resellertui.services.home_views import MonthSum, MonthsView, WeeksView
    from resellertui.services.programme.views import GaugeView


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(home)


def home(ctx: typer.Context) -> None:
    """Say what needs you, the costliest to ignore first, with the figures of months and weeks that you may see."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.home.complete(desk.actor)
    months, weeks, gauges = _figures(desk)
    facts: dict[str, Any] = {
        "organisation": view.organisation,
        "attention": [_facts(one) for one in view.attention],
        "counts": view.counts,
        "months": None if months is None else months.model_dump(mode="json"),
        "weeks": None if weeks is None else weeks.model_dump(mode="json"),
        "thresholds": dumped(gauges),
    }
    call.show(facts, lambda: "\n\n".join(_parts(view, months, weeks, gauges)))


def _figures(desk: Desk) -> tuple[MonthsView | None, WeeksView | None, tuple[GaugeView, ...]]:
    """Return what of the figures the person may see; of the others nothing."""
    months = weeks = None
    gauges: tuple[GaugeView, ...] = ()
    services, actor = desk.services, desk.actor
    try:
        weeks = services.home.weeks(actor)
        months = services.home.months(actor) if weeks.has_clients else None
    except Forbidden:
        weeks = months = None
    try:
        gauges = services.home.gauges(actor)
    except (Forbidden, NotFound):
        gauges = ()
    return months, weeks, gauges


def _facts(one: Any) -> dict[str, Any]:
    facts = asdict(one)
    for day in ("due_on", "since"):
        facts[day] = None if facts[day] is None else facts[day].isoformat()
    return facts


def _parts(
    view: HomeView, months: MonthsView | None, weeks: WeeksView | None, gauges: tuple[GaugeView, ...]
) -> list[str]:
    rows = [
        (place, one.severity.value, one.text, one.section, one.subject_id)
        for place, one in enumerate(view.attention, 1)
    ]
    heads = (_("No"), _("How grave"), _("What needs you"), _("Where"), _("Id"))
    parts = [printing.table(heads, rows) if rows else _("Nothing needs you now.")]
    if months is not None:
        title = _("Billed to clients") if months.revenue_is.value == "billed" else _("Charged to you for clients")
        parts += [_months(title, months.revenue)] if months.revenue else []
        parts += [_months(_("Cashback"), months.cashback)] if months.cashback else []
    if weeks is not None and any(one.own or one.partner or one.client for one in weeks.weeks):
        parts.append(
            printing.table(
                (_("Week from"), _("Your own"), _("You pay"), _("Clients pay"), _("Public price")),
                [
                    (one.week, one.own, one.partner, one.client, tuple(f"{w.amount} {w.currency}" for w in one.worth))
                    for one in weeks.weeks
                ],
            )
        )
    if gauges:
        thresholds = [(one.currency, one.value, one.threshold or "–", one.percent, one.reached) for one in gauges]
        parts.append(
            printing.table((_("Currency"), _("A year"), _("Threshold"), _("Per cent"), _("Reached")), thresholds)
        )
    return parts


def _months(title: str, sums: tuple[MonthSum, ...]) -> str:
    return printing.table((title, _("Amount"), _("Currency")), [(one.month, one.amount, one.currency) for one in sums])
