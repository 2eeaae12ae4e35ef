"""Invoices and credit notes: reading, paying, declining and refunding them. They are private to who pays them."""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.billing import read_document_name
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.ledger import AccountKind
from resellertui.domain.money import Money, parse_payment
from resellertui.domain.search import terms_of
from resellertui.domain.wording import _
from resellertui.formats import day as day_words
from resellertui.services.actor import Actor
from resellertui.services.billing import settling
from resellertui.services.billing.posting import done_before, remember
from resellertui.services.billing.reading import document_view, row_views
from resellertui.services.billing.refunding import refund
from resellertui.services.billing.rights import allow_accounting, allow_outside_money, own_org
from resellertui.services.billing.views import (
    DeclineInput,
    DocumentPage,
    DocumentQuery,
    DocumentRow,
    DocumentView,
    PayInput,
    PaymentMethod,
    RefundInput,
)
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Document
from resellertui.store.queries import billing as queries
from resellertui.store.queries import document_list
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.document_list import Choice
from resellertui.store.queries.walks import Walk, Walks


class Billing:
    """Documents: those issued to one's own organisation; to the provider's staff all of them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()

    def documents(
        self, actor: Actor, query: DocumentQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> DocumentPage:
        """Return a part of the documents, newest first. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation: its invoices are its own.
        """
        with self._office.reading(actor) as unit:
            part = self._walk(unit, query).part(unit.session, offset, limit, hurried=hurried)
            rows = document_list.documents(unit.session, [number for (number,) in part.marks])
            return DocumentPage(total=part.total, offset=offset, rows=tuple(row_views(unit, rows)), exact=part.is_exact)

    def count(self, actor: Actor, query: DocumentQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many documents the list has, as long as that `is_wanted`. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, query).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: DocumentQuery, reference: str) -> int | None:
        """Return the place of a document in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, query)
            document = _named(unit, reference)
            if document is None:
                return None
            mark = walk.path.place_of(unit.session, document_list.is_document(document.id))
            return None if mark is None else walk.place(unit.session, mark)

    def to_pay(self, actor: Actor) -> tuple[DocumentRow, ...]:
        """Return what one's organisation has to pay, what is due first coming first. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            return tuple(row_views(unit, queries.to_pay(unit.session, org_id)))

    def document(self, actor: Actor, reference: str) -> DocumentView:
        """Return a whole document, by id or number. Changes nothing.

        Raises:
            NotFound: none, or another organisation's: the same answer.
        """
        with self._office.reading(actor) as unit:
            return document_view(unit, readable_document(unit, reference))

    def pay(self, actor: Actor, payment: PayInput) -> DocumentView:
        """Pay a document, or a part of it, from the prepaid account or as received by bank or card.

        In full it becomes final: it gets its number, what it is for starts or goes on, cashback is credited. A payment
        from outside that exceeds what is due lands in the payer's prepaid account.

        Raises:
            NotFound: none, or another organisation's.
            Refused: it is not to pay, the prepaid account does not hold the amount, it is another's to spend, or what
                it would renew has been terminated.
            Conflict: the key was used for something else.
        """
        with self._office.writing(actor) as unit:
            document = _payable(unit, payment.document)
            if payment.method is not PaymentMethod.PREPAID:
                allow_outside_money(unit)
            elif document.payer_id != unit.actor.org_id:
                raise _not_yours_to_spend(unit, document)
            content = payment.model_dump(mode="json", exclude={"key"})
            if done_before(unit, payment.key, "payment", content) is None:
                settling.check_still_runs(unit, document)
                amount = _amount(payment.amount, settling.due(document))
                settling.pay(unit, document, AccountKind(payment.method.value), amount, payment.reference)
                remember(unit, payment.key, "payment", content, {"document": document.id})
            return document_view(unit, document)

    def decline(self, actor: Actor, reference: str, reason: str) -> DocumentView:
        """Decline to pay a pro forma: what it would have started is cancelled, what was paid towards it goes back.

        Raises:
            NotFound: none, or another organisation's.
            Refused: it is not to pay, or the Renewal Warranty has renewed it already.
        """
        why = DeclineInput.of(reason=reason).reason
        with self._office.writing(actor) as unit:
            document = _payable(unit, reference)
            if document.state != "to_pay":
                raise Refused(_("Only what is to pay can be declined."), _("Nothing was changed."))
            order = queries.order(unit.session, document.order_id or 0)
            if order is not None and order.served_on is not None:
                raise Refused(
                    _("The Renewal Warranty has renewed this already: it is to be paid."),
                    _("Nothing was changed."),
                    _("Pay it until {day}; otherwise its subscriptions are terminated.").format(
                        day=day_words(document.due_on)
                    ),
                )
            settling.void(unit, document, why, order_state="declined")
            return document_view(unit, document)

    def refund(self, actor: Actor, wish: RefundInput) -> DocumentView:
        """Refund an invoice, whole or in part, by a credit note; for the provider's staff. Return the credit note.

        The money goes to the payer's prepaid account; cashback that the lines earned is reversed in proportion.

        Raises:
            Forbidden: not of the provider's staff.
            Refused: the document is no paid invoice, or nothing of it is left.
            Invalid: more than is left, or no such line.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.INVOICE_REFUND)
            content = wish.model_dump(mode="json", exclude={"key"})
            if found := done_before(unit, wish.key, "refund", content):
                note = queries.document(unit.session, found["document"])
                assert note is not None  # noqa: S101  # documents are never deleted
                return document_view(unit, note)
            document = _named(unit, wish.document)
            if document is None:
                raise not_found(wish.document)
            if not wish.reason.strip():
                raise Invalid({"reason": _("Say why: the credit note carries it.")})
            note = refund(unit, document, wish.amount, wish.line, wish.reason.strip())
            remember(unit, wish.key, "refund", content, {"document": note.id})
            return document_view(unit, note)

    def _walk(self, unit: Unit, query: DocumentQuery) -> Walk:
        choice = choice_of(query, reader_of(unit))
        return self._walks.remembered(unit.session, choice, lambda: document_list.path(unit.session, choice))


def reader_of(unit: Unit) -> int | None:
    """Return whose documents the actor reads: its organisation's, or all (None) for the provider's staff.

    Raises:
        NotFound: inside a client's organisation: its invoices are its own.
        Forbidden: no right to the accounting.
    """
    org_id = own_org(unit)
    if org_id == unit.installation.provider_id and unit.may(Action.LEDGER_VIEW):
        return None
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    return org_id


def choice_of(query: DocumentQuery, payer_id: int | None, about_id: int | None = None) -> Choice:
    """Return which documents a query means among those of a payer; among all where it is None."""
    # A bare number may be a part of a name: only what is written as an id is taken for one.
    name = read_document_name(query.text) if "-" in query.text else None
    return Choice(
        payer_id,
        query.state,
        query.since,
        query.until,
        terms_of(query.text),
        kinds=() if name is None else name.kinds,
        about_id=about_id,
        number=None if name is None else name.number,
        document_id=None if name is None else name.document_id,
    )


def _named(unit: Unit, reference: str) -> Document | None:
    """Return the document that the text names: one's own before another's, the likelier kind first."""
    name = read_document_name(reference)
    if name is None:
        return None
    if name.number is not None:
        found = document_list.documents_numbered(unit.session, *name.number)
    else:
        row = queries.document(unit.session, name.document_id or 0)
        found = [] if row is None else [row]
    found = sorted((one for one in found if one.kind in name.kinds), key=lambda one: name.kinds.index(one.kind))
    own = [one for one in found if one.payer_id == unit.actor.org_id]
    return next(iter(found if unit.may(Action.LEDGER_VIEW) else own or found), None)


def readable_document(unit: Unit, reference: str) -> Document:
    """Return a document that the actor may read: its organisation's; any for the provider's staff.

    Raises:
        NotFound: none, or another organisation's: the same answer.
    """
    document = _named(unit, reference)
    if unit.may(Action.LEDGER_VIEW) and document is not None:
        return document
    if document is None:
        unit.may(Action.ACCOUNTING_VIEW, Stance(relation=Relation.OWN))
        raise not_found(reference)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, document.payer_id, missing=reference)
    return document


def _payable(unit: Unit, reference: str) -> Document:
    """Return a document that the actor may pay: its organisation's; the provider's staff record payments from outside.

    Raises:
        NotFound: none, or another organisation's.
    """
    document = _named(unit, reference)
    if document is None:
        unit.may(Action.ACCOUNTING_PAY, Stance(relation=Relation.OWN))
        raise not_found(reference)
    if document.payer_id != unit.actor.org_id and unit.may(Action.ACCOUNTING_RECORD):
        return document
    allow_accounting(unit, Action.ACCOUNTING_PAY, document.payer_id, missing=reference)
    return document


def _not_yours_to_spend(unit: Unit, document: Document) -> Refused:
    payer = organisation_queries.names(unit.session, [document.payer_id]).get(document.payer_id, "")
    return Refused(
        _("Only {payer} spends what its prepaid account holds.").format(payer=payer),
        _("Nothing was changed."),
        _("Record here what came by bank or card."),
    )


def _amount(text: str, due: Money) -> Money:
    return parse_payment(text, due.currency) if text else due
