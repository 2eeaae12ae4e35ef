"""The tree of commands: every group and what stands beside them."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import partner
from resellertui.cli.call import call_of
from resellertui.cli.options import Verbs
from resellertui.cli.starting import open_console

app = Verbs(help="A console in which a hosting partner runs its business, and its commands for scripts.")
app.add_typer(partner.app, name="partner")


def _print_version(value: bool) -> None:
    from resellertui import __version__

    if value:
        print(__version__)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Open the console, or run one command for scripts."""
    if ctx.invoked_subcommand is None:
        open_console(call_of(ctx))
