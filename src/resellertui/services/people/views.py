"""What is said of people: where their rights come from, one person whole, who is invited."""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.rights import SourceKind
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.team import Colour
from resellertui.services.views import PersonView, View


class SourceView(View):
    """One reason why something is reached."""

    kind: SourceKind
    right: ProductRight | None
    """On a product; None for a client."""
    team: str
    """The team's name; empty where it is no team."""
    family: str
    """The family by which a product is reached; empty where the product itself is granted."""
    label: str
    """The reason in words: “role”, “own grant”, “team Web”."""


class ReachedProductView(View):
    """A product of the organisation that a person reaches."""

    id: str
    name: str
    family: str
    right: ProductRight
    """The strongest of its reasons."""
    sources: tuple[SourceView, ...]


class ReachedClientView(View):
    """An active client that is open to a person of its partner."""

    partnership_id: str
    client: str
    paused: bool
    access: bool
    """What the policy answers: false while the partnership is paused."""
    sources: tuple[SourceView, ...]
    why_not: str


class TeamPlaceView(View):
    """A team that a person is in."""

    id: str
    name: str
    colour: Colour
    leads: bool


class PersonDetail(View):
    """One person whole: what it is, what it was given, and what it reaches with the reason of each."""

    person: PersonView
    joined_at: datetime
    """When the person came into the organisation."""
    teams: tuple[TeamPlaceView, ...]
    rights_shown: bool
    """Whether the reader may see the rights: the person itself, and who manages people. Else all below is empty."""
    billing_reminders: bool | None
    products: tuple[ReachedProductView, ...]
    clients: tuple[ReachedClientView, ...]
    """The first hundred by name; `services.reach.by_person` pages through them."""
    clients_total: int


class InvitationView(View):
    """An invitation that has not been used."""

    email: str
    name: str
    role: Role
    invited_at: datetime
    expires_at: datetime
    expired: bool
    """It is too late to use it; it can be sent again."""
