"""One SOAP question over HTTP, to a server that is not trusted.

It has one deadline for everything, an answer of limited size, and one connection: no redirect is followed, no proxy
used. An answer with a document type is refused before any of its entities could be expanded.
"""

from __future__ import annotations

import http.client
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR, socket
from typing import Final
from urllib.parse import urlsplit
from xml.parsers import expat  # the parser is told below to refuse what makes XML dangerous

from resellertui.domain.registry import is_allowed_address

MOST_BYTES: Final = 64 * 1024
"""The longest answer that is read; ours have about one thousand bytes."""

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_XML_TYPES = frozenset({"text/xml", "application/xml", "application/soap+xml"})

Texts = dict[tuple[str, str], str]
"""The texts within the body's one element, by its name and their own, each with its namespace before it."""


class NoAnswer(Exception):
    """Nothing came back, or not all of it."""

    def __init__(self, told: str, *, is_slow: bool) -> None:
        super().__init__(told)
        self.told = told
        """What is known of the failure, in the words of whoever noticed it."""
        self.is_slow = is_slow


class Unreadable(Exception):
    """What came back is no SOAP answer."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    content_type: str
    body: bytes
    is_whole: bool
    """False where it is longer than what is read."""

    @property
    def text(self) -> str:
        """It as text, as it came; bytes that are none are spelled out."""
        return self.body.decode(errors="backslashreplace").replace("\0", "\\x00")


def post(url: str, action: str, body: str, timeout: float) -> Response:
    """Ask a server, and return what it says, whatever its status.

    Raises:
        NoAnswer: it can't be reached, breaks off, or takes longer than the time-out for all of it.
    """
    if not is_allowed_address(url):
        raise NoAnswer(f"{url} is neither https nor on this machine", is_slow=False)
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout)
    late = threading.Event()

    def cut() -> None:
        late.set()
        if (open_socket := connection.sock) is not None:
            with suppress(OSError):
                socket.shutdown(open_socket, SHUT_RDWR)  # the plain one: TLS stays whole for whoever reads it

    # A server that sends a byte now and then never runs into a socket's own time-out.
    deadline = threading.Timer(timeout, cut)
    deadline.daemon = True
    deadline.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, _enveloped(body), _headers(action))
        with connection.getresponse() as response:
            content = response.read(MOST_BYTES + 1)
            announced = response.length
            content_type = response.headers.get_content_type()
            status = response.status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_told(error), is_slow=late.is_set() or isinstance(error, TimeoutError)) from error
    finally:
        deadline.cancel()
        connection.close()
    if late.is_set():
        raise NoAnswer("the answer was cut off at the time-out", is_slow=True)
    is_whole = len(content) <= MOST_BYTES
    if is_whole and announced:  # the connection was closed before all of it had come
        raise NoAnswer(f"the answer broke off {announced} bytes before its end", is_slow=False)
    return Response(status, content_type, content[:MOST_BYTES], is_whole)


def texts_of(response: Response) -> Texts:
    """Return the texts of a SOAP 1.1 answer; those of a fault stand under `fault`.

    Raises:
        Unreadable: it is too long, not said to be XML, no XML, has a document type, or is no SOAP envelope.
    """
    if not response.is_whole:
        raise Unreadable("too long")
    if response.content_type not in _XML_TYPES:
        raise Unreadable(f"not XML but {response.content_type}")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(response.body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(str(error)) from error
    return reader.texts


class _Reader:
    """What the parser tells of the body of an envelope."""

    def __init__(self) -> None:
        self.texts: Texts = {}
        self._path: list[str] = []

    def doctype(self, *_declared: object) -> None:
        raise Unreadable("a document type")

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if not self._path and name != f"{_ENVELOPE} Envelope":
            raise Unreadable("no envelope")
        self._path.append(name)

    def end(self, _name: str) -> None:
        self._path.pop()

    def characters(self, data: str) -> None:
        if len(self._path) != 4 or self._path[1] != f"{_ENVELOPE} Body":
            return
        parent, own = self._path[2:]
        key = ("fault" if parent == f"{_ENVELOPE} Fault" else parent, own)
        self.texts[key] = self.texts.get(key, "") + data


def _connection(scheme: str, host: str, port: int | None, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _enveloped(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soap:Envelope xmlns:soap="{_ENVELOPE}"><soap:Body>{body}</soap:Body></soap:Envelope>'
    ).encode()


def _headers(action: str) -> dict[str, str]:
    return {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"{action}"',
        "Accept": "text/xml",
        "User-Agent": "resellertui",
    }


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
