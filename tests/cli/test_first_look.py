"""When the command takes a first look at the database, and when it leaves everything to the services."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from resellertui.cli.call import Call
from resellertui.cli.choices import Choices
from resellertui.cli.starting import glance
from resellertui.settings import Settings

AGENCY = "owner@agency.example"


@pytest.fixture
def place(played: Path, tmp_path: Path) -> str:
    """Give a demonstration of today."""
    return str(copy(played / "demo.sqlite", tmp_path / "demo.sqlite"))


def call_with(settings: Settings, choices: Choices) -> Call:
    """Return a run of the program with these options."""
    call = Call([], settings)
    call.choices = choices
    return call


def test_the_person_named_in_a_demonstration_is_seen_at_once(settings: Settings, place: str) -> None:
    seen = glance(call_with(settings, Choices(db=place, person=AGENCY)))

    assert seen is not None
    assert seen.person is not None
    assert seen.person.email == AGENCY
    assert seen.home is not None
    assert glance(call_with(settings, Choices(db=f"sqlite:///{place}", person=AGENCY))) == seen


def test_an_organisation_is_meant_as_by_every_command(settings: Settings, place: str) -> None:
    seen = glance(call_with(settings, Choices(db=place, person=AGENCY)))
    assert seen is not None
    assert seen.choice is not None

    named = glance(call_with(settings, Choices(db=place, person=AGENCY, org=seen.choice.name.upper())))

    assert named == seen
    assert glance(call_with(settings, Choices(db=place, person=AGENCY, org="Nobody"))) is None


@pytest.mark.parametrize(
    "choices", [Choices(person=AGENCY, at="2026-11-30"), Choices(locked=True), Choices(person=AGENCY, locked=True)]
)
def test_a_simulated_date_and_locked_mode_get_no_look(settings: Settings, place: str, choices: Choices) -> None:
    choices.db = place

    assert glance(call_with(settings, choices)) is None


def test_what_is_no_file_is_for_the_services(settings: Settings) -> None:
    assert glance(call_with(settings, Choices(db="postgresql://somewhere/x", person=AGENCY))) is None
