"""Opening the services on a database, with what the settings and the command line say."""

from __future__ import annotations

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.adapters.drop_folder import DropFolder
from resellertui.adapters.filesystem import network_filesystem
from resellertui.adapters.heads import AuditHeads
from resellertui.adapters.registry import NoRegistry, RegistryClient, SoapRegistries
from resellertui.adapters.secrets import Secrets, default_secrets
from resellertui.domain.errors import DatabaseTrouble
from resellertui.domain.programme import default_terms
from resellertui.domain.registry import Source
from resellertui.domain.wording import _
from resellertui.registry_settings import RegistrySettings
from resellertui.services.console import Services
from resellertui.services.unit import Office
from resellertui.settings import Settings, database_url, usual_quotes_dir
from resellertui.store.engine import Database, open_database


def open_services(
    settings: Settings,
    *,
    database: str | None = None,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
    locked: bool = False,
    dry_run: bool = False,
    create: bool = False,
) -> Services:
    """Open the database and return the services over it.

    Args:
        settings: paths and preferences.
        database: a path or URL; the settings' one where None.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.
        locked: run for people who do not own the database.
        dry_run: compute every act and keep nothing.
        create: make an empty database file where there is none; `founding` then fills it.

    Raises:
        DatabaseTrouble: the database can't be used as it is; nothing was changed.
        Usage: a kind of database that is not supported.
    """
    opened = open_place(database or settings.database, create=create)
    office = Office(
        database=opened,
        clock=clock or SystemClock(),
        terms=default_terms(),
        secrets=secrets or default_secrets(settings.config_dir),
        heads=AuditHeads(settings.state_dir / "audit"),
        outbox_folder=settings.outbox_dir,
        locked=locked,
        sign_up=settings.sign_up,
        dry_run=dry_run,
        registries=registries_of(settings.registry),
        quotes=DropFolder(settings.quotes_dir, is_usual=settings.quotes_dir == usual_quotes_dir(settings.data_dir)),
        mail=settings.mail,
    )
    return Services(office)


def registries_of(wanted: RegistrySettings) -> RegistryClient:
    """Return what asks the registries of numbers: those that the settings name, or none."""
    addresses = {Source.VIES: wanted.vies_url, Source.UID: wanted.uid_url} if wanted.enabled else {}
    used = {source: url for source, url in addresses.items() if url}
    return SoapRegistries(used, wanted.timeout) if used else NoRegistry()


def open_place(text: str, *, create: bool = False) -> Database:
    """Open a database by path or URL, refusing a network file system, where locks do not hold.

    Raises:
        DatabaseTrouble: it can't be used; nothing was changed.
        Usage: a kind of database that is not supported.
    """
    from resellertui.adapters.filesystem import make_private_file, make_private_folder

    url, path = database_url(text)
    if path is not None:
        kind = network_filesystem(path)
        if kind is not None:
            raise DatabaseTrouble(
                _("{path} is on a network file system ({kind}).").format(path=path, kind=kind),
                _("Locks do not hold there, and two consoles would damage the database. Nothing was changed."),
                _("Keep the database on a local disk, and reach it over SSH."),
            )
        if create:
            try:
                make_private_folder(path.parent)
                make_private_file(path)
            except OSError as error:
                raise DatabaseTrouble(
                    _("{path} can't be made: {reason}").format(path=path, reason=error.strerror or str(error)),
                    hint=_("Choose another place with --db."),
                ) from error
    return open_database(url, path, create=create)
