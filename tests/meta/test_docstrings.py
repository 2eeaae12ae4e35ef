"""Everything public says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.meta.source import Module, modules

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(module: Module) -> Iterator[tuple[str, Documented]]:
    """Yield the public classes and functions of a module, and the public methods of its public classes."""
    for node in module.tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield f"{module.name}: {node.name}", node
            if isinstance(node, ast.ClassDef):
                for one in node.body:
                    if not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) or is_setter(one):
                        continue
                    if not one.name.startswith("_"):
                        yield f"{module.name}: {node.name}.{one.name}", one


def is_setter(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether this is the second half of a property, which says what it is at the first one."""
    return any(isinstance(one, ast.Attribute) and one.attr == "setter" for one in node.decorator_list)


def test_every_module_says_what_lives_in_it() -> None:
    assert not [one.name for one in modules() if not ast.get_docstring(one.tree)]


def test_every_public_class_and_function_has_a_docstring() -> None:
    missing = [name for module in modules() for name, node in public(module) if not ast.get_docstring(node)]

    assert not missing


def test_the_first_line_of_a_docstring_is_a_sentence() -> None:
    odd = [
        name
        for module in modules()
        for name, node in public(module)
        if (text := ast.get_docstring(node))
        and not text.splitlines()[0].rstrip().endswith((".", ":", "?"))
        and not text.split("\n\n")[0].rstrip().endswith((".", ":", "?"))
    ]

    assert not odd
