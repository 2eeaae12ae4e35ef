"""From the command line into the console."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.cli.call import Call
    from resellertui.services.console import Services
    from resellertui.services.views import SignedIn


def open_console(call: Call) -> None:
    """Open the console on the database; where the options name a person, as that person.

    Raises:
        Usage: there is no terminal, or an option makes no sense here.
    """
    _check_terminal()
    if call.json or call.dry_run:
        raise Usage(_("--json and --dry-run go with a command."), hint=_("`resellertui --help` lists the commands."))
    services = call.services(writes=True)
    person = call.person() if call.choices.person is not None else None
    show_console(call, services, person)


def show_console(call: Call, services: Services, person: SignedIn | None) -> None:
    """Run the console until its user leaves; the exit code is the console's."""
    from resellertui.cli.signing_in import choose_actor
    from resellertui.tui.app import run_console

    org = None
    if person is not None and call.choices.org is not None:
        org = choose_actor(call, person, needs_org=True).org_id
    call.exit_code = run_console(services, call.settings, signed_in=person, org=org)


def _check_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(
            _("The console needs a terminal."),
            _("Usage: resellertui [OPTIONS] COMMAND …"),
            _("`resellertui --help` lists the commands, for scripts."),
        )
