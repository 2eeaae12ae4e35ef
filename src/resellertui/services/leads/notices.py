"""The mails about requests themselves; those on offers and contracts are beside it. Partners get the extract only."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui import formats
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.notices import About
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.letters import tell_contact, tell_partner, tell_requester, tell_staff
from resellertui.services.leads.reading import extract_view, masked_texts, organisation_of, place_words
from resellertui.services.leads.views import ExtractView
from resellertui.services.unit import Unit
from resellertui.store.models import QuoteRequest, QuoteRoute


def tell_of_filing(unit: Unit, row: QuoteRequest, partners: int, token: str) -> None:
    """Tell the requester that a request was filed, what comes next, and a visitor the token by which it is reached."""
    reference = show_id(Kind.QUOTE, row.id)

    def went() -> str:
        if not partners:
            return _("No partner takes requests now; the provider's staff were told and look for one.")
        return ngettext("It went to {count} partner.", "It went to {count} partners.", partners).format(count=partners)

    def words() -> tuple[str, tuple[str, ...]]:
        return _("Your request {id}").format(id=reference), (
            _("The request {id} was filed.").format(id=reference),
            went(),
            _("Partners answer with offers, which are mailed to you; none sees who asks before it has answered."),
            _("It is open until {day}. Once it is solved, withdraw it.").format(day=formats.day(row.closes_on)),
            *(_by_token(token) if token else (_("Follow it in resellertui, Quote requests."),)),
        )

    tell_requester(unit, row, "quote.filed_by_visitor" if token else "quote.filed", words)


def _by_token(token: str) -> tuple[str, ...]:
    return (
        _(
            "With this token you read it and its offers, withdraw it, or make it your organisation's; "
            "keep it to yourself:"
        ),
        _(
            "    resellertui quote status {token}\n"
            "    resellertui quote withdraw --token {token}\n"
            "    resellertui quote claim {token}"
        ).format(token=token),
        _("To accept an offer, sign up in resellertui, claim the request, then accept."),
        _(
            "If you did not file it, somebody else typed your address: withdraw it with the line above, "
            "and no partner will write to you."
        ),
    )


def tell_of_claim(unit: Unit, row: QuoteRequest) -> None:
    """Tell a visitor's contact that an organisation has taken the request over; which one was anybody's to type."""
    reference = show_id(Kind.QUOTE, row.id)
    tell_contact(
        unit,
        row,
        "quote.claimed",
        lambda: (
            _("Your request {id} was claimed").format(id=reference),
            (
                _("An organisation has taken over the request {id}, with the token that was mailed to you.").format(
                    id=reference
                ),
                _("From now on the offers are mailed to its people, who accept one; the token opens nothing any more."),
                _("If you know nothing of it, answer this mail."),
            ),
        ),
    )


def tell_of_receipt(unit: Unit, row: QuoteRequest, partner_ids: Sequence[int]) -> None:
    """Tell partners that they were sent a request, with its extract."""
    view = extract_view(unit, row, masked_texts(row, organisation_of(unit, row)))

    def words() -> tuple[str, tuple[str, ...]]:
        return _("A request for a quote: {id}").format(id=view.id), (
            _("A request for a quote waits for your answer:"),
            *_extract(extract_view(unit, row, masked_texts(row, organisation_of(unit, row)))),
            _("Open resellertui, Quote requests, to read all of it, to offer or to decline; or run:"),
            f"    resellertui quote lead {view.id}",
            _("You get the contact details once you have answered with an offer."),
        )

    for one in partner_ids:
        tell_partner(unit, one, row.id, "quote.received", words)


def tell_staff_of_nobody(unit: Unit, row: QuoteRequest, *, declined: bool) -> None:
    """Tell staff of an open request that nobody is left to answer."""
    reference = show_id(Kind.QUOTE, row.id)

    def words() -> tuple[str, tuple[str, ...]]:
        why = (
            _("Every partner that was sent the request {id} has declined it.")
            if declined
            else _("No partner takes requests now: {id} went to nobody.")
        )
        return _("The request {id} waits for a partner").format(id=reference), (
            why.format(id=reference),
            _("Open resellertui, Quote routing, to send it to a partner; or run:"),
            f"    resellertui quote routing show {reference}",
        )

    tell_staff(unit, (About.QUOTE, row.id), "quote.nobody", words)


def tell_of_declines(unit: Unit, row: QuoteRequest) -> None:
    """Tell the requester that every partner has declined."""
    reference = show_id(Kind.QUOTE, row.id)
    tell_requester(
        unit,
        row,
        "quote.declined_by_all",
        lambda: (
            _("No partner makes an offer on your request {id} so far").format(id=reference),
            (
                _("Every partner that was sent the request {id} has declined it.").format(id=reference),
                _("The provider's staff were told, and may send it to others; it is open until {day}.").format(
                    day=formats.day(row.closes_on)
                ),
            ),
        ),
    )


def tell_of_withdrawal(unit: Unit, row: QuoteRequest, routes: Sequence[QuoteRoute]) -> None:
    """Tell partners that a request was withdrawn, whoever did it."""
    reference = show_id(Kind.QUOTE, row.id)
    for one in routes:
        tell_partner(
            unit,
            one.partner_id,
            row.id,
            "quote.withdrawn",
            lambda: (
                _("The request {id} was withdrawn").format(id=reference),
                (
                    _("The request {id} was withdrawn; nothing more can be offered on it.").format(id=reference),
                    _("There is nothing left to do."),
                ),
            ),
        )


def tell_of_closing(unit: Unit, row: QuoteRequest) -> None:
    """Tell the requester that staff took the request away, and why."""
    reference = show_id(Kind.QUOTE, row.id)
    tell_requester(
        unit,
        row,
        "quote.closed",
        lambda: (
            _("Your request {id} was taken away").format(id=reference),
            (
                _("The provider's staff have taken the request {id} away:").format(id=reference),
                row.close_reason,
                _("If they are mistaken, answer this mail."),
            ),
        ),
    )


def remind_of_closing(unit: Unit, row: QuoteRequest, routes: Sequence[QuoteRoute], offers: int) -> None:
    """Remind of a request that closes soon: the partners that have not answered, and who has offers to decide on."""
    reference = show_id(Kind.QUOTE, row.id)
    for one in routes:
        tell_partner(
            unit,
            one.partner_id,
            row.id,
            "quote.closing_soon",
            lambda: (
                _("The request {id} closes on {day}").format(id=reference, day=formats.day(row.closes_on)),
                (
                    _("You have not answered the request {id} yet; it closes on {day}.").format(
                        id=reference, day=formats.day(row.closes_on)
                    ),
                    f"    resellertui quote lead {reference}",
                ),
            ),
        )
    if offers:
        tell_requester(unit, row, "quote.closing_soon", lambda: _closing_soon(row, reference, offers))


def _closing_soon(row: QuoteRequest, reference: str, offers: int) -> tuple[str, tuple[str, ...]]:
    waits = ngettext(
        "{count} offer on your request {id} waits for your decision; the request closes on {day}.",
        "{count} offers on your request {id} wait for your decision; the request closes on {day}.",
        offers,
    )
    return _("Your request {id} closes on {day}").format(id=reference, day=formats.day(row.closes_on)), (
        waits.format(count=offers, id=reference, day=formats.day(row.closes_on)),
        _where(row),
    )


def tell_of_expiry(unit: Unit, row: QuoteRequest, routes: Sequence[QuoteRoute]) -> None:
    """Tell both sides that a request has expired."""
    reference = show_id(Kind.QUOTE, row.id)

    def words(*more: str) -> tuple[str, tuple[str, ...]]:
        return _("The request {id} has expired").format(id=reference), (
            _("The request {id} has expired on {day}: nobody's offer was accepted.").format(
                id=reference, day=formats.day(row.closes_on)
            ),
            *more,
        )

    tell_requester(unit, row, "quote.expired", lambda: words(_("If you still need it, file it again.")))
    for one in routes:
        tell_partner(unit, one.partner_id, row.id, "quote.expired", lambda: words(_("There is nothing left to do.")))


def _where(row: QuoteRequest) -> str:
    """Return where the requester reads its request."""
    if row.org_id is not None:
        return _("Open resellertui, Quote requests, to compare and to decide.")
    return _(
        "Read what was offered with the token that was mailed to you when the request was filed: "
        "resellertui quote status TOKEN"
    )


def _extract(view: ExtractView) -> tuple[str, ...]:
    """Return what a partner is told of a request by mail."""
    place = place_words(view.region, view.country)
    budget = (
        _("{amount} {currency} a year, without VAT").format(amount=formats.amount(view.budget), currency=view.currency)
        if view.budget
        else ""
    )
    lines = [
        (_("Products"), ", ".join(view.families)),
        (_("Budget"), budget),
        (_("Languages"), ", ".join(view.languages)),
        (_("Place"), place),
        (_("To be decided by"), "" if view.deadline is None else formats.day(view.deadline)),
        (_("Open until"), formats.day(view.closes_on)),
    ]
    facts = "\n".join(_("{label}: {value}").format(label=label, value=value) for label, value in lines if value)
    return f"    {view.extract}", facts
