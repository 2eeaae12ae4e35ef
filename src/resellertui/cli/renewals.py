"""`resellertui renewals`: what comes up for renewal across a partner's clients, and what it asks of one's money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.domain.renewal import renewal_state_words
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.renewals.views import ForecastView, RenewalRow

app = Verbs(help="Coming renewals.")

Whole = Annotated[bool, typer.Option("--all", help="All of them, not only those of the next 60 days.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]


@app.verb("list")
def list_renewals(
    ctx: typer.Context,
    own: Annotated[bool, typer.Option("--own", help="Your own organisation's instead of your clients'.")] = False,
    payer: Annotated[
        str, typer.Option("--payer", metavar="WHO", help="Only what is paid by: partner (you), client.")
    ] = "",
    late: Annotated[
        bool, typer.Option("--late", help="Only those inside the limit for switching the automatic renewal on.")
    ] = False,
    whole: Whole = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List what comes up for renewal, what expires first coming first: within 60 days, or all."""
    from resellertui.services.renewals.views import RenewalQuery

    call = call_of(ctx)
    if payer not in {"", "partner", "client"}:
        raise usage("--payer", _("Choose one of: {choices}.").format(choices="partner, client"))
    desk = call.desk(writes=False)
    renewals = desk.services.renewals
    if own:
        page = renewals.coming(desk.actor, whole=whole, offset=offset, limit=limit)
    else:
        query: RenewalQuery = RenewalQuery.of(payer=payer, whole=whole, limit=late)
        page = renewals.board(desk.actor, query, offset, limit)
    count = ngettext("{count} renewal.", "{count} renewals.", page.total).format(count=page.total)
    call.show({"renewals": dumped(page.rows), "total": page.total}, f"{_table(page.rows)}\n{count}")


@app.verb("forecast")
def forecast(ctx: typer.Context) -> None:
    """Say what the renewals of the next 60 days ask of your money, by week, and when the prepaid account runs out."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.renewals.forecast(desk.actor)
    call.show({"forecast": view.model_dump(mode="json")}, "\n".join(_forecast_lines(view)))


def _table(rows: tuple[RenewalRow, ...]) -> str:
    payers = {"partner": _("you"), "client": _("the client"), "own": _("you")}
    return printing.table(
        (_("Product"), _("Name"), _("For"), _("Expires"), _("Paid by"), _("State"), _("Without VAT")),
        [
            (
                one.product_id,
                one.name,
                one.holder,
                one.expires_on.isoformat(),
                payers[one.payer] if one.net is not None or one.payer == "client" else _("your partner"),
                renewal_state_words(one.state),
                "–" if one.net is None else f"{one.net} {one.currency}",
            )
            for one in rows
        ],
    )


def _forecast_lines(view: ForecastView) -> list[str]:
    from resellertui.services.renewals.words import forecast_sentences

    return [
        *forecast_sentences(view),
        "",
        printing.table(
            (_("Week of"), _("You pay"), _("Clients pay"), _("Cash")),
            [(one.week.isoformat(), str(one.partner), str(one.client), one.cash) for one in view.weeks],
        ),
    ]
