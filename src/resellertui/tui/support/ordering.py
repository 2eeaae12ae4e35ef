"""Ordering a support plan: the Shop's own dialogs, with the plan as the only line of the basket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.wording import _
from resellertui.services.billing.views import OrderInput, OrderLineInput

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def order_plan(app: ConsoleApp, sku: str, rules: str) -> None:
    """Ask for how long, show what ordering it would do, and order it after a question.

    What the services raise is the caller's to show.
    """
    from resellertui.tui.dialogs.basket import BasketDialog, LineDialog
    from resellertui.tui.dialogs.reading import ReadingDialog

    kind = await app.ask(app.services.catalogue.kind, sku)
    # what stands against the plan itself is said before anything is asked
    least = OrderLineInput.of(sku=sku, quantity="1", periods=str(kind.least_periods))
    await app.ask(app.services.rehearsing().orders.place, OrderInput(lines=(least,)))
    answer = await app.push_screen_wait(LineDialog(kind, (), effects=(rules,)))
    if answer is None:
        return
    lines: list[OrderLineInput] = [answer["line"]]

    def words(line: OrderLineInput) -> str:
        return _("{quantity} × {label}, periods: {periods}").format(
            quantity=line.quantity, label=kind.label, periods=line.periods
        )

    outcome = await app.push_screen_wait(BasketDialog(lines, words))
    if outcome is not None:
        app.push_screen(ReadingDialog(_("Ordered"), [outcome.consequence]))
