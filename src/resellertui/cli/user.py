"""`resellertui user`: the people of an organisation, their roles and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.arguments import just_one
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Usage
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.views import PersonView

app = Verbs(help="The people of your organisation: invite, change roles, grant products and clients.")

Who = Annotated[str, typer.Argument(metavar="WHO", help="A person's id, exact name, or e-mail.")]
RoleOption = Annotated[
    Role,
    typer.Option("--role", metavar="ROLE", help="legal_representative, administrator, collaborator or external."),
]
ProductGrant = Annotated[str | None, typer.Option("--product", metavar="NAME", help="A product's name or id.")]
FamilyGrant = Annotated[
    str | None, typer.Option("--family", metavar="FAMILY", help="Every product of a family, future ones too.")
]
ClientGrant = Annotated[str | None, typer.Option("--client", metavar="WHO", help="A client of your organisation.")]


@app.verb("list")
def list_people(ctx: typer.Context) -> None:
    """List the people of your organisation and who is invited."""
    from resellertui.cli.wording import person_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.people.list(desk.actor)
    call.show({"users": dumped(views)}, lambda: person_table(views))


@app.verb()
def invite(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whom to invite.")],
    role: RoleOption,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The person's name.")] = "",
) -> None:
    """Invite a person to your organisation, by a mail with a token for `resellertui join`."""
    from resellertui.services.inputs import Invite

    call = call_of(ctx)
    wish = Invite.of(email=email, name=name, role=role)
    desk = call.desk(writes=True)
    _tell(call, desk.services.people.invite(desk.actor, wish))


@app.verb("role")
def set_role(ctx: typer.Context, who: Who, role: Annotated[Role, typer.Argument(metavar="ROLE")]) -> None:
    """Change a person's role."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.people.set_role(desk.actor, who, role))


@app.verb()
def remove(ctx: typer.Context, who: Who) -> None:
    """Take a person out of your organisation."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.people.remove(desk.actor, who))


@app.verb()
def grant(
    ctx: typer.Context,
    who: Who,
    product: ProductGrant = None,
    family: FamilyGrant = None,
    client: ClientGrant = None,
    right: Annotated[
        ProductRight | None,
        typer.Option("--right", metavar="technical|statistics", help="To change, or only to look; with a product."),
    ] = None,
) -> None:
    """Grant a person a product, a family of products, or a client."""
    call = call_of(ctx)
    just_one(product=product, family=family, client=client)
    if client is None and right is None:
        raise Usage(_("Say with --right whether the person may change it (technical) or look (statistics)."))
    if client is not None and right is not None:
        raise Usage(_("A client is granted as a whole: leave --right out."))
    desk = call.desk(writes=True)
    people = desk.services.people
    if product is not None and right is not None:
        view = people.grant_product(desk.actor, who, product, right)
    elif family is not None and right is not None:
        view = people.grant_family(desk.actor, who, family, right)
    else:
        view = people.grant_client(desk.actor, who, client or "")
    _tell(call, view)


@app.verb()
def revoke(
    ctx: typer.Context,
    who: Who,
    product: ProductGrant = None,
    family: FamilyGrant = None,
    client: ClientGrant = None,
) -> None:
    """Take back what was granted."""
    call = call_of(ctx)
    just_one(product=product, family=family, client=client)
    desk = call.desk(writes=True)
    people = desk.services.people
    if product is not None:
        view = people.revoke_product(desk.actor, who, product)
    elif family is not None:
        view = people.revoke_family(desk.actor, who, family)
    else:
        view = people.revoke_client(desk.actor, who, client or "")
    _tell(call, view)


def _tell(call: Call, view: PersonView) -> None:
    from resellertui.cli.wording import person_table

    call.tell({"user": view.model_dump(mode="json")}, lambda: person_table([view]))
