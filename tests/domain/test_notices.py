"""Every kind of notice has its entry, and what one has to be told can't be switched off."""

from __future__ import annotations

import ast
import re

import pytest
from tests.meta.source import called, calls, modules

from resellertui.domain.delivery import MailState, state_of
from resellertui.domain.notices import (
    BY_PREFIX,
    CHOICES,
    KINDS,
    UNKNOWN,
    Category,
    category_label,
    goes_by_mail,
    is_private,
    kept_by_mail,
    notice_kind,
)
from resellertui.domain.renewal import Notice

WRITERS = {
    "queue": 2,
    "invite": -1,
    "mail": 1,
    "tell": 2,
    "tell_applicant": 2,
    "tell_staff": 2,
    "tell_requester": 2,
    "tell_contact": 2,
    "tell_partner": 3,
}
"""The functions that put a notice into the outbox, and the place of its kind among what they are given."""
KIND = re.compile(r"[a-z]+\.[a-z_]+")


def written_kinds() -> set[str]:
    """Return every kind that the services write, by its name in the source."""
    found: set[str] = set()
    for module in modules():
        if module.area == "services":
            for call in calls(module.tree):
                if called(call) in WRITERS:
                    found |= _kinds_of(call, module.tree)
    return found


def _kinds_of(call: ast.Call, tree: ast.AST) -> set[str]:
    place = WRITERS[called(call)]
    given = [one.value for one in call.keywords if one.arg == "kind"]
    given += call.args[place : place + 1] if place >= 0 else []
    found = {text for one in given for text in _texts(one, tree)}
    return {f"partnership.{one}" if called(call) == "tell" else one for one in found}


def _texts(node: ast.AST, tree: ast.AST) -> set[str]:
    """Return the texts that an expression may be; of a name, those that it is given anywhere in its module."""
    if isinstance(node, ast.Name):
        values = [one.value for one in ast.walk(tree) if isinstance(one, ast.Assign) and _assigns(one, node.id)]
        return {text for value in values for text in _texts(value, tree)}
    if isinstance(node, ast.IfExp):
        return _texts(node.body, tree) | _texts(node.orelse, tree)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in node.targets)


def test_every_kind_that_is_written_has_its_entry() -> None:
    found = {one for one in written_kinds() if KIND.fullmatch(one)} | {f"renewal.{one.value}" for one in Notice}
    assert len(found) > 30, "this test finds no kinds any more"
    by_prefix = {one for one in found if one.startswith(tuple(BY_PREFIX))}
    assert found - set(KINDS) - by_prefix == set(), "say in domain/notices.py what these are"
    assert set(KINDS) - found == set(), "nobody writes these any more"


def test_every_kind_and_category_has_words() -> None:
    assert all(one.words() for one in [*KINDS.values(), *BY_PREFIX.values(), UNKNOWN])
    assert all(category_label(one) for one in Category)


ALWAYS = (
    "password.reset",
    "profile.key_added",
    "user.welcome",
    "renewal.terminated",
    "people.role_changed",
    "programme.suspended",
    "reinvoice.issued",
    "partnership.ended",
    "of a later version",
)


@pytest.mark.parametrize("kind", ALWAYS)
def test_what_one_has_to_be_told_goes_by_mail_whatever_was_chosen(kind: str) -> None:
    assert goes_by_mail(kind, is_chosen=False)


def test_what_can_be_switched_off_can_be_chosen() -> None:
    optional = {known.category for known in KINDS.values() if not known.required}
    assert set(CHOICES) == optional
    assert Category.SECURITY not in CHOICES
    assert all(one.required for category in Category for one in kept_by_mail(category))
    assert not goes_by_mail("team.joined", is_chosen=False)


def test_what_carries_a_token_is_private_and_always_mailed() -> None:
    private = [kind for kind, known in KINDS.items() if known.private]
    assert set(private) >= {"password.reset", "profile.confirm", "user.welcome", "people.invited"}
    assert all(goes_by_mail(one, is_chosen=False) and is_private(one) for one in private)
    assert not any(notice_kind(one).in_console for one in private)


def test_no_two_states_of_a_mail_look_alike() -> None:
    from tests.builders import NOW

    seen = {
        state_of(sent_at=sent, parked_at=parked, attempts=attempts)
        for sent in (None, NOW)
        for parked in (None, NOW)
        for attempts in (0, 1)
    }
    assert seen == set(MailState)
