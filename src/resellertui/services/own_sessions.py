"""One's own sign-ins: where each was made and last used, and ending them.

A session that is ended opens nothing any more, and ends the consoles that it opened: their next act is refused, and
they ask to sign in. A console in which one is not remembered has one too, until it is left or for some hours.
"""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.services.actor import Actor
from resellertui.services.profile import end_sessions, own_person
from resellertui.services.profile_views import SessionView
from resellertui.services.tokens import hash_token
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import SignInSession
from resellertui.store.queries import profile as queries


class OwnSessions:
    """What a person sees of its sessions, and does to them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor, *, present: str = "") -> tuple[SessionView, ...]:
        """Return the actor's own sessions that still open the console, the newest first. Changes nothing.

        Args:
            actor: whose sessions they are.
            present: the token of the one that this machine remembers, which is marked.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return tuple(_view(one, present, unit.actor) for one in _open(unit))

    def revoke(self, actor: Actor, reference: str, *, present: str = "") -> SessionView:
        """End one of the actor's own sessions.

        Raises:
            NotFound: the actor has no such session that is open.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            number = parse_id(Kind.SIGN_IN, reference)
            row = next((one for one in _open(unit) if one.id == number), None)
            if row is None:
                raise not_found(reference)
            row.ended_at = unit.now
            unit.record("session.revoked", "user", row.user_id, {"session": row.id, "place": row.place})
            return _view(row, present, unit.actor)

    def revoke_others(self, actor: Actor, *, present: str = "") -> int:
        """End every session of the actor but the one that this machine remembers; return how many.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            ended = end_sessions(unit, user.id, besides=present)
            if ended:
                unit.record("session.others_revoked", "user", user.id, {"count": ended})
            return ended


def _open(unit: Unit) -> list[SignInSession]:
    return [*queries.open_sessions(unit.session, own_person(unit).id, unit.now)]


def _view(row: SignInSession, present: str, actor: Actor) -> SessionView:
    return SessionView(
        id=show_id(Kind.SIGN_IN, row.id),
        place=row.place,
        created_at=row.created_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
        present=row.token_hash in {actor.session, hash_token(present) if present else ""},
    )
