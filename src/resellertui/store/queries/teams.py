"""Teams, and everything that was granted in an organisation, read for all of its people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resellertui.domain.rights import Given
from resellertui.domain.roles import ProductRight
from resellertui.store.models import (
    ClientGrant,
    Membership,
    Organisation,
    Partnership,
    Product,
    ProductGrant,
    Team,
    TeamClient,
    TeamMember,
    TeamProduct,
    User,
)


class Member(NamedTuple):
    """A person in a team."""

    team_id: int
    membership_id: int
    is_leader: bool
    user_id: int
    name: str
    email: str
    role: str
    language: str


def team(session: Session, org_id: int, team_id: int) -> Team | None:
    """Return a team of an organisation."""
    return session.scalar(select(Team).where(Team.id == team_id, Team.org_id == org_id))


def team_called(session: Session, org_id: int, key: str) -> Team | None:
    """Return the team of an organisation with this folded name."""
    return session.scalar(select(Team).where(Team.org_id == org_id, Team.name_folded == key))


def teams_of(session: Session, org_id: int) -> list[Team]:
    """Return the teams of an organisation, by name."""
    return list(session.scalars(select(Team).where(Team.org_id == org_id).order_by(Team.name_folded, Team.id)))


def members_by_team(session: Session, team_ids: Iterable[int]) -> dict[int, list[Member]]:
    """Return who is in these teams, the leader first, then by name."""
    rows = session.execute(
        select(
            TeamMember.team_id,
            TeamMember.membership_id,
            TeamMember.is_leader,
            User.id,
            User.name,
            User.email,
            Membership.role,
            User.language,
        )
        .join(Membership, Membership.id == TeamMember.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(TeamMember.team_id.in_(list(team_ids)))
        .order_by(TeamMember.is_leader.desc(), User.name, User.id)
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Member(*row))
    return found


def products_by_team(session: Session, team_ids: Iterable[int]) -> dict[int, list[tuple[TeamProduct, str | None]]]:
    """Return what these teams may do with products, with the product's name where it is about one, oldest first."""
    rows = session.execute(
        select(TeamProduct, Product.name)
        .outerjoin(Product, Product.id == TeamProduct.product_id)
        .where(TeamProduct.team_id.in_(list(team_ids)))
        .order_by(TeamProduct.id)
    )
    found: dict[int, list[tuple[TeamProduct, str | None]]] = defaultdict(list)
    for one, name in rows:
        found[one.team_id].append((one, name))
    return found


def clients_by_team(session: Session, team_ids: Iterable[int]) -> dict[int, list[tuple[Partnership, str]]]:
    """Return the active partnerships given to these teams, with the client's name, by it."""
    rows = session.execute(
        select(TeamClient.team_id, Partnership, Organisation.name)
        .join(Partnership, Partnership.id == TeamClient.partnership_id)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .where(TeamClient.team_id.in_(list(team_ids)), Partnership.state == "active")
        .order_by(Organisation.name, Partnership.id)
    )
    found: dict[int, list[tuple[Partnership, str]]] = defaultdict(list)
    for team_id, partnership, name in rows:
        found[team_id].append((partnership, name))
    return found


def member(session: Session, team_id: int, membership_id: int) -> TeamMember | None:
    """Return a person's place in a team."""
    return session.get(TeamMember, (team_id, membership_id))


def team_product(session: Session, team_id: int, *, product_id: int | None, family: str | None) -> TeamProduct | None:
    """Return the team's grant on exactly this product or family."""
    statement = select(TeamProduct).where(TeamProduct.team_id == team_id)
    if product_id is not None:
        return session.scalar(statement.where(TeamProduct.product_id == product_id))
    return session.scalar(statement.where(TeamProduct.family == family))


def team_client(session: Session, team_id: int, partnership_id: int) -> TeamClient | None:
    """Return the grant of this client to this team."""
    return session.get(TeamClient, (team_id, partnership_id))


def delete_team(session: Session, team_id: int) -> None:
    """Delete a team with its members' places and its grants."""
    session.execute(delete(Team).where(Team.id == team_id))


def places_in(session: Session, org_id: int) -> list[tuple[int, int]]:
    """Return every membership of an organisation that is in a team, with the team, by the team's name."""
    rows = session.execute(
        select(TeamMember.membership_id, TeamMember.team_id)
        .join(Team, Team.id == TeamMember.team_id)
        .where(Team.org_id == org_id)
        .order_by(Team.name_folded, Team.id)
    )
    return [(row[0], row[1]) for row in rows]


def places_of(session: Session, membership_id: int) -> dict[int, TeamMember]:
    """Return a membership's places in teams, by the team."""
    return {
        one.team_id: one for one in session.scalars(select(TeamMember).where(TeamMember.membership_id == membership_id))
    }


def own_clients(session: Session, org_id: int, partnership_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Return which of an organisation's memberships are themselves granted which of these partnerships."""
    rows = session.execute(
        select(ClientGrant.membership_id, ClientGrant.partnership_id)
        .join(Membership, Membership.id == ClientGrant.membership_id)
        .where(Membership.org_id == org_id, ClientGrant.partnership_id.in_(partnership_ids))
    )
    return {(row[0], row[1]) for row in rows}


def team_clients(session: Session, org_id: int, partnership_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Return which of an organisation's teams are granted which of these partnerships."""
    rows = session.execute(
        select(TeamClient.team_id, TeamClient.partnership_id)
        .join(Team, Team.id == TeamClient.team_id)
        .where(Team.org_id == org_id, TeamClient.partnership_id.in_(partnership_ids))
    )
    return {(row[0], row[1]) for row in rows}


def given_products(session: Session, org_id: int, membership_id: int | None = None) -> dict[int, list[Given]]:
    """Return what is granted on products to the people of an organisation, or to one: own grants, then the teams'."""
    own = (
        select(ProductGrant.membership_id, ProductGrant.product_right, ProductGrant.product_id, ProductGrant.family)
        .join(Membership, Membership.id == ProductGrant.membership_id)
        .where(Membership.org_id == org_id)
        .order_by(ProductGrant.id)
    )
    teams = (
        select(
            TeamMember.membership_id,
            TeamProduct.product_right,
            TeamProduct.product_id,
            TeamProduct.family,
            Team.name,
        )
        .join(TeamProduct, TeamProduct.team_id == TeamMember.team_id)
        .join(Team, Team.id == TeamMember.team_id)
        .where(Team.org_id == org_id)
        .order_by(Team.name_folded, TeamProduct.id)
    )
    if membership_id is not None:
        own = own.where(ProductGrant.membership_id == membership_id)
        teams = teams.where(TeamMember.membership_id == membership_id)
    found: dict[int, list[Given]] = defaultdict(list)
    for holder, right, product_id, family in session.execute(own):
        found[holder].append(Given(ProductRight(right), product_id, family))
    for holder, right, product_id, family, name in session.execute(teams):
        found[holder].append(Given(ProductRight(right), product_id, family, name))
    return found
