"""From the command line into the console."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.cli.call import Call
    from resellertui.services.console import Services
    from resellertui.services.first_views import FirstLook, SignedIn
    from resellertui.tui.arrival import Arrival


def open_console(call: Call) -> None:
    """Open the console on the database; where the options name a person, as that person.

    Raises:
        Usage: there is no terminal, or an option makes no sense here.
        DatabaseTrouble: it can't be used; also after the console has started, when the terminal is as it was.
    """
    _check_terminal()
    if call.json or call.dry_run:
        raise Usage(_("--json and --dry-run go with a command."), hint=_("`resellertui --help` lists the commands."))
    call.check_trust()
    gc.disable()  # nothing that is loaded is garbage; the console switches the collector on again
    from resellertui.services.readiness import is_ready

    if not is_ready(call.choices.db or call.settings.database):
        call.services(writes=True)
    from resellertui.tui.app import ConsoleApp, run_console

    call.exit_code = run_console(ConsoleApp(lambda: _arrive(call), call.settings, glance=lambda: glance(call)))


def show_console(call: Call, services: Services, person: SignedIn) -> None:
    """Run the console over open services as a person, until its user leaves; the exit code is the console's."""
    from resellertui.tui.app import ConsoleApp, run_console

    app = ConsoleApp.over(services, call.settings, signed_in=person, org=_organisation(call, person))
    call.exit_code = run_console(app)


def glance(call: Call) -> FirstLook | None:
    """Look at the database before the services are opened; not where anything asks for more than a look."""
    if call.locked or call.moment is not None:
        return None
    from resellertui.adapters.secrets import default_secrets
    from resellertui.services.first_look import first_look
    from resellertui.settings import database_url

    _url, path = database_url(call.choices.db or call.settings.database)
    if path is None:
        return None
    secrets = default_secrets(call.settings.config_dir)
    return first_look(path, secrets, lambda person: _organisation(call, person), email=call.choices.person)


def _arrive(call: Call) -> Arrival:
    """Open the database and find out who it is; where nobody is signed in, the console asks."""
    from resellertui.cli.signing_in import known_person
    from resellertui.tui.arrival import Arrival

    services = call.services(writes=True)
    person = known_person(call) if call.choices.person is not None else None
    return Arrival(services, person, _organisation(call, person), call.choices.person or "")


def _organisation(call: Call, person: SignedIn | None) -> int | None:
    """Return the number of the organisation that `--org` names."""
    if person is None or call.choices.org is None:
        return None
    from resellertui.cli.signing_in import choose_actor

    return choose_actor(call, person, needs_org=True).org_id


def _check_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(
            _("The console needs a terminal."),
            _("Usage: resellertui [OPTIONS] COMMAND …"),
            _("`resellertui --help` lists the commands, for scripts."),
        )
