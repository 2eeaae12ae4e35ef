"""The published page in a real browser: whole without its script, harmless, accessible, and searched by keys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.builders import Builder, Org

from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.directory_export import DirectoryFormat
from resellertui.services.inputs import Listing
from resellertui.services.programme import refresh_listing
from resellertui.store.models import Organisation, ProgrammeMember

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
STRAY = "document.title = 'stray'"
NAMES = (
    "Studio Ponte",
    f"<script>{STRAY}</script>",
    f'"><img src=x onerror="{STRAY}">',
    f"' onfocus='{STRAY}' autofocus='",
    "{{ 7 * 7 }} {% raw %} {# x #} ${7*7}",
    "&lt;b&gt;bold&lt;/b&gt; &amp; </style></title><!--",
    "شركة الاستضافة والتصميم",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467 日本株式会社",
    "W" * 300,
    "bell \x07 and \u202e turned",
)
WEBSITES = (
    "https://www.ponte.example/a?b=1&c=%3Cx%3E",
    f"javascript:{STRAY}",
    f"JaVaScRiPt:{STRAY}//https://x.example",
    f"data:text/html,<script>{STRAY}</script>",
    "ftp://files.example",
    "//elsewhere.example/x",
    "https://bank.example@evil.example",
    f'https://x.example/" onclick="{STRAY}',
    "https://" + "a" * 60 + ".example/" + "b" * 200,
    " https://\u202eexample.com",
)
LINKS = {WEBSITES[0], WEBSITES[8]}
"""The only ones of these that lead anywhere."""
OVERFLOWING = """() => [document.documentElement, ...document.querySelectorAll("body *:not(.skip)")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 || one.scrollWidth > innerWidth)
    .map((one) => one.outerHTML.slice(0, 120))"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser: install Debian's chromium, or run `make browser`")


def test_the_published_page_in_a_browser(services: Services, make: Builder, tmp_path: Path) -> None:
    for name, website in zip(NAMES, WEBSITES, strict=True):
        _house(services, make, name, website)
    file = tmp_path / "directory.html"
    file.write_bytes(services.directory_exports.export(Actor.operator(), DirectoryFormat.HTML).content)

    with _browser() as browser:
        _reads_without_script(browser, file)
        for scheme in ("light", "dark"):
            _is_accessible(browser, file, dark=scheme == "dark")
        visit = _opened(browser, file)
        _shows_hostile_text_as_text(visit.page)
        _is_found_through_by_keys(visit.page, services, make.organisation("Visitor"))
        _fits_a_small_screen(visit.page)
        _prints_everyone(visit.page)
        assert visit.wrong == []
        _runs_no_foreign_script(visit)


def _house(services: Services, make: Builder, name: str, website: str) -> None:
    """Make a partner, and write into its rows what no form would take, as another tool might."""
    org = make.organisation(f"House {len(make.made)}", city="Lugano" if name == NAMES[0] else "Sion")
    listing = Listing.of(services=("web design", "mail"), languages=("it", "en"), description="Two\nlines.")
    services.programme.approve(make.staff, org.ref, listing)
    if name == NAMES[0]:
        languages, offers = "it, en", "web design, mail"
    else:
        languages, offers = "fr", f"hosting, {name}"
    with services.office.writing(Actor.operator()) as unit:
        unit.open_to_everyone("a test writes what it likes")
        row, member = (unit.session.get_one(one, org.number) for one in (Organisation, ProgrammeMember))
        assert isinstance(row, Organisation)
        assert isinstance(member, ProgrammeMember)
        row.website = website
        row.name, row.name_folded = name, fold(name)
        member.languages, member.services, member.description = languages, offers, f"{name}\n\n{name}"
        refresh_listing(row, member)


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # late, as below: half a second that no other test needs

    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.getuid() == 0 else []  # it refuses to be root in a sandbox
        browser = playwright.chromium.launch(executable_path=BROWSER, args=flags)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visit:
    """The page in a window of its own, with what went wrong there: errors, messages, dialogs, requests elsewhere."""

    page: Page
    wrong: list[str]


def _opened(browser: Browser, file: Path, *, script: bool = True, dark: bool = False) -> Visit:
    context = browser.new_context(
        java_script_enabled=script, color_scheme="dark" if dark else "light", viewport={"width": 1280, "height": 900}
    )
    wrong: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == file.as_uri():
            route.continue_()
        else:
            wrong.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    for event in ("pageerror", "dialog", "popup", "download"):
        page.on(event, lambda told: wrong.append(f"{told}"))
    page.on("console", lambda told: wrong.append(told.text))
    page.goto(file.as_uri())
    return Visit(page, wrong)


def _reads_without_script(browser: Browser, file: Path) -> None:
    page = _opened(browser, file, script=False).page

    assert page.locator(".card:visible").count() == len(NAMES)
    assert page.locator("form:visible").count() == 0
    assert "Verified partner since 23 Nov 2026" in page.locator(".card").first.inner_text()
    assert page.locator("time").first.get_attribute("datetime") == "2026-11-23"
    assert page.locator("html").get_attribute("lang") == "en"


def _is_accessible(browser: Browser, file: Path, *, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = _opened(browser, file, dark=dark).page
    told = Axe().run(page, options={"resultTypes": ["violations"]})
    assert told.violations_count == 0, told.generate_report()
    page.context.close()


def _shows_hostile_text_as_text(page: Page) -> None:
    shown = page.locator("h3").all_text_contents()
    expected = sorted(one.replace("\x07", "\ufffd").replace("\u202e", "\ufffd") for one in NAMES)
    assert sorted(shown) == expected
    assert page.locator(".about").all_text_contents() == [f"{one}\n\n{one}" for one in shown]
    assert page.title() == "Partners of Léman Hébergement SA"
    assert page.locator("img, iframe, object, link, body script:not(:last-child)").count() == 0
    links = page.locator("main a")
    assert {one.get_attribute("href") for one in links.all()} == LINKS
    assert {one.get_attribute("rel") for one in links.all()} == {"noopener nofollow"}
    assert f"javascript:{STRAY}" in page.locator("main").inner_text()


def _runs_no_foreign_script(visit: Visit) -> None:
    """Put a script into the page, as if something had not been escaped: its policy does not let it run."""
    visit.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))")
    assert visit.page.evaluate("window.ran") is None
    assert [one for one in visit.wrong if "Content Security Policy" in one] == visit.wrong != []


def _is_found_through_by_keys(page: Page, services: Services, visitor: Org) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the list of partners"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it has a place on the screen
    for name, place, language, service in (
        ("studio", "", "", ""),
        ("", "SUISSE lug", "", ""),
        ("", "si", "", ""),
        ("", "", "Italian", "mail, design web"),
        ("<SCRIPT>", "schweiz", "French", "hosting"),
        ("nobody at all", "", "", ""),
    ):
        for label, typed in (("Name", name), ("Town or country", place), ("Language", language), ("Service", service)):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.labels[0].textContent") == label
            page.keyboard.type(typed)
        query = DirectoryQuery.of(name=name, place=place, language=language, service=service)
        found = len(services.directory.search(visitor.owner, query).rows)
        assert page.locator(".card:visible").count() == found, query
        words = f"Shown: {found} of {len(NAMES)}." if found else "No partner matches. Take a word away, or show all."
        assert page.get_by_role("status").inner_text() == words
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text(f"Shown: {len(NAMES)} of {len(NAMES)}.").wait_for()
        page.evaluate("document.querySelector('.skip').focus()")
    page.get_by_label("Name").press("Enter")
    assert page.url.startswith("file:")


def _fits_a_small_screen(page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(OVERFLOWING) == []


def _prints_everyone(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("form:visible, .skip:visible").count() == 0
    assert page.locator(".card:visible").count() == len(NAMES)
