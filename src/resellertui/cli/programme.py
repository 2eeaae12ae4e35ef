"""`resellertui programme`: the partner programme, for the provider's staff."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs

app = Verbs(help="The partner programme; for the provider's staff.")


@app.verb()
def approve(
    ctx: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="ORG", help="An id, an exact name, or an e-mail.")],
    services: Annotated[str, typer.Option("--services", metavar="A,B", help="What it offers, for the directory.")] = "",
    languages: Annotated[str, typer.Option("--languages", metavar="FR,IT", help="Its languages.")] = "",
    description: Annotated[str, typer.Option("--description", metavar="TEXT", help="What it says of itself.")] = "",
    unlisted: Annotated[bool, typer.Option("--unlisted", help="Leave it out of the directory.")] = False,
    provisional: Annotated[bool, typer.Option("--provisional", help="For twelve months, below the threshold.")] = (
        False
    ),
) -> None:
    """Approve an organisation as a partner, or change what the directory says of it."""
    from resellertui.cli.wording import partner_table
    from resellertui.services.inputs import Listing

    call = call_of(ctx)
    listing = Listing.of(
        listed=not unlisted,
        services=_items(services),
        languages=_items(languages),
        description=description,
        provisional=provisional,
    )
    desk = call.desk(writes=True)
    card = desk.services.programme.approve(desk.actor, organisation, listing)
    call.tell({"partner": card.model_dump(mode="json")}, lambda: partner_table([card]))


def _items(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
