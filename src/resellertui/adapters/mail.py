"""How an outgoing mail becomes bytes, and the transport that needs no set-up: a folder of `.eml` files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from resellertui.adapters.filesystem import make_private_folder, safe_name, write_private
from resellertui.adapters.mail_html import add_html
from resellertui.domain.errors import ResellerError
from resellertui.domain.text import visible
from resellertui.domain.wording import _

_LINE = 78
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LOCAL_PART = re.compile(r"[^\s.@()<>\[\]:;,\\\"]+(\.[^\s.@()<>\[\]:;,\\\"]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+)>?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")
_MEDIA_TYPE = re.compile(r"([a-z0-9]+)/([a-z0-9][a-z0-9.+-]*)")
_BYTES = ("application", "octet-stream")
_LONGEST_FILE_NAME = 120


class DeliveryFailed(ResellerError):
    """A mail could not be handed over; it stays in the outbox."""

    code = "delivery_failed"


class TransportTrouble(DeliveryFailed):
    """Nothing at all can be handed over for now: it is not the mail's fault, and others would fare no better."""


class ServerSilent(DeliveryFailed):
    """The server said nothing more of this mail: the next ones are for a later delivery, or each would wait as long."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    """Such as `application/pdf`; anything else than a media type counts as bytes of no known kind."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One mail to one reader, as it lies in the outbox."""

    message_id: str
    """The whole Message-ID, with or without its angle brackets; the same at every attempt."""
    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    subject: str
    body: str
    language: str
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()


class MailTransport(Protocol):
    """Hands mails over to the world."""

    def deliver(self, message: OutgoingMail) -> None:
        """Hand the mail over; doing so twice sends the same bytes twice.

        Raises:
            DeliveryFailed: it was not handed over.
            ServerSilent: nobody knows whether it was, after a long wait.
            TransportTrouble: nor would any other mail be.
        """
        ...

    def close(self) -> None:
        """Give back what is open; the next mail opens it again."""
        ...


class EmlFolder:
    """Delivers into a private folder, one `.eml` file a mail: what any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file_of(self, message: OutgoingMail) -> Path:
        """Return the file that holds the mail once it is delivered."""
        moment = message.created_at.astimezone(UTC)
        return self._folder / f"{moment:%Y%m%dT%H%M%SZ}-{safe_name(message.message_id.strip('<>'))}.eml"

    def deliver(self, message: OutgoingMail) -> None:
        """Write the mail's file, whole or not at all."""
        content = render(message)
        try:
            make_private_folder(self._folder)
            write_private(self.file_of(message), content)
        except OSError as error:
            raise TransportTrouble(
                _("The mail could not be written to {folder}.").format(folder=self._folder),
                _("The reason: {reason}.").format(reason=error.strerror or error),
                _("It stays in the outbox. Make the folder writable and deliver again."),
            ) from error

    def close(self) -> None:
        """Do nothing: no file stays open."""


def render(message: OutgoingMail) -> bytes:
    """Return the mail as RFC 5322 bytes, always the same for the same mail.

    Control characters in names, subject and body are made visible, so none can start a header or steer a terminal.
    An address whose local part is not ASCII is written as is (RFC 6532).

    Raises:
        DeliveryFailed: an address, the Message-ID or the language is none.
    """
    content = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    body = re.sub(r"\r\n?", "\n", message.body).replace("\t", "    ")
    text = visible(body, multiline=True)
    content.set_content(text)
    message_id = _matched(_MESSAGE_ID, message.message_id)[1]
    head = (
        ("Message-ID", f"<{message_id}>"),
        ("Date", format_datetime(message.created_at.astimezone(UTC))),
        ("From", _mailbox("From", message.sender_name, message.sender)),
        ("To", _mailbox("To", message.recipient_name, message.recipient)),
        ("Subject", _unstructured("Subject", message.subject)),
        ("Content-Language", _matched(_LANGUAGE, message.language)[0].replace("_", "-")),
        ("Auto-Submitted", "auto-generated"),
    )
    add_html(
        content,
        text=text,
        title=visible(message.subject).strip(),
        provider=visible(message.sender_name).strip(),
        language=message.language.replace("_", "-"),
        key=message_id,
    )
    _attach(content, message.attachments, message_id)
    return "".join(f"{name}: {value}\r\n" for name, value in head).encode() + content.as_bytes()


def _attach(content: EmailMessage, attachments: Sequence[Attachment], message_id: str) -> None:
    """Put the files behind the text; without any, the mail stays as it is."""
    for one in attachments:
        kind = _MEDIA_TYPE.fullmatch(one.media_type)
        main, sub = kind.groups() if kind and kind[1] not in ("text", "multipart", "message") else _BYTES
        content.add_attachment(one.content, maintype=main, subtype=sub, filename=_file_name(one.name))
    if attachments:
        # The library would draw it at random, and the same mail must have the same bytes at every attempt.
        content.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:40]}")


def _file_name(name: str) -> str:
    shown = re.sub(r'[\\/:*?"<>|]', "-", visible(name)).strip(" .")
    if len(shown) > _LONGEST_FILE_NAME:
        stem, dot, ending = shown.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) < 8 else ""
        shown = shown[: _LONGEST_FILE_NAME - len(kept)] + kept
    return shown or "file"


def _mailbox(header: str, name: str, address: str) -> str:
    local, _at, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    if visible(local) != local or not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise _malformed(address)
    phrase = visible(name).strip()
    if not phrase:
        return f"{local}@{ascii_domain}"
    # Not email.headerregistry: when it folds a long quoted name it drops the quotes, and a comma or a "<" in the name
    # becomes another recipient.
    plain = _ATOMS.fullmatch(phrase) and "=?" not in phrase and len(phrase) + len(address) + len(header) < _LINE - 6
    return f"{phrase} <{local}@{ascii_domain}>" if plain else f"{_encoded(header, phrase)}\r\n <{local}@{ascii_domain}>"


def _unstructured(header: str, text: str) -> str:
    shown = visible(text).strip()
    plain = shown.isascii() and "=?" not in shown and len(shown) + len(header) + 2 <= _LINE
    return shown if plain else _encoded(header, shown)


def _encoded(header: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=_LINE - 2, header_name=header).encode(linesep="\r\n")


def _matched(pattern: re.Pattern[str], value: str) -> re.Match[str]:
    match = pattern.fullmatch(value)
    if match is None:
        raise _malformed(value)
    return match


def _malformed(value: str) -> DeliveryFailed:
    return DeliveryFailed(
        _("The mail can't be sent as it is."),
        _("“{value}” can't stand in a mail's head.").format(value=visible(value)),
        _("Correct the address and send it again."),
    )
