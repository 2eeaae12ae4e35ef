"""Acts in words: every action that is recorded has them, and values read as people say them, whatever they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.hostile import HOSTILE
from tests.meta.source import PACKAGE, called, calls

from resellertui.domain.activity import ActivityGroup, act_words, group_label, group_of, is_shared, known_actions
from resellertui.domain.activity_dates import period_typed
from resellertui.domain.activity_details import details_of
from resellertui.domain.deleting import PLACES, Obstacle, obstacle_hint, obstacle_words
from resellertui.domain.erasing import holds_person
from resellertui.formats import day

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
KINDS_OF = {"order.": ("new", "renewal")}
"""What is put behind the dot where the name is put together; events of partnerships are found by `write_event`."""
END_DATES = {"end_date_set", "end_date_cleared"}
"""The two kinds that are chosen between before the event is written."""


def recorded() -> set[str]:
    """Return the name of every action that the services record."""
    services = (PACKAGE / "services").rglob("*.py")
    return {action for path in services for action in _recorded_in(ast.parse(path.read_text()))}


def _recorded_in(tree: ast.Module) -> Iterator[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in calls(tree):
        if called(node) == "write_event":
            yield from _kinds(node.args[2])
        elif called(node) in {"record", "_record", "append"}:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str) and ACTION.fullmatch(given.value):
                    yield given.value
                elif isinstance(given, ast.Name) and ACTION.fullmatch(str(constants.get(given.id))):
                    yield str(constants[given.id])
                elif isinstance(given, ast.JoinedStr) and isinstance(given.values[0], ast.Constant):
                    prefix = str(given.values[0].value)
                    yield from (prefix + kind for kind in KINDS_OF.get(prefix, ()))


def _kinds(given: ast.expr) -> Iterator[str]:
    if isinstance(given, ast.Constant):
        yield "partnership." + str(given.value)
    else:
        yield from (f"partnership.{kind}" for kind in END_DATES)


def test_every_action_that_is_recorded_has_its_words_and_its_group() -> None:
    found = recorded()

    assert len(found) > 50
    assert {"session.failed", "order.new", "partnership.ended", "prepaid.top_up", "operation.done"} <= found
    assert found - set(known_actions()) == set(), "say in domain/activity.py what these do"
    assert all(said.endswith(".") for said in known_actions().values())
    assert {group_of(one) for one in found} == set(ActivityGroup)
    assert len({group_label(one) for one in ActivityGroup}) == len(ActivityGroup)
    assert act_words("future.act") == "An act that this version has no words for: future.act."


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        ("organisation.changed", {"before": {"city": ""}, "after": {"city": "Vevey"}}, ["City: – → Vevey"]),
        (
            "people.role_changed",
            {"before": "external", "after": "collaborator"},
            ["Role: external user → collaborator"],
        ),
        ("product.auto_renewal", {"before": False, "after": True}, ["Automatic renewal: off → on"]),
        ("partnership.limit", {"before": 0, "after": 5000, "currency": "CHF"}, ["Monthly limit: 0.00 CHF → 50.00 CHF"]),
        ("prepaid.top_up", {"amount": "12.50", "currency": "EUR"}, ["Amount: 12.50 EUR"]),
        ("product.terminate", {"expires_on": "2026-11-30"}, ["Expires on: 30 Nov 2026"]),
        (
            "invoice.pay",
            {"amount": "1.00", "currency": "CHF", "method": "bank"},
            ["Amount: 1.00 CHF", "Paid by: bank transfer"],
        ),
        ("order.new", {"document": 7, "total": 100, "currency": "CHF", "payer": 3}, ["Amount: 1.00 CHF"]),
        ("team.changed", {"before": {"name": "A"}, "after": {"name": "B"}}, ["Name: A → B"]),
        ("team.leader_changed", {"name": "A", "before": 3, "after": None}, ["Name: A"]),
        (
            "billing_address.removed",
            {"before": {"label": "Lyon", "country": "FR"}},
            ["Label: Lyon", "Country: France (FR)"],
        ),
        ("session.ended", {}, []),
        ("made.up", {"nobody": "knows"}, []),
        ("edited.by_hand", ["no", "object"], []),
    ],
)
def test_values_are_said_in_words(action: str, values: object, said: list[str]) -> None:
    assert [one.words for one in details_of(action, values, day)] == said


def test_what_an_entry_says_of_a_document_is_for_its_payer_only() -> None:
    values = {"document": 7, "total": 100, "currency": "CHF", "payer": 3, "due_on": "2026-11-30"}

    assert details_of("order.new", values, day, own_document=False) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_value_holds_it_is_said_and_nothing_breaks(text: str) -> None:
    for values in (
        {"before": text, "after": text, "reason": text, "role": text, "access": text, "until": text},
        {"before": {"country": text, "vat_number": text}, "after": {"country": text, "name": text, "kind": text}},
        {"total": text, "currency": text, "payment": [text], "right": {"a": text}, "products": [text, 1, None]},
    ):
        for action in ("people.role_changed", "partnership.limit", "organisation.changed"):
            assert isinstance([one.words for one in details_of(action, values, day)], list)


def test_the_other_side_sees_what_is_shared_and_nothing_of_what_goes_on_inside() -> None:
    shared = ("partnership.ended", "product.auto_renewal", "order.new", "client.entered", "organisation.changed")
    inside = ("grant.given", "people.invited", "team.changed", "session.started", "clients.exported", "prepaid.top_up")

    assert all(is_shared(one) for one in shared)
    assert not any(is_shared(one) for one in inside)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-11-30", datetime(2026, 11, 29, 23, tzinfo=UTC), datetime(2026, 11, 30, 23, tzinfo=UTC)),
        ("2026-06", datetime(2026, 5, 31, 22, tzinfo=UTC), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026", datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_typed_date_means_its_whole_day_month_or_year(typed: str, first: datetime, last: datetime) -> None:
    assert period_typed(typed) == (first, last)


@pytest.mark.parametrize("typed", ["2026-13", "2026-02-30", "26", "x", "2999", "0001", "٢٠٢٦", ""])
def test_anything_else_is_no_date(typed: str) -> None:
    assert period_typed(typed) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Meier", True),
        ("anna  MEIER", True),
        ("written by Anna Meier, today", True),
        ("Anna Meierhofer", False),
        ("to anna@meier.example.", True),
        ("joanna@meier.example", False),
        ("anna@meier.example.org", False),
        ("Li", True),
        ("Linux", False),
        ("somebody else", False),
    ],
)
def test_a_person_is_found_by_address_or_by_a_whole_name(text: str, found: bool) -> None:
    assert holds_person([text], ["Anna Meier", "Li"], ["anna@meier.example"]) is found


def test_each_obstacle_says_what_it_is_and_where_it_is_put_right() -> None:
    assert set(PLACES) == set(Obstacle)
    for one in Obstacle:
        assert obstacle_words(one, 2, "4.00 CHF").endswith(".")
        section, key = PLACES[one]
        assert bool(section) == bool(key) == bool(obstacle_hint(one))
