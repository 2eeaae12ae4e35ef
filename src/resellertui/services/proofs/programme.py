"""Proving the programme: members, applications, reviews, overdue invoices (rules: section 2)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.proofs.finding import Finding, prove
from resellertui.store.queries import programme_sums as queries
from resellertui.store.queries.proofs import PROGRAMME

AREA = "programme"


def findings(session: Session) -> Iterator[Finding]:
    """Yield everything of the programme that breaks a rule."""
    yield from prove(session, AREA, PROGRAMME, _of_members() | _of_applications() | _of_reviews())


def sums(session: Session) -> dict[str, str]:
    """Return how many partners are in each state, and what their reviews came to: dates decide, not when a job ran."""
    return {
        " ".join(("programme", *words)): str(count)
        for words, count in (*queries.members_by_state(session), *queries.reviews_by_outcome(session))
    }


def _of_members() -> dict[str, str]:
    return {
        "state": _("ORG-{org} has a state in the programme, {state}, that does not go with its dates."),
        "dates": _("ORG-{org} has dates of a warning and a suspension that do not go together."),
        "nobody": _("ORG-{org} is in the programme, and does not exist or was deleted."),
    }


def _of_applications() -> dict[str, str]:
    return {
        "two_open": _("ORG-{org} has several open applications: {ids}."),
        "application": _("APP-{id} is {state} and lacks what goes with that, or has what does not."),
        "open_of_partner": _("APP-{id} is open, and ORG-{org} is a partner already."),
    }


def _of_reviews() -> dict[str, str]:
    return {
        "review": _("Review {id} ({kind}) came to {outcome}, which it can't."),
        "review_twice": _("ORG-{org} was reviewed twice ({kind}) for {day}."),
        "last_review": _("ORG-{org} is {state}, but its last review came to: {outcome}."),
        "arrears": _("ARR-{id} is about document {document}, and can't be as it is."),
    }
