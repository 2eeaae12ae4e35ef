"""`resellertui invoice received`: what partners billed one's own organisation."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import reinvoice_files
from resellertui.cli.arguments import Replace
from resellertui.cli.call import call_of, dumped
from resellertui.cli.invoice_files import Output
from resellertui.cli.options import Verbs
from resellertui.cli.reinvoice_files import AsFile, Month, Number, OptionalNumber, Status, Text, query_of
from resellertui.cli.reinvoice_pages import received_page, received_table

app = Verbs(help="What partners billed your organisation.")
Partner = Annotated[str, typer.Option("--partner", metavar="WHO", help="Only of this partner: an id or a name.")]


@app.verb("list")
def list_documents(
    ctx: typer.Context,
    partner: Partner = "",
    status: Status = "",
    month: Month = "",
    text: Text = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")] = 50,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")] = 0,
) -> None:
    """List what partners billed your organisation, newest first."""
    call = call_of(ctx)
    query = query_of(partner, status, month, text)
    desk = call.desk(writes=False)
    page = desk.services.received_documents.documents(desk.actor, query, offset, limit)
    call.show({"documents": dumped(page.rows), "total": page.total}, lambda: received_table(page.rows))


@app.verb()
def show(ctx: typer.Context, reference: Number) -> None:
    """Show a document: parties, lines, VAT, totals."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.received_documents.document(desk.actor, reference)
    call.show({"document": view.model_dump(mode="json")}, lambda: received_page(view))


@app.verb()
def export(
    ctx: typer.Context,
    reference: OptionalNumber = "",
    output: Output = "-",
    as_format: AsFile = "",
    partner: Partner = "",
    status: Status = "",
    month: Month = "",
    text: Text = "",
    replace: Replace = False,
) -> None:
    """Write a list of what partners billed, or one document as it was issued."""
    from resellertui.cli import printing

    call = call_of(ctx)
    kind = reinvoice_files.checked(call, reference, as_format, output, replace=replace)
    query = query_of(partner, status, month, text)
    desk = call.desk(writes=True)
    if reference:
        file = desk.services.received_documents.paper(desk.actor, reference, kind)
        reinvoice_files.write_paper(call, file, output, replace=replace)
        return
    exported = desk.services.received_documents.export(desk.actor, query)
    facts: dict[str, object] = {"documents": dumped(exported.rows), "total": len(exported.rows)}
    content = exported.csv() if kind == "csv" else printing.json_text(facts) + "\n"
    reinvoice_files.write_table(call, content, facts, len(exported.rows), output, replace=replace)
