"""Mails as bytes, whatever names and texts hold, and the folder that they are delivered to."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.adapters.mail import Attachment, DeliveryFailed, EmlFolder, OutgoingMail, render
from resellertui.domain.text import visible

MAIL = OutgoingMail(
    message_id="<0190a1-2@resellertui.example>",
    sender="no-reply@provider.example",
    sender_name="Provider",
    recipient="anna@client.example",
    recipient_name="Anna Müller",
    subject="A partner asks for access",
    body="Hello Anna,\n\nPrice: 1\u202f000,00\u00a0€\n",
    language="en",
    created_at=datetime(2026, 11, 30, 12, 0, tzinfo=UTC),
)
HEADERS = ["Message-ID", "Date", "From", "To", "Subject", "Content-Language", "Auto-Submitted"]
HOSTILE = [
    "Anna\r\nBcc: victim@example.com",
    "Anna\n\nA body of my own",
    'x" <victim@example.com>, "',
    "a, b <victim@example.com>, " * 12,
    "O'Neil, Inc. " * 25,
    '"' * 300,
    "日本" * 150,
    "😀" * 300,
    "=?utf-8?q?Bcc:_victim=40example.com?=",
    "\x1b]52;c;ZXZpbA==\x07",
    "\u202egnp.exe",
    "\ud800",
    "\x85\u2028\x00\x7f",
    "[bold]Acme[/]",
    "",
    " ",
]


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def body(content: bytes, kind: str = "plain") -> str:
    part = parsed(content).get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


def recipients(content: bytes) -> list[tuple[str, str]]:
    raw = message_from_bytes(content)["To"]
    return [(str(make_header(decode_header(name))), address) for name, address in getaddresses([raw])]


def test_a_mail_carries_its_parts_and_nothing_of_its_own_making() -> None:
    message = parsed(render(MAIL))

    assert message["Message-ID"] == "<0190a1-2@resellertui.example>"
    assert parsedate_to_datetime(message["Date"]) == MAIL.created_at
    assert message["From"] == "Provider <no-reply@provider.example>"
    assert message["To"].addresses[0].addr_spec == "anna@client.example"
    assert message["To"].addresses[0].display_name == "Anna Müller"
    assert message["Subject"] == "A partner asks for access"
    assert message["Content-Language"] == "en"
    assert body(render(MAIL)) == MAIL.body


def test_the_same_mail_is_always_the_same_bytes() -> None:
    elsewhere = replace(MAIL, created_at=MAIL.created_at.astimezone(timezone(timedelta(hours=9))))

    assert render(MAIL) == render(replace(MAIL)) == render(elsewhere)


def test_every_line_of_a_mail_is_short_ascii_and_ends_as_smtp_wants() -> None:
    content = render(replace(MAIL, subject="é" * 300, recipient_name="日本" * 150, body="word " * 500))

    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_and_subjects_stay_names_and_subjects(text: str) -> None:
    content = render(replace(MAIL, subject=text, recipient_name=text, sender_name=text))

    shown = visible(text).strip()
    assert recipients(content) == [(shown, "anna@client.example")]
    assert parsed(content)["Subject"] == shown
    assert parsed(content).keys()[: len(HEADERS)] == HEADERS
    assert "Bcc" not in parsed(content)
    assert body(content) == MAIL.body


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_body_reaches_no_terminal_as_control_characters(text: str) -> None:
    content = render(replace(MAIL, body=f"{text}\tend\r\n"))

    assert body(content) == visible(text.replace("\r\n", "\n") + "    end\n", multiline=True)
    assert not any(byte < 32 and byte not in b"\r\n" for byte in content)


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_at_all_adds_a_recipient_or_a_header(name: str, subject: str) -> None:
    content = render(replace(MAIL, subject=subject, recipient_name=name))

    assert [address for _name, address in recipients(content)] == ["anna@client.example"]
    assert parsed(content).keys()[: len(HEADERS)] == HEADERS
    assert body(content) == MAIL.body


@pytest.mark.parametrize(
    "address",
    ["", "anna", "@client.example", "anna@", "a b@client.example", "anna@client.example\r\nBcc: x@y.example",
     "anna@a.example,eve@b.example", "<anna@client.example>", "anna@client..example", "an\u202ena@client.example"],
)  # fmt: skip
def test_what_is_no_address_is_not_sent_to(address: str) -> None:
    with pytest.raises(DeliveryFailed):
        render(replace(MAIL, recipient=address))


def test_addresses_beyond_ascii_are_written_the_way_mail_servers_know() -> None:
    content = render(replace(MAIL, recipient="jörg@bücher.example"))

    assert "Anna" in content.decode() or b"=?utf-8?" in content
    assert "jörg@xn--bcher-kva.example".encode() in content


@pytest.mark.parametrize("change", [{"message_id": "no id\r\nX: y"}, {"message_id": ""}, {"language": "en\r\nX: y"}])
def test_a_damaged_row_of_the_outbox_is_not_sent(change: dict[str, str]) -> None:
    with pytest.raises(DeliveryFailed):
        render(replace(MAIL, **change))  # type: ignore[arg-type]  # mypy can't see which fields these are


def test_a_delivered_mail_is_one_private_file_in_a_private_folder(tmp_path: Path) -> None:
    outbox = EmlFolder(tmp_path / "data" / "outbox")

    outbox.deliver(MAIL)

    (file,) = (tmp_path / "data" / "outbox").iterdir()
    assert file == outbox.file_of(MAIL)
    assert file.name == "20261130T120000Z-0190a1-2@resellertui.example.eml"
    assert file.read_bytes() == render(MAIL)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_delivering_twice_leaves_one_file_byte_for_byte_the_same(tmp_path: Path) -> None:
    outbox = EmlFolder(tmp_path / "outbox")
    outbox.deliver(MAIL)
    before = outbox.file_of(MAIL).read_bytes()

    outbox.deliver(MAIL)

    assert [file.read_bytes() for file in (tmp_path / "outbox").iterdir()] == [before]


def test_mails_of_the_same_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    outbox = EmlFolder(tmp_path / "outbox")

    for message_id in ("<a/b@x.example>", "<a_b@x.example>", "<A_b@x.example>"):
        outbox.deliver(replace(MAIL, message_id=message_id))

    assert len(list((tmp_path / "outbox").iterdir())) == 3


def test_a_folder_that_can_not_be_written_keeps_the_mail_in_the_outbox(tmp_path: Path) -> None:
    (tmp_path / "outbox").touch()

    with pytest.raises(DeliveryFailed) as failure:
        EmlFolder(tmp_path / "outbox").deliver(MAIL)

    assert "outbox" in failure.value.hint


def test_the_html_part_says_what_the_text_says_and_loads_nothing() -> None:
    text = "Hi <b>Anna</b>,\n\n    resellertui join x&y\n\nSee https://a.example/?q=1&r=2. Not javascript:f(1)\n- ünï\n"
    page = body(render(replace(MAIL, body=text, sender_name="Provider & <i>Co</i>")), "html")

    assert "Hi &lt;b&gt;Anna&lt;/b&gt;," in page
    assert "<strong>Provider &amp; &lt;i&gt;Co&lt;/i&gt;</strong>" in page
    assert "resellertui join x&amp;y</pre>" in page
    assert re.findall(r'href="([^"]*)"', page) == ["https://a.example/?q=1&amp;r=2"]
    assert re.findall(r"(?:src|background|@import|url)\s*[=(]", page) == []
    assert "- ünï</p>" in page


@given(st.text(max_size=200))
def test_no_text_at_all_becomes_a_tag_of_the_html_part(text: str) -> None:
    tags = re.compile(r"<(/?)([a-z0-9!]+)")
    page = body(render(replace(MAIL, body=text, subject=text, sender_name=text)), "html")

    ours = {"!doctype", "html", "head", "meta", "title", "body", "div", "p", "strong", "pre", "br", "a"}
    assert {name for _end, name in tags.findall(page.lower())} <= ours
    assert page.count("<div") == page.count("</div") == 1


PDF = Attachment("2026-0001.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff" * 40)


def test_a_mail_without_files_stays_as_it_was() -> None:
    assert render(replace(MAIL, attachments=())) == render(MAIL)
    assert parsed(render(MAIL)).get_content_type() == "multipart/alternative"


def test_files_go_behind_the_unchanged_text_and_are_the_same_bytes_every_time() -> None:
    note = Attachment("note.xml", "application/xml", "<é/>".encode())
    content = render(replace(MAIL, attachments=(PDF, note)))

    message = parsed(content)
    first, *files = message.iter_parts()
    assert message.get_content_type() == "multipart/mixed"
    assert list(message.keys())[: len(HEADERS)] == HEADERS
    alone = parsed(render(MAIL))
    assert first["Content-Type"] == alone["Content-Type"]
    assert [one.as_bytes() for one in first.iter_parts()] == [one.as_bytes() for one in alone.iter_parts()]
    assert [(one.get_filename(), one.get_content_type()) for one in files] == [
        ("2026-0001.pdf", "application/pdf"),
        ("note.xml", "application/xml"),
    ]
    assert [one.get_payload(decode=True) for one in files] == [PDF.content, note.content]
    assert content == render(replace(MAIL, attachments=(PDF, note)))
    assert content != render(replace(MAIL, attachments=(PDF, note), message_id="<other@resellertui.example>"))


@pytest.mark.parametrize("name", [*HOSTILE, 'a"; filename="b.exe', "../../etc/passwd", "Rechnung Müller.pdf"])
def test_no_name_of_a_file_reaches_beyond_it(name: str) -> None:
    content = render(replace(MAIL, attachments=(replace(PDF, name=name, media_type=name),)))

    message = parsed(content)
    (file,) = message.iter_attachments()
    kept = file.get_filename()
    assert list(message.keys())[: len(HEADERS)] == HEADERS
    assert file.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"]
    assert file.get_content_type() == "application/octet-stream"
    assert kept
    assert visible(kept) == kept
    assert not set(kept) & set('/\\:*?"<>|')
    assert len(kept) <= 120
    assert file.get_payload(decode=True) == PDF.content


def test_a_long_name_of_a_file_keeps_its_ending() -> None:
    (file,) = parsed(render(replace(MAIL, attachments=(replace(PDF, name="é" * 300 + ".pdf"),)))).iter_attachments()

    assert file.get_filename() == "é" * 116 + ".pdf"
