"""`docs/cli.md`, written from the tree of commands: `python -m resellertui.cli.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resellertui.cli.options import shared_options
from resellertui.cli.running import NAME, command_tree

_HEAD = """\
# The commands

<!-- Written by `python -m resellertui.cli.reference`; a test holds it to the program. -->

`resellertui` without a command opens the console. Every use case of the console has a command, for scripts; this page
lists them all. `resellertui COMMAND --help` says the same in the terminal.

## Shared options

Every command takes these, before or after its verb; where one stands twice, the last one holds.

{shared}

**WHO** is an id such as `ORG-12`, an exact name, or an organisation's or its legal representative's e-mail. A product
is a name or an id. A name that could be several things is a usage error that lists them.

## Who acts

- `--as EMAIL` names the person. A demonstration (`demo`, `seed`) asks for no password; any other database wants that
  person's remembered session, or asks for the password at the terminal.
- Without `--as` it is whoever signed in last with `resellertui login`, else the terminal is asked.
- A script without a terminal is never asked anything: it leaves with 3.
- `--org WHO` names the organisation, for who belongs to several.
- `tick`, `mail`, `check`, `backup` and `restore` belong to whoever owns the database file, who needs no session; with
  `--as` they run as that person, one of the provider's staff. `price`, `terms show` and `terms diff` need no session
  there either, and anyone may run them.

## What is printed

- With `--json` everything goes to standard output, errors too:
  `{{"error": {{"code", "title", "detail", "hint", "fields": [{{"field", "reason"}}]}}}}`. Field names are stable, ids
  and decimals are strings, dates are `2026-11-30`, moments ISO 8601 in UTC. An act answers with what it changed and its
  `effects`, one sentence each; a dry run adds `"dry_run": true`.
- Where `-` stands for an id, ids are read from standard input, one a line, and the output is one JSON object a line,
  refused ones as errors.
- Without `--json` tables and sentences go to standard output, errors to standard error.

| exit code | meaning                                                                     |
| --------- | --------------------------------------------------------------------------- |
| 0         | done                                                                        |
| 1         | unexpected, with the id of what the log says; or the output was not written |
| 2         | usage                                                                       |
| 3         | refused: a rule, a right, a wrong password, a value that can't be accepted  |
| 4         | not found, or none of your business                                         |
| 5         | conflict: another partner, an entrusted product, someone else's edit        |
| 6         | database trouble, or a check that found faults                              |
| 130       | interrupted                                                                 |
| 141       | whoever read the output has gone                                            |

## Trust

- `--at` sets the clock on demonstrations. On any other database it works with `--dry-run` and for commands that write
  nothing. Signing in goes by the machine's own clock there.
- Locked mode (`--locked`, or `RESELLERTUI_LOCKED=1`) is meant for a forced command: sign-in is always asked, nothing is
  remembered, and `--db`, `--as`, `--at` and file paths are refused. `RESELLERTUI_DATABASE` names the database.
"""


def reference() -> str:
    """Return the whole page."""
    parts = [_HEAD.format(shared=_options(shared_options()))]
    for path, command in commands():
        parts.append("\n".join(_section(path, command)))
    return "\n".join(parts).rstrip("\n") + "\n"


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every group and command with the words that call it, in the order of the help."""
    return _walk(command_tree(), ())


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every group and command of the tree below the root, in the order of the help."""
    if path:
        yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from _walk(one, (*path, name))


def _section(path: tuple[str, ...], command: Any) -> Iterator[str]:
    is_group = hasattr(command, "commands")
    yield f"{'##' if len(path) == 1 else '###'} {' '.join(path)}"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    if is_group:
        return
    own = [one for one in command.params if one not in shared_options()]
    arguments = [one for one in own if one.param_type_name == "argument"]
    options = [one for one in own if one.param_type_name == "option"]
    yield "```"
    yield " ".join([NAME, *path, *(_argument(one) for one in arguments), *(["[OPTIONS]"] if options else [])])
    yield "```"
    yield ""
    if own:
        yield _options([*arguments, *options])
        yield ""


def _argument(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return name if param.required or name.startswith("[") else f"[{name}]"


def _options(params: Any) -> str:
    return "\n".join(f"- {_name(one)}{': ' if one.help else ''}{one.help or ''}{_needed(one)}" for one in params)


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`"
    names = "` / `".join([*param.opts, *param.secondary_opts])
    return f"`{names}`" if param.is_flag else f"`{names} {param.metavar}`"


def _needed(param: Any) -> str:
    return " Needed." if param.required and param.param_type_name == "option" else ""


if __name__ == "__main__":
    print(reference(), end="")
