"""`resellertui team`: the teams of an organisation, their people and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import just_one
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.cli.people_arguments import (
    ClientGrant,
    FamilyGrant,
    PresentOnly,
    ProductGrant,
    RightOption,
    Who,
    check_grant,
)
from resellertui.cli.signing_in import ask_line, has_terminal
from resellertui.domain.errors import Interrupted
from resellertui.domain.team import Colour
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.teams.views import TeamView

app = Verbs(help="The teams of your organisation: make them, put people in, give them products and clients.")

TeamArgument = Annotated[str, typer.Argument(metavar="TEAM", help="A team's name or id.")]
ColourOption = Annotated[
    Colour | None,
    typer.Option("--colour", metavar="COLOUR", help="red, yellow, green, cyan, blue, magenta or grey."),
]
VersionOption = Annotated[
    int | None,
    typer.Option("--if-version", metavar="N", help="Only if the team is still at this version, as `show` says."),
]


@app.verb("list")
def list_teams(ctx: typer.Context) -> None:
    """List the teams of your organisation."""
    from resellertui.cli.people_wording import team_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.teams.list(desk.actor)
    call.show({"teams": dumped(views)}, lambda: team_table(views))


@app.verb()
def show(ctx: typer.Context, team: TeamArgument) -> None:
    """Show a team: who is in it and what it may do."""
    from resellertui.cli.people_wording import team_page

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.teams.show(desk.actor, team)
    call.show({"team": view.model_dump(mode="json")}, lambda: team_page(view))


@app.verb()
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of its kind in your organisation.")],
    colour: ColourOption = None,
) -> None:
    """Make a team, without people and rights."""
    from resellertui.services.teams.views import NewTeam

    call = call_of(ctx)
    wish = NewTeam.of(name=name, **({"colour": colour} if colour else {}))
    desk = call.desk(writes=True)
    _tell(call, desk.services.teams.create(desk.actor, wish))


@app.verb()
def edit(
    ctx: typer.Context,
    team: TeamArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its new name.")] = None,
    colour: ColourOption = None,
    version: VersionOption = None,
) -> None:
    """Rename or recolour a team."""
    from resellertui.services.teams.views import TeamEdit

    call = call_of(ctx)
    wish = TeamEdit.of(name=name, colour=colour)
    desk = call.desk(writes=True)
    _tell(call, desk.services.teams.edit(desk.actor, team, wish, version=version))


@app.verb()
def delete(
    ctx: typer.Context,
    team: TeamArgument,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would be lost.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="On a terminal: do not ask again.")] = False,
    version: VersionOption = None,
) -> None:
    """Delete a team; what only it lets its people do is lost, and they are told by mail."""
    from resellertui.cli.people_wording import deletion_text

    call = call_of(ctx)
    desk = call.desk(writes=not preview)
    teams = desk.services.teams
    if preview:
        view = teams.preview_delete(desk.actor, team)
    else:
        if has_terminal() and not yes and not call.dry_run:
            printing.warn(deletion_text(teams.preview_delete(desk.actor, team)))
            if ask_line(_("Delete it? Type yes: ")).lower() != _("yes"):
                raise Interrupted(_("Nothing was changed."))
        view = teams.delete(desk.actor, team, version=version)
    call.tell({"deletion": view.model_dump(mode="json")}, lambda: deletion_text(view))


@app.verb()
def add(ctx: typer.Context, team: TeamArgument, who: Who, version: VersionOption = None) -> None:
    """Put a person of your organisation into a team."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.teams.add_member(desk.actor, team, who, version=version))


@app.verb()
def remove(ctx: typer.Context, team: TeamArgument, who: Who, version: VersionOption = None) -> None:
    """Take a person out of a team."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.teams.remove_member(desk.actor, team, who, version=version))


@app.verb()
def lead(
    ctx: typer.Context,
    team: TeamArgument,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="One of the team: an id, an exact name, or an e-mail.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="The team has no leader any more.")] = False,
    version: VersionOption = None,
) -> None:
    """Name a team's leader, who gets no rights beyond the team's."""
    call = call_of(ctx)
    just_one(who=who, nobody=nobody)
    desk = call.desk(writes=True)
    _tell(call, desk.services.teams.set_leader(desk.actor, team, who, version=version))


@app.verb()
def grant(
    ctx: typer.Context,
    team: TeamArgument,
    product: ProductGrant = None,
    family: FamilyGrant = None,
    client: ClientGrant = None,
    right: RightOption = None,
    present_only: PresentOnly = False,
    version: VersionOption = None,
) -> None:
    """Grant a team a product, a family of products, or a client."""
    call = call_of(ctx)
    check_grant(product, family, client, right, present_only=present_only)
    desk = call.desk(writes=True)
    teams = desk.services.teams
    if product is not None and right is not None:
        view = teams.grant_product(desk.actor, team, product, right, version=version)
    elif family is not None and right is not None:
        view = teams.grant_family(desk.actor, team, family, right, present_only=present_only, version=version)
    else:
        view = teams.grant_client(desk.actor, team, client or "", version=version)
    _tell(call, view)


@app.verb()
def revoke(
    ctx: typer.Context,
    team: TeamArgument,
    product: ProductGrant = None,
    family: FamilyGrant = None,
    client: ClientGrant = None,
    version: VersionOption = None,
) -> None:
    """Take back what was granted to a team."""
    call = call_of(ctx)
    just_one(product=product, family=family, client=client)
    desk = call.desk(writes=True)
    teams = desk.services.teams
    if product is not None:
        view = teams.revoke_product(desk.actor, team, product, version=version)
    elif family is not None:
        view = teams.revoke_family(desk.actor, team, family, version=version)
    else:
        view = teams.revoke_client(desk.actor, team, client or "", version=version)
    _tell(call, view)


def _tell(call: Call, view: TeamView) -> None:
    from resellertui.cli.people_wording import team_page

    call.tell({"team": view.model_dump(mode="json")}, lambda: team_page(view))
