"""Check, backup, restore."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from resellertui.domain.access import Action
from resellertui.domain.errors import DatabaseTrouble, Refused
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.audit import newest
from resellertui.services.checking import CheckReport, check
from resellertui.services.restoring import RestoreReport, restore_over
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, locked_out
from resellertui.services.views import View
from resellertui.store import sqlite
from resellertui.store.copying import mark_as_backup
from resellertui.store.engine import open_database
from resellertui.store.swapping import put_in_place, remove


class BackupReport(View):
    """A backup that was made, opened and checked."""

    path: Path
    entries: int
    """How many audit entries it holds."""
    bytes: int
    check: CheckReport | None
    """What the check of the copy found; None in a rehearsal."""


class Maintenance:
    """Looking after the database, for the provider's staff and the owner of its file."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def check(self, actor: Actor) -> CheckReport:
        """Prove the database: file, guards, rules, audit. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            DatabaseTrouble: the file is too damaged to be read.
        """
        return check(self._office, actor)

    def backup(self, actor: Actor, target: Path) -> BackupReport:
        """Copy the database, which others may be using, to a new private file; open the copy and check it.

        Raises:
            Forbidden: neither staff nor the owner of the database, or locked mode.
            Refused: there is a file at the target already.
            DatabaseTrouble: the copy can't be made, or is damaged; no file is left behind.
        """
        target = target.expanduser().absolute()
        if self._office.locked:
            raise locked_out()
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.DATABASE_BACKUP)
        source = _file_of(self._office)
        if target.exists():
            raise Refused(
                _("There is a file at {path} already.").format(path=target),
                _("A backup never replaces one."),
                _("Choose another name."),
            )
        if not target.parent.is_dir():
            raise DatabaseTrouble(
                _("There is no folder {path}.").format(path=target.parent), hint=_("Make it first, or choose another.")
            )
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.DATABASE_BACKUP)
            unit.record("database.backed_up", "installation", 1, {"to": str(target)})
            entries = newest(unit.session).number
        if self._office.dry_run:
            return BackupReport(path=target, entries=entries, bytes=source.stat().st_size, check=None)
        return self._copy(source, target)

    def restore(self, actor: Actor, source: Path, *, despite_findings: bool = False) -> RestoreReport:
        """Check a backup and put its contents in this database's place; what was here is kept in a file beside it.

        Args:
            actor: who asks.
            source: the backup; it is not changed.
            despite_findings: restore a sound file of which the check finds faults all the same.

        Raises:
            Forbidden: neither staff nor the owner of the database, or locked mode.
            Refused: a backup of another installation, or one of which the check finds faults; nothing was changed.
            DatabaseTrouble: the backup is missing, damaged or no database of ours; nothing was changed.
            Busy: another console keeps writing; nothing was changed.
        """
        if self._office.locked:
            raise locked_out()
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.DATABASE_RESTORE)
        return restore_over(self._office, actor, source, _file_of(self._office), despite_findings=despite_findings)

    def _copy(self, source: Path, target: Path) -> BackupReport:
        part = target.with_name(f".{target.name}.part")
        remove(part)
        try:
            sqlite.copy_to(source, part)
            entries, report = self._prove(part)
            put_in_place(part, target, replacing=False)
        except OSError as error:
            raise DatabaseTrouble(
                _("{path} can't be made: {reason}").format(path=target, reason=error.strerror or str(error))
            ) from error
        finally:
            remove(part)
        return BackupReport(path=target, entries=entries, bytes=target.stat().st_size, check=report)

    def _prove(self, copy: Path) -> tuple[int, CheckReport]:
        """Mark the copy with the entry at which it was taken, then open it as any database and check it."""
        opened = open_database(f"sqlite:///{copy}", copy)
        office = replace(self._office, database=opened)
        try:
            with office.reading(Actor.operator()) as unit:
                unit.open_to_everyone("whoever makes the copy was asked before")
                head = newest(unit.session)
                mark = unit.chain.mark(head)
            mark_as_backup(copy, mark)
            report = check(office, Actor.operator())
        finally:
            opened.close()
        if any(one.area == "file" for one in report.findings):
            raise DatabaseTrouble(
                _("The copy is damaged, and so is the database it was made of."), report.findings[0].text
            )
        return head.number, report


def _file_of(office: Office) -> Path:
    if office.database.path is None:
        raise Refused(_("Only a database that is a file is copied and restored by this program."))
    return office.database.path
