"""Ending a partnership: everything that stops, a first confirmation, then the password."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.errors import FieldProblem, ResellerError, SlowedDown, WrongPassword
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.partnerships.arranging import Outcome
from resellertui.tui.dialogs.partnership_acts import PartnershipAct
from resellertui.tui.partnership_words import other_side
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Field, TextField


class EndDialog(PartnershipAct):
    """Either side ends the partnership at once."""

    GUIDE = "ending"

    SAFE = True
    DANGER = True

    _is_confirmed = False

    @property
    def is_asking(self) -> bool:
        """Whether the first confirmation is still to be given."""
        return not self._is_confirmed

    def title_text(self) -> str:
        """Return the question."""
        return _("End the partnership with {name} now?").format(name=other_side(self.view))

    def lines(self) -> Sequence[str]:
        """Return what the sentences below are."""
        return (_("This stops:"),)

    def compose_body(self) -> ComposeResult:
        """Yield what stops, and the password below it."""
        for line in self.lines():
            yield Static(plain(line), classes="act-line")
        yield Static(classes="act-effects")
        yield self.form

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("End it")

    def fields(self) -> Sequence[Field]:
        """Return the password, which is the second confirmation."""
        return (TextField("password", _("Your password, to end it"), password=True),)

    async def effects(self) -> Sequence[str]:
        """Return everything that stops."""
        preview = await self.app.ask(self.app.services.partnerships.preview_end, self.view.id)
        return preview.effects

    def go_on(self) -> None:
        """Take the first confirmation, then the second."""
        if self._is_confirmed:
            super().go_on()
            return
        self._is_confirmed = True
        self.query_one(".dialog-title", Static).update(plain(self.title_text()))
        button = self.query_one("#yes", Button)
        button.label = plain(_("End it for good"))
        button.refresh(layout=True)
        self.form.display = True
        self.form.focus_first()
        self.refresh_bindings()

    def act(self, actor: Actor, services: Services) -> Outcome:
        """End it."""
        return services.agreements.end(actor, self.view.id, self.entered["password"])

    def problems_of(self, error: ResellerError) -> Sequence[FieldProblem]:
        """Return a wrong password's words for the field, so that the dialog stays."""
        if isinstance(error, WrongPassword | SlowedDown):
            return (FieldProblem("password", str(error)),)
        return super().problems_of(error)

    def consider(self) -> None:
        """Typing the password changes nothing of what stops."""

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} is ended: {name} is told.").format(id=outcome.partnership.id, name=other_side(self.view))
