"""The count of unread notices in the top bar: nothing at zero, and the room for it is always kept."""

from __future__ import annotations

from textual import work

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.tui.commands import CommandHost
from resellertui.tui.text import plain
from resellertui.tui.widgets.bar_button import BarButton

MOST_SAID = 99
"""Of more, the bell says only that there are more."""


class Bell(CommandHost, BarButton):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Looks again when a page opens and when something was changed; never holds a key up."""

    def __init__(self) -> None:
        super().__init__("app.notices", id="bell")

    def on_mount(self) -> None:
        """Follow what changes."""
        self.app.changed.subscribe(self, lambda _nothing: self.look())

    @work(group="bell", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """Count once more, as soon as there is somebody whose notices they are."""
        app = self.app
        await app.has_opened.wait()
        if app.person is None:
            self.say(plain(""))
            return
        try:
            count = await app.ask(app.services.notices.unread)
        except ResellerError:
            return  # whatever is wrong, the page in front says it: the bell keeps what it said
        self.say(plain(bell_words(count)))


def bell_words(count: int) -> str:
    """Return what the bell says of so many notices."""
    if not count:
        return ""
    return _("{count} new").format(count=count if count <= MOST_SAID else f"{MOST_SAID}+")
