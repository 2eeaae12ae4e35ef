"""What a client owes its partner: documents and payments between two days, with what stood open after each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.csv_text import csv_text
from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.sheet import Column, Party, Sheet, Sum, Table
from resellertui.domain.wording import _, in_paper_language
from resellertui.formats import amount, day
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.parties import buyer_of
from resellertui.services.reinvoicing.rights import allowed_partner, billed_client
from resellertui.services.reinvoicing.settings import partner_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.queries import reinvoice_settings as settings_queries
from resellertui.store.queries import reinvoice_statement as queries
from resellertui.store.queries.reinvoice_statement import Entry

COLUMNS = ("currency", "day", "kind", "id", "number", "amount", "balance", "note")


class StatementEntry(View):
    """Something that changed what the client owes."""

    day: date
    kind: str
    """`invoice`, `credit_note` or `payment`."""
    id: str
    """Of the document that it is, or that it pays."""
    number: str
    currency: str
    amount: str
    """What is billed adds, what is credited or paid takes off."""
    balance: str
    """What the client owed after it; below zero what it is owed."""
    note: str


class StatementPart(View):
    """What happened in one currency."""

    currency: str
    opening: str
    closing: str
    entries: tuple[StatementEntry, ...]


class ClientStatement(View):
    """What a client owes its partner."""

    client: str
    client_id: str
    since: date
    until: date
    parts: tuple[StatementPart, ...]

    def csv(self) -> str:
        """Return the entries as CSV."""
        return csv_text(COLUMNS, (one.model_dump(mode="json") for part in self.parts for one in part.entries))


class PrintedStatement(View):
    """A statement and the PDF made of it, in the client's language."""

    statement: ClientStatement
    pdf: bytes


class ReinvoiceStatements:
    """Statements of a partner's clients."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, client: str, since: date | None = None, until: date | None = None) -> ClientStatement:
        """Return what a client was billed and paid between two days, the last twelve months by default.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: the first day is after the last one.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            return _statement(unit, partner_id, client, since, until)

    def export(
        self, actor: Actor, client: str, since: date | None = None, until: date | None = None
    ) -> ClientStatement:
        """Return the same to take it out; writes nothing but the audit.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: the first day is after the last one.
        """
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            statement = _statement(unit, partner_id, client, since, until)
            _note(unit, partner_id, client, "csv")
            return statement

    def pdf(self, actor: Actor, client: str, since: date | None = None, until: date | None = None) -> PrintedStatement:
        """Return the same as PDF in the client's language; writes nothing but the audit.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: the first day is after the last one.
        """
        from resellertui.adapters.pdf import draw_pdf  # late: its library costs what no other use case needs

        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            statement = _statement(unit, partner_id, client, since, until)
            client_id = billed_client(unit, partner_id, client).id
            own = settings_queries.client_settings(unit.session, partner_id, client_id)
            buyer = buyer_of(unit, partner_id, client_id)
            language = (own.language if own is not None else "") or str(buyer.get("language") or "en")
            name, today = partner_of(unit, partner_id).name, unit.today
            _note(unit, partner_id, client, "pdf")
        with in_paper_language(spoken_in(language, buyer["country"])):
            return PrintedStatement(statement=statement, pdf=draw_pdf(_sheet(statement, name, today)))


def _note(unit: Unit, partner_id: int, client: str, kind: str) -> None:
    subject = billed_client(unit, partner_id, client).id
    unit.record("reinvoice.statement_exported", "organisation", subject, {"format": kind})


def _statement(unit: Unit, partner_id: int, who: str, since: date | None, until: date | None) -> ClientStatement:
    client = billed_client(unit, partner_id, who)
    last = until or unit.today
    # the same day a year before; the 29th of February has none, nor has the first year
    first = since or date(max(last.year - 1, 1), last.month, min(last.day, 28))
    if first > last:
        raise Invalid({"since": _("The first day is after the last one.")})
    opening = queries.before(unit.session, partner_id, client.id, first)
    found = queries.entries(unit.session, partner_id, client.id, first, last)
    parts = []
    for currency in Currency:
        entries = [one for one in found if one.currency == currency.value]
        begin = opening.get(currency.value, 0)
        if entries or begin:
            parts.append(_part(currency, begin, entries))
    return ClientStatement(
        client=buyer_of(unit, partner_id, client.id)["name"],
        client_id=show_id(Kind.ORGANISATION, client.id),
        since=first,
        until=last,
        parts=tuple(parts),
    )


def _part(currency: Currency, opening: int, entries: Sequence[Entry]) -> StatementPart:
    balance, rows = opening, []
    for one in entries:
        balance += one.amount
        rows.append(
            StatementEntry(
                day=one.day,
                kind=one.kind,
                id=show_id(Kind.REINVOICE_CREDIT if one.kind == "credit_note" else Kind.REINVOICE, one.document_id),
                number=one.number,
                currency=one.currency,
                amount=str(Money(one.amount, currency)),
                balance=str(Money(balance, currency)),
                note=one.note,
            )
        )
    return StatementPart(
        currency=currency.value,
        opening=str(Money(opening, currency)),
        closing=str(Money(balance, currency)),
        entries=tuple(rows),
    )


def entry_label(kind: str) -> str:
    """Return what an entry is, in words."""
    return {"invoice": _("Invoice"), "credit_note": _("Credit note"), "payment": _("Payment")}[kind]


def _sheet(statement: ClientStatement, partner: str, today: date) -> Sheet:
    return Sheet(
        title=_("Statement of {client}").format(client=statement.client),
        day=today,
        parties=(Party(_("From"), partner, ()), Party(_("To"), statement.client, ())),
        facts=((_("Period"), _("{first} to {last}").format(first=day(statement.since), last=day(statement.until))),),
        blocks=tuple(_blocks(statement)),
    )


def _blocks(statement: ClientStatement) -> Iterator[Table | tuple[Sum, ...] | str]:
    if not statement.parts:
        yield _("Nothing was billed or paid.")
    for part in statement.parts:
        yield (Sum(_("Open before"), _money(part.opening, part.currency)),)
        yield Table(
            (
                Column(_("Date")),
                Column(_("What")),
                Column(_("Number")),
                Column(_("Amount"), right=True),
                Column(_("Open"), right=True),
            ),
            tuple(
                (day(one.day), entry_label(one.kind), one.number, amount(one.amount), amount(one.balance))
                for one in part.entries
            ),
        )
        yield (Sum(_("Open"), _money(part.closing, part.currency), strong=True),)


def _money(value: str, currency: str) -> str:
    return _("{amount} {currency}").format(amount=amount(value), currency=currency)
