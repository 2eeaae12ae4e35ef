"""`resellertui import clients` and `resellertui export clients`: client lists as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import AccessOption, PaymentOption, Replace, ShowProgress
from resellertui.cli.call import FROM_STDIN, Call, Desk, call_of, usage
from resellertui.cli.files import check_free, read_file
from resellertui.cli.options import Verbs
from resellertui.cli.progress import Progress
from resellertui.cli.signing_in import ask_line, has_terminal
from resellertui.domain.errors import Interrupted, Refused
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.importing import ImportOptions, ImportReport

imports = Verbs(help="Bring lists in.")
exports = Verbs(help="Write lists out.")


def declare(app: Verbs) -> None:
    """Add both groups."""
    imports.verb("clients")(import_clients)
    exports.verb("clients")(export_clients)
    app.add_typer(imports, name="import")
    app.add_typer(exports, name="export")


def import_clients(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV file; - is standard input.")],
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Write nothing if a single row is rejected.")
    ] = False,
    date_order: Annotated[
        str | None,
        typer.Option("--date-order", metavar="dmy|mdy", help="What stands first in dates, if the file leaves it open."),
    ] = None,
    columns: Annotated[bool, typer.Option("--columns", help="Only say how the columns are understood.")] = False,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means, by its header or number; repeat it."),
    ] = None,
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="The country of rows that give none.")] = "",
    access: AccessOption = None,
    payment: PaymentOption = None,
    progress: ShowProgress = None,
    agreements: Annotated[
        bool, typer.Option("--agreements", help="Staff: the agreements exist already; record them as active.")
    ] = False,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="WHO", help="With --agreements: whose clients they are.")
    ] = None,
    evidence: Annotated[
        str,
        typer.Option("--evidence", metavar="NOTE", help="With --agreements, needed: where they are written."),
    ] = "",
) -> None:
    """Bring in the clients of a CSV file. Rows that can't be taken are listed; the good ones go in."""
    from resellertui.services.importing import ImportOptions

    call = call_of(ctx)
    call.check_path(file)
    given = {
        "mapping": _mapping(mapped),
        "date_order": date_order,
        "default_country": country,
        "all_or_nothing": all_or_nothing,
        "access": access,
        "payment": payment,
        "agreements": agreements,
        "partner": partner,
        "evidence": evidence,
    }
    options = ImportOptions.of(**{name: value for name, value in given.items() if value is not None})
    desk = call.desk(writes=not columns)
    data = read_file(file)
    if columns:
        _tell_columns(call, desk, data, options)
        return
    if options.date_order is None and file != FROM_STDIN and has_terminal():
        options = _ask_date_order(desk, data, options)
    with Progress(_("Importing"), shown=progress, can_stop=True) as bar:
        report = desk.services.imports.run(desk.actor, data, options, progress=bar.show, cancelled=bar.is_stopped)
    _tell(call, report)


def _mapping(columns: list[str] | None) -> dict[str, str]:
    mapping = {}
    for one in columns or ():
        column, mark, field = one.rpartition("=")
        if not mark or not column.strip():
            raise usage("--map", _("“{text}” is not COLUMN=FIELD.").format(text=one))
        mapping[column.strip()] = field.strip()
    return mapping


def _tell_columns(call: Call, desk: Desk, data: bytes, options: ImportOptions) -> None:
    view = desk.services.imports.examine(desk.actor, data, mapping=options.mapping)
    call.show(
        {"file": view.model_dump(mode="json")},
        lambda: printing.table(
            (_("Column"), _("Header"), _("Taken for"), _("For example")),
            [(one.number, one.header, one.field, one.samples[:1]) for one in view.columns],
        ),
    )


def _ask_date_order(desk: Desk, data: bytes, options: ImportOptions) -> ImportOptions:
    """Ask what stands first in the file's dates, where the file does not say so itself."""
    from resellertui.services.importing import DateOrderChoice

    view = desk.services.imports.examine(desk.actor, data, mapping=options.mapping)
    if not view.needs_date_order:
        return options
    printing.warn(
        _("The file does not say whether its dates begin with the day or the month: {examples}").format(
            examples=", ".join(view.date_examples)
        )
    )
    answer = ask_line(_("Type dmy or mdy: ")).lower()
    if answer not in set(DateOrderChoice):
        raise Interrupted(_("Nothing was imported."))
    return options.model_copy(update={"date_order": DateOrderChoice(answer)})


def _tell(call: Call, report: ImportReport) -> None:
    """Print what was done and what was rejected; a stopped or refused import says so with its exit code."""
    facts = report.model_dump(mode="json", include={"created", "updated", "unchanged", "rejected"})
    marks = {"cancelled": report.cancelled, "refused": report.refused}
    call.tell(facts | {name: True for name, value in marks.items() if value}, lambda: _report_text(report))
    if report.cancelled:
        call.exit_code = Interrupted.exit_code
    elif report.refused:
        call.exit_code = Refused.exit_code


def _report_text(report: ImportReport) -> str:
    parts = []
    changed = [one for one in report.changes if one.what != "unchanged"]
    if changed and report.dry_run:
        parts.append(
            printing.table(
                (_("Line"), _("Client"), _("What"), _("Details")),
                [(one.line, one.client, one.what, one.details) for one in changed],
            )
        )
    if report.rejected:
        parts.append(
            printing.table(
                (_("Line"), _("Field"), _("Rejected because")),
                [(one.line, one.field, one.reason) for one in report.rejected],
            )
        )
    parts.append(
        _("{created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.").format(
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
    )
    if report.refused:
        parts.append(_("Nothing was written: all or nothing was asked for, and rows were rejected."))
    if report.cancelled:
        parts.append(_("Stopped: what is counted is done, the rest of the file is not."))
    return "\n\n".join(parts)


def export_clients(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A new file; else standard output.")] = None,
    replace: Replace = False,
) -> None:
    """Write your clients as a CSV file, which imports again unchanged."""
    call = call_of(ctx)
    if file is not None:
        call.check_path(file)
    desk = call.desk(writes=True)
    if file is None or file == FROM_STDIN:
        text = desk.services.exports.clients(desk.actor)
        print_csv(call, text)
        return
    path = check_free(file, replace=replace)
    report = desk.services.exports.to_file(desk.actor, Path(path), replace=replace)
    call.tell(
        {"export": report.model_dump(mode="json")},
        lambda: ngettext("{file} holds {count} client.", "{file} holds {count} clients.", report.clients).format(
            file=report.path, count=report.clients
        ),
    )


def print_csv(call: Call, text: str) -> None:
    """Print the file itself: as it is where a program reads it, without control characters on a terminal."""
    if call.json:
        call.show({"export": {"csv": text}}, "")
    elif sys.stdout.isatty():
        printing.say(text.replace("\r\n", "\n").rstrip("\n"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
