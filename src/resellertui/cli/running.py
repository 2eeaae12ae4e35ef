"""Running a command of the tree, and the errors of its arguments in our form."""

from __future__ import annotations

from functools import cache
from typing import Any

import typer

from resellertui.cli.call import Call
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

NAME = "resellertui"


@cache
def command_tree() -> Any:
    """Return the whole tree of commands."""
    from resellertui.cli.tree import app

    return typer.main.get_command(app)


def run_command(call: Call) -> int:
    """Run the command that the arguments name, and return its exit code.

    Raises:
        Usage: the arguments are not right.
        KeyboardInterrupt: it was left at a question.
    """
    root = command_tree()
    try:
        with root.make_context(NAME, list(call.argv), obj=call) as ctx:
            root.invoke(ctx)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.TyperException as error:
        raise _misused(error) from error
    except typer.Abort:
        raise KeyboardInterrupt from None
    return call.exit_code


def _misused(error: typer.TyperException) -> Usage:
    """Return a usage error in our form, with the way to the help of the command that was meant."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return Usage(error.format_message())
    return Usage(
        error.format_message(),
        ctx.get_usage(),
        _("`{command} --help` explains it.").format(command=ctx.command_path),
    )
