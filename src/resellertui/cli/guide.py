"""`resellertui guide`: the guides of the console, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import Call, call_of
from resellertui.cli.options import Verbs
from resellertui.domain.errors import DatabaseTrouble, NotFound, Usage
from resellertui.domain.guides import Guide, filled, find_guides, guides, near, topic_of, topics, written_text
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.contact import ProviderView
    from resellertui.services.guides import GuideFacts


def declare(app: Verbs) -> None:
    """Put the command into the tree."""
    app.verb()(guide)


def guide(
    ctx: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="A topic's id or title; without one they are listed.")
    ] = None,
    search: Annotated[str | None, typer.Option("--search", metavar="WORDS", help="Find the guides with them.")] = None,
) -> None:
    """List the guides, print one as Markdown, or search them.

    Needs nobody signed in; where no database can be read, the figures are those of the terms that the program ships.
    """
    if topic is not None and search is not None:
        raise Usage(_("Give a topic or --search, not both."))
    call = call_of(ctx)
    call.check_trust()
    if search is not None:
        _search(call, search)
    elif topic is not None:
        _show(call, topic)
    else:
        listed = [{"id": one.id, "title": one.words()} for one in topics()]
        call.show({"guides": listed}, lambda: _table([(one["id"], one["title"]) for one in listed]))


def _table(rows: list[tuple[str, str]]) -> str:
    return printing.table((_("Topic"), _("Title")), rows)


def _search(call: Call, words: str) -> None:
    found = find_guides(words, guides(_facts(call).figures))
    listed = [{"id": one.topic.id, "title": one.topic.words(), "excerpt": one.excerpt} for one in found]
    call.show(
        {"guides": listed},
        lambda: printing.table(
            (_("Topic"), _("Title"), _("Where it says so")),
            [tuple(one.values()) for one in listed],
            empty=_("No guide says anything about it."),
        ),
    )


def _show(call: Call, name: str) -> None:
    """Print a guide.

    Raises:
        NotFound: there is none of this name; those that come near are named.
    """
    topic = topic_of(name)
    if topic is None:
        names = near(name)
        raise NotFound(
            _("There is no guide “{name}”.").format(name=name),
            hint=_("Did you mean {topics}?").format(topics=", ".join(names))
            if names
            else _("`resellertui guide` lists them."),
            choices=names,
        )
    facts = _facts(call)
    page = Guide(topic, filled(written_text(topic), facts.figures))
    about: dict[str, object] = {"id": topic.id, "title": topic.words(), "text": page.text, "related": _related(page)}
    if topic.shows_provider:
        about["provider"] = facts.provider.model_dump(mode="json") if facts.provider is not None else None
    call.show({"guide": about}, lambda: _page(page, facts.provider if topic.shows_provider else None))


def _related(page: Guide) -> list[str]:
    there = {one.id for one in topics()}
    return [one for one in page.topic.related if one in there]


def _page(page: Guide, provider: ProviderView | None) -> str:
    parts = [page.text.rstrip("\n")]
    if provider is not None:
        facts = [(_("E-mail"), provider.email), (_("Phone"), provider.phone), (_("Website"), provider.website)]
        parts.append(f"{provider.name}\n{printing.record(facts)}")
    if related := _related(page):
        parts.append(_("See also: {topics}").format(topics=", ".join(related)))
    return "\n\n".join(parts)


def _facts(call: Call) -> GuideFacts:
    """Return what the guides take from the database, or what the program ships where it can't be read.

    Whoever reads about a broken database has to be answered too.
    """
    from resellertui.services.guides import default_facts, guide_facts

    try:
        return guide_facts(call.plain_services())
    except DatabaseTrouble:
        return default_facts()
