"""Keys that are pressed before a screen knows what they act on: held, then done in the order they were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events

from resellertui.domain.errors import ResellerError

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class HeldKeys:
    """Mixed into screens that read something first; escape is never held."""

    NEVER_HELD: ClassVar[frozenset[str]] = frozenset({"escape"})

    _is_holding = False
    _is_releasing = False
    _held: tuple[events.Key, ...] = ()

    if TYPE_CHECKING:

        @property
        def app(self) -> ConsoleApp:
            """The console."""

    @property
    def is_holding(self) -> bool:
        """Whether keys wait."""
        return self._is_holding

    def is_reading_for(self, key: events.Key) -> bool:
        """Return whether a key waits for what is read again; for the first reading it is held here."""
        reads: bool = not self._is_holding and super().is_reading_for(key)  # type: ignore[misc]  # of a screen
        return reads

    def hold(self) -> None:
        """Hold the keys that come from now on."""
        self._is_holding = True
        self._is_releasing = False

    def release(self, *, replay: bool = True) -> None:
        """Do what was held, or with `replay` off forget it, because it was meant for something else.

        A key that is on its way here was pressed after those that are held, so it is held with them first.
        """
        if replay and self._is_holding:
            self._is_releasing = True
            self.app.key_order.after_the_key(self._replay)
        else:
            self._held, self._is_holding, self._is_releasing = (), False, False

    def _replay(self) -> None:
        if self._is_releasing:
            held, self._held, self._is_holding, self._is_releasing = self._held, (), False, False
            self.app.put_back([events.Key(event.key, event.character) for event in held])

    def forget_on(self, error: ResellerError) -> None:
        """Forget what was held and show what went wrong instead."""
        self.release(replay=False)
        self.app.show_error(error)

    def on_key(self, event: events.Key) -> None:
        """Hold a key before its command is looked up."""
        if self._is_holding and event.key not in self.NEVER_HELD:
            event.stop()
            event.prevent_default()
            self._held = (*self._held, event)
