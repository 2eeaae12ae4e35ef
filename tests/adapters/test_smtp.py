"""Handing mails to a real mail server, and what is said when it does not take them."""

from __future__ import annotations

import socket
import socketserver
import threading
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.test_mail import MAIL
from tests.mail_server import PASSWORD, SLOW, USER, Server, make_certificates, serving

from resellertui.adapters import smtp
from resellertui.adapters.mail import DeliveryFailed, OutgoingMail, ServerSilent, TransportTrouble, render
from resellertui.adapters.secrets import SecretsUnavailable
from resellertui.adapters.smtp import SmtpRelay
from resellertui.mail_settings import MailSettings


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def relay(server: Server, password: Callable[[], str | None] = lambda: PASSWORD, **changes: Any) -> SmtpRelay:
    known = {"host": "127.0.0.1", "port": server.port, "security": "none", "timeout": 5.0}
    return SmtpRelay(MailSettings(**{**known, **changes}), password)


def to(local: str) -> OutgoingMail:
    return replace(MAIL, recipient=f"{local}@client.example", message_id=f"<{local}@resellertui.example>")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_goes_through_tls_after_signing_in(certificates: tuple[Path, Path], security: str) -> None:
    ca_file, certificate = certificates
    with serving(certificate=certificate, is_tls=security == "tls", asks_password=True) as server:
        sending = relay(server, security=security, user=USER, ca_file=str(ca_file))
        sending.deliver(MAIL)
        sending.close()
    (arrived,) = server.received
    assert (arrived.sender, arrived.recipient) == (MAIL.sender, MAIL.recipient)
    assert arrived.content == render(MAIL)


def test_every_byte_arrives_as_it_was_rendered_however_lines_begin_and_end() -> None:
    hostile = replace(MAIL, body=".\r\n..two\n.\n\nQUIT\r\nDATA\n" + "é" * 400 + "\n.", subject=". é")
    with serving() as server:
        sending = relay(server)
        for _attempt in range(2):
            sending.deliver(hostile)
        sending.close()
    assert server.contents("anna") == [render(hostile)] * 2
    assert server.connections == 1


def test_whoever_is_refused_keeps_nobody_else_from_their_mail() -> None:
    with serving() as server:
        server.answers = {"full": "452 4.2.2 Mailbox full", "gone": "550 5.1.1 No such user \x1b[31m"}
        sending = relay(server)
        for local, said in (("full", "Mailbox full"), ("gone", "No such user")):
            with pytest.raises(DeliveryFailed) as failed:
                sending.deliver(to(local))
            assert said in str(failed.value)
            assert "\x1b" not in str(failed.value)
            assert not isinstance(failed.value, TransportTrouble)
            sending.deliver(to(f"after-{local}"))
        sending.close()
    assert [one.recipient.partition("@")[0] for one in server.received] == ["after-full", "after-gone"]
    assert server.connections == 1


def test_a_connection_that_breaks_fails_its_mail_and_the_next_one_connects_anew() -> None:
    with serving() as server:
        server.answers = {"before": "drop", "after": "drop after"}
        sending = relay(server)
        for local in ("before", "after"):
            with pytest.raises(DeliveryFailed, match=r"tried again later|goes out again"):
                sending.deliver(to(local))
            sending.deliver(to(f"next-{local}"))
        server.answers = {}
        sending.deliver(to("after"))
        sending.close()
    assert server.contents("after") == [render(to("after"))] * 2
    assert server.contents("before") == []


def test_a_server_that_ends_connections_after_some_mails_still_gets_all_of_them() -> None:
    with serving() as server:
        server.most = 2
        sending = relay(server)
        for number in range(5):
            sending.deliver(to(f"r{number}"))
        sending.close()
    assert [one.recipient.partition("@")[0] for one in server.received] == [f"r{number}" for number in range(5)]
    assert server.connections == 3


def test_a_server_that_falls_silent_is_given_up_in_time() -> None:
    with serving() as server:
        server.answers = {"slow": "hang"}
        sending = relay(server, timeout=0.3)
        with pytest.raises(DeliveryFailed, match="did not answer in time"):
            sending.deliver(to("slow"))
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(TransportTrouble, match="did not answer in time"):
            relay(Server(port=mute.getsockname()[1]), timeout=0.3).deliver(MAIL)


def test_a_server_may_look_at_a_mail_longer_than_it_may_be_silent_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        server.answers = {"slow": "slow after"}
        sending = relay(server, timeout=SLOW / 2)
        sending.deliver(to("slow"))
        sending.deliver(to("next"))
        server.answers["mute"] = "hang"
        with pytest.raises(ServerSilent, match="hung up"):
            sending.deliver(to("mute"))
        monkeypatch.setattr(smtp, "LAST_ANSWER", 0)
        with pytest.raises(ServerSilent, match="may have arrived"):
            sending.deliver(to("slow"))
        sending.close()
    assert server.contents("slow") == [render(to("slow"))] * 2


@pytest.mark.parametrize(
    ("verb", "answer", "kind", "said"),
    [
        ("MAIL", "530 5.7.0 Sign in first", TransportTrouble, "takes no mail from this sender"),
        ("MAIL", "451 4.3.0 Too busy", TransportTrouble, "Too busy"),
        ("MAIL", "421 4.3.2 Closing", TransportTrouble, "Closing"),
        ("MAIL", "", TransportTrouble, "did not answer in time"),
        ("RCPT", "", ServerSilent, "did not answer in time"),
        ("RCPT", "421 4.7.0 Not this one", DeliveryFailed, "Not this one"),
        ("DATA", "451 4.7.1 Greylisted", DeliveryFailed, "for now"),
        ("DATA", "250 Queued before it was sent", DeliveryFailed, "can't be understood"),
        (".", "451 4.7.1 Greylisted", DeliveryFailed, "for now"),
        (".", "552 5.3.4 Too big", DeliveryFailed, "refuses the mail"),
        (".", "421 4.3.2 Closing", DeliveryFailed, "Closing"),
        (".", "354 Go on", DeliveryFailed, "may have arrived"),
        (".", "200 Good", None, ""),
    ],
)
def test_what_a_server_says_is_its_trouble_until_it_knows_for_whom_a_mail_is(
    verb: str, answer: str, kind: type[DeliveryFailed] | None, said: str
) -> None:
    def say(line: bytes) -> bytes:
        if line.upper().startswith(verb.encode()):
            return answer.encode() + b"\r\n" if answer else b""
        return {b"DATA": b"354 Go on\r\n", b".": b"250 Queued\r\n"}.get(line.strip().upper(), b"250 OK\r\n")

    with scripted(say) as port:
        sending = relay(Server(port=port), timeout=5.0 if answer else 0.2)
        if kind is None:
            sending.deliver(MAIL)
        else:
            with pytest.raises(DeliveryFailed, match=said) as failed:
                sending.deliver(MAIL)
            assert type(failed.value) is kind
        sending.close()


def test_nothing_is_sent_to_whoever_can_not_prove_who_it_is(tmp_path: Path, certificates: tuple[Path, Path]) -> None:
    ca_file, certificate = certificates
    other, _theirs = make_certificates(tmp_path)
    with serving(certificate=certificate, asks_password=True) as server:
        for unknown in (str(other), ""):
            with pytest.raises(TransportTrouble, match="not safe"):
                relay(server, security="starttls", user=USER, ca_file=unknown).deliver(MAIL)
    for names, lasts in (("elsewhere.example",), timedelta(days=2)), ((), timedelta(hours=-1)):
        false = make_certificates(tmp_path, *names, lasts=lasts)
        for security in ("starttls", "tls"):
            refused = pytest.raises(TransportTrouble, match="not safe")
            with serving(certificate=false[1], is_tls=security == "tls") as server, refused:
                relay(server, security=security, ca_file=str(false[0])).deliver(MAIL)
    with serving() as server, pytest.raises(TransportTrouble, match="STARTTLS"):
        relay(server, security="starttls", ca_file=str(ca_file)).deliver(MAIL)
    with serving() as server, pytest.raises(TransportTrouble, match="can't do what the settings ask for"):
        relay(server, user=USER).deliver(MAIL)
    assert server.received == []


def test_whoever_is_not_let_in_is_told_what_to_do(certificates: tuple[Path, Path]) -> None:
    def unavailable() -> str:
        raise SecretsUnavailable("The keyring is locked.")

    ca_file, certificate = certificates
    with serving(certificate=certificate, asks_password=True) as server:
        for password, said in (
            (lambda: "wrong", "does not let provider@mail.example in"),
            (lambda: "é", "ASCII"),
            (lambda: None, "resellertui mail password"),
            (unavailable, "keyring is locked"),
        ):
            with pytest.raises(TransportTrouble, match=said):
                relay(server, password, security="starttls", user=USER, ca_file=str(ca_file)).deliver(MAIL)
    with pytest.raises(TransportTrouble, match=r"127\.0\.0\.1:1 can't be reached"):
        relay(Server(port=1)).deliver(MAIL)


@pytest.mark.parametrize(("code", "greets"), [(535, True), (501, True), (421, True), (501, False)])
def test_a_server_that_says_the_password_back_gets_it_into_no_error(code: int, greets: bool) -> None:
    def say(line: bytes) -> bytes:
        if greets and line.upper().startswith(b"EHLO"):
            return b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n"
        return b"%d Not so: %s, that is %s\r\n" % (code, line.strip(), PASSWORD.encode())

    with scripted(say) as port, pytest.raises(TransportTrouble) as failed:
        # The settings refuse a password over a bare connection; the relay itself is asked here.
        relay(Server(port=port), user=USER).deliver(MAIL)
    shown = "".join(traceback.format_exception(failed.value))
    assert "Not so" in shown
    for secret in (PASSWORD.encode(), f"\0{USER}\0{PASSWORD}".encode()):
        assert b64encode(secret).decode() not in shown
    assert PASSWORD not in shown


def test_a_connection_that_does_not_begin_anew_after_a_refusal_is_left() -> None:
    said: list[bytes] = []

    def say(line: bytes) -> bytes:
        said.append(line[:4].upper())
        if b"gone@" in line or line.upper().startswith(b"RSET"):
            return b"503 Not now\r\n"
        return {b"DATA": b"354 Go on\r\n"}.get(line.strip().upper(), b"250 OK\r\n")

    with scripted(say) as port:
        sending = relay(Server(port=port))
        with pytest.raises(DeliveryFailed, match="Not now"):
            sending.deliver(to("gone"))
        sending.deliver(to("next"))
        sending.close()
    assert said.count(b"EHLO") == 2


def test_a_reply_that_never_ends_fails_its_mail_only() -> None:
    def say(line: bytes) -> bytes:
        if b"long@" in line:
            return b"250 " + b"x" * 9000 + b"\r\n"
        return {b"DATA": b"354 Go on\r\n", b".": b"250 Queued\r\n"}.get(line.strip().upper(), b"250 OK\r\n")

    with scripted(say) as port:
        sending = relay(Server(port=port))
        with pytest.raises(DeliveryFailed, match="hung up"):
            sending.deliver(to("long"))
        sending.deliver(to("next"))
        sending.close()


@contextmanager
def scripted(say: Callable[[bytes], bytes]) -> Iterator[int]:
    """Run a server that answers each line as it is told to, but for the lines of a mail; give its port."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail.example\r\n")
            is_mail = False
            for line in self.rfile:
                if is_mail and line != b".\r\n":
                    continue
                answer = say(line)
                is_mail = not is_mail and answer.startswith(b"354")
                try:
                    self.wfile.write(answer)
                except OSError:
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def test_an_address_beyond_ascii_goes_only_where_it_is_understood() -> None:
    mail = replace(MAIL, recipient="jürg@bücher.example")
    with serving() as server:
        sending = relay(server)
        sending.deliver(mail)
        sending.deliver(MAIL)
        sending.close()
    assert [one.recipient for one in server.received] == ["jürg@xn--bcher-kva.example", "anna@client.example"]
    with serving(smtputf8=False) as server:
        sending = relay(server)
        with pytest.raises(DeliveryFailed, match="beyond ASCII"):
            sending.deliver(mail)
        sending.close()
