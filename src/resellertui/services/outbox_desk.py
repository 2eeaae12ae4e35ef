"""What staff do with the outbox: looking through it, sending a mail again, keeping the mail server's password."""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.access import Action
from resellertui.domain.delivery import MailState, state_of
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.text import forbidden
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.inputs import Input, Sought
from resellertui.services.mail import mail_view
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, not_found
from resellertui.services.views import MailView, View
from resellertui.store.models import OutboxMail
from resellertui.store.queries import mail as queries

COUNTED = 10_000
"""How far the first page counts; more are counted behind it."""


class OutboxQuery(Input):
    """Which mails."""

    state: MailState | None = None
    unsent: bool = False
    """Only what is not delivered, parked mails included."""
    text: Sought = ""
    """What recipient, kind or subject holds."""


class OutboxPage(View):
    """A part of the mails, newest first, without their bodies."""

    total: int
    offset: int
    rows: tuple[MailView, ...]
    exact: bool
    """False where the total is only a lower bound."""


class MailServer(View):
    """Where mails are handed over."""

    host: str
    """Empty where they become files."""
    user: str
    place: str
    """Where the password lies."""


class OutboxDesk:
    """For the provider's staff and the owner of the database."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: OutboxQuery, offset: int = 0, limit: int = 50) -> OutboxPage:
        """Return a part of the mails, newest first. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            wanted = _wanted(query)
            total = queries.count(unit.session, wanted, COUNTED)
            rows = tuple(mail_view(one) for one in queries.page(unit.session, wanted, offset, limit))
            return OutboxPage(total=max(total, offset + len(rows)), offset=offset, rows=rows, exact=total < COUNTED)

    def count(self, actor: Actor, query: OutboxQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many mails there are, as long as that `is_wanted`. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            return queries.count(unit.session, _wanted(query)) if is_wanted() else 0

    def position(self, actor: Actor, query: OutboxQuery, reference: str) -> int | None:
        """Return the place of a mail in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_VIEW)
            number = parse_id(Kind.MAIL, reference)
            return None if number is None else queries.place(unit.session, _wanted(query), number)

    def resend(self, actor: Actor, reference: str) -> MailView:
        """Put a mail back among those that wait, to be tried by the next delivery; its bytes stay the same.

        A mail that was sent goes out once more; one that waits for its next attempt is tried at once.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            NotFound: no such mail.
            Refused: it is for the console only, or its reader was erased.
        """
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            number = parse_id(Kind.MAIL, reference)
            row = queries.mail(unit.session, number) if number is not None else None
            if row is None:
                raise not_found(reference)
            before = _state(row)
            _check_resending(row, before)
            row.sent_at = row.parked_at = row.next_attempt_at = None
            row.attempts = 0
            unit.record("mail.resent", "mail", row.id, {"before": before.value, "kind": row.kind})
            return mail_view(row)

    def server(self, actor: Actor) -> MailServer:
        """Return where mails are handed over, and where the password lies. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            return self._server()

    def keep_password(self, actor: Actor, password: str) -> MailServer:
        """Keep the password of the mail server of the settings among this machine's secrets; a rehearsal keeps none.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            Refused: the settings name no server, or nobody who signs in there.
            Invalid: it is empty, or holds what can't be sent.
            SecretsUnavailable: it can't be kept.
        """
        mail = self._office.mail
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.MAIL_DELIVER)
            if not mail.host or not mail.user:
                raise Refused(
                    _("The settings name no mail server that asks for a password."),
                    _("Nothing was kept."),
                    _("Write host and user under [mail] in settings.toml first."),
                )
            if not password or forbidden(password) or not password.isascii():
                raise Invalid({"password": _("It must be ASCII, and hold something.")})
            unit.record("mail.password_kept", "mail_server", None, {"host": mail.host, "user": mail.user})
            if not self._office.dry_run:
                self._office.secrets.put(mail.secret_name, password)
            return self._server()

    def _server(self) -> MailServer:
        mail = self._office.mail
        place = self._office.secrets.place(mail.secret_name) if mail.host and mail.user else ""
        return MailServer(host=mail.host, user=mail.user, place=place)


def _check_resending(row: OutboxMail, state: MailState) -> None:
    if state is MailState.KEPT:
        raise Refused(
            _("{id} is for the console only: its reader gets no mails of this kind.").format(
                id=show_id(Kind.MAIL, row.id)
            ),
            _("Nothing was changed."),
        )
    if not row.recipient:
        raise Refused(_("The person was erased: there is nothing left to send."), _("Nothing was changed."))


def _state(row: OutboxMail) -> MailState:
    return state_of(sent_at=row.sent_at, parked_at=row.parked_at, attempts=row.attempts)


def _wanted(query: OutboxQuery) -> queries.Wanted:
    return queries.Wanted(query.state, is_unsent=query.unsent, text=query.text)
