"""The people of an organisation: roles, rights on products, clients granted to them."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Ambiguous, Conflict, Forbidden, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.organisation import email_key, email_key_of, normalise_email
from resellertui.domain.partnership import State
from resellertui.domain.roles import ProductRight, Role, may_be_granted_clients, may_set_role, role_label
from resellertui.domain.text import fold
from resellertui.domain.wording import N_, _
from resellertui.services.actor import Actor
from resellertui.services.inputs import Invite
from resellertui.services.invitations import invite
from resellertui.services.outbox import queue
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reach import active_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import GrantView, PersonView
from resellertui.services.who import the_product
from resellertui.store.models import ClientGrant, Membership, ProductGrant, User
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as queries
from resellertui.store.queries.people import Recipient

OWN = Stance(relation=Relation.OWN)


class People:
    """What legal representatives and administrators do with the people of their organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor) -> tuple[PersonView, ...]:
        """Return the people of the actor's organisation and who is invited. Members but external users may read it.

        What is granted to others only those see who manage people: the names of products and clients are in it.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            org_id = _org(unit)
            manages = bool(unit.may(Action.PEOPLE_CHANGE, OWN))
            people = [
                _view(unit, membership, user, with_grants=manages or user.id == actor.user_id)
                for membership, user in queries.members_of(unit.session, org_id)
            ]
            waiting = [
                PersonView(
                    id="",
                    name=one.name,
                    email=one.email,
                    role=Role(one.role),
                    joined=False,
                    last_sign_in_at=None,
                    grants=(),
                )
                for one in queries.waiting_invitations(unit.session, org_id)
                if one.expires_at > unit.now
            ]
            return (*people, *waiting)

    def invite(self, actor: Actor, wish: Invite) -> PersonView:
        """Invite a person by mail, with a single-use token and a role not above one's own.

        Raises:
            Invalid: the address is malformed.
            Forbidden: not entitled to give this role.
            Conflict: the person belongs to the organisation already.
        """
        email = normalise_email(wish.email)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            org_id = _org(unit)
            _check_role(unit, None, wish.role)
            known = queries.user_by_email(unit.session, email_key(email))
            if known is not None and queries.membership(unit.session, known.id, org_id) is not None:
                raise Conflict(
                    _("{email} belongs to this organisation already.").format(email=email),
                    _("Nothing was changed."),
                    _("Change the role instead."),
                )
            name = wish.name or email.partition("@")[0]
            org = organisation_queries.names(unit.session, [org_id])[org_id]
            invite(
                unit,
                email=email,
                name=name,
                org_id=org_id,
                kind="people.invited",
                subject=N_("You are invited to {organisation}"),
                body=N_("{organisation} invites you to resellertui. Your role will be: {role_words}."),
                role=wish.role,
                organisation=org,
                role_words=lambda: role_label(wish.role),
            )
            unit.record("people.invited", "organisation", org_id, {"email": email, "role": wish.role.value})
            return PersonView(
                id="", name=name, email=email, role=wish.role, joined=False, last_sign_in_at=None, grants=()
            )

    def set_role(self, actor: Actor, who: str, role: Role) -> PersonView:
        """Change a person's role; the person is told by mail.

        Raises:
            NotFound: no such person in the organisation.
            Forbidden: the old or the new role is above the actor's own.
            Refused: the last legal representative, or the role is the same.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            before = Role(membership.role)
            if before is role:
                raise Refused(_("{name} has this role already.").format(name=user.name))
            _check_role(unit, before, role)
            _keep_a_legal_representative(unit, before)
            membership.role = role.value
            unit.session.flush()  # the guard on the last legal representative answers here
            if not may_be_granted_clients(role):
                queries.drop_grants_of(unit.session, membership.id)
            unit.record("people.role_changed", "user", user.id, {"before": before.value, "after": role.value})
            _tell_of_role(unit, user, role)
            return _view(unit, membership, user)

    def remove(self, actor: Actor, who: str) -> PersonView:
        """Take a person out of the organisation; the person itself stays known.

        Raises:
            NotFound: no such person in the organisation.
            Forbidden: the person's role is above the actor's own.
            Refused: the last legal representative.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            before = Role(membership.role)
            _check_role(unit, before, None)
            _keep_a_legal_representative(unit, before)
            view = _view(unit, membership, user)
            unit.session.delete(membership)
            unit.session.flush()  # as for a changed role
            unit.record("people.removed", "user", user.id, {"role": before.value})
            _tell_of_role(unit, user, None)
            return view

    def grant_product(self, actor: Actor, who: str, product: str, right: ProductRight) -> PersonView:
        """Give a collaborator or external user a right on one product.

        Raises:
            NotFound: no such person or product.
            Refused: the role has every product already.
        """
        with self._office.writing(actor) as unit:
            membership, user = _grantee(unit, who)
            found = the_product(unit, _org(unit), product)
            _put_product_grant(unit, membership, right, product_id=found.id, family=None)
            unit.record("grant.given", "user", user.id, {"product": found.id, "name": found.name, "right": right.value})
            return _view(unit, membership, user)

    def grant_family(self, actor: Actor, who: str, family: str, right: ProductRight) -> PersonView:
        """Give a collaborator or external user a right on a product family, future products included.

        Raises:
            NotFound: no such person or family.
            Refused: the role has every product already.
        """
        with self._office.writing(actor) as unit:
            membership, user = _grantee(unit, who)
            known = unit.terms.family(family)
            _put_product_grant(unit, membership, right, product_id=None, family=known.id)
            unit.record("grant.given", "user", user.id, {"family": known.id, "right": right.value})
            return _view(unit, membership, user)

    def grant_client(self, actor: Actor, who: str, client: str) -> PersonView:
        """Give a collaborator of a partner one of its active clients.

        Raises:
            NotFound: no such person or client.
            Refused: the role has all clients already, or never reaches one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            role = Role(membership.role)
            if not may_be_granted_clients(role):
                raise Refused(
                    _("{name} reaches every client already.").format(name=user.name)
                    if role is not Role.EXTERNAL
                    else _("An external user does not reach the partner's clients.")
                )
            dossier = active_client(unit, client)
            dossier.allow(Action.CLIENT_GRANT)
            if queries.client_grant(unit.session, membership.id, dossier.row.id) is None:
                unit.session.add(
                    ClientGrant(membership_id=membership.id, partnership_id=dossier.row.id, granted_at=unit.now)
                )
                unit.session.flush()  # the answer reads it back
            unit.record(
                "grant.given",
                "user",
                user.id,
                {"client": dossier.client_name, "partnership": dossier.row.id},
                for_org_id=dossier.row.client_id,
            )
            return _view(unit, membership, user)

    def revoke_product(self, actor: Actor, who: str, product: str) -> PersonView:
        """Take a right on one product back.

        Raises:
            NotFound: no such person, product or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            found = the_product(unit, _org(unit), product)
            _drop_product_grant(unit, membership, product, product_id=found.id, family=None)
            unit.record("grant.revoked", "user", user.id, {"product": found.id, "name": found.name})
            return _view(unit, membership, user)

    def revoke_family(self, actor: Actor, who: str, family: str) -> PersonView:
        """Take a right on a product family back.

        Raises:
            NotFound: no such person or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            _drop_product_grant(unit, membership, family, product_id=None, family=family)
            unit.record("grant.revoked", "user", user.id, {"family": family})
            return _view(unit, membership, user)

    def revoke_client(self, actor: Actor, who: str, client: str) -> PersonView:
        """Take a client back from a collaborator of a partner.

        Raises:
            NotFound: no such person, client or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = _person(unit, who)
            dossier = active_client(unit, client)
            dossier.allow(Action.CLIENT_GRANT)
            grant = queries.client_grant(unit.session, membership.id, dossier.row.id)
            if grant is None:
                raise not_found(client)
            unit.session.delete(grant)
            unit.session.flush()  # the answer reads it back
            unit.record(
                "grant.revoked",
                "user",
                user.id,
                {"client": dossier.client_name, "partnership": dossier.row.id},
                for_org_id=dossier.row.client_id,
            )
            return _view(unit, membership, user)


def _org(unit: Unit) -> int:
    assert unit.actor.org_id is not None  # noqa: S101  # the policy has let the actor pass as a member
    return unit.actor.org_id


def _person(unit: Unit, who: str) -> tuple[Membership, User]:
    """Return the person of the organisation that the text names: by id, e-mail or exact name."""
    members = queries.members_of(unit.session, _org(unit))
    number = parse_id(Kind.USER, who)
    found = [
        one
        for one in members
        if one[1].id == number or one[1].email_key == email_key_of(who) or fold(one[1].name) == fold(who)
    ]
    if not found:
        raise not_found(who)
    if len(found) > 1:
        raise Ambiguous(who, [f"{show_id(Kind.USER, user.id)} {user.name} <{user.email}>" for _m, user in found])
    return found[0]


def _grantee(unit: Unit, who: str) -> tuple[Membership, User]:
    unit.allow(Action.PEOPLE_CHANGE, OWN)
    membership, user = _person(unit, who)
    if Role(membership.role) not in {Role.COLLABORATOR, Role.EXTERNAL}:
        raise Refused(_("{name} has every product of the organisation already.").format(name=user.name))
    return membership, user


def _check_role(unit: Unit, before: Role | None, after: Role | None) -> None:
    assert unit.role is not None  # noqa: S101  # the policy has let the actor pass as a member
    if not may_set_role(unit.role, before, after):
        raise Forbidden(
            _("You can't give or take a role above your own."),
            _("Nothing was changed."),
            _("Ask a legal representative."),
        )


def _keep_a_legal_representative(unit: Unit, before: Role) -> None:
    """Refuse to demote or remove the last one (rules: who is who); the database guards the same under a race."""
    is_last = queries.count_legal_representatives(unit.session, _org(unit)) == 1
    if before is Role.LEGAL_REPRESENTATIVE and is_last:
        raise Refused(
            _("An organisation keeps at least one legal representative."),
            _("Nothing was changed."),
            _("Make someone else a legal representative first."),
        )


def _tell_of_role(unit: Unit, user: User, role: Role | None) -> None:
    org_id = _org(unit)
    org = organisation_queries.names(unit.session, [org_id])[org_id]

    def text() -> tuple[str, str]:
        if role is None:
            return (
                _("You no longer belong to {organisation}").format(organisation=org),
                _("Your access to {organisation} has ended.").format(organisation=org) + "\n",
            )
        return (
            _("Your role in {organisation} has changed").format(organisation=org),
            _("You are now: {role}.").format(role=role_label(role)) + "\n",
        )

    queue(unit, [Recipient(user.id, user.name, user.email, user.language)], "people.role_changed", text)


def _put_product_grant(
    unit: Unit, membership: Membership, right: ProductRight, *, product_id: int | None, family: str | None
) -> None:
    grant = queries.product_grant(unit.session, membership.id, product_id=product_id, family=family)
    if grant is None:
        grant = ProductGrant(
            membership_id=membership.id, product_id=product_id, family=family, product_right="", granted_at=unit.now
        )
        unit.session.add(grant)
    grant.product_right = right.value
    unit.session.flush()  # the answer reads it back


def _drop_product_grant(
    unit: Unit, membership: Membership, typed: str, *, product_id: int | None, family: str | None
) -> None:
    grant = queries.product_grant(unit.session, membership.id, product_id=product_id, family=family)
    if grant is None:
        raise not_found(typed)
    unit.session.delete(grant)
    unit.session.flush()  # the answer reads it back


def _view(unit: Unit, membership: Membership, user: User, *, with_grants: bool = True) -> PersonView:
    return PersonView(
        id=show_id(Kind.USER, user.id),
        name=user.name,
        email=user.email,
        role=Role(membership.role),
        joined=user.password_hash is not None,
        last_sign_in_at=user.last_sign_in_at,
        grants=_grants(unit, membership) if with_grants else (),
    )


def _grants(unit: Unit, membership: Membership) -> tuple[GrantView, ...]:
    products = [
        GrantView(
            kind="product" if grant.product_id is not None else "family",
            subject=name or grant.family or "",
            subject_id=show_id(Kind.PRODUCT, grant.product_id) if grant.product_id is not None else grant.family or "",
            right=ProductRight(grant.product_right),
        )
        for grant, name in queries.product_grants(unit.session, membership.id)
    ]
    clients = [
        GrantView(kind="client", subject=name, subject_id=show_id(Kind.PARTNERSHIP, row.id), right=None)
        for row, name in queries.client_grants(unit.session, membership.id)
        if standing_of(row).on(unit.today) is State.ACTIVE
    ]
    return (*products, *clients)
