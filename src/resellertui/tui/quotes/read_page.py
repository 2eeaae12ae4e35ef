"""The base of pages about one request: read first, with the keys that were pressed meanwhile done after that."""

from __future__ import annotations

from textual import work

from resellertui.domain.errors import ResellerError
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.screens.page import Page


class ReadPage(HeldKeys, Page[None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Reads what it shows when it opens and whenever something changed."""

    GUIDE = "quotes"

    async def read(self) -> None:
        """Read it; what is raised is shown, and closes the page: it is not, or no longer, the reader's to see."""
        raise NotImplementedError

    def show_read(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Read; keys wait for it."""
        self.hold()
        self.reload()

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read it again."""
        with self.app.reporting():
            try:
                await self.read()
            except ResellerError as error:
                self.leave()
                self.forget_on(error)
                return
            if self.is_open:
                self.show_read()
                self.refresh_bindings()
        if self.is_holding:
            self.release()
