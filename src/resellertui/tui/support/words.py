"""What the parts of the support share in words: plans, and which page is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.wording import _, ngettext
from resellertui.services.contact import ProviderView
from resellertui.services.support.code_views import PlanPage, PlanView
from resellertui.tui.formats import day
from resellertui.tui.text import fitted

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

CELLS = (14, 12, 10, 9, 5, 12)
"""The columns of the table of plans."""


def plan_facts(page: PlanPage, found: ProviderView) -> list[tuple[str, str]]:
    """Return what support is promised, when, and over which channels."""
    plan = page.current
    if page.until is None:
        runs = ""
    elif page.renews:
        runs = _("until {day}, renews by itself").format(day=day(page.until))
    else:
        runs = _("until {day}, unless it is renewed").format(day=day(page.until))
    channels = [_("a request here"), found.email, found.phone]
    hours = (
        _("in emergencies by phone at any hour, else in the provider's office hours")
        if plan.emergency_calls
        else _("the provider's office hours")
    )
    managers = ngettext("{count} of your own", "{count} of your own", plan.account_managers)
    return [
        (_("Plan"), f"{plan.label} · {runs}" if runs else plan.label),
        (_("First response"), plan.response_target),
        (_("Hours"), hours),
        (_("Channels"), ", ".join(one for one in channels if one)),
        (_("Account managers"), managers.format(count=plan.account_managers) if plan.account_managers else ""),
    ]


def premium_rules(page: PlanPage) -> str:
    """Return what holds for every Premium plan."""
    least = ngettext(
        "A Premium plan is taken for {count} month at least.",
        "A Premium plan is taken for {count} months at least.",
        page.least_months,
    ).format(count=page.least_months)
    rules = _("It is not refunded. It can be upgraded at any time, never downgraded; an upgrade begins its own time.")
    return f"{least} {rules}"


def plan_head() -> str:
    """Return the headings of the table of plans."""
    return _cells((_("Plan"), _("Response"), _("Emergency"), _("Managers"), _("VIP"), _("A month")))


def plan_line(plan: PlanView, price: str) -> str:
    """Return a plan as a line of the table."""
    label = f"● {plan.label}" if plan.is_current else f"  {plan.label}"
    managers = str(plan.account_managers or "–")
    emergency = _("24/7") if plan.emergency_calls else _("no")
    return _cells((label, plan.response_target, emergency, managers, _("yes") if plan.vip_code else _("no"), price))


def _cells(words: tuple[str, ...]) -> str:
    return "".join(fitted(one, cells - 1) + " " for one, cells in zip(words, CELLS, strict=True)).rstrip()


def page_words(app: ConsoleApp) -> str:
    """Return what the page that is open is called, without anybody's data in it."""
    from resellertui.tui.screens.desk import Desk
    from resellertui.tui.screens.frame import FrameScreen

    for screen in reversed(app.screen_stack):
        if isinstance(screen, FrameScreen):
            return _(screen.current.TITLE) if screen.current is not None else ""
        if isinstance(screen, Desk):
            return _(screen.HELP_TITLE)
    return ""
