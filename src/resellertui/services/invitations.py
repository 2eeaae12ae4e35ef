"""Invitations: single-use tokens by mail. Only a hash is kept, so that a copy of the database lets nobody in."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.organisation import email_key
from resellertui.domain.roles import Role
from resellertui.domain.wording import _
from resellertui.services.outbox import queue, spoken
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit
from resellertui.store.models import Invitation
from resellertui.store.queries.people import Recipient

JOIN = "resellertui join "
"""What stands before the token of an invitation, in every language."""


def join_line(token: str) -> str:
    """Return the line of a mail that says how to join with the token."""
    return _("To join, run:\n\n    resellertui join {token}\n\nThe token works once.").format(token=token)


def invite(
    unit: Unit,
    *,
    email: str,
    name: str,
    org_id: int | None,
    kind: str,
    subject: str,
    body: str,
    role: Role = Role.LEGAL_REPRESENTATIVE,
    partnership_id: int | None = None,
    language: str = "en",
    **values: object,
) -> None:
    """Write an invitation and the mail that carries its token.

    Args:
        unit: the open transaction.
        email: where it goes.
        name: the person, as far as known.
        org_id: the organisation to join; None for an address that only has a request to answer.
        kind: the notice's name.
        subject: message id of the mail's subject, with places for `values`.
        body: message id of the mail's first paragraph, with the same places.
        role: the role that joining gives.
        partnership_id: the request that the mail is about.
        language: the language of the mail.
        values: what fills the places; a function gives its words in the reader's language.
    """
    token, token_hash = new_token()
    unit.session.add(
        Invitation(
            token_hash=token_hash,
            org_id=org_id,
            email=email,
            email_key=email_key(email),
            name=name,
            role=role.value,
            created_at=unit.now,
            expires_at=unit.now + timedelta(days=unit.terms.days.join_token),
            used_at=None,
        )
    )

    def text() -> tuple[str, str]:
        facts = spoken(values)
        return _(subject).format(**facts), "\n\n".join([_(body).format(**facts), join_line(token)]) + "\n"

    queue(unit, [Recipient(None, name, email, language)], kind, text, partnership_id=partnership_id)
