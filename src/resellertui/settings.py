"""The user's settings: one model, read from `settings.toml` and the environment; and where our files are.

Importing this costs nothing: pydantic, which converts values or says what is wrong with them, is loaded when one is not
of its type already. The console starts before that.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.wording import _
from resellertui.mail_settings import MailSettings, read_mail
from resellertui.registry_settings import RegistrySettings, read_registry

NAME = "resellertui"
SETTINGS_FILE = "settings.toml"
CONSOLE_FILE = "console.toml"
DATABASE_FILE = "resellertui.sqlite"

_SCHEME = re.compile(r"(?P<dialect>\w+)(\+\w+)?://")
_LANGUAGE = re.compile(r"[a-z]{2,3}([_-][A-Za-z]{2,4})?")
_FOLDERS = frozenset({"config_dir", "data_dir", "state_dir", "outbox_dir", "export_dir", "quotes_dir"})
_SWITCHES = frozenset({"mouse", "sign_up", "remote"})
_NOT_IN_FILE = frozenset({"config_dir", "remote"})
_NOT_IN_ENVIRONMENT = frozenset({"keymap", "mail", "registry", "remote"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the user may choose, every path absolute. Pydantic checks the types wherever it is read from outside."""

    config_dir: Path
    data_dir: Path
    state_dir: Path
    database: str
    """A file's absolute path or an SQLAlchemy URL; `database_url` tells them apart."""
    outbox_dir: Path
    """Where mails are written as `.eml` files while no mail server is named."""
    export_dir: Path
    quotes_dir: Path
    """Where a web form, or another program, puts requests for quotes as JSON files, which `tick` files."""
    theme: str | None = None
    """The console's theme; None leaves the choice to the console."""
    keymap: dict[str, str] = field(default_factory=dict)
    """Command ids to the keys that the user gave them."""
    mouse: bool = True
    sign_up: bool = True
    """Whether visitors may make an account for themselves; whoever runs an installation for others decides."""
    language: str = "en"
    registry: RegistrySettings = field(default_factory=RegistrySettings)
    """Whether and where the registries of VAT and register numbers are asked."""
    mail: MailSettings = field(default_factory=MailSettings)
    """The server that mails are handed over to, if any."""
    remote: bool = False
    """Whether the terminal is at the far end of an SSH connection."""

    @property
    def settings_file(self) -> Path:
        """The file that the user writes."""
        return self.config_dir / SETTINGS_FILE

    @property
    def console_file(self) -> Path:
        """The file in which the console remembers what was chosen on screen."""
        return self.config_dir / CONSOLE_FILE


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings: defaults, then the user's file, then what the console remembers, then the environment.

    Each setting but the key map has a variable, `RESELLERTUI_` and its name in capitals; an empty one counts as unset.

    Raises:
        Invalid: the file is no TOML, or it or a variable holds a name or a value that is none of ours.
    """
    env = os.environ if env is None else env
    home = Path(env.get("HOME") or Path.home())
    platform = platform_folders(env)
    from_environment = _absolute_paths(
        {name: env[_variable(name)] for name in _names() - _NOT_IN_ENVIRONMENT if env.get(_variable(name))},
        home,
        Path.cwd(),
    )
    config = Path(from_environment.get("config_dir", platform["config_dir"]))
    source = _SettingsFile(config / SETTINGS_FILE)
    values: dict[str, Any] = platform | {"remote": bool(env.get("SSH_CONNECTION"))}
    values |= _absolute_paths(source.values(), home, config) | _remembered(config) | from_environment
    data = Path(values["data_dir"] if isinstance(values["data_dir"], str) else platform["data_dir"])
    beside_data = {
        "database": str(data / DATABASE_FILE),
        "outbox_dir": data / "outbox",
        "export_dir": data / "exports",
        "quotes_dir": usual_quotes_dir(data),
    }
    return _validated(beside_data | values, source, frozenset(from_environment))


def usual_quotes_dir(data_dir: Path) -> Path:
    """Return where requests for quotes are put as files unless the settings name another folder."""
    return data_dir / "quotes"


def platform_folders(env: Mapping[str, str]) -> dict[str, Path]:
    """Return our configuration, data and state folders: as XDG says, or as the platform does where it is not Unix."""
    if sys.platform in {"darwin", "win32"}:
        from platformdirs import PlatformDirs

        folders = PlatformDirs(NAME, appauthor=False)
        return {
            "config_dir": folders.user_config_path,
            "data_dir": folders.user_data_path,
            "state_dir": folders.user_state_path,
        }
    # Not platformdirs here: it reads only the process's own environment, and XDG is this one rule.
    home = Path(env.get("HOME") or Path.home())
    xdg = {
        "config_dir": ("XDG_CONFIG_HOME", ".config"),
        "data_dir": ("XDG_DATA_HOME", ".local/share"),
        "state_dir": ("XDG_STATE_HOME", ".local/state"),
    }
    return {
        name: (Path(env[variable]) if env.get(variable, "").startswith("/") else home / default) / NAME
        for name, (variable, default) in xdg.items()
    }


def remember_theme(settings: Settings, name: str) -> None:
    """Remember the theme chosen on screen, beside the user's own file, which is never rewritten.

    Raises:
        Invalid: the name can't be one.
        OSError: it can't be written.
    """
    import json

    from resellertui.adapters.filesystem import make_private_folder, write_private

    if not name or not name.isprintable():
        raise Invalid({"theme": _("That is no theme's name.")})
    make_private_folder(settings.config_dir)
    write_private(settings.console_file, f"theme = {json.dumps(name, ensure_ascii=False)}\n".encode())


def database_url(text: str, base: Path | None = None) -> tuple[str, Path | None]:
    """Return the SQLAlchemy URL of a database, and its file when it is an SQLite file.

    A plain path, `~` included, or `sqlite:///…` names a file, relative to the base (the current folder unless given);
    any other URL, an SQLite database in memory included, passes through as it is.

    Raises:
        Invalid: it is empty, or an SQLite URL that names a host instead of a file.
    """
    if not text.strip() or "\0" in text:
        raise Invalid({"database": _("It must be a file's path or an SQLAlchemy URL.")})
    scheme = _SCHEME.match(text)
    if scheme is None:
        path = _absolute(Path(text).expanduser(), base)
        return f"sqlite:///{_quoted(path)}", path
    rest = text[scheme.end() :]
    if scheme["dialect"] != "sqlite" or not rest:
        return text, None
    if not rest.startswith("/"):
        raise Invalid(
            {"database": _("“{text}” names a host, but an SQLite database is a file.").format(text=text)},
            hint=_("Write sqlite:/// with three slashes, then the path; an absolute path begins with a fourth."),
        )
    name, mark, query = rest[1:].partition("?")
    if name in {"", ":memory:"} or name.startswith("file:"):
        return text, None
    path = _absolute(Path(unquote(name)), base)
    return f"{scheme[0]}/{_quoted(path)}{mark}{query}", path


class _SettingsFile:
    """The user's file: what it holds, and on which line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self._text = ""
        except UnicodeDecodeError:
            raise self.refusal({SETTINGS_FILE: _("it is not written in UTF-8.")}) from None
        except OSError as error:
            raise self.refusal(
                {SETTINGS_FILE: _("it can't be read: {reason}.").format(reason=error.strerror)}
            ) from error

    def values(self) -> dict[str, Any]:
        """Return the values as they are written, the key map flat, or refuse the file with its reasons."""
        if not self._text:
            return {}
        import tomllib

        try:
            written = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise self.refusal({SETTINGS_FILE: _("it is not valid TOML: {reason}.").format(reason=error)}) from None
        known = _names() - _NOT_IN_FILE
        unknown = {self.named(name): _unknown(name, known) for name in written if name not in known}
        if unknown:
            raise self.refusal(unknown)
        if isinstance(written.get("keymap"), dict):
            written["keymap"] = _flat(written["keymap"])
        if "registry" in written:
            written["registry"], problems = read_registry(written["registry"])
            self._refuse(problems)
        if "mail" in written:
            written["mail"], problems = read_mail(written["mail"], self.path.parent)
            self._refuse(problems)
        return written

    def _refuse(self, problems: Mapping[str, str]) -> None:
        if problems:
            raise self.refusal({self.named(name): reason for name, reason in problems.items()})

    def named(self, name: str) -> str:
        """Return the setting's name with the line it stands on, if that can be told."""
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]")
        for number, line in enumerate(self._text.splitlines(), start=1):
            if pattern.match(line):
                return _("{name} (line {number})").format(name=name, number=number)
        return name

    def refusal(self, problems: Mapping[str, str]) -> Invalid:
        """Return the error that names the file, each problem, and what to do."""
        return Invalid(
            problems,
            title=_("The settings in {path} can't be used.").format(path=self.path),
            hint=_("Correct the line, or remove it to use the default."),
        )


def _validated(values: dict[str, Any], source: _SettingsFile, from_environment: frozenset[str]) -> Settings:
    values = {name: Path(one) if name in _FOLDERS and isinstance(one, str) else one for name, one in values.items()}
    if all(_is_right(name, value) for name, value in values.items()):
        return Settings(**values)
    from pydantic import TypeAdapter, ValidationError

    try:
        settings = TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        wrong = {str(problem["loc"][0]): str(problem["loc"][-1]) for problem in error.errors()}
    else:
        wrong = {} if _LANGUAGE.fullmatch(settings.language) else {"language": "language"}
        if not wrong:
            return settings
    in_environment = wrong.keys() & from_environment
    if in_environment:
        raise Invalid(
            [FieldProblem(_variable(name), _expected(name)) for name in sorted(in_environment)],
            title=_("The settings in the environment can't be used."),
            hint=_("Correct the variable, or unset it to use the default."),
        )
    raise source.refusal({source.named(place): _expected(name) for name, place in wrong.items()})


def _is_right(name: str, value: object) -> bool:
    """Return whether a value needs no validation library to be used as it is."""
    if name in _FOLDERS:
        return isinstance(value, Path)
    if name == "registry":
        return isinstance(value, RegistrySettings)
    if name == "mail":
        return isinstance(value, MailSettings)
    if name == "keymap":
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if name == "language":
        return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None
    return isinstance(value, bool if name in _SWITCHES else str)


def _expected(name: str) -> str:
    if name in _FOLDERS:
        return _("it must be the path of a folder, in quotes.")
    if name in _SWITCHES:
        return _("it must be true or false.")
    if name == "keymap":
        return _('it must be a table of command ids, each with its keys in quotes, such as "client.new" = "n".')
    if name == "language":
        return _('it must be the code of a language, in quotes, such as "en".')
    return _("it must be a text in quotes.")


def _unknown(name: str, known: frozenset[str]) -> str:
    if name in _NOT_IN_FILE:
        return _("it can't be set here.")
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    if close:
        return _("there is no such setting; did you mean {name}?").format(name=close[0])
    return _("there is no such setting; there are {names}.").format(names=", ".join(sorted(known)))


def _names() -> frozenset[str]:
    return frozenset(item.name for item in fields(Settings))


def _variable(name: str) -> str:
    return f"RESELLERTUI_{name.upper()}"


def _remembered(config: Path) -> dict[str, str]:
    """Return what the console remembers; a damaged file is as good as none, for nothing hangs on it."""
    try:
        text = (config / CONSOLE_FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    import tomllib

    try:
        theme = tomllib.loads(text).get("theme")
    except ValueError:
        return {}
    return {"theme": theme} if isinstance(theme, str) else {}


def _absolute_paths(values: Mapping[str, Any], home: Path, base: Path) -> dict[str, Any]:
    return {
        name: _absolute_value(name, value, home, base) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _absolute_value(name: str, value: str, home: Path, base: Path) -> str:
    if name not in _FOLDERS and name != "database":
        return value
    if value == "~" or value.startswith("~/"):
        value = str(home / value[2:])
    if name == "database":
        url, path = database_url(value, base)
        return url if path is None or _SCHEME.match(value) else str(path)
    return str(_absolute(Path(value), base))


def _absolute(path: Path, base: Path | None) -> Path:
    return Path(os.path.abspath((base or Path.cwd()) / path))  # noqa: PTH100  # resolve() would follow links


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3F")


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return `client.new = "n"`, which TOML reads as a table in a table, under the one name that was meant."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat
