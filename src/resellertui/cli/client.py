"""`resellertui client`: a partner's clients."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import invoice_files, transfer
from resellertui.cli.arguments import AccessOption, PaymentOption, needed
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.partner import ask_client
from resellertui.domain.partnership import State

app = Verbs(help="A partner's clients: list, look up, add, import, export, and what you pay for them.")
app.verb("import")(transfer.import_clients)
app.verb("export")(transfer.export_clients)
app.verb("billing")(invoice_files.export_client)


@app.verb("list")
def list_clients(
    ctx: typer.Context,
    state: Annotated[
        list[State] | None,
        typer.Option("--state", metavar="STATE", help="Only these; active and pending if left out. Repeat it."),
    ] = None,
    matching: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Only those that match, as in the console's list.")
    ] = "",
) -> None:
    """List your clients: the active and pending ones."""
    from resellertui.cli.wording import client_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    rows = desk.services.clients.list(desk.actor, states=tuple(state or ()), text=matching)
    call.show({"clients": dumped(rows)}, lambda: client_table(rows))


@app.verb()
def show(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The client: an id, an exact name, or an e-mail.")],
) -> None:
    """Show a client: what it granted and the products that you reach."""
    from resellertui.cli.wording import client_page

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.clients.show(desk.actor, who)
    call.show({"client": view.model_dump(mode="json")}, lambda: client_page(view))


@app.verb()
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The client, or - to read one a line.")],
    access: AccessOption = None,
    payment: PaymentOption = None,
    families: Annotated[str, typer.Option("--families", metavar="TEXT", help="The products asked for, in words.")] = "",
) -> None:
    """Ask a client for a partnership: the same as `partner request --client`."""
    call = call_of(ctx)
    needed("--access", access)
    ask_client(call, who, access, payment, None, families)
