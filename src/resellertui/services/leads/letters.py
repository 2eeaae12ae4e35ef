"""To whom mails about requests go: a requester, a partner, the provider's staff.

Decided here: an organisation's legal representatives are told, on either side, as about partnerships; for a visitor the
contact that was typed. An address that was only typed may be anybody's: mails to it never repeat what was typed beside
it, so that nobody can have the program send a stranger a text of their own.
"""

from __future__ import annotations

from resellertui.domain.notices import About
from resellertui.services.outbox import Words, in_paragraphs, queue
from resellertui.services.unit import Unit
from resellertui.store.models import QuoteRequest
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient


def tell_requester(unit: Unit, request: QuoteRequest, kind: str, words: Words) -> None:
    """Mail an organisation's legal representatives, or a visitor's contact."""
    if request.org_id is None:
        tell_contact(unit, request, kind, words)
        return
    people = people_queries.legal_representatives(unit.session, request.org_id)
    queue(unit, people, kind, in_paragraphs(words), org_id=request.org_id, about=(About.QUOTE, request.id))


def tell_contact(unit: Unit, request: QuoteRequest, kind: str, words: Words) -> None:
    """Mail the contact that was typed, in the language that was asked for; nobody where it has been erased since."""
    contact = Recipient(None, "", request.contact_email, request.language)
    people = [contact] if contact.email else []
    queue(unit, people, kind, in_paragraphs(words), about=(About.QUOTE, request.id))


def tell_partner(unit: Unit, partner_id: int, request_id: int, kind: str, words: Words) -> None:
    """Mail a partner's legal representatives about a request that it was sent."""
    people = people_queries.legal_representatives(unit.session, partner_id)
    queue(unit, people, kind, in_paragraphs(words), org_id=partner_id, about=(About.QUOTE, request_id))


def tell_staff(unit: Unit, about: tuple[About, int], kind: str, words: Words) -> None:
    """Mail the provider's legal representatives and administrators about a request or a breach."""
    provider = unit.installation.provider_id
    people = people_queries.answering(unit.session, provider)
    queue(unit, people, kind, in_paragraphs(words), org_id=provider, about=about)
