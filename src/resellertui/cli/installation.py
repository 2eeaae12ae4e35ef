"""`resellertui init|demo|seed|tick|check|backup|restore`: making and looking after a database."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.progress import Progress
from resellertui.cli.signing_in import ask_line, has_terminal, password_from
from resellertui.cli.starting import show_console
from resellertui.domain.errors import Busy, DatabaseTrouble, FieldProblem, Refused, Usage
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.ticking import RunView

DEMO_FILE = "demo.sqlite"
SEEDED_FILE = "seeded.sqlite"
DEMO_PERSON = "owner@agency.example"


def declare(app: Verbs) -> None:
    """Add these commands beside the groups."""
    for verb in (init, demo, seed, tick, check, backup, restore):
        app.verb()(verb)


def init(
    ctx: typer.Context,
    provider: Annotated[str, typer.Option("--provider", metavar="NAME", help="The hosting company.")] = "",
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="Its country, two letters.")] = "CH",
    owner_name: Annotated[str, typer.Option("--owner-name", metavar="NAME", help="Its first person.")] = "",
    owner_email: Annotated[str, typer.Option("--owner-email", metavar="EMAIL", help="That person's address.")] = "",
    password_stdin: PasswordStdin = False,
) -> None:
    """Make an empty database, with the provider's organisation and its first person."""
    from resellertui.adapters.clock import FixedClock
    from resellertui.services.building import place_of
    from resellertui.services.founding import found

    call = call_of(ctx)
    call.refuse_in_locked_mode("init")
    if call.moment is not None:
        raise Refused(_("--at does not write to this database."), _("A real history begins today."))
    provider, owner_name, owner_email = _ask_missing(
        {"provider": provider, "owner_name": owner_name, "owner_email": owner_email}
    )
    password = password_from(
        from_stdin=password_stdin or not has_terminal(),
        question=_("Password for {email}: ").format(email=owner_email),
    )
    place = str(place_of(call.settings, call.choices.db))
    if not call.dry_run:
        found(
            call.settings,
            database=call.choices.db,
            provider_name=provider,
            provider_country=country,
            owner_name=owner_name,
            owner_email=owner_email,
            password=password,
            clock=None if call.moment is None else FixedClock(call.moment),
        ).close()
    call.tell(
        {"database": place, "owner_email": owner_email},
        lambda: _("{file} is ready. Sign in: resellertui login {email}").format(file=place, email=owner_email),
    )


def _ask_missing(given: dict[str, str]) -> tuple[str, str, str]:
    """Return the three values, asked for at the terminal where they were left out.

    Raises:
        Usage: naming every one that is missing, where nobody can be asked.
    """
    questions = {
        "provider": _("Name of the hosting company: "),
        "owner_name": _("Name of its first person: "),
        "owner_email": _("E-mail of that person: "),
    }
    missing = [name for name, value in given.items() if not value]
    if missing and not has_terminal():
        raise Usage(
            _("Some options are missing."),
            fields=[FieldProblem(name, _("It is needed.")) for name in missing],
        )
    values = {name: value or ask_line(questions[name]) for name, value in given.items()}
    return values["provider"], values["owner_name"], values["owner_email"]


def demo(
    ctx: typer.Context,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make it anew.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only make it.")] = False,
) -> None:
    """Open the demonstration, making its database first if there is none."""
    from resellertui.adapters.clock import FixedClock
    from resellertui.services.building import check_playable, place_of
    from resellertui.services.demo import DEMO_PASSWORD, make_demo

    call = call_of(ctx)
    call.refuse_in_locked_mode("demo")
    if not no_open and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(_("The console needs a terminal."), hint=_("Add --no-open to make the demonstration only."))
    name = call.choices.db = call.choices.db or str(call.settings.data_dir / DEMO_FILE)
    place = place_of(call.settings, name)
    is_new = check_playable(place) is None or fresh
    if call.dry_run:
        call.tell({"database": str(place), "made": is_new}, str(place))
        return
    if is_new and has_terminal():
        printing.warn(_("Making the demonstration…"))
    clock = None if call.moment is None else FixedClock(call.moment)
    services = make_demo(call.settings, name, fresh=fresh, clock=clock)
    try:
        if no_open:
            call.tell(
                {"database": str(place), "made": is_new},
                lambda: _("The demonstration is in {file}; everybody's password is {password}.").format(
                    file=place, password=DEMO_PASSWORD
                ),
            )
        else:
            show_console(call, services, services.accounts.as_person(call.choices.person or DEMO_PERSON))
    finally:
        services.close()


def seed(
    ctx: typer.Context,
    clients: Annotated[int, typer.Option("--clients", metavar="N", min=0, help="How many clients.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same number makes the same data.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace the seeded database that is there.")] = False,
) -> None:
    """Make a large synthetic database."""
    from resellertui.adapters.clock import FixedClock
    from resellertui.services import seeding
    from resellertui.services.building import check_playable, place_of

    call = call_of(ctx)
    call.refuse_in_locked_mode("seed")
    name = call.choices.db or str(call.settings.data_dir / SEEDED_FILE)
    place = place_of(call.settings, name)
    if check_playable(place) is not None and not fresh:
        raise Refused(
            _("{file} holds a demonstration already.").format(file=place),
            _("Nothing was changed."),
            _("Add --fresh to replace it, or name another file with --db."),
        )
    facts = {"database": str(place), "clients": clients, "seed": seed}
    if not call.dry_run:
        clock = None if call.moment is None else FixedClock(call.moment)
        with Progress(_("Seeding")) as bar:
            seeding.seed(call.settings, name, clients=clients, seed=seed, clock=clock, progress=bar.show).close()
    call.tell(
        facts,
        lambda: ngettext("{file} holds {count} client.", "{file} holds {count} clients.", clients).format(
            file=place, count=clients
        ),
    )


def tick(
    ctx: typer.Context,
    runs: Annotated[bool, typer.Option("--runs", help="Do nothing; show the last runs and what they did.")] = False,
) -> None:
    """Do what time alone does: record what dates have decided, renew, block, remind, deliver mails. Idempotent."""
    call = call_of(ctx)
    desk = call.operator_desk(writes=not runs)
    if runs:
        last = desk.services.tick.runs(desk.actor)
        call.show({"runs": dumped(last)}, _runs_table(last))
        return
    reports = desk.services.tick.run(desk.actor)
    call.tell(
        {"jobs": dumped(reports)},
        lambda: printing.table((_("Job"), _("Done")), [(one.job, _counts(one.counts)) for one in reports]),
    )
    for one in reports:
        call.hint(one.trouble)


def _runs_table(runs: Sequence[RunView]) -> str:
    return printing.table(
        (_("Started"), _("For"), _("Job"), _("Done")),
        [
            (
                f"{one.started_at:%Y-%m-%d %H:%M:%S}",
                f"{one.at:%Y-%m-%d %H:%M}",
                one.job,
                _counts(one.counts) if one.finished_at is not None else _("interrupted, or still at work"),
            )
            for one in runs
        ],
    )


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def check(ctx: typer.Context) -> None:
    """Prove the database: its rules and its audit chain. Leaves with 6 if something is broken."""
    call = call_of(ctx)
    desk = call.operator_desk(writes=False)
    report = desk.services.maintenance.check(desk.actor)
    lines = [_("{area}: {text}").format(area=one.area, text=one.text) for one in report.findings]
    summary = (
        _("The database is sound.")
        if report.clean
        else ngettext("{count} fault was found.", "{count} faults were found.", len(lines)).format(count=len(lines))
    )
    call.show({"check": report.model_dump(mode="json")}, "\n".join([*lines, *report.notices, summary]))
    if not report.clean:
        call.exit_code = DatabaseTrouble.exit_code


def backup(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help="A new file.")]) -> None:
    """Copy the database, which may be in use, to a new file; the copy is opened and checked."""
    call = call_of(ctx)
    call.refuse_in_locked_mode(_("A file path"))
    desk = call.operator_desk(writes=True)
    report = desk.services.maintenance.backup(desk.actor, Path(file))
    call.tell(
        {"backup": report.model_dump(mode="json")},
        lambda: "\n".join(
            [
                _("{file} holds the copy.").format(file=report.path),
                *(finding.text for finding in (report.check.findings if report.check else ())),
            ]
        ),
    )


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")],
    despite_findings: Annotated[
        bool, typer.Option("--despite-findings", help="Also a sound file in which the check finds faults.")
    ] = False,
) -> None:
    """Put a checked backup in the database's place; what was there is kept in a file beside it."""
    call = call_of(ctx)
    call.refuse_in_locked_mode(_("A file path"))
    try:
        desk = call.operator_desk(writes=True)
    except Busy:
        raise
    except DatabaseTrouble:
        _restore_lost(call, file, despite_findings=despite_findings)
        return
    report = desk.services.maintenance.restore(desk.actor, Path(file), despite_findings=despite_findings)
    call.tell({"restore": report.model_dump(mode="json")}, lambda: _restored(str(report.path), report.kept))


def _restore_lost(call: Call, file: str, *, despite_findings: bool) -> None:
    """Restore where there is no database that opens; whoever owns the file may, and nobody else is known there."""
    from resellertui.services.restoring import restore_lost

    if call.dry_run or call.choices.person is not None or call.moment is not None:
        raise Usage(_("There is no database that opens: --dry-run, --as and --at mean nothing here."))
    report = restore_lost(call.settings, Path(file), database=call.choices.db, despite_findings=despite_findings)
    call.tell({"restore": report.model_dump(mode="json")}, lambda: _restored(str(report.path), report.kept))


def _restored(place: str, kept: Path | None) -> str:
    if kept is None:
        return _("{file} holds what the backup held.").format(file=place)
    return _("{file} holds what the backup held. What was there before is in {kept}.").format(file=place, kept=kept)
