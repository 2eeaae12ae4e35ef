"""Restoring a backup: proved on a copy of its own first, then put in place whole, with what was there kept."""

from __future__ import annotations

import secrets as random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.adapters.filesystem import make_private_folder
from resellertui.adapters.heads import AuditHeads
from resellertui.adapters.secrets import Secrets, default_secrets
from resellertui.domain.access import Action
from resellertui.domain.errors import DatabaseTrouble, Refused
from resellertui.domain.programme import default_terms
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.audit import newest
from resellertui.services.building import place_of
from resellertui.services.checking import CheckReport, check
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.services.views import View
from resellertui.settings import Settings
from resellertui.store import copying
from resellertui.store.engine import open_database
from resellertui.store.queries import installation as installation_queries
from resellertui.store.queries.first import Facts
from resellertui.store.swapping import put_in_place, remove


class RestoreReport(View):
    """A backup that was put in place, or, in a rehearsal, would be."""

    source: Path
    path: Path
    kept: Path | None
    """Where what was there before is now; None where there was nothing."""
    entries: int
    """How many audit entries the backup holds."""
    check: CheckReport


@dataclass(frozen=True)
class _Site:
    """A copy of the backup to work on, beside the place it is for."""

    path: Path
    office: Office
    facts: Facts
    entries: int
    report: CheckReport


def restore_over(
    office: Office, actor: Actor, source: Path, live: Path, *, despite_findings: bool = False
) -> RestoreReport:
    """Restore into the database that the office works with; consoles that have it open go on with the new contents.

    Raises:
        Forbidden: neither staff nor the owner of the database.
        Refused: a backup of another installation, or one of which the check finds faults; nothing was changed.
        DatabaseTrouble: the backup is missing, damaged or no database of ours; nothing was changed.
        Busy: another console keeps writing; nothing was changed.
    """
    with office.reading(actor) as unit:
        allow_running(unit, Action.DATABASE_RESTORE)
        present = unit.installation
    source = source.expanduser().absolute()

    def office_over(copy: Path) -> Office:
        return replace(office, database=open_database(f"sqlite:///{copy}", copy), dry_run=False)

    with _opened(source, live, office_over, despite_findings=despite_findings) as site:
        _check_same(present, site.facts, source)
        kept = _free_name(live)
        if not office.dry_run:
            head = _record(site, actor, source, kept)
            copying.put_into(site.path, live, lambda: copying.keep_copy(live, kept))
            office.heads.note(site.facts.database_id, live, *head, anew=True)
        return RestoreReport(source=source, path=live, kept=kept, entries=site.entries, check=site.report)


def restore_lost(
    settings: Settings,
    source: Path,
    *,
    database: str | None = None,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
    despite_findings: bool = False,
) -> RestoreReport:
    """Restore where there is no database any more, or one too damaged to be opened; for the owner of the file.

    Args:
        settings: paths and preferences.
        source: the backup; it is not changed.
        database: a path or URL; the settings' one where None.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.
        despite_findings: restore a sound file of which the check finds faults all the same.

    Raises:
        Refused: there is a database that opens, or the check finds faults in the backup; nothing was changed.
        DatabaseTrouble: the backup is missing, damaged or no database of ours; nothing was changed.
    """
    source, live = source.expanduser().absolute(), place_of(settings, database)
    copying.check_lost(live)
    _make_folder(live.parent)
    heads = AuditHeads(settings.state_dir / "audit")

    def office_over(copy: Path) -> Office:
        return Office(
            database=open_database(f"sqlite:///{copy}", copy),
            clock=clock or SystemClock(),
            terms=default_terms(),
            secrets=secrets or default_secrets(settings.config_dir),
            heads=heads,
            outbox_folder=settings.outbox_dir,
        )

    with _opened(source, live, office_over, despite_findings=despite_findings) as site:
        kept = _free_name(live) if live.exists() and live.stat().st_size else None
        head = _record(site, Actor.operator(), source, kept)
        copying.finish_copy(site.path)
        if kept is not None:
            copying.move_away(live, kept)
        put_in_place(site.path, live, replacing=False)
        heads.note(site.facts.database_id, live, *head, anew=True)
        return RestoreReport(source=source, path=live, kept=kept, entries=site.entries, check=site.report)


@contextmanager
def _opened(
    source: Path, live: Path, office_over: Callable[[Path], Office], *, despite_findings: bool
) -> Iterator[_Site]:
    """Copy the backup beside the place it is for, bring the copy up to date, and prove it."""
    copy = live.with_name(f".{live.name}.{random.token_hex(4)}.restoring")
    try:
        with tempfile.TemporaryDirectory(prefix="resellertui-") as notes:
            copying.take_copy(source, copy)
            opened = office_over(copy)
            office = replace(opened, heads=AuditHeads(Path(notes)))
            try:
                report = _proved(office, source, despite_findings=despite_findings)
                with office.reading(Actor.operator()) as unit:
                    unit.open_to_everyone("whoever restores was asked before")
                    site = _Site(copy, office, unit.installation, newest(unit.session).number, report)
                yield site
            finally:
                office.database.close()
    finally:
        for file in live.parent.glob(f"{copy.name}*"):
            remove(file)


def _proved(office: Office, source: Path, *, despite_findings: bool) -> CheckReport:
    report = check(office, Actor.operator())
    damaged = [one for one in report.findings if one.area == "file"]
    if damaged:
        raise DatabaseTrouble(
            _("The backup {path} is damaged.").format(path=source), damaged[0].text, _("Nothing was changed.")
        )
    if not report.clean and not despite_findings:
        raise Refused(
            _("The check finds faults in the backup {path}.").format(path=source),
            report.findings[0].text,
            _("Nothing was changed."),
            findings=tuple(one.text for one in report.findings),
        )
    return report


def _check_same(present: Facts, backup: Facts, source: Path) -> None:
    """Refuse another installation's backup: only demonstrations take each other's place."""
    if present.database_id == backup.database_id or (present.is_for_play and backup.is_for_play):
        return
    raise Refused(
        _("{path} is a backup of another installation.").format(path=source),
        _("Nothing was changed."),
        _("Restore it to a place of its own: --db with a file that does not exist yet."),
    )


def _record(site: _Site, actor: Actor, source: Path, kept: Path | None) -> tuple[int, str]:
    """Write the restoration into the copy's own audit, so that it comes in place with it; return the newest entry."""
    with site.office.writing(actor) as unit:
        unit.open_to_everyone("whoever restores was asked in the database that is there now")
        installation_queries.clear_backup_mark(unit.session)
        unit.record(
            "database.restored",
            "installation",
            1,
            {"from": str(source), "kept": str(kept) if kept else None, "entries": site.entries},
        )
        head = newest(unit.session)
    site.office.database.close()
    return head.number, head.mac


def _free_name(live: Path) -> Path:
    candidate, number = live.with_name(f"{live.name}.before-restore"), 1
    while candidate.exists():
        candidate = live.with_name(f"{live.name}.before-restore.{number}")
        number += 1
    return candidate


def _make_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        raise DatabaseTrouble(
            _("{path} can't be made: {reason}").format(path=folder, reason=error.strerror or str(error))
        ) from error
