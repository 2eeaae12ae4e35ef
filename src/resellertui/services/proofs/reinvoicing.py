"""Proving re-invoicing: no charged line is lost or billed twice, and every document adds up to what came of it.

What is found names ids and numbers, never an amount: resale prices are a partner's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from sqlalchemy.orm import Session

from resellertui.domain.billing import vat_to_date
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.margin import price_at
from resellertui.domain.wording import _
from resellertui.services.proofs.finding import MOST, Finding, prove
from resellertui.services.reinvoicing.pricing import margin_of
from resellertui.store.queries import reinvoice_proofs as queries

AREA = "reinvoicing"


def findings(session: Session) -> Iterator[Finding]:
    """Yield every charged line and every document of a partner that does not prove."""
    yield from prove(session, AREA, queries.LINES, _of_lines())
    yield from prove(session, AREA, queries.DOCUMENTS, _of_documents())
    for text in islice(_vat(session), MOST):
        yield Finding(area=AREA, text=text)
    for text in islice(_prices(session), MOST):
        yield Finding(area=AREA, text=text)
    for text in islice(_papers(session), MOST):
        yield Finding(area=AREA, text=text)


def sums(session: Session) -> dict[str, str]:
    """Return what two databases with the same history share: counts, and costs, which the provider knows."""
    found = {}
    for one in queries.counts(session):
        cost = "" if one.cost is None else f" {Money(one.cost, Currency(one.currency))}"
        found[f"{one.name} {one.currency}"] = f"{one.rows}{cost}"
    return found


def _vat(session: Session) -> Iterator[str]:
    for number, name, base, percent, amount in queries.rates(session):
        sign = -1 if base < 0 else 1
        if sign * vat_to_date(abs(base), Decimal(percent)) != amount:
            yield _("The VAT at {rate} % of RIN-{id} ({number}) does not recompute.").format(
                rate=percent, id=number, number=name
            )


def _prices(session: Session) -> Iterator[str]:
    margins = {one.id: margin_of(one) for one in queries.margins(session)}
    for one in queries.priced_lines(session):
        rule = None if one.rule_id is None else margins.get(one.rule_id)
        if price_at(rule, one.cost, one.units) != one.amount:
            yield _("RIN-{id} charges another price for LIN-{line} than its margin says.").format(
                id=one.document_id, line=one.line_id
            )


def _papers(session: Session) -> Iterator[str]:
    for number, kind in queries.papers_unlike_their_digests(session):
        yield _("The file “{kind}” of RIN-{id} is not the one that was issued.").format(kind=kind, id=number)


def _of_lines() -> dict[str, str]:
    return {
        "lost": _("LIN-{line} was charged to ORG-{partner} and is not kept for re-invoicing."),
        "foreign": _("LIN-{line} is kept for re-invoicing by ORG-{partner}, and was never charged to it."),
        "other": _("LIN-{line} of ORG-{partner} is not kept as it was charged."),
        "state": _("LIN-{line} of ORG-{partner} is in a state that can't be."),
        "billed_twice": _("LIN-{line} is billed by {count} invoices."),
        "billed_elsewhere": _("LIN-{line} of ORG-{partner} counts as billed, and no invoice to its client bills it."),
        "not_marked": _("RIN-{id} bills LIN-{line}, which does not say so."),
        "given_back": _("More was given back of LIN-{line} of ORG-{partner} than its client is charged for it."),
        "reopened": _("RIN-{id} lets LIN-{line} be billed anew, and still charges a part of it."),
        "cost": _("RIN-{id} bills LIN-{line} as if it had cost something else."),
        "margin": _("RIN-{id} bills LIN-{line} by a margin of another partner."),
    }


def _of_documents() -> dict[str, str]:
    return {
        "no_lines": _("RIN-{id} ({number}) has no lines."),
        "net": _("The lines of RIN-{id} ({number}) do not add up to its net amount."),
        "base": _("The lines of RIN-{id} ({number}) do not add up to what it taxes."),
        "total": _("The VAT of RIN-{id} ({number}) does not add up to its total."),
        "paid": _("What RIN-{id} ({number}) says was paid is not what its payments say."),
        "credited": _("What RIN-{id} ({number}) says was credited is not what its credit notes say."),
        "correction": _("RIN-{id} ({number}) takes back nothing, or another's invoice."),
        "corrected_line": _("A line of RIN-{id} ({number}) takes back a line of another invoice."),
        "more_than_billed": _("More was taken back of a line of RIN-{id} ({number}) than it billed."),
        "gapless": _("The numbers of {kind} of ORG-{partner} in {year} are not gapless: {count}, up to {highest}."),
        "year": _("The number of RIN-{id} ({number}) is of another year than its date."),
        "number": _("The number of RIN-{id} ({number}) is not the one of its place in the series."),
        "supplement": _("RIN-{id} ({number}) supplements an invoice of another client, or a later one."),
        "no_paper": _("RIN-{id} ({number}) has no PDF."),
        "reminders": _("What RIN-{id} ({number}) says of its reminders is not what was sent."),
    }
