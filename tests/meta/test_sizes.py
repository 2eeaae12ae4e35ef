"""Files stay short enough to be read at one sitting, and say by their names what is in them."""

from __future__ import annotations

from tests.meta.source import ROOT, modules

MOST_LINES = 400
SAYING_NOTHING = frozenset({"utils", "helpers", "common", "base", "manager"})


def test_a_long_file_is_named_with_its_reason_in_the_architecture_page() -> None:
    explained = (ROOT / "docs" / "architecture.md").read_text()

    long = {one.name: one.text.count("\n") for one in modules() if one.text.count("\n") > MOST_LINES}

    unexplained = {name: lines for name, lines in long.items() if name not in explained}
    assert not unexplained, f"split them, or name them with the reason in docs/architecture.md: {unexplained}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {one.name: set(one.name.removesuffix(".py").split("/")) for one in modules()}

    assert not [name for name, parts in names.items() if parts & SAYING_NOTHING]
