"""SSH public keys: one authorized_keys line, taken apart and checked against what its kind says it holds.

Where the rules are silent: a key has no options (they are the service account's to set), is no certificate, and is of
a kind that OpenSSH still takes: Ed25519, ECDSA on the NIST curves, their security-key forms, and RSA from 2048 bits.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from resellertui.domain.errors import Invalid
from resellertui.domain.text import MAX_NAME, tidy, visible
from resellertui.domain.wording import _

LEAST_RSA_BITS = 2048
MOST_RSA_BITS = 16384
MAX_LINE = 8000
"""Characters of a line: the longest RSA key takes some 2 800."""
MAX_KEYS = 50
"""Keys that one person has at most."""

_ED25519, _SK_ED25519, _SK_ECDSA, _RSA = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
_CURVES = {"nistp256": 32, "nistp384": 48, "nistp521": 66}
"""The bytes of a coordinate of each curve."""
_ECDSA = tuple(f"ecdsa-sha2-{curve}" for curve in _CURVES)
KINDS = (_ED25519, *_ECDSA, _SK_ED25519, _SK_ECDSA, _RSA)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as it is stored."""

    kind: str
    data: str
    """The key in base64."""
    fingerprint: str
    """`SHA256:` and the digest, as ssh-keygen says it."""
    label: str
    """The comment made visible; empty where there is none."""

    @property
    def line(self) -> str:
        """Kind and key as an authorized_keys line has them, without the comment."""
        return f"{self.kind} {self.data}"


def parse_public_key(text: str) -> PublicKey:
    """Read one authorized_keys line, as in a `.pub` file.

    Raises:
        Invalid: a private key, several lines, options, another kind, or a key that is not what its kind says.
    """
    is_file = text.lstrip().startswith(("-----BEGIN", "PuTTY-User-Key-File"))
    if is_file and ("PRIVATE KEY" in text or "PuTTY" in text):
        raise _refusal(
            _("This is a private key, which nobody but you may have. Paste the line of the file that ends in .pub.")
        )
    line = text.strip()
    if not line:
        raise _refusal(_not_a_key())
    if "\n" in line or "\r" in line or len(line) > MAX_LINE:
        raise _refusal(_("A public key is one line, as in the file ~/.ssh/id_ed25519.pub."))
    kind, data, comment = [*line.split(None, 2), "", ""][:3]
    if kind not in KINDS:
        raise _refusal(_why_not_kind(kind, line))
    try:
        blob = base64.b64decode(data, validate=True)
        _check(kind, _Wire(blob))
    except (binascii.Error, ValueError):
        raise _refusal(
            _("The key is damaged: it does not hold what {kind} has. Copy it again.").format(kind=kind)
        ) from None
    return PublicKey(kind, base64.b64encode(blob).decode(), fingerprint_of(blob), label_from(comment))


def fingerprint_of(blob: bytes) -> str:
    """Return a key's fingerprint as `ssh-keygen -l` says it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def label_from(text: str) -> str:
    """Return a comment, or what somebody calls a key, as it is stored: visible, on one line, not too long."""
    return tidy(visible(tidy(text)))[:MAX_NAME].strip()


class _Wire:
    """Reads the fields of a key as SSH writes them (RFC 4251, section 5)."""

    def __init__(self, blob: bytes) -> None:
        self._blob = blob
        self._at = 0

    def text(self) -> bytes:
        """Return the next string of bytes.

        Raises:
            ValueError: it is cut short.
        """
        start = self._at + 4
        length = int.from_bytes(self._blob[self._at : start], "big")
        self._at = start + length
        if start > len(self._blob) or self._at > len(self._blob):
            raise ValueError("cut short")
        return self._blob[start : self._at]

    def end(self) -> None:
        """Go on only at the end.

        Raises:
            ValueError: something follows.
        """
        if self._at != len(self._blob):
            raise ValueError("something follows")


def _check(kind: str, wire: _Wire) -> None:
    _must(wire.text() == kind.encode())
    if kind in {_ED25519, _SK_ED25519}:
        _must(len(wire.text()) == 32)
    elif kind == _RSA:
        _check_rsa(wire)
    else:
        curve = wire.text().decode("ascii")
        _must(kind.removesuffix("@openssh.com").endswith(f"-{curve}") and curve in _CURVES)
        point = wire.text()
        _must(len(point) == 1 + 2 * _CURVES[curve] and point[0] == 4)
    if kind in {_SK_ED25519, _SK_ECDSA}:
        _must(bool(wire.text()))
    wire.end()


def _check_rsa(wire: _Wire) -> None:
    exponent, modulus = wire.text(), wire.text()
    _must(bool(exponent) and bool(modulus) and exponent[0] < 0x80 and modulus[0] < 0x80)
    bits = int.from_bytes(modulus, "big").bit_length()
    _must(int.from_bytes(exponent, "big") % 2 == 1 and int.from_bytes(exponent, "big") > 1 and bits <= MOST_RSA_BITS)
    if bits < LEAST_RSA_BITS:
        raise _refusal(
            _(
                "This RSA key has {bits} bits, and {least} are needed. Better make a new one: ssh-keygen -t ed25519."
            ).format(bits=bits, least=LEAST_RSA_BITS)
        )


def _must(holds: bool) -> None:
    if not holds:
        raise ValueError("not what its kind says")


def _why_not_kind(kind: str, line: str) -> str:
    if kind == "ssh-dss":
        return _("DSA keys are too weak, and no longer taken. Make a new one: ssh-keygen -t ed25519.")
    if "-cert-v0" in kind:
        return _("This is a certificate. Paste the public key itself, from the file that ends in .pub.")
    if any(word in KINDS for word in line.split()[1:]):
        return _("Leave out the options before the key: the line begins with its kind, such as ssh-ed25519.")
    return _not_a_key()


def _not_a_key() -> str:
    return _("This is no public key that is taken here; one looks like ssh-ed25519 AAAAC3Nz… name@host.")


def _refusal(reason: str) -> Invalid:
    return Invalid({"key": reason})
