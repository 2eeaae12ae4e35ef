"""What people are given themselves, beside what their role and their teams bring: products, families, clients."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.roles import ProductRight, Role, may_be_granted_clients
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.granted import rights_of_person
from resellertui.services.people.person import OWN, PeopleDesk, Person, own_org, person_view, the_person
from resellertui.services.reach import active_client
from resellertui.services.unit import Unit, not_found
from resellertui.services.views import PersonView
from resellertui.services.who import the_product
from resellertui.store.models import ClientGrant
from resellertui.store.queries import people as queries


class Granting(PeopleDesk):
    """Giving and taking back what a person reaches."""

    def grant_product(self, actor: Actor, who: str, product: str, right: ProductRight) -> PersonView:
        """Give a collaborator or external user a right on one product.

        Raises:
            NotFound: no such person or product.
            Refused: the role has every product already.
        """
        with self._office.writing(actor) as unit:
            membership, user = _grantee(unit, who)
            found = the_product(unit, own_org(unit), product)
            rights_of_person(unit, membership).put(right, product_id=found.id)
            unit.record("grant.given", "user", user.id, {"product": found.id, "name": found.name, "right": right.value})
            return person_view(unit, membership, user)

    def grant_family(
        self, actor: Actor, who: str, family: str, right: ProductRight, *, present_only: bool = False
    ) -> PersonView:
        """Give a collaborator or external user a right on a product family, future products included.

        With `present_only` each product of today is granted instead, and none that comes later: what is granted then
        are these products, which can be taken back one by one.

        Raises:
            NotFound: no such person or family.
            Refused: the role has every product already, or there is none of the family today.
        """
        with self._office.writing(actor) as unit:
            membership, user = _grantee(unit, who)
            known = unit.terms.family(family)
            facts: dict[str, object] = {"family": known.id, "right": right.value}
            if present_only:
                present = rights_of_person(unit, membership).put_present(own_org(unit), known.id, right)
                facts["products"] = [one.id for one in present]
            else:
                rights_of_person(unit, membership).put(right, family=known.id)
            unit.record("grant.given", "user", user.id, facts)
            return person_view(unit, membership, user)

    def grant_client(self, actor: Actor, who: str, client: str) -> PersonView:
        """Give a collaborator of a partner one of its active clients. Giving it again changes nothing.

        Raises:
            NotFound: no such person or client.
            Refused: the role has all clients already, or never reaches one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            role = Role(membership.role)
            if not may_be_granted_clients(role):
                raise Refused(
                    _("{name} reaches every client already.").format(name=user.name)
                    if role is not Role.EXTERNAL
                    else _("An external user does not reach the partner's clients.")
                )
            dossier = active_client(unit, client)
            dossier.allow(Action.CLIENT_GRANT)
            if queries.client_grant(unit.session, membership.id, dossier.row.id) is not None:
                return person_view(unit, membership, user)
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
            return person_view(unit, membership, user)

    def revoke_product(self, actor: Actor, who: str, product: str) -> PersonView:
        """Take a right on one product back.

        Raises:
            NotFound: no such person, product or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            found = the_product(unit, own_org(unit), product)
            rights_of_person(unit, membership).drop(product, product_id=found.id)
            unit.record("grant.revoked", "user", user.id, {"product": found.id, "name": found.name})
            return person_view(unit, membership, user)

    def revoke_family(self, actor: Actor, who: str, family: str) -> PersonView:
        """Take a right on a product family back; products of it that were granted one by one stay granted.

        Raises:
            NotFound: no such person or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            rights_of_person(unit, membership).drop(family, family=family)
            unit.record("grant.revoked", "user", user.id, {"family": family})
            return person_view(unit, membership, user)

    def revoke_client(self, actor: Actor, who: str, client: str) -> PersonView:
        """Take a client back from a collaborator of a partner; what a team brings it stays.

        Raises:
            NotFound: no such person, client or grant.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
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
            return person_view(unit, membership, user)


def _grantee(unit: Unit, who: str) -> Person:
    unit.allow(Action.PEOPLE_CHANGE, OWN)
    membership, user = the_person(unit, who)
    if Role(membership.role) not in {Role.COLLABORATOR, Role.EXTERNAL}:
        raise Refused(_("{name} has every product of the organisation already.").format(name=user.name))
    return membership, user
