"""The published directory as one page of the web, with Jinja: it loads nothing, and reads without its script.

Everything that partners wrote is escaped by the template engine; a policy in the page lets nothing run or be applied
but the style and the script that the program brings, by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from resellertui.domain.programme_membership.finding import place_text
from resellertui.domain.programme_membership.published import PublishedDirectory, PublishedListing
from resellertui.domain.text import fold
from resellertui.domain.wording import _, current_language, ngettext

PAGES = Path(__file__).resolve().parent.parent / "pages"


def draw_directory(directory: PublishedDirectory) -> bytes:
    """Return the page in UTF-8: the same bytes for the same listings."""
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = ((PAGES / name).read_text(encoding="utf-8") for name in ("directory.css", "directory.js"))
    page = pages.get_template("directory.html").render(
        language=current_language(),
        words=_words(directory),
        provider=directory.provider,
        listings=directory.listings,
        languages=_spoken(directory),
        searched=_searched,
        since=_("Verified partner since {day}").partition("{day}"),
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  # the program's own file, as the script
        script=Markup(script),  # noqa: S704
    )
    return page.encode()


def _words(directory: PublishedDirectory) -> dict[str, str]:
    count = len(directory.listings)
    names = {"provider": directory.provider, "count": count, "day": directory.day_words}
    return {
        "title": _("Partners of {provider}").format(**names),
        "summary": _("Each of them was verified by {provider}, and chose to be listed here.").format(**names),
        "skip": _("Skip to the list of partners"),
        "find": _("Find a partner"),
        "name": _("Name"),
        "place": _("Town or country"),
        "language": _("Language"),
        "any_language": _("Any language"),
        "service": _("Service"),
        "reset": _("Show all"),
        "partners": _("Partners"),
        "none": _("No partner is listed yet."),
        "count": ngettext("{count} partner.", "{count} partners.", count).format(**names),
        "shown": _("Shown: {shown} of {total}."),
        "no_match": _("No partner matches. Take a word away, or show all."),
        "services": _("Services"),
        "languages": _("Languages"),
        "website": _("Website"),
        "as_of": _("As of {day}.").format(**names),
        "by": _("Published by {provider}.").format(**names),
    }


def _spoken(directory: PublishedDirectory) -> list[tuple[str, str]]:
    """Return the languages that any partner speaks, each with its code, by name."""
    spoken = {language for one in directory.listings for language in one.languages}
    return sorted(spoken, key=lambda one: (fold(one[1]), one[0]))


def _searched(one: PublishedListing) -> dict[str, str]:
    """Return the texts in which the page's script looks for what is typed, as the console's search has them."""
    return {
        "name": fold(one.name),
        "place": place_text(one.city, one.country),
        "languages": " ".join(code for code, _name in one.languages),
        "services": "\n".join(map(fold, one.services)),
    }


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing from anywhere, and inside the page these two alone."""
    allowed = {"style-src": style, "script-src": script}
    hashes = (f"{kind} 'sha256-{_digest(text)}'" for kind, text in allowed.items())
    return "; ".join(("default-src 'none'", *hashes, "base-uri 'none'", "form-action 'none'"))


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
