"""The program as a whole: how it runs, and how every failure leaves it.

The console's own start does not pay for the tree of commands: `running` and `starting` are imported when needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from resellertui.cli.call import Call
from resellertui.cli.choices import without_verb
from resellertui.domain.errors import Interrupted, ResellerError, Usage
from resellertui.domain.text import visible
from resellertui.domain.wording import _, in_language

PIPE_CLOSED = 141
"""The exit code when whoever read the output has gone: what a shell reports for a closed pipe."""


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
    """Open the console or run the command, and report what stops it in words."""
    try:
        _check_text(call.argv)
        choices = without_verb(call.argv)
        if choices is None:
            from resellertui.cli.running import run_command

            return run_command(call)
        from resellertui.cli.starting import open_console

        call.choices = choices
        open_console(call)
    except ResellerError as error:
        call.report(error)
    except EOFError:
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


def _silence(stream: Any) -> None:
    """Point a stream whose reader has gone at nothing, so that the interpreter's last flush is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
