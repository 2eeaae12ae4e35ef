"""The life of a case: whose turn it is, and the clock that both sides see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.access import Action, Identity, Relation, Stance, decide
from resellertui.domain.roles import Role
from resellertui.domain.support_case import (
    CaseState,
    Channel,
    Clock,
    answered,
    channel_label,
    clock_words,
    closed,
    first_answer_was_late,
    follows_all,
    is_late,
    opened,
    replied,
    state_label,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_clock_starts_when_it_is_opened_and_an_answer_ends_it() -> None:
    clock = opened(NOW, 4)
    assert (clock.state, clock.due_at) == (CaseState.OPEN, NOW + 4 * HOUR)
    assert clock_words(clock, NOW) == "4 hours left"
    assert clock_words(clock, NOW + 6 * HOUR) == "late by 2 hours"
    assert not is_late(clock, NOW + 4 * HOUR - timedelta.resolution)
    assert is_late(clock, NOW + 4 * HOUR)

    done = answered(clock, NOW + HOUR)
    assert (done.state, done.due_at, done.answered_at) == (CaseState.ANSWERED, None, NOW + HOUR)
    assert answered(done, NOW + 9 * HOUR).answered_at == NOW + HOUR, "the first answer is the one that was promised"
    assert clock_words(done, NOW + 99 * HOUR) == "answered"
    assert not is_late(done, NOW + 99 * HOUR)


def test_best_effort_has_no_clock_and_is_never_late() -> None:
    clock = opened(NOW, 0)
    assert clock.due_at is None
    assert clock_words(clock, NOW + 1000 * HOUR) == "best effort"
    assert not is_late(clock, NOW + 1000 * HOUR)
    assert first_answer_was_late(NOW, NOW + 1000 * HOUR, 0) is None


def test_a_reply_opens_it_anew_and_sets_no_running_clock_back() -> None:
    clock = opened(NOW, 2)
    assert replied(clock, NOW + HOUR, 2) == clock
    again = replied(answered(clock, NOW + HOUR), NOW + 5 * HOUR, 2)
    assert (again.state, again.due_at, again.answered_at) == (CaseState.OPEN, NOW + 7 * HOUR, NOW + HOUR)
    reopened = replied(closed(again, NOW + 6 * HOUR), NOW + 8 * HOUR, 2)
    assert (reopened.state, reopened.due_at, reopened.closed_at) == (CaseState.OPEN, NOW + 10 * HOUR, None)


def test_the_first_answer_is_late_by_the_promise_of_the_opening() -> None:
    assert first_answer_was_late(NOW, None, 2) is None
    assert first_answer_was_late(NOW, NOW + HOUR, 2) is False
    assert first_answer_was_late(NOW, NOW + 2 * HOUR, 2) is True
    assert opened(NOW, 2, answered=True) == Clock(CaseState.ANSWERED, answered_at=NOW)


@given(st.lists(st.sampled_from(["answer", "reply", "close"]), max_size=8), st.sampled_from([0, 1, 4]))
def test_only_open_cases_have_a_clock_whatever_happens(acts: list[str], hours: int) -> None:
    clock, now = opened(NOW, hours), NOW
    for act in acts:
        now += HOUR
        before = clock
        if act == "answer":
            clock = answered(clock, now)
        elif act == "reply":
            clock = replied(clock, now, hours)
        else:
            clock = closed(clock, now)
            assert closed(clock, now + HOUR) == clock
        assert (clock.due_at is not None) == (clock.state is CaseState.OPEN and hours > 0)
        assert (clock.closed_at is not None) == (clock.state is CaseState.CLOSED)
        assert clock.answered_at == before.answered_at or before.answered_at is None
        assert clock.state is not CaseState.ANSWERED or clock.answered_at is not None


def test_who_follows_and_who_answers() -> None:
    assert [one for one in Role if follows_all(one)] == [Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR]
    for role in Role:
        own, partner = (Stance(role=role, relation=one) for one in (Relation.OWN, Relation.PARTNER_SIDE))
        assert decide(Action.SUPPORT_REQUEST, own)
        assert decide(Action.SUPPORT_ACCESS, own)
        assert bool(decide(Action.SUPPORT_REQUEST_ALL, own)) is follows_all(role)
        assert decide(Action.SUPPORT_REQUEST, partner).hidden
        assert "never to a partner" in decide(Action.SUPPORT_ACCESS, partner).reason
        for action in (Action.SUPPORT_ANSWER, Action.SUPPORT_LOOK):
            assert not decide(action, own)
            staff = Stance(identity=Identity.STAFF, role=role)
            assert bool(decide(action, staff)) is (role is not Role.EXTERNAL)
            assert not decide(action, Stance(identity=Identity.OPERATOR))
    assert decide(Action.SUPPORT_VERIFY, Stance(identity=Identity.OPERATOR))
    assert {state_label(one) for one in CaseState} == {"open", "answered", "closed"}
    assert {channel_label(one) for one in Channel} == {"request", "call"}
