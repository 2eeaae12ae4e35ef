"""Schema migrations, run by alembic on open when the file is older than the program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from resellertui.store.schema import HEAD


def configuration() -> Config:
    """Return alembic's configuration for the scripts in this folder."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(writer: Engine, revision: str = HEAD) -> None:
    """Bring the database to a revision in one transaction, holding the write lock throughout."""
    config = configuration()
    with writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
