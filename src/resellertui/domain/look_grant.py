"""The signed grant of one look through a temporary access: a short text that other tools can verify.

It is a JSON Web Signature in its compact form (RFC 7515) with Ed25519 (RFC 8037): base64url of a header, of the fields
as compact JSON, and of the signature, joined by dots. The header names the key by its id, so that a verifier knows
which public key is meant. It lasts for a short time and never longer than the access; whether the access was revoked
meanwhile only the database knows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from resellertui.domain.errors import Refused
from resellertui.domain.wording import _

LIFETIME = timedelta(hours=1)
"""How long a grant is good for; the access may end before. Decided here."""

SKEW = timedelta(minutes=1)
"""By how much another machine's clock may be behind ours."""

LONGEST = 8_000
"""Characters of a token; what is longer is none."""

ALGORITHM = "EdDSA"
TYPE = "resellertui-look+jws"
_TEXTS = ("jti", "access", "service", "user", "organisation", "staff", "case", "purpose")


class GrantRefused(Refused):
    """A signed grant that opens nothing; its facts have the reason as a word."""

    code = "grant_refused"


@dataclass(frozen=True)
class LookGrant:
    """What a grant says."""

    grant_id: str
    access: str
    service: str
    user: str
    organisation: str
    staff: str
    case: str
    purpose: str
    issued_at: datetime
    expires_at: datetime

    def fields(self) -> dict[str, Any]:
        """Return the fields as they are signed."""
        return {
            "jti": self.grant_id,
            "access": self.access,
            "service": self.service,
            "user": self.user,
            "organisation": self.organisation,
            "staff": self.staff,
            "case": self.case,
            "purpose": self.purpose,
            "iat": int(self.issued_at.timestamp()),
            "exp": int(self.expires_at.timestamp()),
        }


@dataclass(frozen=True)
class Envelope:
    """A token taken apart; nothing in it is known to be true before the signature is verified."""

    key_id: str
    signed: bytes
    signature: bytes
    payload: bytes


def lasts_until(issued: datetime, access_expires: datetime) -> datetime:
    """Return until when a grant is good: an hour, or the end of the access where that comes before."""
    return min(issued + LIFETIME, access_expires)


def key_id_of(public: bytes) -> str:
    """Return the id of a public key: the beginning of its hash, which anyone can compute."""
    return hashlib.sha256(public).hexdigest()[:16]


def to_sign(grant: LookGrant, key_id: str) -> bytes:
    """Return the bytes that are signed, which are also the beginning of the token."""
    header = {"alg": ALGORITHM, "kid": key_id, "typ": TYPE}
    return b".".join(_encoded(_compact(one)) for one in (header, grant.fields()))


def token_of(signed: bytes, signature: bytes) -> str:
    """Return the whole token."""
    return (signed + b"." + _encoded(signature)).decode("ascii")


def opened(token: str) -> Envelope:
    """Take a token apart, without believing it.

    Raises:
        GrantRefused: it has not the shape of one.
    """
    token = "".join(token.split())
    parts = token.split(".")
    if len(token) > LONGEST or not token.isascii() or len(parts) != 3:
        raise _malformed()
    try:
        header = json.loads(_decoded(parts[0]))
        payload, signature = _decoded(parts[1]), _decoded(parts[2])
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(header, Mapping) or header.get("alg") != ALGORITHM or header.get("typ") != TYPE:
        raise _malformed()
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise _malformed()
    return Envelope(key_id, f"{parts[0]}.{parts[1]}".encode("ascii"), signature, payload)


def read(envelope: Envelope) -> LookGrant:
    """Return what a grant says, once its signature was verified.

    Raises:
        GrantRefused: it lacks a field.
    """
    try:
        fields = json.loads(envelope.payload)
        texts = {name: fields[name] for name in _TEXTS}
        moments = [fields[name] for name in ("iat", "exp")]
        if not all(isinstance(one, str) for one in texts.values()) or any(type(one) is not int for one in moments):
            raise _malformed()
        issued, expires = (datetime.fromtimestamp(one, UTC) for one in moments)
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        raise _malformed() from None
    return LookGrant(
        grant_id=texts["jti"],
        access=texts["access"],
        service=texts["service"],
        user=texts["user"],
        organisation=texts["organisation"],
        staff=texts["staff"],
        case=texts["case"],
        purpose=texts["purpose"],
        issued_at=issued,
        expires_at=expires,
    )


def check_time(grant: LookGrant, now: datetime) -> None:
    """Go on only while a grant is good.

    Raises:
        GrantRefused: it is over, or not issued yet.
    """
    if now >= grant.expires_at:
        raise refused("expired", _("It has expired."), _("Ask for a new look in resellertui."))
    if now < grant.issued_at - SKEW:
        raise refused("not_yet", _("It was issued in the future: one of the two clocks is wrong."))


def unknown_key(key_id: str, known: str) -> GrantRefused:
    """Return the refusal of a grant that another key signed."""
    return refused(
        "unknown_key",
        _("It names the key {key}, and the one at hand is {known}.").format(key=key_id, known=known),
        _("Get the public key again from whoever runs the provider's console."),
    )


def wrong_signature() -> GrantRefused:
    """Return the refusal of a grant that was changed, or signed by someone else."""
    return refused("signature", _("Its signature does not fit: it was changed, or signed by someone else."))


def refused(why: str, detail: str, hint: str = "") -> GrantRefused:
    """Return the refusal of a grant, with its reason as a word and in a sentence."""
    return GrantRefused(_("This grant opens nothing."), detail, hint, reason=why)


def _malformed() -> GrantRefused:
    return refused("malformed", _("It is no signed grant of a look, or a part of it is missing."))


def _compact(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encoded(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def _decoded(text: str) -> bytes:
    """Return the bytes of base64url text, in its one right spelling only."""
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
    if _encoded(value).decode() != text:
        raise ValueError(text)
    return value
