"""`resellertui mail`: the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import password_from
from resellertui.domain.delivery import MailState
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.mail import Delivered

app = Verbs(help="The outbox; for the provider's staff and the owner of the database.")


@app.verb("list")
def list_mails(
    ctx: typer.Context,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what is not delivered yet.")] = False,
    state: Annotated[
        str,
        typer.Option("--state", metavar="waiting|failed|parked|sent|kept", help="Only those in this state."),
    ] = "",
    before: Annotated[str, typer.Option("--before", metavar="ID", help="Only those written before this mail.")] = "",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many to list at most.")
    ] = 200,
) -> None:
    """List the newest mails of the outbox, the oldest of them first.

    A mail is `waiting` for its first attempt, `failed` and tried again later, `parked` after too many attempts, `sent`,
    or `kept` in the console, since its reader gets no such mails.
    """
    from resellertui.cli.wording import mail_table

    call = call_of(ctx)
    wanted = _state(state)
    desk = call.operator_desk(writes=False)
    views = desk.services.mail.list(desk.actor, waiting=waiting, state=wanted, before=before, limit=limit)
    call.show({"mails": dumped(views)}, lambda: mail_table(views))


@app.verb()
def show(ctx: typer.Context, mail: Annotated[str, typer.Argument(metavar="ID", help="The mail's id.")]) -> None:
    """Show one mail with its text."""
    from resellertui.cli.wording import mail_page

    call = call_of(ctx)
    desk = call.operator_desk(writes=False)
    view = desk.services.mail.show(desk.actor, mail)
    call.show({"mail": view.model_dump(mode="json")}, lambda: mail_page(view))


@app.verb()
def deliver(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = None,
) -> None:
    """Deliver the mails that wait."""
    call = call_of(ctx)
    desk = call.operator_desk(writes=True)
    done = desk.services.mail.deliver(desk.actor, limit)
    call.tell({"delivery": done.model_dump(mode="json")}, lambda: _delivered(done))


@app.verb()
def resend(ctx: typer.Context, mail: Annotated[str, typer.Argument(metavar="ID", help="The mail's id.")]) -> None:
    """Put a mail back among those that wait, for the next delivery: a parked one, or one to be sent once more."""
    from resellertui.cli.wording import mail_table

    call = call_of(ctx)
    desk = call.operator_desk(writes=True)
    view = desk.services.outbox.resend(desk.actor, mail)
    call.tell({"mail": view.model_dump(mode="json")}, lambda: mail_table([view]))


@app.verb("password")
def keep_password(ctx: typer.Context, password_stdin: PasswordStdin = False) -> None:
    """Keep the password of the mail server that the settings name, in the keyring or a private file."""
    call = call_of(ctx)
    desk = call.operator_desk(writes=True)
    desk.services.outbox.server(desk.actor)
    password = password_from(from_stdin=password_stdin, question=_("Password of the mail server: "))
    server = desk.services.outbox.keep_password(desk.actor, password)
    call.tell(
        {"server": server.model_dump(mode="json")},
        lambda: _("The password of {user} at {host} lies {place}.").format(
            user=server.user, host=server.host, place=server.place
        ),
    )


def _state(text: str) -> MailState | None:
    try:
        return MailState(text) if text else None
    except ValueError:
        raise usage("--state", _("It must be one of {names}.").format(names=", ".join(MailState))) from None


def _delivered(done: Delivered) -> str:
    counted = _("{sent} sent, {failed} failed, {waiting} waiting.").format(
        sent=done.sent, failed=done.failed, waiting=done.waiting
    )
    parked = ngettext("{count} mail is given up and parked.", "{count} mails are given up and parked.", done.parked)
    lines = [counted, parked.format(count=done.parked) if done.parked else "", done.trouble]
    return "\n".join(one for one in lines if one)
