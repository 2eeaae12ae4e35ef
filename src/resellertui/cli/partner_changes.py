"""`resellertui partner`, continued: what changes and ends an active partnership."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import (
    AccessOption,
    OneReference,
    PasswordStdin,
    PaymentOption,
    ProductsOption,
    Reference,
    VersionOption,
    day_option,
    just_one,
    needed,
    products_of,
)
from resellertui.cli.call import FROM_STDIN, Call, Desk, call_of
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import ask_line, has_terminal, password_from
from resellertui.domain.errors import Interrupted, Usage
from resellertui.domain.partnership import Payment
from resellertui.domain.wording import _


def declare(app: Verbs) -> None:
    """Add these commands to the group."""
    for verb in (access, payment, pause, resume, adopt, limit, end):
        app.verb()(verb)
    app.verb("end-date")(end_date)


def access(
    ctx: typer.Context,
    reference: Reference,
    access: AccessOption = None,
    payment: PaymentOption = None,
    product: ProductsOption = None,
    version: VersionOption = None,
) -> None:
    """Change what the partner reaches, as the client; --product names all of them anew."""
    from resellertui.services.inputs import ArrangementInput

    call = call_of(ctx)
    needed("--access", access)
    wish = ArrangementInput.of(access=access, payment=payment, products=products_of(product))
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.agreements.change_access(desk.actor, one, wish, version=version))


def payment(
    ctx: typer.Context,
    reference: Reference,
    payment: PaymentOption = None,
    propose: Annotated[
        Payment | None,
        typer.Option("--propose", metavar="client|partner", help="As the partner: propose this; the client answers."),
    ] = None,
    decline: Annotated[bool, typer.Option("--decline", help="As the client: decline what the partner proposes.")] = (
        False
    ),
    version: VersionOption = None,
) -> None:
    """Change whose payment method is charged, as the client; or propose it, as the partner."""
    call = call_of(ctx)
    just_one(payment=payment, propose=propose, decline=decline)
    desk = call.desk(writes=True)
    agreements = desk.services.agreements
    if payment is not None:
        call.act(reference, lambda one: agreements.change_payment(desk.actor, one, payment, version=version))
    elif propose is not None:
        call.act(reference, lambda one: agreements.propose_payment(desk.actor, one, propose))
    else:
        call.act(reference, lambda one: agreements.decline_payment(desk.actor, one))


def pause(
    ctx: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: the other side reads it.")],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The day on which it goes on.")],
) -> None:
    """Pause a partnership until a date: meanwhile the partner sees and does nothing."""
    from resellertui.services.inputs import Pause

    call = call_of(ctx)
    wish = Pause.of(reason=reason, until=day_option("--until", until))
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.agreements.pause(desk.actor, one, wish))


def resume(ctx: typer.Context, reference: Reference) -> None:
    """End a pause early."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.agreements.resume(desk.actor, one))


def end_date(
    ctx: typer.Context,
    reference: Reference,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day on which it ends, at 00:00.")] = None,
    none: Annotated[bool, typer.Option("--none", help="Remove the end date.")] = False,
) -> None:
    """Set or remove the end date of a partnership, as the client."""
    call = call_of(ctx)
    just_one(on=on, none=none)
    day = day_option("--on", on) if on is not None else None
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.agreements.set_end_date(desk.actor, one, day))


def adopt(ctx: typer.Context, reference: OneReference) -> None:
    """Take over the products that the partner's file says your organisation has, as the client."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.agreements.adopt_proposals(desk.actor, one))


def limit(
    ctx: typer.Context,
    reference: OneReference,
    amount: Annotated[
        str, typer.Option("--amount", metavar="A", help="Set it, VAT included; 0 for nothing. Shown where left out.")
    ] = "",
) -> None:
    """Say, as the partner who pays, what the client's own orders may take in a month without asking you."""
    call = call_of(ctx)
    desk = call.desk(writes=bool(amount))
    limits = desk.services.limits
    view = limits.set(desk.actor, reference, amount) if amount else limits.show(desk.actor, reference)
    call.tell(
        {"limit": view.model_dump(mode="json")},
        lambda: _("{client} may order for {limit} {currency} a month; {used} are used.").format(
            client=view.client, limit=view.limit, currency=view.currency, used=view.used
        ),
    )


def end(
    ctx: typer.Context,
    reference: Reference,
    password_stdin: PasswordStdin = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would stop.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the history keeps it.")] = "",
) -> None:
    """End a partnership at once, confirmed by your password."""
    call = call_of(ctx)
    if preview or (call.dry_run and not password_stdin):
        desk = call.desk(writes=False)
        _preview(call, desk, reference)
        return
    desk = call.desk(writes=True, checks_password=True)
    if not password_stdin and has_terminal():
        _confirm(desk, reference)
    password = password_from(from_stdin=password_stdin, question=_("Your password, to end it: "))
    call.act(reference, lambda one: desk.services.agreements.end(desk.actor, one, password, reason=reason))


def _preview(call: Call, desk: Desk, reference: str) -> None:
    from resellertui.cli.wording import preview_text

    view = desk.services.partnerships.preview_end(desk.actor, reference)
    call.tell(view.model_dump(mode="json"), lambda: preview_text(view))


def _confirm(desk: Desk, reference: str) -> None:
    """Show what stops, and ask; the password is the second confirmation."""
    from resellertui.cli.wording import preview_text

    if reference == FROM_STDIN:
        raise Usage(_("Ids from standard input need --password-stdin: the password is its first line."))
    printing.warn(preview_text(desk.services.partnerships.preview_end(desk.actor, reference)))
    if ask_line(_("End it? Type yes: ")).lower() != _("yes"):
        raise Interrupted(_("Nothing was changed."))
