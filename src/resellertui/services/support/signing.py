"""The key that signs looks: made once, kept with the installation's secrets, its public part shown to whoever verifies.

The database names the key's id inside each signed grant that it remembers, so a console that lacks the key knows that
there is one, says so, and makes no other one silently; staff replace one that is lost. A database for play carries its
own, as for its audit.
"""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass
from datetime import datetime

from resellertui.adapters.signatures import is_signed, pem_of, public_of, sign
from resellertui.domain.look_grant import (
    LookGrant,
    check_time,
    key_id_of,
    opened,
    read,
    to_sign,
    token_of,
    unknown_key,
    wrong_signature,
)
from resellertui.domain.support_code import derived_key
from resellertui.domain.wording import _
from resellertui.services.support.access_views import SigningKeyView
from resellertui.services.support.keys import KEY_BYTES, SupportKeyMissing, keep_secret
from resellertui.services.unit import Unit
from resellertui.store.queries import support_access as queries


@dataclass(frozen=True)
class SigningKey:
    """The key at hand."""

    seed: bytes

    @property
    def public(self) -> bytes:
        """The public part."""
        return public_of(self.seed)

    @property
    def id(self) -> str:
        """Its id, by which a grant names it."""
        return key_id_of(self.public)

    def token(self, grant: LookGrant) -> str:
        """Sign a grant."""
        signed = to_sign(grant, self.id)
        return token_of(signed, sign(self.seed, signed))

    def new_grant_id(self) -> str:
        """Return a number for a grant that no other one has, and that remembers the key."""
        return f"{self.id}.{random.token_hex(8)}"


def verified(token: str, public: bytes, now: datetime) -> tuple[LookGrant, str]:
    """Return what a grant says and the id of its key, if its signature and its dates hold.

    Raises:
        GrantRefused: it is no grant, another key signed it, it was changed, or it is over.
    """
    envelope = opened(token)
    known = key_id_of(public)
    if envelope.key_id != known:
        raise unknown_key(envelope.key_id, known)
    if not is_signed(public, envelope.signature, envelope.signed):
        raise wrong_signature()
    grant = read(envelope)
    check_time(grant, now)
    return grant, known


def signing_key(unit: Unit) -> SigningKey:
    """Return the key that signs looks; the very first one is made here, inside a writing transaction.

    Raises:
        SupportKeyMissing: grants were signed, and this console lacks the key.
        SecretsUnavailable: a place of secrets can't be read or written.
    """
    found = _at_hand(unit)
    if found is not None:
        return found
    if (last := _last_key_id(unit)) is not None:
        raise _missing(unit, last)
    keep_secret(unit, secret_name(unit))
    made = _at_hand(unit)
    if made is None:
        raise _missing(unit, _("of this database"))
    _record(unit, made, None)
    return made


def known_signing_key(unit: Unit) -> SigningKey:
    """Return the key that signs looks, without making one.

    Raises:
        SupportKeyMissing: this console lacks it, or there is none yet.
        SecretsUnavailable: the place of secrets can't be read.
    """
    found = _at_hand(unit)
    if found is None:
        raise _missing(unit, _last_key_id(unit) or _("of this database"))
    return found


def replaced_signing_key(unit: Unit) -> SigningKey:
    """Make another key in place of the one there is, or of one that was lost; grants of the former open nothing more.

    Raises:
        SecretsUnavailable: it can't be kept.
    """
    former = _last_key_id(unit)
    if unit.installation.play_key is None:
        keep_secret(unit, secret_name(unit))
    made = known_signing_key(unit)
    _record(unit, made, former)
    return made


def key_view(unit: Unit, key: SigningKey) -> SigningKeyView:
    """Return a key as people and other tools read it, without its private part."""
    place = unit.office.secrets.place(secret_name(unit))
    if unit.installation.play_key is not None:
        place = _("in the database itself, which is one for play")
    return SigningKeyView(key_id=key.id, public_key=pem_of(key.public), place=place)


def secret_name(unit: Unit) -> str:
    """Return under which name the secrets keep the private part: one a database."""
    return f"looks-{unit.installation.database_id}"


def _at_hand(unit: Unit) -> SigningKey | None:
    name = secret_name(unit)
    if unit.installation.play_key is not None:
        return SigningKey(derived_key(bytes.fromhex(unit.installation.play_key), name))
    kept = unit.pending_secrets.get(name) or unit.office.secrets.get(name)
    return None if kept is None else SigningKey(bytes.fromhex(kept)[:KEY_BYTES])


def _last_key_id(unit: Unit) -> str | None:
    newest = queries.newest_grant_id(unit.session)
    return None if newest is None else newest.partition(".")[0]


def _record(unit: Unit, key: SigningKey, former: str | None) -> None:
    values = {"key": key.id, "replaces": former, "public_key": key.public.hex()}
    unit.record("access.signing_key_made", "signing_key", None, values)


def _missing(unit: Unit, key_id: str) -> SupportKeyMissing:
    return SupportKeyMissing(
        _("This console does not have the key {key}, which signs looks into content.").format(key=key_id),
        _("It was looked for {place}. No other key was made.").format(
            place=unit.office.secrets.place(secret_name(unit))
        ),
        _("Run it as the account that has the key, or copy that account's key here; staff can replace a lost key."),
    )
