"""`resellertui managed`: the managed value of a partner, and each client's part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.prepaid import Limit, Offset
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.managed import ManagedPage, ManagedValue


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(managed)


def managed(
    ctx: typer.Context,
    matching: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="List only clients that match, as in the console.")
    ] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """Say what the products in your care cost in a year at public price, by currency, and each client's part."""
    from resellertui.services.inputs import ClientQuery

    call = call_of(ctx)
    desk = call.desk(writes=False)
    value = desk.services.managed.value(desk.actor)
    page = desk.services.managed.page(desk.actor, ClientQuery(text=matching), offset, limit)
    call.show(
        {"managed": value.model_dump(mode="json"), "clients": dumped(page.rows), "total": page.total},
        lambda: _page(value, page),
    )


def _page(value: ManagedValue, page: ManagedPage) -> str:
    heads = (
        *(_("Currency"), _("A year"), _("Threshold"), _("Reached"), _("Clients"), _("Products"), _("Without a price")),
    )
    sums = printing.table(
        heads,
        [
            (
                one.currency,
                one.value,
                one.threshold or "–",
                one.reached if one.threshold else "–",
                one.clients,
                one.products,
                one.unpriced,
            )
            for one in value.totals
        ],
    )
    if value.own_products:
        return "\n\n".join((sums, _("Before approval your own products count.")))
    if not value.whole:
        sums = "\n\n".join((sums, _("Only the clients granted to you are counted: no threshold is compared.")))
    rows = [
        (one.partnership_id, one.name, one.access.value, one.products, one.value, one.currency) for one in page.rows
    ]
    columns = (_("Id"), _("Client"), _("Access"), _("Products"), _("A year"), _("Currency"))
    return "\n\n".join((sums, printing.table(columns, rows)))
