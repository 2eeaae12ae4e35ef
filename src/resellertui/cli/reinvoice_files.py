"""`reinvoice export`, `reinvoice statement` and `invoice received export`: documents as files, and which of them."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import Replace, ShowProgress, day_option
from resellertui.cli.call import FROM_STDIN, Call, call_of, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.invoice_files import Output, Since, Until
from resellertui.cli.progress import Progress
from resellertui.cli.reinvoice_pages import folder_text, statement_text
from resellertui.cli.transfer import print_csv
from resellertui.domain.errors import Interrupted
from resellertui.domain.reinvoicing.status import Status as Standing
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
    from resellertui.services.reinvoicing.document_views import PaperFile
    from resellertui.services.reinvoicing.folders import FolderReport

PAPERS = ("pdf", "facturx", "cii", "ubl")
TABLES = ("csv", "json")

Number = Annotated[str, typer.Argument(metavar="REF", help="A document's number or id.")]
Client = Annotated[str, typer.Option("--client", metavar="WHO", help="Only this client: an id, a name or an e-mail.")]
Status = Annotated[
    str, typer.Option("--state", metavar="STATE", help="Only what stands there, such as open, overdue or paid.")
]
Month = Annotated[str, typer.Option("--month", metavar="MONTH", help="Only this month, such as 2026-11.")]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help="A part of the number, or an id.")]
OptionalNumber = Annotated[
    str, typer.Argument(metavar="[REF]", help="One document, as it was issued; a selection if left out.")
]
AsFile = Annotated[
    str, typer.Option("--format", metavar="csv|json|pdf|facturx|cii|ubl", help="A list, or the file of one document.")
]
AsFiles = Annotated[
    str,
    typer.Option(
        "--format", metavar="csv|json|pdf|facturx|cii|ubl", help="A list with the lines, or documents' files."
    ),
]
Place = Annotated[
    str,
    typer.Option(
        "--output",
        metavar="FILE",
        help="A new file; for the files of a selection a folder; - is standard output.",
    ),
]


def query_of(client: str, status: str, month: str, text: str) -> ReinvoiceQuery:
    """Return which documents the options mean.

    Raises:
        Usage: there is no such state.
    """
    from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery

    if status and status not in set(Standing):
        raise usage("--state", _("Choose one of: {choices}.").format(choices=", ".join(Standing)))
    query: ReinvoiceQuery = ReinvoiceQuery.of(client=client, status=status or None, period=month, text=text)
    return query


def export(
    ctx: typer.Context,
    reference: OptionalNumber = "",
    output: Place = "-",
    as_format: AsFiles = "",
    client: Client = "",
    status: Status = "",
    month: Month = "",
    text: Text = "",
    replace: Replace = False,
    progress: ShowProgress = None,
) -> None:
    """Write a selection as a list or as files in a folder, or one document; files are as they were issued."""
    from resellertui.services.billing.exporting import TableFormat

    call = call_of(ctx)
    is_folder = not reference and as_format in PAPERS
    if is_folder and output == FROM_STDIN:
        raise usage("--output", _("The files of a selection go into a folder: name one. One document is named by REF."))
    if is_folder:
        call.check_path(output)
    else:
        as_format = checked(call, reference, as_format, output, replace=replace, lists=(*TABLES, *PAPERS))
    query = query_of(client, status, month, text)
    desk = call.desk(writes=True)
    if is_folder:
        with Progress(_("Writing files"), shown=progress, can_stop=True) as bar:
            report = desk.services.reinvoice_folders.write(
                *(desk.actor, query, Path(output), as_format),
                replace=replace,
                progress=bar.show,
                cancelled=bar.is_stopped,
            )
        _tell_folder(call, report)
        return
    if reference:
        write_paper(
            call, desk.services.reinvoice_exports.paper(desk.actor, reference, as_format), output, replace=replace
        )
        return
    exported = desk.services.reinvoice_exports.documents(desk.actor, query)
    write_table(
        call, exported.text(TableFormat(as_format)), exported.facts(), len(exported.documents), output, replace=replace
    )


def statement(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client: an id, a name or an e-mail.")],
    since: Since = "",
    until: Until = "",
    as_format: Annotated[str, typer.Option("--format", metavar="table|csv|pdf", help="How it is written.")] = "table",
    output: Output = "-",
    replace: Replace = False,
) -> None:
    """Show what a client was billed and paid, with what was open after each; or write it as a file."""
    call = call_of(ctx)
    if as_format not in {"table", "csv", "pdf"}:
        raise usage("--format", _("Choose one of: {choices}.").format(choices="table, csv, pdf"))
    if as_format == "table" and output != FROM_STDIN:
        raise usage("--output", _("A table goes to the terminal: choose csv or pdf for a file."))
    _check_output(call, output, is_binary=as_format == "pdf", replace=replace)
    days = (
        day_option("--since", since) if since else None,
        day_option("--until", until) if until else None,
    )
    desk = call.desk(writes=as_format != "table")
    statements = desk.services.reinvoice_statements
    if as_format == "table":
        found = statements.show(desk.actor, client, *days)
        call.show({"statement": found.model_dump(mode="json")}, lambda: statement_text(found))
    elif as_format == "csv":
        exported = statements.export(desk.actor, client, *days)
        count = sum(len(one.entries) for one in exported.parts)
        write_table(call, exported.csv(), exported.model_dump(mode="json"), count, output, replace=replace)
    else:
        printed = statements.pdf(desk.actor, client, *days)
        _write_bytes(call, printed.statement.client_id, "pdf", printed.pdf, output, replace=replace)


def write_paper(call: Call, file: PaperFile, output: str, *, replace: bool) -> None:
    """Write a document's file."""
    _write_bytes(call, file.id, file.kind, file.content, output, replace=replace)


def write_table(call: Call, text: str, facts: dict[str, object], count: int, output: str, *, replace: bool) -> None:
    """Write a list, as text or as facts for scripts."""
    if output == FROM_STDIN:
        if text.startswith("{"):
            print(printing.json_text(facts))
        else:
            print_csv(call, text)
        return
    if not call.dry_run:
        write_document(output, text.encode("utf-8", "backslashreplace"), replace=replace)
    words = ngettext("{file} holds {count} record.", "{file} holds {count} records.", count)
    call.tell({"exported": {"records": count, "file": output}}, words.format(file=output, count=count))


def _tell_folder(call: Call, report: FolderReport) -> None:
    """Say what was written where; a stopped run says so with its exit code."""
    call.tell({"export": report.model_dump(mode="json")}, lambda: folder_text(report))
    if report.cancelled:
        call.exit_code = Interrupted.exit_code


def _write_bytes(call: Call, subject: str, kind: str, content: bytes, output: str, *, replace: bool) -> None:
    if output == FROM_STDIN:
        if call.json:
            call.show({"file": {"document": subject, "format": kind, "base64": b64encode(content).decode()}}, "")
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    if not call.dry_run:
        write_document(output, content, replace=replace)
    call.tell(
        {"exported": {"document": subject, "format": kind, "file": output}},
        _("{file} is written.").format(file=output),
    )


def checked(
    call: Call, reference: str, as_format: str, output: str, *, replace: bool, lists: Sequence[str] = TABLES
) -> str:
    """Return how to write, once it is known that it may be written there."""
    choices = PAPERS if reference else lists
    kind = as_format or choices[0]
    if kind not in choices:
        raise usage("--format", _("Choose one of: {choices}.").format(choices=", ".join(choices)))
    _check_output(call, output, is_binary=kind in {"pdf", "facturx"}, replace=replace)
    return kind


def _check_output(call: Call, output: str, *, is_binary: bool, replace: bool) -> None:
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    elif is_binary and sys.stdout.isatty() and not call.json:
        raise usage("--output", _("A PDF is not for a terminal: name a file."))
