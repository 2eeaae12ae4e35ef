"""Every use case asks the policy: found in the source here, and enforced when it runs by the unit of work."""

from __future__ import annotations

import ast
import inspect
import textwrap
import typing
from collections.abc import Iterator
from functools import cache, cached_property

import pytest
from tests.meta.source import called, calls, modules

from resellertui.domain.access import Action
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.unit import Office

ASKING = {"allow", "may", "open_to_everyone"}
"""The methods of the unit of work, and of a dossier, that ask the policy or say why nobody need be asked."""

OPENING = {"reading", "reading_lists", "writing"}
"""The methods of the office that open a transaction in an actor's name."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def service_classes() -> list[type]:
    """Return the classes behind the façade's areas."""
    found = []
    for area in (one for part in Services.__mro__ for one in vars(part).values()):
        if isinstance(area, cached_property):
            source = ast.parse(textwrap.dedent(inspect.getsource(area.func)))
            (imported,) = [node for node in ast.walk(source) if isinstance(node, ast.ImportFrom)]
            module = __import__(imported.module or "", fromlist=[imported.names[0].name])
            found.append(getattr(module, imported.names[0].name))
    return found


def verbs() -> Iterator[tuple[str, typing.Any]]:
    """Yield every public method of every service."""
    for service in service_classes():
        for name, method in inspect.getmembers(service, inspect.isfunction):
            if not name.startswith("_"):
                yield f"{service.__name__}.{name}", method


@cache
def functions() -> dict[str, list[Function]]:
    """Return every function and method of the services package by its name."""
    found: dict[str, list[Function]] = {}
    for module in modules():
        if module.area == "services":
            for node in module.nodes:
                if isinstance(node, Function):
                    found.setdefault(node.name, []).append(node)
    return found


@cache
def named(node: Function) -> frozenset[str]:
    """Return the names of what a function calls, and of every attribute in it."""
    names = {called(one) for one in calls(node)}
    return frozenset(names | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)})


def asks(node: Function) -> bool:
    """Return whether the function asks the policy, by itself or through what it calls inside the services."""
    left, seen = [node], {id(node)}
    while left:
        names = named(left.pop())
        if names & ASKING:
            return True
        reached = [one for name in names - OPENING for one in functions().get(name, ()) if id(one) not in seen]
        seen |= {id(one) for one in reached}
        left += reached
    return False


ALL = dict(verbs())


def test_the_facade_shows_every_service() -> None:
    assert len(service_classes()) >= 16
    assert len(ALL) >= 50


@cache
def source_of(name: str) -> Function:
    """Return the definition of a use case."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(ALL[name]))).body
    assert isinstance(node, Function)
    return node


def test_every_use_case_asks_the_policy() -> None:
    silent = [name for name in sorted(ALL) if not asks(source_of(name))]

    assert silent == [], "these never ask: call unit.allow(Action.…), or unit.open_to_everyone(why)"


def test_every_use_case_says_what_it_does_and_who_acts() -> None:
    silent = [name for name, method in sorted(ALL.items()) if len(inspect.getdoc(method) or "") <= 20]

    assert silent == [], "these need a docstring: who may call it, what it changes, which errors it raises"


OPEN_TO_EVERYONE = {
    "Accounts.is_for_play",
    "Accounts.demo_people",
    "Accounts.sign_in",
    "Accounts.resume",
    "Accounts.sign_out",
    "Accounts.as_person",
    "Accounts.join",
    "Accounts.note_use",
    "PasswordReset.request",
    "PasswordReset.choose",
}
"""Use cases that come before there is an actor; all others are told who acts, first of all."""


def test_the_actor_comes_first() -> None:
    told = {name: list(inspect.signature(ALL[name]).parameters)[1:2] for name in sorted(set(ALL) - OPEN_TO_EVERYONE)}

    assert {name: first for name, first in told.items() if first != ["actor"]} == {}, "these must be told who acts"


def test_a_use_case_that_raises_says_so() -> None:
    """Look at what the method itself raises; what its helpers raise is theirs to say."""
    unsaid = {}
    for name, method in sorted(ALL.items()):
        raised = {
            called(node.exc)
            for node in ast.walk(source_of(name))
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and called(node.exc)[:1].isupper()
        }
        text = inspect.getdoc(method) or ""
        if missing := {one for one in raised if f"{one}:" not in text}:
            unsaid[name] = missing

    assert unsaid == {}, "they raise these: say when, under Raises:"


@pytest.mark.parametrize("opening", sorted(OPENING))
def test_a_use_case_that_forgot_to_ask_is_stopped_when_it_runs(office: Office, opening: str) -> None:
    with pytest.raises(RuntimeError, match="did not ask"), getattr(office, opening)(Actor()):
        pass


def test_every_action_of_the_policy_is_asked_by_some_use_case() -> None:
    asked = {
        node.attr
        for module in modules()
        if module.area in {"services", "tui"}
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action"
    }

    assert {one.name for one in Action} - asked == set()
