"""Handing mails over to a mail server, several through one connection.

What a server may do wrong (refuse, say nothing, go away, show a false certificate) ends as a `DeliveryFailed` that says
so. A mail counts as handed over only once the server has said yes after its last byte.
"""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from resellertui.adapters.mail import DeliveryFailed, OutgoingMail, TransportTrouble, render
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


class _Gone(Exception):
    """The connection ended before the server was given the mail."""


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
            TransportTrouble: there is no connection, or nobody may send through it.
        """
        content = render(message)
        was_open = self._connection is not None
        try:
            self._hand_over(message, content)
        except _Gone as error:
            if not was_open:
                raise self._hung_up(str(error)) from error
            # A server may end a connection after some mails, or some time: that is no fault of the next one.
            try:
                self._hand_over(message, content)
            except _Gone as again:
                raise self._hung_up(str(again)) from again

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
        try:
            self._check(connection.mail(sender, options), connection)
            self._check(connection.rcpt(recipient), connection)
        except smtplib.SMTPException as error:  # such as a reply that never ends: what follows it can't be understood
            self._drop()
            raise _Gone(_reason(error)) from error
        try:
            self._check(connection.data(content), connection)
        except smtplib.SMTPDataError as error:
            self._check((error.smtp_code, error.smtp_error), connection)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise DeliveryFailed(
                _("The connection to {host} ended while the mail was handed over.").format(host=self._settings.host),
                _("The reason: {reason}.").format(reason=_reason(error).rstrip(".")),
                _("It may have arrived; it goes out again, byte for byte the same."),
            ) from error

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

    def _check(self, answer: tuple[int, bytes | str], connection: smtplib.SMTP) -> None:
        """Go on if the server agrees; otherwise leave the connection ready for the next mail."""
        code, said = answer
        if code in {250, 251}:
            return
        if code == CLOSING:
            self._drop()
            raise _Gone(_reply(said))
        try:
            is_ready = connection.rset()[0] == 250
        except Exception:  # what it says of this does not matter: the next mail has a new connection
            is_ready = False
        if not is_ready:
            self._drop()
        for_now = 400 <= code < 500
        raise DeliveryFailed(
            _("{host} does not take the mail for now.").format(host=self._settings.host)
            if for_now
            else _("{host} refuses the mail.").format(host=self._settings.host),
            _("It said: {code} {reply}.").format(code=code, reply=_reply(said).rstrip(".")),
            _("It is tried again later.") if for_now else _("Look at the address; `mail resend` sends it again."),
        )

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

    def _hung_up(self, reason: str) -> DeliveryFailed:
        return DeliveryFailed(
            _("{host} hung up before it took the mail.").format(host=self._settings.host),
            _("The reason: {reason}.").format(reason=reason.rstrip(".")),
            _("It is tried again later."),
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


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("it did not answer in time")
    if isinstance(error, UnicodeError):
        return _("user and password have to be ASCII")
    said = getattr(error, "smtp_error", b"")
    if said:
        return _reply(said)
    return _reply(getattr(error, "strerror", None) or str(error) or type(error).__name__)
