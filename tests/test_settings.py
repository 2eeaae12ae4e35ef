"""Settings from defaults, a real TOML file and an environment; what is wrong is named with its line and remedy."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resellertui.domain.errors import Invalid
from resellertui.settings import Settings, database_url, load_settings, platform_folders, remember_theme


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def write(env: dict[str, str], text: str | bytes) -> Path:
    file = Path(env["HOME"]) / ".config" / "resellertui" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refusal(env: dict[str, str]) -> Invalid:
    with pytest.raises(Invalid) as caught:
        load_settings(env)
    return caught.value


def test_without_any_file_everything_lies_in_the_platforms_folders(tmp_path: Path, env: dict[str, str]) -> None:
    settings = load_settings(env)

    data = tmp_path / ".local/share/resellertui"
    assert settings == Settings(
        config_dir=tmp_path / ".config/resellertui",
        data_dir=data,
        state_dir=tmp_path / ".local/state/resellertui",
        database=str(data / "resellertui.sqlite"),
        outbox_dir=data / "outbox",
        export_dir=data / "exports",
        quotes_dir=data / "quotes",
    )
    assert list(tmp_path.iterdir()) == []


def test_the_xdg_folders_are_followed_when_they_are_absolute(tmp_path: Path, env: dict[str, str]) -> None:
    settings = load_settings(env | {"XDG_DATA_HOME": str(tmp_path / "d"), "XDG_CONFIG_HOME": "relative"})

    assert settings.database == str(tmp_path / "d" / "resellertui" / "resellertui.sqlite")
    assert settings.config_dir == tmp_path / ".config/resellertui"


def test_elsewhere_than_on_unix_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert {path.is_absolute() for path in platform_folders({}).values()} == {True}


def test_the_file_is_read(tmp_path: Path, env: dict[str, str]) -> None:
    file = write(
        env,
        '\ufeffdatabase = "~/books.sqlite"\ndata_dir = "/srv/data"\nexport_dir = "exports"\ntheme = "nord"\n'
        'mouse = false\nlanguage = "it"\n[keymap]\n"client.new" = "N"\npartner.end = "ctrl+e"\n',
    )

    settings = load_settings(env)

    assert settings.settings_file == file
    assert settings.database == str(tmp_path / "books.sqlite")
    assert settings.outbox_dir == Path("/srv/data/outbox")
    assert settings.export_dir == file.parent / "exports"
    assert (settings.theme, settings.mouse, settings.language) == ("nord", False, "it")
    assert settings.keymap == {"client.new": "N", "partner.end": "ctrl+e"}


def test_a_variable_goes_before_the_file_unless_it_is_empty(env: dict[str, str]) -> None:
    write(env, 'database = "/srv/file.sqlite"\nmouse = true\ntheme = "nord"\n')

    settings = load_settings(
        env | {"RESELLERTUI_DATABASE": "postgresql://db/x", "RESELLERTUI_MOUSE": "no", "RESELLERTUI_THEME": ""}
    )

    assert (settings.database, settings.mouse, settings.theme) == ("postgresql://db/x", False, "nord")


def test_the_configuration_folder_itself_can_be_moved(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "settings.toml").write_text('language = "fr"\n')

    settings = load_settings(env | {"RESELLERTUI_CONFIG_DIR": str(tmp_path / "elsewhere")})

    assert settings.language == "fr"


def test_a_terminal_behind_ssh_is_noticed(env: dict[str, str]) -> None:
    assert load_settings(env | {"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}).remote
    assert not load_settings(env).remote


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# mine\nmouse = 'maybe'\n", "mouse (line 2)", "true or false"),
        ("theme = 3\n", "theme (line 1)", "text in quotes"),
        ("\n\noutbox_dir = 3\n", "outbox_dir (line 3)", "path of a folder"),
        ("data_dir = 3\n", "data_dir (line 1)", "path of a folder"),
        ("[keymap]\n'client.new' = 3\n", "client.new (line 2)", "table of command ids"),
        ("keymap = 'n'\n", "keymap (line 1)", "table of command ids"),
        ("language = 'English, please'\n", "language (line 1)", "code of a language"),
        ("database = ['a']\n", "database (line 1)", "text in quotes"),
        ("theem = 'nord'\n", "theem (line 1)", "did you mean theme?"),
        ("[smtp]\nhost = 'x'\n", "smtp (line 1)", "no such setting"),
        ("remote = true\n", "remote (line 1)", "can't be set here"),
        ("mouse = \n", "settings.toml", "line 1"),
        (b"theme = '\xff'\n", "settings.toml", "UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_remedy(
    env: dict[str, str], text: str | bytes, line: str, reason: str
) -> None:
    file = write(env, text)

    error = refusal(env)

    assert str(file) in error.title
    assert [problem.field for problem in error.fields] == [line]
    assert reason in error.detail
    assert "default" in error.hint


def test_every_wrong_setting_is_listed_at_once(env: dict[str, str]) -> None:
    write(env, "mouse = 'maybe'\ntheme = 3\n")

    assert [problem.field for problem in refusal(env).fields] == ["theme (line 2)", "mouse (line 1)"]


def test_a_wrong_variable_is_named_as_the_variable(env: dict[str, str]) -> None:
    error = refusal(env | {"RESELLERTUI_MOUSE": "maybe"})

    assert [problem.field for problem in error.fields] == ["RESELLERTUI_MOUSE"]
    assert "unset" in error.hint


def test_a_settings_file_that_can_not_be_read_is_an_error_and_not_the_defaults(env: dict[str, str]) -> None:
    write(env, "").unlink()
    (Path(env["HOME"]) / ".config/resellertui/settings.toml").mkdir()

    assert "can't be read" in refusal(env).detail


def test_a_chosen_theme_is_remembered_and_the_users_file_untouched(env: dict[str, str]) -> None:
    file = write(env, 'theme = "nord" # mine\n')
    settings = load_settings(env)

    remember_theme(settings, 'odd "name" \\ é')

    assert load_settings(env).theme == 'odd "name" \\ é'
    assert file.read_text() == 'theme = "nord" # mine\n'
    assert stat.S_IMODE(settings.console_file.stat().st_mode) == 0o600


def test_a_theme_is_remembered_where_there_is_no_folder_yet(env: dict[str, str]) -> None:
    remember_theme(load_settings(env), "nord")

    assert load_settings(env).theme == "nord"


@pytest.mark.parametrize("name", ["", "a\nb", "\x7f"])
def test_what_is_no_theme_name_is_not_remembered(env: dict[str, str], name: str) -> None:
    with pytest.raises(Invalid):
        remember_theme(load_settings(env), name)


@pytest.mark.parametrize("content", [b"theme = ", b"\xff", b"theme = 3"])
def test_a_damaged_memory_of_the_console_is_forgotten(env: dict[str, str], content: bytes) -> None:
    settings = load_settings(env)
    settings.config_dir.mkdir(parents=True)
    settings.console_file.write_bytes(content)

    assert load_settings(env).theme is None


@pytest.mark.parametrize(
    ("text", "url", "path"),
    [
        ("/srv/a.sqlite", "sqlite:////srv/a.sqlite", "/srv/a.sqlite"),
        ("a b.sqlite", "sqlite:////base/a b.sqlite", "/base/a b.sqlite"),
        ("../a.sqlite", "sqlite:////a.sqlite", "/a.sqlite"),
        ("/srv/50%?.sqlite", "sqlite:////srv/50%25%3F.sqlite", "/srv/50%?.sqlite"),
        ("sqlite:///a.sqlite", "sqlite:////base/a.sqlite", "/base/a.sqlite"),
        ("sqlite:////srv/a%20b.sqlite", "sqlite:////srv/a b.sqlite", "/srv/a b.sqlite"),
        ("sqlite+pysqlite:////a.sqlite?timeout=5", "sqlite+pysqlite:////a.sqlite?timeout=5", "/a.sqlite"),
        ("sqlite://", "sqlite://", None),
        ("sqlite:///:memory:", "sqlite:///:memory:", None),
        ("postgresql+psycopg://u:p@host/db", "postgresql+psycopg://u:p@host/db", None),
    ],
)
def test_a_database_is_a_path_or_a_url(text: str, url: str, path: str | None) -> None:
    assert database_url(text, Path("/base")) == (url, Path(path) if path else None)


def test_a_home_relative_database_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert database_url("~/a.sqlite")[1] == tmp_path / "a.sqlite"


def test_a_database_path_is_relative_to_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert database_url("a.sqlite")[1] == tmp_path / "a.sqlite"


@pytest.mark.parametrize("text", ["", " ", "a\0b", "sqlite://a.sqlite", "sqlite://host/a.sqlite"])
def test_what_is_no_database_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        database_url(text)


def test_the_urls_mean_the_same_files_to_the_database_library() -> None:
    from sqlalchemy import make_url

    for name in ("/srv/a b.sqlite", "/srv/50%?.sqlite", "/srv/é#.sqlite"):
        assert make_url(database_url(name)[0]).database == name


def test_importing_the_settings_loads_no_validation_library() -> None:
    code = "import resellertui.settings, sys; print({'pydantic', 'platformdirs', 'sqlalchemy'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)

    assert done.stdout == "set()\n"
