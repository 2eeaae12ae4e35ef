"""`resellertui cashback`: what lines earned a partner, and the sums by month, client and product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import Replace
from resellertui.cli.call import FROM_STDIN, Call, Desk, call_of, dumped, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.options import Verbs
from resellertui.cli.prepaid import Limit, Offset
from resellertui.cli.transfer import print_csv
from resellertui.domain.cashback import cashback_state_label
from resellertui.domain.money import Currency
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.billing.cashback_views import CashbackBy, CashbackQuery, CashbackSummary

BAR = 30
"""Cells of the longest bar of the chart."""
GROUPS = ("month", "client", "product")
STATES = ("pending", "credited", "void")


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(cashback)


def cashback(
    ctx: typer.Context,
    by: Annotated[
        str, typer.Option("--by", metavar="month|client|product", help="The sums by these, instead of lines.")
    ] = "",
    text: Annotated[
        str,
        typer.Option("--text", metavar="TEXT", help="Only a month (2026-11), a currency, an id, or a part of a name."),
    ] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="pending|credited|void", help="Only what stands there.")
    ] = "",
    as_format: Annotated[
        str, typer.Option("--format", metavar="table|csv", help="csv writes all that match, at once.")
    ] = "table",
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="With csv: a new file; - is standard output.")
    ] = "-",
    replace: Replace = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """As a partner: list what lines earned you, with the sums by state and a chart of the last twelve months."""
    from resellertui.services.billing.cashback_views import CashbackBy, CashbackQuery

    call = call_of(ctx)
    for option, value, known in (
        ("--by", by, ("", *GROUPS)),
        ("--state", state, ("", *STATES)),
        ("--format", as_format, ("table", "csv")),
    ):
        if value not in known:
            raise usage(option, _("Choose one of: {choices}.").format(choices=", ".join(one for one in known if one)))
    query: CashbackQuery = CashbackQuery.of(text=text, state=state)
    grouped = CashbackBy(by) if by else None
    if as_format == "csv":
        _write(call, query, grouped, output, replace=replace)
    elif grouped is not None:
        _tell_sums(call, query, grouped, limit, offset)
    else:
        _tell_lines(call, query, limit, offset)


def _write(call: Call, query: CashbackQuery, by: CashbackBy | None, output: str, *, replace: bool) -> None:
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    desk = call.desk(writes=True)
    written = desk.services.cashback.csv(desk.actor, query, by)
    if output == FROM_STDIN:
        print_csv(call, written)
        return
    if not call.dry_run:
        write_document(output, written.encode(), replace=replace)
    call.tell({"exported": {"file": output}}, _("{file} holds the cashback.").format(file=output))


def _tell_sums(call: Call, query: CashbackQuery, by: CashbackBy, limit: int, offset: int) -> None:
    desk = call.desk(writes=False)
    page = desk.services.cashback.sums(desk.actor, by, query, offset, limit)
    rows = [
        (one.id, one.label, one.client, one.lines, one.credited, one.pending, one.reversed, one.currency)
        for one in page.rows
    ]
    heads = (
        *(_("Id"), _("Name"), _("Client"), _("Lines"), _("Earned"), _("Pending"), _("Reversed")),
        _("Currency"),
    )
    call.show({"sums": dumped(page.rows), "total": page.total}, lambda: printing.table(heads, rows))


def _tell_lines(call: Call, query: CashbackQuery, limit: int, offset: int) -> None:
    desk = call.desk(writes=False)
    summary = desk.services.cashback.summary(desk.actor)
    page = desk.services.cashback.page(desk.actor, offset, limit, query)
    rows = [
        (
            one.id,
            one.made_on,
            one.client,
            one.product,
            cashback_state_label(one.state),
            one.amount,
            one.reversed,
            one.currency,
        )
        for one in page.rows
    ]
    heads = (
        *(_("Id"), _("Ordered"), _("Client"), _("Product"), _("State"), _("Amount"), _("Reversed")),
        _("Currency"),
    )
    sums = printing.record(
        [
            (_("Pending"), _amounts(summary.pending)),
            (_("Credited"), _amounts(summary.credited)),
            (_("Reversed"), _amounts(summary.reversed)),
        ]
    )
    call.show(
        {"summary": summary.model_dump(mode="json"), "cashback": dumped(page.rows), "total": page.total},
        lambda: "\n\n".join((*([sums] if sums else []), printing.table(heads, rows), *_charts(desk, query, summary))),
    )


def _charts(desk: Desk, query: CashbackQuery, summary: CashbackSummary) -> list[str]:
    """Return the chart of the last twelve months in each currency in which anything was earned."""
    charts = []
    for currency in Currency:
        if not any(one.currency == currency.value for one in summary.months):
            continue
        bars = desk.services.cashback.year(desk.actor, currency, BAR, query)
        heads = (_("{currency} by month").format(currency=currency.value), _("Earned"), _("Pending"), _("Reversed"), "")
        charts.append(
            printing.table(heads, [(one.month, one.credited, one.pending, one.reversed, one.bar) for one in bars])
        )
    return charts


def _amounts(sums: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(f"{amount} {currency}" for currency, amount in sums)
