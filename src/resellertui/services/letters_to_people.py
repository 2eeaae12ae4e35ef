"""The mails that a person gets about their own address, password and keys."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.profile import CONFIRMATION_LASTS, RESET_LASTS
from resellertui.domain.wording import _, ngettext
from resellertui.services.outbox import queue
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit
from resellertui.store.models import MailedToken, User
from resellertui.store.queries import profile as queries
from resellertui.store.queries.people import Recipient

CONFIRMATION, RESET = "email", "password"
"""The purposes of tokens."""


def send_confirmation_token(unit: Unit, user: User, address: str, *, silent: bool = False) -> None:
    """Mail a token that confirms an address, which becomes the person's by it; earlier ones open nothing any more.

    A silent one is never mailed: what the person sees of it is the same.
    """
    token = _issue(unit, user, CONFIRMATION, address, CONFIRMATION_LASTS)
    days = CONFIRMATION_LASTS.days

    def text() -> tuple[str, str]:
        lasts = ngettext(
            "The token works once, within {count} day.", "The token works once, within {count} days.", days
        ).format(count=days)
        return _("Confirm your address"), _paragraphs(
            _("{person}, please confirm that {address} is yours.").format(person=user.name, address=address),
            _("Sign in and open My profile (A, then p), press t and paste this token:"),
            f"    {token}",
            _("Or run:"),
            f"    resellertui profile confirm {token}",
            lasts,
            _("If you know nothing of this, do nothing: the address is then not used."),
        )

    if not silent:
        queue(unit, [_to(user, address)], "profile.confirm", text)


def tell_owner_of_address(unit: Unit, owner: User) -> None:
    """Tell the person who has an address already that it was asked for; whoever asked reads what everybody reads."""

    def text() -> tuple[str, str]:
        return _("Your address was asked for"), _paragraphs(
            _("Someone who is signed in wanted to use {address} for another person.").format(address=owner.email),
            _("It is yours already, so nothing was changed, and the other person is not told whose it is."),
            _("If it was you, sign in with this address. If you have forgotten its password, choose a new one:"),
            f"    resellertui password reset {owner.email}",
        )

    queue(unit, [_to(owner, owner.email)], "profile.address_asked_for", text)


def tell_of_wish(unit: Unit, user: User, address: str) -> None:
    """Tell the present address that another one shall take its place."""

    def text() -> tuple[str, str]:
        return _("Your address shall change"), _paragraphs(
            _("{person}, you have asked to use {address} instead of this address.").format(
                person=user.name, address=address
            ),
            _("This address stays yours until the new one is confirmed."),
            _warning(),
        )

    queue(unit, [_to(user, user.email)], "profile.email_asked", text)


def tell_of_new_address(unit: Unit, user: User, before: str) -> None:
    """Tell the address before that it is not the person's any more."""

    def text() -> tuple[str, str]:
        return _("Your address has changed"), _paragraphs(
            _("{person}, you now sign in with {address}, and your mails go there.").format(
                person=user.name, address=user.email
            ),
            _warning(),
        )

    queue(unit, [_to(user, before)], "profile.email_changed", text)


def send_reset_token(unit: Unit, user: User) -> None:
    """Mail a token with which one chooses a new password; earlier ones open nothing any more."""
    token = _issue(unit, user, RESET, user.email, RESET_LASTS)
    minutes = int(RESET_LASTS.total_seconds()) // 60

    def text() -> tuple[str, str]:
        lasts = ngettext(
            "The token works once, within {count} minute.", "The token works once, within {count} minutes.", minutes
        ).format(count=minutes)
        return _("Choose a new password"), _paragraphs(
            _("{person}, someone has asked for a new password for {address}.").format(
                person=user.name, address=user.email
            ),
            _("If it was you, press F4 where you sign in and paste this token:"),
            f"    {token}",
            _("Or run:"),
            f"    resellertui password choose {token}",
            lasts,
            _("If it was not you, do nothing: your password stays as it is."),
        )

    queue(unit, [_to(user, user.email)], "password.reset", text)


def tell_of_new_password(unit: Unit, user: User, *, keys_removed: int = 0) -> None:
    """Tell a person that the password is another one now."""

    def text() -> tuple[str, str]:
        removed = ngettext(
            "{count} SSH key was removed: it was added before this address was confirmed.",
            "{count} SSH keys were removed: they were added before this address was confirmed.",
            keys_removed,
        ).format(count=keys_removed)
        return _("Your password has changed"), _paragraphs(
            _("{person}, your password was changed, and your other sessions were ended.").format(person=user.name),
            removed if keys_removed else "",
            _warning(),
        )

    queue(unit, [_to(user, user.email)], "password.changed", text)


def tell_of_key(unit: Unit, user: User, label: str, fingerprint: str) -> None:
    """Tell a person that an SSH key was added."""

    def text() -> tuple[str, str]:
        return _("An SSH key was added"), _paragraphs(
            _("{person}, an SSH key was added to your profile:").format(person=user.name),
            f"    {label}\n    {fingerprint}",
            _warning(),
        )

    queue(unit, [_to(user, user.email)], "profile.key_added", text)


def _issue(unit: Unit, user: User, purpose: str, address: str, lasts: timedelta) -> str:
    queries.void_tokens(unit.session, user.id, unit.now, purpose)
    token, token_hash = new_token()
    unit.session.add(
        MailedToken(
            token_hash=token_hash,
            purpose=purpose,
            user_id=user.id,
            email=address,
            created_at=unit.now,
            expires_at=unit.now + lasts,
            used_at=None,
        )
    )
    return token


def _to(user: User, address: str) -> Recipient:
    return Recipient(user.id, user.name, address, user.language)


def _warning() -> str:
    return _("If it was not you, choose a new password at once: press F4 where you sign in.")


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
