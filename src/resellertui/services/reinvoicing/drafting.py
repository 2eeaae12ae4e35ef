"""What a run would bill a client: lines with their prices, VAT, totals, what stands in the way, what is left out.

Looking ahead and issuing go through here alike, so that what was shown is what is issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.reinvoicing.bill import Bill, BillKind, VatCategory
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.reinvoicing.margin_table import MarginTable
from resellertui.domain.reinvoicing.numbering import next_sequence, show_document_number
from resellertui.domain.reinvoicing.period import Period
from resellertui.domain.reinvoicing.reference import payment_reference
from resellertui.domain.reinvoicing.vat import Seller, Treatment, VatSum, sums_of, treatment_of
from resellertui.domain.tax import NO_VAT, Buyer, show_percent
from resellertui.domain.wording import _, in_paper_language
from resellertui.services.reinvoicing.bills import composed
from resellertui.services.reinvoicing.papers import missing_for
from resellertui.services.reinvoicing.parties import (
    buyer_of,
    buyer_vat_number,
    seller_of,
    taxed_buyer,
    taxed_seller,
)
from resellertui.services.reinvoicing.pricing import PricedLine, margins_of, priced
from resellertui.services.reinvoicing.settings import partner_of, settings_values
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, ReinvoiceDocument, ReinvoiceDocumentLine, ReinvoiceVat
from resellertui.store.queries import reinvoice_runs as queries
from resellertui.store.queries import reinvoice_settings as settings_queries
from resellertui.store.queries.reinvoice_pricing import Charged


@dataclass(frozen=True)
class Run:
    """What holds for all invoices of a run."""

    partner: Organisation
    values: Mapping[str, str]
    """The partner's settings."""
    is_confirmed: bool
    """Whether somebody has ever set them."""
    margins: MarginTable
    period: Period
    supplement: bool
    """Whether a further invoice is wanted where there is one for the period."""


@dataclass(frozen=True)
class LeftOut:
    """A line that does not go along, and why."""

    line: PricedLine
    reason: str


@dataclass(frozen=True)
class Draft:
    """An invoice as it would be issued now."""

    client_id: int
    lines: Sequence[PricedLine]
    document: ReinvoiceDocument
    """Not stored: it has no id."""
    document_lines: Sequence[ReinvoiceDocumentLine]
    vat: Sequence[ReinvoiceVat]
    bill: Bill
    supplements: ReinvoiceDocument | None
    left_out: Sequence[LeftOut]
    obstacles: Sequence[FieldProblem]
    """What has to be put right first."""
    notes: Sequence[FieldProblem]
    """What is missing and stands in nobody's way."""

    @property
    def cost(self) -> int:
        """What the provider charged for its lines."""
        return sum(one.row.cost for one in self.lines)


@dataclass(frozen=True)
class Skipped:
    """A client that gets no invoice, and why."""

    client_id: int
    currency: str
    reason: str
    remedy: str
    left_out: Sequence[LeftOut] = ()


def run_of(unit: Unit, partner_id: int, period: Period, *, supplement: bool = False) -> Run:
    """Return what holds for all invoices that a partner makes for a period."""
    return Run(
        partner=partner_of(unit, partner_id),
        values=settings_values(unit, partner_id),
        is_confirmed=settings_queries.settings_of(unit.session, partner_id) is not None,
        margins=margins_of(unit, partner_id),
        period=period,
        supplement=supplement,
    )


def clients_of(unit: Unit, run: Run, client_id: int | None = None) -> list[tuple[int, str]]:
    """Return the clients, with the currencies, of whom something is open."""
    return queries.groups(unit.session, run.partner.id, run.period.last, unit.today, client_id)


def drafts_of(unit: Unit, run: Run, client_id: int | None = None) -> Iterator[Draft | Skipped]:
    """Yield what the run would make, client by client."""
    for number, currency in clients_of(unit, run, client_id):
        found = draft_of(unit, run, number, currency)
        if found is not None:
            yield found


def draft_of(unit: Unit, run: Run, client_id: int, currency: str) -> Draft | Skipped | None:
    """Return what the run would make for one client and currency; None where nothing of it is open."""
    session, partner_id = unit.session, run.partner.id
    charged = queries.billable(session, partner_id, client_id, currency, run.period.last, unit.today)
    if not charged:
        return None
    before = queries.invoice_of_period(session, partner_id, client_id, currency, run.period.first)
    if before is not None and not run.supplement:
        return Skipped(
            client_id,
            currency,
            _("Invoice {number} was issued for this month already.").format(number=before.number),
            _("Bill what came after it by a supplement, or with the next month."),
        )
    seller, buyer, days = _parties(unit, run, client_id)
    language = _language(unit, run, client_id, buyer)
    treatment, problem = _treatment(
        unit, taxed_seller(seller, run.values), taxed_buyer(unit, client_id, buyer), language
    )
    taxed, left_out = _sorted_out(unit, run, charged, treatment, buyer)
    if not taxed:
        reason = _("All that is open are refunds of lines that are not billed.")
        return Skipped(client_id, currency, reason, _("Decide on those lines first."), left_out)
    vat = sums_of((one.price, way) for one, way in taxed)
    net = sum(one.price for one, _way in taxed)
    if net < 0 or net + sum(one.amount for one in vat) < 0:
        return Skipped(
            client_id,
            currency,
            _("What goes back exceeds what is charged."),
            _("Wait for the next month, or credit an invoice."),
            left_out,
        )
    document = _document(unit, run, client_id, currency, seller, buyer, days)
    document.language = language
    document.supplements_id = None if before is None else before.id
    document.net, document.vat = net, sum(one.amount for one in vat)
    document.total = document.net + document.vat
    if document.total == 0:
        document.reference = ""
    lines = [_line(place, one, _place_of(way, vat)) for place, (one, way) in enumerate(taxed, 1)]
    rates = [_rate(place, one) for place, one in enumerate(vat, 1)]
    bill = composed(document, lines, rates, None)
    return Draft(
        client_id=client_id,
        lines=[one for one, _way in taxed],
        document=document,
        document_lines=lines,
        vat=rates,
        bill=bill,
        supplements=before,
        left_out=left_out,
        obstacles=list(_obstacles(unit, run, bill, problem)),
        notes=list(_notes(unit, run, document)),
    )


def numbered(unit: Unit, partner_id: int, kind: BillKind, values: Mapping[str, str]) -> tuple[int, str]:
    """Return the next number of a partner's series, and how it is printed; it is taken under the write lock only."""
    year = unit.today.year
    sequence = next_sequence(
        queries.last_sequence(unit.session, partner_id, kind.value, year),
        is_new=queries.is_new_series(unit.session, partner_id, kind.value),
        first_number=int(values["first_number"]) if kind is BillKind.INVOICE else 1,
    )
    prefix = values["invoice_prefix"] if kind is BillKind.INVOICE else values["credit_prefix"]
    return sequence, show_document_number(prefix, year, sequence)


def _parties(unit: Unit, run: Run, client_id: int) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Return seller and buyer as the document keeps them, and the days that there are to pay."""
    own = settings_queries.client_settings(unit.session, run.partner.id, client_id)
    days = int(run.values["payment_days"]) if own is None or own.payment_days is None else own.payment_days
    return seller_of(run.partner, run.values, days), buyer_of(unit, run.partner.id, client_id), days


def _language(unit: Unit, run: Run, client_id: int, buyer: Mapping[str, Any]) -> str:
    own = settings_queries.client_settings(unit.session, run.partner.id, client_id)
    return (own.language if own is not None else "") or str(buyer.get("language") or "") or "en"


def _treatment(unit: Unit, seller: Seller, buyer: Buyer, language: str) -> tuple[Treatment, FieldProblem | None]:
    """Return how the invoice is taxed, in its reader's words; or what the partner has to put right."""
    try:
        treatment_of(seller, buyer, unit.today, unit.terms.vat)
    except Invalid as refusal:
        return Treatment(VatCategory.STANDARD, NO_VAT), refusal.fields[0]
    with in_paper_language(spoken_in(language, buyer.country)):
        return treatment_of(seller, buyer, unit.today, unit.terms.vat), None


def _sorted_out(
    unit: Unit, run: Run, charged: Sequence[Charged], treatment: Treatment, buyer: Mapping[str, Any]
) -> tuple[list[tuple[PricedLine, Treatment]], list[LeftOut]]:
    """Return the lines that go along, each with how it is taxed, and those that do not.

    A refund goes along only where its line is billed, or goes along too, and is taxed as that line was.
    """
    going = {row.line_id for row, line in charged if line.corrects_id is None}
    corrected = {line.corrects_id for _row, line in charged if line.corrects_id is not None} - going
    states = queries.states(unit.session, corrected)
    before = queries.billed_vat(unit.session, corrected)
    taxed: list[tuple[PricedLine, Treatment]] = []
    left_out: list[LeftOut] = []
    for one in priced(unit, run.margins, charged):
        original = one.line.corrects_id
        if original is None or original in going:
            taxed.append((one, treatment))
        elif original not in before:
            left_out.append(LeftOut(one, _why_not(states.get(original, ""))))
        else:
            was = before[original]
            way = Treatment(VatCategory(was.category), Decimal(was.percent), was.reason)
            reason = _why_apart(way, treatment, buyer)
            if reason:
                left_out.append(LeftOut(one, reason))
            else:
                taxed.append((one, way))
    return taxed, left_out


def _why_apart(way: Treatment, treatment: Treatment, buyer: Mapping[str, Any]) -> str:
    """Return why what is taxed this way can't stand on an invoice that is taxed otherwise; empty where it can."""
    # A document without VAT numbers can't hold lines that need them, nor the other way round.
    if VatCategory.NOT_SUBJECT in {way.category, treatment.category} and way.category != treatment.category:
        return _("It was billed before the registration for VAT changed: credit that invoice instead.")
    if way.category is VatCategory.REVERSE_CHARGE and not buyer_vat_number(buyer):
        return _("Its client owed the VAT under a number that it no longer has: credit that invoice instead.")
    return ""


def _why_not(state: str) -> str:
    if state == "waived":
        return _("It gives back a line that was waived: nothing was charged for it.")
    return _("It gives back a line that is not billed yet.")


def _document(
    unit: Unit, run: Run, client_id: int, currency: str, seller: dict[str, Any], buyer: dict[str, Any], days: int
) -> ReinvoiceDocument:
    sequence, number = numbered(unit, run.partner.id, BillKind.INVOICE, run.values)
    year = unit.today.year
    return ReinvoiceDocument(
        kind=BillKind.INVOICE.value,
        partner_id=run.partner.id,
        client_id=client_id,
        corrects_id=None,
        currency=currency,
        period_from=run.period.first,
        period_to=run.period.last,
        issued_on=unit.today,
        due_on=unit.today + timedelta(days=days),
        year=year,
        sequence=sequence,
        number=number,
        paid=0,
        credited=0,
        seller=seller,
        buyer=buyer,
        reference=payment_reference(run.values["iban"], run.partner.id, year, sequence),
        reason="",
        made_at=unit.now,
        made_by_id=unit.actor.user_id,
        sent_at=None,
        reminded=0,
    )


def _line(place: int, one: PricedLine, vat_position: int) -> ReinvoiceDocumentLine:
    line = one.line
    return ReinvoiceDocumentLine(
        position=place,
        line_id=line.id,
        corrects_id=None,
        reopens=False,
        sku=line.sku,
        label=line.label,
        name=line.name,
        quantity=line.quantity,
        periods=line.periods,
        period_months=line.period_months,
        service_from=line.service_from,
        service_to=line.service_to,
        cost=one.row.cost,
        amount=one.price,
        vat_position=vat_position,
        rule_id=None if one.rule is None else one.rule.id,
        priced_by=one.priced_by.value,
    )


def _place_of(way: Treatment, vat: Sequence[VatSum]) -> int:
    return next(place for place, one in enumerate(vat, 1) if one.treatment.key == way.key)


def _rate(place: int, one: VatSum) -> ReinvoiceVat:
    return ReinvoiceVat(
        position=place,
        category=one.treatment.category.value,
        percent=show_percent(one.treatment.percent),
        base=one.base,
        amount=one.amount,
        reason=one.treatment.why,
    )


def _obstacles(unit: Unit, run: Run, bill: Bill, problem: FieldProblem | None) -> Iterator[FieldProblem]:
    """Yield what has to be put right before the invoice can be issued, each with its field and remedy."""
    if not run.is_confirmed:
        reason = _("Say in the settings whether you are registered for VAT, and how clients pay you.")
        yield FieldProblem("vat_status", reason)
    if problem is not None:
        yield problem
    if queries.has_number(unit.session, run.partner.id, bill.number):
        reason = _("There is a document {number} already: choose another beginning of the numbers.")
        yield FieldProblem("invoice_prefix", reason.format(number=bill.number))
    for field, reason in missing_for(bill).items():
        yield FieldProblem(field, reason)


def _notes(unit: Unit, run: Run, document: ReinvoiceDocument) -> Iterator[FieldProblem]:
    if not run.values["iban"]:
        yield FieldProblem("iban", _("Without an account in the settings no payment part is printed."))
    own = settings_queries.client_settings(unit.session, run.partner.id, document.client_id)
    if not (own is not None and own.email) and not document.buyer.get("email"):
        yield FieldProblem("email", _("No address is known: the invoice is issued, and you hand it over yourself."))
