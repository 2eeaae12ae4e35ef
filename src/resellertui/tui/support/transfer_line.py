"""The transfer code of a domain on its page: hidden until it is asked for, and hidden again after half a minute.

As with the codes of support, its characters are drawn here and nowhere else.
"""

from __future__ import annotations

from typing import Any

from textual.timer import Timer
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.services.support.code_views import TransferCodeView
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.support.code_panel import HIDE_AFTER, plain_lines
from resellertui.tui.widgets.form import TextField

TRANSFER = Command(
    "product.transfer",
    "x",
    "Transfer code",
    "Show or hide the code by which the domain is moved to another registrar.",
    footer=35,
)
ENTER = Command(
    "product.enter_transfer",
    "X",
    "Enter transfer code",
    "Enter the code by which the domain is moved to another registrar, as the registry gave it.",
    permission=Action.TRANSFER_CODE_ENTER,
    footer=36,
)


class TransferLine(CommandHost, Static):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows a domain's transfer code for half a minute."""

    def __init__(self) -> None:
        super().__init__(classes="transfer-line")
        self._shown: TransferCodeView | None = None
        self._trouble = ""
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Hide it when anything else comes to the front."""
        self.app.screen_change_signal.subscribe(self, self._note_screen)
        self.redraw()

    async def switch(self, product: str) -> None:
        """Show the code, which is noted, or hide it."""
        if self._shown is not None:
            self.hide()
            return
        self._trouble = ""
        with self.app.reporting():
            try:
                view = await self.app.tell(self.app.services.transfer_codes.show, product)
            except ResellerError as error:
                self._trouble = "\n".join(part for part in (error.title, error.detail, error.hint) if part)
                view = None
        if not self.is_attached or self.app.screen is not self.screen:
            return
        self._shown = view
        if view is not None:
            self._timer = self.set_timer(HIDE_AFTER, self.hide)
        self.redraw()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def hide(self) -> None:
        """Hide the code, and forget it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._shown = None
        self.redraw()

    def redraw(self) -> None:
        """Draw what is known now."""
        code = _("hidden; each look at it is logged")
        if self._shown is not None:
            code = self._shown.code or _("not shown")
        line = _("Transfer code: {code}").format(code=code)
        what = _("It moves the domain to another registrar. It is no support code: never say it on the phone.")
        self.update(plain_lines(f"{self._trouble or line}\n{what}"))

    def _note_screen(self, screen: object) -> None:
        if screen is not self.screen:
            self.hide()


class EnterTransferDialog(SavingForm):
    """Asks staff for a domain's transfer code."""

    def __init__(self, product: str, name: str) -> None:
        super().__init__(
            _("The transfer code of {name}").format(name=name),
            TextField("code", _("Transfer code"), password=True, hint=_("It takes the place of a former one.")),
        )
        self._product = product
        self._name = name

    async def save(self, values: dict[str, Any]) -> str:
        """Keep it, sealed."""
        await self.app.tell(self.app.services.transfer_codes.enter, self._product, values["code"])
        values["code"] = ""
        return _("The transfer code of {name} is kept.").format(name=self._name)
