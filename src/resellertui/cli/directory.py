"""`resellertui directory`: finding approved partners that want to be found."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs

app = Verbs(help="The directory of partners: search it, and look at one.")


@app.verb()
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Name, e-mail, place, service or language.")] = "",
) -> None:
    """List the partners in whose listing every word occurs."""
    from resellertui.cli.wording import partner_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.directory.search(desk.actor, text)
    call.show({"partners": dumped(found)}, lambda: partner_table(found))


@app.verb()
def show(
    ctx: typer.Context,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="An id, an exact name, or an e-mail.")],
) -> None:
    """Show one partner's listing."""
    from resellertui.cli.programme_wording import card_text

    call = call_of(ctx)
    desk = call.desk(writes=False)
    card = desk.services.directory.show(desk.actor, partner)
    call.show({"partner": card.model_dump(mode="json")}, lambda: card_text(card))
