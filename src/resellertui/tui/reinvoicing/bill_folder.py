"""The files of many documents to clients, written into a new folder among the exports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.folders import FolderReport
from resellertui.tui import formats
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exported_file import free_path

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def export_folder(app: ConsoleApp, query: ReinvoiceQuery, only: Sequence[str] | None = None) -> None:
    """Write the PDFs of the documents that are meant into a new folder, and say how many and where.

    Raises what the service raises.
    """
    name = f"invoices-{formats.today(app.services).isoformat()}"
    folder = await app.behind(free_path, app.settings.export_dir, name)

    def write(actor: Actor, watch: Watch) -> FolderReport:
        return app.services.reinvoice_folders.write(
            actor, query, folder, only=only, make=True, progress=watch.report, cancelled=watch.stopped
        )

    report = await with_progress(app, _("Writing files"), write, writes=False)
    count = len(report.files)
    title = ngettext("{count} file is written.", "{count} files are written.", count).format(count=count)
    lines = [report.folder, _("Only you can read the files.")]
    if report.cancelled:
        more = report.documents - count
        words = ngettext("Stopped: {count} was not reached.", "Stopped: {count} were not reached.", more)
        lines.append(words.format(count=more))
    app.push_screen(ReadingDialog(title, lines))
