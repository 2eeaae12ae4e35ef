"""The outbox: looking into it, and delivering what waits there (rules: notifications)."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from resellertui.adapters.locks import exclusive
from resellertui.adapters.mail import (
    Attachment,
    DeliveryFailed,
    EmlFolder,
    MailTransport,
    OutgoingMail,
    ServerSilent,
    TransportTrouble,
)
from resellertui.domain.access import Action, Identity
from resellertui.domain.delivery import (
    LONGEST_TROUBLE,
    MOST_ATTEMPTS,
    MailState,
    after_trouble,
    next_attempt,
    state_of,
)
from resellertui.domain.erasing import erased_person
from resellertui.domain.errors import Busy
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.notices import is_between_others, is_private
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.invitations import JOIN
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import MailView, View
from resellertui.store.models import OutboxMail, ReinvoicePaper
from resellertui.store.queries import mail as queries
from resellertui.store.queries import organisations as organisation_queries

BATCH = 100
"""How many mails are handed over between two commits: a crash sends these again at most."""

PATIENCE = 5
"""How often the record of a batch is tried once more while others write; each time waits as long as any write does."""

LISTED = 200
"""How many mails a list has unless it is asked for more."""


class Delivered(View):
    """What one delivery did."""

    sent: int
    failed: int
    """Tried without success; they wait for their next attempt."""
    parked: int = 0
    """Of those that failed, the ones that are given up until they are sent again by hand."""
    waiting: int
    """What is left in the outbox, but for what is parked."""
    trouble: str = ""
    """Why it stopped before its end, such as what keeps every mail from leaving, and what to do."""


@dataclass(frozen=True)
class Failure:
    """A mail that was not handed over, and why."""

    mail_id: int
    reason: str
    is_its_own: bool = True
    """False where no other mail would have fared better."""
    ends_it: bool = False
    """Whether the mails after it were left for a later delivery."""


class Mail:
    """Reading and delivering the outbox, for the provider's staff and the owner of the database."""

    def __init__(self, office: Office, transport: MailTransport | None = None) -> None:
        self._office = office
        self._transport = transport or transport_of(office)

    def list(
        self,
        actor: Actor,
        *,
        waiting: bool = False,
        state: MailState | None = None,
        before: str = "",
        limit: int = LISTED,
    ) -> tuple[MailView, ...]:
        """Return the newest mails of the outbox without their bodies, oldest first. Changes nothing.

        Args:
            actor: who looks.
            waiting: only what is not delivered yet, parked mails included.
            state: only what is in this state.
            before: only what was written before the mail of this id.
            limit: how many at most.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            NotFound: `before` is no id of a mail.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            number = parse_id(Kind.MAIL, before) if before else None
            if before and number is None:
                raise not_found(before)
            wanted = queries.Wanted(state, is_unsent=waiting)
            return tuple(mail_view(one) for one in queries.newest(unit.session, wanted, before=number, limit=limit))

    def show(self, actor: Actor, reference: str) -> MailView:
        """Return one mail with its body. Changes nothing.

        A token that opens a person's account, or makes one, is that person's, and what a partner writes to its client
        is theirs: the provider's staff, who do not own the database, read such a mail without its text.

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
            owns_it = unit.identity is Identity.OPERATOR
            return mail_view(row).model_copy(update={"body": row.body if owns_it else _for_staff(row)})

    def deliver(self, actor: Actor, limit: int | None = None) -> Delivered:
        """Hand over what waits, oldest first, and write down what was sent; a rehearsal only counts.

        No lock of the database is held while mails are handed over. One deliverer works at a time; a second one waits
        its turn between batches. What fails is tried again later, and meanwhile holds back later mails to its reader.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            Busy: others wrote for so long that the delivery could not be recorded.
            DatabaseTrouble: it could not be recorded; what was sent goes out again, byte for byte the same.
        """
        if self._office.dry_run:
            return self._rehearse(actor, limit)
        sent = failed = parked = 0
        trouble = ""
        while not trouble and (limit is None or sent + failed < limit):
            size = BATCH if limit is None else min(BATCH, limit - sent - failed)
            delivered: MutableSequence[int] = []
            failures: MutableSequence[Failure] = []
            with ExitStack() as turn:
                try:
                    turn.enter_context(self._turn())
                except TransportTrouble as error:
                    trouble = str(error)
                    break
                batch, tried = self._next_batch(actor, size)
                try:
                    self._hand_over(batch, delivered, failures)
                finally:  # what was sent before someone stopped it is not sent again
                    parked += self._write_down_patiently(actor, delivered, failures)
            sent += len(delivered)
            failed += len(failures)
            trouble = next((one.reason for one in failures if one.ends_it), "")
            if tried < size:
                break
        waiting = self._count_waiting(actor)
        return Delivered(sent=sent, failed=failed, parked=parked, waiting=waiting, trouble=trouble)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until nobody else delivers.

        Raises:
            TransportTrouble: the outbox's folder, where deliverers take turns, can't be used.
        """
        folder = self._office.outbox_folder
        with ExitStack() as turn:
            try:
                turn.enter_context(exclusive(folder / ".delivering"))
            except OSError as error:
                raise TransportTrouble(
                    _("Nothing can be delivered: {folder} can't be used.").format(folder=folder),
                    _("The reason: {reason}.").format(reason=error.strerror or error),
                    _("Make the folder writable and deliver again. The mails stay in the outbox."),
                ) from error
            yield

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
            files = queries.attachments(unit.session, [one.id for one in rows])
            return [(one.id, _outgoing(one, name, address, files.get(one.id, ()))) for one in rows], len(rows)

    def _hand_over(
        self, batch: Sequence[tuple[int, OutgoingMail]], sent: MutableSequence[int], failures: MutableSequence[Failure]
    ) -> None:
        """Hand over one mail after the other, noting each; trouble that is none of theirs leaves the rest untried."""
        held_back: set[str] = set()
        try:
            for mail_id, message in batch:
                if message.recipient.lower() in held_back:
                    continue
                try:
                    self._transport.deliver(message)
                except TransportTrouble as error:
                    failures.append(Failure(mail_id, str(error), is_its_own=False, ends_it=True))
                    break
                except ServerSilent as error:
                    failures.append(Failure(mail_id, str(error), ends_it=True))
                    break
                except DeliveryFailed as error:
                    held_back.add(message.recipient.lower())
                    failures.append(Failure(mail_id, str(error)))
                else:
                    sent.append(mail_id)
        finally:
            self._transport.close()

    def _write_down_patiently(self, actor: Actor, sent: Sequence[int], failures: Sequence[Failure]) -> int:
        """Record what became of the mails of a batch, waiting for others who write: what is unrecorded is sent again.

        Raises:
            Busy: they never came to an end.
        """
        for _turn in range(PATIENCE):
            with suppress(Busy):
                return self._write_down(actor, sent, failures)
        try:
            return self._write_down(actor, sent, failures)
        except Busy as error:
            count = len(sent)
            gone = ngettext(
                "{count} mail was handed over, and goes out again, byte for byte the same.",
                "{count} mails were handed over, and go out again, byte for byte the same.",
                count,
            )
            raise Busy(
                _("What was sent could not be written down: another console is writing."),
                gone.format(count=count),
                error.hint,
            ) from error

    def _write_down(self, actor: Actor, sent: Sequence[int], failures: Sequence[Failure]) -> int:
        """Record what became of the mails of a batch; return how many are parked now."""
        if not sent and not failures:
            return 0
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            queries.mark_sent(unit.session, sent, unit.now)
            parked = [one.mail_id for one in failures if _note_failure(unit, one)]
            mails = [*sent, *(one.mail_id for one in failures)]
            unit.record(
                "mail.delivered",
                "outbox",
                None,
                {"sent": len(sent), "failed": len(failures), "first": min(mails), "last": max(mails)}
                | ({"parked": parked} if parked else {}),
            )
            return len(parked)

    def _count_waiting(self, actor: Actor) -> int:
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            return queries.count_waiting(unit.session)


def _for_staff(row: OutboxMail) -> str:
    """Return what the provider's staff read of a mail's text."""
    if is_private(row.kind) or JOIN in row.body:
        return _("This mail carries a token, which is for its reader alone.") + "\n"
    if is_between_others(row.kind):
        return _("This mail is between a partner and its client, who alone read it.") + "\n"
    return row.body


def transport_of(office: Office) -> MailTransport:
    """Return what hands mails over: the server of the settings, or the folder where they name none."""
    if not office.mail.host:
        return EmlFolder(office.outbox_folder)
    from resellertui.adapters.smtp import SmtpRelay

    return SmtpRelay(office.mail, lambda: office.secrets.get(office.mail.secret_name))


def _note_failure(unit: Unit, failure: Failure) -> bool:
    """Write down a failure and when it is tried again; return whether the mail is given up."""
    row = queries.mail(unit.session, failure.mail_id)
    if row is None or row.sent_at is not None:
        return False
    row.last_error = failure.reason
    if not failure.is_its_own:
        row.attempts = after_trouble(row.attempts)
        row.next_attempt_at = next_attempt(unit.now, row.attempts, LONGEST_TROUBLE)
        return False
    row.attempts += 1
    if row.attempts < MOST_ATTEMPTS:
        row.next_attempt_at = next_attempt(unit.now, row.attempts)
        return False
    row.next_attempt_at, row.parked_at = None, unit.now
    return True


def _sender(unit: Unit) -> tuple[str, str]:
    provider = organisation_queries.organisation(unit.session, unit.installation.provider_id)
    if provider is None:
        raise not_found()
    return provider.name, unit.office.mail.sender or provider.email


def _outgoing(row: OutboxMail, sender_name: str, sender: str, files: Sequence[ReinvoicePaper]) -> OutgoingMail:
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
        attachments=tuple(Attachment(one.name, one.media_type, one.content) for one in files),
    )


def mail_view(row: OutboxMail) -> MailView:
    """Return a mail as a list has it: without its body."""
    return MailView(
        id=show_id(Kind.MAIL, row.id),
        kind=row.kind,
        recipient=row.recipient,
        recipient_name=row.recipient_name if row.recipient else erased_person(),
        subject=row.subject,
        created_at=row.created_at,
        state=state_of(sent_at=row.sent_at, parked_at=row.parked_at, attempts=row.attempts),
        sent_at=row.sent_at,
        next_attempt_at=row.next_attempt_at,
        attempts=row.attempts,
        last_error=row.last_error,
        message_id=row.message_id,
    )
