"""Making open pro formas again when their payer's account says something else that decides VAT.

Decided here, where the rules only say that a VAT number changes future invoices: a pro forma that is not paid in full
is none yet, so it is voided and made again with the same lines, prices, terms and due date, and with the buyer and the
VAT as they are now. What was paid towards it goes on to the new one, as far as that needs it; the rest stays in the
payer's prepaid account. If that pays the new one in full, it becomes final. Final documents never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resellertui.domain.billing import VoidReason
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.ledger import AccountKind, Event
from resellertui.domain.money import Currency, Money
from resellertui.domain.programme.terms import Terms
from resellertui.domain.tax import TaxedAmount, taxation_of, vat_of
from resellertui.services.billing import settling
from resellertui.services.billing.deriving import terms_of
from resellertui.services.billing.drafting import buyer_of, party
from resellertui.services.billing.posting import book_of, post
from resellertui.services.unit import Unit
from resellertui.store.models import Cashback, Document, DocumentLine, DocumentVat, Organisation
from resellertui.store.queries import billing as queries


@dataclass(frozen=True)
class Redrawn:
    """A pro forma that was made again."""

    before: Document
    after: Document

    @property
    def ids(self) -> tuple[str, str]:
        """The public ids of both."""
        return show_id(Kind.INVOICE, self.before.id), show_id(Kind.INVOICE, self.after.id)


TaxFacts = tuple[str, str, str | None]


def tax_facts(org: Organisation) -> TaxFacts:
    """Return what of an account decides how its invoices are taxed."""
    return org.kind, org.country, org.vat_number


def redraw_after(unit: Unit, payer: Organisation, before: TaxFacts) -> list[Redrawn]:
    """Make a payer's open pro formas again if its account said something else that decides VAT.

    Raises:
        Refused: as `redraw_open` does.
    """
    return redraw_open(unit, payer) if tax_facts(payer) != before else []


def redraw_open(unit: Unit, payer: Organisation) -> list[Redrawn]:
    """Make every open pro forma of a payer again, with the payer's account as it is now; the caller holds the lock.

    What would renew something that has been terminated is left: nobody can pay it any more.

    Raises:
        Refused: the terms that priced one hold no VAT rate of the payer's country.
    """
    known: dict[int, Terms] = {}
    done = []
    for document in queries.to_pay(unit.session, payer.id):
        try:
            settling.check_still_runs(unit, document)
        except Refused:
            continue
        if document.terms_id not in known:
            known[document.terms_id] = terms_of(unit, document)
        done.append(_redraw(unit, document, payer, known[document.terms_id]))
    return done


def amounts_of(lines: Iterable[DocumentLine], currency: Currency) -> list[TaxedAmount]:
    """Return what the lines of a document charge, with the days that it is for."""
    return [TaxedAmount(Money(one.charged, currency), one.service_from, one.service_to) for one in lines]


def _redraw(unit: Unit, old: Document, payer: Organisation, terms: Terms) -> Redrawn:
    session, currency = unit.session, Currency(old.currency)
    lines, paid = queries.lines_of(session, old.id), old.paid
    taxation = taxation_of(buyer_of(unit, payer), terms.vat)
    entries = vat_of(taxation, amounts_of(lines, currency), currency)
    vat = sum(one.amount.minor for one in entries)
    new = Document(
        **_columns(old) | {"vat": vat, "total": old.net + vat, "paid": 0, "buyer": _buyer(old, payer)},
    )
    new.made_on, new.made_at = unit.today, unit.now
    session.add(new)
    session.flush()  # its lines refer to it
    session.add_all(
        DocumentVat(
            document_id=new.id,
            position=place,
            percent=one.rate,
            country=taxation.country,
            base=one.base.minor,
            amount=one.amount.minor,
            reason=one.reason,
        )
        for place, one in enumerate(entries, 1)
    )
    copies = {one.id: DocumentLine(**_columns(one) | {"document_id": new.id}) for one in lines}
    session.add_all(copies.values())
    session.flush()  # cashbacks refer to them
    for one in queries.cashbacks_of(session, old.id):
        fresh = {"line_id": copies[one.line_id].id, "document_id": new.id, "made_on": unit.today}
        session.add(Cashback(**_columns(one) | fresh))
        one.state = "void"
    post(
        unit,
        Event.RETURN,
        old.payer_id,
        book_of(unit).give_back(old.payer_id, Money(paid, currency)),
        document_id=old.id,
    )
    old.state, old.reason, old.paid = "void", VoidReason.REDRAWN, 0
    session.flush()  # what follows reads both
    unit.record(
        "invoice.redraw",
        "document",
        new.id,
        {
            "replaces": old.id,
            "before": {"total": old.total, "vat_number": old.buyer.get("vat_number")},
            "after": {"total": new.total, "vat_number": new.buyer.get("vat_number")},
        },
        for_org_id=old.payer_id,
    )
    if paid:
        settling.pay(unit, new, AccountKind.PREPAID, Money(min(paid, new.total), currency))
    return Redrawn(old, new)


def _buyer(old: Document, payer: Organisation) -> dict[str, Any]:
    """Return the buyer as the account is now, with the billing address that the old document named."""
    named = {"billing_address": old.buyer["billing_address"]} if "billing_address" in old.buyer else {}
    return party(payer) | named


def _columns(row: Document | DocumentLine | Cashback) -> dict[str, Any]:
    """Return the values of a row but for its number."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
