"""A partnership's history as one document: who asked what, who granted what, when."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import PurePath

from resellertui.domain.errors import Usage
from resellertui.domain.partnership import state_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.partnerships.sentences import arrangement_words
from resellertui.services.views import HistoryView

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


class DocumentKind(StrEnum):
    """The kinds of document, by the ending of a file's name."""

    MARKDOWN = ".md"
    JSON = ".json"

    @classmethod
    def of(cls, name: str) -> DocumentKind:
        """Return the kind that a file's name asks for.

        Raises:
            Usage: it asks for none of them.
        """
        suffix = PurePath(name).suffix.lower()
        try:
            return cls.MARKDOWN if suffix == ".markdown" else cls(suffix)
        except ValueError as error:
            raise Usage(
                _("“{file}” does not say which kind of document to write.").format(file=name),
                hint=_("End its name in .md or .json."),
            ) from error


def history_document(history: HistoryView, kind: DocumentKind) -> bytes:
    """Return the history as a document of this kind, in UTF-8."""
    if kind is DocumentKind.JSON:
        text = json.dumps(history.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        return text.encode("utf-8", "backslashreplace")
    return _markdown(history).encode("utf-8", "replace")


def _markdown(history: HistoryView) -> str:
    view = history.partnership
    lines = [
        "# " + _literal(_("Partnership {id}").format(id=view.id)),
        "",
        "- " + _literal(_("Client: {name}").format(name=view.client)),
        "- " + _literal(_("Partner: {name}").format(name=view.partner)),
        "- " + _literal(_("State: {state}").format(state=state_label(view.state))),
        "- " + _literal(_("Asked: {terms}").format(terms=arrangement_words(view.requested.model_dump()))),
    ]
    if view.granted is not None:
        lines.append("- " + _literal(_("Granted: {terms}").format(terms=arrangement_words(view.granted.model_dump()))))
    lines += ["", "## " + _("History"), ""]
    for event in history.events:
        who = event.who or _("by date")
        lines.append(f"- **{_literal(moment(event.at))}**, {_literal(who)}: {_literal(event.text)}")
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", visible(text))
