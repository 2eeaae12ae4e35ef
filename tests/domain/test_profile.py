"""A person's profile and SSH keys: what each field takes, with the reason where it does not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from tests.hostile import FORBIDDEN, HOSTILE
from tests.ssh_samples import ECDSA_384, ECDSA_521, ED25519, FINGERPRINTS, RSA_1024, RSA_2048

from resellertui.domain.calendar import PROVIDER_ZONE
from resellertui.domain.errors import Conflict, Invalid
from resellertui.domain.profile import (
    check_same,
    check_version,
    is_use_noted,
    normalise_profile,
    normalise_time_zone,
    problems_of,
    zone_of,
    zone_words,
)
from resellertui.domain.ssh_key import label_from, parse_public_key

GOOD = {"name": "Marie Dupont", "language": "fr-CH", "time_zone": "europe/rome"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def field(*parts: bytes) -> bytes:
    """Return strings as SSH writes them."""
    return b"".join(len(one).to_bytes(4, "big") + one for one in parts)


def line(kind: str, blob: bytes, comment: str = "") -> str:
    """Return an authorized_keys line."""
    return f"{kind} {base64.b64encode(blob).decode()} {comment}".strip()


def reason_against(text: str) -> str:
    """Return why a text is no key."""
    with pytest.raises(Invalid) as refusal:
        parse_public_key(text)
    assert [one.field for one in refusal.value.fields] == ["key"]
    return refusal.value.fields[0].reason


def test_a_profile_is_stored_tidy_and_once_more_the_same() -> None:
    stored = normalise_profile(GOOD)

    assert stored == {"name": "Marie Dupont", "language": "fr", "time_zone": "Europe/Rome"}
    assert normalise_profile(stored) == stored


def test_every_field_that_is_wrong_says_why_with_an_example() -> None:
    problems = problems_of({"name": " ", "language": "klingon", "time_zone": "Mars/Olympus"})

    assert "Marie Dupont" in problems["name"]
    assert "such as en" in problems["language"]
    assert "Europe/Rome" in problems["time_zone"]
    assert problems_of(GOOD) == {}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("", ""), ("  ", ""), ("UTC", "UTC"), ("AMERICA/new york", "America/New_York"), ("asia/tokyo", "Asia/Tokyo")],
)
def test_a_time_zone_is_typed_in_any_case(typed: str, stored: str) -> None:
    assert normalise_time_zone(typed) == stored


def test_no_zone_and_a_zone_that_is_not_there_are_the_providers() -> None:
    assert zone_of("") is PROVIDER_ZONE
    assert zone_of("../../etc/passwd") is PROVIDER_ZONE
    assert zone_of("Mars/Olympus") is PROVIDER_ZONE
    assert zone_of("Asia/Tokyo").key == "Asia/Tokyo"
    assert "Europe/Zurich" in zone_words("")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_refused_or_kept_harmless(text: str) -> None:
    values = {"name": text, "language": text, "time_zone": text}
    problems = problems_of(values)

    assert {"language"} <= problems.keys()
    if "name" not in problems:
        assert not FORBIDDEN & {ord(ch) for ch in normalise_profile(GOOD | {"name": text})["name"]}
    label = label_from(text)
    assert not FORBIDDEN & {ord(ch) for ch in label}
    assert len(label) <= 300
    reason_against(text)
    assert parse_public_key(f"{ED25519.rsplit(' ', 1)[0]} x{text.splitlines()[0].strip()}").label.startswith("x")


def test_a_profile_changed_meanwhile_is_a_conflict_and_passwords_are_typed_twice_alike() -> None:
    check_version(None, 3)
    check_version(3, 3)
    with pytest.raises(Conflict, match="changed elsewhere"):
        check_version(2, 3)
    check_same("a", "a")
    with pytest.raises(Invalid, match="not the same"):
        check_same("a", "b")


def test_use_is_noted_once_an_hour() -> None:
    assert not is_use_noted(None, NOW)
    assert is_use_noted(NOW - timedelta(minutes=59), NOW)
    assert not is_use_noted(NOW - timedelta(hours=1), NOW)


@pytest.mark.parametrize("text", [ED25519, ECDSA_384, ECDSA_521, RSA_2048])
def test_a_key_has_the_fingerprint_that_ssh_keygen_says(text: str) -> None:
    key = parse_public_key(f"  {text}\n")

    assert key.fingerprint == FINGERPRINTS[text]
    assert key.line == " ".join(text.split()[:2])
    assert parse_public_key(key.line).fingerprint == key.fingerprint


def test_the_comment_is_the_label() -> None:
    assert parse_public_key(ED25519).label == "marie@laptop"
    assert parse_public_key(ECDSA_384).label == "two words"
    assert parse_public_key(RSA_2048).label == ""


def test_keys_of_security_devices_are_taken() -> None:
    ed = b"sk-ssh-ed25519@openssh.com"
    ec = b"sk-ecdsa-sha2-nistp256@openssh.com"
    first = parse_public_key(line(ed.decode(), field(ed, b"k" * 32, b"ssh:"), "yubi"))
    second = parse_public_key(line(ec.decode(), field(ec, b"nistp256", b"\x04" + b"p" * 64, b"ssh:")))

    assert (first.kind, first.label) == ("sk-ssh-ed25519@openssh.com", "yubi")
    assert second.kind == ec.decode()


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
        "PuTTY-User-Key-File-3: ssh-ed25519",
    ],
)
def test_a_private_key_is_refused_as_one(text: str) -> None:
    assert "This is a private key" in reason_against(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ssh-ed25519 AAAAC3Nz"),
        ("hello", "ssh-ed25519 AAAAC3Nz"),
        ("ssh-ed25519", "damaged"),
        (f"{ED25519}\n{RSA_2048}", "one line"),
        ("ssh-rsa " + "A" * 9000, "one line"),
        (f'command="rm -rf /",restrict {ED25519}', "Leave out the options"),
        ("ssh-dss AAAA x", "DSA"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA x", "certificate"),
        (RSA_1024, "1024 bits"),
        (ED25519.replace("ssh-ed25519 ", "ssh-rsa "), "damaged"),
        (ED25519.replace("AAAAC3", "AAAAC4"), "damaged"),
        ("ssh-ed25519 not*base64 x", "damaged"),
        (line("ssh-ed25519", field(b"ssh-ed25519", b"k" * 31)), "damaged"),
        (line("ssh-ed25519", field(b"ssh-ed25519", b"k" * 32) + b"more"), "damaged"),
        (line("ssh-ed25519", b"\xff\xff\xff\xff"), "damaged"),
        (line("ecdsa-sha2-nistp256", field(b"ecdsa-sha2-nistp256", b"nistp384", b"\x04" + b"p" * 96)), "damaged"),
        (line("ecdsa-sha2-nistp256", field(b"ecdsa-sha2-nistp256", b"nistp256", b"\x03" + b"p" * 32)), "damaged"),
        (line("ssh-rsa", field(b"ssh-rsa", b"\x02", b"\x00" + b"\xff" * 256)), "damaged"),
    ],
)
def test_what_is_no_key_says_what_is_wrong(text: str, words: str) -> None:
    assert words in reason_against(text)
