"""The base of the panes that stand under the tabs of re-invoicing: each a list of its own, without a title."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.wording import _
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.line import Line


class BillingPane(ListSection, can_focus=False):
    """A list under a tab; `v` shows another part of its rows."""

    HELP_TITLE = "Re-invoicing"
    VIEWS: tuple[tuple[str, str], ...] = ()
    """Key and label (a message id) of each part of the rows; the key is `ListQuery.tab`."""

    def compose(self) -> ComposeResult:
        """Lay out the body alone: the section around it has the title."""
        yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """Say above the list which part of it is shown."""
        self.note = Line(classes="pane-note")
        yield self.note
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Say what is shown."""
        self.say_view()

    def first_tab(self) -> str:
        """Return the part that is shown first."""
        return self.VIEWS[0][0] if self.VIEWS else ""

    def say_view(self) -> None:
        """Say which part of the rows is shown."""
        label = next((label for key, label in self.VIEWS if key == self.tab_line.active), "")
        self.note.say(self.note_words(_(label) if label else ""))

    def note_words(self, view: str) -> Content:
        """Return what stands above the list while a part of it is shown."""
        return plain(_("Shown: {what}. v shows others.").format(what=view) if view else "")

    def show_tab(self, key: str) -> None:
        """Show a part of the rows."""
        super().show_tab(key)
        self.say_view()

    def show_next(self) -> None:
        """Show the next part of the rows."""
        keys = [key for key, _label in self.VIEWS]
        self.show_tab(keys[(keys.index(self.tab_line.active) + 1) % len(keys)])
