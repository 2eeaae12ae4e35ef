"""`resellertui reinvoice lines …`: what the provider charged for clients, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing, stdin
from resellertui.cli.arguments import day_option
from resellertui.cli.call import FROM_STDIN, call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.domain.reinvoicing.charged import LineState, line_state_words
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.line_views import ChargedRow, ChargedTotal, LeakageRow, LeakageTotal

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Lines such as LIN-12, or - to read ids, one a line.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; whoever looks at the line reads it.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]
SORTS = ("client", "date")
GROUPS = ("client", "month")


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    app.verb("lines")(list_lines)
    for verb in (edit, waive, hold, release, leakage):
        app.verb()(verb)


def list_lines(
    ctx: typer.Context,
    client: Annotated[
        str, typer.Option("--client", metavar="WHO", help="Only this client's: its id, name or e-mail.")
    ] = "",
    month: Annotated[str, typer.Option("--month", metavar="MONTH", help="Only what was charged in it: 2026-11.")] = "",
    state: Annotated[
        str,
        typer.Option("--state", metavar="STATE", help="open, held, billed, waived, or flagged: open and held."),
    ] = "",
    currency: Annotated[str, typer.Option("--currency", metavar="CHF|EUR", help="Only in this currency.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="Only with these words, this line's or document's id.")
    ] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="client|date", help="By client, or by date.")] = "client",
    newest: Annotated[bool, typer.Option("--newest", help="In the opposite order: the newest first.")] = False,
    totals: Annotated[bool, typer.Option("--totals", help="What they add up to, too.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List what the provider charged you for clients, with cost, resale price and margin."""
    from resellertui.services.reinvoicing.line_views import ChargedQuery

    call = call_of(ctx)
    if sort not in SORTS:
        raise usage("--sort", _("Choose one of: {choices}.").format(choices=", ".join(SORTS)))
    query: ChargedQuery = ChargedQuery.of(
        client=client, month=month, state=state, currency=currency, text=text, sort=sort, descending=newest
    )
    desk = call.desk(writes=False)
    page = desk.services.charged_lines.page(desk.actor, query, offset, limit)
    sums = desk.services.charged_lines.totals(desk.actor, query) if totals else ()
    facts = {"lines": dumped(page.rows), "total": page.total}
    count = ngettext("{count} line.", "{count} lines.", page.total).format(count=page.total)
    call.show(
        facts | ({"totals": dumped(sums)} if totals else {}),
        lambda: "\n".join((line_table(page.rows), count, *(_total_words(one) for one in sums))),
    )


def edit(
    ctx: typer.Context,
    lines: Ids,
    price: Annotated[
        str, typer.Option("--price", metavar="A", help="For each of them, without VAT, with the sign of the cost.")
    ] = "",
    reason: Reason = "",
    clear: Annotated[bool, typer.Option("--clear", help="Back to what the margins say.")] = False,
) -> None:
    """Set the price of charged lines in place of what the margins say, or clear it."""
    from resellertui.services.reinvoicing.line_views import LinesInput, PriceInput

    call = call_of(ctx)
    if clear == bool(price):
        raise usage("--price", _("Give exactly one of: {options}.").format(options="--price, --clear"))
    ids = _ids(lines)
    if clear:
        desk = call.desk(writes=True)
        rows = desk.services.line_decisions.clear_price(desk.actor, LinesInput.of(lines=ids))
    else:
        wish = PriceInput.of(lines=ids, price=price, reason=reason)
        desk = call.desk(writes=True)
        rows = desk.services.line_decisions.price(desk.actor, wish)
    call.tell({"lines": dumped(rows)}, lambda: line_table(rows))


def waive(ctx: typer.Context, lines: Ids, reason: Reason = "") -> None:
    """Give charged lines up: no invoice takes them along."""
    from resellertui.services.reinvoicing.line_views import WaiveInput

    call = call_of(ctx)
    wish = WaiveInput.of(lines=_ids(lines), reason=reason)
    desk = call.desk(writes=True)
    rows = desk.services.line_decisions.waive(desk.actor, wish)
    call.tell({"lines": dumped(rows)}, lambda: line_table(rows))


def hold(
    ctx: typer.Context,
    lines: Ids,
    reason: Reason = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="The last day on which they are held; open-ended if left out.")
    ] = "",
) -> None:
    """Hold charged lines back: no invoice takes them along for now."""
    from resellertui.services.reinvoicing.line_views import HoldInput

    call = call_of(ctx)
    day = day_option("--until", until) if until else None
    wish = HoldInput.of(lines=_ids(lines), reason=reason, until=day)
    desk = call.desk(writes=True)
    rows = desk.services.line_decisions.hold(desk.actor, wish)
    call.tell({"lines": dumped(rows)}, lambda: line_table(rows))


def release(ctx: typer.Context, lines: Ids) -> None:
    """Open charged lines again that were held or waived."""
    from resellertui.services.reinvoicing.line_views import LinesInput

    call = call_of(ctx)
    wish = LinesInput.of(lines=_ids(lines))
    desk = call.desk(writes=True)
    rows = desk.services.line_decisions.release(desk.actor, wish)
    call.tell({"lines": dumped(rows)}, lambda: line_table(rows))


def leakage(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="client|month", help="What is flagged, by these.")] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """Say what of everything charged is billed, waived or flagged, and what leaks where."""
    from resellertui.services.reinvoicing.line_views import LeakageBy

    call = call_of(ctx)
    if by not in {"", *GROUPS}:
        raise usage("--by", _("Choose one of: {choices}.").format(choices=", ".join(GROUPS)))
    desk = call.desk(writes=False)
    if by:
        page = desk.services.leakage.sums(desk.actor, LeakageBy(by), offset, limit)
        call.show({"leakage": dumped(page.rows), "total": page.total}, lambda: _sums_table(page.rows))
        return
    view = desk.services.leakage.show(desk.actor)
    call.show({"leakage": view.model_dump(mode="json")}, lambda: _leakage_text(view.totals))


def line_table(rows: Sequence[ChargedRow]) -> str:
    """Return charged lines as a table."""
    heads = (
        *(_("Id"), _("Charged"), _("Client"), _("Name"), _("Document"), _("State"), _("Cost"), _("Resale")),
        *(_("Margin"), "%", _("Currency"), _("Why")),
    )
    return printing.table(
        heads,
        [
            (
                one.id,
                one.charged_on.isoformat(),
                one.client,
                one.name,
                one.document,
                one.invoice or line_state_words(LineState(one.state)),
                one.cost,
                one.resale,
                one.margin,
                one.percent or "–",
                one.currency,
                one.why,
            )
            for one in rows
        ],
        empty=_("No charged lines."),
    )


def _total_words(one: ChargedTotal) -> str:
    return _("{currency}: cost {cost}, resale {resale}, margin {margin} ({percent} %).").format(
        currency=one.currency, cost=one.cost, resale=one.resale, margin=one.margin, percent=one.percent or "–"
    )


def _sums_table(rows: Sequence[LeakageRow]) -> str:
    return printing.table(
        (_("Id"), _("Name"), _("Lines"), _("Cost"), _("Resale"), _("Currency"), _("Oldest")),
        [(one.id, one.label, one.lines, one.cost, one.resale, one.currency, one.oldest.isoformat()) for one in rows],
        empty=_("Nothing leaks: every charged line is billed or waived."),
    )


def _leakage_text(totals: Sequence[LeakageTotal]) -> str:
    if not totals:
        return _("Nothing was charged to you for clients.")
    return "\n\n".join(_leakage_record(one) for one in totals)


def _leakage_record(one: LeakageTotal) -> str:
    def lines(amount: str, count: int) -> str:
        text = ngettext("{amount} {currency}, {count} line", "{amount} {currency}, {count} lines", count)
        return text.format(amount=amount, currency=one.currency, count=count)

    return printing.record(
        (
            (_("Charged"), lines(one.charged, one.charged_lines)),
            (_("Billed"), lines(one.billed, one.billed_lines)),
            (_("Waived"), lines(one.waived, one.waived_lines)),
            (_("Flagged"), lines(one.flagged, one.flagged_lines)),
            (_("Open"), lines(one.open, one.open_lines)),
            (_("Held"), lines(one.held, one.held_lines)),
            (_("Lost"), f"{one.lost} {one.currency}"),
            (_("Resale value flagged"), f"{one.resale} {one.currency}"),
            (_("Oldest open"), one.oldest_open),
            (_("30 days old or older"), lines(one.late, one.late_lines)),
            (_("Share of the flagged lines"), f"{one.late_percent} %"),
        )
    )


def _ids(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(stdin.items()) if list(lines) == [FROM_STDIN] else tuple(lines)
