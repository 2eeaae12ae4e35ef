"""The palette: sections, the commands that the keys offer now, records by name and guides, found while one types."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content

from resellertui.domain.errors import ResellerError
from resellertui.domain.leads.states import RequestState
from resellertui.domain.leads.wording import request_state_label
from resellertui.domain.notices import About
from resellertui.domain.partnership import State, state_label
from resellertui.domain.text import fold, visible
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.screens.console_screen import SUPPORT, Everywhere
from resellertui.tui.widgets.key_footer import bound_commands, reason_against

if TYPE_CHECKING:
    from resellertui.services.views import Found
    from resellertui.tui.app import ConsoleApp


MOVING = frozenset({"enter", "down", "up", "pagedown", "pageup"})
"""The keys that mean an entry; all others are typed."""


def open_palette(app: ConsoleApp) -> None:
    """Open the palette over the screen in front."""
    if not isinstance(app.screen, Palette):
        app.push_screen(
            Palette(providers=[Places, Acts, Records, Guides], placeholder=_("Find a section, a record, an action"))
        )


class Palette(Everywhere, CommandPalette):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Textual's palette without its emoji, whose width differs between terminals; the support window opens over it."""

    VERBS: ClassVar[tuple[Command, ...]] = (SUPPORT,)

    def is_reading_for(self, key: events.Key) -> bool:
        """Return whether a key that takes an entry, or moves to one, waits for those of what is typed."""
        return key.key in MOVING and any(
            one.group == self._GATHER_COMMANDS_GROUP and not one.is_finished for one in self.workers
        )

    def on_mount(self) -> None:
        """Take the emoji away."""
        self.query_one(SearchIcon).icon = ":"


def score(query: str, text: str) -> float:
    """Return how well a folded query matches: every word must be in the text; the start of it counts most."""
    target = fold(text)
    words = fold(query).split()
    if not words or not all(word in target for word in words):
        return 0.0
    return 0.5 + 0.3 * target.startswith(words[0]) + 0.2 * any(part.startswith(words[0]) for part in target.split())


def shown(name: str, kind: str) -> Content:
    """Return an entry as it is displayed: stored text literally (never parsed), what it is in grey."""
    return Content.assemble(visible(name), (f"  {visible(kind)}", "$text-muted"))


class ConsoleProvider(Provider):
    """Offers entries of the console."""

    @property
    def console(self) -> ConsoleApp:
        """The console."""
        return cast("ConsoleApp", self.app)

    def hit(self, name: str, kind: str, value: float, act: Callable[[], Any]) -> Hit:
        """Return an entry for a query."""
        return Hit(value, shown(name, kind), act, text=visible(name), help=None)


class Places(ConsoleProvider):
    """The sections of the menu."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for entry in self.console.sections:
            kind = _("section, g {letter}").format(letter=entry.letter)
            act = partial(self.console.go, entry.id)
            yield DiscoveryHit(shown(entry.words(), kind), act, text=entry.words(), help=None)

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        for entry in self.console.sections:
            if value := score(query, entry.words()):
                kind = _("section, g {letter}").format(letter=entry.letter)
                yield self.hit(entry.words(), kind, value + 0.2, partial(self.console.go, entry.id))


class Acts(ConsoleProvider):
    """The commands that a key would do now, with their reason where they can't be done."""

    def _entries(self) -> list[tuple[str, str, Callable[[], Any]]]:
        entries: list[tuple[str, str, Callable[[], Any]]] = []
        for bound in bound_commands(self.screen):
            if bound.command.palette:
                reason = reason_against(bound)
                kind = _("key {key}").format(key=bound.shown_key)
                kind = f"! {kind}" if bound.command.danger else kind
                kind = f"{kind} – {reason}" if reason else kind
                entries.append((bound.command.words(), kind, partial(self.app.run_action, bound.action, bound.host)))
        return entries

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for words, kind, act in self._entries():
            yield DiscoveryHit(shown(words, kind), act, text=words, help=None)

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        for words, kind, act in self._entries():
            if value := score(query, words):
                yield self.hit(words, kind, value + 0.1, act)


class Records(ConsoleProvider):
    """Clients, products, partners and people; read off the interface, the newest query wins."""

    async def search(self, query: str) -> Hits:
        """Offer the records that match, those of a kind together, the closest first."""
        app = self.console
        try:
            found = await app.ask(app.services.search.find, query)
        except ResellerError as error:  # records that can't be read are not offered; sections and actions remain
            app.warn(error.title)
            return
        for place, one in enumerate(found):
            name = one.id if one.kind == "quote" else one.name  # its text may fill the line
            yield self.hit(name, _kind_words(one), 1 - place / (len(found) + 1), partial(self._open, one))

    def _open(self, one: Found) -> None:
        app = self.console
        if one.kind == "client":
            app.go("clients", one.id)
        elif one.kind == "product":
            app.go("clients", one.through) if one.through is not None else app.go("products", one.id)
        elif one.kind == "partner":
            app.go("partner", one.id)
        elif one.kind == "quote":
            from resellertui.tui.noticing import section_of

            app.go(section_of(app, About.QUOTE), one.id)
        elif any(entry.id == "people" for entry in app.sections):
            app.go("people", one.id)
        else:  # inside a client's organisation, where one's own people have no section
            from resellertui.tui.dialogs.person import show_person

            show_person(app, one.id)


class Guides(ConsoleProvider):
    """The guides, by title and by what else people call them; below whatever else matches as well."""

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        from resellertui.domain.guides import topics
        from resellertui.tui.screens.guides import open_guide

        for topic in topics():
            name = _("Guide: {title}").format(title=topic.words())
            if value := score(query, f"{name} {topic.keywords}"):
                yield self.hit(name, _("guide"), value / 2, partial(open_guide, self.console, topic.id))


def _kind_words(one: Found) -> str:
    if one.kind == "client":
        words = {"pending": _("client, pending"), "past": _("client, past")}.get(one.detail, _("client"))
        return f"{words} · {one.owner}" if one.owner else words
    if one.kind == "product":
        return f"{one.detail} · {one.owner}" if one.owner else one.detail
    if one.kind == "partner":
        return _("partner, {state}").format(state=state_label(State(one.detail)))
    if one.kind == "quote":
        words = _("quote request, {state}").format(state=request_state_label(RequestState(one.detail)))
        return f"{words} · {one.name}"
    return _("person, {who}").format(who=one.detail)
