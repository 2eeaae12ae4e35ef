"""Requests for quotes in the hands of whoever asks: an organisation's people, or a visitor with a token (rules, §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from resellertui.domain.access import Action, Identity, Stance
from resellertui.domain.errors import Invalid, NotFound, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.leads.filing import checked
from resellertui.domain.leads.states import RequestState, Source
from resellertui.domain.search import matches, terms_of
from resellertui.domain.wording import _, ngettext
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import done_before, remember
from resellertui.services.leads import notices
from resellertui.services.leads.filing import (
    SUBJECT,
    check_is_open,
    check_version,
    close_request,
    completed,
    file_in,
    wish_of,
)
from resellertui.services.leads.own_side import own_organisation, own_request, own_stance, shown
from resellertui.services.leads.reading import own_row, own_view, plain_texts, searched
from resellertui.services.leads.reasons import reason_of
from resellertui.services.leads.views import (
    FiledView,
    OwnRequestPage,
    OwnRequestView,
    QuoteQuery,
    QuoteRequestInput,
)
from resellertui.services.slowing import Guessing
from resellertui.services.tokens import hash_token
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Organisation, QuoteRequest
from resellertui.store.queries import quotes
from resellertui.store.queries.quotes import Tally

FILE = "quote.file"
"""What filing is called among the operations that are done once under a key."""


class QuoteRequests:
    """Filing, following, withdrawing and claiming requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def file(self, actor: Actor, request: QuoteRequestInput, source: Source = Source.CONSOLE) -> FiledView:
        """File a request and send it to every partner that wants requests; all of them are mailed an extract.

        A legal representative or administrator files it for the organisation; a visitor, or the owner of the database
        for one, files it for a contact, who is mailed a token by which it is read, withdrawn and claimed.

        Raises:
            Forbidden: another role in the organisation.
            Invalid: everything that stands against the request, each with its field.
            Refused: the contact's address has five open requests.
            Conflict: the key was used for another request.
        """
        with self._office.writing(actor) as unit:
            org = _filer(unit)
            content = request.model_dump(mode="json", exclude={"key"}) | {"source": source.value}
            done = done_before(unit, request.key, FILE, content)
            if done is not None and (row := quotes.request(unit.session, done["request"])) is not None:
                return FiledView(request=own_view(unit, row), token="", sentences=(_("It was filed before."),))
            wish = wish_of(request)
            filing = checked(wish if org is None else completed(unit, wish, org), unit.terms, unit.today)
            filed = file_in(unit, filing, source, org)
            remember(unit, request.key, FILE, content, {"request": filed.row.id})
            return FiledView(
                request=own_view(unit, filed.row),
                token="" if self._office.dry_run else filed.token,
                sentences=_what_comes(filed.row, filed.partners),
            )

    def page(self, actor: Actor, query: QuoteQuery | None = None, offset: int = 0, limit: int = 100) -> OwnRequestPage:
        """Return a part of one's organisation's requests, newest first. Changes nothing.

        Raises:
            NotFound: the actor acts for no organisation.
            Forbidden: another role than legal representative or administrator.
        """
        asked = query or QuoteQuery()
        with self._office.reading(actor) as unit:
            org_id = _follower(unit)
            state = _state(asked.state)
            if not asked.text:
                total, rows = quotes.page(unit.session, org_id, state, unit.today, offset, limit)
            else:
                found = list(_matching(unit, org_id, state, asked.text))
                total, rows = len(found), found[offset : offset + limit]
            tallies = quotes.tallies(unit.session, [one.id for one in rows])
            return OwnRequestPage(
                total=total,
                offset=offset,
                rows=tuple(own_row(unit, one, tallies.get(one.id, Tally())) for one in rows),
            )

    def position(self, actor: Actor, request: str, query: QuoteQuery | None = None) -> int | None:
        """Return the place of a request in the list, or None where it is not in it. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the list.
        """
        asked = query or QuoteQuery()
        with self._office.reading(actor) as unit:
            org_id = _follower(unit)
            number, state = parse_id(Kind.QUOTE, request), _state(asked.state)
            if number is None:
                return None
            if not asked.text:
                return quotes.place(unit.session, org_id, state, unit.today, number)
            listed = enumerate(_matching(unit, org_id, state, asked.text))
            return next((place for place, one in listed if one.id == number), None)

    def show(self, actor: Actor, request: str) -> OwnRequestView:
        """Return one of one's organisation's requests with its offers, cheapest in a year first. Changes nothing.

        Raises:
            NotFound: none of the organisation's.
            Forbidden: another role than legal representative or administrator.
        """
        with self._office.reading(actor) as unit:
            return own_view(unit, own_request(unit, request, Action.QUOTE_FOLLOW))

    def withdraw(self, actor: Actor, request: str, reason: str = "", version: int | None = None) -> OwnRequestView:
        """Withdraw a request, solved or not wanted any more; partners that were sent it are mailed.

        Raises:
            NotFound: none of the organisation's.
            Forbidden: another role than legal representative or administrator.
            Refused: it is not open any more.
            Conflict: it was changed since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            row = own_request(unit, request, Action.QUOTE_FOLLOW)
            check_is_open(unit, row)
            check_version(row, shown(row), version)
            return _withdraw(unit, row, reason)

    def by_token(self, actor: Actor, token: str) -> OwnRequestView:
        """Return the request that a token was mailed for; whoever has it may. Changes nothing but counts.

        Raises:
            NotFound: no such token, or it was used to claim the request.
            SlowedDown: too many wrong tokens.
        """
        with self._office.reading(actor) as unit:
            row = _tokens_request(unit, token)
            if row is not None:
                return own_view(unit, row)
        raise self._wrong_token(actor)

    def withdraw_by_token(self, actor: Actor, token: str, reason: str = "") -> OwnRequestView:
        """Withdraw the request that a token was mailed for; whoever has it may.

        Raises:
            NotFound, SlowedDown: as for reading it.
            Refused: it is not open any more.
        """
        with self._office.writing(actor) as unit:
            row = _tokens_request(unit, token)
            if row is not None:
                check_is_open(unit, row)
                return _withdraw(unit, row, reason)
        raise self._wrong_token(actor)

    def claim(self, actor: Actor, token: str) -> OwnRequestView:
        """Bind a visitor's request to one's organisation; the token ends, the contact stays as typed and is mailed.

        Raises:
            NotFound: no such token, or the actor acts for no organisation.
            SlowedDown: too many wrong tokens.
            Forbidden: not a legal representative.
            Refused: the organisation was itself sent the request as a partner.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.QUOTE_ACCEPT, own_stance(unit))
            row = _tokens_request(unit, token)
            if row is not None:
                org = own_organisation(unit)
                _check_claimable(unit, row, org)
                row.org_id, row.user_id, row.token_hash = org.id, actor.user_id, None
                row.version += 1
                unit.session.flush()  # what is answered reads it back
                unit.record("quote.claimed", SUBJECT, row.id, {}, for_org_id=org.id)
                notices.tell_of_claim(unit, row)
                return own_view(unit, row)
        raise self._wrong_token(actor)

    def _wrong_token(self, actor: Actor) -> NotFound:
        """Count a wrong token, in a rehearsal too: it would be a way to guess for free."""
        with replace(self._office, dry_run=False).writing(actor) as unit:
            unit.open_to_everyone("a wrong token is counted, whoever typed it")
            _guessing(unit).count(unit)
        return NotFound(
            _("This token does not open any request."),
            _("It is unknown, or the request was claimed for an organisation."),
            _("Copy it whole from the mail that was sent when the request was filed."),
        )


def _filer(unit: Unit) -> Organisation | None:
    """Return the organisation for which the actor files; None for a visitor, also one whom the owner files for."""
    if unit.identity in {Identity.VISITOR, Identity.OPERATOR}:
        unit.allow(Action.QUOTE_FILE, Stance())
        return None
    unit.allow(Action.QUOTE_FILE, own_stance(unit))
    return own_organisation(unit)


def _follower(unit: Unit) -> int:
    unit.allow(Action.QUOTE_FOLLOW, own_stance(unit))
    return unit.actor.org_id or 0


def _state(text: str) -> str:
    """Return the state of a list, or an empty text for all.

    Raises:
        Invalid: there is no such state.
    """
    if text and text not in set(RequestState):
        choices = ", ".join(RequestState)
        raise Invalid({"state": _("Choose one of: {choices}.").format(choices=choices)})
    return text


def _matching(unit: Unit, org_id: int, state: str, text: str) -> Iterator[QuoteRequest]:
    terms = terms_of(text)
    for one in quotes.every(unit.session, org_id, state, unit.today):
        if matches(searched(unit, one, plain_texts(one)), terms):
            yield one


def _guessing(unit: Unit) -> Guessing:
    """Return what wrong tokens count under: a person's own, and those of all visitors together."""
    return Guessing(f"quote_token:{unit.actor.user_id or 0}")


def _tokens_request(unit: Unit, token: str) -> QuoteRequest | None:
    unit.open_to_everyone("the token is the permission")
    _guessing(unit).check_wait(unit, _("Too many wrong tokens."))
    return quotes.request_by_token(unit.session, hash_token(token))


def _check_claimable(unit: Unit, row: QuoteRequest, org: Organisation) -> None:
    if any(one.partner_id == org.id for one in quotes.routes_of(unit.session, row.id)):
        raise Refused(
            _("{organisation} was sent this request as a partner.").format(organisation=org.name),
            _("Nobody makes an offer to itself. Nothing was changed."),
            _("Claim it for the organisation that asks."),
        )


def _withdraw(unit: Unit, row: QuoteRequest, reason: str) -> OwnRequestView:
    given = reason_of(reason, is_needed=False)
    lost = close_request(unit, row, RequestState.WITHDRAWN, given)
    unit.record("quote.withdrawn", SUBJECT, row.id, {"reason": given}, for_org_id=row.org_id)
    notices.tell_of_withdrawal(unit, row, lost)
    return own_view(unit, row)


def _what_comes(row: QuoteRequest, partners: int) -> tuple[str, ...]:
    went = (
        ngettext("It went to {count} partner.", "It went to {count} partners.", partners).format(count=partners)
        if partners
        else _("No partner takes requests now; the provider's staff were told and look for one.")
    )
    return (
        _("The request {id} is open until {day}.").format(id=show_id(Kind.QUOTE, row.id), day=day(row.closes_on)),
        went,
        _("Partners see what you need, and not who you are until they have answered with an offer."),
    )
