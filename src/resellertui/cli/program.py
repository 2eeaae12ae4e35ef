"""The program as a whole: how it runs, and how every failure leaves it.

The console's own start does not pay for the tree of commands: `running` and `starting` are imported when needed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from resellertui.cli.call import Call
from resellertui.cli.choices import without_verb
from resellertui.cli.streams import OutputLost, prepare, silence
from resellertui.domain.errors import Interrupted, ResellerError, Usage
from resellertui.domain.text import visible
from resellertui.domain.wording import _, in_language

PIPE_CLOSED = 141
"""The exit code when whoever read the output has gone: what a shell reports for a closed pipe."""


def run(argv: Sequence[str]) -> int:
    """Run the program and return its exit code; nothing but an exit code ever leaves it."""
    has_output = prepare()
    call = Call(argv)
    try:
        return _run(call, has_output=has_output)
    except BrokenPipeError:
        silence(sys.stdout)
        return PIPE_CLOSED


def _run(call: Call, *, has_output: bool) -> int:
    try:
        with in_language(_language(call)):
            if not has_output:
                return _lost(_("Standard output is closed: nothing was done."))
            try:
                code = _answer(call)
                sys.stdout.flush()
            except OutputLost as lost:
                silence(sys.stdout)
                return _lost(_("The output could not be written to its end: {reason}.").format(reason=lost.reason))
            return code
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
    except (BrokenPipeError, OutputLost):
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


def _lost(reason: str) -> int:
    """Say where it can still be said why there is no answer, and return the exit code."""
    from resellertui.cli.printing import warn

    with suppress(OSError):
        warn(reason)
    return ResellerError.exit_code
