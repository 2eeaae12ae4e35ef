"""The mails with which a partner's documents go to its clients, with the files as they were issued."""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.money import Currency, Money
from resellertui.domain.notices import About
from resellertui.domain.organisation import email_key
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.reinvoicing.status import balance_of
from resellertui.domain.wording import _, current_language, in_paper_language
from resellertui.formats import amount, day
from resellertui.services.outbox import new_message_id
from resellertui.services.reinvoicing.parties import is_open
from resellertui.services.unit import Unit
from resellertui.store.models import OutboxAttachment, OutboxMail, ReinvoiceDocument
from resellertui.store.queries import billing_addresses as address_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries import reinvoice_settings as settings_queries

ISSUED, CREDITED, REMINDED = "reinvoice.issued", "reinvoice.credited", "reinvoice.reminded"


def send_document(unit: Unit, document: ReinvoiceDocument) -> int:
    """Mail an invoice or a credit note to its client; return to how many addresses."""
    if document.kind == "credit_note":
        return _send(unit, document, CREDITED, lambda: _credited(unit, document))
    return _send(unit, document, ISSUED, lambda: _issued(document))


def send_reminder(unit: Unit, document: ReinvoiceDocument, level: int) -> int:
    """Mail a reminder with the invoice to its client; return to how many addresses."""
    return _send(unit, document, REMINDED, lambda: _reminded(document, level))


def addresses_of(unit: Unit, document: ReinvoiceDocument) -> list[str]:
    """Return where a document goes: the client's own or the one set for it, and its usual billing address's."""
    own = settings_queries.client_settings(unit.session, document.partner_id, document.client_id)
    found = [(own.email if own is not None else "") or str(document.buyer.get("email") or "")]
    if is_open(unit, document.partner_id, document.client_id):
        usual = address_queries.usual(unit.session, document.client_id)
        found.append("" if usual is None else usual.email)
    return list(dict.fromkeys(one for one in found if one))


def _send(unit: Unit, document: ReinvoiceDocument, kind: str, text: Callable[[], tuple[str, str]]) -> int:
    addresses = addresses_of(unit, document)
    with in_paper_language(spoken_in(document.language, document.buyer["country"])):
        (subject, body), language = text(), current_language()
    papers = [one.kind for one in queries.papers_of(unit.session, document.id)]
    for address in addresses:
        mail = OutboxMail(
            message_id=new_message_id(),
            user_id=_reader(unit, address, document.client_id),
            recipient=address,
            recipient_name=document.buyer["name"],
            language=language,
            kind=kind,
            subject=subject,
            body=body,
            partnership_id=None,
            created_at=unit.now,
            attempts=0,
            next_attempt_at=None,
            last_error="",
            sent_at=None,
            org_id=document.client_id,
            about=About.REINVOICE.value,
            about_id=document.id,
        )
        unit.session.add(mail)
        unit.session.flush()  # its attachments refer to it
        # The PDF holds the e-invoice; the files beside it are for whoever asks for them.
        unit.session.add_all(
            OutboxAttachment(mail_id=mail.id, position=place, document_id=document.id, paper=paper)
            for place, paper in enumerate((one for one in papers if one == "pdf"), 1)
        )
    if addresses:
        document.sent_at = unit.now
    unit.session.flush()  # the answer reads it back
    return len(addresses)


def _reader(unit: Unit, address: str, client_id: int) -> int | None:
    """Return who of the client's people has this address: its notices in the console have the letter too."""
    user = people_queries.user_by_email(unit.session, email_key(address))
    if user is None or people_queries.membership(unit.session, user.id, client_id) is None:
        return None
    return user.id


def _facts(document: ReinvoiceDocument) -> dict[str, str]:
    def money(minor: int) -> str:
        value = amount(str(Money(minor, Currency(document.currency))))
        return _("{amount} {currency}").format(amount=value, currency=document.currency)

    return {
        "seller": document.seller["name"],
        "number": document.number,
        "total": money(document.total),
        "open": money(balance_of(document.total, document.paid, document.credited)),
        "due": day(document.due_on),
        "issued": day(document.issued_on),
        "first": day(document.period_from),
        "last": day(document.period_to),
        "email": document.seller.get("email", ""),
    }


def _issued(document: ReinvoiceDocument) -> tuple[str, str]:
    facts = _facts(document)
    return _("Invoice {number} of {seller}").format(**facts), _paragraphs(
        _("Invoice {number} of {seller} for {first} to {last} is attached.").format(**facts),
        _("{total} are due on {due}.").format(**facts) if document.total else _("Nothing is to be paid."),
        _write_to(facts),
    )


def _credited(unit: Unit, document: ReinvoiceDocument) -> tuple[str, str]:
    invoice = queries.document(unit.session, document.corrects_id or 0)
    facts = _facts(document) | {"invoice": "" if invoice is None else invoice.number}
    return _("Credit note {number} of {seller}").format(**facts), _paragraphs(
        _("Credit note {number} of {seller} over {total} is attached: it takes from invoice {invoice}.").format(
            **facts
        ),
        _write_to(facts),
    )


def _reminded(document: ReinvoiceDocument, level: int) -> tuple[str, str]:
    facts = _facts(document)
    subject = {
        1: _("Reminder: invoice {number} of {seller}"),
        2: _("Second reminder: invoice {number} of {seller}"),
        3: _("Last reminder: invoice {number} of {seller}"),
    }[level]
    ask = {
        1: _("This may have escaped you. If you have paid meanwhile, please take this as settled."),
        2: _("Please pay it in the next days."),
        3: _("Please pay it at once, or write to us."),
    }[level]
    return subject.format(**facts), _paragraphs(
        _("Invoice {number} of {seller} was due on {due}, and {open} of it are open. It is attached again.").format(
            **facts
        ),
        ask,
        _write_to(facts),
    )


def _write_to(facts: dict[str, str]) -> str:
    return _("For questions write to {email}.").format(**facts) if facts["email"] else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
