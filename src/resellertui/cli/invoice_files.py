"""`resellertui invoice export`, `invoice pdf` and `client billing`: documents as files, and which of them."""

from __future__ import annotations

import sys
from base64 import b64encode
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import Replace, day_option
from resellertui.cli.call import FROM_STDIN, Call, call_of, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.transfer import print_csv
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.billing.exporting import ExportedDocuments, TableFormat
    from resellertui.services.billing.views import DocumentQuery

Output = Annotated[str, typer.Option("--output", metavar="FILE", help="A new file; - is standard output.")]
AsFormat = Annotated[str, typer.Option("--format", metavar="csv|json", help="How it is written.")]
Reference = Annotated[
    str, typer.Argument(metavar="REF", help="A document's id, or its number; a credit note's begins with CN-.")
]
State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="Only to_pay, paid, void, or issued (credit notes).")
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="From this day on.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Up to this day.")]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help="A number, an id, or a holder's name.")]


def query_of(state: str, since: str, until: str, text: str) -> DocumentQuery:
    """Return which documents the options mean.

    Raises:
        Usage: there is no such state, or a day is none.
    """
    from resellertui.services.billing.views import DocumentQuery

    if state not in {"", "to_pay", "paid", "void", "issued"}:
        raise usage("--state", _("Choose one of: {choices}.").format(choices="to_pay, paid, void, issued"))
    query: DocumentQuery = DocumentQuery.of(
        state=state,
        since=day_option("--since", since) if since else None,
        until=day_option("--until", until) if until else None,
        text=text,
    )
    return query


def export(
    ctx: typer.Context,
    output: Output = "-",
    as_format: AsFormat = "csv",
    state: State = "",
    since: Since = "",
    until: Until = "",
    text: Text = "",
    replace: Replace = False,
) -> None:
    """Write a selection of documents as CSV or JSON."""
    call = call_of(ctx)
    kind = _checked(call, output, as_format, replace=replace)
    query = query_of(state, since, until, text)
    desk = call.desk(writes=True)
    _write(call, desk.services.billing_exports.documents(desk.actor, query), kind, output, replace=replace)


def export_client(
    ctx: typer.Context,
    who: Annotated[
        str,
        typer.Argument(metavar="CLIENT", help="The client: an id, an exact name, or an e-mail; or your organisation."),
    ],
    output: Output = "-",
    as_format: AsFormat = "csv",
    replace: Replace = False,
) -> None:
    """Write the documents about a client that you may read: as its partner, those that you pay for it."""
    call = call_of(ctx)
    kind = _checked(call, output, as_format, replace=replace)
    desk = call.desk(writes=True)
    _write(call, desk.services.billing_exports.client(desk.actor, who), kind, output, replace=replace)


def pdf(ctx: typer.Context, reference: Reference, output: Output = "-", replace: Replace = False) -> None:
    """Write a document as PDF, to hand on or to keep."""
    call = call_of(ctx)
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    elif sys.stdout.isatty() and not call.json:
        raise usage("--output", _("A PDF is not for a terminal: name a file."))
    desk = call.desk(writes=True)
    printed = desk.services.billing_exports.pdf(desk.actor, reference)
    number = printed.view.number or printed.view.id
    if output == FROM_STDIN:
        if call.json:
            call.show({"pdf": {"document": printed.view.id, "base64": b64encode(printed.pdf).decode()}}, "")
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(printed.pdf)
        sys.stdout.flush()
        return
    if not call.dry_run:
        write_document(output, printed.pdf, replace=replace)
    call.tell(
        {"exported": {"document": printed.view.id, "file": output}},
        _("{file} holds {number}.").format(file=output, number=number),
    )


def _checked(call: Call, output: str, as_format: str, *, replace: bool) -> TableFormat:
    """Return how to write, once it is known that it may be written there."""
    from resellertui.services.billing.exporting import TableFormat

    if as_format not in set(TableFormat):
        raise usage("--format", _("Choose one of: {choices}.").format(choices=", ".join(TableFormat)))
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    return TableFormat(as_format)


def _write(call: Call, exported: ExportedDocuments, kind: TableFormat, output: str, *, replace: bool) -> None:
    count = len(exported.rows)
    if output == FROM_STDIN:
        if kind == "csv":
            print_csv(call, exported.text(kind))
        else:
            print(printing.json_text(exported.facts()))
        if exported.note and not call.json:
            words = ngettext("{count} document.", "{count} documents.", count).format(count=count)
            printing.warn(f"{words} {exported.note}")
        return
    if not call.dry_run:
        write_document(output, exported.text(kind).encode("utf-8", "backslashreplace"), replace=replace)
    words = ngettext("{file} holds {count} document.", "{file} holds {count} documents.", count)
    facts = {"documents": count, "file": output} | ({"note": exported.note} if exported.note else {})
    call.tell(
        {"exported": facts},
        " ".join(part for part in (words.format(file=output, count=count), exported.note) if part),
    )
