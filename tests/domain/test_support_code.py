"""The digits of support codes: RFC 4226, Damm's check digit, what is typed, how long a code holds."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import HOSTILE

from resellertui.domain.support_code import (
    GRACE,
    CodeKind,
    check_digit,
    code_of,
    derived_key,
    ended_by_successor,
    kept_of,
    killed,
    lives_until,
    message_of,
    read_code,
    shown,
    truncated,
    verifies_at,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)

RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
"""Appendix D of the RFC: the secret is `12345678901234567890`, the counter goes from 0 to 9."""

nine_digits = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(("counter", "expected"), enumerate(RFC_4226))
def test_the_truncation_gives_the_published_values(counter: int, expected: str) -> None:
    mac = hmac.digest(b"12345678901234567890", counter.to_bytes(8, "big"), hashlib.sha1)

    assert truncated(mac, 6) == expected
    assert truncated(mac, 9).endswith(expected)


def test_the_check_digit_is_the_published_one() -> None:
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_any_single_wrong_digit_is_no_code(digits: str, place: int, off: int) -> None:
    code = digits + check_digit(digits)
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]

    assert read_code(code) == code
    assert read_code(wrong) is None


@given(nine_digits, st.integers(0, 8))
def test_any_swap_of_neighbours_is_no_code(digits: str, place: int) -> None:
    code = digits + check_digit(digits)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert read_code(swapped) == (code if swapped == code else None)


def test_a_code_is_ten_digits_of_its_owner_alone() -> None:
    key = derived_key(bytes(32), "support code")
    codes = {
        code_of(key, kind, user, org, counter)
        for kind, user in ((CodeKind.SUPPORT, 1), (CodeKind.SUPPORT, 2), (CodeKind.VIP, None))
        for org in (1, 2)
        for counter in (1, 2)
    }

    assert len(codes) == 12
    assert all(len(one) == 10 and one.isdigit() and read_code(one) == one for one in codes)
    assert code_of(key, CodeKind.VIP, None, 1, 1) == code_of(key, CodeKind.VIP, None, 1, 1)


@given(st.tuples(st.integers(0, 2**63), st.integers(0, 2**63), st.integers(0, 2**63)))
def test_what_the_mac_is_over_can_be_read_in_one_way(numbers: tuple[int, int, int]) -> None:
    message = message_of(CodeKind.SUPPORT, *numbers)

    assert message[:1] == b"S"
    assert tuple(int.from_bytes(message[at : at + 8], "big") for at in (1, 9, 17)) == numbers


def test_one_derived_key_says_nothing_of_another() -> None:
    master = bytes(range(32))
    keys = {master, derived_key(master, "support code"), derived_key(master, "support code hash")}

    assert len(keys) == 3
    assert kept_of(derived_key(master, "support code hash"), "1") != kept_of(derived_key(master, "support code"), "1")


CODE = "1034208091"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "103 420 809 1",
        " 103-420-809-1\n",
        "103.420.809.1",
        "103\u00a0420\u202f809\u20091",
        "\ufeff103\u2011420\u2013809 \u2212 1",
        "1 0 3 4 2 0 8 0 9 1",
    ],
)
def test_a_code_is_taken_however_it_is_spaced(typed: str) -> None:
    assert read_code(typed) == CODE
    assert shown(CODE) == "103 420 809 1"


@pytest.mark.parametrize(
    "typed",
    [
        *HOSTILE,
        "",
        "-",
        "103 420 809",
        "103 420 809 11",
        "103,420,809,1",
        "l034208091",
        "１０３４２０８０９１",
        "١٠٣٤٢٠٨٠٩١",
        "10³4208091",
        CODE + " " * 100,
    ],
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_holds_a_day_and_at_the_desk_a_quarter_of_an_hour_more() -> None:
    expires = lives_until(NOW)

    assert expires == NOW + timedelta(hours=24)
    assert not verifies_at(NOW - SECOND, NOW, expires)
    assert verifies_at(NOW, NOW, expires)
    assert verifies_at(expires + GRACE - SECOND, NOW, expires)
    assert not verifies_at(expires + GRACE, NOW, expires)


def test_the_grace_outlives_a_successor_and_not_a_renewal() -> None:
    expires = lives_until(NOW)

    assert verifies_at(expires + SECOND, NOW, expires, ended_by_successor(expires))
    for moment in (NOW, expires - SECOND, expires, expires + SECOND):
        assert not verifies_at(moment, NOW, expires, killed(moment, expires))


def test_a_vip_code_does_not_run_out_by_itself() -> None:
    assert verifies_at(NOW + timedelta(days=5000), NOW, None)
    assert not verifies_at(NOW, NOW, None, killed(NOW, None))
