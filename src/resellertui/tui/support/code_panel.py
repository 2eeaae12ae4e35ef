"""A code that is hidden until it is asked for: large digits in groups, how long it lives, and keys to copy or renew it.

It is hidden again after half a minute whatever is done meanwhile, so that a session at which nobody sits never shows
one, and at once when anything else comes to the front: another part, another page, a dialog, the help. Its digits are
drawn here and nowhere else: they are in no title, no message in passing, no name of a file and no log.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Digits, Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.span import left
from resellertui.domain.support_code import LIFETIME, CodeKind
from resellertui.domain.wording import _
from resellertui.services.support.code_views import CodesView, OwnCodeView, VipCodeView
from resellertui.tui.clipboard import send
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.formats import moment
from resellertui.tui.text import plain

HIDE_AFTER = 30.0
"""Seconds for which a code is shown."""
TICK = 20.0
"""Seconds after which the time that is left is drawn again."""
BAR_CELLS = 20
HIDDEN = "••• ••• ••• •"

SHOW = Command("code.show", "v,enter", "Show or hide", "Show the code, or hide it.", footer=10)
COPY = Command("code.copy", "c,y", "Copy", "Send the code to your terminal's clipboard.", footer=20)
RENEW = Command("code.renew", "n", "Make a new one", "Make a new code; the old one is dead at once.", footer=30)


class CodePanel(CommandHost, Vertical, can_focus=True):  # type: ignore[misc]  # `app` is narrowed, by a property
    """One code, the reader's own or the organisation's."""

    HELP_TITLE = "Support code and VIP code"
    VERBS: ClassVar[tuple[Command, ...]] = (SHOW, COPY, RENEW)

    def __init__(self, kind: CodeKind) -> None:
        super().__init__(classes="code-panel")
        self.kind = kind
        self._view: CodesView | None = None
        self._shown: OwnCodeView | VipCodeView | None = None
        self._timer: Timer | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, the digits and what is said of them."""
        yield Static(classes="code-title")
        yield Digits(classes="code-digits")
        yield Static(classes="code-line")
        yield Static(classes="code-life")

    def on_mount(self) -> None:
        """Hide the code when anything else comes to the front; let its time shrink."""
        self.query_one(Digits).display = False
        self.app.screen_change_signal.subscribe(self, self._note_screen)
        self.set_interval(TICK, self.redraw)
        self.redraw()

    def on_hide(self) -> None:
        """Hide the code with the part of the page that it is in."""
        self.hide()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark it by more than its colour."""
        super().watch_has_focus(has_focus)
        if self.is_mounted:
            self.redraw()

    @property
    def is_shown(self) -> bool:
        """Whether the digits are on the screen."""
        return self._shown is not None

    def take(self, view: CodesView) -> None:
        """Show how things stand; a code that was replaced elsewhere is not shown any longer."""
        self._view = view
        until = view.valid_until if self.kind is CodeKind.SUPPORT else view.vip_issued_at
        if self._shown is not None and until != _lives(self._shown):
            self.hide()
        self.redraw()

    def why_not(self, command: Command) -> str | None:
        """Say which plans have a VIP code."""
        return self._why_none() or super().why_not(command)

    @work(group="code", exclusive=True)
    async def action_show(self) -> None:
        """Show the code, or hide it."""
        if self._shown is not None:
            self.hide()
        else:
            await self._look(renew=False)

    @work(group="code", exclusive=True)
    async def action_copy(self) -> None:
        """Copy the code; where it was hidden it stays so."""
        view = self._shown or await self._asked(renew=False)
        if view is None or view.code is None:
            return
        try:
            await self.app.tell(self.app.services.support_codes.note_copy, self.kind)
        except ResellerError as error:
            self._say_trouble(error)
            return
        send(self.app, view.code)
        self.app.say(
            _("The code was sent to your terminal's clipboard. If it does not arrive there, show it and type it.")
        )

    @work(group="dialog", exclusive=True)
    async def action_renew(self) -> None:
        """Make a new code, after a question."""
        from resellertui.tui.dialogs.confirm import ConfirmDialog

        own = self.kind is CodeKind.SUPPORT
        question = _("Make a new support code?") if own else _("Make a new VIP code?")
        effects = [_("The old one is dead at once, in a call that goes on too.")]
        if not own:
            effects.append(
                _("Tell the others of your organisation: whoever noted the old one is not recognised by it.")
            )
        if await self.app.push_screen_wait(ConfirmDialog(question, effects, yes=_("Make a new one"))):
            await self._look(renew=True)

    def hide(self) -> None:
        """Hide the digits, and forget them."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._shown is not None:
            self._shown = None
            self.redraw()

    def redraw(self) -> None:
        """Draw what is known now; a code whose time has come is hidden."""
        shown, view = self._shown, self._view
        if isinstance(shown, OwnCodeView) and shown.valid_until <= self._now():
            self.hide()
            return
        digits = self.query_one(Digits)
        digits.display = shown is not None
        digits.update(shown.shown if shown is not None else "")
        title = _("Your support code") if self.kind is CodeKind.SUPPORT else _("The VIP code of your organisation")
        mark = "▸ " if self.has_focus else "  "
        self.query_one(".code-title", Static).update(Content.styled(f"{mark}{title}", "bold"))
        line = HIDDEN if shown is None else _("To select or read out: {code}").format(code=shown.shown)
        why = self._why_none()
        self.query_one(".code-line", Static).update(plain_lines("" if view is None else self._trouble or why or line))
        self.query_one(".code-life", Static).update(plain("" if view is None else self._life(view)))

    async def _look(self, *, renew: bool) -> None:
        view = await self._asked(renew=renew)
        if view is None or not self._is_in_front:
            return
        self._shown = view
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(HIDE_AFTER, self.hide)
        self.redraw()
        self.call_after_refresh(self.scroll_visible, animate=False)

    @property
    def _is_in_front(self) -> bool:
        """Whether the part that it is in has not been left while the code was asked for."""
        if not self.is_attached or self.app.screen is not self.screen:
            return False
        return all(one.display for one in self.ancestors_with_self if isinstance(one, Widget))

    async def _asked(self, *, renew: bool) -> OwnCodeView | VipCodeView | None:
        """Return the code, which is noted as shown; or say here why there is none, and leave the page as it is."""
        codes = self.app.services.support_codes
        ask = codes.code if self.kind is CodeKind.SUPPORT else codes.vip
        self._trouble = ""
        with self.app.reporting():
            try:
                return await self.app.tell(ask, renew=renew)
            except ResellerError as error:
                self._say_trouble(error)
        return None

    def _say_trouble(self, error: ResellerError) -> None:
        self._trouble = "\n".join(part for part in (error.title, error.detail, error.hint) if part)
        if self.is_attached:
            self.redraw()

    def _why_none(self) -> str:
        return self._view.why_no_vip if self._view is not None and self.kind is CodeKind.VIP else ""

    def _life(self, view: CodesView) -> str:
        if self.kind is CodeKind.SUPPORT:
            if view.valid_until is None or view.valid_until <= self._now():
                return _("None is in use. Showing it makes one, which lives for a day.")
            words = _("{left}, until {moment}").format(
                left=left(view.valid_until, self._now()), moment=moment(view.valid_until)
            )
            return f"{bar((view.valid_until - self._now()) / LIFETIME)} {words}"
        if view.why_no_vip:
            return _("By a VIP code the support knows your organisation at once, whoever of you calls.")
        return _("It lives until a new one is made or the plan {plan} ends.").format(plan=view.plan)

    def _now(self) -> datetime:
        return self.app.services.office.clock.now()

    def _note_screen(self, screen: object) -> None:
        if screen is not self.screen:
            self.hide()


def bar(share: float) -> str:
    """Return a bar that shrinks; what is left is never drawn as nothing."""
    full = max(1, min(BAR_CELLS, round(share * BAR_CELLS)))
    return "█" * full + "░" * (BAR_CELLS - full)


def plain_lines(words: str) -> Content:
    """Return several lines that are never parsed as markup."""
    return Content("\n").join(plain(line) for line in words.split("\n"))


def _lives(view: OwnCodeView | VipCodeView) -> datetime:
    return view.valid_until if isinstance(view, OwnCodeView) else view.issued_at
