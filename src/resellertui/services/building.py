"""Building a database beside its place: it appears there whole, or not at all."""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from resellertui.adapters.clock import Clock
from resellertui.adapters.heads import AuditHeads
from resellertui.adapters.secrets import Secrets
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.services.console import Services
from resellertui.services.opening import open_place, open_services
from resellertui.services.unit import Office
from resellertui.settings import Settings, database_url
from resellertui.store.queries import audit as audit_queries
from resellertui.store.queries import installation as installation_queries
from resellertui.store.swapping import hurry, purpose_of, put_in_place, remove, require_unused

PLAY = frozenset({"demo", "seeded"})
"""The purposes of databases that hold nothing of worth."""

_SUFFIX = ".building"


def check_playable(path: Path) -> str | None:
    """Return the mark of a demonstration that may be replaced, or None where there is nothing yet.

    Raises:
        Refused: the file holds a database that is not marked as a demonstration.
        DatabaseTrouble: it holds something else, or can't be read.
    """
    purpose = purpose_of(path)
    if purpose is None or purpose in PLAY:
        return purpose
    raise Refused(
        _("{path} holds a database that is not a demonstration.").format(path=path),
        _("Nothing was changed in it."),
        _("Name another file with --db."),
    )


def check_free(path: Path) -> None:
    """Go on only if the file holds nothing.

    Raises:
        Refused: it holds a database.
        DatabaseTrouble: it holds something else, or can't be read.
    """
    if purpose_of(path) is not None:
        raise Refused(
            _("There is a database at {path} already.").format(path=path),
            _("Nothing was changed in it."),
            _("Name another file with --db."),
        )


class _NothingNoted(AuditHeads):
    """Notes of a file that does not have its name yet: the newest entry is noted once, when it has."""

    def note(self, database_id: str, path: Path | None, number: int, mac: str, *, anew: bool = False) -> None:
        """Note nothing."""


@contextmanager
def building(
    settings: Settings,
    database: str | None = None,
    *,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
    replacing: bool = False,
) -> Iterator[Services]:
    """Give services over a new file beside the database's place; put the file there when the block ends well.

    Args:
        settings: paths and preferences.
        database: a path or URL; the settings' one where None.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.
        replacing: whether a demonstration that is there may be replaced.

    Raises:
        Refused: what is there is not to be replaced.
        Busy: another console has what is to be replaced open.
        DatabaseTrouble: the file can't be made.
    """
    target = place_of(settings, database)
    if replacing:
        if check_playable(target) is not None:
            require_unused(target)
    else:
        check_free(target)
    _clear(target)
    site = target.with_name(f".{target.name}.{os.getpid()}-{random.token_hex(4)}{_SUFFIX}")
    try:
        opened = open_services(settings, database=str(site), clock=clock, secrets=secrets, create=True)
        hurry(opened.office.database)
        try:
            yield Services(replace(opened.office, heads=_NothingNoted(site.parent)))
            noted = _newest(opened.office)
        finally:
            opened.close()
        put_in_place(site, target, replacing=replacing)
        opened.office.heads.note(noted[0], target, *noted[1], anew=True)
    finally:
        remove(site)


def place_of(settings: Settings, database: str | None) -> Path:
    """Return the file that the text names.

    Raises:
        Usage: a kind of database that is not supported.
    """
    text = database or settings.database
    path = database_url(text)[1]
    if path is None:
        open_place(text)
        raise AssertionError("only files are supported so far")
    return path.resolve()


def _newest(office: Office) -> tuple[str, tuple[int, str]]:
    with Session(office.database.reader) as session:
        return installation_queries.facts(session).database_id, audit_queries.head(session) or (0, "")


def _clear(target: Path) -> None:
    """Remove what builders that were killed left beside the target."""
    for left in target.parent.glob(f".{target.name}.*{_SUFFIX}"):
        number = left.name.removesuffix(_SUFFIX).rpartition(".")[2].partition("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            remove(left)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
