"""`resellertui explain`: where the amounts of a record come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.domain.errors import DatabaseTrouble
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.billing.explanation import Explanation


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(explain)


def explain(
    ctx: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="A document, or ORD-4, CBK-7, TXN-9, PREPAID-CHF, PRD-5, PTN-8, OFF-3, LIN-4, RIN-2, RCN-3, or a sku.",
        ),
    ],
) -> None:
    """Derive the amounts of a record, down to the ledger, and compute them again. Leaves with 6 if they differ."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.explain.explain(desk.actor, reference)
    call.show({"explanation": found.model_dump(mode="json")}, lambda: _page(found))
    if not found.agrees:
        call.exit_code = DatabaseTrouble.exit_code


def _page(found: Explanation) -> str:
    lines = [_("{title} ({id})").format(title=found.title, id=found.id)]
    for part in found.parts:
        lines += ["", part.title, *(f"  {one}" for one in part.sentences)]
    return "\n".join(lines)
