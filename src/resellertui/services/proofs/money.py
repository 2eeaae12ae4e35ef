"""Proving documents and cashback: each is computed anew from what it was made of (rules: price of a line, VAT)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from sqlalchemy.orm import Session

from resellertui.domain.billing import reversed_to_date, vat_to_date
from resellertui.domain.ledger import AccountKind
from resellertui.domain.money import Currency, Money
from resellertui.domain.pricing import price_lines
from resellertui.domain.programme.vat import HOME, VatTables
from resellertui.domain.tax import NO_VAT
from resellertui.domain.wording import _
from resellertui.services.billing.drafting import order_line_of
from resellertui.services.billing.settling import name_of
from resellertui.services.proofs.finding import MOST, Finding
from resellertui.services.published import read_published
from resellertui.store.models import Document
from resellertui.store.queries import billing as queries
from resellertui.store.queries import ledger as ledger_queries
from resellertui.store.queries import organisations as organisation_queries

AREA = "money"


def findings(session: Session) -> Iterator[Finding]:
    """Yield every document, number and cashback that does not prove."""
    for text in islice(_texts(session), MOST):
        yield Finding(area=AREA, text=text)


def sums(session: Session) -> dict[str, str]:
    """Return the sums that two databases with the same history share."""
    found = {}
    for account, debit, credit in ledger_queries.balances(session):
        name = ":".join(part for part in (account.kind, f"ORG-{account.org_id}", account.detail) if part)
        currency = Currency(account.currency)
        found[f"balance {name} {currency.value}"] = str(Money(credit - debit, currency))
    for kind, state, code, count, total in queries.document_counts(session):
        found[f"documents {kind} {state} {code}"] = f"{count} {Money(total, Currency(code))}"
    return found


def _texts(session: Session) -> Iterator[str]:
    last: dict[tuple[int, str, int], int] = {}
    settled, credited = ledger_queries.settled(session), queries.credited_of(session)
    tables: dict[int, VatTables] = {}
    for document in queries.every_document(session):
        yield from _document(session, document, settled.get(document.id, {}), credited.get(document.id, 0))
        yield from _vat(session, document, tables)
        if document.year is not None and document.sequence is not None:
            series = (document.issuer_id, document.kind, document.year)
            last[series] = max(last.get(series, 0), document.sequence)
    counts = queries.numbers_taken(session)
    for series, highest in last.items():
        if counts.get(series, 0) != highest:
            yield _("The numbers of {kind} in {year} are not gapless: {count} of {highest}.").format(
                kind=series[1], year=series[2], count=counts.get(series, 0), highest=highest
            )
    yield from _advances(session)
    yield from _cashbacks(session)


def _document(session: Session, document: Document, settled: dict[str, int], credited: int) -> Iterator[str]:
    name = name_of(document)
    lines, vat = queries.lines_of(session, document.id), queries.vat_of(session, document.id)
    if not lines:
        yield _("Document {name} has no lines.").format(name=name)
    if sum(one.charged for one in lines) != document.net or sum(one.base for one in vat) != document.net:
        yield _("The lines of document {name} do not add up to its net amount.").format(name=name)
    if sum(one.amount for one in vat) != document.vat or document.net + document.vat != document.total:
        yield _("The VAT of document {name} does not add up to its total.").format(name=name)
    parts = {"": document.net}
    for one in vat:
        parts[one.country] = parts.get(one.country, 0) + one.amount
    wanted = {key: amount for key, amount in parts.items() if amount} if document.issued_on is not None else {}
    if settled != wanted:
        yield _("The ledger does not hold what document {name} says.").format(name=name)
    if document.issued_on is not None and document.issued_on.year != document.year:
        yield _("The number of document {name} is of another year than its date.").format(name=name)
    if document.refunded != credited:
        yield _("What document {name} says was refunded is not what its credit notes say.").format(name=name)
    if document.kind != "invoice":
        return
    currency = Currency(document.currency)
    priced, _groups = price_lines([order_line_of(one) for one in lines], currency)
    for line, price in zip(lines, priced, strict=True):
        net = None if price.partner_net is None else price.partner_net.minor
        if (price.gross.minor, price.public.minor, price.charged.minor, net) != (
            line.gross,
            line.public,
            line.charged,
            line.partner_net,
        ):
            yield _("Line {position} of document {name} does not recompute.").format(position=line.position, name=name)
    for one in vat:
        if vat_to_date(one.base, Decimal(one.percent)) != one.amount:
            yield _("The VAT at {rate} % of document {name} does not recompute.").format(rate=one.percent, name=name)
    if document.state == "paid" and document.paid != document.total:
        yield _("Document {name} is final, but not paid in full.").format(name=name)


def _vat(session: Session, document: Document, tables: dict[int, VatTables]) -> Iterator[str]:
    """Say whether VAT is that of the buyer's country at one of its rates; a credit note's, that of its invoice."""
    vat = queries.vat_of(session, document.id)
    if document.corrects_id is not None:
        invoiced = {one.position: (one.country, one.percent) for one in queries.vat_of(session, document.corrects_id)}
        sound = all(invoiced.get(one.position) == (one.country, one.percent) for one in vat)
    else:
        if document.terms_id not in tables:
            version = queries.terms_version(session, document.terms_id)
            if version is None:
                return  # the proof of references says so
            tables[document.terms_id] = read_published(version.text).vat
        sound = all(_is_rate(one.country, Decimal(one.percent), document, tables[document.terms_id]) for one in vat)
    if not sound:
        yield _("The VAT of document {name} is not of its buyer's country, or at none of its rates.").format(
            name=name_of(document)
        )


def _is_rate(country: str, percent: Decimal, document: Document, tables: VatTables) -> bool:
    territory = str(document.buyer.get("country", ""))
    rates = tables.registrations.get(country, tables.rates.get(country, ()))
    known = {one.percent for one in rates} | (set() if country == HOME else {NO_VAT})
    return country == tables.taxed_as.get(territory, territory) and percent in known


def _advances(session: Session) -> Iterator[str]:
    """Say whose payments towards open documents are not what the ledger holds for them."""
    paid = queries.paid_ahead(session)
    held = {
        (account.org_id, account.currency): credit - debit
        for account, debit, credit in ledger_queries.balances(session)
        if account.kind == AccountKind.ADVANCE.value
    }
    for org_id, currency in sorted({*paid, *held}):
        if paid.get((org_id, currency), 0) != held.get((org_id, currency), 0):
            yield _("What ORG-{org} has paid towards open documents in {currency} is not in the ledger.").format(
                org=org_id, currency=currency
            )


def _cashbacks(session: Session) -> Iterator[str]:
    for number, position in queries.earning_nothing(session):
        yield _("Line {position} of document INV-{number} earns cashback, and there is none.").format(
            position=position, number=number
        )
    earned, deleted = ledger_queries.earned(session), organisation_queries.deleted(session)
    for one, line, document in queries.every_cashback(session):
        if earned.get(line.id, 0) != (one.amount - one.reversed if one.state == "credited" else 0):
            yield _("The ledger does not hold what cashback CBK-{id} says.").format(id=one.id)
        if one.amount != line.charged - (line.partner_net or 0) or one.partner_id != line.beneficiary_id:
            yield _("Cashback CBK-{id} does not recompute from its line.").format(id=one.id)
        wanted = {"to_pay": "pending", "paid": "credited", "void": "void"}[document.state]
        given_up = one.state == "void" and one.partner_id in deleted
        if one.state != wanted and not given_up:
            yield _("Cashback CBK-{id} is {state}, and its document {document}.").format(
                id=one.id, state=one.state, document=document.state
            )
        gone = 0 if given_up else queries.refunded_of(session, [line.id]).get(line.id, 0)
        if one.reversed != reversed_to_date(one.amount, gone, line.charged):
            yield _("What was reversed of cashback CBK-{id} does not follow from the refunds.").format(id=one.id)
