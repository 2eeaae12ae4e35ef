"""The answers of which the console's first page is made: plain, because they are shown before pydantic is loaded.

`views` offers them beside the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from resellertui.domain.attention import Need, Severity
from resellertui.domain.errors import ResellerError
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.roles import Role


@dataclass(frozen=True, kw_only=True)
class OrganisationChoice:
    """An organisation that the reader belongs to, for the switcher."""

    id: str
    name: str
    role: Role
    is_partner: bool
    is_provider: bool
    accounting: bool = False
    """The right to the organisation's accounting, given to a collaborator."""
    currency: str = "CHF"
    """In which it is charged, by its country."""


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Who is signed in, and for which organisations."""

    user_id: int
    name: str
    email: str
    language: str
    organisations: tuple[OrganisationChoice, ...]
    time_zone: str = ""
    """In which they read times, by its IANA name; empty for the provider's."""
    session: str = field(default="", compare=False, repr=False)
    """The hash of the token of the sign-in by which they came; empty for none."""


@dataclass(frozen=True, kw_only=True)
class AttentionView:
    """One line of Home: what needs the reader, and where it is dealt with."""

    kind: Need
    kind_words: str
    severity: Severity
    text: str
    count: int
    is_more: bool
    """Whether there may be more than were counted."""
    due_on: date | None
    """The nearest date on which something follows."""
    since: date | None
    amounts: tuple[str, ...]
    """Exact decimals, each with its currency after it; one a currency."""
    section: str
    """The id of a section of the menu; `notices` for one's own notices."""
    tab: str
    filter: str
    subject_id: str
    """The public id of the row in question there; empty for none."""


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """What needs the reader, the costliest to ignore first, and the size of the portfolio."""

    organisation: str
    attention: tuple[AttentionView, ...]
    counts: dict[str, int]
    """`products`, `partners`, `requests`; for a partner also `clients`, `clients_full`, `clients_limited`,
    `clients_pending`, `client_products`."""


@dataclass(frozen=True)
class FirstLook:
    """What the console has to know at once, so that the frame is filled in by one paint."""

    is_for_play: bool
    person: SignedIn | None
    """Nobody when whoever is there has to sign in."""
    choice: OrganisationChoice | None
    """The one organisation that they can mean; None where they have to choose."""
    home: HomeView | None
    """What the first page shows there."""
    trouble: ResellerError | None = None
    """Why the remembered session could not be read."""


def only_choice(person: SignedIn, org: int | None) -> OrganisationChoice | None:
    """Return the organisation of this number, or the only one that the person belongs to; None where several are."""
    found = [one for one in person.organisations if org is None or parse_id(Kind.ORGANISATION, one.id) == org]
    return found[0] if len(found) == 1 else None
