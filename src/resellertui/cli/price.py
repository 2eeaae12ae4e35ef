"""`resellertui price`: what a described order costs; writes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import Call, Desk, call_of
from resellertui.cli.files import read_text_file
from resellertui.cli.options import Verbs
from resellertui.domain.errors import ResellerError, Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.pricing import PricedOrderView


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(price)


def price(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="An order in JSON, or one a line; - is standard input.")],
) -> None:
    """Say what a described order costs, who pays, who earns what, and why. Writes nothing.

    An order is an object with date, currency, access (none, limited, full), payment (client, partner, null), ordered_by
    (client, partner), buyer (country, kind, vat_number) and lines; optionally active_subscriptions by degressive group,
    service_from and service_to, and ordered_for. A line names a sku, or a family with unit_price; optionally quantity,
    periods, entrusted, rate, degressive_rate, service_from and service_to. Amounts and rates are strings.
    """
    call = call_of(ctx)
    call.check_path(file)
    desk = call.operator_desk(writes=False)
    text = read_text_file(file)
    described = _orders(text)
    if len(described) == 1 and described[0] == text:
        view = _priced(desk, text)
        call.show(view.model_dump(mode="json"), lambda: _page(view))
        return
    for one in described:
        _tell_line(call, desk, one)


def _orders(text: str) -> list[str]:
    """Return the text itself where it is one object, else its lines: when the first or the last is an object alone.

    Raises:
        Usage: there is nothing in it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Usage(_("There is no order in it."))
    if len(lines) > 1 and (_is_object(lines[0]) or _is_object(lines[-1])):
        return lines
    return [text]


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _priced(desk: Desk, text: str) -> PricedOrderView:
    from resellertui.domain.pricing import read_order

    return desk.services.pricing.price(desk.actor, read_order(text))


def _tell_line(call: Call, desk: Desk, text: str) -> None:
    """Print one order of several, or why it is refused; the others go on."""
    try:
        view = _priced(desk, text)
    except ResellerError as error:
        call.report(error, line=True)
        return
    if call.json:
        print(printing.json_text(view.model_dump(mode="json"), line=True), flush=True)
    else:
        printing.say(_page(view) + "\n")


def _page(view: PricedOrderView) -> str:
    lines = printing.table(
        (_("Line"), _("Gross"), _("Charged"), _("Partner net"), _("Discount"), _("Cashback")),
        [
            (number, one.gross, one.charged, one.partner_net or "–", one.discount, one.cashback)
            for number, one in enumerate(view.lines, 1)
        ],
    )
    return "\n".join([lines, "", *view.steps])
