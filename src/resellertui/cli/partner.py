"""`resellertui partner`: asking for partnerships, answering, reading."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli import directory, partner_changes
from resellertui.cli.arguments import (
    AccessOption,
    OneReference,
    PaymentOption,
    ProductsOption,
    Reference,
    Replace,
    VersionOption,
    just_one,
    needed,
    products_of,
)
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.files import write_document
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Usage
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.wording import _

app = Verbs(help="Partnerships, from both sides: ask, answer, change, end, look up.")
partner_changes.declare(app)
app.verb()(directory.search)


@app.verb()
def request(
    ctx: typer.Context,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="WHO", help="The partner whom the client asks.")
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", metavar="WHO", help="The client whom the partner asks.")
    ] = None,
    access: AccessOption = None,
    payment: PaymentOption = None,
    product: ProductsOption = None,
    families: Annotated[
        str, typer.Option("--families", metavar="TEXT", help="With --client: the products asked for, in words.")
    ] = "",
) -> None:
    """Ask for a partnership: with --partner as the client, with --client as the partner."""
    call = call_of(ctx)
    just_one(partner=partner, client=client)
    needed("--access", access)
    if partner is not None:
        _ask_partner(call, partner, access, payment, product, families)
    else:
        ask_client(call, client or "", access, payment, product, families)


def _ask_partner(
    call: Call,
    partner: str,
    access: Access | None,
    payment: Payment | None,
    product: list[str] | None,
    families: str,
) -> None:
    from resellertui.services.inputs import RequestToPartner

    if families:
        raise Usage(_("--families goes with --client: as the client, name the products themselves."))
    desk = call.desk(writes=True)
    call.act(
        partner,
        lambda one: desk.services.requests.ask_partner(
            desk.actor,
            RequestToPartner.of(partner=one, access=access, payment=payment, products=products_of(product)),
        ),
    )


def ask_client(
    call: Call,
    client: str,
    access: Access | None,
    payment: Payment | None,
    product: list[str] | None,
    families: str,
) -> None:
    """Ask a client, or each of those that standard input names, as the partner."""
    from resellertui.services.inputs import RequestToClient

    desk = call.desk(writes=True)
    call.act(
        client,
        lambda one: desk.services.requests.ask_client(
            desk.actor,
            RequestToClient.of(
                client=one, access=access, payment=payment, products=products_of(product), families=families
            ),
        ),
    )


@app.verb()
def accept(
    ctx: typer.Context,
    reference: Reference,
    access: AccessOption = None,
    payment: PaymentOption = None,
    product: ProductsOption = None,
    version: VersionOption = None,
) -> None:
    """Accept a request; a client may grant something other than what was asked."""
    from resellertui.services.inputs import Answer

    call = call_of(ctx)
    answer = Answer.of(access=access, payment=payment, products=products_of(product) if product else None)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.requests.accept(desk.actor, one, answer, version=version))


@app.verb()
def refuse(
    ctx: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: the other side reads it.")],
) -> None:
    """Refuse a request, saying why."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.requests.refuse(desk.actor, one, reason))


@app.verb()
def withdraw(ctx: typer.Context, reference: Reference) -> None:
    """Withdraw a request that your side sent."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.requests.withdraw(desk.actor, one))


@app.verb()
def resend(ctx: typer.Context, reference: Reference) -> None:
    """Send a pending request again; its time to answer starts anew."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    call.act(reference, lambda one: desk.services.requests.resend(desk.actor, one))


@app.verb("list")
def list_partnerships(
    ctx: typer.Context,
    state: Annotated[
        list[State] | None,
        typer.Option("--state", metavar="STATE", help="Only these: pending, active, ended, …; repeat it."),
    ] = None,
    side: Annotated[
        Side | None, typer.Option("--side", metavar="client|partner", help="Only where you are on this side.")
    ] = None,
) -> None:
    """List the partnerships of your organisation."""
    from resellertui.cli.wording import partnership_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.partnerships.list(desk.actor, states=tuple(state or ()), side=side)
    call.show({"partnerships": dumped(views)}, lambda: partnership_table(views))


@app.verb()
def show(ctx: typer.Context, reference: OneReference) -> None:
    """Show one partnership: what was asked, what was granted, how it stands."""
    from resellertui.cli.wording import partnership_page

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.partnerships.show(desk.actor, reference)
    call.show({"partnership": view.model_dump(mode="json")}, lambda: partnership_page(view))


@app.verb()
def history(
    ctx: typer.Context,
    reference: OneReference,
    export: Annotated[
        str | None,
        typer.Option("--export", metavar="FILE", help="Write it as one document: .md or .json."),
    ] = None,
    replace: Replace = False,
) -> None:
    """Tell everything that ever happened to a partnership."""
    from resellertui.cli.wording import history_text
    from resellertui.services.partnerships.document import DocumentKind

    call = call_of(ctx)
    if export is not None:
        call.refuse_in_locked_mode("--export")
    kind = DocumentKind.of(export) if export is not None else None
    desk = call.desk(writes=False)
    if export is None or kind is None:
        story = desk.services.partnerships.history(desk.actor, reference)
        call.show({"history": story.model_dump(mode="json")}, lambda: history_text(story))
        return
    exported = desk.services.partnerships.export_history(desk.actor, reference, kind)
    facts = {"history": exported.history.model_dump(mode="json")}
    if not call.dry_run:
        write_document(export, exported.document, replace=replace)
    call.tell(facts | {"file": export}, lambda: _("The history is in {file}.").format(file=export))
