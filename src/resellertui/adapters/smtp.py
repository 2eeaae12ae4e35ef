"""Handing mails over to a mail server, several through one connection.

What a server may do wrong (refuse, say nothing, go away, show a false certificate) ends as a `DeliveryFailed` that says
so. A mail counts as handed over only once the server has said yes after its last byte. What goes wrong before it has
heard for whom a mail is would go wrong with any other one too: that is trouble, and no fault of the mail.
"""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from resellertui.adapters.mail import DeliveryFailed, OutgoingMail, ServerSilent, TransportTrouble, render
from resellertui.domain.errors import ResellerError
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.mail_settings import MailSettings, Security

if TYPE_CHECKING:
    import smtplib

LONGEST_REPLY = 300
"""How much of what a server says is kept."""
CLOSING = 421
"""What a server says when it is about to hang up: it has had enough of this connection, not of the mail."""
DONE, GO_ON = 2, 3
"""The first digits of an agreement: only they matter (RFC 5321, 4.2)."""
LAST_ANSWER = 600
"""How many seconds a server may look at a whole mail before it answers (RFC 5321, 4.5.3.2.6).

Whoever waits less sends again what has arrived.
"""
_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Gone(Exception):
    """The connection ended before the server was given the mail."""

    def __init__(self, reason: str, *, is_early: bool, is_silence: bool = False) -> None:
        """Say why, whether the server did not know yet for whom the mail is, and whether it just said nothing."""
        super().__init__(reason)
        self.is_early = is_early
        self.is_silence = is_silence


class SmtpRelay:
    """Delivers through the mail server of the settings; the connection stays open until it is closed."""

    def __init__(self, settings: MailSettings, password: Callable[[], str | None]) -> None:
        """Know the server; nothing is connected before the first mail, nor the password asked for."""
        self._settings = settings
        self._password = password
        self._connection: smtplib.SMTP | None = None

    def deliver(self, message: OutgoingMail) -> None:
        """Hand the mail over.

        Raises:
            DeliveryFailed: the server did not take this mail, or hung up before it said that it had.
            ServerSilent: it did not say anything.
            TransportTrouble: there is no connection, or nobody may send through it, or not as this sender.
        """
        content = render(message)
        was_open = self._connection is not None
        try:
            self._hand_over(message, content)
        except _Gone as error:
            if not was_open:
                raise self._hung_up(error) from error
            # A server may end a connection after some mails, or some time: that is no fault of the next one.
            try:
                self._hand_over(message, content)
            except _Gone as again:
                raise self._hung_up(again) from again

    def close(self) -> None:
        """Take leave of the server; the next mail connects anew."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # whatever it says now changes nothing
                connection.quit()
            connection.close()

    def _hand_over(self, message: OutgoingMail, content: bytes) -> None:
        import smtplib

        connection = self._open()
        sender, recipient = _ascii_domain(message.sender), _ascii_domain(message.recipient)
        options = self._options(connection, sender + recipient)
        is_early = True
        try:
            self._check(connection.mail(sender, options), connection, is_early=not options)
            is_early = False
            self._check(connection.rcpt(recipient), connection)
            self._check(connection.docmd("DATA"), connection, wanted=GO_ON)
        except smtplib.SMTPException as error:  # such as a reply that never ends: what follows it can't be understood
            self._drop()
            raise _Gone(_reason(error), is_early=is_early, is_silence=_is_silence(error)) from error
        try:
            answer = self._give(connection, content)
        except (smtplib.SMTPException, OSError) as error:
            raise self._interrupted(_reason(error), is_silence=_is_silence(error)) from error
        self._check(answer, connection)

    def _give(self, connection: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        """Give the server the mail, and return what it says of it."""
        self._wait(connection, max(self._settings.timeout, LAST_ANSWER))
        connection.send(_DOT.sub(b"..", content) + b".\r\n")
        answer = connection.getreply()
        self._wait(connection, self._settings.timeout)
        return answer

    def _wait(self, connection: smtplib.SMTP, seconds: float) -> None:
        if connection.sock is not None:
            connection.sock.settimeout(seconds)

    def _options(self, connection: smtplib.SMTP, addresses: str) -> list[str]:
        """Return what the server has to know of a mail whose addresses are beyond ASCII."""
        connection.command_encoding = "ascii" if addresses.isascii() else "utf-8"
        if addresses.isascii():
            return []
        if not connection.has_extn("smtputf8"):
            raise DeliveryFailed(
                _("{host} takes no addresses beyond ASCII.").format(host=self._settings.host),
                hint=_("Correct the address, or use a server that does."),
            )
        return ["SMTPUTF8", "BODY=8BITMIME"]

    def _check(
        self, answer: tuple[int, bytes | str], connection: smtplib.SMTP, *, wanted: int = DONE, is_early: bool = False
    ) -> None:
        """Go on if the server agrees; otherwise leave the connection ready for the next mail.

        Args:
            answer: what it said.
            connection: where it did.
            wanted: the first digit of its agreement.
            is_early: whether it does not know yet for whom the mail is.
        """
        code, said = answer
        if code // 100 == wanted:
            return
        if code == CLOSING:
            self._drop()
            raise _Gone(_reply(said), is_early=is_early)
        if code < 400 or code > 599:  # nobody knows what was meant, nor what follows
            raise self._interrupted(_("its answer can't be understood: {reply}").format(reply=_reply(said)))
        try:
            is_ready = connection.rset()[0] == 250
        except Exception:  # what it says of this does not matter: the next mail has a new connection
            is_ready = False
        if not is_ready:
            self._drop()
        raise self._no_mail_at_all(code, _reply(said)) if is_early else self._not_taken(code, _reply(said))

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        """Connect, turn to TLS, sign in.

        Raises:
            TransportTrouble: one of these could not be done.
        """
        import smtplib
        import ssl

        password = self._secret()
        connection: smtplib.SMTP | None = None
        try:
            connection = self._reach()
            if self._settings.user:
                connection.login(self._settings.user, password)
        except smtplib.SMTPAuthenticationError as error:
            # Not `from error`: some servers say the line back that they were given, and it has the password.
            raise self._not_admitted(_without(password, self._settings.user, error.smtp_error)) from None
        except ssl.SSLError as error:
            raise self._not_trusted(getattr(error, "verify_message", "") or error.reason or str(error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._unable(str(error)) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._not_reached(_without(password, self._settings.user, _reason(error))) from None
        else:
            opened, connection = connection, None
            return opened
        finally:
            if connection is not None:
                connection.close()

    def _reach(self) -> smtplib.SMTP:
        """Return a connection on which it may be said who one is."""
        import smtplib
        import ssl

        settings, name = self._settings, _own_name()
        where = (settings.host, settings.port_used, name)
        safely = settings.security != Security.NONE
        context = ssl.create_default_context(cafile=settings.ca_file or None) if safely else None
        if settings.security == Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=settings.timeout, context=context)
        else:
            connection = smtplib.SMTP(*where, settings.timeout)
        try:
            if settings.security == Security.STARTTLS:
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _secret(self) -> str:
        if not self._settings.user:
            return ""
        try:
            password = self._password()
        except ResellerError as error:
            raise TransportTrouble(error.title, error.detail, error.hint) from error
        if password is None:
            raise TransportTrouble(
                _("The password of {user} at {host} is not known here.").format(
                    user=self._settings.user, host=self._settings.host
                ),
                hint=_("Run: resellertui mail password."),
            )
        return password

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _hung_up(self, error: _Gone) -> DeliveryFailed:
        kind = TransportTrouble if error.is_early else ServerSilent if error.is_silence else DeliveryFailed
        return kind(
            _("{host} hung up before it took the mail.").format(host=self._settings.host),
            _("The reason: {reason}.").format(reason=str(error).rstrip(".")),
            _("It is tried again later."),
        )

    def _interrupted(self, reason: str, *, is_silence: bool = False) -> DeliveryFailed:
        """End the connection, on which nothing can be understood any more; the mail may have arrived."""
        self._drop()
        kind = ServerSilent if is_silence else DeliveryFailed
        return kind(
            _("The connection to {host} ended while the mail was handed over.").format(host=self._settings.host),
            _("The reason: {reason}.").format(reason=reason.rstrip(".")),
            _("It may have arrived; it goes out again, byte for byte the same."),
        )

    def _not_taken(self, code: int, reply: str) -> DeliveryFailed:
        for_now = code < 500
        return DeliveryFailed(
            _("{host} does not take the mail for now.").format(host=self._settings.host)
            if for_now
            else _("{host} refuses the mail.").format(host=self._settings.host),
            _("It said: {code} {reply}.").format(code=code, reply=reply.rstrip(".")),
            _("It is tried again later.") if for_now else _("Look at the address; `mail resend` sends it again."),
        )

    def _no_mail_at_all(self, code: int, reply: str) -> TransportTrouble:
        return TransportTrouble(
            _("{host} takes no mail from this sender.").format(host=self._settings.host),
            _("It said: {code} {reply}.").format(code=code, reply=reply.rstrip(".")),
            _("Check `sender` and `user` under [mail]. The mails stay in the outbox, and are tried again."),
        )

    def _not_admitted(self, reply: str) -> TransportTrouble:
        return TransportTrouble(
            _("{host} does not let {user} in.").format(host=self._settings.host, user=self._settings.user),
            _("It said: {reply}.").format(reply=reply.rstrip(".")),
            _("Correct `user` under [mail] in settings.toml, or the password: resellertui mail password."),
        )

    def _not_trusted(self, reason: str) -> TransportTrouble:
        return TransportTrouble(
            _("The connection to {host} is not safe.").format(host=self._settings.host),
            _("The reason: {reason}. Nothing was sent over it.").format(reason=_reply(reason).rstrip(".")),
            _("Check host, port and security under [mail]; `ca_file` names a private authority's certificates."),
        )

    def _unable(self, reason: str) -> TransportTrouble:
        return TransportTrouble(
            _("{host} can't do what the settings ask for.").format(host=self._settings.host),
            _("The reason: {reason}. Nothing was sent over it.").format(reason=_reply(reason).rstrip(".")),
            _("Check port and security under [mail], and `user`, which is for servers that ask who one is."),
        )

    def _not_reached(self, reason: str) -> TransportTrouble:
        place = f"{self._settings.host}:{self._settings.port_used}"
        return TransportTrouble(
            _("The mail server {place} can't be reached.").format(place=place),
            _("The reason: {reason}.").format(reason=reason.rstrip(".")),
            _("Check host and port under [mail] in settings.toml. The mails stay in the outbox, and are tried again."),
        )


def _ascii_domain(address: str) -> str:
    """Return an address as servers are told it; `render` has refused what is none."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _own_name() -> str:
    """Return how to introduce oneself, without asking the network, which might not answer."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _reply(said: bytes | str) -> str:
    """Return what a server said, for people: one line that steers no terminal."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return visible(" ".join(text.split()))[:LONGEST_REPLY]


def _without(password: str, user: str, said: bytes | str) -> str:
    """Return what a server said, where it shows the password, or what one signs in with, without it."""
    reply = said.decode(errors="replace") if isinstance(said, bytes) else said
    shown = (f"\0{user}\0{password}".encode(), password.encode())
    for secret in (*(b64encode(one).decode() for one in shown), password):
        if secret:
            reply = reply.replace(secret, "…")
    return _reply(reply)


def _is_silence(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _reason(error: Exception) -> str:
    if _is_silence(error):
        return _("it did not answer in time")
    if isinstance(error, UnicodeError):
        return _("user and password have to be ASCII")
    said = getattr(error, "smtp_error", b"")
    if said:
        return _reply(said)
    return _reply(getattr(error, "strerror", None) or str(error) or type(error).__name__)
