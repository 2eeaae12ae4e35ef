"""The program's own source, parsed once, for the tests that hold the house rules."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "resellertui"


@dataclass(frozen=True)
class Module:
    """A module of the program."""

    name: str
    """Its path inside the package, such as `services/unit.py`."""
    text: str
    tree: ast.Module

    @property
    def area(self) -> str:
        """The layer that it belongs to: the folder, or the module itself at the top."""
        return self.name.partition("/")[0]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its tree, walked through once."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """Every call in it."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def names(self) -> tuple[tuple[ast.AST, str], ...]:
        """Every name in it and every chain of names, each with itself as it is written."""
        return tuple((node, dotted(node)) for node in self.nodes if isinstance(node, (ast.Attribute, ast.Name)))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program.

    A million nodes are made and all of them stay: nobody looks for garbage among them, now or later.
    """
    gc.disable()
    try:
        return tuple(
            Module(path.relative_to(PACKAGE).as_posix(), text, ast.parse(text, str(path)))
            for path in sorted(PACKAGE.rglob("*.py"))
            for text in [path.read_text()]
        )
    finally:
        gc.freeze()
        gc.enable()


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(node: ast.Call) -> str:
    """Return the last name of what is called: `commit` for `session.commit(...)`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """Return a chain of names such as `datetime.now`, or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""
