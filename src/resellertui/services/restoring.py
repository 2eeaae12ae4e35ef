"""Restoring a backup: proved on a copy of its own first, then put in place whole, with what was there kept."""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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
from resellertui.services.audit import Head
from resellertui.services.checking import CheckReport, check
from resellertui.services.opening import place_for
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.services.views import View
from resellertui.settings import Settings
from resellertui.store import sqlite
from resellertui.store.copying import put_into
from resellertui.store.engine import open_database
from resellertui.store.queries import installation as installation_queries
from resellertui.store.swapping import put_in_place, remove


class RestoreReport(View):
    """A backup that was put in place."""

    source: Path
    path: Path
    kept: Path | None
    """Where what was there before is now; None where there was nothing, and in a rehearsal."""
    entries: int
    check: CheckReport


def restore_over(
    office: Office, actor: Actor, source: Path, live: Path, *, despite_findings: bool = False
) -> RestoreReport:
    """Restore into the database that the office works with; consoles that have it open go on with the new contents.

    Raises:
        Refused: a backup of another installation, or one of which the check finds faults; nothing was changed.
        DatabaseTrouble: the backup is missing, damaged or no database of ours; nothing was changed.
        Busy: another console keeps writing; nothing was changed.
    """
    source = source.expanduser().absolute()
    with office.reading(actor) as unit:
        allow_running(unit, Action.DATABASE_RESTORE)
        present = unit.installation
    with _prepared(office, source, live) as site:
        report = _examine(site, source, despite_findings=despite_findings)
        with site.reading(Actor.operator()) as unit:
            unit.open_to_everyone("whoever restores was asked before")
            _check_same(present, unit.installation, source)
            entries = unit.newest.number
        if office.dry_run:
            return RestoreReport(source=source, path=live, kept=None, entries=entries, check=report)
        kept = _beside(live)
        restored = _record(site, actor, source, kept)
        _close(site)
        put_into(_path(site), live, lambda: sqlite.copy_to(live, kept))
        office.heads.note(*restored, anew=True)
    return RestoreReport(source=source, path=live, kept=kept, entries=entries, check=report)


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
        Refused: the check finds faults in the backup; nothing was changed.
        DatabaseTrouble: the backup is missing, damaged or no database of ours; nothing was changed.
    """
    source = source.expanduser().absolute()
    live = place_for(database or settings.database)

    def office_over(site: Path) -> Office:
        return Office(
            database=open_database(f"sqlite:///{site}", site),
            clock=clock or SystemClock(),
            terms=default_terms(),
            secrets=secrets or default_secrets(settings.config_dir),
            heads=AuditHeads(settings.state_dir / "audit"),
            outbox_folder=settings.outbox_dir,
        )

    make_private_folder(live.parent)
    with _copied(source, live, office_over) as site:
        report = _examine(site, source, despite_findings=despite_findings)
        with site.reading(Actor.operator()) as unit:
            unit.open_to_everyone("the owner of the file restores it")
            entries = unit.newest.number
        kept = _beside(live) if live.exists() else None
        restored = _record(site, Actor.operator(), source, kept)
        _close(site)
        if kept is not None:
            _move_away(live, kept)
        put_in_place(_path(site), live, replacing=False)
        site.heads.note(restored[0], live, *restored[2:], anew=True)
    return RestoreReport(source=source, path=live, kept=kept, entries=entries, check=report)
