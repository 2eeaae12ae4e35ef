"""Billing addresses and reminders as rules: what a field may hold, every problem at once, who is reminded."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import HOSTILE

from resellertui.domain.billing_address import (
    FIELDS,
    address_lines,
    is_reserved,
    label_of,
    normalise_billing_address,
    problems_of,
)
from resellertui.domain.errors import Invalid
from resellertui.domain.reminders import is_last, may_get, reminded, told_of_consequences
from resellertui.domain.roles import Role
from resellertui.domain.text import forbidden

GOOD = dict.fromkeys(FIELDS, "") | {"label": "Books", "name": "Boutique", "city": "Lyon", "country": "FR"}
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


def test_fields_are_stored_tidy_and_a_country_may_be_named() -> None:
    typed = {"label": "  Books  ", "street": " Rue du Lac ", "country": " switzerland ", "email": "AP@Example.COM"}

    stored = normalise_billing_address(GOOD | typed)

    assert (stored["label"], stored["street"], stored["country"]) == ("Books", "Rue du Lac", "CH")
    assert stored["email"] == "AP@example.com"
    assert address_lines(stored) == ("Rue du Lac", "Lyon")
    assert all(label_of(name) for name in FIELDS)


def test_every_problem_is_said_at_once_in_the_forms_order() -> None:
    wrong = dict.fromkeys(FIELDS, "") | {"country": "Atlantis", "email": "nobody", "reference": "x" * 101}

    with pytest.raises(Invalid) as refusal:
        normalise_billing_address(wrong)

    assert [one.field for one in refusal.value.fields] == ["label", "name", "city", "country", "email", "reference"]


@pytest.mark.parametrize("label", ["own", "USUAL", "ADR-3", "org-3", "books", "BÖOKS "])
def test_a_label_that_means_something_else_or_is_taken_is_refused(label: str) -> None:
    assert set(problems_of(GOOD | {"label": label}, ["Books", "böoks"])) == {"label"}


@given(values=st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS)))
def test_whatever_is_typed_is_refused_or_stored_printable_and_the_same_again(values: dict[str, str]) -> None:
    typed = GOOD | {name: text for name, text in values.items() if name != "country"}
    if problems := problems_of(typed):
        assert set(problems) <= set(FIELDS)
        return
    stored = normalise_billing_address(typed)
    assert not any(forbidden(text) for text in stored.values())
    assert not is_reserved(stored["label"])
    assert normalise_billing_address(stored) == stored


@dataclass(frozen=True)
class Person:
    """Somebody, as far as reminders go."""

    role: Role
    accounting: bool = False
    wants: bool = True


LEGAL, ADMIN, BOOKS = Person(Role.LEGAL_REPRESENTATIVE), Person(Role.ADMINISTRATOR), Person(Role.COLLABORATOR, True)
OFF = Person(Role.LEGAL_REPRESENTATIVE, wants=False)


def test_reminders_go_to_those_with_the_accounting_who_have_them_on() -> None:
    others = [Person(Role.COLLABORATOR), Person(Role.EXTERNAL, True)]

    assert reminded([LEGAL, ADMIN, BOOKS, OFF, *others]) == [LEGAL, ADMIN, BOOKS]
    assert [may_get(one) for one in (LEGAL, ADMIN, BOOKS, *others)] == [True, True, True, False, False]


def test_what_has_consequences_reaches_every_legal_representative() -> None:
    assert told_of_consequences([OFF, ADMIN, Person(Role.ADMINISTRATOR, wants=False)]) == [OFF, ADMIN]


def test_where_nobody_has_them_on_the_legal_representatives_get_them() -> None:
    assert reminded([OFF, Person(Role.COLLABORATOR)]) == [OFF]


def test_the_last_one_is_the_only_one_who_has_them_on() -> None:
    assert is_last([LEGAL, OFF], LEGAL)
    assert not is_last([LEGAL, BOOKS], LEGAL)
    assert not is_last([LEGAL, OFF], OFF)
    assert is_last([LEGAL, Person(Role.COLLABORATOR)], LEGAL)
