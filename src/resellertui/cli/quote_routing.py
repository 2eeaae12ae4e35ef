"""`resellertui quote routing`: all requests, for the provider's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.call import Call, call_of
from resellertui.cli.options import Verbs
from resellertui.cli.quote_request_pages import routed_page, routed_table

if TYPE_CHECKING:
    from resellertui.services.leads.routing_views import RoutedView

app = Verbs(help="Provider's staff: all requests for quotes, where they went, and abuse.")

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id, such as RFQ-3.")]


@app.verb("list")
def list_requests(
    ctx: typer.Context,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            metavar="open|awarded|withdrawn|expired|nobody",
            help="Only those in this state, or open ones that nobody is left to answer.",
        ),
    ] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Only those that hold this.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")] = 100,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")] = 0,
) -> None:
    """List everybody's requests, newest first; `quote list` has those that one's own organisation filed."""
    from resellertui.services.leads.views import QuoteQuery

    call = call_of(ctx)
    query: QuoteQuery = QuoteQuery.of(text=text, state=state)
    desk = call.desk(writes=False)
    page = desk.services.quote_routing.page(desk.actor, query, offset, limit)
    call.show({"requests": page.model_dump(mode="json")}, lambda: routed_table(page))


@app.verb()
def show(ctx: typer.Context, request: RequestId) -> None:
    """Show a request with the partners that were sent it, and those to which it can still be sent."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.quote_routing.show(desk.actor, request)
    call.show({"request": view.model_dump(mode="json")}, lambda: routed_page(view))


@app.verb()
def send(
    ctx: typer.Context,
    request: RequestId,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner, by id, name or e-mail.")],
) -> None:
    """Send an open request to one more partner that wants requests; it is mailed an extract."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.quote_routing.send(desk.actor, request, partner))


@app.verb()
def close(
    ctx: typer.Context,
    request: RequestId,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the requester is mailed it.")],
) -> None:
    """Take an open request away as abuse; its requester is mailed the reason."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.quote_routing.close(desk.actor, request, reason))


def _tell(call: Call, view: RoutedView) -> None:
    call.tell({"request": view.model_dump(mode="json")}, lambda: routed_page(view))
