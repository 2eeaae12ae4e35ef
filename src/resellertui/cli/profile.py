"""`resellertui profile`: one's own name, address, password, SSH keys and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing, stdin
from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import FROM_STDIN, Call, Desk, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import new_password_from, password_from
from resellertui.domain.errors import Usage
from resellertui.domain.profile import label_of, zone_words
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resellertui.services.profile_views import ProfileView, SessionView, SshKeyView

app = Verbs(help="Your own profile: name, address, language, time zone, password, SSH keys and sessions.")
keys = Verbs(help="Your SSH keys, by which a service account knows you.")
app.add_typer(keys, name="key")

WhichKey = Annotated[str, typer.Argument(metavar="KEY", help="A key's id, fingerprint or label.")]


@app.verb()
def show(ctx: typer.Context) -> None:
    """Show your profile."""
    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=False)
    view = desk.services.profile.show(desk.actor)
    call.show({"profile": view.model_dump(mode="json")}, lambda: _page(view))


@app.verb()
def edit(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Your name.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Two letters: what your mails are written in.")
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(
            "--time-zone", metavar="ZONE", help="Such as Europe/Rome; empty for the provider's. Times are shown in it."
        ),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option("--if-version", metavar="N", help="Only if the profile is still at this version, as `show` says."),
    ] = None,
) -> None:
    """Change your name, the language of your mails, or your time zone; what is not named stays."""
    from resellertui.services.inputs import ProfileEdit

    call = call_of(ctx)
    wish = ProfileEdit.of(name=name, language=language, time_zone=time_zone, version=version)
    if not wish.given():
        raise Usage(_("Say what shall change: --name, --language or --time-zone."))
    desk = call.desk(writes=True, needs_org=False)
    _tell(call, desk.services.profile.edit(desk.actor, wish))


@app.verb("email")
def change_email(
    ctx: typer.Context,
    email: Annotated[
        str | None,
        typer.Argument(metavar="[EMAIL]", help="Your new address; without it the present one is mailed a token again."),
    ] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Ask for another address, which counts once the token mailed to it comes back with `profile confirm`.

    It asks for your password. The present address stays until then, and is told.
    """
    call = call_of(ctx)
    desk = call.desk(writes=True, needs_org=False, checks_password=email is not None)
    if email is None:
        _tell(call, desk.services.profile.send_confirmation(desk.actor))
        return
    password = password_from(from_stdin=password_stdin, question=_("Your password: "))
    _tell(call, desk.services.profile.change_email(desk.actor, email, password))


@app.verb()
def confirm(
    ctx: typer.Context, token: Annotated[str, typer.Argument(metavar="TOKEN", help="The token of the mail.")]
) -> None:
    """Confirm an address with the token that was mailed to it."""
    call = call_of(ctx)
    desk = call.desk(writes=True, needs_org=False)
    _tell(call, desk.services.profile.confirm(desk.actor, token))


@app.verb("password")
def change_password(
    ctx: typer.Context,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Read the old and the new password from two lines of standard input."),
    ] = False,
) -> None:
    """Change your password; every session ends but the one that this machine remembers."""
    call = call_of(ctx)
    desk = call.desk(writes=True, needs_org=False, checks_password=True)
    old = password_from(from_stdin=password_stdin, question=_("Your present password: "))
    new = new_password_from(from_stdin=password_stdin)
    done = desk.services.profile.change_password(desk.actor, old, new, present=_present(call, desk))
    call.tell(
        done.model_dump(mode="json"),
        lambda: ngettext(
            "Your password is changed, and {count} other session ended.",
            "Your password is changed, and {count} other sessions ended.",
            done.sessions_ended,
        ).format(count=done.sessions_ended),
    )


@app.verb("sessions")
def list_sessions(ctx: typer.Context) -> None:
    """List where you are signed in, with the last use of each."""
    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=False)
    views = desk.services.own_sessions.list(desk.actor, present=_present(call, desk))
    call.show({"sessions": dumped(views)}, lambda: _session_table(views))


@app.verb()
def revoke(
    ctx: typer.Context,
    session: Annotated[
        str | None, typer.Argument(metavar="[SESSION]", help="The session's id, as `sessions` lists it.")
    ] = None,
    others: Annotated[
        bool, typer.Option("--others", help="Every session but the one that this machine remembers.")
    ] = False,
) -> None:
    """End a session of yours, or all but the present one."""
    call = call_of(ctx)
    if (session is None) is not others:
        raise Usage(_("Name one session, or --others."), hint=_("`resellertui profile sessions` lists them."))
    desk = call.desk(writes=True, needs_org=False)
    present = _present(call, desk)
    if session is not None:
        view = desk.services.own_sessions.revoke(desk.actor, session, present=present)
        call.tell({"session": view.model_dump(mode="json")}, lambda: _session_table([view]))
        return
    ended = desk.services.own_sessions.revoke_others(desk.actor, present=present)
    call.tell(
        {"sessions_ended": ended},
        lambda: ngettext("{count} session ended.", "{count} sessions ended.", ended).format(count=ended),
    )


@keys.verb("list")
def list_keys(
    ctx: typer.Context,
    authorized_keys: Annotated[
        bool,
        typer.Option(
            "--authorized-keys",
            help="Of everybody, as lines for the service account, each with its forced command: for the provider's "
            "staff and the owner of the database.",
        ),
    ] = False,
) -> None:
    """List your SSH keys."""
    call = call_of(ctx)
    if authorized_keys:
        desk = call.operator_desk(writes=False)
        lines = desk.services.ssh_keys.authorized(desk.actor)
        call.show({"authorized_keys": list(lines)}, lambda: "\n".join(lines))
        return
    desk = call.desk(writes=False, needs_org=False)
    views = desk.services.ssh_keys.list(desk.actor)
    call.show({"keys": dumped(views)}, lambda: _key_table(views))


@keys.verb("add")
def add_key(
    ctx: typer.Context,
    line: Annotated[
        list[str], typer.Argument(metavar="LINE", help="The line of the .pub file, or - to read it from input.")
    ],
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What you call it; else its comment.")] = "",
) -> None:
    """Add a public key of yours; you are told by mail."""
    call = call_of(ctx)
    text = "\n".join(stdin.items()) if line == [FROM_STDIN] else " ".join(line)
    desk = call.desk(writes=True, needs_org=False)
    _tell_key(call, desk.services.ssh_keys.add(desk.actor, text, label))


@keys.verb("remove")
def remove_key(ctx: typer.Context, which: WhichKey) -> None:
    """Remove a key of yours."""
    call = call_of(ctx)
    desk = call.desk(writes=True, needs_org=False)
    _tell_key(call, desk.services.ssh_keys.remove(desk.actor, which))


def _present(call: Call, desk: Desk) -> str:
    from resellertui.services.sessions import present_token

    return present_token(desk.services, call.person().email)


def _tell(call: Call, view: ProfileView) -> None:
    call.tell({"profile": view.model_dump(mode="json")}, lambda: _page(view))


def _tell_key(call: Call, view: SshKeyView) -> None:
    call.tell({"key": view.model_dump(mode="json")}, lambda: _key_table([view]))


def _page(view: ProfileView) -> str:
    remarks = []
    if view.email_confirmed_at is None:
        remarks.append(_("Your address is not confirmed: `profile email` sends a token, `profile confirm` takes it."))
    if view.waiting_email:
        remarks.append(_("{email} waits for its token: `profile confirm` takes it.").format(email=view.waiting_email))
    facts = printing.record(
        (
            (_("Id"), view.id),
            (label_of("name"), view.name),
            (label_of("email"), view.email),
            (label_of("language"), view.language),
            (label_of("time_zone"), zone_words(view.time_zone)),
            (_("Last sign-in"), view.last_sign_in_at),
            (_("Version"), view.version),
        )
    )
    return "\n\n".join([facts, *remarks])


def _session_table(views: Iterable[SessionView]) -> str:
    return printing.table(
        (_("Id"), _("Place"), _("Since"), _("Last used"), _("Until"), _("Present")),
        [(one.id, one.place, one.created_at, one.used_at, one.expires_at, one.present) for one in views],
        empty=_("You are signed in nowhere."),
    )


def _key_table(views: Iterable[SshKeyView]) -> str:
    return printing.table(
        (_("Id"), _("Label"), _("Kind"), _("Fingerprint"), _("Added")),
        [(one.id, one.label, one.kind, one.fingerprint, one.added_at) for one in views],
        empty=_("You have no SSH keys."),
    )
