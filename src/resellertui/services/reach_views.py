"""What is said of who reaches what: the matrix, and its two sides."""

from __future__ import annotations

from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.team import Colour
from resellertui.services.people.views import ReachedClientView, ReachedProductView, SourceView
from resellertui.services.views import View


class ReachPersonView(View):
    """A person as a column of the matrix."""

    id: str
    name: str
    email: str
    role: Role


class ReachTeamView(View):
    """A team as a column of the matrix."""

    id: str
    name: str
    colour: Colour


class CellView(View):
    """Whether a person reaches a client, and why."""

    access: bool
    """What the policy answers: false while the partnership is paused."""
    sources: tuple[SourceView, ...]
    why_not: str
    """Empty where it does."""


class ReachRow(View):
    """A client with who reaches it."""

    partnership_id: str
    client: str
    paused: bool
    """Nobody sees anything of the client meanwhile; the reasons are those that hold again afterwards."""
    cells: tuple[CellView, ...]
    """One for each person of the matrix, in its order."""
    teams: tuple[bool, ...]
    """One for each team of the matrix, in its order: whether the client is granted to it."""


class MatrixView(View):
    """People and teams against clients: a window on the clients."""

    total: int
    """How many clients match."""
    offset: int
    people: tuple[ReachPersonView, ...]
    teams: tuple[ReachTeamView, ...]
    rows: tuple[ReachRow, ...]


class ClientReachPerson(View):
    """One of the people who reach a client."""

    person: ReachPersonView
    access: bool
    sources: tuple[SourceView, ...]
    why_not: str


class ClientReach(View):
    """Who reaches a client."""

    partnership_id: str
    client: str
    paused: bool
    people: tuple[ClientReachPerson, ...]
    """Only those who have a reason, by name."""
    teams: tuple[ReachTeamView, ...]


class PersonReach(View):
    """What a person reaches: all products, and a window on the clients."""

    person: ReachPersonView
    products: tuple[ReachedProductView, ...]
    total: int
    """How many clients it reaches that match."""
    offset: int
    clients: tuple[ReachedClientView, ...]


class ProductReachPerson(View):
    """One of the people who reach a product."""

    person: ReachPersonView
    right: ProductRight
    sources: tuple[SourceView, ...]


class ProductReach(View):
    """Who of the organisation reaches one of its products."""

    id: str
    name: str
    family: str
    people: tuple[ProductReachPerson, ...]


class ProductCellView(View):
    """With which right a person reaches a product, and why."""

    right: ProductRight | None
    """The strongest of its reasons; None where the person does not reach it."""
    sources: tuple[SourceView, ...]


class ProductMatrixRow(View):
    """A product with who reaches it."""

    id: str
    name: str
    family: str
    cells: tuple[ProductCellView, ...]
    """One for each person of the matrix, in its order."""
    teams: tuple[ProductRight | None, ...]
    """One for each team of the matrix, in its order."""


class ProductMatrixView(View):
    """People and teams against the products of their organisation: a window on the products."""

    total: int
    """How many products match."""
    offset: int
    people: tuple[ReachPersonView, ...]
    teams: tuple[ReachTeamView, ...]
    rows: tuple[ProductMatrixRow, ...]
    of: int
    """How many products there are, whatever was typed."""
    counts: tuple[int, ...]
    """How many of these each person reaches, in the order of the people."""
    team_counts: tuple[int, ...]
    """On how many of these each team has a right, in the order of the teams."""
