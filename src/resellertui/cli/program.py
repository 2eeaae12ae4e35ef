"""The program as a whole: its command tree, how it runs, and how every failure leaves it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import typer

from resellertui.cli.call import Call
from resellertui.domain.errors import Interrupted, ResellerError, Usage
from resellertui.domain.text import visible
from resellertui.domain.wording import _, in_language

NAME = "resellertui"

PIPE_CLOSED = 141
"""The exit code when whoever read the output has gone: what a shell reports for a closed pipe."""


@cache
def command_tree() -> Any:
    """Return the whole tree of commands."""
    from resellertui.cli.tree import app

    return typer.main.get_command(app)


def run(argv: Sequence[str]) -> int:
    """Run the program and return its exit code; nothing but an exit code ever leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    call = Call(argv)
    try:
        code = _run(call)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        return PIPE_CLOSED
    return code


def _run(call: Call) -> int:
    try:
        with in_language(_language(call)):
            return _answer(call)
    except KeyboardInterrupt:
        call.report(Interrupted(_("Interrupted.")))
        return Interrupted.exit_code
    finally:
        call.close()


def _answer(call: Call) -> int:
    """Run the command, and report what stops it in words."""
    try:
        _check_text(call.argv)
        root = command_tree()
        with root.make_context(NAME, list(call.argv), obj=call) as ctx:
            root.invoke(ctx)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.TyperException as error:
        call.report(_misused(error))
    except ResellerError as error:
        call.report(error)
    except (typer.Abort, EOFError):
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        raise
    except Exception as error:  # the last line of defence: a traceback is no answer
        from resellertui.cli.incidents import incident_of

        call.report(incident_of(error, call))
    return call.exit_code


def _check_text(argv: Sequence[str]) -> None:
    """Refuse arguments with bytes that are no text: nothing that is stored or asked for holds any."""
    for one in argv:
        if any("\ud800" <= ch <= "\udfff" for ch in one):
            raise Usage(_("“{text}” holds bytes that are no text.").format(text=visible(one)))


def _language(call: Call) -> str:
    """Return the language of the settings; settings that can't be read are the command's to complain about."""
    try:
        return call.settings.language
    except ResellerError:
        return "en"


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


def _silence(stream: Any) -> None:
    """Point a stream whose reader has gone at nothing, so that the interpreter's last flush is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
