"""Directory profile: one's own listing beside how a visitor sees it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.services.programme.views import ListingEdit, ListingView
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.partner_source import card_text
from resellertui.tui.programme_words import listing_facts
from resellertui.tui.sections.section import Section
from resellertui.tui.text import plain

EDIT = Command(
    "directory.edit",
    "e",
    "Edit",
    "Edit what the directory says of you.",
    permission=Action.PROGRAMME_CHANGE,
    footer=10,
)
LISTED = Command(
    "directory.listed",
    "l",
    "List or unlist",
    "Be in the directory from now on, or not any more.",
    permission=Action.PROGRAMME_CHANGE,
    footer=20,
)
SEARCH = Command(
    "directory.search",
    "slash",
    "Search",
    "Search the directory, as everybody may: all other partners that are in it.",
    footer=30,
)


class ListingFacts(VerticalScroll, can_focus=True):
    """The listing, to be scrolled."""

    BINDINGS = [("j", "scroll_down", "Down"), ("k", "scroll_up", "Up")]  # noqa: RUF012  # Textual's own name and type


class DirectorySection(Section, can_focus=False):
    """The listing and its preview: side by side where there is room, else below each other."""

    TITLE = "Directory profile"
    GUIDE = "directory"
    HELP_TITLE = "Directory profile"
    LANDMARK = EDIT
    VERBS: ClassVar[tuple[Command, ...]] = (EDIT, LISTED, SEARCH)
    _view: ListingView | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the listing and its preview."""
        with Container(id="listing"):
            with ListingFacts():
                yield Static(id="listing-facts")
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(id="preview-card")

    def on_mount(self) -> None:
        """Read it."""
        self.reload()

    def first_focus(self) -> Widget:
        """Return the listing, which scrolls."""
        return self.query_one(ListingFacts)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the listing again and show it."""
        with self.app.reporting():
            view = self._view = await self.app.ask(self.app.services.listings.show)
            self.query_one("#listing-facts", Static).update(fact_lines(listing_facts(view)))
            head = Content.styled(_("As a visitor sees it"), "$text-muted")
            if not view.shown:
                head = Content.styled(_("As a visitor would see it: it is not shown now"), "$text-muted")
            card, inside = card_text(view.card, is_public=True), _("Whoever is signed in sees your e-mail address too.")
            told = Content.styled(inside, "$text-muted")
            self.query_one("#preview-card", Static).update(Content("\n").join([head, plain(""), card, plain(""), told]))

    @work(group="dialog", exclusive=True)
    async def action_edit(self) -> None:
        """Edit the listing as it is now."""
        from resellertui.tui.dialogs.application import ListingDialog

        with self.app.reporting():
            view = await self.app.ask(self.app.services.listings.show)
            await self.app.push_screen_wait(ListingDialog(view))

    def action_search(self) -> None:
        """Open the directory."""
        from resellertui.tui.screens.directory import DirectoryPage

        self.app.push_screen(DirectoryPage())

    @work(group="act", exclusive=True)
    async def action_listed(self) -> None:
        """Be listed, or not any more."""
        view = self._view
        if view is None:
            return
        with self.app.reporting():
            edit = ListingEdit.of(listed=not view.listed, version=view.version)
            now = await self.app.tell(self.app.services.listings.change, edit)
            self.app.say(
                _("You are in the directory: clients find you.")
                if now.shown
                else _("You are listed once the suspension has ended.")
                if now.listed
                else _("You are not in the directory any more. Partnerships stay.")
            )
