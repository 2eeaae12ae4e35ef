"""A partner's own documents: the list, one of them, what is open, and sending one again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.period import parse_period
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.document_reading import partner_rows, partner_view
from resellertui.services.reinvoicing.document_views import OpenTotal, ReinvoicePage, ReinvoiceView
from resellertui.services.reinvoicing.finding_documents import own_document
from resellertui.services.reinvoicing.letters import send_document
from resellertui.services.reinvoicing.rights import allowed_partner, billed_client
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries.reinvoice_documents import Choice
from resellertui.store.queries.walks import Walk, Walks


class ReinvoiceDocuments:
    """What one's own organisation issued to its clients."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()

    def documents(
        self, actor: Actor, query: ReinvoiceQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> ReinvoicePage:
        """Return a part of the documents, newest first. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            part = self._walk(unit, query).part(unit.session, offset, limit, hurried=hurried)
            rows = queries.documents(unit.session, [number for (number,) in part.marks])
            return ReinvoicePage(
                total=part.total, offset=offset, rows=tuple(partner_rows(unit, rows)), exact=part.is_exact
            )

    def count(self, actor: Actor, query: ReinvoiceQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many documents the list has, as long as that `is_wanted`. Changes nothing.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, query).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: ReinvoiceQuery, reference: str) -> int | None:
        """Return the place of a document in the list, or None where it is not in it. Changes nothing.

        Raises:
            NotFound: no such document of one's own organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, query)
            document = own_document(unit, Action.REINVOICE_VIEW, reference)
            mark = walk.path.place_of(unit.session, queries.is_document(document.id))
            return None if mark is None else walk.place(unit.session, mark)

    def totals(self, actor: Actor, query: ReinvoiceQuery) -> tuple[OpenTotal, ...]:
        """Return what is open, overdue and to be given back of the invoices that match, by currency. Changes nothing.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            found = queries.totals(unit.session, choice_of(unit, query))
            return tuple(
                OpenTotal(
                    currency=one.currency,
                    open=str(Money(one.open, Currency(one.currency))),
                    overdue=str(Money(one.overdue, Currency(one.currency))),
                    to_give_back=str(Money(one.to_give_back, Currency(one.currency))),
                )
                for one in found
            )

    def document(self, actor: Actor, reference: str) -> ReinvoiceView:
        """Return a whole document, by id or number, with its costs, payments and reminders. Changes nothing.

        Raises:
            NotFound: none of one's own organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            return partner_view(unit, own_document(unit, Action.REINVOICE_VIEW, reference))

    def send(self, actor: Actor, reference: str) -> ReinvoiceView:
        """Mail a document to its client once more, with the files as they were issued. Return the document.

        Raises:
            NotFound: none of one's own organisation.
            Forbidden: no right to the accounting.
            Refused: no address of the client is known.
        """
        with self._office.writing(actor) as unit:
            document = own_document(unit, Action.REINVOICE_BILL, reference)
            mails = send_document(unit, document)
            if not mails:
                raise Refused(
                    _("No address of this client is known."),
                    _("Nothing was sent."),
                    _("Set one in how the client is billed."),
                )
            unit.record("reinvoice.sent", "reinvoice", document.id, {"mails": mails})
            return partner_view(unit, document)

    def _walk(self, unit: Unit, query: ReinvoiceQuery) -> Walk:
        choice = choice_of(unit, query)
        return self._walks.remembered(unit.session, choice, lambda: queries.path(choice))


def choice_of(unit: Unit, query: ReinvoiceQuery) -> Choice:
    """Return which of the partner's documents a query means.

    Raises:
        NotFound: no such client, or inside a client's organisation.
        Forbidden: no right to the accounting.
        Invalid: the period is no month.
    """
    partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
    client_id = billed_client(unit, partner_id, query.client).id if query.client else None
    return narrowed(Choice(unit.today, partner_id=partner_id, client_id=client_id), query)


def narrowed(choice: Choice, query: ReinvoiceQuery) -> Choice:
    """Return a choice with what a query says beside whose documents are meant.

    Raises:
        Invalid: the period is no month.
    """
    numbers = [
        parse_id(kind, query.text) for kind in (Kind.REINVOICE, Kind.REINVOICE_CREDIT) if is_whole_id(kind, query.text)
    ]
    return Choice(
        choice.today,
        choice.partner_id,
        choice.client_id,
        status="" if query.status is None else query.status.value,
        period_from=parse_period(query.period, date.max).first if query.period else None,
        text="" if numbers else query.text.strip(),
        document_id=next(iter(numbers), None),
    )
