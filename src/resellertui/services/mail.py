"""The outbox: looking into it, and delivering what waits there (rules: notifications)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from resellertui.adapters.locks import exclusive
from resellertui.adapters.mail import DeliveryFailed, EmlFolder, MailTransport, OutgoingMail
from resellertui.domain.access import Action, Identity
from resellertui.domain.erasing import erased_person
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.invitations import JOIN
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import MailView, View
from resellertui.store.models import OutboxMail
from resellertui.store.queries import mail as queries
from resellertui.store.queries import organisations as organisation_queries

BATCH = 100
"""How many mails are handed over between two commits: a crash sends these again at most."""

PRIVATE_KINDS = frozenset({"profile.confirm", "password.reset", "user.welcome"})
"""Mails with a token that would let whoever reads it act as the person it was sent to."""

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=12)


class Delivered(View):
    """What one delivery did."""

    sent: int
    failed: int
    """Tried without success; they wait for their next attempt."""
    waiting: int
    """What is left in the outbox."""


@dataclass(frozen=True)
class Failure:
    """A mail that was not handed over, and why."""

    mail_id: int
    reason: str


class Mail:
    """Reading and delivering the outbox, for the provider's staff and the owner of the database."""

    def __init__(self, office: Office, transport: MailTransport | None = None) -> None:
        self._office = office
        self._transport = transport or EmlFolder(office.outbox_folder)

    def list(self, actor: Actor, *, waiting: bool = False) -> tuple[MailView, ...]:
        """Return the mails of the outbox without their bodies, oldest first. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            return tuple(_view(one) for one in queries.mails(unit.session, waiting=waiting))

    def show(self, actor: Actor, reference: str) -> MailView:
        """Return one mail with its body. Changes nothing.

        A token that opens a person's account, or makes one, is that person's: the provider's staff, who do not own the
        database, read the mail without it.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            NotFound: no such mail.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            number = parse_id(Kind.MAIL, reference)
            row = queries.mail(unit.session, number) if number is not None else None
            if row is None:
                raise not_found(reference)
            carries_token = row.kind in PRIVATE_KINDS or JOIN in row.body
            may_read = not carries_token or unit.identity is Identity.OPERATOR
            body = row.body if may_read else _("This mail carries a token, which is for its reader alone.") + "\n"
            return _view(row).model_copy(update={"body": body})

    def deliver(self, actor: Actor, limit: int | None = None) -> Delivered:
        """Hand over what waits, oldest first, and write down what was sent; a rehearsal only counts.

        No lock of the database is held while mails are handed over. One deliverer works at a time; a second one waits
        its turn between batches. What fails is tried again later, and meanwhile holds back later mails to its reader.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            DatabaseTrouble: the delivery could not be recorded; what was sent goes out again, byte for byte the same.
        """
        if self._office.dry_run:
            return self._rehearse(actor, limit)
        sent = failed = 0
        while limit is None or sent + failed < limit:
            size = BATCH if limit is None else min(BATCH, limit - sent - failed)
            with exclusive(self._office.outbox_folder / ".delivering"):
                batch, tried = self._next_batch(actor, size)
                delivered, failures = self._hand_over(batch)
                self._write_down(actor, delivered, failures)
            sent += len(delivered)
            failed += len(failures)
            if tried < size:
                break
        return Delivered(sent=sent, failed=failed, waiting=self._count_waiting(actor))

    def _rehearse(self, actor: Actor, limit: int | None) -> Delivered:
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            ready = queries.count_due(unit.session, unit.now)
            sent = ready if limit is None else min(ready, limit)
            return Delivered(sent=sent, failed=0, waiting=queries.count_waiting(unit.session) - sent)

    def _next_batch(self, actor: Actor, size: int) -> tuple[Sequence[tuple[int, OutgoingMail]], int]:
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            rows = queries.due(unit.session, unit.now, size)
            if rows:
                _ = unit.chain  # without the key nothing could be recorded, and what can't be recorded is not done
            name, address = _sender(unit)
            return [(one.id, _outgoing(one, name, address)) for one in rows], len(rows)

    def _hand_over(self, batch: Sequence[tuple[int, OutgoingMail]]) -> tuple[Sequence[int], Sequence[Failure]]:
        sent, failures = [], []
        held_back: set[str] = set()
        for mail_id, message in batch:
            if message.recipient in held_back:
                continue
            try:
                self._transport.deliver(message)
            except DeliveryFailed as error:
                held_back.add(message.recipient)
                failures.append(Failure(mail_id, str(error)))
            else:
                sent.append(mail_id)
        return sent, failures

    def _write_down(self, actor: Actor, sent: Sequence[int], failures: Sequence[Failure]) -> None:
        if not sent and not failures:
            return
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            queries.mark_sent(unit.session, sent, unit.now)
            for one in failures:
                row = queries.mail(unit.session, one.mail_id)
                if row is not None and row.sent_at is None:
                    row.attempts += 1
                    row.last_error = one.reason
                    row.next_attempt_at = next_attempt(unit.now, row.attempts)
            mails = [*sent, *(one.mail_id for one in failures)]
            unit.record(
                "mail.delivered",
                "outbox",
                None,
                {"sent": len(sent), "failed": len(failures), "first": min(mails), "last": max(mails)},
            )

    def _count_waiting(self, actor: Actor) -> int:
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            return queries.count_waiting(unit.session)


def next_attempt(now: datetime, attempts: int) -> datetime:
    """Return when a mail is tried again after so many failures: the wait doubles, up to half a day."""
    return now + min(LONGEST_DELAY, FIRST_DELAY * (1 << min(attempts - 1, 20)))


def _sender(unit: Unit) -> tuple[str, str]:
    provider = organisation_queries.organisation(unit.session, unit.installation.provider_id)
    if provider is None:
        raise not_found()
    return provider.name, provider.email


def _outgoing(row: OutboxMail, sender_name: str, sender: str) -> OutgoingMail:
    return OutgoingMail(
        message_id=row.message_id,
        sender=sender,
        sender_name=sender_name,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        subject=row.subject,
        body=row.body,
        language=row.language,
        created_at=row.created_at,
    )


def _view(row: OutboxMail) -> MailView:
    return MailView(
        id=show_id(Kind.MAIL, row.id),
        kind=row.kind,
        recipient=row.recipient,
        recipient_name=row.recipient_name if row.recipient else erased_person(),
        subject=row.subject,
        created_at=row.created_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        last_error=row.last_error,
        message_id=row.message_id,
    )
