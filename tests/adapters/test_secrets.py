"""Secrets in a keyring, in files, and in whichever of the two there is."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from resellertui.adapters.secrets import (
    FileSecrets,
    KeyringSecrets,
    LayeredSecrets,
    SecretsUnavailable,
    default_secrets,
)
from resellertui.domain.errors import Invalid


class MemoryKeyring(KeyringBackend):
    """A working keyring that forgets everything with the process."""

    priority: float = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring is typed in part
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.kept[service, username]

    def _answer(self) -> None:
        self.asked += 1
        if self.broken:
            raise KeyringLocked("the collection is locked")


class SilentKeyring(MemoryKeyring):
    """A keyring whose bus never answers, until the test is over."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def _answer(self) -> None:
        self.asked += 1
        self.released.wait(20)


class PromptingKeyring(MemoryKeyring):
    """A keyring that would ask for its password on the terminal, and rates itself accordingly."""

    priority = 0.6


@pytest.fixture
def memory() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def files(tmp_path: Path) -> FileSecrets:
    return FileSecrets(tmp_path / "secrets")


@pytest.fixture
def restored_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_keeps_a_secret_whole_and_private(tmp_path: Path, files: FileSecrets) -> None:
    files.put("session/é@example.com", "tökèn\nwith\r\nlines ")

    assert files.get("session/é@example.com") == "tökèn\nwith\r\nlines "
    assert mode(tmp_path / "secrets") == 0o700
    (file,) = (tmp_path / "secrets").iterdir()
    assert mode(file) == 0o600


def test_a_file_secret_is_replaced_and_forgotten(files: FileSecrets) -> None:
    assert files.get("key") is None
    files.drop("key")
    files.put("key", "one")
    files.put("key", "two")
    assert files.get("key") == "two"

    files.drop("key")

    assert files.get("key") is None


def test_a_secret_that_others_could_read_is_closed_to_them_and_used(tmp_path: Path, files: FileSecrets) -> None:
    files.put("key", "value")
    (tmp_path / "secrets").chmod(0o755)
    file = tmp_path / "secrets" / "key"
    file.chmod(0o644)

    assert files.get("key") == "value"
    assert mode(file) == 0o600
    files.put("other", "value")
    assert mode(tmp_path / "secrets") == 0o700


@pytest.mark.parametrize("name", ["../../outside", "..", "a/b", "\0", "KEY"])
def test_no_name_of_a_secret_reaches_outside_its_folder(tmp_path: Path, files: FileSecrets, name: str) -> None:
    files.put(name, "value")

    assert files.get(name) == "value"
    assert [path.name for path in tmp_path.iterdir()] == ["secrets"]


def test_a_secret_file_that_can_not_be_removed_is_an_error_in_words(tmp_path: Path, files: FileSecrets) -> None:
    (tmp_path / "secrets" / "key").mkdir(parents=True)

    with pytest.raises(SecretsUnavailable):
        files.drop("key")


def test_names_that_differ_in_case_are_different_secrets(files: FileSecrets) -> None:
    files.put("key", "small")
    files.put("KEY", "large")

    assert (files.get("key"), files.get("KEY")) == ("small", "large")


def test_a_damaged_secret_file_is_named_and_not_taken_for_absent(tmp_path: Path, files: FileSecrets) -> None:
    files.put("key", "value")
    (tmp_path / "secrets" / "key").write_bytes(b"\xff\xfe")

    with pytest.raises(SecretsUnavailable) as failure:
        files.get("key")

    assert str(tmp_path / "secrets" / "key") in failure.value.detail


def test_a_folder_that_can_not_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "secrets").touch()

    with pytest.raises(SecretsUnavailable):
        FileSecrets(tmp_path / "secrets").put("key", "value")


def test_the_keyring_keeps_secrets_under_our_service(memory: MemoryKeyring) -> None:
    secrets = KeyringSecrets(memory)

    secrets.put("key", "value")

    assert memory.kept == {("resellertui", "key"): "value"}
    assert secrets.get("key") == "value"
    assert secrets.get("other") is None
    assert "keyring" in secrets.place("key")
    secrets.drop("key")
    secrets.drop("key")
    assert memory.kept == {}


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, PromptingKeyring])
def test_a_keyring_that_keeps_nothing_or_prompts_is_no_keyring(kind: type[KeyringBackend]) -> None:
    backend = kind()

    with pytest.raises(SecretsUnavailable):
        KeyringSecrets(backend).get("key")


def test_a_silent_keyring_is_given_up_on() -> None:
    silent = SilentKeyring()

    with pytest.raises(SecretsUnavailable, match="no answer"):
        KeyringSecrets(silent, ask_seconds=0.05).get("key")

    silent.released.set()


def test_with_a_keyring_nothing_is_written_to_files(tmp_path: Path, files: FileSecrets, memory: MemoryKeyring) -> None:
    secrets = LayeredSecrets(KeyringSecrets(memory), files)

    secrets.put("key", "value")

    assert secrets.get("key") == "value"
    assert not (tmp_path / "secrets").exists()
    assert "keyring" in secrets.place("key")


def test_a_failing_keyring_gives_way_to_files_and_is_asked_once(files: FileSecrets, memory: MemoryKeyring) -> None:
    memory.broken = True
    secrets = LayeredSecrets(KeyringSecrets(memory), files)

    secrets.put("key", "value")

    assert secrets.get("key") == files.get("key") == "value"
    assert secrets.get("other") is None
    assert memory.asked == 1
    assert "file" in secrets.place("key")
    assert "file" in secrets.place("other")


def test_a_silent_keyring_gives_way_to_files(files: FileSecrets) -> None:
    silent = SilentKeyring()
    secrets = LayeredSecrets(KeyringSecrets(silent, ask_seconds=0.05), files)

    secrets.put("key", "value")

    assert secrets.get("key") == "value"
    silent.released.set()


def test_a_secret_that_only_a_file_has_is_found_beside_a_keyring(files: FileSecrets, memory: MemoryKeyring) -> None:
    files.put("key", "from the file")
    secrets = LayeredSecrets(KeyringSecrets(memory), files)

    assert secrets.get("key") == "from the file"
    assert "file" in secrets.place("key")


def test_what_was_written_while_the_keyring_was_away_wins_until_it_is_put_anew(
    files: FileSecrets, memory: MemoryKeyring
) -> None:
    LayeredSecrets(KeyringSecrets(memory), files).put("session", "old")
    memory.broken = True
    LayeredSecrets(KeyringSecrets(memory), files).put("session", "newer")
    memory.broken = False

    secrets = LayeredSecrets(KeyringSecrets(memory), files)
    assert secrets.get("session") == "newer"
    secrets.put("session", "newest")

    assert files.get("session") is None
    assert secrets.get("session") == "newest"


def test_dropping_forgets_the_secret_in_both_places(files: FileSecrets, memory: MemoryKeyring) -> None:
    secrets = LayeredSecrets(KeyringSecrets(memory), files)
    secrets.put("key", "value")
    files.put("key", "value")

    secrets.drop("key")

    assert secrets.get("key") is None
    assert memory.kept == {}


@pytest.mark.usefixtures("restored_keyring")
def test_by_default_the_systems_keyring_is_used(tmp_path: Path, memory: MemoryKeyring) -> None:
    keyring.set_keyring(memory)

    default_secrets(tmp_path, {}).put("key", "value")

    assert memory.kept == {("resellertui", "key"): "value"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("restored_keyring")
def test_by_default_files_are_used_on_a_host_without_a_keyring(tmp_path: Path) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring is typed in part

    default_secrets(tmp_path, {}).put("key", "value")

    assert (tmp_path / "secrets" / "key").read_text() == "value"


@pytest.mark.usefixtures("restored_keyring")
def test_the_environment_can_ask_for_files_only(tmp_path: Path, memory: MemoryKeyring) -> None:
    keyring.set_keyring(memory)

    default_secrets(tmp_path, {"RESELLERTUI_SECRETS": "file"}).put("key", "value")

    assert memory.asked == 0
    assert (tmp_path / "secrets" / "key").read_text() == "value"


def test_an_unknown_way_to_keep_secrets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="vault"):
        default_secrets(tmp_path, {"RESELLERTUI_SECRETS": "vault"})


def test_no_keyring_is_loaded_before_a_secret_is_asked_for(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from resellertui.adapters.secrets import default_secrets;"
        "default_secrets(Path(sys.argv[1]), {}); print('keyring' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
