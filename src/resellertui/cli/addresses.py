"""`resellertui org address`: what an organisation's invoices can name besides itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.billing.views import BillingAddressView

app = Verbs(help="Billing addresses: what your invoices can name instead of your organisation's own address.")

Which = Annotated[str, typer.Argument(metavar="LABEL", help="A billing address by its label or id.")]
_Text = Annotated[str | None, typer.Option(metavar="TEXT")]
_Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="To whom it is addressed; your organisation if left out.")
]
_Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="Two letters; decides no tax.")]
_Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="Where reminders go besides.")]
_Reference = Annotated[
    str | None, typer.Option("--reference", metavar="TEXT", help="Printed on invoices: a cost centre or an order.")
]


@app.verb("list")
def list_addresses(ctx: typer.Context) -> None:
    """List your organisation's billing addresses."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.billing_addresses.list(desk.actor)
    call.show({"billing_addresses": dumped(views)}, lambda: address_table(views))


@app.verb()
def add(
    ctx: typer.Context,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What your organisation calls it.")],
    name: _Name = None,
    street: _Text = None,
    house_number: _Text = None,
    postal_code: _Text = None,
    city: _Text = None,
    region: _Text = None,
    country: _Country = None,
    email: _Email = None,
    reference: _Reference = None,
) -> None:
    """Add a billing address."""
    from resellertui.services.billing.views import BillingAddressInput

    call = call_of(ctx)
    new = BillingAddressInput.of(
        label=label,
        name=name,
        street=street,
        house_number=house_number,
        postal_code=postal_code,
        city=city,
        region=region,
        country=country,
        email=email,
        reference=reference,
    )
    desk = call.desk(writes=True)
    view = desk.services.billing_addresses.add(desk.actor, new)
    call.tell({"billing_address": view.model_dump(mode="json")}, lambda: address_table([view]))


@app.verb()
def edit(
    ctx: typer.Context,
    which: Which,
    label: Annotated[str | None, typer.Option("--label", metavar="LABEL", help="Another label.")] = None,
    name: _Name = None,
    street: _Text = None,
    house_number: _Text = None,
    postal_code: _Text = None,
    city: _Text = None,
    region: _Text = None,
    country: _Country = None,
    email: _Email = None,
    reference: _Reference = None,
) -> None:
    """Change a billing address: what is named here, the rest stays. Documents that exist keep what they say."""
    from resellertui.services.billing.views import BillingAddressInput

    call = call_of(ctx)
    wish = BillingAddressInput.of(
        label=label,
        name=name,
        street=street,
        house_number=house_number,
        postal_code=postal_code,
        city=city,
        region=region,
        country=country,
        email=email,
        reference=reference,
    )
    desk = call.desk(writes=True)
    view = desk.services.billing_addresses.edit(desk.actor, which, wish)
    call.tell({"billing_address": view.model_dump(mode="json")}, lambda: address_table([view]))


@app.verb()
def remove(ctx: typer.Context, which: Which) -> None:
    """Remove a billing address; what has chosen it names the usual one from now on."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.billing_addresses.remove(desk.actor, which)
    call.tell({"billing_address": view.model_dump(mode="json")}, lambda: address_table([view]))


@app.verb()
def usual(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="LABEL", help="A label or id; “own” is your organisation itself again.")
    ],
) -> None:
    """Say which address invoices name where nothing else is chosen."""
    from resellertui.domain.billing_address import ITSELF
    from resellertui.domain.text import fold

    call = call_of(ctx)
    desk = call.desk(writes=True)
    views = desk.services.billing_addresses.make_usual(desk.actor, "" if fold(which) == ITSELF else which)
    call.tell({"billing_addresses": dumped(views)}, lambda: address_table(views))


def address_table(views: Sequence[BillingAddressView]) -> str:
    """Return billing addresses as a table."""
    return printing.table(
        (_("Id"), _("Label"), _("Usual"), _("Addressed to"), _("Address"), _("Country"), _("E-mail"), _("Reference")),
        [
            (one.id, one.label, one.is_usual, one.name, one.lines, one.country, one.email, one.reference)
            for one in views
        ],
        empty=_("There are no billing addresses: invoices name your organisation itself."),
    )
