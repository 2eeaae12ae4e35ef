"""The job that reminds clients of their partners' invoices, for the partners that want it to."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.reminders import send_due
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.store.queries import reinvoice_reminders as queries
from resellertui.store.queries.reinvoice_reminders import Place

JOB = "reinvoice"
PAGE = 100


def remind_of_bills(office: Office, actor: Actor) -> dict[str, int]:
    """Send the reminders that are due, at most one of each invoice a day, and count them."""
    reminded, last = 0, 0
    while True:
        with office.reading(actor) as unit:
            allow_running(unit, Action.TICK)
            partners = queries.reminding_by_themselves(unit.session, last, PAGE)
        for partner_id in partners:
            reminded += _of_partner(office, actor, partner_id)
        if len(partners) < PAGE:
            return {"reminded": reminded}
        last = partners[-1]


def _of_partner(office: Office, actor: Actor, partner_id: int) -> int:
    reminded = 0
    after: Place | None = None
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            count, after = send_due(unit, partner_id, after, by_job=True)
        reminded += count
        if after is None:
            return reminded
