"""Who reaches what, and why: a partner's people against its clients, an organisation's people against its products.

What a cell says is what the policy answers for that person (`CLIENT_VIEW`); the reasons beside it are those of
`domain/rights`. Whoever manages people sees everyone; a collaborator and an external user see themselves only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from resellertui.domain.access import Action
from resellertui.domain.errors import Forbidden
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.rights import Source, client_sources, why_not_client
from resellertui.domain.roles import Role, reaches_every_client
from resellertui.domain.team import Colour
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.people.person import OWN, Person, manages_people, own_org, the_person
from resellertui.services.reach import active_client
from resellertui.services.reach_products import ProductGrid
from resellertui.services.reach_views import (
    CellView,
    ClientReach,
    ClientReachPerson,
    MatrixView,
    PersonReach,
    ProductMatrixView,
    ProductReach,
    ProductReachPerson,
    ReachPersonView,
    ReachRow,
    ReachTeamView,
)
from resellertui.services.reached import (
    clients_page,
    reached_clients,
    reached_product,
    reached_products,
    reaches_client,
    source_views,
)
from resellertui.services.unit import Office, Unit
from resellertui.services.who import the_product
from resellertui.store.models import Team
from resellertui.store.queries import clients as client_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import teams as queries


class ReachMatrix:
    """The matrix of who reaches what, read from both sides."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def matrix(self, actor: Actor, text: str = "", offset: int = 0, limit: int = 100) -> MatrixView:
        """Return a window on a partner's active clients by name, with everyone's reach of each. Changes nothing.

        The number of reads does not grow with people, teams or clients. A collaborator gets itself, its teams, and the
        clients granted to it. An organisation that is no partner has no clients, and so no rows.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.CLIENT_LIST, OWN)
            people = _readable_people(unit)
            total, rows = clients_page(unit, own_org(unit), text, offset, limit, _limit_of(unit, people))
            grid = Grid(unit, people, rows)
            return MatrixView(
                total=total,
                offset=offset,
                people=tuple(_person_view(one) for one in people),
                teams=tuple(_team_view(one) for one in grid.teams),
                rows=tuple(grid.row(one) for one in rows),
            )

    def by_client(self, actor: Actor, client: str) -> ClientReach:
        """Return who of one's own people reaches an active client, and why; a collaborator reads of itself only.

        Raises:
            NotFound: no active client of this partner.
            Ambiguous: several.
            Forbidden: an external user, or a collaborator to whom it has not been granted.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.CLIENT_LIST, OWN)
            people = _readable_people(unit)
            dossier = active_client(unit, client)
            rows = client_queries.rows(unit.session, [dossier.row.id])
            grid = Grid(unit, people, rows)
            found = [(one, grid.sources(one, rows[0])) for one in people]
            reaching = [(one, sources) for one, sources in found if sources]
            if not reaching and not manages_people(unit):
                unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=client)
            return ClientReach(
                partnership_id=dossier.id,
                client=dossier.client_name,
                paused=rows[0].standing.is_paused(unit.today),
                people=tuple(_reaching(one, grid.cell(one, rows[0])) for one, _sources in reaching),
                teams=tuple(_team_view(one) for one in grid.teams if (one.id, dossier.row.id) in grid.team_grants),
            )

    def by_person(self, actor: Actor, who: str = "", text: str = "", offset: int = 0, limit: int = 100) -> PersonReach:
        """Return what a person reaches, itself where nobody is named: every product, and a window on the clients.

        Raises:
            NotFound: nobody of the organisation.
            Forbidden: someone else, for who does not manage people.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, OWN)
            person = the_person(unit, who or show_id(Kind.USER, actor.user_id or 0))
            _check_readable(unit, person)
            found = reached_clients(unit, person[0], text, offset, limit)
            return PersonReach(
                person=_person_view(person),
                products=reached_products(unit, person[0]),
                total=found.total,
                offset=offset,
                clients=found.clients,
            )

    def by_product(self, actor: Actor, product: str) -> ProductReach:
        """Return who of the organisation reaches one of its products, with which right and why.

        Raises:
            NotFound: no such product, or for who does not manage people none that it reaches.
            Ambiguous: several bear the name.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.ORG_VIEW, OWN)
            org_id, people = own_org(unit), _readable_people(unit)
            given = queries.given_products(unit.session, org_id)
            manages = manages_people(unit)
            found = the_product(
                unit,
                org_id,
                product,
                lambda one: (
                    manages or any(reached_product(unit, Role(m.role), given[m.id], one) for m, _user in people)
                ),
            )
            reached = [(one, reached_product(unit, Role(one[0].role), given[one[0].id], found)) for one in people]
            return ProductReach(
                id=show_id(Kind.PRODUCT, found.id),
                name=found.name,
                family=found.family,
                people=tuple(
                    ProductReachPerson(person=_person_view(one), right=view.right, sources=view.sources)
                    for one, view in reached
                    if view is not None
                ),
            )

    def products(self, actor: Actor, text: str = "", offset: int = 0, limit: int = 100) -> ProductMatrixView:
        """Return a window on the organisation's products by family and name, with everyone's reach of each.

        Who does not manage people gets itself, its teams, and what it reaches. The number of reads does not grow.

        Raises:
            Forbidden: an external user, whose own products `by_person` tells.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            people = _readable_people(unit)
            teams = Grid(unit, people, ()).teams
            grid = ProductGrid(unit, people, teams, is_whole=manages_people(unit))
            found = grid.matching(text)
            first = max(offset, 0)
            return ProductMatrixView(
                total=len(found),
                offset=offset,
                people=tuple(_person_view(one) for one in people),
                teams=tuple(_team_view(one) for one in teams),
                rows=tuple(grid.row(one) for one in found[first : first + max(limit, 0)]),
                of=grid.total,
                counts=grid.counts(),
                team_counts=grid.team_counts(),
            )


@dataclass
class Grid:
    """People against some clients, everything it is made of read once."""

    unit: Unit
    people: Sequence[Person]
    rows: Sequence[client_queries.Row]
    _known: dict[tuple[object, ...], CellView] = field(default_factory=dict)
    """The cells that there are: most of a big matrix are alike."""

    @cached_property
    def teams(self) -> list[Team]:
        """The teams of the organisation; for who does not manage people, those it is in."""
        found = queries.teams_of(self.unit.session, own_org(self.unit))
        if manages_people(self.unit):
            return found
        mine = {team for membership, _user in self.people for team in self._places[membership.id]}
        return [one for one in found if one.id in mine]

    @cached_property
    def team_grants(self) -> set[tuple[int, int]]:
        """Which team has which of the clients."""
        return queries.team_clients(self.unit.session, own_org(self.unit), [one.id for one in self.rows])

    @cached_property
    def _own_grants(self) -> set[tuple[int, int]]:
        return queries.own_clients(self.unit.session, own_org(self.unit), [one.id for one in self.rows])

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for membership_id, team_id in queries.places_in(self.unit.session, own_org(self.unit)):
            found[membership_id].append(team_id)
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.teams}

    def sources(self, person: Person, row: client_queries.Row) -> tuple[Source, ...]:
        """Return why the person reaches the client."""
        membership = person[0]
        return client_sources(
            Role(membership.role),
            own=(membership.id, row.id) in self._own_grants,
            teams=[self._names[one] for one in self._places[membership.id] if (one, row.id) in self.team_grants],
        )

    def cell(self, person: Person, row: client_queries.Row) -> CellView:
        """Return whether the person reaches the client, and why."""
        role, sources = Role(person[0].role), self.sources(person, row)
        alike = (role, sources, row.access, row.standing)
        if alike not in self._known:
            self._known[alike] = CellView(
                access=reaches_client(self.unit, role, row, granted=bool(sources)),
                sources=source_views(self.unit, sources),
                why_not=why_not_client(role, sources, paused=row.standing.is_paused(self.unit.today)),
            )
        return self._known[alike]

    def row(self, row: client_queries.Row) -> ReachRow:
        """Return a client with everyone's reach of it."""
        return ReachRow(
            partnership_id=show_id(Kind.PARTNERSHIP, row.id),
            client=row.name,
            paused=row.standing.is_paused(self.unit.today),
            cells=tuple(self.cell(one, row) for one in self.people),
            teams=tuple((one.id, row.id) in self.team_grants for one in self.teams),
        )


def _readable_people(unit: Unit) -> list[Person]:
    """Return whose reach the actor may see: everyone's for who manages people, else its own."""
    members = people_queries.members_of(unit.session, own_org(unit))
    if manages_people(unit):
        return list(members)
    return [one for one in members if one[1].id == unit.actor.user_id]


def _limit_of(unit: Unit, people: Sequence[Person]) -> int | None:
    """Return the membership whose clients alone are listed, for who does not reach all of them."""
    if unit.role is not None and reaches_every_client(unit.role):
        return None
    return people[0][0].id if people else 0


def _check_readable(unit: Unit, person: Person) -> None:
    """Go on only for oneself, or for who manages people."""
    if person[1].id == unit.actor.user_id:
        return
    unit.allow(Action.PEOPLE_VIEW, OWN)
    if not manages_people(unit):
        raise Forbidden(
            _("You can't do this."),
            _("Only legal representatives and administrators see what others reach."),
            _("Your own reach you see without naming anyone."),
        )


def _reaching(person: Person, cell: CellView) -> ClientReachPerson:
    return ClientReachPerson(
        person=_person_view(person), access=cell.access, sources=cell.sources, why_not=cell.why_not
    )


def _person_view(person: Person) -> ReachPersonView:
    membership, user = person
    return ReachPersonView(id=show_id(Kind.USER, user.id), name=user.name, email=user.email, role=Role(membership.role))


def _team_view(team: Team) -> ReachTeamView:
    return ReachTeamView(id=show_id(Kind.TEAM, team.id), name=team.name, colour=Colour(team.colour))
