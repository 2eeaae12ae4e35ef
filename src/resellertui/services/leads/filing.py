"""Writing a request down and sending it out, in one open transaction; whoever may is decided before."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from resellertui.domain.errors import Conflict, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.leads.contact import Contact
from resellertui.domain.leads.filing import Filing, Wish, check_open
from resellertui.domain.leads.states import UNDECIDED, RequestState, RouteState, Source
from resellertui.domain.organisation import email_key_of
from resellertui.domain.wording import _
from resellertui.services.leads import notices
from resellertui.services.leads.reading import state_of
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Organisation, QuoteRequest, QuoteRoute
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import quotes

SUBJECT = "quote_request"
"""What the audit calls a request."""


class Filed(NamedTuple):
    """A request that was just written down."""

    row: QuoteRequest
    token: str
    """Of a visitor's request; empty for an organisation's."""
    partners: int


def wish_of(request: QuoteRequestInput) -> Wish:
    """Return what was typed, as the domain judges it."""
    return Wish(
        need=request.need,
        families=request.families,
        budget=request.budget,
        currency=request.currency,
        languages=request.languages,
        region=request.region,
        country=request.country,
        deadline=request.deadline,
        contact=Contact(
            request.contact_name, request.contact_organisation, request.contact_email, request.contact_phone
        ),
        language=request.language,
    )


def completed(unit: Unit, wish: Wish, org: Organisation) -> Wish:
    """Return a wish in which an organisation's own data stand for what was left out."""
    person = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    typed = wish.contact
    contact = Contact(
        typed.name or (person.name if person is not None else org.name),
        typed.organisation or org.name,
        typed.email or org.email,
        typed.phone or org.phone,
    )
    return Wish(
        need=wish.need,
        families=wish.families,
        budget=wish.budget,
        currency=wish.currency or org.currency,
        languages=wish.languages,
        region=wish.region or org.region or org.city,
        country=wish.country or org.country,
        deadline=wish.deadline,
        contact=contact,
        language=wish.language or org.language,
    )


def file_in(unit: Unit, filing: Filing, source: Source, org: Organisation | None, digest: str | None = None) -> Filed:
    """Write a request down, send it to every partner that wants requests, and have all of them mailed.

    Raises:
        Refused: the contact's address has as many open requests as it may have.
    """
    check_open(quotes.count_open_of(unit.session, filing.email_key, unit.today))
    token, kept = new_token() if org is None else ("", None)
    row = QuoteRequest(
        org_id=None if org is None else org.id,
        user_id=unit.actor.user_id if org is not None else None,
        source=source.value,
        state=RequestState.OPEN.value,
        need=filing.need,
        families=list(filing.families),
        budget=None if filing.budget is None else filing.budget.minor,
        currency=None if filing.budget is None else filing.budget.currency.value,
        languages=list(filing.languages),
        region=filing.region,
        country=filing.country,
        deadline=filing.deadline,
        contact_name=filing.contact.name,
        contact_organisation=filing.contact.organisation,
        contact_email=filing.contact.email,
        contact_email_key=filing.email_key,
        contact_phone=filing.contact.phone,
        language=filing.language,
        token_hash=kept,
        file_digest=digest,
        made_at=unit.now,
        closes_on=unit.today + timedelta(days=unit.terms.days.quote_expires),
        close_reason="",
        version=1,
    )
    unit.session.add(row)
    unit.session.flush()  # it has a number now
    partners = _send_out(unit, row, None if org is None else org.id)
    facts = {"source": source.value, "families": list(filing.families), "partners": len(partners)}
    unit.record("quote.filed", SUBJECT, row.id, facts, for_org_id=row.org_id)
    notices.tell_of_filing(unit, row, len(partners), token)
    notices.tell_of_receipt(unit, row, partners)
    if not partners:
        notices.tell_staff_of_nobody(unit, row, declined=False)
    return Filed(row, token, len(partners))


def _send_out(unit: Unit, row: QuoteRequest, org_id: int | None) -> list[int]:
    """Send a request to all that want requests but the requester, also one known by the contact's address only."""
    wanting = quotes.wanting_requests(unit.session, unit.today, org_id)
    partners = [org.id for org, _member in wanting if email_key_of(org.email) != row.contact_email_key]
    for one in partners:
        send_to(unit, row, one)
    unit.session.flush()  # what is answered counts them
    return partners


def send_to(unit: Unit, row: QuoteRequest, partner_id: int, *, by_staff: bool = False) -> None:
    """Note that a partner was sent a request."""
    unit.session.add(
        QuoteRoute(
            request_id=row.id,
            partner_id=partner_id,
            state=RouteState.RECEIVED.value,
            received_at=unit.now,
            decline_reason="",
            routed_by_id=unit.actor.user_id if by_staff else None,
            version=1,
        )
    )


def close_request(unit: Unit, row: QuoteRequest, state: RequestState, reason: str = "") -> list[QuoteRoute]:
    """Close a request without a winner; return the routes that were undecided, which are lost now."""
    row.state = state.value
    row.closed_at = unit.now
    row.close_reason = reason
    row.version += 1
    lost = [one for one in quotes.routes_of(unit.session, row.id) if RouteState(one.state) in UNDECIDED]
    for one in lost:
        lose(unit, one)
    unit.session.flush()  # what is answered reads it back
    return lost


def lose(unit: Unit, route: QuoteRoute) -> None:
    """Note that a partner has lost a request."""
    route.state = RouteState.LOST.value
    route.decided_at = unit.now
    route.version += 1


def check_is_open(unit: Unit, row: QuoteRequest) -> None:
    """Go on only while a request is open today.

    Raises:
        Refused: it is not, in words.
    """
    reference = show_id(Kind.QUOTE, row.id)
    state = state_of(row, unit.today)
    if state is RequestState.OPEN:
        return
    said = {
        RequestState.AWARDED: _("The request {id} is awarded already."),
        RequestState.WITHDRAWN: _("The request {id} was withdrawn."),
        RequestState.EXPIRED: _("The request {id} has expired."),
    }[state]
    raise Refused(said.format(id=reference), _("Nothing was changed."), _("What is still needed can be filed again."))


def check_version(row: QuoteRequest | QuoteRoute, reference: str, version: int | None) -> None:
    """Go on only if nobody changed a request, or a partner's answer, since it was looked at.

    Raises:
        Conflict: somebody did.
    """
    if version is not None and version != row.version:
        raise Conflict(
            _("{id} was changed by someone else while you were looking at it.").format(id=reference),
            _("Nothing was changed."),
            _("Look at it as it is now, then decide."),
            version=row.version,
        )


def found_request(unit: Unit, reference: str) -> QuoteRequest:
    """Return the request of an id, whoever's it is.

    Raises:
        NotFound: there is none.
    """
    number = parse_id(Kind.QUOTE, reference)
    row = None if number is None else quotes.request(unit.session, number)
    if row is None:
        raise not_found(reference)
    return row
