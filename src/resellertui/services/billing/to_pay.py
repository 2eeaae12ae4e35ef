"""What one's organisation has to pay, as a list reads it: page by page, and the sums of what is marked in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.billing.reading import row_views
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.billing.vat_hints import asking_of, hint_of
from resellertui.services.billing.views import DocumentPage, DocumentRow, VatHintView
from resellertui.services.inputs import Input, Sought
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import Document
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import to_pay as queries
from resellertui.store.queries.to_pay import Choice

BATCH = 500


class ToPayQuery(Input):
    """Which pro formas a list shows."""

    text: Sought = ""
    """An id, or a part of the name of whoever the subscriptions are for."""
    backwards: bool = False
    """Whether what is due last comes first."""


class DueTotal(View):
    """What is due together in one currency."""

    currency: str
    amount: str
    documents: int


class ToPay:
    """Reading what is to pay; needs the accounting right."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: ToPayQuery, offset: int = 0, limit: int = 50) -> DocumentPage:
        """Return a part of what is to pay, what is due first coming first. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(_payer(unit), query)
            found = queries.window(unit.session, choice, offset, limit, last_first=query.backwards)
            total = queries.count(unit.session, choice)
            return DocumentPage(total=total, offset=offset, rows=tuple(row_views(unit, found)))

    def position(self, actor: Actor, query: ToPayQuery, reference: str) -> int | None:
        """Return the place of a document in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            choice, number = _choice(_payer(unit), query), parse_id(Kind.INVOICE, reference)
            if number is None:
                return None
            return queries.place(unit.session, choice, number, last_first=query.backwards)

    def find(self, actor: Actor, query: ToPayQuery, typed: str) -> int | None:
        """Return the place of the first document that a text means, as a filter would, or None. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            payer_id = _payer(unit)
            meant = _choice(payer_id, query.model_copy(update={"text": typed}))
            found = queries.window(unit.session, meant, 0, 1, last_first=query.backwards)
            choice = _choice(payer_id, query)
            return queries.place(unit.session, choice, found[0].id, last_first=query.backwards) if found else None

    def rows(self, actor: Actor, references: Sequence[str]) -> tuple[DocumentRow, ...]:
        """Return those of the documents that are to pay, what is due first coming first. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            payer_id, numbers = _payer(unit), _numbers(references)
            found: list[Document] = []
            for start in range(0, len(numbers), BATCH):
                found += queries.those(unit.session, payer_id, numbers[start : start + BATCH])
            found.sort(key=lambda one: (one.due_on, one.id))
            return tuple(row_views(unit, found))

    def total(
        self,
        actor: Actor,
        references: Collection[str] = (),
        query: ToPayQuery | None = None,
        besides: Collection[str] = (),
    ) -> tuple[DueTotal, ...]:
        """Return what is due, by currency: of these documents, and of all that a query shows but for some.

        It is summed up in the database. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            payer_id = _payer(unit)
            choice = None if query is None else _choice(payer_id, query)
            found = queries.sums(unit.session, choice, payer_id, _numbers(references), _numbers(besides))
            return tuple(
                DueTotal(currency=code, amount=str(Money(due, Currency(code))), documents=count)
                for code, count, due in found
            )

    def vat_hint(self, actor: Actor, references: Sequence[str]) -> VatHintView | None:
        """Return what a VAT number would change on these of one's pro formas; None where it is not asked for.

        Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = _payer(unit)
            if not asking_of(unit, organisation_queries.organisation(unit.session, org_id)):
                return None
            found = (billing_queries.document(unit.session, parse_id(Kind.INVOICE, one) or 0) for one in references)
            return hint_of(unit, [one for one in found if one is not None and one.state == "to_pay"])

    def present_ones(self, actor: Actor, references: Sequence[str]) -> tuple[str, ...]:
        """Return the same of one's documents by id, with those that were made again since instead of what they replace.

        Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = _payer(unit)
            found = []
            for one in references:
                document = billing_queries.document(unit.session, parse_id(Kind.INVOICE, one) or 0)
                if document is None or document.payer_id != org_id:
                    continue
                if document.state == "void" and document.order_id is not None:
                    document = billing_queries.document_of_order(unit.session, document.order_id) or document
                found.append(show_id(Kind.INVOICE, document.id))
            return tuple(dict.fromkeys(found))


def _payer(unit: Unit) -> int:
    org_id = own_org(unit)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    return org_id


def _choice(payer_id: int, query: ToPayQuery) -> Choice:
    text = query.text.strip()
    number = parse_id(Kind.INVOICE, text) if "-" in text else None
    return Choice(payer_id, document_id=number, text=fold(text))


def _numbers(references: Collection[str]) -> list[int]:
    return [number for one in references if (number := parse_id(Kind.INVOICE, one)) is not None]
