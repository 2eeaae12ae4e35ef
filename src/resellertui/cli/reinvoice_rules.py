"""`resellertui reinvoice rules …`: margins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import day_option, just_one
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.reinvoice_lines import Limit, Offset
from resellertui.domain.reinvoicing.margin_table import MarginState
from resellertui.domain.reinvoicing.margin_words import state_words
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.margin_views import MarginInput, MarginPreview, MarginView, PreviewSum

Percentage = Annotated[str, typer.Option("--percentage", metavar="N", help="Per cent of the cost.")]
Fixed = Annotated[str, typer.Option("--fixed", metavar="A", help="An amount more for each unit and period.")]
Price = Annotated[str, typer.Option("--price", metavar="A", help="A price for each unit and period.")]
NoMargin = Annotated[bool, typer.Option("--none", help="No margin: what held for the same lines ends.")]
CurrencyOption = Annotated[str, typer.Option("--currency", metavar="CHF|EUR", help="Of an amount.")]
Family = Annotated[str, typer.Option("--family", metavar="F", help="Only for this family of products.")]
Product = Annotated[str, typer.Option("--product", metavar="SKU", help="Only for this kind of product.")]
ForClient = Annotated[str, typer.Option("--client", metavar="WHO", help="Only for this client.")]
Since = Annotated[
    str, typer.Option("--from", metavar="DAY", help="The first day of the charges it is for; today if left out.")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What people should know about it.")]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    app.verb("rules")(list_rules)
    app.verb("rule-add")(add)
    app.verb("rule-end")(end)
    app.verb("rule-preview")(preview)


def list_rules(
    ctx: typer.Context,
    client: Annotated[str, typer.Option("--client", metavar="WHO", help="Only those for this client alone.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Only with these words.")] = "",
    current: Annotated[bool, typer.Option("--current", help="Only those that hold or begin later.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List your margins, the newest first, with which hold today."""
    from resellertui.services.reinvoicing.margin_views import MarginQuery

    call = call_of(ctx)
    query: MarginQuery = MarginQuery.of(client=client, text=text, current=current)
    desk = call.desk(writes=False)
    page = desk.services.margins.page(desk.actor, query, offset, limit)
    call.show({"rules": dumped(page.rows), "total": page.total}, lambda: _table(page.rows))


def add(
    ctx: typer.Context,
    percentage: Percentage = "",
    fixed: Fixed = "",
    price: Price = "",
    none: NoMargin = False,
    currency: CurrencyOption = "",
    family: Family = "",
    product: Product = "",
    client: ForClient = "",
    since: Since = "",
    note: Note = "",
) -> None:
    """Add a margin: the most specific one holds, a client's own before all clients', a product before its family."""
    call = call_of(ctx)
    method = just_one(percentage=percentage, fixed=fixed, price=price, none=none)
    wish = _wish(method, percentage or fixed or price, currency, (family, product), client, since, note)
    desk = call.desk(writes=True)
    view = desk.services.margins.add(desk.actor, wish)
    call.tell({"rule": view.model_dump(mode="json")}, lambda: _table((view,)))


def end(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="ID", help="A margin such as MRG-3.")],
    since: Since = "",
    note: Note = "",
) -> None:
    """End a margin: the next wider one then holds for its lines."""
    call = call_of(ctx)
    day = day_option("--from", since) if since else None
    desk = call.desk(writes=True)
    view = desk.services.margins.end(desk.actor, rule, day, note)
    call.tell({"rule": view.model_dump(mode="json")}, lambda: _table((view,)))


def preview(
    ctx: typer.Context,
    percentage: Percentage = "",
    fixed: Fixed = "",
    price: Price = "",
    none: NoMargin = False,
    currency: CurrencyOption = "",
    family: Family = "",
    product: Product = "",
    client: ForClient = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> None:
    """Say what a margin would have changed, had it held for the last twelve months. Changes nothing."""
    call = call_of(ctx)
    method = just_one(percentage=percentage, fixed=fixed, price=price, none=none)
    wish = _wish(method, percentage or fixed or price, currency, (family, product), client, "", "")
    desk = call.desk(writes=False)
    view = desk.services.margins.preview(desk.actor, wish, offset, limit)
    call.show({"preview": view.model_dump(mode="json")}, lambda: _preview_text(view))


def _wish(
    method: str, value: str, currency: str, products: tuple[str, str], client: str, since: str, note: str
) -> MarginInput:
    from resellertui.services.reinvoicing.margin_views import MarginInput

    family, product = products
    scope = just_one(family=family, product=product) if family or product else "all"
    wish: MarginInput = MarginInput.of(
        method=method,
        value=value,
        currency=currency,
        scope=scope,
        target=family or product,
        client=client,
        starts_on=day_option("--from", since) if since else None,
        note=note,
    )
    return wish


def _table(rows: Sequence[MarginView]) -> str:
    return printing.table(
        (_("Id"), _("From"), _("Margin"), _("For"), _("State"), _("Currencies"), _("Note")),
        [
            (
                one.id,
                one.starts_on.isoformat(),
                one.margin,
                one.lines,
                _state(one),
                ", ".join(one.currencies),
                one.note,
            )
            for one in rows
        ],
        empty=_("No margins: clients are billed at cost."),
    )


def _state(one: MarginView) -> str:
    if one.overtaken_by is None:
        return state_words(MarginState(one.state))
    return _("overtaken by {id}").format(id=one.overtaken_by)


def _preview_text(view: MarginPreview) -> str:
    head = _("{margin} on {lines}, had it held from {since} to {until}:").format(
        margin=view.margin, lines=view.lines, since=printing.day(view.since), until=printing.day(view.until)
    )
    if not view.totals:
        return "\n".join((head, _("Nothing was charged to you for clients in that time.")))
    parts = [head, _sums(view.totals, _("In all")), _sums(view.families, _("Family"))]
    return "\n\n".join((*parts, _sums(view.clients, _("Client"))))


def _sums(rows: Sequence[PreviewSum], what: str) -> str:
    return printing.table(
        (what, _("Lines"), _("Affected"), _("Cost"), _("Before"), _("After"), _("Difference"), _("Currency")),
        [
            (one.label, one.lines, one.affected, one.cost, one.before, one.after, one.difference, one.currency)
            for one in rows
        ],
    )
