"""The settings of mail delivery: the table `[mail]` of `settings.toml`. The password is no setting: it is a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from resellertui.domain.wording import _

LONGEST_TIMEOUT = 600
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"[A-Za-z0-9_.:-]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]+@[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


class Security(StrEnum):
    """How the connection to the mail server is kept from others."""

    STARTTLS = "starttls"
    """It turns to TLS before anything is said, or nothing is."""
    TLS = "tls"
    """It is TLS from its first byte."""
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""The port of each, where the settings name none."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """Where mails are handed over; without a host they become files in a folder."""

    host: str = ""
    port: int = 0
    """0 for the usual one: see `PORTS`."""
    security: str = Security.STARTTLS.value
    user: str = ""
    """Who signs in there; empty where nobody has to."""
    sender: str = ""
    """The address that mails come from; empty for the provider's own."""
    ca_file: str = ""
    """A file with the certificates of the authority that vouches for the server; empty for the system's."""
    timeout: float = 30
    """How many seconds the server may stay silent."""

    @property
    def port_used(self) -> int:
        """The port that is connected to."""
        return self.port or PORTS[Security(self.security)]

    @property
    def secret_name(self) -> str:
        """The name of the secret that is the password: it belongs to this user at this server, and to no other."""
        return f"mail-{self.user}@{self.host.lower()}"


def read_mail(table: object, base: Path) -> tuple[MailSettings, dict[str, str]]:
    """Return the settings that a table holds, and by its name what is wrong with each.

    Args:
        table: what stands under `[mail]`.
        base: the folder that the path of a file starts from.
    """
    if not isinstance(table, dict):
        return MailSettings(), {"mail": _("it must be a table: [mail], and its settings below it.")}
    problems = {name: reason for name, value in table.items() if (reason := _wrong(name, value, base))}
    right: dict[str, Any] = {name: value for name, value in table.items() if name not in problems}
    if right.get("ca_file"):
        right["ca_file"] = _path(right["ca_file"], base)
    settings = MailSettings(**right)
    return settings, problems or _missing(settings, table)


def _missing(settings: MailSettings, table: Mapping[str, Any]) -> dict[str, str]:
    """Return what the settings lack together."""
    if table and not settings.host:
        return {"mail": _('it needs a host, such as "mail.example.ch".')}
    if settings.user and settings.security == Security.NONE and settings.host.lower() not in _LOOPBACK:
        reason = _("a password is sent over an encrypted connection only: choose starttls or tls, or remove user.")
        return {"security": reason}
    return {}


def _wrong(name: str, value: object, base: Path) -> str:
    """Return what is wrong with a value, or nothing."""
    known = [one.name for one in fields(MailSettings)]
    if name == "password":
        return _("the password is not kept here: run `resellertui mail password`.")
    if name not in known:
        return _("there is no such setting; there are {names}.").format(names=", ".join(known))
    if name in {"port", "timeout"}:
        return _wrong_number(name, value)
    if not isinstance(value, str):
        return _("it must be a text in quotes.")
    if name == "host":
        return "" if not value or _HOST.fullmatch(value) else _("it must be the name of a server, without a port.")
    if name == "security":
        return "" if value in set(Security) else _("it must be one of {names}.").format(names=", ".join(Security))
    if name == "sender":
        return "" if not value or _ADDRESS.fullmatch(value) else _("it must be an e-mail address.")
    if name == "ca_file" and value and not os.access(_path(value, base), os.R_OK):
        return _("this file can't be read.")
    return "" if value.isprintable() else _("it holds a character that can't be shown.")


def _wrong_number(name: str, value: object) -> str:
    if name == "port":
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_whole and 0 < int(str(value)) < 2**16 else _("it must be the number of a port, such as 587.")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and 0 < value <= LONGEST_TIMEOUT:  # type: ignore[operator]  # it is a number
        return ""
    return _("it must be a number of seconds, {most} at most.").format(most=LONGEST_TIMEOUT)


def _path(text: str, base: Path) -> str:
    return str((base / Path(text).expanduser()).absolute())
