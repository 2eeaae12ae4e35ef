"""People, their roles and their grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from resellertui.domain.erasing import erased_person
from resellertui.domain.roles import EVERYTHING, ProductRight, Role
from resellertui.store.effective import effective_clients, effective_products
from resellertui.store.models import (
    ClientGrant,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Product,
    ProductGrant,
    SignInSession,
    TeamClient,
    User,
)


class Recipient(NamedTuple):
    """Someone a mail goes to."""

    user_id: int | None
    name: str
    email: str
    language: str


def role_of(session: Session, user_id: int, org_id: int) -> Role | None:
    """Return a person's role in an organisation."""
    role = session.scalar(select(Membership.role).where(Membership.user_id == user_id, Membership.org_id == org_id))
    return None if role is None else Role(role)


def user_by_email(session: Session, email_key: str) -> User | None:
    """Return the person with this address."""
    return session.scalar(select(User).where(User.email_key == email_key))


def user_by_id(session: Session, user_id: int) -> User | None:
    """Return a person."""
    return session.get(User, user_id)


def session_by_hash(session: Session, token_hash: str) -> SignInSession | None:
    """Return the remembered sign-in with this token, ended or not; the caller looks at its dates."""
    return session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash))


def example_people(session: Session) -> tuple[tuple[str, str], ...]:
    """Return address and name of the people with a password, oldest first, a few at most."""
    rows = session.execute(
        select(User.email, User.name)
        .where(User.email_key.like("%.example"), User.password_hash.is_not(None))
        .order_by(User.id)
        .limit(8)
    )
    return tuple((row.email, row.name) for row in rows)


def names_of(session: Session, user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people; of who was erased, words that say so."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    rows = session.execute(select(User.id, User.name, User.erased_at).where(User.id.in_(wanted)))
    return {row.id: row.name if row.erased_at is None else erased_person() for row in rows}


def membership(session: Session, user_id: int, org_id: int) -> Membership | None:
    """Return a person's membership of an organisation."""
    return session.scalar(select(Membership).where(Membership.user_id == user_id, Membership.org_id == org_id))


def memberships_of(session: Session, user_id: int) -> Sequence[tuple[Membership, Organisation]]:
    """Return a person's memberships with their organisations, oldest first."""
    rows = session.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.org_id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.id)
    )
    return [(row[0], row[1]) for row in rows]


def members_of(session: Session, org_id: int) -> Sequence[tuple[Membership, User]]:
    """Return the people of an organisation, by name."""
    rows = session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.org_id == org_id)
        .order_by(User.name, User.id)
    )
    return [(row[0], row[1]) for row in rows]


def legal_representatives(session: Session, org_id: int) -> list[Recipient]:
    """Return the legal representatives of an organisation, for mails."""
    rows = session.execute(
        select(User.id, User.name, User.email, User.language)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.org_id == org_id, Membership.role == Role.LEGAL_REPRESENTATIVE.value)
        .order_by(User.id)
    )
    return [Recipient(*row) for row in rows]


def answering(session: Session, org_id: int) -> list[Recipient]:
    """Return the legal representatives and administrators of an organisation, for mails, by name."""
    return [
        Recipient(user.id, user.name, user.email, user.language)
        for member, user in members_of(session, org_id)
        if Role(member.role) in EVERYTHING
    ]


def count_legal_representatives(session: Session, org_id: int) -> int:
    """Return how many legal representatives an organisation has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(Membership.org_id == org_id, Membership.role == Role.LEGAL_REPRESENTATIVE.value)
        )
        or 0
    )


def legally_represented_by(session: Session, email_key: str) -> list[int]:
    """Return the ids of the organisations whose legal representative has shown that this address is theirs."""
    return list(
        session.scalars(
            select(Membership.org_id)
            .join(User, User.id == Membership.user_id)
            .where(
                User.email_key == email_key,
                User.email_confirmed_at.is_not(None),
                Membership.role == Role.LEGAL_REPRESENTATIVE.value,
            )
        )
    )


def product_rights(session: Session, membership_id: int) -> dict[int | str, frozenset[ProductRight]]:
    """Return the rights of a membership, its own and its teams', by the product's number or the family's id."""
    found: dict[int | str, set[ProductRight]] = defaultdict(set)
    of = effective_products.c
    for right, product_id, family in session.execute(
        select(of.product_right, of.product_id, of.family).where(of.membership_id == membership_id)
    ):
        found[family if product_id is None else product_id].add(ProductRight(right))
    return {subject: frozenset(rights) for subject, rights in found.items()}


def product_grants(session: Session, membership_ids: Sequence[int]) -> Sequence[tuple[ProductGrant, str | None]]:
    """Return the product grants of some memberships, with the product's name where it is about one, oldest first."""
    rows = session.execute(
        select(ProductGrant, Product.name)
        .outerjoin(Product, Product.id == ProductGrant.product_id)
        .where(ProductGrant.membership_id.in_(membership_ids))
        .order_by(ProductGrant.id)
    )
    return [(row[0], row[1]) for row in rows]


def product_grant(
    session: Session, membership_id: int, *, product_id: int | None, family: str | None
) -> ProductGrant | None:
    """Return the grant on exactly this product or family."""
    statement = select(ProductGrant).where(ProductGrant.membership_id == membership_id)
    if product_id is not None:
        statement = statement.where(ProductGrant.product_id == product_id)
    else:
        statement = statement.where(ProductGrant.family == family)
    return session.scalar(statement)


def client_grant(session: Session, membership_id: int, partnership_id: int) -> ClientGrant | None:
    """Return the grant of this client to this membership."""
    return session.scalar(
        select(ClientGrant).where(
            ClientGrant.membership_id == membership_id, ClientGrant.partnership_id == partnership_id
        )
    )


def reaches_client(session: Session, membership_id: int, partnership_id: int) -> bool:
    """Return whether this client is granted to a membership, itself or through a team."""
    found = session.execute(
        select(effective_clients.c.partnership_id).where(
            effective_clients.c.membership_id == membership_id, effective_clients.c.partnership_id == partnership_id
        )
    )
    return found.first() is not None


def client_grants(session: Session, membership_ids: Sequence[int]) -> Sequence[tuple[int, Partnership, str]]:
    """Return the active partnerships granted to some memberships, each with the membership and the client's name."""
    rows = session.execute(
        select(ClientGrant.membership_id, Partnership, Organisation.name)
        .join(Partnership, Partnership.id == ClientGrant.partnership_id)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .where(ClientGrant.membership_id.in_(membership_ids), Partnership.state == "active")
        .order_by(Organisation.name)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_client_grants(session: Session, partnership_id: int) -> int:
    """Return how many people reach this client by a grant, their own or a team's.

    Other members of a team do not: external users never reach it, and administrators do without.
    """
    return (
        session.scalar(
            select(func.count(effective_clients.c.membership_id.distinct()))
            .join(Membership, Membership.id == effective_clients.c.membership_id)
            .where(effective_clients.c.partnership_id == partnership_id, Membership.role == Role.COLLABORATOR.value)
        )
        or 0
    )


def drop_client_grants(session: Session, partnership_id: int) -> int:
    """Delete every grant on the client of a partnership that is over, teams' included; return how many people's."""
    count = count_client_grants(session, partnership_id)
    session.execute(delete(TeamClient).where(TeamClient.partnership_id == partnership_id))
    session.execute(delete(ClientGrant).where(ClientGrant.partnership_id == partnership_id))
    return count


def drop_grants_of(session: Session, membership_id: int) -> None:
    """Delete every client granted to a membership."""
    session.execute(delete(ClientGrant).where(ClientGrant.membership_id == membership_id))


def open_invitation(session: Session, token_hash: str) -> Invitation | None:
    """Return the invitation with this token, used or not; the caller looks at its dates."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


def waiting_invitations(session: Session, org_id: int) -> Sequence[Invitation]:
    """Return the unused invitations to an organisation, oldest first."""
    return list(
        session.scalars(
            select(Invitation).where(Invitation.org_id == org_id, Invitation.used_at.is_(None)).order_by(Invitation.id)
        )
    )


def invitations_of(session: Session, org_id: int, email_key: str | None) -> Sequence[Invitation]:
    """Return the unused invitations of an address to an organisation, oldest first."""
    return [one for one in waiting_invitations(session, org_id) if one.email_key == email_key]
