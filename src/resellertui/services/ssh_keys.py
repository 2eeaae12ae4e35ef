"""One's own SSH keys: by them a service account knows a person. One key is one person's."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Ambiguous, Conflict, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.ssh_key import MAX_KEYS, label_from, parse_public_key
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.letters_to_people import tell_of_key
from resellertui.services.profile import own_person
from resellertui.services.profile_views import SshKeyView
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import SshKey
from resellertui.store.queries import profile as queries

FORCED = 'command="resellertui --locked",restrict,pty'
"""What a key opens for whoever holds it: the console in locked mode, which asks to sign in (docs/ssh.md)."""


class SshKeys:
    """What a person does with its own keys."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor) -> tuple[SshKeyView, ...]:
        """Return the actor's own keys, oldest first. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return tuple(_view(one) for one in queries.keys_of(unit.session, own_person(unit).id))

    def add(self, actor: Actor, line: str, label: str = "") -> SshKeyView:
        """Add a public key to the actor's own, which is told by mail. Its label is what is given, else the comment.

        Raises:
            Invalid: it is no public key that is taken, with the reason.
            Conflict: the key is known already; of whom is not said where it is somebody else's.
            Refused: the actor has as many as one person has.
        """
        key = parse_public_key(line)
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            known = queries.key_of_fingerprint(unit.session, key.fingerprint)
            if known is not None and known.user_id == user.id:
                raise Conflict(_("You have this key already: {label}.").format(label=known.label))
            if known is not None:
                raise Conflict(
                    _("This key can't be added."),
                    _("It is in use already, and one key is one person's."),
                    _("Make a new one: ssh-keygen -t ed25519."),
                )
            if queries.count_keys(unit.session, user.id) >= MAX_KEYS:
                raise Refused(
                    _("You have {count} keys, which is the most.").format(count=MAX_KEYS),
                    _("Nothing was changed."),
                    _("Remove one that you do not use."),
                )
            row = SshKey(
                user_id=user.id,
                kind=key.kind,
                fingerprint=key.fingerprint,
                public_key=key.line,
                label=label_from(label) or key.label or key.fingerprint,
                added_at=unit.now,
            )
            unit.session.add(row)
            unit.session.flush()  # the answer names its number
            tell_of_key(unit, user, row.label, row.fingerprint)
            unit.record("ssh_key.added", "user", user.id, {"label": row.label, "fingerprint": row.fingerprint})
            return _view(row)

    def authorized(self, actor: Actor) -> tuple[str, ...]:
        """Return everybody's keys as authorized_keys lines that open the console in locked mode, and nothing else.

        For the provider's staff and the owner of the database. Left out are people who have not shown that their
        address is theirs, and those who belong to no organisation. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.DATABASE_BACKUP)  # whoever may have a copy of everything may have these
            return tuple(f"{FORCED} {key} {email}" for key, email in queries.authorized_keys(unit.session))

    def remove(self, actor: Actor, which: str) -> SshKeyView:
        """Remove one of the actor's own keys, named by id, fingerprint or label.

        Raises:
            NotFound: the actor has no such key.
            Ambiguous: several have this label.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            row = _named(unit, own_person(unit).id, which)
            unit.session.delete(row)
            unit.record("ssh_key.removed", "user", row.user_id, {"label": row.label, "fingerprint": row.fingerprint})
            return _view(row)


def _named(unit: Unit, user_id: int, which: str) -> SshKey:
    number, label = parse_id(Kind.SSH_KEY, which), fold(which)
    keys = queries.keys_of(unit.session, user_id)
    exact = [one for one in keys if one.id == number or one.fingerprint == which.strip()]
    found = exact or [one for one in keys if fold(one.label) == label]
    if not found:
        raise not_found(which)
    if len(found) > 1:
        raise Ambiguous(which, [f"{show_id(Kind.SSH_KEY, one.id)} {one.label}" for one in found])
    return found[0]


def _view(row: SshKey) -> SshKeyView:
    return SshKeyView(
        id=show_id(Kind.SSH_KEY, row.id),
        label=row.label,
        kind=row.kind,
        fingerprint=row.fingerprint,
        public_key=row.public_key,
        added_at=row.added_at,
    )
