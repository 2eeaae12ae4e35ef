"""The registry: a command declared once gives its keys, its documents, its permission."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from resellertui.domain.access import Action
from resellertui.domain.roles import Role
from resellertui.services.views import OrganisationChoice
from resellertui.tui.commands import LIST_COMMANDS, Command, CommandHost, hosts, keys_document, register
from resellertui.tui.offers import may_ever
from resellertui.tui.screens.desk import Desk
from resellertui.tui.screens.page import Page
from resellertui.tui.sections.section import Section
from resellertui.tui.widgets.filter_bar import TypingBar
from resellertui.tui.widgets.record_list import RecordList

FORBIDDEN_KEYS = frozenset(
    {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+left_square_bracket", "ctrl+a", "ctrl+b", "ctrl+z", "ctrl+s"}
    | {"f10", "f11"}
)


def keys_of(command: Command) -> set[str]:
    """Return the keys of a command, by Textual's names."""
    return {key.strip() for key in command.key.split(",")}


def test_the_document_of_the_keys_is_what_the_commands_say() -> None:
    document = Path(__file__).parents[2] / "docs" / "keys.md"

    assert document.read_text(encoding="utf-8") == keys_document()


def test_no_command_needs_a_key_that_terminals_do_not_deliver() -> None:
    wrong = {one.id for host in hosts() for one in host.commands() if keys_of(one) & FORBIDDEN_KEYS}

    assert not wrong


def test_sections_and_pages_leave_the_keys_of_the_frame_alone() -> None:
    taken = {key for one in Desk.commands() for key in keys_of(one)}

    for host in hosts():
        if issubclass(host, Section | Page):
            own = {key for one in host.__dict__["VERBS"] for key in keys_of(one)}
            assert not own & taken, host


def test_every_command_says_what_it_does() -> None:
    for host in hosts():
        for one in host.commands():
            assert one.label[0].isupper(), one
            assert one.help.endswith("."), one


def test_the_keys_declared_for_lists_are_those_that_lists_bind() -> None:
    bound: dict[str, set[str]] = {}
    for widget in (RecordList, TypingBar):
        for binding in widget.BINDINGS:
            assert not isinstance(binding, tuple)
            bound[str(binding.id)] = {key.strip() for key in binding.key.split(",")}

    declared = {one.id: keys_of(one) for one in LIST_COMMANDS}

    assert declared.items() <= bound.items()
    assert set(bound) - set(declared) == {"bar.down", "bar.up"}


def test_two_commands_of_one_id_are_a_defect() -> None:
    register([Command("test.once", "x", "Once", "Do it once.")])

    with pytest.raises(ValueError, match=r"test\.once"):
        register([Command("test.once", "y", "Twice", "Do it twice.")])


def test_a_command_without_a_method_is_a_defect() -> None:
    with pytest.raises(TypeError, match="action_nothing"):

        class Empty(CommandHost):
            VERBS = (Command("test.nothing", "x", "Nothing", "Do nothing."),)


def choice(role: Role, *, is_partner: bool = False, is_provider: bool = False) -> OrganisationChoice:
    """Return an organisation in which somebody has a role."""
    return OrganisationChoice(id="ORG-1", name="X", role=role, is_partner=is_partner, is_provider=is_provider)


@pytest.mark.parametrize(
    ("action", "who", "expected"),
    [
        (Action.PARTNERSHIP_REQUEST_AS_CLIENT, choice(Role.LEGAL_REPRESENTATIVE), True),
        (Action.PARTNERSHIP_REQUEST_AS_CLIENT, choice(Role.ADMINISTRATOR), False),
        (Action.PARTNERSHIP_REQUEST_AS_PARTNER, choice(Role.LEGAL_REPRESENTATIVE), False),
        (Action.PARTNERSHIP_REQUEST_AS_PARTNER, choice(Role.LEGAL_REPRESENTATIVE, is_partner=True), True),
        (Action.PARTNERSHIP_PROPOSE_PAYMENT, choice(Role.LEGAL_REPRESENTATIVE), False),
        (Action.CLIENT_VIEW, choice(Role.COLLABORATOR, is_partner=True), True),
        (Action.CLIENT_VIEW, choice(Role.EXTERNAL, is_partner=True), False),
        (Action.PRODUCT_CHANGE, choice(Role.EXTERNAL), True),
        (Action.ACCOUNTING_VIEW, choice(Role.COLLABORATOR), False),
        (Action.ACCOUNTING_VIEW, replace(choice(Role.COLLABORATOR), accounting=True), True),
        (Action.ACCOUNTING_VIEW, replace(choice(Role.EXTERNAL), accounting=True), False),
        (Action.ORDER_PLACE, replace(choice(Role.COLLABORATOR), accounting=True), True),
        (Action.PROGRAMME_APPROVE, choice(Role.LEGAL_REPRESENTATIVE), False),
        (Action.PROGRAMME_APPROVE, choice(Role.COLLABORATOR, is_provider=True), True),
    ],
)
def test_what_a_role_may_never_do_is_not_offered(action: Action, who: OrganisationChoice, *, expected: bool) -> None:
    assert may_ever(action, who) is expected


def test_nobody_is_offered_anything_before_signing_in() -> None:
    assert not any(may_ever(action, None) for action in Action)
