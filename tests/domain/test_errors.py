"""Errors: stable codes and exit codes, and the words they carry."""

from __future__ import annotations

import pytest

from resellertui.domain import errors
from resellertui.domain.errors import Ambiguous, Conflict, FieldProblem, Invalid, NotFound, ResellerError

EXPECTED = {
    "ResellerError": ("unexpected", 1),
    "Usage": ("usage", 2),
    "Ambiguous": ("ambiguous", 2),
    "Invalid": ("invalid", 3),
    "Forbidden": ("forbidden", 3),
    "Refused": ("refused", 3),
    "WrongPassword": ("wrong_password", 3),
    "SlowedDown": ("slowed_down", 3),
    "SignInNeeded": ("sign_in_needed", 3),
    "NotFound": ("not_found", 4),
    "Conflict": ("conflict", 5),
    "DatabaseTrouble": ("database", 6),
    "Busy": ("busy", 6),
    "Interrupted": ("interrupted", 130),
}


def test_scripts_find_the_codes_they_were_promised() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, ResellerError)]

    assert {one.__name__: (one.code, one.exit_code) for one in kinds} == EXPECTED


def test_an_error_reads_as_title_detail_and_hint() -> None:
    assert str(NotFound("It is gone.", hint="Look elsewhere.")) == "It is gone. Look elsewhere."


def test_facts_are_kept_for_programs() -> None:
    assert Conflict("In the way.", partners=("Agency",)).facts == {"partners": ("Agency",)}


@pytest.mark.parametrize("given", [{"name": "missing"}, [FieldProblem("name", "missing")]])
def test_every_bad_field_is_named_with_its_reason(given: dict[str, str] | list[FieldProblem]) -> None:
    error = Invalid(given)

    assert error.fields == (FieldProblem("name", "missing"),)
    assert error.detail == "name: missing"


def test_an_ambiguous_name_lists_what_it_could_mean() -> None:
    error = Ambiguous("Bakery", ["ORG-3 Bakery", "ORG-5 Bakery"])

    assert error.facts["candidates"] == ("ORG-3 Bakery", "ORG-5 Bakery")
    assert "ORG-3 Bakery; ORG-5 Bakery" in error.detail
