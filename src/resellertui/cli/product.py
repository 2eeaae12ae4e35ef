"""`resellertui product`: subscribed products."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.arguments import just_one
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _

app = Verbs(help="Subscribed products.")

Product = Annotated[str, typer.Argument(metavar="PRODUCT", help="A product's name or id.")]


@app.verb("list")
def list_products(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Option("--client", metavar="WHO", help="As a partner: the products of this client.")
    ] = None,
) -> None:
    """List the products of your organisation, or of a client."""
    from resellertui.cli.wording import product_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    if client is None:
        views = desk.services.products.list(desk.actor)
    else:
        page = desk.services.clients.show(desk.actor, client)
        if page.organisation is None:
            raise Refused(
                _("The products of {client} are not open to you now.").format(client=page.partnership.client),
                _("Only an active partnership that is not paused opens them."),
            )
        views = page.products
    call.show({"products": dumped(views)}, lambda: product_table(views))


@app.verb()
def show(ctx: typer.Context, product: Product) -> None:
    """Show one product; a client's is named by its id."""
    from resellertui.cli.wording import product_page

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.products.show(desk.actor, product)
    call.show({"product": view.model_dump(mode="json")}, lambda: product_page(view))


@app.verb("auto-renewal")
def auto_renewal(
    ctx: typer.Context,
    product: Product,
    on: Annotated[bool, typer.Option("--on", help="Renew it by itself.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Do not.")] = False,
) -> None:
    """Switch the automatic renewal of a product."""
    from resellertui.cli.wording import product_page

    call = call_of(ctx)
    just_one(on=on, off=off)
    desk = call.desk(writes=True)
    view = desk.services.products.set_auto_renewal(desk.actor, product, on)
    call.tell({"product": view.model_dump(mode="json")}, lambda: product_page(view))


@app.verb("transfer-code")
def transfer_code(
    ctx: typer.Context,
    product: Product,
    enter: Annotated[
        bool,
        typer.Option("--enter-stdin", help="Provider's staff: keep the code on standard input for this domain's id."),
    ] = False,
) -> None:
    """Show the code by which a domain is moved to another registrar; each look is in the audit.

    It is not your support code. The provider's staff enter it.
    """
    from resellertui.cli import printing
    from resellertui.cli.stdin import next_line

    call = call_of(ctx)
    desk = call.desk(writes=True)
    codes = desk.services.transfer_codes
    view = codes.enter(desk.actor, product, next_line() or "") if enter else codes.show(desk.actor, product)
    call.tell(
        {"transfer_code": view.model_dump(mode="json")},
        lambda: printing.record(
            [
                (_("Domain"), f"{view.product} ({view.product_id})"),
                (_("Transfer code"), view.code or _("kept, and not shown")),
                (_("Entered"), view.entered_at),
            ]
        ),
    )
