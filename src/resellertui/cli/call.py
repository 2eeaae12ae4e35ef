"""One run of the program: its options, the services it opens, the person it acts as, what it prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from resellertui.cli.choices import Choices
from resellertui.domain.errors import FieldProblem, Invalid, Refused, ResellerError, Usage
from resellertui.domain.wording import _
from resellertui.settings import Settings, load_settings

if TYPE_CHECKING:
    from datetime import datetime

    import typer

    from resellertui.services.actor import Actor
    from resellertui.services.console import Services
    from resellertui.services.partnerships.arranging import Outcome
    from resellertui.services.views import SignedIn, View

FROM_STDIN = "-"
"""In place of an id: read ids from standard input, one a line."""


class Call:
    """What every command function is given, through `call_of`."""

    def __init__(self, argv: Sequence[str], settings: Settings | None = None) -> None:
        self.argv = argv
        self.choices = Choices()
        self.exit_code = 0
        self._settings = settings
        self._opened: list[Services] = []
        self._person: SignedIn | None = None

    @property
    def settings(self) -> Settings:
        """The settings; read when first asked for."""
        if self._settings is None:
            self._settings = load_settings()
        return self._settings

    @property
    def json(self) -> bool:
        """Whether to print JSON; also known when the arguments could not be read to their end."""
        own = self.argv[: self.argv.index("--")] if "--" in self.argv else self.argv
        return self.choices.json or "--json" in own

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be kept."""
        return self.choices.dry_run

    @cached_property
    def locked(self) -> bool:
        """Whether the console runs for people who do not own the database."""
        import os

        return self.choices.locked or os.environ.get("RESELLERTUI_LOCKED", "") not in {"", "0"}

    @cached_property
    def moment(self) -> datetime | None:
        """The moment that `--at` names.

        Raises:
            Usage: it names none.
        """
        if self.choices.at is None:
            return None
        from resellertui.domain.calendar import parse_day_or_moment

        try:
            return parse_day_or_moment(self.choices.at)
        except Invalid as refusal:
            raise usage("--at", refusal.fields[0].reason) from refusal

    def refuse_in_locked_mode(self, what: str) -> None:
        """Go on only outside locked mode.

        Raises:
            Refused: naming what is not available.
        """
        if self.locked:
            raise Refused(
                _("{what} is not available here.").format(what=what),
                _("The console runs in locked mode, for people who do not own the database."),
                _("Ask the provider's staff."),
            )

    def check_path(self, path: str) -> None:
        """Refuse a file path typed by someone who does not own the machine's files; the standard streams are no path.

        Raises:
            Refused: in locked mode.
        """
        if path != FROM_STDIN:
            self.refuse_in_locked_mode(_("A file path"))

    def check_trust(self) -> None:
        """Refuse the options that belong to whoever owns the database, where the user does not.

        Raises:
            Refused: in locked mode.
            Usage: `--at` names no date, which is refused also where no clock is needed.
        """
        for option, value in (("--db", self.choices.db), ("--as", self.choices.person), ("--at", self.moment)):
            if value is not None:
                self.refuse_in_locked_mode(option)

    def services(self, *, writes: bool, checks_password: bool = False) -> Services:
        """Open the database, once for the run, with the clock and the mode that the options ask for.

        Args:
            writes: whether the command changes anything.
            checks_password: whether it asks for a password, whose failures count by the clock even in a dry run.

        Raises:
            Refused: the options are not to be trusted here.
            DatabaseTrouble: it can't be used.
        """
        from resellertui.adapters.clock import FixedClock
        from resellertui.services.console import Services

        opened = self.plain_services()
        self._check_clock(opened, counts=checks_password or (writes and not self.dry_run))
        office = replace(opened.office, dry_run=self.dry_run)
        if self.moment is not None:
            office = replace(office, clock=FixedClock(self.moment), sign_in_clock=office.clock)
        return Services(office)

    def plain_services(self) -> Services:
        """Open the database, with the machine's clock and keeping what is done: for signing in.

        Raises:
            Refused: the options are not to be trusted here.
            Usage: `--at` names no date.
            DatabaseTrouble: it can't be used.
        """
        if not self._opened:
            from resellertui.services.opening import open_services

            self.check_trust()
            self._opened.append(open_services(self.settings, database=self.choices.db, locked=self.locked))
        return self._opened[0]

    def close(self) -> None:
        """Give the database back, if it was opened, and read times as before: a process may run several commands."""
        if self._person is not None:
            from resellertui.cli import printing
            from resellertui.domain.calendar import PROVIDER_ZONE

            printing.read_times_in(PROVIDER_ZONE)
        while self._opened:
            self._opened.pop().close()

    def _check_clock(self, opened: Services, *, counts: bool) -> None:
        """Refuse a simulated date where something would be kept under it."""
        if self.moment is None or not counts or opened.accounts.is_for_play():
            return
        raise Refused(
            _("--at does not write to this database."),
            _("Only demonstration databases take a simulated date; a real history holds real ones."),
            _("Add --dry-run to see what would happen at that date; a password is never asked for then."),
        )

    def person(self) -> SignedIn:
        """Return who is signed in, or asked to sign in.

        Raises:
            SignInNeeded: nobody, and there is no terminal to ask on.
        """
        if self._person is None:
            from resellertui.cli import printing
            from resellertui.cli.signing_in import identify
            from resellertui.domain.profile import zone_of

            self._person = identify(self)
            printing.read_times_in(zone_of(self._person.time_zone))
        return self._person

    def desk(self, *, writes: bool, needs_org: bool = True, checks_password: bool = False) -> Desk:
        """Return the services with the actor: the person, in the organisation that is meant.

        Raises:
            SignInNeeded: nobody is signed in.
            Usage: the person has several organisations and none was named.
        """
        from resellertui.cli.signing_in import choose_actor

        services = self.services(writes=writes, checks_password=checks_password)
        return Desk(services, choose_actor(self, self.person(), needs_org=needs_org))

    def operator_desk(self, *, writes: bool) -> Desk:
        """Return the services for running the installation: as the person of `--as`, else as the database's owner.

        Raises:
            SignInNeeded: nobody is signed in, in locked mode.
        """
        from resellertui.cli.signing_in import choose_staff
        from resellertui.services.actor import Actor

        services = self.services(writes=writes)
        if self.locked or self.choices.person is not None:
            return Desk(services, choose_staff(self, self.person()))
        return Desk(services, Actor.operator())

    def show(self, facts: dict[str, Any], text: str | Callable[[], str]) -> None:
        """Print an answer: its facts for scripts, or its text for people."""
        from resellertui.cli import printing

        if self.json:
            print(printing.json_text(facts), flush=True)
        else:
            printing.say(text() if callable(text) else text)

    def tell(self, facts: dict[str, Any], text: str | Callable[[], str]) -> None:
        """Print the answer to an act, which a dry run has not kept."""
        from resellertui.cli import printing

        if self.json:
            self.show(self._marked(facts), text)
            return
        self.show(facts, text)
        if self.dry_run:
            printing.say(_("Nothing was changed (dry run)."))

    def hint(self, text: str) -> None:
        """Say something beside an answer that people read, on standard error; nothing where it is empty."""
        from resellertui.cli import printing

        if text and not self.json:
            sys.stdout.flush()
            printing.warn(text)

    def report(self, error: ResellerError, *, line: bool = False) -> None:
        """Print an error where the reader looks for it, and leave with its exit code unless another came first."""
        from resellertui.cli import printing

        if self.json:
            print(printing.json_text(printing.error_facts(error), line=line), flush=True)
        else:
            sys.stdout.flush()
            printing.warn(printing.error_text(error))
        self.exit_code = self.exit_code or error.exit_code

    def act(self, reference: str, verb: Callable[[str], Outcome]) -> None:
        """Do something to one partnership, or to each that standard input names, and print what it did."""
        if reference != FROM_STDIN:
            outcome = verb(reference)
            self.tell(outcome.model_dump(mode="json"), lambda: outcome_text(outcome))
            return
        from resellertui.cli import stdin

        for one in stdin.items():
            try:
                outcome = verb(one)
            except ResellerError as error:
                self.report(error, line=True)
            else:
                self._line(outcome)

    def _line(self, outcome: Outcome) -> None:
        from resellertui.cli import printing

        if self.json:
            print(printing.json_text(self._marked(outcome.model_dump(mode="json")), line=True), flush=True)
        else:
            self.tell({}, lambda: outcome_text(outcome))

    def _marked(self, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"dry_run": True} if self.dry_run else facts


class Desk:
    """The services and the actor of a command."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self.services = services
        self.actor = actor


def call_of(ctx: typer.Context) -> Call:
    """Return the run that a command belongs to."""
    call = ctx.obj
    assert isinstance(call, Call)  # noqa: S101  # `program.run` puts it there
    return call


def usage(option: str, reason: str) -> Usage:
    """Return the error of an option whose value can't be read."""
    return Usage(
        _("{option}: {reason}").format(option=option, reason=reason),
        fields=[FieldProblem(option.lstrip("-").replace("-", "_"), reason)],
    )


def dumped(views: Iterable[View]) -> list[dict[str, Any]]:
    """Return views as scripts read them."""
    return [one.model_dump(mode="json") for one in views]


def outcome_text(outcome: Outcome) -> str:
    """Return what an act did, in sentences."""
    from resellertui.cli.wording import partnership_line

    return "\n".join([partnership_line(outcome.partnership), *(f"  {effect}" for effect in outcome.effects)])
