"""The page of commands says what the program does."""

from __future__ import annotations

from pathlib import Path

from resellertui.cli.reference import commands, reference

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_page_is_what_the_tree_of_commands_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m resellertui.cli.reference > docs/cli.md"


def test_every_command_says_what_it_does() -> None:
    sections = reference().split("\n## ")[5:]
    assert all(section.split("\n")[2].strip() for section in sections)


def test_no_option_of_a_command_is_taken_for_a_shared_one() -> None:
    for path, command in commands():
        names = [one.name for one in command.params]
        assert len(names) == len(set(names)), f"{' '.join(path)}: {sorted(names)}"
