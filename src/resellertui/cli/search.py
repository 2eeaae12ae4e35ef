"""`resellertui search`: find any record, as the console's palette does."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs


def declare(app: Verbs) -> None:
    """Put the command into the tree."""
    app.verb()(search)


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A part of a name, an address, a place; or an id.")],
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many of each kind.")] = 12,
) -> None:
    """Find clients, products, partners and people by a few letters, best first; quote requests by id (RFQ-1)."""
    from resellertui.cli.wording import found_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.search.find(desk.actor, text, most=most)
    call.show({"found": dumped(found)}, lambda: found_table(found))
