"""The settings of the registry checks: the table `[registry]` of `settings.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from resellertui.domain.wording import _

VIES_URL = "https://ec.europa.eu/taxation_customs/vies/services/checkVatService"
UID_URL = "https://www.uid-wse.admin.ch/V5.0/PublicServices.svc"
LONGEST_TIMEOUT = 60


@dataclass(frozen=True, kw_only=True)
class RegistrySettings:
    """Whether and where the registries of numbers are asked."""

    enabled: bool = False
    vies_url: str = VIES_URL
    """Where VIES is asked about VAT numbers; empty leaves it out."""
    uid_url: str = UID_URL
    """Where the Swiss UID register is asked; empty leaves it out."""
    timeout: float = 10
    """How many seconds one question may take."""


def read_registry(table: object) -> tuple[RegistrySettings, dict[str, str]]:
    """Return the settings that a table holds, and by its name what is wrong with each."""
    if not isinstance(table, dict):
        return RegistrySettings(), {"registry": _("it must be a table: [registry], and its settings below it.")}
    problems = {}
    known = [one.name for one in fields(RegistrySettings)]
    right: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            problems[name] = _("there is no such setting; there are {names}.").format(names=", ".join(known))
        elif reason := _wrong(name, value):
            problems[name] = reason
        else:
            right[name] = value
    return RegistrySettings(**right), problems


def _wrong(name: str, value: object) -> str:
    """Return what is wrong with a value, or nothing."""
    if name == "enabled":
        return "" if isinstance(value, bool) else _("it must be true or false.")
    if name == "timeout":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and 0 < value <= LONGEST_TIMEOUT:  # type: ignore[operator]  # it is a number
            return ""
        return _("it must be a number of seconds, {most} at most.").format(most=LONGEST_TIMEOUT)
    from resellertui.domain.registry import is_allowed_address

    if isinstance(value, str) and (not value or is_allowed_address(value)):
        return ""
    return _("it must be an address that begins with https://, or with http:// on this machine itself.")
