"""Credit notes of a partner: what is taken off lines of an invoice, its VAT with it, and what is to be billed anew.

Decided here, since the rules leave it open:

- Nothing is ever taken off beyond the line, nor off an invoice beyond what it charges. What an invoice gave back of a
  line because the provider did so is gone already: a credit note takes off what is left.
- A line is opened again only once all of it is taken off; what was edited of its price stays until it is edited anew.
  What was given back of it is taken back first, or with it: it would be of a line that nobody is charged for.
- VAT goes back cumulatively at each rate, so that credit notes in parts take off to the cent what one does.
- The credit note names the parties as the invoice does, whatever became of them since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from resellertui.domain.access import Action
from resellertui.domain.billing import vat_to_date
from resellertui.domain.errors import FieldProblem, Invalid, Refused
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.bill import BillKind
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import done_before, remember
from resellertui.services.reinvoicing.bills import composed
from resellertui.services.reinvoicing.deciding import open_again
from resellertui.services.reinvoicing.document_inputs import CreditInput
from resellertui.services.reinvoicing.document_reading import partner_view
from resellertui.services.reinvoicing.document_views import ReinvoiceView
from resellertui.services.reinvoicing.drafting import numbered
from resellertui.services.reinvoicing.finding_documents import own_invoice
from resellertui.services.reinvoicing.issuing import keep_papers
from resellertui.services.reinvoicing.letters import send_document
from resellertui.services.reinvoicing.papers import papers_of
from resellertui.services.reinvoicing.settings import settings_values
from resellertui.services.unit import Office, Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoiceDocumentLine, ReinvoiceVat
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries import reinvoice_pricing as pricing_queries
from resellertui.store.queries import reinvoice_runs as run_queries

OPERATION = "reinvoice.credit"


@dataclass(frozen=True)
class _Part:
    """What is taken off one line."""

    line: ReinvoiceDocumentLine
    amount: int
    reopens: bool


class ReinvoiceCredits:
    """Crediting a partner's own invoices."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def credit(self, actor: Actor, wish: CreditInput) -> ReinvoiceView:
        """Issue a credit note of an invoice, whole or in part, and mail it. Return the credit note.

        Raises:
            NotFound: no such invoice of one's own organisation.
            Forbidden: no right to the accounting.
            Refused: nothing of it is left, or the credit note would come out below zero.
            Invalid: no reason, no such line, more than is left of one, or a line is to be opened again in part.
        """
        with self._office.writing(actor) as unit:
            invoice = own_invoice(unit, Action.REINVOICE_BILL, wish.document)
            content = wish.model_dump(mode="json", exclude={"key"})
            if found := done_before(unit, wish.key, OPERATION, content):
                note = queries.document(unit.session, found["document"])
                assert note is not None  # noqa: S101  # documents are never deleted
                return partner_view(unit, note)
            if not wish.reason.strip():
                raise Invalid({"reason": _("Say why: the credit note carries it.")})
            note = _write(unit, invoice, _parts(unit, invoice, wish), wish.reason.strip())
            remember(unit, wish.key, OPERATION, content, {"document": note.id})
            return partner_view(unit, note)


def _parts(unit: Unit, invoice: ReinvoiceDocument, wish: CreditInput) -> list[_Part]:
    """Return what is taken off each line that is meant.

    Raises:
        Invalid: naming every line of which this can't be.
        Refused: nothing is left of them.
    """
    lines = {one.position: one for one in queries.lines_of(unit.session, invoice.id)}
    ids = [one.id for one in lines.values()]
    gone, reopened = queries.credited_lines(unit.session, ids), queries.reopened_lines(unit.session, ids)
    asked = {one.position: one.amount for one in wish.lines} or dict.fromkeys(lines, "")
    returned = _returned(unit, [one for one in lines.values() if one.id not in reopened], asked)
    twice = [place for place, count in Counter(one.position for one in wish.lines).items() if count > 1]
    problems = [FieldProblem(f"lines.{place}", _("This line is named twice.")) for place in twice]
    parts: list[_Part] = []
    for position, typed in asked.items():
        line = lines.get(position)
        if line is None:
            reason = _("The invoice has no line {number}.").format(number=position)
            problems.append(FieldProblem(f"lines.{position}", reason))
            continue
        given_back = returned.get(line.line_id, ())
        left = line.amount - gone.get(line.id, 0) + sum(one.amount for one in given_back)
        if wish.reopen and given_back:
            reason = _("Invoice {number} gave a part of it back: credit that line too, or do not open this one again.")
            problems.append(FieldProblem(f"lines.{position}", reason.format(number=given_back[0].number)))
            continue
        is_done = left == 0 and (gone.get(line.id, 0) != 0 or line.id in reopened or not wish.reopen)
        if is_done and not wish.lines:
            continue
        try:
            amount = _amount(typed, left, Currency(invoice.currency), position, is_done=is_done)
        except Invalid as refusal:
            problems += refusal.fields
            continue
        if wish.reopen and amount != left:
            reason = _("Only a line that is credited whole is opened again.")
            problems.append(FieldProblem(f"lines.{position}", reason))
        parts.append(_Part(line, amount, wish.reopen and line.id not in reopened))
    if problems:
        raise Invalid(problems)
    if not parts:
        raise Refused(_("Nothing of it is left to credit."), _("Nothing was changed."))
    return sorted(parts, key=lambda one: one.line.position)


def _returned(
    unit: Unit, lines: Sequence[ReinvoiceDocumentLine], asked: Mapping[int, str]
) -> dict[int, list[queries.Returned]]:
    """Return what invoices gave back of lines and is not taken back with them, by the number of the provider's line."""
    taken_back = {one.id for one in lines if one.position in asked}
    found: dict[int, list[queries.Returned]] = {}
    for one in queries.returned(unit.session, [line.line_id for line in lines]):
        if one.by_id not in taken_back:
            found.setdefault(one.line_id, []).append(one)
    return found


def _amount(typed: str, left: int, currency: Currency, position: int, *, is_done: bool) -> int:
    field = f"lines.{position}"
    if is_done:
        raise Invalid({field: _("Nothing of this line is left.")})
    if not typed:
        return left
    amount = Money.parse(typed, currency, field).minor
    if left < 0:
        if amount != left:
            raise Invalid({field: _("A line that gives something back is credited whole.")})
        return amount
    if not 0 < amount <= left:
        raise Invalid(
            {
                field: _("From 0.01 to {left} {currency} without VAT can be credited.").format(
                    left=Money(left, currency), currency=currency.value
                )
            }
        )
    return amount


def _write(unit: Unit, invoice: ReinvoiceDocument, parts: Sequence[_Part], reason: str) -> ReinvoiceDocument:
    session = unit.session
    note = _note(unit, invoice, reason)
    lines = [_line(place, one) for place, one in enumerate(parts, 1)]
    rates = _vat_back(unit, invoice, parts)
    note.net, note.vat = sum(one.amount for one in parts), sum(one.amount for one in rates)
    note.total = note.net + note.vat
    unchanged = _("Nothing was changed.")
    if note.total < 0 or note.net < 0:
        raise Refused(
            _("This credit note would come out below zero."), unchanged, _("Credit lines that charge something too.")
        )
    if invoice.credited + note.total > invoice.total:
        raise Refused(
            _("More would be credited than the invoice charges."),
            unchanged,
            _("Credit the lines too that give something back."),
        )
    papers = papers_of(composed(note, lines, rates, invoice))
    session.add(note)
    session.flush()  # its lines refer to it
    for line in lines:
        line.document_id = note.id
    for rate in rates:
        rate.document_id = note.id
    session.add_all([*lines, *rates])
    invoice.credited += note.total
    _reopen(unit, parts)
    session.flush()  # the files and the answer read it back
    keep_papers(unit, note, papers)
    mails = send_document(unit, note)
    unit.record(
        "reinvoice.credited",
        "reinvoice",
        note.id,
        {"invoice": invoice.id, "lines": len(lines), "reopened": sum(one.reopens for one in parts), "mails": mails},
    )
    return note


def _note(unit: Unit, invoice: ReinvoiceDocument, reason: str) -> ReinvoiceDocument:
    values = settings_values(unit, invoice.partner_id)
    sequence, number = numbered(unit, invoice.partner_id, BillKind.CREDIT_NOTE, values)
    if run_queries.has_number(unit.session, invoice.partner_id, number):
        reason = _("There is a document {number} already: choose another beginning of the numbers.")
        raise Invalid({"credit_prefix": reason.format(number=number)})
    return ReinvoiceDocument(
        kind=BillKind.CREDIT_NOTE.value,
        partner_id=invoice.partner_id,
        client_id=invoice.client_id,
        corrects_id=invoice.id,
        supplements_id=None,
        currency=invoice.currency,
        period_from=invoice.period_from,
        period_to=invoice.period_to,
        issued_on=unit.today,
        due_on=unit.today,
        year=unit.today.year,
        sequence=sequence,
        number=number,
        paid=0,
        credited=0,
        seller=invoice.seller,
        buyer=invoice.buyer,
        language=invoice.language,
        reference="",
        reason=reason,
        made_at=unit.now,
        made_by_id=unit.actor.user_id,
        sent_at=None,
        reminded=0,
    )


def _line(place: int, part: _Part) -> ReinvoiceDocumentLine:
    line = part.line
    return ReinvoiceDocumentLine(
        position=place,
        line_id=line.line_id,
        corrects_id=line.id,
        reopens=part.reopens,
        sku=line.sku,
        label=line.label,
        name=line.name,
        quantity=line.quantity,
        periods=line.periods,
        period_months=line.period_months,
        service_from=line.service_from,
        service_to=line.service_to,
        # Of a line that is billed anew the cost comes off too; what is given away costs what it did.
        cost=line.cost if part.reopens else 0,
        amount=part.amount,
        vat_position=line.vat_position,
        rule_id=line.rule_id,
        priced_by=line.priced_by,
    )


def _vat_back(unit: Unit, invoice: ReinvoiceDocument, parts: Sequence[_Part]) -> list[ReinvoiceVat]:
    """Return what goes back at each rate that is concerned, cumulatively; a rate's last part takes all that is left."""
    before: Mapping[int, tuple[int, int]] = queries.credited_vat(unit.session, invoice.id)
    found = []
    for row in queries.vat_of(unit.session, invoice.id):
        base = sum(one.amount for one in parts if one.line.vat_position == row.position)
        if all(one.line.vat_position != row.position for one in parts):
            continue
        old_base, old_vat = before.get(row.position, (0, 0))
        is_last = old_base + base == row.base
        to_date = row.amount if is_last else vat_to_date(old_base + base, Decimal(row.percent))
        found.append(
            ReinvoiceVat(
                position=row.position,
                category=row.category,
                percent=row.percent,
                base=base,
                amount=to_date - old_vat,
                reason=row.reason,
            )
        )
    return found


def _reopen(unit: Unit, parts: Sequence[_Part]) -> None:
    """Open what whole lines bill again."""
    wanted = {one.line.line_id: one.line.id for one in parts if one.reopens}
    charged = pricing_queries.charged(unit.session, wanted).values()
    rows = [row for row, _line_of_provider in charged if row.billed_line_id == wanted[row.line_id]]
    for row in rows:
        row.billed_line_id = None
        row.version += 1
    open_again(rows)
