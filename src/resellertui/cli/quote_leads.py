"""`resellertui quote leads`, `lead` and `decline`: the requests that one's organisation, a partner, was sent."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of, usage
from resellertui.cli.options import Verbs
from resellertui.cli.quote_request_pages import lead_page, lead_table
from resellertui.domain.wording import _

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id, such as RFQ-3.")]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    for verb in (leads, lead, decline):
        app.verb()(verb)


def leads(
    ctx: typer.Context,
    tab: Annotated[
        str,
        typer.Option("--tab", metavar="to_answer|answered|won|lost|declined|all", help="Which part of them."),
    ] = "all",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Only those that hold this.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")] = 100,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")] = 0,
) -> None:
    """List the requests that you were sent, with your response times; those to answer wait longest first."""
    from resellertui.services.leads.lead_views import LeadQuery, LeadTab

    call = call_of(ctx)
    if tab not in set(LeadTab):
        raise usage("--tab", _("Choose one of: {choices}.").format(choices=", ".join(LeadTab)))
    query: LeadQuery = LeadQuery.of(tab=tab, text=text)
    desk = call.desk(writes=False)
    board = desk.services.leads.pipeline(desk.actor)
    page = desk.services.leads.page(desk.actor, query, offset, limit)
    facts = {"leads": page.model_dump(mode="json"), "pipeline": board.model_dump(mode="json")}
    call.show(facts, lambda: lead_table(page, board))


def lead(ctx: typer.Context, request: RequestId) -> None:
    """Read a request that you were sent, which notes that you did; --dry-run keeps it unread."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.leads.show(desk.actor, request)
    call.show({"lead": view.model_dump(mode="json")}, lambda: lead_page(view))


def decline(
    ctx: typer.Context,
    request: RequestId,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the provider's staff read it.")],
    version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help="Only if it is still at this version.")
    ] = None,
) -> None:
    """Decline a request; you can't offer on it afterwards."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.leads.decline(desk.actor, request, reason, version)
    call.tell({"lead": view.model_dump(mode="json")}, lambda: lead_page(view))
