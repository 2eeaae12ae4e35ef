"""The tree of commands: every group and what stands beside them."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import (
    account,
    activity,
    addresses,
    cashback,
    client,
    directory,
    explain,
    guide,
    home,
    installation,
    invoice,
    ledger,
    mail,
    managed,
    notices,
    order,
    org,
    partner,
    password,
    prepaid,
    price,
    product,
    profile,
    programme,
    quote,
    received,
    reinvoice,
    reminders,
    renewals,
    search,
    support,
    support_access,
    support_request,
    team,
    terms,
    transfer,
    user,
    vat,
)
from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.cli.starting import open_console

app = Verbs(help="A console in which a hosting partner runs its business, and its commands for scripts.")


def _print_version(value: bool) -> None:
    from resellertui import __version__

    if value:
        print(__version__)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001  # its callback does all there is to do
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Open the console where no command is named."""
    if ctx.invoked_subcommand is None:
        open_console(call_of(ctx))


installation.declare(app)
account.declare(app)
for group, name in (
    (partner.app, "partner"),
    (client.app, "client"),
    (product.app, "product"),
    (org.app, "org"),
    (user.app, "user"),
    (team.app, "team"),
    (profile.app, "profile"),
    (password.app, "password"),
    (programme.app, "programme"),
    (directory.app, "directory"),
    (terms.app, "terms"),
    (mail.app, "mail"),
    (notices.app, "notices"),
    (invoice.app, "invoice"),
    (prepaid.app, "prepaid"),
    (renewals.app, "renewals"),
    (reinvoice.app, "reinvoice"),
    (quote.app, "quote"),
    (vat.app, "vat"),
    (support.app, "support"),
):
    app.add_typer(group, name=name)
org.app.add_typer(addresses.app, name="address")
invoice.app.add_typer(received.app, name="received")
reminders.declare(user.app)
notices.declare(profile.app)
support_access.declare(support.app)
support_request.declare(support.app)
transfer.declare(app)
ledger.declare(app, transfer.exports)
price.declare(app)
explain.declare(app)
order.declare(app)
cashback.declare(app)
managed.declare(app)
search.declare(app)
activity.declare(app)
home.declare(app)
guide.declare(app)


@app.verb("version")
def show_version(ctx: typer.Context) -> None:
    """Print the version."""
    from resellertui import __version__

    call_of(ctx).show({"version": __version__}, __version__)
