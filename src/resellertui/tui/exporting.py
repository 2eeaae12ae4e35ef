"""What the console writes to files in the folder for exports: clients, documents about a client, a document as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.domain.partnership import State
from resellertui.domain.wording import _, ngettext
from resellertui.tui import formats
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exported_file import free_path, write_exported

if TYPE_CHECKING:
    from resellertui.services.exporting import ExportReport
    from resellertui.tui.app import ConsoleApp


def no_files_here() -> str:
    """Return why nothing is written in locked mode."""
    return _("In locked mode no files are written: export on the machine that has the database.")


async def export_clients(app: ConsoleApp, references: Sequence[str]) -> ExportReport:
    """Write these clients and return where they are.

    Raises what the service raises, such as a folder that can't be written to.
    """
    name = f"clients-{formats.today(app.services).isoformat()}.csv"
    path = await app.behind(free_path, app.settings.export_dir, name)
    return await app.ask(app.services.exports.to_file, path, states=tuple(State), only=references)


async def export_client_billing(app: ConsoleApp, reference: str) -> None:
    """Ask how, write the documents about a client that the reader may see, and say how many and where.

    Raises what the service raises, and a refusal where the file can't be written.
    """
    from resellertui.services.billing.exporting import TableFormat

    choices = [
        Choice(TableFormat.CSV.value, _("CSV"), _("for a spreadsheet"), letter="c"),
        Choice(TableFormat.JSON.value, _("JSON"), _("for a program"), letter="j"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog(_("How shall the documents be written?"), choices))
    if chosen is None:
        return
    exported = await app.ask(app.services.billing_exports.client, reference)
    content = exported.text(TableFormat(chosen)).encode("utf-8", "backslashreplace")
    name = f"{reference}-billing-{formats.today(app.services).isoformat()}.{chosen}"
    path = await app.behind(write_exported, content, app.settings.export_dir, name)
    count = len(exported.rows)
    title = ngettext("{count} document is written.", "{count} documents are written.", count).format(count=count)
    lines = (str(path), *([exported.note] if exported.note else []), _("Only you can read the file."))
    app.push_screen(ReadingDialog(title, lines))


async def export_document(app: ConsoleApp, reference: str) -> None:
    """Write a document as PDF, and say where.

    Raises what the service raises, and a refusal where the file can't be written.
    """
    printed = await app.ask(app.services.billing_exports.pdf, reference)
    path = await app.behind(write_exported, printed.pdf, app.settings.export_dir, printed.file_name)
    title = _("Document {number} is written.").format(number=printed.view.number or printed.view.id)
    app.push_screen(ReadingDialog(title, (str(path), _("Only you can read the file."))))


async def export_directory(app: ConsoleApp) -> None:
    """Ask how, write the directory of partners as it may be published, and say where.

    Raises what the service raises, and a refusal where the file can't be written.
    """
    from resellertui.services.directory_export import DirectoryFormat

    choices = [
        Choice(DirectoryFormat.HTML.value, _("A page of the web"), _("to put on a server as it is"), letter="w"),
        Choice(DirectoryFormat.JSON.value, _("JSON"), _("for a program"), letter="j"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog(_("How shall the directory be written?"), choices))
    if chosen is None:
        return
    kind = DirectoryFormat(chosen)
    exported = await app.ask(app.services.directory_exports.export, kind)
    name = f"directory-{formats.today(app.services).isoformat()}.{kind.value}"
    path = await app.behind(write_exported, exported.content, app.settings.export_dir, name, public=True)
    count = exported.partners
    title = ngettext("{count} partner is written.", "{count} partners are written.", count).format(count=count)
    app.push_screen(ReadingDialog(title, (str(path), _("Everybody may read the file."))))
