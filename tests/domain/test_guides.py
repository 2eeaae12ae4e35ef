"""The guides: there is a page for every topic, it is found, it says nothing that the program or the terms do not."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from tests.hostile import HOSTILE

from resellertui.domain.guide_topics import TOPICS, Topic
from resellertui.domain.guides import (
    Guide,
    Where,
    excerpt,
    figures_in,
    figures_of,
    filled,
    find_guides,
    guides,
    near,
    topic_of,
    topics,
    written_text,
)
from resellertui.domain.money import round_half_up
from resellertui.domain.programme import default_terms

DOCS = Path(__file__).parents[2] / "docs"
PAGES = Path(__file__).parents[2] / "src" / "resellertui" / "guides"
FIGURES = figures_of(default_terms())

SCREENS = {
    *("account", "activity", "clients", "home", "import", "partner", "people", "products", "profile", "sign-in"),
    "sign-up",
}
"""Pages about one screen, which say at once what it is for."""

OBVIOUS = {
    "become partner": "becoming-a-partner",
    "limited access": "access",
    "who pays": "payment",
    "add partner": "add-partner",
    "add client": "add-client",
    "csv": "import",
    "pause partnership": "ending",
    "VAT": "vat-number",
    "cashback": "prices",
    "discount": "prices",
    "top up": "invoices",
    "credit note": "invoices",
    "warranty": "renewals",
    "vip code": "support",
    "kdrive": "temporary-access",
    "quote": "quotes",
    "directory": "directory",
    "collaborator rights": "reach",
    "client account": "account",
    "erase": "deleting",
    "audit": "logged",
    "re-invoicing": "re-invoicing",
    "certification": "provider",
    "whistle": "whistle-blowing",
    "keys": "keyboard",
    "locked mode": "ssh",
    "error": "troubleshooting",
    "order": "shop",
    "tick": "runs",
    "password": "sign-in",
    "teams": "people",
    "time zone": "profile",
    "register": "sign-up",
    "who did what": "activity",
}


def raw() -> dict[str, str]:
    """Return every page as it is written, by its topic."""
    return {one.id: written_text(one) for one in topics()}


def test_every_topic_has_a_page_and_every_page_a_topic() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")}

    assert pages <= {one.id for one in TOPICS}, "list it in domain/guide_topics.py"
    assert {one.id for one in TOPICS} == pages
    assert {one.id for one in topics()} == pages
    assert all({*one.related} <= {known.id for known in TOPICS} - {one.id} for one in TOPICS)


@pytest.mark.parametrize(("words", "topic"), OBVIOUS.items())
def test_a_guide_is_found_by_what_people_call_it(words: str, topic: str) -> None:
    found = [one.topic.id for one in find_guides(words, guides(FIGURES))]

    assert topic in found[:3], found


def test_a_page_begins_with_its_title_and_what_matters() -> None:
    for one in topics():
        text = written_text(one)
        assert text.startswith("# "), one.id
        if one.id not in SCREENS:
            assert text.splitlines()[2].startswith("**In one minute.** "), one.id


def test_titles_come_before_headings_and_headings_before_the_rest() -> None:
    def page(id_: str, title: str, text: str) -> Guide:
        return Guide(Topic(id_, title, ""), text)

    pages = [
        page("a", "Other", "# Other\n\nThe ledger.\n\nLedger, ledger."),
        page("b", "Other", "# Other\n\n## Ledger\n\nNo."),
        page("c", "The Lédger", "# The Lédger\n\nYes."),
        page("d", "Other", "# Other\n\nThe ledger once."),
        page("e", "Other", "# Other\n\nNothing."),
    ]

    found = find_guides("LEDGER", pages)

    assert [one.topic.id for one in found] == ["c", "b", "a", "d"]
    assert [one.where for one in found] == [Where.TITLE, Where.HEADING, Where.BODY, Where.BODY]
    assert [one.topic.id for one in find_guides("ledger once", pages)] == ["d"]
    assert find_guides("  ", pages) == ()


def test_an_excerpt_is_the_passage_that_was_found_on_one_short_line() -> None:
    text = "# T\n\nFirst.\n\n- " + "many words " * 30 + "**needle** and `more`" + " after" * 30 + "\n- last\n"

    found = excerpt(text, ("needle",))

    assert "needle and more" in found
    assert len(found) < 110
    assert found.startswith("… ")
    assert found.endswith(" …")


@pytest.mark.parametrize("typed", HOSTILE[::4])
def test_whatever_is_typed_is_answered(typed: str) -> None:
    find_guides(typed, guides(FIGURES)[:3])
    near(typed)
    topic_of(typed)


def test_a_topic_is_named_by_id_or_title_and_near_ones_are_told() -> None:
    assert topic_of("Vat Number") == topic_of("vat-number") is not None
    assert topic_of("nothing of the kind") is None
    assert near("renewls")[0] == "renewals"
    assert "ending" in near("pausing")
    assert near("\x00") == ()


def test_every_figure_that_a_page_leaves_open_is_known() -> None:
    for id_, text in raw().items():
        assert figures_in(text) <= FIGURES.keys(), id_
        assert "…" not in filled(text, FIGURES) or "…" in text, id_


def test_no_page_writes_a_day_count_of_the_terms_itself() -> None:
    written = {id_: found for id_, text in raw().items() if (found := re.findall(r"\b\d+ (?:days|months)\b", text))}

    assert not written, "let the terms say it: {days.request_expires}"


def test_the_pages_follow_other_terms_than_the_ones_that_are_shipped() -> None:
    others = FIGURES | {"days.request_expires": "45"}
    page = written_text(topic_of("add-client") or TOPICS[0])

    assert "waits 45 days" in " ".join(filled(page, others).split())
    assert "| a   | long cell |\n| --- | --------- |\n" in filled(
        "| a | long cell |\n| --- | - |\n| {days.none} | b |", {}
    )


def test_the_worked_figures_are_the_ones_that_the_terms_and_the_rules_give() -> None:
    """The amounts are those of rules 4.2 and 4.3; the tests of pricing and tax have them from the program."""
    terms = default_terms()
    hosting = terms.kind("web-hosting")
    tier = terms.tier("hosting", 35)
    rate = terms.family("web_hosting").rate
    assert tier is not None
    assert rate is not None
    gross = 35 * hosting.prices[next(iter(hosting.prices))]
    net = (gross * (1 - rate) * (1 - tier.rate)).quantize(Decimal("0.01"))
    public = gross * (1 - tier.rate)
    pages = raw()
    for amount in (gross, gross * (1 - rate), net, public, public - net):
        assert f"{amount:.2f}" in pages["prices"]
    assert {"20 %", "25 %"} == {f"{rate * 100:f}".rstrip("0").rstrip(".") + " %", f"{tier.rate * 100:.0f} %"}
    assert (12 * 17 * Decimal("9.92"), 12 * 16 * Decimal("9.92")) == (Decimal("2023.68"), Decimal("1904.64"))
    assert Decimal("1904.64") < min(terms.eligibility.amounts[one] for one in hosting.prices if one == "CHF")
    for base in map(Decimal, ("208.32", "347.20", "130.92", "21.12")):
        vat = round_half_up(base * Decimal("0.081"))
        assert any(all(f"{one:.2f}" in text for one in (base, vat, base + vat)) for text in pages.values()), base
    plans = pages["support"]
    for plan in terms.plans:
        row = next(line for line in plans.splitlines() if line.startswith(f"| {plan.label} "))
        hours = f"{plan.response_hours} hour" if plan.response_hours else "best effort"
        assert hours in row
        assert row.endswith("| yes      |" if plan.vip_code else "| no       |")


def commands() -> set[str]:
    """Return every command of the reference, its words joined by blanks."""
    reference = (DOCS / "cli.md").read_text(encoding="utf-8")
    return {match[1] for match in re.finditer(r"(?m)^resellertui ([a-z-]+(?: [a-z-]+)*)", reference)}


def test_no_page_names_a_command_or_an_option_that_does_not_exist() -> None:
    reference = (DOCS / "cli.md").read_text(encoding="utf-8")
    known, options = commands(), set(re.findall(r"`(--[a-z-]+)", reference))
    for id_, text in raw().items():
        for span in re.findall(r"`([^`]+)`", text):
            words = span.split()
            assert set(re.findall(r"(?<!\S)--[a-z-]+", span)) <= options, (id_, span)
            if words[:1] == ["resellertui"] and len(words) > 1 and not words[1].startswith("--"):
                assert any(" ".join(words[1:end]) in known for end in (2, 3, 4)), (id_, span)


def test_no_page_names_a_key_that_does_not_exist() -> None:
    listed = (DOCS / "keys.md").read_text(encoding="utf-8")
    keys = {
        key.replace("\\|", "|")
        for line in listed.splitlines()
        for key in re.findall(r"`([^`]+)`", line.rpartition("|")[0])
    }
    keys = {key.casefold() if len(key) > 1 else key for key in keys} | {"escape"}
    for id_, text in raw().items():
        for span in re.findall(r"`([^`]+)`", text):
            if re.fullmatch(r"\S|F\d+|ctrl\+\S|escape|enter|tab|space|pgdn|pgup|home|end", span):
                assert (span.casefold() if len(span) > 1 else span) in keys, (id_, span)
            if re.fullmatch(r"g \w", span):
                assert span[2] in SECTION_LETTERS, (id_, span)


SECTION_LETTERS = set(
    re.findall(r'SectionEntry\(\s*"[a-z_]+",\s*"(\w)"', (PAGES.parent / "tui" / "menu.py").read_text(encoding="utf-8"))
)
