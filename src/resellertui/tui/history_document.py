"""A partnership's history as one document in a private file."""

from __future__ import annotations

import re
from pathlib import Path

from resellertui.domain.errors import Refused
from resellertui.domain.partnership import state_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.views import HistoryView
from resellertui.tui import formats
from resellertui.tui.partnership_words import arrangement_words

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def write_history(history: HistoryView, folder: Path) -> Path:
    """Write the document into the folder, beside earlier ones, and return its path.

    Raises:
        Refused: it can't be written.
    """
    from resellertui.adapters.filesystem import make_private_folder, write_private

    try:
        make_private_folder(folder)
        path = _free_path(folder, f"{history.partnership.id}-history")
        write_private(path, document(history).encode("utf-8", "replace"))
    except OSError as error:
        raise Refused(
            _("The file can't be written in {folder}: {reason}.").format(
                folder=folder, reason=error.strerror or str(error)
            ),
            _("Nothing was written."),
            _("Choose another folder for exports in the settings (export_dir)."),
        ) from error
    return path


def document(history: HistoryView) -> str:
    """Return the history in Markdown: who asked what, who granted what, when."""
    view = history.partnership
    lines = [
        "# " + _literal(_("Partnership {id}").format(id=view.id)),
        "",
        "- " + _literal(_("Client: {name}").format(name=view.client)),
        "- " + _literal(_("Partner: {name}").format(name=view.partner)),
        "- " + _literal(_("State: {state}").format(state=state_label(view.state))),
        "- " + _literal(_("Asked: {terms}").format(terms=arrangement_words(view.requested))),
    ]
    if view.granted is not None:
        lines.append("- " + _literal(_("Granted: {terms}").format(terms=arrangement_words(view.granted))))
    lines += ["", "## " + _("History"), ""]
    for event in history.events:
        who = event.who or _("by date")
        lines.append(f"- **{_literal(formats.moment(event.at))}**, {_literal(who)}: {_literal(event.text)}")
    return "\n".join(lines) + "\n"


def _free_path(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.md", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.md"
    return path


def _literal(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", visible(text))
