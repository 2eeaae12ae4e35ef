"""Limited or full; and with full access, whose payment method."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from resellertui.domain.partnership import Access, Payment
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.screens.arranging.step import Step

LIMITED = Command(
    "arranging.limited", "l", "Limited", "Limited access: products that you choose.", footer=20, palette=False
)
FULL_MINE = Command(
    "arranging.full_mine", "f", "Full, you pay", "Full access with your payment method.", footer=21, palette=False
)
FULL_THEIRS = Command(
    "arranging.full_theirs",
    "p",
    "Full, partner pays",
    "Full access with the partner's payment method.",
    footer=22,
    palette=False,
)
TAKE = Command("arranging.take", "enter", "Choose", "Choose what is under the cursor.", footer=10, palette=False)

CHOICES = (
    (LIMITED, Access.LIMITED, None),
    (FULL_MINE, Access.FULL, Payment.CLIENT),
    (FULL_THEIRS, Access.FULL, Payment.PARTNER),
)


class Options(OptionList, inherit_bindings=False):
    """Options whose enter belongs to the step around them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False),
        Binding("up,k", "cursor_up", "Up", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]


class AccessStep(Step):
    """Three choices, each with its letter."""

    NAME = "Access"
    VERBS: ClassVar[tuple[Command, ...]] = (TAKE, LIMITED, FULL_MINE, FULL_THEIRS)
    HELP_TITLE = "Choosing the access"

    def question(self) -> str:
        """Return what is asked."""
        return _("What shall {partner} reach, and who pays?").format(partner=self.page.partner_name)

    def compose_body(self) -> ComposeResult:
        """Yield the choices."""
        yield Options()

    def first_focus(self) -> Widget:
        """Return the choices."""
        return self.query_one(Options)

    def entered(self) -> None:
        """Name the partner in the choices, with the cursor on what was chosen before."""
        super().entered()
        options = self.query_one(Options)
        options.clear_options()
        prompts = [_prompt(choice[0].key, words) for choice, words in zip(CHOICES, self._words(), strict=True)]
        options.add_options([Option(one) for one in prompts])
        chosen = [index for index, one in enumerate(CHOICES) if one[1:] == (self.page.access, self.page.payment)]
        options.highlighted = chosen[0] if chosen else 0

    def action_take(self) -> None:
        """Take what is under the cursor."""
        at = self.query_one(Options).highlighted
        if at is not None:
            self._choose(at)

    def action_limited(self) -> None:
        """Take limited access."""
        self._choose(0)

    def action_full_mine(self) -> None:
        """Take full access with the client's method."""
        self._choose(1)

    def action_full_theirs(self) -> None:
        """Take full access with the partner's method."""
        self._choose(2)

    @on(OptionList.OptionSelected)
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self._choose(event.option_index)

    def _choose(self, at: int) -> None:
        self.query_one(Options).highlighted = at
        _command, access, payment = CHOICES[at]
        self.show_problem(None)
        self.page.choose_access(access, payment)

    def _words(self) -> tuple[tuple[str, str], ...]:
        partner = self.page.partner_name
        return (
            (
                _("Limited access"),
                _("{partner} reaches only the products that you choose. You pay.").format(partner=partner),
            ),
            (
                _("Full access, your payment method"),
                _("{partner} reaches every product and may order and renew. You pay.").format(partner=partner),
            ),
            (
                _("Full access, the partner's payment method"),
                _("{partner} reaches every product and may order and renew. It pays.").format(partner=partner),
            ),
        )


def _prompt(key: str, words: tuple[str, str]) -> Content:
    return Content.assemble(
        (f"{key}  ", "bold $text-accent"), (visible(words[0]), "bold"), "\n   ", (visible(words[1]), "$text-muted")
    )
