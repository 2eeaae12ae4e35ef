"""The guides of the console: which topics there are, where each is written, and how they are searched.

The pages are Markdown of ours in `guides/`, read when first asked for. A figure of the programme terms stands in them
as `{days.request_expires}`, and is filled in from the terms in force: no guide repeats a figure that may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from resellertui.domain.guide_topics import TOPICS, Topic
from resellertui.domain.search import matches, searchable, terms_of
from resellertui.domain.text import fold

if TYPE_CHECKING:
    from resellertui.domain.programme import Terms

# A plain path, as for the default terms: importlib.resources costs more than reading a page.
_FOLDER = Path(__file__).resolve().parents[1] / "guides"

EXCERPT = 100
"""The longest excerpt, in characters."""

_LEAD = 30
"""How much of a long passage is left before the word that was found."""

_OPENING = "In one minute. "
_FIGURE = re.compile(r"\{([a-z]+\.\w+)\}")
_MARKS = re.compile(r"(?m)^\s*(?:[-#>]+|\d+\.)\s+|^\| | \|$|[*`]|-{3,}[- |]*")
_BLOCKS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-|#]|\d+\. ))")


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics that have a page, in the order of the list."""
    written = {path.stem for path in _FOLDER.glob("*.md")}
    return tuple(one for one in TOPICS if one.id in written)


def topic_of(name: str) -> Topic | None:
    """Return the topic of this id, or of this title however it is cased or accented, or None."""
    wanted = fold(name)
    return next((one for one in topics() if wanted in {one.id, fold(one.words())}), None)


def near(name: str) -> tuple[str, ...]:
    """Return the ids of topics that may have been meant, the likeliest first."""
    names = {key: one.id for one in topics() for key in (one.id, fold(one.words()))}
    close = [names[key] for key in get_close_matches(fold(name), names, n=5, cutoff=0.5)]
    told = [one.id for one in topics() if matches(searchable((one.words(), one.keywords)), terms_of(name) or ("\0",))]
    return tuple(dict.fromkeys([*close, *told]))[:5]


@cache
def written_text(topic: Topic) -> str:
    """Return the page of a topic as it is written, read once."""
    return (_FOLDER / f"{topic.id}.md").read_text(encoding="utf-8")


def figures_of(terms: Terms) -> dict[str, str]:
    """Return the figures that guides name, from these terms and from the rules that are not terms."""
    from resellertui.domain.billing import DAYS_TO_PAY
    from resellertui.domain.programme import MAX_RATE
    from resellertui.domain.registry import STALE_AFTER
    from resellertui.domain.slowdown import FREE_FAILURES

    days, months = vars(terms.days), vars(terms.months)
    return {
        **{f"days.{name}": str(value) for name, value in days.items() if isinstance(value, int)},
        "days.end_reminders": ", ".join(map(str, terms.days.end_reminders)),
        "days.to_pay": str(DAYS_TO_PAY),
        "days.registry_stale": str(STALE_AFTER),
        **{f"months.{name}": str(value) for name, value in months.items()},
        "rate.highest": f"{(MAX_RATE * 100).normalize():f} %",
        "failures.free": str(FREE_FAILURES),
        **{f"threshold.{currency}": f"{currency} {amount:.2f}" for currency, amount in _thresholds(terms)},
    }


def _thresholds(terms: Terms) -> Iterator[tuple[str, object]]:
    for currency, amount in terms.eligibility.amounts.items():
        yield currency.value, amount


def figures_in(text: str) -> set[str]:
    """Return the names of the figures that a page leaves open."""
    return set(_FIGURE.findall(text))


def filled(text: str, figures: Mapping[str, str]) -> str:
    """Return a page with its figures, its tables aligned anew; a figure that these terms do not have is shown as …."""
    lines = _FIGURE.sub(lambda match: figures.get(match[1], "…"), text).split("\n")
    parts = groupby(lines, key=lambda line: line.startswith("|"))
    return "\n".join(line for is_table, part in parts for line in (_aligned(list(part)) if is_table else part))


def _aligned(table: Sequence[str]) -> list[str]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    widths = [max(3, *(len(cell) for cell in column if set(cell) != {"-"})) for column in zip(*rows, strict=True)]
    return [
        "| " + " | ".join("-" * width if set(cell) == {"-"} else cell.ljust(width) for cell, width in pairs) + " |"
        for pairs in (zip(row, widths, strict=True) for row in rows)
    ]


class Where(IntEnum):
    """In which part of a guide all the words were found, the best first."""

    TITLE = 0
    KEYWORDS = 1
    HEADING = 2
    BODY = 3


@dataclass(frozen=True)
class Guide:
    """A topic with its page, the figures filled in."""

    topic: Topic
    text: str

    @cached_property
    def parts(self) -> dict[Where, str]:
        """The page's parts as they are searched; each holds those before it."""
        title = searchable((self.topic.words(), self.topic.id))
        keywords = searchable((title, self.topic.keywords))
        headings = searchable((keywords, *_headings(self.text)))
        return {
            Where.TITLE: title,
            Where.KEYWORDS: keywords,
            Where.HEADING: headings,
            Where.BODY: searchable((headings, plain_text(self.text))),
        }


@dataclass(frozen=True)
class GuideFound:
    """A guide that matches, with the passage that says why."""

    topic: Topic
    where: Where
    excerpt: str


def guides(figures: Mapping[str, str]) -> tuple[Guide, ...]:
    """Return every guide with these figures."""
    return tuple(Guide(one, filled(written_text(one), figures)) for one in topics())


def find_guides(query: str, among: Iterable[Guide]) -> tuple[GuideFound, ...]:
    """Return the guides that hold every word, by where they do: title, keywords, heading, body; then by how often.

    One that is called by exactly what was typed comes first.
    Without a word to look for there is nothing to find.
    """
    terms = terms_of(query)
    found: list[tuple[tuple[Where, bool, int], GuideFound]] = []
    for guide in among if terms else ():
        where = next((where for where, part in guide.parts.items() if matches(part, terms)), None)
        if where is not None:
            often = sum(guide.parts[Where.BODY].count(term) for term in terms)
            rank = (where, " ".join(terms) != guide.topic.id, -often)
            found.append((rank, GuideFound(guide.topic, where, excerpt(guide.text, terms))))
    return tuple(one for _rank, one in sorted(found, key=lambda one: one[0]))


def plain_text(text: str) -> str:
    """Return a page without the marks of Markdown."""
    return _MARKS.sub("", text)


def excerpt(text: str, terms: Sequence[str]) -> str:
    """Return the passage below the title that holds most of the terms, on one line and cut to `EXCERPT` characters."""
    passages = [one for one in _BLOCKS.split(text) if not one.lstrip().startswith("#")]
    blocks = [" ".join(plain_text(one).split()).removeprefix(_OPENING) for one in passages]
    blocks = [one for one in blocks if one] or [""]
    best = max(blocks, key=lambda one: sum(matches(fold(one), (term,)) for term in terms))
    places = [place for term in terms if (place := fold(best).find(term)) >= 0]
    start = min(places, default=0) - _LEAD
    # between words
    start = 0 if start <= 0 or len(best) <= EXCERPT else best.find(" ", start) + 1
    cut = best[start : start + EXCERPT]
    if start + EXCERPT < len(best):
        cut = cut.rpartition(" ")[0] + " …"
    return f"… {cut}" if start else cut


def _headings(text: str) -> list[str]:
    return [line.lstrip("#").strip() for line in text.splitlines() if line.startswith("##")]
