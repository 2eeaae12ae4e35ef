"""Requests for quotes as the commands print them, for each side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.cli.quote_pages import offer_page
from resellertui.domain.leads.wording import request_state_label, route_state_label, source_label, too_many_words
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.leads.lead_views import LeadPage, LeadView, PipelineView
    from resellertui.services.leads.routing_views import RoutedPage, RoutedView
    from resellertui.services.leads.views import FiledView, FullView, OwnRequestPage, OwnRequestView


def own_table(page: OwnRequestPage, *, is_part: bool = False) -> str:
    """Return one's requests as a list; of none it says where others are, unless only a part was asked for."""
    rows = [
        (one.id, request_state_label(one.state), one.made_at, one.closes_on, one.partners, one.offers, one.extract)
        for one in page.rows
    ]
    heads = (_("Id"), _("State"), _("Filed"), _("Open until"), _("Partners"), _("Offers"), _("Need"))
    none = _(
        "Your organisation has filed no request; `quote submit` does. "
        "What a partner was sent is in `quote leads`; everybody's, for the provider's staff, in `quote routing list`."
    )
    return printing.table(heads, rows, empty=_("No request of yours is meant.") if is_part else none) + _part(page)


def filed_page(filed: FiledView) -> str:
    """Return what filing did, with the token of a visitor."""
    token = (
        [
            _("The token by which it is read, withdrawn and claimed; it was mailed too, and is not shown again:"),
            f"    {filed.token}",
        ]
        if filed.token
        else []
    )
    return "\n".join([*filed.sentences, *token])


def own_page(view: OwnRequestView) -> str:
    """Return a request as its requester reads it, with the offers."""
    further: list[tuple[str, object]] = [
        (_("Partners"), view.partners),
        (_("Still to answer"), view.waiting),
        (_("Declined"), view.declined),
        (_("Contract"), view.contract),
        (_("Withdrawn because"), view.close_reason),
        (_("Version"), view.version),
    ]
    return "\n\n".join([_request(view, further), *(offer_page(one) for one in view.offers)])


def lead_table(page: LeadPage, board: PipelineView) -> str:
    """Return a partner's pipeline: what stands above it, and its rows."""
    rows = [
        (
            one.id,
            route_state_label(one.state),
            hours(one.clock_hours, is_running=one.is_running),
            one.requester,
            _money(one.budget, one.currency),
            _money(one.offer_total, one.offer_currency),
            one.closes_on,
            one.extract,
        )
        for one in page.rows
    ]
    heads = (
        _("Id"),
        _("State"),
        _("Clock"),
        _("Requester"),
        _("Budget"),
        _("Your offer"),
        _("Open until"),
        _("Need"),
    )
    table = printing.table(heads, rows, empty=_("There are no requests.")) + _part(page)
    return "\n".join([*_board(board), table, *([too_many_words(page.total)] if page.is_more else [])])


def lead_page(view: LeadView) -> str:
    """Return a request as a partner reads it."""
    further: list[tuple[str, object]] = [
        (_("With you"), route_state_label(view.route_state)),
        (_("Received"), view.received_at),
        (_("Read"), view.viewed_at),
        (_("Answered"), view.answered_at),
        (_("Clock"), hours(view.clock_hours, is_running=view.is_running)),
        (_("Declined because"), view.decline_reason),
        (_("Contract"), view.contract),
        (_("Version"), view.version),
    ]
    hidden = [] if view.contact else [_("Who asks is told to partners that have answered with an offer.")]
    offer = [] if view.offer is None else [offer_page(view.offer)]
    return "\n\n".join([_request(view, further), *hidden, *offer])


def routed_table(page: RoutedPage) -> str:
    """Return all requests as a list, for staff."""
    rows = [
        (
            one.id,
            request_state_label(one.state),
            one.requester,
            one.closes_on,
            one.partners,
            one.answered,
            one.declined,
            one.extract,
        )
        for one in page.rows
    ]
    heads = (
        _("Id"),
        _("State"),
        _("Requester"),
        _("Open until"),
        _("Partners"),
        _("Offers"),
        _("Declined"),
        _("Need"),
    )
    return printing.table(heads, rows, empty=_("There are no requests.")) + _part(page)


def routed_page(view: RoutedView) -> str:
    """Return a request as staff read it, with where it went and may still go."""
    further: list[tuple[str, object]] = [
        (_("By"), source_label(view.source)),
        (_("Organisation"), view.requester_id),
        (_("Contract"), view.contract),
        (_("Withdrawn because"), view.close_reason),
        (_("Version"), view.version),
    ]
    routes = [
        (
            one.partner_id,
            one.partner,
            route_state_label(one.state),
            one.received_at,
            one.answered_at,
            _money(one.offer_total, one.offer_currency),
            one.by_staff,
            one.decline_reason,
        )
        for one in view.routes
    ]
    candidates = [
        (one.partner_id, one.partner, one.place, one.languages, one.speaks, one.services) for one in view.candidates
    ]
    heads = (_("Id"), _("Partner"), _("State"), _("Received"), _("Answered"), _("Offer"), _("By staff"), _("Declined"))
    further_heads = (_("Id"), _("Partner"), _("Place"), _("Languages"), _("Speaks"), _("Services"))
    parts = [_request(view, further), printing.table(heads, routes, empty=_("It went to no partner."))]
    if candidates:
        parts.append(_("It can still be sent to:") + "\n" + printing.table(further_heads, candidates))
    return "\n\n".join(parts)


def hours(count: int, *, is_running: bool) -> str:
    """Return what the clock of a request says."""
    said = ngettext("{count} hour", "{count} hours", count).format(count=count)
    return _("{hours}, running").format(hours=said) if is_running else said


def _request(view: FullView, further: Sequence[tuple[str, object]]) -> str:
    contact = view.contact
    facts: list[tuple[str, object]] = [
        (_("Id"), view.id),
        (_("State"), request_state_label(view.state)),
        (_("Contact"), "" if contact is None else contact.name),
        (_("Organisation"), "" if contact is None else contact.organisation),
        (_("E-mail"), "" if contact is None else contact.email),
        (_("Phone"), "" if contact is None else contact.phone),
        (_("Products"), view.families),
        (_("Budget a year"), _money(view.budget, view.currency)),
        (_("Languages"), view.languages),
        (_("Region"), view.region),
        (_("Country"), view.country),
        (_("To be decided by"), view.deadline),
        (_("Filed"), view.made_at),
        (_("Open until"), view.closes_on),
    ]
    need = "\n".join(f"    {line}" for line in view.need.split("\n"))
    return "\n\n".join([printing.record([*facts, *further]), need])


def _board(board: PipelineView) -> list[str]:
    if not board.is_member:
        return [_("Your organisation is no partner of the programme: only partners are sent requests.")]
    said = []
    if board.is_suspended:
        said.append(_("Your organisation is suspended in the programme: it is sent no requests, and can't answer."))
    elif not board.receives_quotes:
        said.append(_("You want no requests; `programme listing --quotes` and the directory profile switch them on."))
    facts = [
        (_("Won, of decided offers"), "–" if board.win_rate is None else f"{board.win_rate} %"),
        (
            _("Median time to answer"),
            "–" if board.median_hours is None else hours(board.median_hours, is_running=False),
        ),
    ]
    return [*said, *(_("{label}: {value}").format(label=label, value=value) for label, value in facts)]


def _money(amount: str, currency: str) -> str:
    return _("{amount} {currency}").format(amount=amount, currency=currency) if amount else ""


def _part(page: OwnRequestPage | LeadPage | RoutedPage) -> str:
    if not page.rows or len(page.rows) == page.total:
        return ""
    return "\n" + _("{first} to {last} of {total}").format(
        first=page.offset + 1, last=page.offset + len(page.rows), total=page.total
    )
