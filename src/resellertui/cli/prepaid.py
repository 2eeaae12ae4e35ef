"""`resellertui prepaid`: what stands on accounts, and how it came there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.order import Key
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.billing.views import PrepaidView

app = Verbs(help="Prepaid accounts.")

Amount = Annotated[str, typer.Option("--amount", metavar="A", help="Such as 100.00.")]
CurrencyOption = Annotated[str, typer.Option("--currency", metavar="CHF|EUR", help="The account's currency.")]
Organisation = Annotated[
    str, typer.Option("--of", metavar="ORG", help="As the provider's staff: the account of this organisation.")
]
BankReference = Annotated[
    str, typer.Option("--reference", metavar="R", help="What identifies the payment at the bank.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]


@app.verb()
def show(ctx: typer.Context, organisation: Organisation = "") -> None:
    """Show the prepaid accounts of your organisation, one a currency."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.prepaid.show(desk.actor, organisation)
    call.show({"prepaid": dumped(views)}, lambda: _table(views))


@app.verb()
def topup(
    ctx: typer.Context,
    amount: Amount,
    currency: CurrencyOption,
    method: Annotated[str, typer.Option("--method", metavar="bank|card", help="How it came.")] = "bank",
    reference: BankReference = "",
    organisation: Organisation = "",
    key: Key = "",
) -> None:
    """Record money that came in by bank or card."""
    from resellertui.services.billing.views import PrepaidInput

    call = call_of(ctx)
    wish = PrepaidInput.of(
        amount=amount, currency=currency, method=method, reference=reference, organisation=organisation, key=key
    )
    desk = call.desk(writes=True)
    view = desk.services.prepaid.top_up(desk.actor, wish)
    call.tell({"prepaid": view.model_dump(mode="json")}, lambda: _table((view,)))


@app.verb()
def withdraw(
    ctx: typer.Context,
    amount: Amount,
    currency: CurrencyOption,
    reference: BankReference = "",
    organisation: Organisation = "",
    key: Key = "",
) -> None:
    """Record money that goes back to the organisation's bank."""
    from resellertui.services.billing.views import PrepaidInput

    call = call_of(ctx)
    wish = PrepaidInput.of(amount=amount, currency=currency, reference=reference, organisation=organisation, key=key)
    desk = call.desk(writes=True)
    view = desk.services.prepaid.withdraw(desk.actor, wish)
    call.tell({"prepaid": view.model_dump(mode="json")}, lambda: _table((view,)))


@app.verb()
def statement(ctx: typer.Context, currency: CurrencyOption, limit: Limit = 50, offset: Offset = 0) -> None:
    """List what moved on your prepaid account, newest first."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    page = desk.services.prepaid.statement(desk.actor, currency, offset, limit)
    rows = [(one.at, one.text, one.amount, one.balance, one.document_id or "", one.reference) for one in page.rows]
    heads = (_("When"), _("What"), _("Amount"), _("Balance"), _("Document"), _("Reference"))
    call.show({"entries": dumped(page.rows), "total": page.total}, lambda: printing.table(heads, rows))


def _table(views: tuple[PrepaidView, ...]) -> str:
    rows = [(one.organisation, one.balance, one.currency, one.owed) for one in views]
    return printing.table((_("Organisation"), _("Balance"), _("Currency"), _("Owed")), rows)
