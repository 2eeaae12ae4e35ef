"""User-visible words are whole, literal message ids, so that a catalogue can be made of them.

A message that is translated later, in the reader's language, is marked with `N_` where it is written, and given to
`_` in the two places that write mails from a template.
"""

from __future__ import annotations

import ast

from tests.meta.source import called, calls, modules

TEMPLATES = {
    "domain/guide_topics.py",
    "domain/notices.py",
    "services/partnerships/notices.py",
    "services/invitations.py",
    "tui/text.py",
}
"""Where a marked message id arrives as a value: titles of guides, kinds of notices, mails to a side, invitations,
phrases."""

MARKED = {"subject", "body"}
"""The arguments of `tell` and `invite` that are message ids."""


def is_literal(node: ast.AST) -> bool:
    """Return whether the node is a plain string."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def message_ids(node: ast.Call) -> list[ast.expr]:
    """Return the arguments that are message ids."""
    return node.args[:2] if called(node) == "ngettext" else node.args[:1]


def is_declared(place: str, node: ast.AST) -> bool:
    """Return whether it is a name that a front end declares once (a command, a section, a tab), or the terms do."""
    words = isinstance(node, (ast.Name, ast.Attribute, ast.BoolOp))
    return (place.startswith(("tui/", "cli/options.py")) and words) or ".family(" in ast.unparse(node)


def wording() -> list[tuple[str, ast.Call]]:
    """Return every call of the functions of words, with its place."""
    return [
        (f"{module.name}:{node.lineno}", node)
        for module in modules()
        for node in module.calls
        if isinstance(node.func, ast.Name) and node.func.id in {"_", "N_", "ngettext"}
        if module.name != "domain/wording.py"
    ]


def test_no_message_is_put_together_before_it_is_translated() -> None:
    assembled = [
        place
        for place, node in wording()
        if any(isinstance(one, (ast.JoinedStr, ast.BinOp)) for one in message_ids(node))
    ]

    assert not assembled, f"use a whole sentence with .format(name=…): {assembled}"


def test_every_message_id_is_a_literal() -> None:
    found = [
        place
        for place, node in wording()
        if place.partition(":")[0] not in TEMPLATES
        if not all(is_literal(one) or is_declared(place, one) for one in message_ids(node))
    ]

    assert not found, f"write the message out where it is said, or mark it with N_ where it is written: {found}"


def test_what_mails_are_given_is_marked_for_the_catalogues() -> None:
    unmarked = []
    for module in modules():
        if module.area != "services":
            continue
        for node in module.calls:
            if not isinstance(node.func, ast.Name) or node.func.id not in {"tell", "invite"}:
                continue
            given = [one.value for one in node.keywords if one.arg in MARKED]
            given += node.args[3:5] if node.func.id == "tell" else []
            unmarked += [f"{module.name}:{node.lineno}" for one in given if is_literal(one)]

    assert not unmarked, f"mark the message id with N_: {unmarked}"


def is_deferred(node: ast.AST, within: ast.AST) -> bool:
    """Return whether the node stands in a function that runs later."""
    return any(node in ast.walk(one) for one in ast.walk(within) if isinstance(one, ast.Lambda))


def test_nothing_is_translated_while_a_module_is_imported() -> None:
    early = []
    for module in modules():
        for node in module.tree.body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                early += [
                    f"{module.name}:{one.lineno}"
                    for one in calls(node.value)
                    if isinstance(one.func, ast.Name) and one.func.id in {"_", "ngettext"}
                    if not is_deferred(one, node.value)
                ]

    assert not early, f"it would be said in one language for ever; say it in a function: {early}"
