"""What the pages of the programme say: a partner's place in it, conditions, a listing, applications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.programme.views import (
    ApplicationState,
    ApplicationView,
    ConditionView,
    GaugeView,
    ListingView,
    MembershipView,
    ReviewView,
)
from resellertui.tui import formats
from resellertui.tui.facts import POINT
from resellertui.tui.text import fitted

if TYPE_CHECKING:
    from resellertui.services.programme.views import ArrearsView

Facts = list[tuple[str, str]]

GAUGE = 10
"""How many cells a gauge has."""
NAME = 28
"""How many cells a client's name has at most."""
LABEL = 22
"""How many cells a condition's name has in the list."""


def gauge_words(one: GaugeView) -> str:
    """Return a gauge with its figures: what is filled is told by signs, not by colour."""
    bar = "█" * (one.percent * GAUGE // 100)
    if not one.threshold:
        return _("{value} {currency} a year").format(value=one.value, currency=one.currency)
    mark = f"✓ {_('reached')}" if one.reached else f"– {_('not reached')}"
    return _("{currency} [{bar}] {percent} %: {value} of {threshold}, {mark}").format(
        currency=one.currency,
        bar=bar.ljust(GAUGE, "·"),
        percent=one.percent,
        value=one.value,
        threshold=one.threshold,
        mark=mark,
    )


def forecast_words(one: GaugeView) -> str:
    """Return what is left of a value in twelve months."""
    if not one.threshold:
        return ""
    text = (
        _("{currency}: {value} left in twelve months, still enough")
        if one.forecast_reached
        else _("{currency}: {value} left in twelve months, not enough")
    )
    return text.format(currency=one.currency, value=one.forecast)


def membership_facts(view: MembershipView) -> Facts:
    """Return everything about a partner's place in the programme."""
    facts: Facts = [
        (_("State"), view.state_words),
        (_("Approved"), formats.day(view.approved_on)),
        (_("Next review"), formats.day(view.next_review_on) if view.next_review_on else ""),
        *((POINT, one) for one in view.sentences),
    ]
    if view.gauges:
        facts.append(("", _("The way to the thresholds: either is enough")))
        facts += [(POINT, gauge_words(one)) for one in view.gauges]
        facts += [(POINT, words) for one in view.gauges if (words := forecast_words(one))]
        facts.append((POINT, view.assumes))
    if view.top_clients:
        facts.append(("", _("Who counts most")))
        facts += [
            (
                fitted(one.name, NAME).rstrip(),
                _("{value} {currency} a year").format(value=one.value, currency=one.currency),
            )
            for one in view.top_clients
        ]
    elif view.gauges:
        facts += [("", _("Who counts most")), (POINT, _("No client's product counts yet. Press g c to add a client."))]
    facts.append(("", _("Benefits")))
    if view.licence_key:
        facts.append((_("Theme licence key"), view.licence_key))
    facts += [(one.label, f"{'✓' if one.active else '–'} {one.state}") for one in view.benefits]
    facts.append(("", _("Reviews so far")))
    facts += [(POINT, review_line(one)) for one in view.reviews] or [(POINT, _("There was none yet."))]
    return facts


def review_line(one: ReviewView) -> str:
    """Return a review in a line."""
    return _("{day}, {why}: {outcome} ({values})").format(
        day=formats.day(one.due_on), why=one.why, outcome=one.led_to, values=values_line(one.values)
    )


def values_line(values: dict[str, str]) -> str:
    """Return a year's value in each currency, side by side."""
    return " · ".join(f"{currency} {value}" for currency, value in values.items()) or "–"


def condition_sign(one: ConditionView) -> str:
    """Return how a condition stands as a sign: met, declared and waiting for staff, to be ticked, or missing."""
    if one.met:
        return "◐" if one.awaits_staff else "✓"
    return "○" if one.can_be_ticked else "✗"


def condition_line(one: ConditionView) -> str:
    """Return a condition as the checklist shows it."""
    return f"{condition_sign(one)} {fitted(one.label, LABEL)} {visible(one.says)}"


def condition_help(one: ConditionView) -> str:
    """Return what there is to do about a condition."""
    if one.awaits_staff:
        return _("{says} Declared; the provider's staff confirm it. Space takes it back.").format(says=one.says)
    return _("{says} {fix}").format(says=one.says, fix=one.fix or _("It holds."))


def application_head(view: ApplicationView) -> str:
    """Return how far one's application is, and what comes next."""
    total = len(view.conditions)
    if view.state is None:
        return _("Not applied yet: {met} of {total} conditions hold. Space ticks, n sends it.").format(
            met=view.met, total=total
        )
    if view.state is ApplicationState.DRAFT:
        return _("Draft {id}: {met} of {total} conditions hold. Space ticks, n sends it.").format(
            id=view.id, met=view.met, total=total
        )
    if view.state is ApplicationState.SUBMITTED:
        return _("{id} was sent on {day}. Staff answer by e-mail; w withdraws it.").format(
            id=view.id, day=formats.moment(view.submitted_at)
        )
    if view.state is ApplicationState.REJECTED:
        return _("{id} was rejected: {reasons} Put it right: space ticks, n sends a new one.").format(
            id=view.id, reasons=view.reasons
        )
    return _("{id} was withdrawn: {met} of {total} conditions hold. Space ticks, n sends a new one.").format(
        id=view.id, met=view.met, total=total
    )


def admission_lines(view: ApplicationView) -> list[str]:
    """Return an application for staff: what is known today beside what was declared, and found when it was sent."""
    lines = [
        _("{organisation} ({id}), sent {day} by {person}").format(
            organisation=view.organisation,
            id=view.organisation_id,
            day=formats.moment(view.submitted_at),
            person=view.submitted_by or "–",
        ),
        _("A year, when sent: {then}; today: {now}").format(
            then=values_line(view.values_at_submit), now=values_line(view.values_today)
        ),
        _("Reseller terms accepted: version {accepted}; in force: {version}").format(
            accepted=view.accepted_terms or "–", version=view.terms_version
        ),
        "",
    ]
    for one in view.conditions:
        lines.append(condition_line(one))
        if one.met_at_submit is not None and one.met_at_submit is not one.met:
            was = _("it held when sent") if one.met_at_submit else _("it did not hold when sent")
            lines.append(f"    {was}")
    if view.note:
        lines += ["", _("The applicant says:"), *(f"  {line}" for line in view.note.split("\n"))]
    if view.reasons:
        lines += ["", _("Rejected: {reasons}").format(reasons=view.reasons)]
    if view.decided_at is not None and view.state is ApplicationState.APPROVED:
        text = _("Approved for a time, {day}.") if view.is_provisional else _("Approved, {day}.")
        lines += ["", text.format(day=formats.moment(view.decided_at))]
    return lines


def arrears_lines(one: ArrearsView) -> list[str]:
    """Return a task about an overdue invoice."""
    lines = [
        _("{document} of {client} ({id}), due {day}: {days} days overdue.").format(
            document=one.document,
            client=one.client,
            id=one.client_id,
            day=formats.day(one.due_on),
            days=one.days_overdue,
        ),
        _("{partner} ({id}) answers for it, and was told.").format(partner=one.partner, id=one.partner_id),
        _("It is still to pay.") if one.still_to_pay else _("It is not to pay any more."),
    ]
    if one.done_at is not None:
        lines.append(_("Done {day}: {note}").format(day=formats.moment(one.done_at), note=one.note))
    return lines


def listing_facts(view: ListingView) -> Facts:
    """Return a listing as its partner edits it, with what is missing."""
    listed = _("yes, visitors find it") if view.shown else _("no")
    if view.listed and not view.shown:
        listed = _("yes, but not shown while suspended")
    facts: Facts = [
        (_("Complete"), _("{score} of 100").format(score=view.score)),
        (_("Listed"), listed),
        (_("Quote requests"), _("wanted") if view.receives_quotes else _("not wanted")),
        (_("Services"), ", ".join(view.services) or "–"),
        (_("Languages"), ", ".join(view.languages) or "–"),
        (_("Description"), " ".join(view.description.split()) or "–"),
    ]
    missing = list(_missing(view))
    if missing:
        facts.append(("", _("What is missing, and what it brings")))
        facts += missing
    return facts


def _missing(view: ListingView) -> Iterable[tuple[str, str]]:
    for one in view.parts:
        if not one.there:
            yield one.label, _("+{points}: {brings}").format(points=one.points, brings=one.brings)
