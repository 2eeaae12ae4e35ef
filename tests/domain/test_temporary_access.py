"""Temporary access: over by the clock, whatever is stored of its end; and the signed grant of a look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hostile import HOSTILE

from resellertui.adapters.signatures import NoPublicKey, is_signed, pem_of, public_of, read_public, sign
from resellertui.domain.look_grant import (
    LONGEST,
    GrantRefused,
    LookGrant,
    check_time,
    key_id_of,
    lasts_until,
    opened,
    read,
    to_sign,
    token_of,
)
from resellertui.domain.span import late, left
from resellertui.domain.temporary_access import (
    AccessState,
    AccessTime,
    ContentService,
    expires_after,
    service_label,
    what_is_seen,
    who_is_meant,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
TICK = timedelta.resolution
SEED = bytes(range(32))
PUBLIC = public_of(SEED)


def grant(**changes: object) -> LookGrant:
    facts: dict[str, object] = {
        "grant_id": "k.1",
        "access": "ACC-1",
        "service": "kdrive",
        "user": "USR-2",
        "organisation": "ORG-3",
        "staff": "USR-1",
        "case": "CASE-4",
        "purpose": "find it",
        "issued_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
    }
    return LookGrant(**(facts | changes))  # type: ignore[arg-type]  # any field, of its own type


def token(one: LookGrant) -> str:
    signed = to_sign(one, key_id_of(PUBLIC))
    return token_of(signed, sign(SEED, signed))


def test_an_access_is_open_until_its_time_and_over_from_then_on() -> None:
    until = expires_after(NOW, 7)
    time = AccessTime(NOW, until)

    assert until == NOW + WEEK
    assert time.state_at(NOW) is AccessState.OPEN
    assert time.state_at(until - TICK) is AccessState.OPEN
    assert time.state_at(until) is AccessState.EXPIRED
    assert AccessTime(NOW, until, ended_at=until).state_at(NOW + 2 * WEEK) is AccessState.EXPIRED
    assert (time.words_at(NOW), time.words_at(until)) == ("7 days left", "")


@given(st.timedeltas(timedelta(0), WEEK - TICK), st.timedeltas(timedelta(0), 3 * WEEK))
def test_what_was_revoked_stays_revoked_whenever_it_is_looked_at(after: timedelta, later: timedelta) -> None:
    time = AccessTime(NOW, NOW + WEEK, ended_at=NOW + after)

    assert time.state_at(NOW + after + later) is AccessState.REVOKED


def test_each_switch_says_what_is_seen_and_until_when_and_that_no_partner_gains() -> None:
    sentences = {what_is_seen(one).format(moment="30 Nov") for one in ContentService}

    assert len(sentences) == 3
    assert all("30 Nov" in one and "staff" in one for one in sentences)
    assert [service_label(one) for one in ContentService] == ["kMail", "kDrive", "kChat"]
    assert "No partner" in who_is_meant()


def test_spans_are_never_said_longer_than_they_are() -> None:
    cases = [
        (timedelta(days=3, hours=23), "3 days left", "late by 3 days"),
        (timedelta(hours=47, minutes=59), "47 hours left", "late by 47 hours"),
        (timedelta(minutes=119), "119 minutes left", "late by 119 minutes"),
        (timedelta(minutes=1), "1 minute left", "late by 1 minute"),
        (timedelta(seconds=59), "less than a minute left", "late by less than a minute"),
    ]
    assert [(left(NOW + span, NOW), late(NOW - span, NOW)) for span, _a, _b in cases] == [one[1:] for one in cases]


def test_a_grant_reads_back_what_was_signed_hostile_texts_too() -> None:
    for purpose in (one for one in HOSTILE if "\ud800" not in one):
        one = grant(purpose=purpose)
        envelope = opened(token(one))
        assert is_signed(PUBLIC, envelope.signature, envelope.signed)
        assert read(envelope) == one
        assert envelope.key_id == key_id_of(PUBLIC)
    assert lasts_until(NOW, NOW + WEEK) == NOW + timedelta(hours=1)
    assert lasts_until(NOW, NOW + timedelta(minutes=5)) == NOW + timedelta(minutes=5)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from("ABCabc019-_.= {\n"))
def test_a_token_that_was_touched_anywhere_is_refused(place: int, other: str) -> None:
    good = token(grant())
    place %= len(good)
    touched = good[:place] + other + good[place + 1 :]
    if touched == good:
        return
    try:
        envelope = opened(touched)
    except GrantRefused:
        return
    assert not (envelope.key_id == key_id_of(PUBLIC) and is_signed(PUBLIC, envelope.signature, envelope.signed))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30.e30.", "x" * (LONGEST + 1), "[" * 5000 + ".x.x", *HOSTILE])
def test_what_is_no_grant_is_refused_as_such(text: str) -> None:
    with pytest.raises(GrantRefused) as refusal:
        opened(text)

    assert refusal.value.facts["reason"] == "malformed"


def test_signed_nonsense_is_no_grant_either() -> None:
    for fields in ("[]", "{}", '{"jti":1}', "1", '"x"'):
        envelope = opened(token(grant()))
        with pytest.raises(GrantRefused):
            read(type(envelope)(envelope.key_id, envelope.signed, envelope.signature, fields.encode()))


def test_a_grant_is_good_from_its_moment_until_it_expires() -> None:
    one = grant()
    check_time(one, NOW)
    check_time(one, NOW - timedelta(seconds=30))
    check_time(one, one.expires_at - TICK)
    for moment, reason in ((one.expires_at, "expired"), (NOW - timedelta(minutes=2), "not_yet")):
        with pytest.raises(GrantRefused) as refusal:
            check_time(one, moment)
        assert refusal.value.facts["reason"] == reason


def test_a_public_key_is_read_as_pem_and_as_bytes_and_nothing_else_is() -> None:
    assert read_public(pem_of(PUBLIC)) == PUBLIC
    assert read_public("  " + pem_of(PUBLIC).replace("\n", "\r\n")) == PUBLIC
    for text in ("", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", pem_of(PUBLIC)[:60], *HOSTILE):
        with pytest.raises(NoPublicKey):
            read_public(text)
