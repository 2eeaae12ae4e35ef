"""Renewing from any list: what it does is worked out by what does it, and shown before the answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from textual import work

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.billing.vat_hints import together
from resellertui.services.billing.views import OrderOutcome, RenewInput
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.renew import RenewDialog
from resellertui.tui.vat_asking import Asked, Place, ask_for_vat, told_only

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp
    from resellertui.tui.widgets.record_list import RecordList
    from resellertui.tui.widgets.record_source import Row

RENEW = Command(
    "renewal.renew",
    "n",
    "Renew",
    "Renew what is marked, or the row; the pro forma waits in To pay of who pays.",
    permission=Action.ORDER_PLACE,
    danger=True,
    footer=12,
)
RENEW_AND_PAY = Command(
    "renewal.pay",
    "P",
    "Renew and pay",
    "Renew what is marked, or the row, and pay it at once from your prepaid account.",
    permission=Action.ORDER_PLACE,
    danger=True,
    footer=13,
)

SHOWN = 8
"""How many documents the question describes; it counts the others."""


class RenewsRows:
    """Mixed into hosts that list products, and name `RENEW` and `RENEW_AND_PAY` in their `VERBS`."""

    app: ConsoleApp
    records: RecordList

    async def renewable(self, marked: Sequence[str], *, pay: bool) -> Sequence[str]:  # noqa: ARG002  # hosts need it
        """Return those of the marked products that can be renewed at once: all, unless the host says otherwise."""
        return marked

    def action_renew(self) -> None:
        """Renew what is marked, or the row under the cursor; the pro forma waits in To pay."""
        self._ask_for_row(pay=False)

    def action_pay(self) -> None:
        """Renew it and pay at once."""
        self._ask_for_row(pay=True)

    def _ask_for_row(self, *, pay: bool) -> None:
        def renew(row: Row) -> None:
            self._renew(row.key, pay)

        self.records.on_row(renew)

    @work(group="dialog", exclusive=True)
    async def _renew(self, under_cursor: str, pay: bool) -> None:
        marked = list(await self.records.marked_keys())
        with self.app.reporting():
            products = await self.renewable(marked, pay=pay) if marked else [under_cursor]
            if not products:
                self.app.warn(
                    _("None of them can be renewed that way: limited access, paid by the client, or waiting already.")
                )
            elif await renew_products(self.app, products, pay=pay, left_out=max(len(marked) - len(products), 0)):
                self.records.unmark()


async def renew_products(app: ConsoleApp, products: Sequence[str], *, pay: bool, left_out: int = 0) -> bool:
    """Ask with the consequences, then renew; return whether it was done."""
    key = uuid4().hex

    def wish(address: str) -> RenewInput:
        found: RenewInput = RenewInput.of(products=products, pay=pay, billing_address=address, key=key)
        return found

    async def effects(address: str) -> Sequence[str]:
        return _effects(await app.ask(app.services.rehearsing().orders.renew, wish(address)), left_out)

    with app.reporting():
        outcomes = await app.ask(app.services.rehearsing().orders.renew, wish(""))
        hint = together(one.vat_hint for one in outcomes)
        asked = await ask_for_vat(app, Place.TO_PAY, hint, without=_("Renew without it"))
        if asked is Asked.STOPPED:
            return False
        if asked is Asked.ENTERED:
            outcomes = await app.ask(app.services.rehearsing().orders.renew, wish(""))
        question = ngettext("Renew {count} subscription?", "Renew {count} subscriptions?", len(products)).format(
            count=len(products)
        )
        yes = _("Renew and pay") if pay else _("Renew")
        pays = any(one.document_id is not None for one in outcomes)
        dialog = RenewDialog(question, _effects(outcomes, left_out), effects, yes=yes, pays=pays)
        if not await app.push_screen_wait(dialog):
            return False
        done = await app.tell(app.services.orders.renew, wish(dialog.address))
        app.say(
            ngettext("Renewed: {count} document.", "Renewed: {count} documents.", len(done)).format(count=len(done))
            if pay
            else ngettext(
                "{count} pro forma waits to be paid.", "{count} pro formas wait to be paid.", len(done)
            ).format(count=len(done))
        )
        return True
    return False


def _effects(outcomes: Sequence[OrderOutcome], left_out: int) -> list[str]:
    effects = [one.consequence for one in outcomes[:SHOWN]]
    more = len(outcomes) - SHOWN
    if more > 0:
        effects.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
    if left_out:
        effects.append(
            ngettext(
                "{count} is left out: limited access, paid by the client, or waiting to be paid already.",
                "{count} are left out: limited access, paid by the client, or waiting to be paid already.",
                left_out,
            ).format(count=left_out)
        )
    return effects + told_only(together(one.vat_hint for one in outcomes))


async def renewal_total(app: ConsoleApp, products: Sequence[str]) -> str:
    """Return what renewing these products costs together, VAT included, worked out by what would renew them."""
    wish: RenewInput = RenewInput.of(products=products)
    outcomes = await app.ask(app.services.rehearsing().orders.renew, wish)
    sums: dict[str, Decimal] = {}
    for one in outcomes:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + Decimal(one.total)
    return " + ".join(f"{amount} {currency}" for currency, amount in sums.items())
