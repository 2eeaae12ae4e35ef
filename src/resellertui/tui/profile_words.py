"""What My profile says: its facts, and the rows of keys and sessions."""

from __future__ import annotations

from resellertui.domain.profile import label_of, zone_words
from resellertui.domain.wording import _
from resellertui.services.notices import NoticeChoiceView
from resellertui.services.profile_views import ProfileView, SessionView, SshKeyView
from resellertui.tui import formats
from resellertui.tui.facts import POINT
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row

KEYS, SESSIONS, NOTICES = "keys", "sessions", "notices"


def profile_facts(view: ProfileView) -> list[tuple[str, str]]:
    """Return what there is to say, the address that is not confirmed in a sentence with the keys that help."""
    facts = [
        (label_of("name"), view.name),
        (label_of("email"), view.email),
        (label_of("language"), view.language),
        (label_of("time_zone"), zone_words(view.time_zone)),
        (_("Last sign-in"), formats.moment(view.last_sign_in_at)),
        (_("Id"), view.id),
    ]
    if view.email_confirmed_at is None:
        facts.append(
            (POINT, _("Your address is not confirmed: t takes the token that was mailed to it, v sends it anew."))
        )
    if view.waiting_email:
        facts.append((POINT, _("{email} waits for its token: t takes it.").format(email=view.waiting_email)))
    return facts


def key_row(one: SshKeyView) -> Row:
    """Return the row of a key."""
    return Row(
        one.id,
        {
            "label": one.label,
            "kind": one.kind,
            "fingerprint": one.fingerprint,
            "added": formats.moment(one.added_at),
        },
    )


def session_row(one: SessionView) -> Row:
    """Return the row of a session; the present one says so."""
    return Row(
        one.id,
        {
            "place": one.place or "–",
            "present": _("this one") if one.present else "",
            "used": formats.moment(one.used_at),
            "since": formats.moment(one.created_at),
            "until": formats.moment(one.expires_at),
        },
    )


def choice_row(one: NoticeChoiceView) -> Row:
    """Return the row of a category of notices."""
    return Row(
        one.category.value,
        {
            "category": one.label,
            "mail": _("yes") if one.by_mail else _("console only"),
            "always": ", ".join(one.always),
        },
    )


def columns(tab: str) -> tuple[Column, ...]:
    """Return the columns of a tab."""
    if tab == KEYS:
        return (
            Column("label", _("Label"), 18, weight=2, limit=60),
            Column("kind", _("Kind"), 19, priority=2),
            Column("fingerprint", _("Fingerprint"), 20, weight=3, limit=50),
            Column("added", _("Added"), 17, priority=1),
        )
    if tab == NOTICES:
        return (
            Column("category", _("Notices about"), 18, weight=1, limit=30),
            Column("mail", _("By mail"), 12),
            Column("always", _("Always by mail"), 20, weight=3),
        )
    return (
        Column("place", _("Place"), 16, weight=2, limit=60),
        Column("present", _("Present"), 8),
        Column("used", _("Last used"), 17),
        Column("since", _("Since"), 17, priority=1),
        Column("until", _("Until"), 17, priority=2),
    )
