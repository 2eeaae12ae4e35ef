"""What teams are given: products, families, clients. As with people's own grants, nobody is mailed about it."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.roles import ProductRight
from resellertui.services.actor import Actor
from resellertui.services.granted import rights_of_team
from resellertui.services.people.person import own_org
from resellertui.services.reach import active_client
from resellertui.services.teams.team import TeamDesk, changed, team_to_change, team_view
from resellertui.services.teams.views import TeamView
from resellertui.services.unit import not_found
from resellertui.services.who import the_product
from resellertui.store.models import TeamClient
from resellertui.store.queries import teams as queries


class TeamGranting(TeamDesk):
    """Giving and taking back what a team's people may do."""

    def grant_product(
        self, actor: Actor, team: str, product: str, right: ProductRight, *, version: int | None = None
    ) -> TeamView:
        """Give a team a right on one product of the organisation; one that is there already is changed to it.

        Raises:
            NotFound: no such team or product.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            one = the_product(unit, own_org(unit), product)
            rights_of_team(unit, found).put(right, product_id=one.id)
            facts = {"team": found.name, "product": one.id, "name": one.name, "right": right.value}
            unit.record("team.grant_given", "team", found.id, facts)
            return changed(unit, found)

    def grant_family(
        self,
        actor: Actor,
        team: str,
        family: str,
        right: ProductRight,
        *,
        present_only: bool = False,
        version: int | None = None,
    ) -> TeamView:
        """Give a team a right on a family with its future products, or on each of its products of today only.

        Raises:
            NotFound: no such team or family.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
            Refused: there is no product of the family today.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            known = unit.terms.family(family)
            facts: dict[str, object] = {"team": found.name, "family": known.id, "right": right.value}
            if present_only:
                present = rights_of_team(unit, found).put_present(own_org(unit), known.id, right)
                facts["products"] = [one.id for one in present]
            else:
                rights_of_team(unit, found).put(right, family=known.id)
            unit.record("team.grant_given", "team", found.id, facts)
            return changed(unit, found)

    def grant_client(self, actor: Actor, team: str, client: str, *, version: int | None = None) -> TeamView:
        """Give a team of a partner one of its active clients; an external user in the team does not reach it.

        It goes when the partnership ends. Giving it again changes nothing.

        Raises:
            NotFound: no such team or client: an organisation that is no partner has none.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            dossier = active_client(unit, client)
            dossier.allow(Action.CLIENT_GRANT)
            if queries.team_client(unit.session, found.id, dossier.row.id) is not None:
                return team_view(unit, found)
            unit.session.add(TeamClient(team_id=found.id, partnership_id=dossier.row.id, granted_at=unit.now))
            facts = {"team": found.name, "client": dossier.client_name, "partnership": dossier.row.id}
            unit.record("team.grant_given", "team", found.id, facts, for_org_id=dossier.row.client_id)
            return changed(unit, found)

    def revoke_product(self, actor: Actor, team: str, product: str, *, version: int | None = None) -> TeamView:
        """Take a team's right on one product back.

        Raises:
            NotFound: no such team, product or grant.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            one = the_product(unit, own_org(unit), product)
            rights_of_team(unit, found).drop(product, product_id=one.id)
            facts = {"team": found.name, "product": one.id, "name": one.name}
            unit.record("team.grant_revoked", "team", found.id, facts)
            return changed(unit, found)

    def revoke_family(self, actor: Actor, team: str, family: str, *, version: int | None = None) -> TeamView:
        """Take a team's right on a family back; products of it that were granted one by one stay granted.

        Raises:
            NotFound: no such team or grant.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            rights_of_team(unit, found).drop(family, family=family)
            unit.record("team.grant_revoked", "team", found.id, {"team": found.name, "family": family})
            return changed(unit, found)

    def revoke_client(self, actor: Actor, team: str, client: str, *, version: int | None = None) -> TeamView:
        """Take a client back from a team; people to whom it is granted themselves keep it.

        Raises:
            NotFound: no such team, client or grant.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            dossier = active_client(unit, client)
            dossier.allow(Action.CLIENT_GRANT)
            grant = queries.team_client(unit.session, found.id, dossier.row.id)
            if grant is None:
                raise not_found(client)
            unit.session.delete(grant)
            facts = {"team": found.name, "client": dossier.client_name, "partnership": dossier.row.id}
            unit.record("team.grant_revoked", "team", found.id, facts, for_org_id=dossier.row.client_id)
            return changed(unit, found)
