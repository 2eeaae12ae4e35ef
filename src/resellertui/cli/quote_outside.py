"""`resellertui quote outside`: clients' products of other providers."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.cli.quote_pages import outside_table
from resellertui.domain.wording import _

app = Verbs(help="Products of other providers that clients have.")

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]
Client = Annotated[
    str, typer.Option("--client", metavar="CLIENT", help="Whose it is: a client of yours; yourself if left out.")
]


@app.verb()
def note(
    ctx: typer.Context,
    provider: Annotated[str, typer.Option("--provider", metavar="NAME", help="Whose product it is.")],
    product: Annotated[str, typer.Option("--product", metavar="TEXT", help="What it is.")],
    client: Client = "",
    text: Annotated[str, typer.Option("--note", metavar="TEXT", help="What else there is to say.")] = "",
) -> None:
    """Note a product of another provider; where a contract binds the client's partner, staff are told."""
    from resellertui.services.leads.contract_views import OutsideInput

    call = call_of(ctx)
    wish = OutsideInput.of(client=client, provider=provider, product=product, note=text)
    desk = call.desk(writes=True)
    done = desk.services.outside_products.note(desk.actor, wish)

    def words() -> str:
        if not done.contract:
            return _("{id}: noted. No contract binds a partner of {client}.").format(id=done.id, client=done.client)
        return _("{id}: noted. It breaks {contract}: staff and {partner} are told.").format(
            id=done.id, contract=done.contract, partner=done.partner
        )

    call.tell({"outside": done.model_dump(mode="json")}, words)


@app.verb("list")
def list_products(
    ctx: typer.Context,
    client: Client = "",
    breaches: Annotated[
        bool, typer.Option("--breaches", help="Provider's staff: those that break a contract and wait.")
    ] = False,
    settled: Annotated[bool, typer.Option("--all", help="With --breaches: those that are settled, too.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List what is noted; the newest first."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    area = desk.services.outside_products
    page = (
        area.breaches(desk.actor, offset, limit, settled=settled)
        if breaches
        else area.page(desk.actor, client, offset, limit)
    )
    call.show({"outside": page.model_dump(mode="json")}, lambda: outside_table(page))


@app.verb()
def settle(
    ctx: typer.Context,
    product: Annotated[str, typer.Argument(metavar="ID", help="Its id, such as OUT-3.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="TEXT", help="What was agreed; the partner reads it.")],
) -> None:
    """Provider's staff: settle what breaks a contract."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    done = desk.services.outside_products.settle(desk.actor, product, outcome)
    call.tell({"outside": done.model_dump(mode="json")}, lambda: _("{id}: settled.").format(id=done.id))
