"""Support and VIP codes: how their digits come about, how they are shown and typed, and how long they hold.

A code is nine digits of a MAC and a check digit. The MAC is over whose code it is and a counter, under a key derived
from the installation's master key; a second derived key makes the hash that alone is stored. From a copy of the
database no code can be computed or verified (rules: how codes work).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from datetime import datetime, timedelta
from enum import StrEnum

DIGITS = 9
"""Of the MAC; the check digit comes after them."""

LIFETIME = timedelta(hours=24)
"""How long a support code lives from its issue."""

GRACE = timedelta(minutes=15)
"""How long the desk still takes a support code that has run out: the caller may have read it just before."""

LONGEST_TYPED = 100
"""What is longer is no code, however it is spaced."""


class CodeKind(StrEnum):
    """What a code is for."""

    SUPPORT = "support"
    """A person's, in one organisation."""
    VIP = "vip"
    """An organisation's."""


_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""The quasigroup of order ten of H. Michael Damm's thesis: any wrong digit and any swap of neighbours is noticed."""

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212\u200b\u2060\ufeff]+")
"""What people and programs put between the groups: blanks of any width, dots, hyphens and dashes."""

_LETTER = {CodeKind.SUPPORT: b"S", CodeKind.VIP: b"V"}


def derived_key(master: bytes, purpose: str) -> bytes:
    """Return the key for one purpose; from one derived key neither the master key nor another one can be found."""
    return hmac.digest(master, f"resellertui {purpose}".encode(), hashlib.sha256)


def message_of(kind: CodeKind, user_id: int | None, org_id: int, counter: int) -> bytes:
    """Return what the MAC is over: a letter and three numbers, each at its place, so that no two readings agree."""
    return struct.pack(">cQQQ", _LETTER[kind], user_id or 0, org_id, counter)


def truncated(mac: bytes, digits: int) -> str:
    """Return decimal digits of a MAC by the dynamic truncation of RFC 4226, section 5.3."""
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def check_digit(digits: str) -> str:
    """Return the digit after which the whole is balanced, by Damm's algorithm."""
    interim = 0
    for one in digits:
        interim = int(_DAMM[interim][int(one)])
    return str(interim)


def code_of(key: bytes, kind: CodeKind, user_id: int | None, org_id: int, counter: int) -> str:
    """Return the ten digits of a code under the derived key of codes."""
    digits = truncated(hmac.digest(key, message_of(kind, user_id, org_id, counter), hashlib.sha256), DIGITS)
    return digits + check_digit(digits)


def kept_of(key: bytes, code: str) -> str:
    """Return what is stored of a code, under the derived key of hashes."""
    return hmac.digest(key, code.encode(), hashlib.sha256).hex()


def read_code(typed: str) -> str | None:
    """Return the ten digits that were typed or pasted, or None for what can be no code.

    Blanks, dots and dashes may stand anywhere. Only the ten ASCII digits count: other scripts' digits, which look alike
    or not, are no code.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    digits = _SEPARATORS.sub("", typed)
    if re.fullmatch(r"[0-9]{10}", digits) is None:
        return None
    return digits if check_digit(digits) == "0" else None


def shown(code: str) -> str:
    """Return the code in groups, as it is read out: `123 456 789 0`."""
    return " ".join(part for part in (code[:3], code[3:6], code[6:9], code[9:]) if part)


def lives_until(issued: datetime) -> datetime:
    """Return until when a support code is shown as its owner's."""
    return issued + LIFETIME


def ended_by_successor(expires: datetime) -> datetime:
    """Return what is kept as the end of a code after which a new one was shown: it ended when it ran out."""
    return expires


def killed(now: datetime, expires: datetime | None) -> datetime:
    """Return what is kept as the end of a code that was renewed, or died with its key: never the moment it ran out."""
    return now + timedelta.resolution if now == expires else now


def verifies_at(now: datetime, issued: datetime, expires: datetime | None, ended: datetime | None = None) -> bool:
    """Return whether the desk takes a code: while it lives, and for the grace after it ran out by itself.

    One that was renewed is dead at once, in its grace too. A VIP code does not run out by itself (`expires` is None).
    """
    if now < issued or (ended is not None and ended != expires):
        return False
    return expires is None or now < expires + GRACE
