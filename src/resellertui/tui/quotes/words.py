"""Requests, what partners make of them, and offers, in words: as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from resellertui.domain.leads.states import RequestState, RouteState, Source
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.lead_views import LeadView, PipelineView
from resellertui.services.leads.views import (
    ContactView,
    ExtractView,
    FullView,
    OfferLineView,
    OfferView,
    OwnRequestView,
)
from resellertui.tui import formats
from resellertui.tui.facts import POINT, fact_lines
from resellertui.tui.text import plain
from resellertui.tui.widgets.record_source import Tone

Facts = list[tuple[str, str]]

HOURS_A_DAY = 24


def request_state_words(state: RequestState) -> str:
    """Return where a request stands, as a sign and a word."""
    return {
        RequestState.OPEN: _("◐ open"),
        RequestState.AWARDED: _("● awarded"),
        RequestState.WITHDRAWN: _("○ withdrawn"),
        RequestState.EXPIRED: _("○ expired"),
    }[state]


def route_state_words(state: RouteState) -> str:
    """Return how a request stands with a partner, as a sign and a word."""
    return {
        RouteState.RECEIVED: _("○ received"),
        RouteState.VIEWED: _("◐ viewed"),
        RouteState.ANSWERED: _("● answered"),
        RouteState.WON: _("✓ won"),
        RouteState.LOST: _("✕ lost"),
        RouteState.DECLINED: _("– declined"),
    }[state]


def route_tone(state: RouteState) -> Tone | None:
    """Return what the colour of a row adds to how it stands."""
    tones = {RouteState.RECEIVED: Tone.WARNING, RouteState.WON: Tone.GOOD}
    return tones.get(state, Tone.MUTED if state in {RouteState.LOST, RouteState.DECLINED} else None)


def source_words(source: Source) -> str:
    """Return how a request came in."""
    return {
        Source.CONSOLE: _("filed in the console"),
        Source.COMMAND: _("filed by the command"),
        Source.FILE: _("read from a file"),
    }[source]


def hours_words(hours: int) -> str:
    """Return a number of whole hours, in days too where there are that many."""
    if hours < HOURS_A_DAY:
        return _("{hours} h").format(hours=hours)
    return _("{days} d {hours} h").format(days=hours // HOURS_A_DAY, hours=hours % HOURS_A_DAY)


def clock_words(hours: int, *, is_running: bool) -> str:
    """Return how long a request has waited for its partner, or waited until it was answered."""
    words = hours_words(hours)
    return _("waits {time}").format(time=words) if is_running else words


def money(amount: str, currency: str) -> str:
    """Return an amount with its currency; nothing for none."""
    return f"{amount} {currency}" if amount else ""


def place_words(region: str, country: str) -> str:
    """Return a region and a country in one."""
    return ", ".join(part for part in (region, country) if part)


def pipeline_words(view: PipelineView) -> str:
    """Return the line above a partner's pipeline: whether it is sent requests, and how it fares with them."""
    if not view.is_member:
        return _("Only partners of the programme are sent requests: g m leads there.")
    if view.is_suspended:
        return _("Suspended: no new requests come until the threshold is met again.")
    if not view.receives_quotes:
        return _("You are not sent requests. To be sent them, tick it in your Directory profile: g d, then e.")
    parts = []
    if view.win_rate is not None:
        parts.append(_("Win rate {percent} %.").format(percent=view.win_rate))
    if view.median_hours is not None:
        parts.append(_("Median answer {time}.").format(time=hours_words(view.median_hours)))
    return " ".join([*parts, _("You are sent requests.")])


def contact_facts(contact: ContactView | None, hidden: str = "") -> Facts:
    """Return how to reach whoever asks; `hidden` is said in its place where that is not shown."""
    if contact is None:
        return [("", _("Contact")), (POINT, hidden)] if hidden else []
    return [
        ("", _("Contact")),
        (_("Name"), contact.name),
        (_("Organisation"), contact.organisation),
        (_("E-mail"), contact.email),
        (_("Phone"), contact.phone),
    ]


def asked_facts(view: ExtractView) -> Facts:
    """Return what is asked for beside the need."""
    return [
        (_("Products"), ", ".join(view.families)),
        (_("Budget"), _("{money} a year without VAT").format(money=money(view.budget, view.currency)))
        if view.budget
        else (_("Budget"), _("none named")),
        (_("Place"), place_words(view.region, view.country)),
        (_("Languages"), ", ".join(view.languages)),
        (_("To decide by"), formats.day(view.deadline) if view.deadline else ""),
    ]


def need_content(view: FullView) -> Content:
    """Return the need as it was written, line by line, under its heading."""
    lines = [plain(line) for line in view.need.split("\n")]
    return Content("\n").join([Content(""), Content.styled(_("What is needed"), "bold"), *lines])


def standing_words(view: ExtractView, today: date) -> str:
    """Return where a request stands, and until when as long as it is open."""
    state = request_state_words(view.state)
    if view.state is not RequestState.OPEN:
        return state
    return _("{state} until {day}").format(state=state, day=formats.day_and_distance(view.closes_on, today))


def lead_content(view: LeadView, today: date, contract: Facts) -> Content:
    """Return a request as its partner reads it: how it stands, what came of it, what is asked, and its own offer."""
    facts: Facts = [
        (_("State"), route_state_words(view.route_state)),
        (_("Request"), standing_words(view, today)),
        (_("Received"), formats.moment(view.received_at)),
        (_("Answered"), formats.moment(view.answered_at) if view.answered_at else ""),
        (_("Clock"), clock_words(view.clock_hours, is_running=view.is_running)),
        (_("Declined because"), " ".join(view.decline_reason.split("\n"))),
        *contract,
        ("", _("What is asked for")),
        *asked_facts(view),
    ]
    hidden = _("Shown once you have answered with an offer.") if view.may_answer else _("Not shown: you made no offer.")
    parts = [fact_lines(facts), need_content(view), fact_lines(contact_facts(view.contact, hidden))]
    if view.offer is not None:
        parts += [fact_lines(offer_facts(view.offer, _("Your offer")))]
    return Content("\n").join(parts)


def own_content(view: OwnRequestView, today: date, contract: Facts) -> Content:
    """Return a request as its requester reads it, without the offers."""
    went = ngettext("{count} partner", "{count} partners", view.partners).format(count=view.partners)
    facts: Facts = [
        (_("State"), standing_words(view, today)),
        (_("Why"), " ".join(view.close_reason.split("\n"))),
        (
            _("Sent to"),
            _("{partners}: {offers} answered, {declined} declined, {waiting} not yet").format(
                partners=went, offers=len(view.offers), declined=view.declined, waiting=view.waiting
            ),
        ),
        *contract,
        ("", _("What was asked for")),
        *asked_facts(view),
    ]
    return Content("\n").join([fact_lines(facts), need_content(view), fact_lines(contact_facts(view.contact))])


def offer_facts(offer: OfferView, heading: str) -> Facts:
    """Return an offer with its lines; prices are without VAT."""
    return [
        ("", _("{what}: {offer}").format(what=heading, offer=offer.id)),
        *((POINT, line_words(one, offer.currency)) for one in offer.lines),
        (_("Total"), _("{money} without VAT").format(money=money(offer.total, offer.currency))),
        (_("In a year"), _("{money} without VAT").format(money=money(offer.yearly, offer.currency))),
        (_("Valid until"), valid_words(offer)),
        *((_("Note") if number == 0 else " ", line) for number, line in enumerate(offer.note.split("\n"))),
    ]


def partner_facts(offer: OfferView) -> Facts:
    """Return who makes an offer."""
    return [
        ("", _("The partner")),
        (_("Name"), offer.partner),
        (_("Place"), offer.partner_place),
        (_("Languages"), ", ".join(offer.partner_languages)),
        (_("Website"), offer.partner_website),
        (_("Partner since"), formats.day(offer.verified_since) if offer.verified_since else ""),
    ]


def valid_words(offer: OfferView) -> str:
    """Return until when an offer can be accepted, and that it can't any more."""
    day = formats.day(offer.valid_until)
    if offer.is_valid or offer.state is not RouteState.ANSWERED:
        return day
    return _("{day}: not valid any more").format(day=day)


def line_words(one: OfferLineView, currency: str) -> str:
    """Return a line of an offer in one sentence: what, how often, for how much."""
    name = f"{one.label}, {one.name}" if one.name else one.label
    return _("{quantity} × {name}, {periods} at {price} = {amount} {currency}").format(
        quantity=one.quantity, name=name, periods=periods_words(one), price=one.unit_price, amount=one.amount,
        currency=currency,
    )  # fmt: skip


def periods_words(one: OfferLineView) -> str:
    """Return for how long a line is: its periods, of so many months."""
    months = ngettext("{count} month", "{count} months", one.period_months).format(count=one.period_months)
    return ngettext("{count} period of {months}", "{count} periods of {months}", one.periods).format(
        count=one.periods, months=months
    )


def sentences_content(sentences: Sequence[str]) -> Content:
    """Return sentences below each other, each with a point."""
    return Content("\n").join(plain(f"{POINT} {one}") for one in sentences)
