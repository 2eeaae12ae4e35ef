"""Reminding clients of invoices that are overdue: by hand, one or all that are due, or by the daily job."""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.access import Action
from resellertui.domain.calendar import days_between
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.reminding import due_level, next_reminder_on
from resellertui.domain.reinvoicing.settings import days_of
from resellertui.domain.wording import _
from resellertui.formats import day as day_words
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_reading import document_id, open_of, partner_view
from resellertui.services.reinvoicing.document_views import DueReminder, ReinvoiceView
from resellertui.services.reinvoicing.finding_documents import own_invoice
from resellertui.services.reinvoicing.letters import addresses_of, send_reminder
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.reinvoicing.settings import settings_values
from resellertui.services.unit import Office, Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoiceReminder
from resellertui.store.queries import reinvoice_documents as document_queries
from resellertui.store.queries import reinvoice_reminders as queries
from resellertui.store.queries.reinvoice_reminders import Place

BATCH = 20
"""Reminders in a transaction."""


class ReinvoiceReminders:
    """What may be reminded of today, and reminding."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def due(self, actor: Actor, limit: int = 200) -> tuple[DueReminder, ...]:
        """Return the reminders that may go today, the one due longest first. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            rows = queries.due(unit.session, partner_id, unit.today, steps_of(unit, partner_id), limit)
            last = queries.last_on(unit.session, [one.id for one in rows])
            return tuple(
                DueReminder(
                    id=document_id(one),
                    number=one.number,
                    client=one.buyer["name"],
                    client_id=show_id(Kind.ORGANISATION, one.client_id),
                    currency=one.currency,
                    open=str(Money(open_of(one), Currency(one.currency))),
                    due_on=one.due_on,
                    days_overdue=days_between(one.due_on, unit.today),
                    level=one.reminded + 1,
                    last_on=last.get(one.id),
                )
                for one in rows
            )

    def remind(self, actor: Actor, reference: str) -> ReinvoiceView:
        """Send the next reminder of an invoice. Return the invoice.

        Raises:
            NotFound: no such invoice of one's own organisation.
            Forbidden: no right to the accounting.
            Refused: nothing of it is open, the last reminder went already, the next one is not due, or no address.
        """
        with self._office.writing(actor) as unit:
            invoice = own_invoice(unit, Action.REINVOICE_BILL, reference)
            _check(unit, invoice)
            send(unit, invoice, by_job=False)
            return partner_view(unit, invoice)

    def remind_all(
        self,
        actor: Actor,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Send every reminder that is due, in short transactions; return how many went.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        stop, tell = cancelled or (lambda: False), progress or (lambda _done, _total: None)
        sent, after = 0, None
        while not stop():
            with self._office.writing(actor) as unit:
                partner_id = allowed_partner(unit, Action.REINVOICE_BILL)
                count, after = send_due(unit, partner_id, after, by_job=False)
            sent += count
            tell(sent, sent)
            if after is None:
                break
        return sent


def steps_of(unit: Unit, partner_id: int) -> tuple[int, int, int]:
    """Return how many days after an invoice was due each reminder of a partner may go."""
    return days_of(settings_values(unit, partner_id)["reminder_days"])


def send_due(unit: Unit, partner_id: int, after: Place | None, *, by_job: bool) -> tuple[int, Place | None]:
    """Send the next few reminders of a partner; return how many went, and where to go on."""
    rows = queries.due(unit.session, partner_id, unit.today, steps_of(unit, partner_id), BATCH, after)
    # Without an address nothing can go, and what did not go is not recorded: it stays due for its partner to see.
    reached = [one for one in rows if addresses_of(unit, one)]
    for one in reached:
        send(unit, one, by_job=by_job)
    return len(reached), (rows[-1].due_on, rows[-1].id) if len(rows) == BATCH else None


def send(unit: Unit, invoice: ReinvoiceDocument, *, by_job: bool) -> None:
    """Send the next reminder of an invoice, which the caller has found to be due, and record it."""
    level = invoice.reminded + 1
    unit.session.add(
        ReinvoiceReminder(
            document_id=invoice.id,
            level=level,
            sent_on=unit.today,
            open_amount=open_of(invoice),
            made_at=unit.now,
            made_by_id=None if by_job else unit.actor.user_id,
        )
    )
    invoice.reminded = level
    mails = send_reminder(unit, invoice, level)
    unit.record(
        "reinvoice.reminded",
        "reinvoice",
        invoice.id,
        {"level": level, "mails": mails},
        for_org_id=invoice.partner_id if by_job else None,
    )


def _check(unit: Unit, invoice: ReinvoiceDocument) -> None:
    """Go on only if a reminder of the invoice may go today.

    Raises:
        Refused: with the reason.
    """
    unchanged = _("Nothing was sent.")
    if open_of(invoice) <= 0:
        raise Refused(_("Nothing of this invoice is open."), unchanged)
    steps = steps_of(unit, invoice.partner_id)
    reminders = document_queries.reminders_of(unit.session, invoice.id)
    last = reminders[-1].sent_on if reminders else None
    if due_level(invoice.due_on, steps, invoice.reminded, last, unit.today) is None:
        day = next_reminder_on(invoice.due_on, steps, invoice.reminded, last)
        if day is None:
            raise Refused(_("The last reminder went already."), unchanged, _("Call the client, or credit the invoice."))
        raise Refused(
            _("The next reminder may go on {day}.").format(day=day_words(day)),
            unchanged,
            _("The settings say how many days after the due date reminders go."),
        )
    if not addresses_of(unit, invoice):
        raise Refused(_("No address of this client is known."), unchanged, _("Set one in how the client is billed."))
