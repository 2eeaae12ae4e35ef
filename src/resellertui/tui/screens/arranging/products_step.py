"""Which products limited access covers, by family."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import OptionList, Static

from resellertui.domain.errors import NotFound
from resellertui.domain.programme import Terms
from resellertui.domain.wording import _, ngettext
from resellertui.services.views import ProductView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.pick_many import Pick, PickList
from resellertui.tui.screens.arranging.step import Step
from resellertui.tui.text import plain

MARK = Command("products.mark", "space", "Pick", "Pick the product, or leave it.", footer=10, palette=False)
ALL = Command("products.all", "asterisk", "All", "Pick every product, or none.", footer=20, palette=False)
GO_ON = Command("products.go_on", "enter", "Go on", "Go on with what is picked.", footer=15, palette=False)


class ProductsStep(Step):
    """The client's products with marks; those in another partner's care can't be marked, and say why."""

    NAME = "Products"
    VERBS: ClassVar[tuple[Command, ...]] = (MARK, GO_ON, ALL)
    HELP_TITLE = "Choosing products"

    def question(self) -> str:
        """Return what is asked."""
        return _("Which products shall {partner} look after?").format(partner=self.page.partner_name)

    def compose_body(self) -> ComposeResult:
        """Yield the picks and how many are picked."""
        yield PickList(())
        yield Static(classes="pick-count")

    @property
    def picks(self) -> PickList:
        """The list of products."""
        return self.query_one(PickList)

    @property
    def picked(self) -> tuple[str, ...]:
        """The ids of the picked products."""
        return self.picks.picked

    def first_focus(self) -> Widget:
        """Return the picks."""
        return self.picks

    def offer(self, picks: Sequence[Pick]) -> None:
        """Offer these products."""
        self.picks.offer(picks)
        self._count()

    def why_not(self, command: Command) -> str | None:
        """Say why the product under the cursor can't be picked, or that none is."""
        if not self.picks.picks and command in {MARK, ALL, GO_ON}:
            return _("Your organisation has no products: limited access needs one. Go back for full access.")
        pick = self.picks.under_cursor
        if command is MARK and pick is not None and pick.why_not:
            return _("{product}: {reason}.").format(product=pick.label, reason=pick.why_not)
        if command is GO_ON and not self.picked:
            return _("Pick one product at least, with space.")
        return super().why_not(command)

    def action_mark(self) -> None:
        """Pick or leave."""
        pick = self.picks.under_cursor
        if pick is not None:
            self.picks.toggle(pick)
            self._count()

    def action_all(self) -> None:
        """Pick all or none."""
        self.picks.toggle_all()
        self._count()

    def action_go_on(self) -> None:
        """Go on."""
        self.show_problem(None)
        self.page.choose_products()

    @on(OptionList.OptionSelected)
    async def mark_clicked(self) -> None:
        """Pick what was clicked."""
        await self.action_command(MARK.id)

    @on(OptionList.OptionHighlighted)
    def renew_keys(self) -> None:
        """Let the footer follow what the cursor is on."""
        self.refresh_bindings()

    def _count(self) -> None:
        count = len(self.picked)
        words = ngettext("{count} picked", "{count} picked", count).format(count=count)
        self.query_one(".pick-count", Static).update(plain(words))
        self.refresh_bindings()


def picks_of(
    products: Sequence[ProductView], terms: Terms, *, picked: Collection[str] = (), partnership: str = ""
) -> list[Pick]:
    """Return the products as picks by family; `picked` are ids or names, `partnership` the one being arranged."""
    return [
        Pick(
            one.id,
            f"{one.name}  {one.label}",
            _family_words(terms, one.family),
            picked=one.id in picked or one.name in picked,
            why_not=_("in the care of {partner}").format(partner=one.entrusted_to)
            if one.entrusted_to and one.entrusted_partnership != partnership
            else "",
        )
        for one in products
    ]


def _family_words(terms: Terms, family: str) -> str:
    try:
        return _(terms.family(family).label)
    except NotFound:
        return family
