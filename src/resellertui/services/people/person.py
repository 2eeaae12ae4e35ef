"""What everything about people shares: finding one of the organisation, and saying what is known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Ambiguous, Forbidden
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id, show_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.partnership import State
from resellertui.domain.rights import accounting_of
from resellertui.domain.roles import ProductRight, Role, may_set_role
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import GrantView, PersonView
from resellertui.store.models import Membership, Partnership, ProductGrant, TeamProduct, User
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as queries
from resellertui.store.queries import teams as team_queries
from resellertui.store.queries.people import Recipient

OWN = Stance(relation=Relation.OWN)

Person = tuple[Membership, User]
"""A person in its organisation."""


class PeopleDesk:
    """What the parts of the service work with."""

    def __init__(self, office: Office) -> None:
        self._office = office


def own_org(unit: Unit) -> int:
    """Return the organisation whose people are meant: the actor's own, also inside a client's."""
    assert unit.actor.org_id is not None  # noqa: S101  # the policy has let the actor pass as a member
    return unit.actor.org_id


def own_name(unit: Unit) -> str:
    """Return the name of the actor's organisation."""
    org_id = own_org(unit)
    return organisation_queries.names(unit.session, [org_id])[org_id]


def the_person(unit: Unit, who: str) -> Person:
    """Return the person of the organisation that the text names: by id, e-mail or exact name.

    An id with its prefix never means somebody who is called like another one's id.

    Raises:
        NotFound: nobody of the organisation.
        Ambiguous: several bear the name.
    """
    members = queries.members_of(unit.session, own_org(unit))
    number, by_id = parse_id(Kind.USER, who), is_whole_id(Kind.USER, who)
    found = [
        one
        for one in members
        if one[1].id == number
        or (not by_id and (one[1].email_key == email_key_of(who) or fold(one[1].name) == fold(who)))
    ]
    if not found:
        raise not_found(who)
    if len(found) > 1:
        raise Ambiguous(who, [f"{show_id(Kind.USER, user.id)} {user.name} <{user.email}>" for _m, user in found])
    return found[0]


def check_role(unit: Unit, before: Role | None, after: Role | None) -> None:
    """Go on only if the actor may move someone from one role to the other.

    Raises:
        Forbidden: one of them is above the actor's own.
    """
    assert unit.role is not None  # noqa: S101  # the policy has let the actor pass as a member
    if not may_set_role(unit.role, before, after):
        raise Forbidden(
            _("You can't give or take a role above your own."),
            _("Nothing was changed."),
            _("Ask a legal representative."),
        )


def manages_people(unit: Unit) -> bool:
    """Return whether the actor manages people, and so sees what was granted to everyone."""
    return bool(unit.may(Action.PEOPLE_CHANGE, OWN))


def recipient(user: User) -> Recipient:
    """Return the person as someone a mail goes to."""
    return Recipient(user.id, user.name, user.email, user.language)


def person_view(unit: Unit, membership: Membership, user: User, *, with_grants: bool = True) -> PersonView:
    """Return what is known of a person; without its rights where they are not the reader's business."""
    shown = {membership.id} if with_grants else set()
    return person_views(unit, [(membership, user)], shown)[0]


def person_views(unit: Unit, people: Sequence[Person], shown: Collection[int]) -> list[PersonView]:
    """Return what is known of people, in a fixed number of reads; the rights only of the memberships named."""
    org_id = own_org(unit)
    grants = _grants(unit, shown)
    names = {one.id: one.name for one in team_queries.teams_of(unit.session, org_id)}
    teams: dict[int, list[str]] = defaultdict(list)
    for membership_id, team_id in team_queries.places_in(unit.session, org_id):
        teams[membership_id].append(names[team_id])
    return [
        PersonView(
            id=show_id(Kind.USER, user.id),
            name=user.name,
            email=user.email,
            role=Role(one.role),
            joined=user.password_hash is not None,
            last_sign_in_at=user.last_sign_in_at,
            grants=tuple(grants[one.id]),
            teams=tuple(teams[one.id]),
            accounting=accounting_of(Role(one.role), granted=one.accounting) if one.id in shown else None,
        )
        for one, user in people
    ]


def product_grant_view(unit: Unit, grant: ProductGrant | TeamProduct, name: str | None) -> GrantView:
    """Return a grant on a product or family."""
    is_product = grant.product_id is not None
    return GrantView(
        kind="product" if is_product else "family",
        subject=name or grant.family or "",
        subject_id=show_id(Kind.PRODUCT, grant.product_id) if grant.product_id is not None else grant.family or "",
        right=ProductRight(grant.product_right),
        label="" if is_product else unit.terms.family_labels.get(grant.family or "", grant.family or ""),
    )


def client_grant_view(unit: Unit, row: Partnership, name: str) -> GrantView | None:
    """Return a grant on a client, or None where the partnership is over by its dates."""
    standing = standing_of(row)
    if standing.on(unit.today) is not State.ACTIVE:
        return None
    return GrantView(
        kind="client",
        subject=name,
        subject_id=show_id(Kind.PARTNERSHIP, row.id),
        right=None,
        paused=standing.is_paused(unit.today),
    )


def _grants(unit: Unit, membership_ids: Collection[int]) -> dict[int, list[GrantView]]:
    wanted = sorted(membership_ids)
    found: dict[int, list[GrantView]] = defaultdict(list)
    if not wanted:
        return found
    for grant, name in queries.product_grants(unit.session, wanted):
        found[grant.membership_id].append(product_grant_view(unit, grant, name))
    for membership_id, row, name in queries.client_grants(unit.session, wanted):
        if (view := client_grant_view(unit, row, name)) is not None:
            found[membership_id].append(view)
    return found
