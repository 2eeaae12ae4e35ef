"""Charged lines as a file: what is listed, read window by window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import ChargedQuery
from resellertui.tui import formats
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exported_file import write_exported

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def export_lines(app: ConsoleApp, query: ChargedQuery) -> None:
    """Write the lines that are meant to a CSV file, and say how many and where.

    Raises what the service raises, and a refusal where the file can't be written.
    """
    exported = await app.ask(app.services.line_exports.lines, query)
    name = f"to-bill-{formats.today(app.services).isoformat()}.csv"
    content = exported.csv().encode("utf-8", "backslashreplace")
    path = await app.behind(write_exported, content, app.settings.export_dir, name)
    count = len(exported.rows)
    title = ngettext("{count} line is written.", "{count} lines are written.", count).format(count=count)
    app.push_screen(ReadingDialog(title, (str(path), _("Only you can read the file."))))
