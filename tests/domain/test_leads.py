"""Requests for quotes as values: what they must hold, what is masked of them, how quickly they are answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import NOW, TODAY

from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.leads.clock import median_hours, whole_hours, win_rate
from resellertui.domain.leads.contact import EXTRACT, MASK, Contact, extract_of, masked, reads_contact
from resellertui.domain.leads.filing import MOST_OPEN, Wish, check_open, checked
from resellertui.domain.leads.request_file import LARGEST, read_request_file
from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.programme import default_terms
from resellertui.domain.text import fold

JEANNE = Contact("Jeanne Müller", "Boulangerie Weber & Fils SA", "jeanne.muller@weber-fils.ch", "+41 22 345 67 89")
WISH = Wish(need="Three web sites and forty mailboxes.", contact=JEANNE)
TERMS = default_terms()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Write to jeanne.muller@weber-fils.ch, please.", f"Write to {MASK} please."),
        ("a (at) b (dot) ch or x[at]y.ch", f"{MASK} or {MASK}"),
        ("Ask @webers there", f"Ask {MASK} there"),
        ("See https://x.y/z?a=b now", f"See {MASK} now"),
        ("weber-fils.ch and www.bäckerei.example/shop", f"{MASK} and {MASK}"),
        ("0223456789, +41 (0)22 345 67 89 or 022/345.67.89", f"{MASK}, {MASK} or {MASK}"),
        ("６７８９ are the last digits", f"{MASK} are the last digits"),
        ("jean\u200bne, JEANNE, Mu\u0308ller and MULLER's", f"{MASK}, {MASK}, {MASK} and {MASK}'s"),
        ("the weber & fils sa of Genève", f"the {MASK} & {MASK} sa of Genève"),
        ("40 mailboxes, 1 500 CHF, PHP 8.3, before 2026-12-31 or 31.12.2026.", None),
        ("We need a web shop: hosting, e-mail and a domain.", None),
    ],
)
def test_what_tells_who_asks_is_masked_and_nothing_else(typed: str, read: str | None) -> None:
    assert masked(typed, [JEANNE]) == (typed if read is None else read)


ZOE = Contact("Zoé O'Brien-Müller", "Boulangerie Größe & Ça SA", "zoe.obm@größe-brot.ch", "+41 79 555 12 34")
LI = Contact("Li Wu", "3M", "li@x.ch")
WANG = Contact("王伟", "株式会社ソニー", "wang@sony.example")
NOUR = Contact("محمد علي", "شركة النور")
SHOP = Contact(organisation="Foo SA", website="https://www.les-fils.example/shop", street="Rue du Lac 5")


@pytest.mark.parametrize(
    ("contact", "typed", "read"),
    [
        (ZOE, "Call Zoe OBrien Mueller of Groesse", f"Call {MASK} {MASK} {MASK} of {MASK}"),
        (ZOE, "Zoés bakery, Müllers, Zoé2", f"{MASK} bakery, {MASK}, {MASK}"),
        (ZOE, "Z.O.E., M ü l l e r and Mül-ler", f"{MASK} and {MASK}-{MASK}"),
        (ZOE, "Z\u043e\u0451, Ⓩⓞé, Z\u034foé and 𝐙𝐨𝐞", f"{MASK}, {MASK}, {MASK} and {MASK}"),
        (ZOE, "call 079_555_12_34 or 079:555:12:34", f"call {MASK} or {MASK}"),
        (ZOE, "call 0️⃣7️⃣9️⃣5️⃣5️⃣5️⃣1️⃣2️⃣", f"call {MASK}"),
        (ZOE, "call zero seven nine, five five five", f"call {MASK}"),
        (ZOE, "jsmith at example dot com or jsmith at example.com", f"{MASK} or {MASK}"),
        (ZOE, "see example . ch or example․ch, Instagram: bakes_3", f"see {MASK} or {MASK}, Instagram: {MASK}"),
        (ZOE, "24/7 from 1.5.2027 10:30 or 2026-12-31, 14:00 on; 12 sites, 40 mailboxes", None),
        (ZOE, "(a) hosting (b) mail; one, two, three or four sites. Un point de vente.", None),
        (Contact("Søren Ærø"), "Soren, Soeren and SØREN AEROE", f"{MASK}, {MASK} and {MASK} {MASK}"),
        (Contact("Peter Mueller"), "Peters Shop bei Müller", f"{MASK} Shop bei {MASK}"),
        (JEANNE, "BWF needs three sites, not bwf", f"{MASK} needs three sites, not bwf"),
        (Contact("", "Weber Web Hosting AG", "info@weber.example"), "Weber has web hosting", f"{MASK} has web hosting"),
        (Contact("", "Pain Doré SA"), "paindore and Pain-Doré", f"{MASK} and {MASK}-{MASK}"),
        (LI, "Ask Li Wu, Wu Li or LI of 3M; li e là", f"Ask {MASK} {MASK}, {MASK} {MASK} or {MASK} of {MASK}; li e là"),
        (WANG, "王伟より。株式会社ソニーのサイト。ソニーです。", f"{MASK}より。{MASK}のサイト。{MASK}です。"),
        (NOUR, "اتصل محمد والنور", f"اتصل {MASK} {MASK}"),
        (SHOP, "Les Fils or Lesfils", f"{MASK} {MASK} or {MASK}"),
        (SHOP, "rue du lac 5; au bord du lac", f"{MASK} {MASK} {MASK} {MASK}; au bord du lac"),
    ],
)  # fmt: skip
def test_names_are_masked_however_they_are_written(contact: Contact, typed: str, read: str | None) -> None:
    assert masked(typed, [contact]) == (typed if read is None else read)


@settings(max_examples=60, deadline=None)
@given(
    before=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    part=st.sampled_from(
        [JEANNE.email, JEANNE.phone, "Weber", "jeanne", "MÜLLER", "weber-fils.ch", "Boulangerie Weber"]
    ),
    glue=st.sampled_from([" ", ", ", " (", "\n", " – ", '"', " • "]),
    after=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_nothing_of_the_contact_is_left_wherever_it_stands(before: str, part: str, glue: str, after: str) -> None:
    read = masked(f"{before}{glue}{part}{glue}{after}", [JEANNE])

    for name in ("jeanne", "muller", "weber", "boulangerie"):
        assert name not in fold(read).split(), read
    assert "345 67 89" not in read
    assert "@" not in read or "@" in before + after
    assert masked(read, [JEANNE]).count(MASK) >= read.count(MASK) or "•" in before + after


def test_a_name_made_of_words_of_the_trade_is_masked_as_a_whole_only() -> None:
    trade = Contact("", "Web Hosting AG", "", "")

    assert masked("Web Hosting AG needs web hosting and a web site", [trade]) == (
        f"{MASK} {MASK} {MASK} needs {MASK} {MASK} and a web site"
    )


def test_long_hostile_texts_are_masked_at_once() -> None:
    for text in (
        "a." * 2000,
        "a (dot) " * 500,
        "(at)" * 1000,
        "1 " * 2000,
        "a@" * 2000,
        "-" * 4000,
        "a at " * 800,
        "z " * 2000,
    ):
        masked(text, [JEANNE, Contact("ab " * 100, "c d " * 75, "e." * 60 + "f@" + "g-" * 60 + "h.ch")])


def test_an_extract_is_one_line_cut_at_a_word() -> None:
    assert extract_of("Three\n\n sites") == "Three sites"
    cut = extract_of("word " * 100)
    assert len(cut) <= EXTRACT
    assert cut.endswith("word…")
    assert len(extract_of("x" * 500)) == EXTRACT


def test_only_who_answered_with_an_offer_reads_the_contact() -> None:
    readers = {
        (state, offered)
        for state in RouteState
        for offered in (False, True)
        if reads_contact(state, has_offered=offered)
    }

    assert readers == {
        (RouteState.ANSWERED, False),
        (RouteState.ANSWERED, True),
        (RouteState.WON, False),
        (RouteState.WON, True),
        (RouteState.LOST, True),
    }


def test_a_request_is_stored_tidily() -> None:
    wish = replace(
        WISH,
        families=("Web hosting", "web_hosting"),
        budget="1200",
        currency="chf",
        languages=("Italian", "FR"),
        country="Suisse",
        deadline=TODAY.isoformat(),
        language="fr-CH",
    )

    filing = checked(wish, TERMS, TODAY)

    assert filing.families == ("web_hosting",)
    assert str(filing.budget) == "1200.00"
    assert (filing.languages, filing.country, filing.deadline, filing.language) == (("it", "fr"), "CH", TODAY, "fr")
    assert filing.email_key == "jeanne.muller@weber-fils.ch"


def test_everything_that_stands_against_a_request_is_named_at_once() -> None:
    wish = Wish(
        need="Too   short        .",
        families=("bread",),
        budget="12.345",
        currency="USD",
        languages=("klingon",),
        region="x" * 101,
        country="Atlantis",
        deadline=(TODAY - timedelta(days=1)).isoformat(),
        contact=Contact(" ", "", "nobody", "12"),
        language="xx",
    )

    with pytest.raises(Invalid) as refusal:
        checked(wish, TERMS, TODAY)

    assert {one.field for one in refusal.value.fields} == {
        "need",
        "families",
        "currency",
        "languages",
        "region",
        "country",
        "deadline",
        "contact_name",
        "contact_email",
        "contact_phone",
        "language",
    }


@pytest.mark.parametrize(
    ("budget", "currency", "field"),
    [("0", "CHF", "budget"), ("-1", "EUR", "budget"), ("1e3", "CHF", "budget"), ("5", "", "currency")],
)
def test_a_budget_is_an_amount_in_a_currency(budget: str, currency: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(replace(WISH, budget=budget, currency=currency), TERMS, TODAY)

    assert [one.field for one in refusal.value.fields] == [field]


def test_one_address_has_so_many_requests_open_and_no_more() -> None:
    check_open(MOST_OPEN - 1)
    with pytest.raises(Refused, match="5 requests"):
        check_open(MOST_OPEN)


def test_a_file_gives_its_fields() -> None:
    written = {"need": "Sites\r\nand mail", "budget": 1200.5, "families": ["web_hosting"], "languages": []}

    assert read_request_file(b"\xef\xbb\xbf" + json.dumps(written).encode()) == {
        "need": "Sites\nand mail",
        "budget": "1200.5",
        "families": ("web_hosting",),
        "languages": (),
    }


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"", ["file"]),
        (b"[1]", ["file"]),
        (b'{"need": "x", ', ["file"]),
        ('{"need": "é"}'.encode("latin-1"), ["file"]),
        (b"[" * 60_000, ["file"]),
        (b'{"budget": NaN}', ["file"]),
        (b'{"budget": 1' + b"0" * 5000 + b"}", ["file"]),
        (b'{"budget": 1e999}', ["budget"]),
        (b'{"budget": 1e99999999999999999999}', ["file"]),
        (b'{"budget": 1e-99999999999999999999}', ["file"]),
        (b'{"budget": true}', ["budget"]),
        (b'{"need": 3, "families": "x", "languages": [1], "wishes": 1}', ["need", "families", "languages", "wishes"]),
        (b'{"need": "a", "need": "b"}', ["need"]),
        (b" " * (LARGEST + 1), ["file"]),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else "",
)
def test_a_file_that_is_no_request_is_refused_with_every_reason(content: bytes, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_request_file(content)

    assert [one.field for one in refusal.value.fields] == fields
    assert all(one.reason for one in refusal.value.fields)


def test_the_name_of_a_field_that_can_not_be_written_is_said_otherwise() -> None:
    with pytest.raises(Invalid) as refusal:
        read_request_file(b'{"\\ud800": 1}')

    assert refusal.value.fields[0].field.encode()


def test_dates_decide_whether_a_request_is_open() -> None:
    assert RequestState.OPEN.on(date(2026, 12, 1), date(2026, 11, 30)) is RequestState.OPEN
    assert RequestState.OPEN.on(date(2026, 12, 1), date(2026, 12, 1)) is RequestState.EXPIRED
    assert RequestState.AWARDED.on(date(2026, 12, 1), date(2027, 1, 1)) is RequestState.AWARDED


def test_the_clock_counts_whole_hours_and_the_rates_round_as_they_say() -> None:
    hour = timedelta(hours=1)
    assert whole_hours(NOW, NOW + 3 * hour - timedelta(seconds=1)) == 2
    assert whole_hours(NOW, NOW - hour) == 0
    assert median_hours([]) is None
    assert median_hours([(NOW, NOW + 5 * hour), (NOW, NOW + hour), (NOW, NOW + 2 * hour)]) == 2
    assert median_hours([(NOW, NOW + hour), (NOW, NOW + 2 * hour)]) == 1
    assert (win_rate(0, 0), win_rate(0, 3), win_rate(1, 1), win_rate(1, 2), win_rate(1, 7)) == (None, 0, 50, 33, 13)
