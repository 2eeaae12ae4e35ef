"""`resellertui ledger` and `resellertui export ledger`: the provider's book, for its staff and other programs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import Replace
from resellertui.cli.call import FROM_STDIN, call_of, dumped, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.options import Verbs
from resellertui.domain.wording import _


def declare(app: Verbs, exports: Verbs) -> None:
    """Add both commands."""
    app.verb("ledger")(show_ledger)
    exports.verb("ledger")(export_ledger)


def show_ledger(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = None,
) -> None:
    """List the ledger's accounts with their balances; debits are positive."""
    call = call_of(ctx)
    desk = call.operator_desk(writes=False)
    views = desk.services.ledger.accounts(desk.actor)[:limit]
    call.show(
        {"accounts": dumped(views)},
        lambda: printing.table(
            (_("Account"), _("Currency"), _("Debit"), _("Credit"), _("Balance")),
            [(one.name, one.currency, one.debit, one.credit, one.balance) for one in views],
        ),
    )


def export_ledger(
    ctx: typer.Context,
    as_format: Annotated[
        str, typer.Option("--format", metavar="hledger|beancount|csv|json", help="For which program.")
    ] = "hledger",
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="A new file; - is standard output.")] = "-",
    replace: Replace = False,
) -> None:
    """Write the whole ledger for an accounting program."""
    from resellertui.domain.ledger_text import Format

    call = call_of(ctx)
    if as_format not in set(Format):
        raise usage("--format", _("Choose one of: {choices}.").format(choices=", ".join(Format)))
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    desk = call.operator_desk(writes=False)
    pieces = desk.services.ledger.text(desk.actor, Format(as_format))
    if output == FROM_STDIN:
        if call.json and as_format != Format.JSON:
            call.show({"export": {as_format: "".join(pieces)}}, "")
            return
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode("utf-8"))
        sys.stdout.flush()
        return
    content = "".join(pieces).encode()
    if not call.dry_run:
        write_document(output, content, replace=replace)
    call.tell(
        {"exported": {"file": output, "format": as_format}},
        _("{file} holds the ledger.").format(file=output),
    )
