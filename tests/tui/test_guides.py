"""Guides in the console: from the help of a page, from the list that is searched, from the palette."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, keys, press, screen_text, settle, type_text, until

from resellertui.domain.guides import topics
from resellertui.services.actor import Actor
from resellertui.tui.app import ConsoleApp
from resellertui.tui.commands import hosts
from resellertui.tui.menu import SECTIONS
from resellertui.tui.screens.guides import GuideScreen, GuidesDialog
from resellertui.tui.screens.help import HelpScreen
from resellertui.tui.screens.list_page import ListPage
from resellertui.tui.screens.page import Page

Open = Callable[[Org | Actor], ConsoleApp]


def pages_of(kind: type[object]) -> set[type[object]]:
    """Return every kind of page."""
    return {kind, *(one for sub in kind.__subclasses__() for one in pages_of(sub))}


def test_every_section_and_page_has_a_guide_that_exists() -> None:
    known = {one.id for one in topics()}
    everything = list(hosts())  # imports every module of the console
    guides = {one.__name__: one.__dict__.get("GUIDE") for one in everything}
    assert {one for one in guides.values() if isinstance(one, str) and one} <= known

    for entry in SECTIONS:
        assert entry.load().GUIDE in known, entry.id
    for page in pages_of(Page) - {Page, ListPage}:
        assert getattr(page, "GUIDE", "") in known, page.__name__


async def test_a_guide_leads_to_the_others_and_escape_leads_back(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "t")
        await press(pilot, "app.help")
        await keys(pilot, "end")
        await until(pilot, "See also (enter): Payment methods")
        before = screen_text(app)
        await keys(pilot, "k", "k", "k")
        assert screen_text(app) != before

        await press(pilot, "guide.search")
        assert isinstance(app.screen, GuidesDialog)
        assert "Keyboard basics" in screen_text(app)
        await type_text(pilot, "renewal warranty")
        await until(pilot, "Renewals and the Renewal Warranty")
        await keys(pilot, "enter")
        assert isinstance(app.screen, GuideScreen)
        await until(pilot, "A renewal is seen 60 days ahead")

        await press(pilot, "guide.related")
        assert "Invoices and the prepaid account" in screen_text(app)
        await keys(pilot, "enter")
        await until(pilot, "Guide: Products")
        await keys(pilot, "escape")
        await until(pilot, "Guide: Renewals and the Renewal Warranty")
        await keys(pilot, "escape", "slash")
        await type_text(pilot, "zzzz")
        await until(pilot, "No guide says anything about")
        await keys(pilot, "escape", "escape")
        assert isinstance(app.screen, HelpScreen)
        await keys(pilot, "escape")
        assert app.screen is app.frame


async def test_the_palette_finds_a_guide_which_says_how_to_reach_the_provider(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.palette")
        await type_text(pilot, "whistleblower")
        await until(pilot, "Guide: Reporting misconduct")
        await keys(pilot, "enter")
        assert isinstance(app.screen, GuideScreen)
        await until(pilot, "Reporting misconduct")
        await settle(pilot)
        await keys(pilot, "end")
        await until(pilot, "Léman Hébergement SA")
