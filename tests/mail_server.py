"""A real mail server on loopback, and what it is told to do wrong."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "provider@mail.example", "s3cret"
SLOW = 0.5
"""How many seconds a slow server looks at a mail."""


@dataclass(frozen=True)
class Received:
    """A mail that arrived, as its bytes."""

    sender: str
    recipient: str
    content: bytes
    connection: int


@dataclass
class Server:
    """What it is told, and what came."""

    answers: dict[str, str] = field(default_factory=dict)
    """By the part of a recipient before the @, what RCPT is answered.

    `hang`, `drop`, and after the mail `drop after` and `slow after`, are done.
    """
    most: int = 1000
    """After how many mails a connection is ended with 421."""
    on_mail: Callable[[Received], None] = lambda _mail: None
    """Called with each mail before the server says that it has it."""
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def contents(self, recipient: str) -> list[bytes]:
        """Return what came for a recipient."""
        return [one.content for one in self.received if one.recipient.startswith(f"{recipient}@")]


class _Handler:
    def __init__(self, server: Server) -> None:
        self._server = server

    async def handle_MAIL(
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        here = [one for one in self._server.received if one.connection == id(session.peer)]
        if len(here) >= self._server.most:
            return "421 4.7.0 Enough for one connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._server.answers.get(address.partition("@")[0], "")
        if answer == "hang":
            await asyncio.sleep(30)
        if answer == "drop":
            _hang_up(smtp)
        if answer[:1].isdigit():
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        assert envelope.original_content is not None
        for address in envelope.rcpt_tos:
            mail = Received(str(envelope.mail_from), address, envelope.original_content, id(session.peer))
            self._server.received.append(mail)
            await asyncio.to_thread(self._server.on_mail, mail)
            if self._server.answers.get(address.partition("@")[0]) == "drop after":
                _hang_up(smtp)
            if self._server.answers.get(address.partition("@")[0]) == "slow after":
                await asyncio.sleep(SLOW)
        return "250 Queued"


def _hang_up(smtp: SMTP) -> None:
    assert isinstance(smtp.transport, asyncio.WriteTransport)
    smtp.transport.abort()


def _authenticate(_smtp: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: object) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(handled=False, success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD))


@contextmanager
def serving(
    *,
    certificate: Path | None = None,
    is_tls: bool = False,
    asks_password: bool = False,
    starttls: bool = True,
    smtputf8: bool = True,
) -> Iterator[Server]:
    """Run a server on a free port.

    Args:
        certificate: a file with its key and certificate; without one it knows no TLS.
        is_tls: whether it speaks TLS from its first byte.
        asks_password: whether one has to sign in.
        starttls: whether it offers to turn to TLS.
        smtputf8: whether it takes addresses beyond ASCII.
    """
    server = Server()
    context: ssl.SSLContext | None = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def connect() -> SMTP:
        server.connections += 1
        return SMTP(
            _Handler(server),
            hostname="mail.example",
            enable_SMTPUTF8=smtputf8,
            tls_context=context if starttls and not is_tls else None,
            authenticator=_authenticate if asks_password else None,
            auth_required=asks_password and not is_tls,
            auth_require_tls=not is_tls,
            loop=loop,
        )

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        listening = loop.create_server(connect, "127.0.0.1", 0, ssl=context if is_tls else None)
        opened = asyncio.run_coroutine_threadsafe(listening, loop).result(10)
        server.port = opened.sockets[0].getsockname()[1]
        yield server
        asyncio.run_coroutine_threadsafe(_end(opened), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(opened: asyncio.Server) -> None:
    opened.close()
    for one in asyncio.all_tasks() - {asyncio.current_task()}:
        one.cancel()
    await asyncio.sleep(0)


def make_certificates(folder: Path, *names: str, lasts: timedelta = timedelta(days=2)) -> tuple[Path, Path]:
    """Write an authority's certificate, and a server's key with the certificate that the authority gave it."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Test authority", authority_key, authority_key, None, [])
    key = ec.generate_private_key(ec.SECP256R1())
    given = _certificate("mail.example", key, authority_key, authority, names or ("localhost", "127.0.0.1"), lasts)
    pem = serialization.Encoding.PEM
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(authority.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    server_file.write_bytes(private + given.public_bytes(pem))
    return ca_file, server_file


def _certificate(
    name: str,
    key: Any,
    signer: Any,
    issuer: x509.Certificate | None,
    names: Any,
    lasts: timedelta = timedelta(days=2),
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer is not None else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lasts)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if names:
        alternatives = [x509.IPAddress(ip_address(one)) if one[:1].isdigit() else x509.DNSName(one) for one in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return builder.sign(signer, hashes.SHA256())
