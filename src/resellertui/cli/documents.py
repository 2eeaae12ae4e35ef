"""Documents that a command writes: a partnership's history on one page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.cli.wording import arrangement_line, partnership_line
from resellertui.domain.errors import Usage
from resellertui.domain.text import visible
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.views import HistoryView

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def history_document(history: HistoryView, name: str) -> bytes:
    """Return a partnership's history as one document, of the kind that the file's name says.

    Raises:
        Usage: of another kind than Markdown or JSON.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".json":
        return (json.dumps(history.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode(
            "utf-8", "backslashreplace"
        )
    if suffix in {".md", ".markdown"}:
        return _markdown(history).encode("utf-8", "replace")
    raise Usage(
        _("“{file}” does not say which kind of document to write.").format(file=name),
        hint=_("End its name in .md or .json."),
    )


def _markdown(history: HistoryView) -> str:
    view = history.partnership
    lines = [
        "# " + _literal(_("Partnership {id}").format(id=view.id)),
        "",
        _literal(partnership_line(view)),
        "",
        "- " + _literal(_("Requested: {terms}").format(terms=arrangement_line(view.requested))),
    ]
    if view.granted is not None:
        lines.append("- " + _literal(_("Granted: {terms}").format(terms=arrangement_line(view.granted))))
    lines += ["", "## " + _("History"), ""]
    for event in history.events:
        who = event.who or _("by date")
        lines.append(f"- **{_literal(printing.moment(event.at))}**, {_literal(who)}: {_literal(event.text)}")
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", visible(text))
