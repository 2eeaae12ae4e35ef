"""`resellertui password`: a new password for whoever has forgotten theirs."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import new_password_from
from resellertui.domain.wording import _, ngettext

app = Verbs(help="A forgotten password: have a token mailed, and choose a new one with it.")


@app.verb()
def reset(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address that you sign in with.")],
) -> None:
    """Have a token mailed with which a new password is chosen; the answer is the same for every address."""
    call = call_of(ctx)
    call.services(writes=True).password_reset.request(email)
    call.tell(
        {"email": email},
        lambda: _("If {email} is known here, a mail with a token is on its way. It works once, for an hour.").format(
            email=email
        ),
    )


@app.verb()
def choose(
    ctx: typer.Context,
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The token of the mail.")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Choose a new password with a mailed token; every session ends."""
    call = call_of(ctx)
    services = call.services(writes=True)
    done = services.password_reset.choose(token, new_password_from(from_stdin=password_stdin))
    call.tell(
        done.model_dump(mode="json"),
        lambda: ngettext(
            "The password of {email} is changed, and {count} session ended.",
            "The password of {email} is changed, and {count} sessions ended.",
            done.sessions_ended,
        ).format(email=done.email, count=done.sessions_ended),
    )
