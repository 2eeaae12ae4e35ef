"""Where keys and session tokens are kept: the system's keyring, or private files on a host that has none."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol, TypeVar

from resellertui.adapters.filesystem import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder, safe_name, write_private
from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "resellertui"
"""The name under which the system's keyring files what we store."""

CHOICE_VARIABLE = "RESELLERTUI_SECRETS"

FIND_SECONDS = 3.0
"""How long a search for a keyring may take: a session bus without anyone behind it never answers."""

ASK_SECONDS = 30.0
"""How long a keyring may take to answer: someone may be typing the password that unlocks it."""

T = TypeVar("T")


class SecretsUnavailable(ResellerError):
    """The place where secrets are kept can't be read or written."""

    code = "secrets"


class Secrets(Protocol):
    """A place for short secret texts, each under a name."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None when there is none of this name.

        Raises:
            SecretsUnavailable: the place can't be read.
        """
        ...

    def put(self, name: str, value: str) -> None:
        """Keep the secret, in place of the one that had this name.

        Raises:
            SecretsUnavailable: the place can't be written.
        """
        ...

    def drop(self, name: str) -> None:
        """Forget the secret; nothing happens when there is none.

        Raises:
            SecretsUnavailable: the place can't be written.
        """
        ...

    def place(self, name: str) -> str:
        """Say, for the user, where the secret is kept or would be."""
        ...


class FileSecrets:
    """One private file a secret, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        """Return whether there is a file for this secret."""
        return self._file(name).exists()

    def in_file(self, name: str) -> str | None:
        """Return the secret."""
        return self.get(name)

    def get(self, name: str) -> str | None:
        """Return the secret; a file that others could read is closed to them first."""
        try:
            with self._file(name).open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & ~PRIVATE_FILE:
                    os.fchmod(file.fileno(), PRIVATE_FILE)
                return file.read().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self._unavailable(name, error) from error

    def put(self, name: str, value: str) -> None:
        """Write the secret whole or not at all."""
        try:
            folder = make_private_folder(self._folder)
            if stat.S_IMODE(folder.stat().st_mode) & ~PRIVATE_FOLDER:
                folder.chmod(PRIVATE_FOLDER)
            write_private(self._file(name), value.encode())
        except OSError as error:
            raise self._unavailable(name, error) from error

    def drop(self, name: str) -> None:
        """Remove the secret's file."""
        try:
            self._file(name).unlink(missing_ok=True)
        except OSError as error:
            raise self._unavailable(name, error) from error

    def place(self, name: str) -> str:
        """Name the file."""
        return _("in the file {path}, which only its owner can read").format(path=self._file(name))

    def _file(self, name: str) -> Path:
        return self._folder / safe_name(name)

    def _unavailable(self, name: str, error: Exception) -> SecretsUnavailable:
        return SecretsUnavailable(
            _("A secret can't be read or written."),
            _("The file {path}: {reason}.").format(path=self._file(name), reason=_reason(error)),
            _("Make sure that the file and its folder belong to you."),
        )


class KeyringSecrets:
    """The system's keyring: found when first used, given up on when it does not answer in time."""

    def __init__(
        self,
        backend: KeyringBackend | None = None,
        *,
        find_seconds: float = FIND_SECONDS,
        ask_seconds: float = ASK_SECONDS,
    ) -> None:
        self._given = backend
        self._found: KeyringBackend | None = None
        self._find_seconds = find_seconds
        self._ask_seconds = ask_seconds

    def get(self, name: str) -> str | None:
        """Return the secret, waiting while the user unlocks the keyring."""
        backend = self._backend()
        return _within(self._ask_seconds, lambda: backend.get_password(SERVICE, name))

    def put(self, name: str, value: str) -> None:
        """Keep the secret in the keyring."""
        backend = self._backend()
        _within(self._ask_seconds, lambda: backend.set_password(SERVICE, name, value))

    def drop(self, name: str) -> None:
        """Take the secret out of the keyring."""
        backend = self._backend()

        def delete() -> None:
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)

        _within(self._ask_seconds, delete)

    def place(self, name: str) -> str:
        """Name the keyring and the entry in it."""
        return _("in your system's keyring ({keyring}), as {service}/{name}").format(
            keyring=self._backend().name, service=SERVICE, name=name
        )

    def _backend(self) -> KeyringBackend:
        if self._found is None:
            self._found = _within(self._find_seconds, lambda: _usable(self._given))
        return self._found


class LayeredSecrets:
    """The keyring while there is one, else files; a secret kept in a file is found there in either case.

    Putting a secret in the keyring removes its file, so a file that is there is the newer of the two: it was written
    while the keyring did not answer.
    """

    def __init__(self, keyring: Secrets, files: FileSecrets) -> None:
        self._keyring: Secrets | None = keyring
        self._files = files
        self._lock = Lock()

    def in_file(self, name: str) -> str | None:
        """Return the secret if it has a file; no keyring is asked."""
        return self._files.get(name) if self._files.has(name) else None

    def get(self, name: str) -> str | None:
        """Return the secret, from its file if it has one."""
        if self._files.has(name):
            return self._files.get(name)
        return self._ask(lambda keyring: keyring.get(name), lambda: self._files.get(name))

    def put(self, name: str, value: str) -> None:
        """Keep the secret in the keyring, or in a file if that fails."""

        def in_keyring(keyring: Secrets) -> None:
            keyring.put(name, value)
            self._files.drop(name)

        self._ask(in_keyring, lambda: self._files.put(name, value))

    def drop(self, name: str) -> None:
        """Forget the secret in both places."""
        self._files.drop(name)
        self._ask(lambda keyring: keyring.drop(name), lambda: None)

    def place(self, name: str) -> str:
        """Say which of the two places has, or would get, the secret."""
        if self._files.has(name):
            return self._files.place(name)
        return self._ask(lambda keyring: keyring.place(name), lambda: self._files.place(name))

    def _ask(self, keyring_way: Callable[[Secrets], T], file_way: Callable[[], T]) -> T:
        with self._lock:
            if self._keyring is not None:
                try:
                    return keyring_way(self._keyring)
                except SecretsUnavailable:
                    # One failure settles it for this process: no second wait, no second question to the user.
                    self._keyring = None
            return file_way()


def kept_in_file(secrets: Secrets, name: str) -> str | None:
    """Return the secret if a file holds it, where it is looked for first; None where anything else had to be asked.

    Raises:
        SecretsUnavailable: the file can't be read.
    """
    return secrets.in_file(name) if isinstance(secrets, FileSecrets | LayeredSecrets) else None


def default_secrets(config_dir: Path, env: Mapping[str, str] | None = None) -> Secrets:
    """Return the user's secrets: the keyring with files to fall back on, or files only by `RESELLERTUI_SECRETS=file`.

    Cheap: no keyring is looked for until a secret is first asked for.

    Raises:
        Invalid: the variable names a way that does not exist.
    """
    files = FileSecrets(config_dir / "secrets")
    choice = (os.environ if env is None else env).get(CHOICE_VARIABLE, "")
    if choice == "file":
        return files
    if choice in {"", "auto"}:
        return LayeredSecrets(KeyringSecrets(), files)
    raise Invalid(
        {CHOICE_VARIABLE: _("It must be “file” or “auto”, not “{value}”.").format(value=choice)},
        hint=_("Unset the variable to use your system's keyring where there is one."),
    )


def _usable(given: KeyringBackend | None) -> KeyringBackend:
    import keyring
    import keyring.core

    backend = given or keyring.get_keyring()
    # Below 1 are the null and failing backends, and those that would ask for a password on the console's own terminal.
    if not keyring.core.recommended(backend):
        raise LookupError(_("there is none on this machine"))
    return backend


def _within(seconds: float, question: Callable[[], T]) -> T:
    """Ask in a thread that is abandoned, and ends with the process, when no answer comes in time."""
    answers: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put((question(), None))
        except Exception as error:  # backends raise what their bus, daemon or system library raises
            answers.put((None, error))

    Thread(target=ask, name="keyring", daemon=True).start()
    try:
        answer, error = answers.get(timeout=seconds)
    except Empty:
        raise _no_keyring(_("it gave no answer")) from None
    if error is not None:
        raise _no_keyring(_reason(error)) from error
    return answer  # type: ignore[return-value]  # with no error, it is what the question returned


def _no_keyring(reason: str) -> SecretsUnavailable:
    return SecretsUnavailable(
        _("The system's keyring can't be used."),
        _("The reason: {reason}.").format(reason=reason),
        _("Unlock it, or set RESELLERTUI_SECRETS=file to keep secrets in private files."),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
