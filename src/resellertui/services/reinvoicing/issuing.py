"""Issuing a partner's invoices: each in a transaction of its own, so that what was issued stays whatever comes after.

Repeating a run goes on where it stopped: what is billed is not open any more, and a client that has its invoice for the
month gets no further one unless a supplement is asked for. Under the same key it names what it issued before, too, and
once it came to its end nothing more is issued under that key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.bill import Bill
from resellertui.domain.reinvoicing.numbering import show_document_number
from resellertui.domain.reinvoicing.period import Period, parse_period
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import done_before, parts_done, remember
from resellertui.services.reinvoicing.deciding import open_again
from resellertui.services.reinvoicing.document_inputs import IssueInput
from resellertui.services.reinvoicing.document_reading import draft_view, field_notes, partner_rows, skipped_view
from resellertui.services.reinvoicing.document_views import (
    DraftView,
    HinderedView,
    IssueReport,
    PreviewView,
    ReinvoiceRow,
    RunTotal,
    SkippedView,
)
from resellertui.services.reinvoicing.drafting import Draft, Skipped, clients_of, draft_of, drafts_of, run_of
from resellertui.services.reinvoicing.letters import send_document
from resellertui.services.reinvoicing.papers import Paper, papers_of
from resellertui.services.reinvoicing.parties import keep_buyer
from resellertui.services.reinvoicing.rights import allowed_partner, billed_client
from resellertui.services.unit import Office, Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoicePaper
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import reinvoice_documents as queries

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
OPERATION, FINISHED = "reinvoice.issue", "reinvoice.run"
_PART = re.compile(r"([1-9][0-9]*):([A-Z]{3})")
"""What tells an invoice of a run by its key: the client and the currency."""


@dataclass
class _Outcome:
    """What a run has done so far."""

    issued: list[ReinvoiceRow] = field(default_factory=list)
    skipped: list[SkippedView] = field(default_factory=list)
    hindered: list[HinderedView] = field(default_factory=list)
    mails: int = 0
    rehearsed: int = 0
    """Invoices of a rehearsal, none of which took its number."""

    def rehearse(self, document: ReinvoiceDocument, row: ReinvoiceRow, prefix: str) -> ReinvoiceRow:
        """Return a rehearsed invoice under the number that it would get after those rehearsed before it."""
        number = show_document_number(prefix, document.year, document.sequence + self.rehearsed)
        self.rehearsed += 1
        return row.model_copy(update={"number": number})


class ReinvoiceRuns:
    """Looking at what a run would make, and making it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def preview(self, actor: Actor, period: str, client: str = "", *, supplement: bool = False) -> PreviewView:
        """Return what a run would make: drafts with all that stands in the way, clients left out. Changes nothing.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: it is no month, or one still to come.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            month = parse_period(period, unit.today)
            client_id = billed_client(unit, partner_id, client).id if client else None
            run = run_of(unit, partner_id, month, supplement=supplement)
            drafts: list[DraftView] = []
            skipped: list[Skipped] = []
            for one in drafts_of(unit, run, client_id):
                if isinstance(one, Draft):
                    drafts.append(draft_view(one))
                else:
                    skipped.append(one)
            names = organisation_queries.names(unit.session, [one.client_id for one in skipped])
            return PreviewView(
                period=month.name,
                drafts=tuple(drafts),
                skipped=tuple(skipped_view(one, names) for one in skipped),
                totals=tuple(_totals(drafts)),
            )

    def issue(
        self,
        actor: Actor,
        wish: IssueInput,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> IssueReport:
        """Issue the invoices of a month, client by client, and mail them; what was issued stays when it is stopped.

        Args:
            actor: who issues.
            wish: the month, and the client where only one is meant.
            progress: called with the clients done and all of them, after each transaction.
            cancelled: asked between transactions; true stops the run there.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: it is no month; or, for one client, what has to be put right first.
            Refused: for one client, there is nothing to issue.
            Conflict: the key was used for something else.
        """
        stop, tell = cancelled or (lambda: False), progress or (lambda _done, _total: None)
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_BILL)
            month = parse_period(wish.period, unit.today)
            client_id = billed_client(unit, partner_id, wish.client).id if wish.client else None
            done = _done(unit, wish, month, client_id)
            is_over = done_before(unit, *_end(wish, month, client_id)) is not None
            open_ones = [] if is_over else clients_of(unit, run_of(unit, partner_id, month), client_id)
            groups = [one for one in open_ones if one not in done]
            outcome = _Outcome(issued=partner_rows(unit, queries.documents(unit.session, list(done.values()))))
        is_stopped = False
        tell(0, len(groups))
        for place, (number, currency) in enumerate(groups, 1):
            if stop():
                is_stopped = True
                break
            self._one(actor, wish, month, number, currency, outcome)
            tell(place, len(groups))
        if not is_stopped:
            self._close(actor, wish, month, client_id, outcome)
        return IssueReport(
            period=month.name,
            issued=tuple(outcome.issued),
            skipped=tuple(outcome.skipped),
            hindered=tuple(outcome.hindered),
            mails=outcome.mails,
            total=len(groups),
            cancelled=is_stopped,
            dry_run=self._office.dry_run,
        )

    def _one(
        self, actor: Actor, wish: IssueInput, month: Period, client_id: int, currency: str, outcome: _Outcome
    ) -> None:
        """Issue one invoice. Its papers are made before the write lock is taken, and again only if it changed since."""
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_BILL)
            run = run_of(unit, partner_id, month, supplement=wish.supplement)
            ahead = draft_of(unit, run, client_id, currency)
        bill: Bill | None = None
        papers: tuple[Paper, ...] = ()
        if isinstance(ahead, Draft) and not ahead.obstacles:
            bill, papers = ahead.bill, papers_of(ahead.bill)
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_BILL)
            key, content = _operation(wish, month, client_id, currency)
            if found := done_before(unit, key, OPERATION, content):
                document = queries.document(unit.session, found["document"])
                assert document is not None  # noqa: S101  # documents are never deleted
                outcome.issued += partner_rows(unit, [document])
                return
            run = run_of(unit, partner_id, month, supplement=wish.supplement)
            draft = draft_of(unit, run, client_id, currency)
            if draft is None:
                return
            if isinstance(draft, Skipped):
                names = organisation_queries.names(unit.session, [client_id])
                outcome.skipped.append(skipped_view(draft, names))
                return
            if draft.obstacles:
                outcome.hindered.append(_hindered(draft))
                return
            mails = _write(unit, draft, papers if draft.bill == bill else papers_of(draft.bill))
            remember(unit, key, OPERATION, content, {"document": draft.document.id})
            (row,) = partner_rows(unit, [draft.document])
            if self._office.dry_run:
                row = outcome.rehearse(draft.document, row, run.values["invoice_prefix"])
        outcome.issued.append(row)
        outcome.mails += mails

    def _close(self, actor: Actor, wish: IssueInput, month: Period, client_id: int | None, outcome: _Outcome) -> None:
        """Note that a run came to its end under its key, so that repeating it later issues nothing more.

        Raises:
            Invalid: for one client for which nothing was issued, what has to be put right first.
            Refused: for one client, there is nothing to issue.
        """
        if client_id is not None and not outcome.issued:
            _refuse(outcome)
        if not wish.key or outcome.hindered or not outcome.issued:
            return
        with self._office.writing(actor) as unit:
            allowed_partner(unit, Action.REINVOICE_BILL)
            end = _end(wish, month, client_id)
            if done_before(unit, *end) is None:
                remember(unit, *end, {"invoices": len(outcome.issued)})


def _refuse(outcome: _Outcome) -> NoReturn:
    if outcome.hindered:
        raise Invalid({one.field: one.reason for one in outcome.hindered[0].obstacles})
    unchanged = _("Nothing was issued.")
    if outcome.skipped:
        raise Refused(outcome.skipped[0].reason, unchanged, outcome.skipped[0].remedy)
    raise Refused(_("Nothing of this client is open in this month."), unchanged)


def _done(unit: Unit, wish: IssueInput, month: Period, client_id: int | None) -> dict[tuple[int, str], int]:
    """Return the invoices that were issued under the key of a run before, by client and currency.

    Raises:
        Conflict: the key was used for another month, or not for supplements.
    """
    found = {}
    for part in parts_done(unit, wish.key, OPERATION):
        told = _PART.fullmatch(part)
        if told is None or client_id not in (None, int(told[1])):
            continue
        key, content = _operation(wish, month, int(told[1]), told[2])
        if result := done_before(unit, key, OPERATION, content):
            found[int(told[1]), told[2]] = int(result["document"])
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _write(unit: Unit, draft: Draft, papers: tuple[Paper, ...]) -> int:
    """Write an invoice that is whole, mark its lines, and queue its mails; return how many."""
    session, document = unit.session, draft.document
    open_again([one.row for one in draft.lines if one.row.state != "open"])  # held until a day that has passed
    session.add(document)
    session.flush()  # its lines refer to it
    for row in draft.document_lines:
        row.document_id = document.id
    for rate in draft.vat:
        rate.document_id = document.id
    session.add_all([*draft.document_lines, *draft.vat])
    session.flush()  # the charged lines refer to them
    for line, one in zip(draft.document_lines, draft.lines, strict=True):
        one.row.state, one.row.billed_line_id = "billed", line.id
        one.row.version += 1
    keep_papers(unit, document, papers)
    keep_buyer(unit, document.partner_id, document.client_id)
    mails = send_document(unit, document)
    unit.record(
        "reinvoice.issued",
        "reinvoice",
        document.id,
        {"lines": len(draft.document_lines), "period": f"{document.period_from:%Y-%m}", "mails": mails},
    )
    return mails


def keep_papers(unit: Unit, document: ReinvoiceDocument, papers: tuple[Paper, ...]) -> None:
    """Store a document's files."""
    unit.session.add_all(
        ReinvoicePaper(
            document_id=document.id,
            kind=one.kind,
            name=one.name,
            media_type=one.media_type,
            digest=hashlib.sha256(one.content).hexdigest(),
            content=one.content,
        )
        for one in papers
    )
    unit.session.flush()  # mails refer to them


def _operation(wish: IssueInput, month: Period, client_id: int, currency: str) -> tuple[str, dict[str, object]]:
    """Return the key of one invoice of a run, and what it is the key of."""
    content = {"period": month.name, "client": client_id, "currency": currency, "supplement": wish.supplement}
    return (f"{wish.key}:{client_id}:{currency}" if wish.key else ""), content


def _end(wish: IssueInput, month: Period, client_id: int | None) -> tuple[str, str, dict[str, object]]:
    """Return the key of the end of a run, of what kind it is, and what it is the key of."""
    content: dict[str, object] = {"period": month.name, "client": client_id, "supplement": wish.supplement}
    return (f"{wish.key}:{client_id or 'all'}" if wish.key else ""), FINISHED, content


def _hindered(draft: Draft) -> HinderedView:
    return HinderedView(
        client=draft.document.buyer["name"],
        client_id=show_id(Kind.ORGANISATION, draft.client_id),
        currency=draft.document.currency,
        obstacles=field_notes(draft.obstacles),
    )


def _totals(drafts: list[DraftView]) -> list[RunTotal]:
    found = []
    for currency in Currency:
        ready = [one for one in drafts if one.currency == currency.value and not one.obstacles]
        if ready:
            sums = {
                name: str(Money(sum(Money.parse(getattr(one, name), currency).minor for one in ready), currency))
                for name in ("net", "vat", "total", "cost", "margin")
            }
            found.append(RunTotal(currency=currency.value, invoices=len(ready), **sums))
    return found
