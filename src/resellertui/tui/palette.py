"""The palette: every section, every command that the keys offer now, and records by name, found while one types."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.errors import ResellerError
from resellertui.domain.text import fold, visible
from resellertui.domain.wording import _
from resellertui.services.inputs import ClientQuery, ClientTab
from resellertui.tui.offers import may_ever
from resellertui.tui.widgets.key_footer import bound_commands, reason_against

if TYPE_CHECKING:
    from resellertui.services.views import PartnershipView, ProductView
    from resellertui.tui.app import ConsoleApp

MOST_RECORDS = 12
"""How many records of each kind are offered for one query."""


def open_palette(app: ConsoleApp) -> None:
    """Open the palette over the screen in front."""
    if not isinstance(app.screen, Palette):
        app.push_screen(
            Palette(providers=[Places, Acts, Records], placeholder=_("Find a section, a record, an action"))
        )


class Palette(CommandPalette):
    """Textual's palette without its emoji, whose width differs between terminals."""

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
    """Partnerships, clients and products by name or id; read off the interface, the newest query wins."""

    _partnerships: tuple[PartnershipView, ...] = ()
    _products: tuple[ProductView, ...] = ()

    async def startup(self) -> None:
        """Read what is short enough to be held."""
        app = self.console
        try:
            self._products = await app.ask(app.services.products.list)
            if app.entered is None:
                self._partnerships = await app.ask(app.services.partnerships.list)
        except ResellerError as error:  # a list that can't be read offers nothing; sections and actions remain
            app.warn(error.title)

    async def search(self, query: str) -> Hits:
        """Offer the records that match."""
        app, found = self.console, 0
        for product in self._products:
            if found < MOST_RECORDS and (value := score(query, f"{product.name} {product.label} {product.id}")):
                found += 1
                yield self.hit(product.name, product.label, value, partial(app.go, "products", product.id))
        found = 0
        for one in self._partnerships:
            if one.side == "client" and found < MOST_RECORDS and (value := score(query, f"{one.partner} {one.id}")):
                found += 1
                yield self.hit(one.partner, _("partner"), value, partial(app.go, "partner", one.id))
        if app.entered is None and app.choice is not None and app.choice.is_partner:
            async for hit in self._clients(query):
                yield hit

    async def _clients(self, query: str) -> Hits:
        app = self.console
        if not may_ever(Action.CLIENT_LIST, app.choice):
            return
        for tab in (ClientTab.ACTIVE, ClientTab.PENDING):
            try:
                page = await app.ask(app.services.clients.page, ClientQuery(text=query, tab=tab), 0, MOST_RECORDS)
            except ResellerError:
                return
            for row in page.rows:
                value = score(query, f"{row.name} {row.partnership_id}") or 0.4
                yield self.hit(row.name, _("client"), value, partial(app.go, "clients", row.partnership_id))
