"""Proving the partnerships (rules: section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.proofs.finding import Finding, prove
from resellertui.store.queries.proofs import PARTNERSHIPS

AREA = "partnerships"


def findings(session: Session) -> Iterator[Finding]:
    """Yield every partnership that breaks a rule."""
    yield from prove(session, AREA, PARTNERSHIPS, _between_partners() | _of_one() | _of_products())


def _between_partners() -> dict[str, str]:
    return {
        "second_full": _("ORG-{client} has {count} active partnerships with full access: {ids}."),
        "full_beside_limited": _("ORG-{client} has a full partner and a limited one beside it: {ids}."),
        "two_pending": _("ORG-{client} and ORG-{partner} have several pending requests: {ids}."),
        "two_active": _("ORG-{client} and ORG-{partner} have several active partnerships: {ids}."),
    }


def _of_one() -> dict[str, str]:
    return {
        "active_without_client": _("PTN-{id} is active without a client."),
        "own_partner": _("PTN-{id} makes an organisation its own partner."),
        "not_in_programme": _("PTN-{id} has a partner, ORG-{partner}, that is not in the programme."),
        "payment": _("PTN-{id} has {access} access with a payment method that does not go with it."),
        "unknown_words": _("PTN-{id} has a state, access, payment method or sender that does not exist."),
        "dates": _("PTN-{id} is {state} and lacks a date that goes with it, or has one that does not."),
        "no_beginning": _("PTN-{id} has no event that says how it began."),
        "state_against_events": _("PTN-{id} is {state}, but the last thing that happened to it is: {kind}."),
        "access_against_events": _("PTN-{id} has {access} access, but its history grants another one."),
        "orphan_event": _("Event {event} belongs to PTN-{id}, which does not exist."),
    }


def _of_products() -> dict[str, str]:
    return {
        "entrusted_twice": _("PRD-{product} is entrusted more than once: {ids}."),
        "entrusted_elsewhere": _("PRD-{product} is entrusted under PTN-{id}, whose client does not have it."),
        "entrusted_without_limited": _("PRD-{product} is entrusted under PTN-{id}, which is not active and limited."),
    }
