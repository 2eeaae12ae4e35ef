"""One act whole, and the form that says what of the activity is written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.errors import Invalid, NotFound
from resellertui.domain.wording import _, ngettext
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.tui import formats
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exported_file import write_exported
from resellertui.tui.facts import fact_lines
from resellertui.tui.widgets.form import ChoiceField, TextField


class ActDialogWhole(ReadingDialog):
    """Shows one act: who, as whom, for whom, when, and what was before and after."""

    def __init__(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        super().__init__(title, [f"{label}: {value}" for label, value in facts])
        self._facts = tuple(facts)

    def compose_body(self) -> ComposeResult:
        """Yield the facts below each other."""
        yield Static(fact_lines(self._facts))


class ExportActivityDialog(FormDialog):
    """Asks how the activity is written and which part of it; writes it, and answers where under `title` and `lines`."""

    def __init__(self, asked: ActivityQuery) -> None:
        """Start from what the list shows: its tab and its filter stay.

        Args:
            asked: what the list shows.
        """
        super().__init__(
            _("Export the activity"),
            ChoiceField(
                "format", _("As"), [("pdf", _("a document (PDF)")), ("csv", _("a table for a spreadsheet (CSV)"))]
            ),
            TextField(
                "other", _("Partner or client"), hint=_("Only what the partner did for its client; empty for all.")
            ),
            TextField("since", _("From"), placeholder="2026-01-01", hint=_("A date; empty for the beginning.")),
            TextField("until", _("To"), placeholder="2026-12-31", hint=_("A date; empty for today.")),
            yes=_("Write"),
        )
        self._asked = asked

    def submit(self, values: dict[str, Any]) -> None:
        """Write it; what can't be read is said under its field."""
        self._write(values)

    @work(group="submit", exclusive=True)
    async def _write(self, values: dict[str, Any]) -> None:
        from resellertui.services.activity_export import ActivityFormat

        with self.app.reporting(self.form):
            kind = ActivityFormat(values["format"])
            asked = {**self._asked.model_dump(exclude_defaults=True)}
            asked |= {name: values[name].strip() or None for name in ("since", "until")}
            query = await self.app.ask(self._with_other, ActivityQuery.of(**asked), values["other"].strip())
            exported = await self.app.ask(self.app.services.activity_exports.export, query, kind)
            name = f"activity-{formats.today(self.app.services).isoformat()}.{kind.value}"
            path = await self.app.behind(write_exported, exported.content, self.app.settings.export_dir, name)
            count = ngettext("{count} act is written.", "{count} acts are written.", exported.entries)
            lines = (exported.title, str(path), _("Only you can read the file."))
            self.finish({"title": count.format(count=exported.entries), "lines": lines})

    def _with_other(self, actor: Actor, query: ActivityQuery, other: str) -> ActivityQuery:
        """Return the query with the other side: a client of one's own, or else a partner.

        Raises:
            Invalid: it is neither.
        """
        if not other:
            return query
        for name in (
            ("client", "partner") if self.app.choice is not None and self.app.choice.is_partner else ("partner",)
        ):
            wanted = query.model_copy(update={name: other})
            try:
                self.app.services.activity.count(actor, wanted, lambda: False)
            except NotFound:
                continue
            return wanted
        raise Invalid({"other": _("This is neither a partner nor a client of yours.")})
