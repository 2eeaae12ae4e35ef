"""Listed partners as lists and cards show them: for whoever searches the directory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.formats import country, language
from resellertui.services.actor import Actor
from resellertui.services.directory import DirectoryPage, DirectoryQuery
from resellertui.services.views import PartnerCardView
from resellertui.tui import formats
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class PartnerSource(ServedSource[DirectoryQuery, PartnerCardView]):
    """Windows on the listed partners that match what is typed."""

    def __init__(self, app: ConsoleApp) -> None:
        super().__init__(app)
        self._cards: dict[str, PartnerCardView] = {}

    def card(self, key: str | None) -> PartnerCardView | None:
        """Return what the directory says of a partner that was read."""
        return self._cards.get(key or "")

    def asked(self, query: ListQuery) -> DirectoryQuery:
        """Return what is typed."""
        return DirectoryQuery(text=query.filter)

    def served(self, actor: Actor, asked: DirectoryQuery, offset: int, limit: int) -> DirectoryPage:
        """Return a part of the partners."""
        return self.app.services.directory.search(actor, asked, offset, limit)

    def counted(self, actor: Actor, asked: DirectoryQuery, is_wanted: Callable[[], bool]) -> int:  # noqa: ARG002  # quick
        """Return how many partners match."""
        return self.app.services.directory.search(actor, asked, 0, 1).total

    def placed(self, actor: Actor, asked: DirectoryQuery, reference: str) -> int | None:
        """Return where the partner of this id is."""
        return self.app.services.directory.position(actor, asked, reference)

    def row(self, one: PartnerCardView) -> Row:
        """Return a partner as the list shows it."""
        self._cards[one.id] = one
        place = f"{one.city} {one.country}".strip()
        return Row(one.id, {"name": one.name, "place": place, "services": ", ".join(one.services)})


def card_text(card: PartnerCardView, *, is_public: bool = False) -> Content:
    """Return what the directory says of a partner; to the public, which reads it on a page, no e-mail address."""
    lines = card_lines(card, is_public=is_public)
    return Content("\n").join([Content.styled(visible(card.name), "bold"), *map(plain, lines)])


def card_lines(card: PartnerCardView, *, is_public: bool = False) -> list[str]:
    """Return the same without the name, line by line."""
    place = ", ".join(one for one in (card.city, country(card.country)) if one)
    lines = [
        place if is_public else _("{place} · {email}").format(place=place, email=card.email),
        _("Services: {services}").format(services=", ".join(card.services) or "–"),
        _("Languages: {languages} · verified partner since {day}").format(
            languages=", ".join(map(language, card.languages)) or "–", day=formats.day(card.verified_since)
        ),
        card.website,
        " ".join(card.description.split()),
    ]
    return [one for one in lines if one]


def partner_columns() -> tuple[Column, ...]:
    """Return the columns of a list of partners."""
    return (
        Column("name", _("Partner"), 22, weight=2, limit=50),
        Column("place", _("Place"), 12, weight=1, limit=30),
        Column("services", _("Services"), 20, weight=3, priority=1),
    )


def nobody_found(query: ListQuery) -> Content:
    """Return what an empty list of partners says; a field can be named in what is typed."""
    if query.filter:
        nobody = _("No approved partner matches “{text}”.").format(text=query.filter)
        return Content("\n").join(
            [plain(nobody), plain(_("To look in one field, begin with place:, language:, service: or name:."))]
        )
    return plain(_("No approved partner is listed yet."))
