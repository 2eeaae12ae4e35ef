"""Signing up, step by step; a signed-in person makes a further organisation the same way, without saying who they are.

Escape goes one step back, and nothing that was entered is lost. Each step says what stands against it before the next
one; before the review everything is looked at once more, by what will make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Button, Static

from resellertui.domain.client_account import FIELDS, label_of, new_account_problems, shown
from resellertui.domain.countries import country_called, currency_of
from resellertui.domain.errors import FieldProblem, Invalid, ResellerError
from resellertui.domain.numbers import check_register_number, check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.inputs import SignUp
from resellertui.services.signing_up import SignedUp
from resellertui.tui.bridge import StillSaving
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.screens.console_screen import ConsoleScreen
from resellertui.tui.screens.signing_up.panes import (
    AGAIN,
    ContactPane,
    KindPane,
    NumbersPane,
    Pane,
    PersonPane,
    ReviewPane,
    TermsPane,
)
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Form
from resellertui.tui.widgets.key_footer import KeyFooter
from resellertui.tui.widgets.support_button import SupportButton
from resellertui.tui.widgets.too_small import TooSmall

ROOMY = 76
"""From how many columns on the line of steps is written with room between them."""


class SignUpPage(HeldKeys, ConsoleScreen[SignedUp | None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """The wizard; answers what was made, or None when it is left."""

    CSS_PATH = "page.tcss"
    GUIDE = "sign-up"
    HELP_TITLE = "Signing up"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("sign_up.next", "f8", "Next", "Go to the next step; on the review, make it.", footer=10, palette=False),
        Command("sign_up.back", "escape", "Back", "Go one step back, with everything kept.", footer=98, palette=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._blocked: tuple[FieldProblem, ...] | None = None
        """What stands in the way of the review; None while that is being looked at."""
        self._is_confirmed = False
        self.next_button = Button(plain(_("Next")), id="next", compact=True, variant="primary")

    def compose(self) -> ComposeResult:
        """Lay out title, line of steps, steps and keys."""
        person = (PersonPane(self),) if self.app.person is None else ()
        self.panes: tuple[Pane, ...] = (
            KindPane(self),
            ContactPane(self),
            NumbersPane(self),
            *person,
            TermsPane(self),
            ReviewPane(self),
        )
        with Vertical(classes="desk"):
            title = _("Sign up") if self.app.person is None else _("New organisation")
            yield Static(plain(title), classes="page-title")
            with Vertical(classes="page-body"):
                yield Static(classes="step-line")
                for one in self.panes:
                    one.display = False
                    yield one
                yield self.next_button
            with Horizontal(classes="bottom-bar"):
                yield KeyFooter()
                yield SupportButton()
        yield TooSmall()

    def on_mount(self) -> None:
        """Start with the first step."""
        self._show()

    @property
    def pane(self) -> Pane:
        """The step in front."""
        return self.panes[self._at]

    @property
    def kind(self) -> OrganisationKind:
        """The kind that is chosen."""
        return OrganisationKind(self._entered()["kind"])

    @property
    def country(self) -> str:
        """The code of the country that is entered, or an empty text."""
        return country_called(str(self._entered()["country"])) or ""

    @property
    def organisation_name(self) -> str:
        """The legal name as it is entered."""
        return str(self._entered()["name"]).strip()

    def wish(self) -> SignUp:
        """Return what is entered, as the service takes it."""
        values = self._entered()
        wish: SignUp = SignUp.of(**{name: one for name, one in values.items() if name not in {"password", AGAIN}})
        return wish

    def facts(self) -> list[tuple[str, str]]:
        """Return what is entered, as people read it."""
        values = {name: str(self._entered().get(name, "")) for name in FIELDS}
        country = self.country
        values["country"] = country or values["country"]
        if number := check_register_number(values["register_number"], country or None).normal:
            values["register_number"] = number
        if number := check_vat_number(values["vat_number"], country or None, self.kind).normal:
            values["vat_number"] = number
        facts = [(label_of(one), shown(one, values[one], country)) for one in FIELDS if values[one].strip()]
        if country:
            facts.append((label_of("currency"), currency_of(country).value))
        entered = self._entered()
        if "owner_name" in entered:
            facts += [(_("Your name"), entered["owner_name"]), (_("Your e-mail"), entered["owner_email"])]
        return facts

    def action_next(self) -> None:
        """Go on, if nothing stands against this step; on the review, make it, or go to what stands in the way."""
        if isinstance(self.pane, ReviewPane):
            self._end()
        elif not self._refused_here():
            self._go(self._at + 1)

    @on(Form.Submitted)
    @on(Button.Pressed, "#next")
    def take(self) -> None:
        """Go on from the last field of text, or by the button."""
        self.action_next()

    def action_back(self) -> None:
        """Go one step back; out of the first one, after a question if anything was entered."""
        self.release(replay=False)
        if self._at:
            self.workers.cancel_group(self, "consider")
            self._go(self._at - 1)
        else:
            self._leave()

    def _refused_here(self) -> bool:
        """Show what stands against the step in front, if anything."""
        found = self.pane.problems(new_account_problems(self._account()))
        if found:
            self.app.forget_typed()
        self.pane.form.show_problems(found)
        return bool(found)

    def _end(self) -> None:
        if self._blocked is None or self._is_confirmed:
            return
        if not self._blocked:
            self._is_confirmed = True
            self.carry_out()
            return
        named = {one.field for one in self._blocked}
        at = next((place for place, one in enumerate(self.panes) if named & one.values().keys()), 0)
        problems = self._blocked
        self._go(at)
        self.pane.form.show_problems([one for one in problems if one.field in self.pane.values()])

    def _go(self, at: int) -> None:
        self._at, self._blocked = at, None
        self._show()
        if isinstance(self.pane, ReviewPane):
            self.hold()
            self.consider()

    def _show(self) -> None:
        for one in self.panes:
            one.display = one is self.pane
        self.pane.entered()
        self.next_button.label = plain(_("Make it")) if isinstance(self.pane, ReviewPane) else plain(_("Next"))
        self.set_focus(self.pane.first_focus(), scroll_visible=False)
        self.pane.scroll_home(animate=False)
        self.query_one(".step-line", Static).update(self._step_line())

    def on_resize(self, _event: Resize) -> None:
        """Write the line of steps as the width allows."""
        for one in self.query(".step-line").results(Static):
            one.update(self._step_line())

    def _step_line(self) -> Content:
        is_narrow = self.size.width < ROOMY
        parts = []
        for number, one in enumerate(self.panes, start=1):
            words = f"{number} {visible(_(one.NAME))}"
            in_front = one is self.pane
            if in_front:
                parts.append(Content.styled(f"[{words}]", "bold $text-accent"))
            else:
                parts.append(Content(words if is_narrow else f" {words} "))
        return Content("›" if is_narrow else " › ").join(parts)

    @work(exclusive=True, group="consider")
    async def consider(self) -> None:
        """Have everything looked at by what will make it; an address that has an account is found here."""
        review = self.pane
        problems: tuple[FieldProblem, ...] | None = None
        with self.app.reporting():
            try:
                await self.app.ask(self.app.services.rehearsing().signing_up.sign_up, self.wish(), self._password())
                problems = ()
            except Invalid as refusal:
                problems = tuple(refusal.fields)
        if problems is None:
            self.action_back()
            return
        self._blocked = problems
        if isinstance(review, ReviewPane):
            review.show_end([(self._label(one.field), one.reason) for one in problems])
        self.release(replay=not problems)

    @work(group="carry-out")
    async def carry_out(self) -> None:
        """Have it made; then close, or show what stands in the way by now."""
        made: SignedUp | None = None
        with self.app.reporting():
            try:
                made = await self.app.tell(
                    self.app.services.signing_up.sign_up, self.wish(), self._password(), console=True
                )
            except StillSaving:
                raise
            except Invalid as refusal:
                self._blocked = tuple(refusal.fields)
                self._is_confirmed = False
                self._end()
                return
            except ResellerError:
                self._is_confirmed = False
                raise
        if made is None:
            self._is_confirmed = False
        elif self.app.screen is self:
            self.dismiss(made)

    def unfinished(self) -> str | None:
        """Say that something is entered."""
        if any(one.form.is_dirty for one in self.panes):
            return _("What you have entered here is not kept.")
        return None

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        reason = self.unfinished()
        if reason is not None and not await self.app.push_screen_wait(
            ConfirmDialog(_("Leave without keeping it?"), (reason,), yes=_("Leave"))
        ):
            return
        if self.app.screen is self:
            self.dismiss(None)

    def _entered(self) -> dict[str, str]:
        """Return what is entered in every field that is asked for."""
        values: dict[str, str] = {}
        for one in self.panes:
            values |= one.values()
        return values

    def _account(self) -> Mapping[str, str]:
        values = self._entered()
        return {name: str(values.get(name, "")) for name in FIELDS}

    def _password(self) -> str:
        return str(self._entered().get("password", ""))

    def _label(self, field: str) -> str:
        pane = next((one for one in self.panes if field in one.values()), None)
        return pane.label(field) if pane is not None else field


def welcome_words(made: SignedUp, *, is_new_person: bool) -> str:
    """Return what to say once it is made."""
    name = made.organisation.name
    if is_new_person:
        return _("{organisation} is ready. A mail asks you to confirm your address.").format(organisation=name)
    return _("{organisation} is ready; you act for it now.").format(organisation=name)
