"""The master key of all codes: made once, kept with the installation's secrets, never made again silently.

The database holds its id alone, so that a copy of it makes or verifies no code. A console that lacks the key says so.
A database for play carries its own, as for its audit: it opens without a password, and its codes protect nobody.
"""

from __future__ import annotations

import logging
import secrets as random
from dataclasses import dataclass
from functools import cached_property

from resellertui.adapters.secrets import SecretsUnavailable
from resellertui.domain.access import Action
from resellertui.domain.support_code import derived_key
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.support.code_views import KeyView
from resellertui.services.unit import Office, Unit
from resellertui.store.models import SupportKey
from resellertui.store.queries import support_codes as queries

log = logging.getLogger(__name__)

KEY_BYTES = 32


class SupportKeyMissing(SecretsUnavailable):
    """This console lacks a key that the database names; it makes no other one."""

    code = "support_key"


@dataclass(frozen=True)
class MasterKey:
    """A master key at hand, with the keys derived from it."""

    id: str
    master: bytes

    @cached_property
    def of_codes(self) -> bytes:
        """The key that makes codes."""
        return derived_key(self.master, "support code")

    @cached_property
    def of_hashes(self) -> bytes:
        """The key of what is stored of them."""
        return derived_key(self.master, "support code hash")


class SupportKeys:
    """What the provider's staff see and do of the key of all codes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> KeyView:
        """Return the key's id and where it lies. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_KEY)
            return _view(unit, queries.key_in_use(unit.session))

    def rotate(self, actor: Actor) -> KeyView:
        """Replace the key by a new one: every code that lives ends. It needs no former key, so it also mends a loss.

        Raises:
            Forbidden: not of the provider's staff.
            SecretsUnavailable: the new key can't be kept.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_KEY)
            former = queries.key_in_use(unit.session)
            if former is not None:
                former.in_use, former.retired_at = False, unit.now
                unit.session.flush()  # one is in use at most
            ended = queries.end_every_code(unit.session, unit.now)
            row = _made(unit)
            unit.record(
                "support.key_rotated",
                "support_key",
                None,
                {"before": None if former is None else former.id, "after": row.id, "ended_codes": ended},
            )
            view = _view(unit, row).model_copy(update={"ended_codes": ended})
        if former is not None and not self._office.dry_run and unit.installation.play_key is None:
            try:
                self._office.secrets.drop(secret_name(former.id))
            except SecretsUnavailable as error:
                log.warning("the retired support key %s could not be removed: %s", former.id, error)
        return view


def secret_name(key_id: str) -> str:
    """Return under which name the secrets keep a master key."""
    return f"support-{key_id}"


def master_key(unit: Unit) -> MasterKey:
    """Return the key that codes are made with; the very first one is made here, by whoever first asks for a code.

    Raises:
        SupportKeyMissing: the database names a key that this console lacks.
        SecretsUnavailable: a place of secrets can't be read or written.
    """
    row = queries.key_in_use(unit.session) or _made(unit)
    return MasterKey(row.id, secret_of(unit, secret_name(row.id), row.id))


def known_key(unit: Unit) -> MasterKey | None:
    """Return the key that codes are made with, or None where no code was ever made.

    Raises:
        SupportKeyMissing: the database names a key that this console lacks.
    """
    row = queries.key_in_use(unit.session)
    return None if row is None else MasterKey(row.id, secret_of(unit, secret_name(row.id), row.id))


def secret_of(unit: Unit, name: str, key_id: str) -> bytes:
    """Return a secret key of the installation.

    Raises:
        SupportKeyMissing: this console lacks it.
    """
    if unit.installation.play_key is not None:
        return derived_key(bytes.fromhex(unit.installation.play_key), name)
    kept = unit.office.secrets.get(name) or unit.pending_secrets.get(name)
    if kept is None:
        raise SupportKeyMissing(
            _("This console does not have the key {key}, which codes of this database need.").format(key=key_id),
            _("It was looked for {place}. No other key was made.").format(place=unit.office.secrets.place(name)),
            _("Run it as the account that has the key, or copy that account's key here; staff can replace a lost key."),
        )
    return bytes.fromhex(kept)


def keep_secret(unit: Unit, name: str) -> None:
    """Make a secret key and keep it with the installation's secrets; in a rehearsal for as long as it lasts.

    Raises:
        SecretsUnavailable: it can't be kept.
    """
    if unit.installation.play_key is not None:
        return
    key = random.token_hex(KEY_BYTES)
    if unit.office.dry_run:
        unit.pending_secrets[name] = key
    else:
        unit.office.secrets.put(name, key)


def _made(unit: Unit) -> SupportKey:
    row = SupportKey(id=random.token_hex(8), made_at=unit.now, in_use=True, retired_at=None)
    keep_secret(unit, secret_name(row.id))
    unit.session.add(row)
    unit.session.flush()  # codes refer to it
    return row


def _view(unit: Unit, row: SupportKey | None) -> KeyView:
    play = unit.installation.play_key is not None
    name = secret_name("id" if row is None else row.id)  # small letters: a file's name would spell capitals by number
    place = _("in the database itself, which is one for play") if play else unit.office.secrets.place(name)
    here = play or (row is not None and bool(unit.office.secrets.get(name) or unit.pending_secrets.get(name)))
    return KeyView(
        id=None if row is None else row.id,
        made_at=None if row is None else row.made_at,
        place=place,
        is_here=row is not None and here,
    )
