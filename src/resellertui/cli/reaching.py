"""`resellertui user reach`: who reaches what, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import Call, Desk, call_of
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _


def declare(app: Verbs) -> None:
    """Add the command to the group."""
    app.verb()(reach)


def reach(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="A person's id, exact name, or e-mail; else yourself.")
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", metavar="WHO", help="Instead: who of you reaches this client.")
    ] = None,
    product: Annotated[
        str | None, typer.Option("--product", metavar="NAME", help="Instead: who of you reaches this product.")
    ] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="Instead: all people against all clients.")] = False,
    matching: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Only clients that match, as in the console's list.")
    ] = "",
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out the first clients.")] = 0,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many clients at most.")
    ] = 100,
) -> None:
    """Show what a person reaches and why: by the role, by a grant of its own, by a team.

    Paused partnerships are marked: their reasons hold again afterwards. Whoever manages people sees everyone, others
    themselves.
    """
    call = call_of(ctx)
    if sum((who is not None, client is not None, product is not None, matrix)) > 1:
        raise Usage(_("Name a person, or give one of: --client, --product, --matrix."))
    desk = call.desk(writes=False)
    if client is not None:
        _of_client(call, desk, client)
    elif product is not None:
        _of_product(call, desk, product)
    elif matrix:
        _matrix(call, desk, matching, offset, limit)
    else:
        _of_person(call, desk, who or "", matching, offset, limit)


def _of_person(call: Call, desk: Desk, who: str, text: str, offset: int, limit: int) -> None:
    from resellertui.cli.people_wording import person_reach_text

    view = desk.services.reach.by_person(desk.actor, who, text, offset, limit)
    call.show({"reach": view.model_dump(mode="json")}, lambda: person_reach_text(view))


def _of_client(call: Call, desk: Desk, client: str) -> None:
    from resellertui.cli.people_wording import client_reach_text

    view = desk.services.reach.by_client(desk.actor, client)
    call.show({"client_reach": view.model_dump(mode="json")}, lambda: client_reach_text(view))


def _of_product(call: Call, desk: Desk, product: str) -> None:
    from resellertui.cli.people_wording import product_reach_text

    view = desk.services.reach.by_product(desk.actor, product)
    call.show({"product_reach": view.model_dump(mode="json")}, lambda: product_reach_text(view))


def _matrix(call: Call, desk: Desk, text: str, offset: int, limit: int) -> None:
    from resellertui.cli.people_wording import matrix_text

    view = desk.services.reach.matrix(desk.actor, text, offset, limit)
    call.show({"matrix": view.model_dump(mode="json")}, lambda: matrix_text(view))
