"""`resellertui login|logout|whoami|join`: who one is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import ask_line, has_terminal, password_from
from resellertui.domain.errors import Usage
from resellertui.domain.roles import role_label
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.views import SignedIn


def declare(app: Verbs) -> None:
    """Add these commands beside the groups."""
    for verb in (login, logout, whoami, join):
        app.verb()(verb)


def login(
    ctx: typer.Context,
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="Your address; asked for if left out.")] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Sign in and be remembered on this machine."""
    from resellertui.services import sessions

    call = call_of(ctx)
    call.refuse_in_locked_mode(_("A remembered session"))
    email = email or call.choices.person
    if email is None:
        if not has_terminal():
            raise Usage(_("Say who signs in: resellertui login EMAIL."))
        email = ask_line(_("E-mail: "))
    password = password_from(from_stdin=password_stdin)
    services = call.plain_services()
    person, token = services.accounts.sign_in(email, password, remember=not call.dry_run)
    if token is not None:
        sessions.remember(services, token)
    call.tell(_facts(person), lambda: _("{name} is signed in.").format(name=person.name))


def logout(
    ctx: typer.Context,
    email: Annotated[
        str | None, typer.Argument(metavar="[EMAIL]", help="This person's session; else the newest.")
    ] = None,
) -> None:
    """End the session that is remembered on this machine."""
    from resellertui.services import sessions

    call = call_of(ctx)
    call.refuse_in_locked_mode(_("A remembered session"))
    services = call.plain_services()
    ended = not call.dry_run and sessions.forget(services, email or call.choices.person)
    call.tell(
        {"signed_out": ended},
        lambda: _("The session is ended.") if ended else _("Nobody is signed in on this machine."),
    )


def whoami(ctx: typer.Context) -> None:
    """Say who is signed in, and for which organisations."""
    call = call_of(ctx)
    person = call.person()
    call.show(_facts(person), lambda: _text(person))


def join(
    ctx: typer.Context,
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The token of the invitation's mail.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Your name, if it is not known yet.")] = "",
    password_stdin: PasswordStdin = False,
) -> None:
    """Use an invitation: choose your password, or prove it if you have one, and take your role."""
    call = call_of(ctx)
    services = call.services(writes=True, checks_password=True)
    password = password_from(from_stdin=password_stdin, question=_("Your password: "))
    person = services.accounts.join(token, password, name)
    call.tell(_facts(person), lambda: _text(person))


def _facts(person: SignedIn) -> dict[str, Any]:
    facts = asdict(person)
    del facts["user_id"]
    return {"person": facts}


def _text(person: SignedIn) -> str:
    organisations = printing.table(
        (_("Id"), _("Organisation"), _("Your role"), _("Partner")),
        [(one.id, one.name, role_label(one.role), one.is_partner) for one in person.organisations],
        empty=_("You belong to no organisation."),
    )
    return f"{person.name} <{person.email}>\n\n{organisations}"
