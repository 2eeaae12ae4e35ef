"""VIES and the UID register on loopback: a real HTTP server that speaks their SOAP, its failures included."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = "urn:ec.europa.eu:taxud:vies:services:checkVat:types"
UID = "http://www.uid.admin.ch/xmlns/uid-wse"

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


class RegistryServer(ThreadingHTTPServer):
    """Both registries. `mode` says how it answers: `answer`, the word of a fault, or a way to fail."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "answer"
        self.known: set[str] = set()
        """The numbers that are valid; a UID with MWST is registered for VAT too."""
        self.elsewhere = ""
        """Where `redirect` points to."""
        self.asked: list[str] = []
        self.actions: list[str] = []
        self.over = threading.Event()

    def address(self, registry: str) -> str:
        """Return the address of `vies` or `uid`."""
        return f"http://127.0.0.1:{self.server_address[1]}/{registry}"


@contextmanager
def registry_server() -> Iterator[RegistryServer]:
    """Give the server while the block lasts."""
    server = RegistryServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def envelope(body: str) -> str:
    """Return a SOAP 1.1 envelope."""
    return (
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/>'
        f"<env:Body>{body}</env:Body></env:Envelope>"
    )


def fault(word: str) -> str:
    """Return the envelope of a fault."""
    return envelope(f"<env:Fault><faultcode>env:Server</faultcode><faultstring>{word}</faultstring></env:Fault>")


def vies_answer(country: str, number: str, valid: str) -> str:
    """Return what VIES says of a number."""
    return envelope(
        f'<ns2:checkVatResponse xmlns:ns2="{TYPES}"><ns2:countryCode>{country}</ns2:countryCode>'
        f"<ns2:vatNumber>{number}</ns2:vatNumber><ns2:requestDate>2026-11-23+01:00</ns2:requestDate>"
        f"<ns2:valid>{valid}</ns2:valid><ns2:name>BOUTIQUE \x9b SAS</ns2:name><ns2:address>1 RUE\n69001 LYON"
        "</ns2:address></ns2:checkVatResponse>"
    )


class _Handler(BaseHTTPRequestHandler):
    server: RegistryServer

    def log_message(self, *_line: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.actions.append(self.headers["SOAPAction"])
        right = self._right_answer(text)
        mode = self.server.mode
        if mode == "answer":
            self._send(right)
        elif mode.isupper() or mode in {"Request_limit_exceeded", "Data_validation_failed"}:
            self._send(fault(mode), status=500)
        elif mode.startswith("http_"):
            self._send("<html>sorry</html>", status=int(mode[5:]), kind="text/html")
        else:
            getattr(self, f"_{mode}")(right)

    def _right_answer(self, text: str) -> str:
        if self.path == "/vies":
            found = re.search(
                rf'<checkVat xmlns="{TYPES}"><countryCode>(\w+)</countryCode><vatNumber>(.+)</vatNumber>', text
            )
            assert found is not None, text
            number = found[1] + found[2]
            self.server.asked.append(number)
            return vies_answer(found[1], found[2], str(number in self.server.known).lower())
        found = re.search(rf'<(ValidateUID|ValidateVatNumber) xmlns="{UID}"><(uid|vatNumber)>(.+)</\2></\1>', text)
        assert found is not None, text
        assert self.headers["SOAPAction"] == f'"{UID}/IPublicServices/{found[1]}"'
        number = re.sub(r"[-.]", "", found[3]) + ("MWST" if found[2] == "vatNumber" else "")
        self.server.asked.append(number)
        result = str(number in self.server.known).lower()
        verb = found[1]
        return envelope(f'<{verb}Response xmlns="{UID}"><{verb}Result>{result}</{verb}Result></{verb}Response>')

    def _send(self, text: str, *, status: int = 200, kind: str = "text/xml; charset=utf-8", longer: int = 0) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) + longer))
        self.end_headers()
        self.wfile.write(content)

    def _slow(self, right: str) -> None:
        """Answer when nobody waits any more."""
        self.server.over.wait(10)

    def _drip(self, right: str) -> None:
        """Send a little now and then, so that no single wait is long."""
        self.send_response(200)
        self.flush_headers()
        try:
            while not self.server.over.wait(0.02):
                self.wfile.write(b"X-Wait: 1\r\n")
        except OSError:
            return

    def _close(self, right: str) -> None:
        self.close_connection = True

    def _half(self, right: str) -> None:
        self._send(right, longer=400)
        self.close_connection = True

    def _garbled(self, right: str) -> None:
        self._send(right[:-40])

    def _bytes(self, right: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(b"\xff\xfe\x00\x1b[31m")

    def _huge(self, right: str) -> None:
        self._send(right + " " * 1_000_000)

    def _doctype(self, right: str) -> None:
        self._send(BOMB + right.replace("BOUTIQUE", "&c;&c;&c;"))

    def _redirect(self, right: str) -> None:
        self.send_response(302)
        self.send_header("Location", self.server.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _html(self, right: str) -> None:
        self._send(right, kind="text/html")

    def _other(self, right: str) -> None:
        """Answer about another number."""
        self._send(vies_answer("FR", "40303265045", "true"))

    def _empty(self, right: str) -> None:
        self._send(envelope(""))

    def _both(self, right: str) -> None:
        """Say valid and not valid in one breath."""
        self._send(right.replace("<ns2:name>", "<ns2:valid>true</ns2:valid><ns2:name>"))

    def _bare(self, right: str) -> None:
        """Leave the envelope out."""
        self._send(re.sub(r"</?env:\w+[^>]*>", "", right).replace("BOUTIQUE", "true"))
