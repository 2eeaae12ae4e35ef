"""The job that writes down which requests for quotes have expired, and reminds of those that will; dates decide."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.leads.states import REMIND_BEFORE, TO_ANSWER, RequestState, RouteState
from resellertui.services.actor import Actor
from resellertui.services.leads import notices
from resellertui.services.leads.filing import SUBJECT, close_request
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import QuoteRequest
from resellertui.store.queries import quotes

JOB = "quote_expiry"
BATCH = 50


def expire_quotes(office: Office, actor: Actor) -> dict[str, int]:
    """Record expired requests and mail both sides; remind of those that close soon, each once. Count both."""
    return {"expired": _expire(office, actor), "reminded": _remind(office, actor)}


def _expire(office: Office, actor: Actor) -> int:
    expired = 0
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            rows = quotes.past_their_day(unit.session, unit.today, BATCH)
            for row in rows:
                lost = close_request(unit, row, RequestState.EXPIRED)
                unit.record("quote.expired", SUBJECT, row.id, {}, for_org_id=row.org_id)
                notices.tell_of_expiry(unit, row, lost)
        expired += len(rows)
        if len(rows) < BATCH or office.dry_run:  # a rehearsal keeps nothing, and would find the same ones again
            return expired


def _remind(office: Office, actor: Actor) -> int:
    reminded, after = 0, 0
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            until = unit.today + timedelta(days=REMIND_BEFORE)
            rows = quotes.to_remind(unit.session, unit.today, until, after, BATCH)
            for row in rows:
                _remind_of(unit, row)
        reminded += len(rows)
        if len(rows) < BATCH:
            return reminded
        after = rows[-1].id


def _remind_of(unit: Unit, row: QuoteRequest) -> None:
    routes = quotes.routes_of(unit.session, row.id)
    waiting = [one for one in routes if RouteState(one.state) in TO_ANSWER]
    offers = sum(one.state == RouteState.ANSWERED.value for one in routes)
    row.reminded_at = unit.now
    unit.record("quote.reminded", SUBJECT, row.id, {}, for_org_id=row.org_id)
    notices.remind_of_closing(unit, row, waiting, offers)
