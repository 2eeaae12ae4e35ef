"""`resellertui user`: the people of an organisation, their roles and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import reaching
from resellertui.cli.arguments import PasswordStdin, just_one
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.people_arguments import (
    ClientGrant,
    FamilyGrant,
    OnOff,
    PresentOnly,
    ProductGrant,
    RightOption,
    Who,
    check_grant,
)
from resellertui.domain.roles import Role

if TYPE_CHECKING:
    from resellertui.services.people.views import InvitationView
    from resellertui.services.views import PersonView

app = Verbs(help="The people of your organisation: invite, change roles, grant products and clients, erase one.")
reaching.declare(app)

RoleOption = Annotated[
    Role,
    typer.Option("--role", metavar="ROLE", help="legal_representative, administrator, collaborator or external."),
]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address that was invited.")]


@app.verb("list")
def list_people(ctx: typer.Context) -> None:
    """List the people of your organisation and who is invited."""
    from resellertui.cli.wording import person_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.people.list(desk.actor)
    call.show({"users": dumped(views)}, lambda: person_table(views))


@app.verb()
def show(
    ctx: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="[WHO]", help="A person's id, exact name, or e-mail; else yourself.")
    ] = "",
) -> None:
    """Show a person: role, teams, grants, and everything that is reached, with the reason of each."""
    from resellertui.cli.people_wording import person_page

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.people.show(desk.actor, who)
    call.show({"person": view.model_dump(mode="json")}, lambda: person_page(view))


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


@app.verb()
def invitations(ctx: typer.Context) -> None:
    """List the invitations that nobody has used, expired ones included."""
    from resellertui.cli.people_wording import invitation_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.people.invitations(desk.actor)
    call.show({"invitations": dumped(views)}, lambda: invitation_table(views))


@app.verb()
def withdraw(ctx: typer.Context, email: Email) -> None:
    """Withdraw an invitation: its token lets nobody in any more."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell_invitation(call, desk.services.people.withdraw_invitation(desk.actor, email))


@app.verb()
def resend(ctx: typer.Context, email: Email) -> None:
    """Send an invitation again, with a new token; the old one lets nobody in any more."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell_invitation(call, desk.services.people.resend_invitation(desk.actor, email))


@app.verb("role")
def set_role(ctx: typer.Context, who: Who, role: Annotated[Role, typer.Argument(metavar="ROLE")]) -> None:
    """Change a person's role."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.people.set_role(desk.actor, who, role))


@app.verb()
def accounting(
    ctx: typer.Context, who: Who, state: Annotated[OnOff, typer.Argument(metavar="on|off", help="Give it, or take it.")]
) -> None:
    """Give a collaborator the right to the accounting, or take it back; the person is told by mail."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.people.set_accounting(desk.actor, who, state is OnOff.ON))


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
    right: RightOption = None,
    present_only: PresentOnly = False,
) -> None:
    """Grant a person a product, a family of products, or a client."""
    call = call_of(ctx)
    check_grant(product, family, client, right, present_only=present_only)
    desk = call.desk(writes=True)
    people = desk.services.people
    if product is not None and right is not None:
        view = people.grant_product(desk.actor, who, product, right)
    elif family is not None and right is not None:
        view = people.grant_family(desk.actor, who, family, right, present_only=present_only)
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


@app.verb()
def erase(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="[WHO]", help="Staff: a person's id or e-mail.")] = "",
    oneself: Annotated[bool, typer.Option("--self", help="Yourself, confirmed by your password.")] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Staff: why, without saying whom; the audit keeps it.")
    ] = "",
    password_stdin: PasswordStdin = False,
) -> None:
    """Erase what is kept about a person who belongs to no organisation any more: oneself, or as staff on request.

    Name, address, sign-in, mails and what the audit says of the person go; that something was done, and issued
    documents, stay.
    """
    from resellertui.cli.leaving import erase_person

    erase_person(call_of(ctx), who, reason, oneself=oneself, password_stdin=password_stdin)


def _tell(call: Call, view: PersonView) -> None:
    from resellertui.cli.wording import person_table

    call.tell({"user": view.model_dump(mode="json")}, lambda: person_table([view]))


def _tell_invitation(call: Call, view: InvitationView) -> None:
    from resellertui.cli.people_wording import invitation_table

    call.tell({"invitation": view.model_dump(mode="json")}, lambda: invitation_table([view]))
