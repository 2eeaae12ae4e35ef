"""Asking registries over HTTP: what each answer, fault and failure of a real server on loopback becomes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from time import monotonic

import pytest
from tests.registries import RegistryServer, registry_server

from resellertui.adapters.registry import NoRegistry, Reply, SoapRegistries
from resellertui.adapters.soap import MOST_BYTES
from resellertui.domain.registry import Reason, Source, State

FRENCH = "FR61954506077"
SWISS = "CHE100155212"
TIMEOUT = 0.2


@pytest.fixture(scope="module")
def running() -> Iterator[RegistryServer]:
    """Give one server for all tests of this module."""
    with registry_server() as server:
        yield server


@pytest.fixture
def server(running: RegistryServer) -> RegistryServer:
    """Give the server as it is when nothing was asked."""
    running.mode, running.known = "answer", {FRENCH, SWISS}
    running.asked.clear()
    running.actions.clear()
    return running


def client(server: RegistryServer, timeout: float = 5) -> SoapRegistries:
    return SoapRegistries({one: server.address(one.value) for one in Source}, timeout)


def ask(server: RegistryServer, mode: str, source: Source = Source.VIES, number: str = FRENCH) -> Reply:
    """Ask one question of a server that answers in this way."""
    server.mode = mode
    (reply,) = client(server, TIMEOUT if mode in {"slow", "drip"} else 5).ask(source, number)
    return reply


def test_vies_says_valid_and_not_valid_and_its_words_are_kept(server: RegistryServer) -> None:
    (valid,) = client(server).ask(Source.VIES, FRENCH)
    (invalid,) = client(server).ask(Source.VIES, "EL094259216")

    assert (valid.number, valid.state, valid.reason) == (FRENCH, State.VALID, None)
    assert "<ns2:valid>true</ns2:valid>" in valid.raw
    assert "BOUTIQUE \x9b SAS" in valid.raw
    assert (invalid.state, invalid.reason) == (State.INVALID, None)
    assert server.asked == [FRENCH, "EL094259216"]


def test_the_uid_register_answers_two_questions(server: RegistryServer) -> None:
    replies = client(server).ask(Source.UID, SWISS)

    assert [(one.number, one.state) for one in replies] == [(SWISS, State.VALID), (f"{SWISS}MWST", State.INVALID)]
    server.known.add(f"{SWISS}MWST")
    assert client(server).ask(Source.UID, SWISS)[1].state is State.VALID


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("MS_UNAVAILABLE", Reason.COUNTRY_DOWN),
        ("MS_MAX_CONCURRENT_REQ", Reason.TOO_OFTEN),
        ("MS_MAX_CONCURRENT_REQ_TIME", Reason.TOO_OFTEN),
        ("GLOBAL_MAX_CONCURRENT_REQ", Reason.TOO_OFTEN),
        ("GLOBAL_MAX_CONCURRENT_REQ_TIME", Reason.TOO_OFTEN),
        ("SERVICE_UNAVAILABLE", Reason.DOWN),
        ("SERVER_BUSY", Reason.TOO_OFTEN),
        ("TIMEOUT", Reason.SLOW),
        ("INVALID_INPUT", Reason.NOT_ACCEPTED),
        ("VAT_BLOCKED", Reason.BLOCKED),
        ("IP_BLOCKED", Reason.BLOCKED),
        ("SOMETHING_NEW", Reason.DOWN),
        ("http_500", Reason.DOWN),
        ("http_503", Reason.DOWN),
        ("http_429", Reason.TOO_OFTEN),
        ("http_403", Reason.BLOCKED),
        ("http_404", Reason.UNREADABLE),
        ("http_200", Reason.UNREADABLE),
        ("slow", Reason.SLOW),
        ("drip", Reason.SLOW),
        ("close", Reason.DOWN),
        ("half", Reason.DOWN),
        ("garbled", Reason.UNREADABLE),
        ("bytes", Reason.UNREADABLE),
        ("huge", Reason.UNREADABLE),
        ("doctype", Reason.UNREADABLE),
        ("html", Reason.UNREADABLE),
        ("other", Reason.UNREADABLE),
        ("empty", Reason.UNREADABLE),
        ("both", Reason.UNREADABLE),
        ("bare", Reason.UNREADABLE),
    ],
)
def test_every_failure_leaves_the_number_unknown_for_its_reason(
    server: RegistryServer, mode: str, reason: Reason
) -> None:
    server.known.clear()  # what could be read of an answer would say that the number is not valid
    begin = monotonic()
    reply = ask(server, mode)

    assert (reply.state, reply.reason) == (State.UNKNOWN, reason)
    assert reply.raw  # what came back, or what went wrong, is kept
    assert len(reply.raw) <= MOST_BYTES
    assert "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" not in reply.raw  # no entity was expanded
    assert monotonic() - begin < 4


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("Request_limit_exceeded", Reason.TOO_OFTEN), ("Data_validation_failed", Reason.NOT_ACCEPTED)],
)
def test_the_uid_register_fails_in_its_own_words_and_is_not_asked_on(
    server: RegistryServer, mode: str, reason: Reason
) -> None:
    reply = ask(server, mode, Source.UID, SWISS)

    assert (reply.number, reply.state, reply.reason) == (SWISS, State.UNKNOWN, reason)
    assert server.asked == [SWISS]


def test_a_redirect_is_not_followed(server: RegistryServer) -> None:
    with registry_server() as other:
        server.elsewhere = other.address("vies")
        reply = ask(server, "redirect")

        assert (reply.state, reply.reason) == (State.UNKNOWN, Reason.MOVED)
        assert other.asked == []


def test_where_nobody_listens_the_registry_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (reply,) = SoapRegistries({Source.VIES: f"http://127.0.0.1:{port}/"}, 2).ask(Source.VIES, FRENCH)

    assert (reply.state, reply.reason) == (State.UNKNOWN, Reason.DOWN)
    assert "refused" in reply.raw


def test_a_server_that_takes_the_connection_and_says_nothing_of_tls_is_left_in_time() -> None:
    """The one deadline holds for the handshake too."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        (reply,) = SoapRegistries({Source.VIES: f"https://127.0.0.1:{mute.getsockname()[1]}/"}, TIMEOUT).ask(
            Source.VIES, FRENCH
        )

    assert (reply.state, reply.reason) == (State.UNKNOWN, Reason.SLOW)


def test_another_machine_is_not_asked_without_tls() -> None:
    (reply,) = SoapRegistries({Source.VIES: "http://registry.example/"}, 2).ask(Source.VIES, FRENCH)

    assert (reply.state, reply.reason) == (State.UNKNOWN, Reason.DOWN)
    assert "neither https nor on this machine" in reply.raw


def test_a_hostile_number_stays_a_text_of_the_question(server: RegistryServer) -> None:
    (reply,) = client(server).ask(Source.VIES, "FR<valid>true</valid>&x;")

    assert reply.state is State.UNKNOWN or reply.state is State.INVALID
    assert server.asked == ["FR&lt;valid&gt;true&lt;/valid&gt;&amp;x;"]


def test_switched_off_nobody_is_asked() -> None:
    assert NoRegistry().sources == frozenset()
    with pytest.raises(LookupError):
        NoRegistry().ask(Source.VIES, FRENCH)
