"""What registries' answers mean: states by date, waits that grow, faults, who is asked, and the sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import HOSTILE

from resellertui.domain.calendar import local_date
from resellertui.domain.registry import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_FAILURES,
    Answer,
    Circuit,
    Fact,
    Reason,
    Source,
    Standing,
    State,
    fact_of,
    facts_of,
    in_words,
    is_allowed_address,
    is_stale,
    next_question,
    questions_of,
    reason_of_fault,
)
from resellertui.formats import moment

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FRENCH = "FR61954506077"
SWISS = "CHE100155212"


def answer(state: State, days_ago: int = 0, reason: Reason | None = None) -> Answer:
    return Answer(1, state, NOON - timedelta(days=days_ago), reason)


def standing(last: Answer | None, definite: Answer | None = None, fact: Fact = Fact.VAT_NUMBER) -> Standing:
    return Standing(fact, FRENCH if fact is Fact.VAT_NUMBER else SWISS, last, definite, last.asked_at if last else None)


@pytest.mark.parametrize(("days", "stale"), [(0, False), (89, False), (90, False), (91, True), (400, True)])
def test_an_answer_is_stale_over_ninety_days(days: int, stale: bool) -> None:
    valid = answer(State.VALID, days)

    assert is_stale(valid.asked_at, TODAY) is stale
    assert standing(valid, valid).state(TODAY) is (State.STALE if stale else State.VALID)


def test_a_definite_answer_is_asked_for_again_on_the_first_day_on_which_it_is_stale() -> None:
    due = next_question(NOON, 0)

    assert is_stale(NOON, local_date(due))
    assert not is_stale(NOON, local_date(due - timedelta(seconds=1)))


@given(st.integers(1, 10_000))
def test_waits_double_up_to_a_day(failures: int) -> None:
    wait, after = (next_question(NOON, one) - NOON for one in (failures, failures + 1))

    assert FIRST_WAIT <= wait <= LONGEST_WAIT
    assert after == min(2 * wait, LONGEST_WAIT)


def test_an_outage_is_unknown_whatever_was_said_before_and_says_so_with_both_times() -> None:
    down = answer(State.UNKNOWN, 0, Reason.DOWN)
    known = standing(down, answer(State.INVALID, 3))

    assert known.state(TODAY) is State.UNKNOWN
    assert in_words(known, TODAY, moment) == (
        "VAT number FR 61 954 506 077: unknown since 23 Nov 2026 12:00, VIES is down. "
        "Before that: VAT number FR 61 954 506 077: not valid, said VIES on 20 Nov 2026 12:00."
    )


@pytest.mark.parametrize("fact", Fact)
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_of_its_own(fact: Fact, reason: Reason) -> None:
    words = in_words(standing(answer(State.UNKNOWN, 0, reason), fact=fact), TODAY, moment)
    others = {
        in_words(standing(answer(State.UNKNOWN, 0, one), fact=fact), TODAY, moment) for one in Reason if one != reason
    }

    assert "{" not in words
    assert words not in others


def test_each_fact_is_said_in_its_own_sentence() -> None:
    yes, no = answer(State.VALID), answer(State.INVALID)
    said = [in_words(standing(one, one, fact), TODAY, moment) for fact in Fact for one in (yes, no)]

    assert said[2:] == [
        "UID CHE-100.155.212: valid, said the UID register on 23 Nov 2026 12:00.",
        "UID CHE-100.155.212: not valid, said the UID register on 23 Nov 2026 12:00.",
        "CHE-100.155.212 is registered for VAT, said the UID register on 23 Nov 2026 12:00.",
        "CHE-100.155.212 is not registered for VAT, said the UID register on 23 Nov 2026 12:00.",
    ]
    old = answer(State.VALID, 120)
    assert in_words(standing(old, old), TODAY, moment).endswith("That is over 90 days ago, and stale.")
    assert in_words(standing(None), TODAY, moment) == "VAT number FR 61 954 506 077: not checked with VIES yet."


def test_who_is_asked_about_what() -> None:
    assert questions_of("FR", FRENCH, "954506077") == {Source.VIES: FRENCH}
    assert questions_of("CH", None, SWISS) == {Source.UID: SWISS}
    assert questions_of("LI", "", SWISS) == {Source.UID: SWISS}
    assert questions_of("LI", None, "FL00020001234") == {}
    assert questions_of("US", None, "CHE1") == {}
    for source, number in ((Source.VIES, FRENCH), (Source.UID, SWISS)):
        assert [fact_of(source, kept) for kept in facts_of(source, number).values()] == list(facts_of(source, number))


@pytest.mark.parametrize("word", [*HOSTILE, "", "true", "VALID", "invalid_input "])
def test_whatever_word_a_fault_has_it_never_decides(word: str) -> None:
    assert reason_of_fault(word) in Reason


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://ec.europa.eu/vies", True),
        ("http://127.0.0.1:8080/vies", True),
        ("http://localhost/", True),
        ("http://[::1]:8080/", True),
        ("http://ec.europa.eu/vies", False),
        ("http://127.0.0.1.example/", False),
        ("http://me:secret@127.0.0.1/", False),
        ("https://x:99999/", False),
        ("https:///vies", False),
        ("ftp://localhost/", False),
        ("file:///etc/passwd", False),
        ("https://a b/", False),
        ("https://a/\nHost: b", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine_is_asked(url: str, allowed: bool) -> None:
    assert is_allowed_address(url) is allowed


def test_a_registry_that_fails_in_a_row_is_left_alone_and_one_answer_mends_it() -> None:
    circuit = Circuit()
    for reason in (*[Reason.SLOW] * (MOST_FAILURES - 1), None, *[Reason.DOWN] * (MOST_FAILURES - 1)):
        circuit.note(Source.VIES, FRENCH, reason)
    assert not circuit.is_cut(Source.VIES, FRENCH)

    circuit.note(Source.VIES, "IT1", Reason.DOWN)
    assert circuit.is_cut(Source.VIES, FRENCH)
    assert not circuit.is_cut(Source.UID, SWISS)


def test_one_country_that_is_down_leaves_the_others_and_asking_too_often_stops_at_once() -> None:
    circuit = Circuit()
    for _time in range(MOST_FAILURES):
        circuit.note(Source.VIES, "DE136695976", Reason.COUNTRY_DOWN)
    assert circuit.is_cut(Source.VIES, "DE111")
    assert not circuit.is_cut(Source.VIES, FRENCH)

    circuit.note(Source.VIES, FRENCH, Reason.TOO_OFTEN)
    assert circuit.is_cut(Source.VIES, FRENCH)
