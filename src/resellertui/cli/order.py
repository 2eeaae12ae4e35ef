"""`resellertui order` and `resellertui renew`: what charges someone, said in a sentence before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import just_one
from resellertui.cli.call import call_of, dumped, usage
from resellertui.cli.files import read_text_file
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resellertui.services.billing.views import OrderOutcome, VatHintView

Key = Annotated[
    str, typer.Option("--key", metavar="KEY", help="Doing it again under the same key changes nothing more.")
]
BillingAddress = Annotated[
    str,
    typer.Option(
        "--billing-address",
        metavar="LABEL",
        help="One of your billing addresses, for what you pay; “usual”, or “own” for your organisation itself.",
    ),
]
Pay = Annotated[bool, typer.Option("--pay", help="Pay at once from your prepaid account.")]

RENEWED_AT_ONCE = 500
"""How many products one renewal may name."""


def declare(app: Verbs) -> None:
    """Add the commands."""
    app.verb()(order)
    app.verb()(renew)


def order(
    ctx: typer.Context,
    sku: Annotated[str, typer.Option("--sku", metavar="SKU", help="What to order; as the catalogue names it.")] = "",
    quantity: Annotated[int | None, typer.Option("--quantity", metavar="N", help="How many; 1 if left out.")] = None,
    periods: Annotated[
        int | None, typer.Option("--periods", metavar="N", help="For how many periods; 1 if left out.")
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its name; a domain where it is one.")] = "",
    entrust_to: Annotated[
        str, typer.Option("--entrust-to", metavar="PARTNER", help="A limited partner, in whose care it comes.")
    ] = "",
    client: Annotated[str, typer.Option("--for", metavar="CLIENT", help="As a partner: for this client.")] = "",
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", help="Several lines as JSON; - is standard input.")
    ] = "",
    pay: Pay = False,
    billing_address: BillingAddress = "",
    key: Key = "",
) -> None:
    """Order for your organisation or, with full access, for a client; --dry-run says what it would do."""
    from resellertui.services.billing.views import OrderInput

    call = call_of(ctx)
    just_one(sku=sku, file=file)
    told = {"quantity": quantity, "periods": periods, "name": name or None, "entrust_to": entrust_to or None}
    given = {field: value for field, value in told.items() if value is not None}
    lines: Any = [{"sku": sku} | given]
    if file:
        if given:
            raise Usage(_("With --file, its lines say what is ordered: leave the options of a line out."))
        call.check_path(file)
        lines = _basket(read_text_file(file))
    wish = OrderInput.of(lines=lines, client=client, pay=pay, billing_address=billing_address, key=key)
    desk = call.desk(writes=True)
    done = desk.services.orders.place(desk.actor, wish)
    call.tell({"order": done.model_dump(mode="json")}, lambda: order_page(done))
    call.hint(vat_hint_words([done.vat_hint]))


def renew(
    ctx: typer.Context,
    products: Annotated[
        list[str] | None, typer.Argument(metavar="[PRODUCT]…", help="Products by name or id.", show_default=False)
    ] = None,
    all_due: Annotated[
        bool, typer.Option("--all-due", help="All that expire within 60 days, that you pay for and nothing waits for.")
    ] = False,
    pay: Pay = False,
    billing_address: BillingAddress = "",
    key: Key = "",
) -> None:
    """Renew products now, each from its old expiry: yours or, with full access, clients' (by id)."""
    from resellertui.services.billing.views import RenewInput

    call = call_of(ctx)
    if bool(products) is all_due:
        raise usage("PRODUCT", _("Name the products, or ask for all that are due with --all-due; not both."))
    desk = call.desk(writes=True)
    named = list(desk.services.renewals.due(desk.actor)) if all_due else products or []
    done: list[OrderOutcome] = []
    for number, start in enumerate(range(0, len(named), RENEWED_AT_ONCE)):
        part = f"{key}/{number}" if key and number else key
        at_once = named[start : start + RENEWED_AT_ONCE]
        wish = RenewInput.of(products=at_once, pay=pay, billing_address=billing_address, key=part)
        done += desk.services.orders.renew(desk.actor, wish)
    call.tell(
        {"renewals": dumped(done)},
        lambda: "\n\n".join(order_page(one) for one in done) or _("Nothing is due within 60 days."),
    )
    call.hint(vat_hint_words([one.vat_hint for one in done]))


def vat_hint_words(hints: Sequence[VatHintView | None]) -> str:
    """Return in one line what a VAT number that is missing would change, and how to enter it; empty for nothing."""
    if not any(hints):
        return ""
    from resellertui.services.billing.vat_hints import ENTER_IT, together

    hint = together(hints)
    return "" if hint is None else _("{what} Enter it: {command}").format(what=hint.sentence, command=ENTER_IT)


def _basket(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Usage(_("This is no JSON.")) from None
    if not isinstance(found, dict) or set(found) != {"lines"} or not isinstance(found["lines"], list):
        raise Usage(_("An order is an object with “lines”."))
    return found["lines"]


def order_page(done: OrderOutcome) -> str:
    """Return what an order did."""
    rows = [(one.product_id, one.name, one.sku, one.quantity, one.charged) for one in done.lines]
    heading = _("{id} was placed before: nothing was done again.") if done.repeated else _("{id}: {state}.")
    state = _("paid") if done.state == "paid" else _("to pay")
    return "\n".join(
        [
            heading.format(id=done.order_id, state=state),
            done.consequence,
            printing.table((_("Product"), _("Name"), _("Kind"), _("Quantity"), _("Charged")), rows),
            *([_("Invoice: {id}").format(id=done.document_id)] if done.document_id else []),
        ]
    )
