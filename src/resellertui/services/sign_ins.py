"""Starting a sign-in that can be listed and ended: of who is remembered, and of a console for as long as it is open."""

from __future__ import annotations

from datetime import timedelta

from resellertui.adapters.place import place_here
from resellertui.domain.profile import CONSOLE_LASTS
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit
from resellertui.store.models import SignInSession


def start_sign_in(unit: Unit, user_id: int, lasts: timedelta) -> tuple[str, str]:
    """Note a new sign-in of a person; return its token and the token's hash. The database keeps the hash alone."""
    token, token_hash = new_token()
    unit.session.add(
        SignInSession(
            user_id=user_id,
            token_hash=token_hash,
            created_at=unit.now,
            expires_at=unit.now + lasts,
            ended_at=None,
            used_at=unit.now,
            place=place_here(),
        )
    )
    return token, token_hash


def start_console(unit: Unit, user_id: int) -> str:
    """Note the sign-in of a console that is not remembered: its token is dropped, and the actor bears the hash."""
    return start_sign_in(unit, user_id, CONSOLE_LASTS)[1]
