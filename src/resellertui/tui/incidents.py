"""What nobody expected: written to the log under a short id, so that a user can quote it and the console can go on."""

from __future__ import annotations

from pathlib import Path

from resellertui.adapters.clock import Clock
from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _

LOG_FILE = "console.log"


class Incidents:
    """Writes unexpected errors to a file that only the user reads; never their local variables."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path = folder / LOG_FILE
        self._clock = clock

    def note(self, error: BaseException) -> str:
        """Write the error down and return its id; where the file can't be written, the id alone has to do."""
        import secrets
        import traceback

        from resellertui.adapters.filesystem import make_private_file, make_private_folder

        number = secrets.token_hex(3).upper()
        lines = traceback.format_exception(error)
        text = f"{self._clock.now().isoformat(timespec='seconds')} incident {number}\n{''.join(lines)}\n"
        try:
            make_private_folder(self.path.parent)
            make_private_file(self.path)
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            return number
        return number

    def as_error(self, error: BaseException) -> ResellerError:
        """Write the error down and return it as one that can be shown."""
        number = self.note(error)
        return ResellerError(
            _("Something unexpected happened (incident {number}).").format(number=number),
            _("The details are in {path}. What was saved before is safe.").format(path=self.path),
            _("Try again; if it happens again, quote the incident to your provider."),
        )
