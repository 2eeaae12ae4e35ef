"""`resellertui mail`: the outbox."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.wording import _

app = Verbs(help="The outbox; for the provider's staff and the owner of the database.")


@app.verb("list")
def list_mails(
    ctx: typer.Context,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what is not delivered yet.")] = False,
) -> None:
    """List the mails of the outbox."""
    from resellertui.cli.wording import mail_table

    call = call_of(ctx)
    desk = call.operator_desk(writes=False)
    views = desk.services.mail.list(desk.actor, waiting=waiting)
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
    call.tell(
        {"delivery": done.model_dump(mode="json")},
        lambda: _("{sent} sent, {failed} failed, {waiting} waiting.").format(
            sent=done.sent, failed=done.failed, waiting=done.waiting
        ),
    )
