"""Who belongs to an organisation: reading, roles, the right to the accounting, taking someone out."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.rights import Accounting, accounting_of
from resellertui.domain.roles import Role, may_be_granted_clients, role_label
from resellertui.domain.team import Colour
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.outbox import queue
from resellertui.services.people.person import (
    OWN,
    PeopleDesk,
    check_role,
    manages_people,
    own_name,
    own_org,
    person_view,
    person_views,
    recipient,
    the_person,
)
from resellertui.services.people.views import PersonDetail, TeamPlaceView
from resellertui.services.reached import reached_clients, reached_products
from resellertui.services.support.access import end_with_membership
from resellertui.services.unit import Unit
from resellertui.services.views import PersonView
from resellertui.store.models import User
from resellertui.store.queries import people as queries
from resellertui.store.queries import teams as team_queries

FIRST_CLIENTS = 100


class Members(PeopleDesk):
    """The people who belong to an organisation."""

    def list(self, actor: Actor) -> tuple[PersonView, ...]:
        """Return the people of the actor's organisation and who is invited. Members but external users may read it.

        What is granted to others only those see who manage people: the names of products and clients are in it.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            org_id, manages = own_org(unit), manages_people(unit)
            members = queries.members_of(unit.session, org_id)
            shown = {one.id for one, user in members if manages or user.id == actor.user_id}
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
            return (*person_views(unit, members, shown), *waiting)

    def show(self, actor: Actor, who: str = "") -> PersonDetail:
        """Return one person whole, the actor itself where nobody is named. Changes nothing.

        Everyone may look at itself; at others whoever may read the list, and at their rights who manages people.

        Raises:
            NotFound: nobody of the organisation.
            Forbidden: an external user who looks at someone else.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, OWN)
            membership, user = the_person(unit, who or show_id(Kind.USER, actor.user_id or 0))
            is_own = user.id == actor.user_id
            if not is_own:
                unit.allow(Action.PEOPLE_VIEW, OWN)
            shown = is_own or manages_people(unit)
            found = reached_clients(unit, membership, limit=FIRST_CLIENTS) if shown else None
            return PersonDetail(
                person=person_view(unit, membership, user, with_grants=shown),
                joined_at=membership.created_at,
                teams=_places(unit, membership.id),
                rights_shown=shown,
                billing_reminders=membership.billing_reminders if shown else None,
                products=reached_products(unit, membership) if shown else (),
                clients=found.clients if found else (),
                clients_total=found.total if found else 0,
            )

    def set_role(self, actor: Actor, who: str, role: Role) -> PersonView:
        """Change a person's role; the person is told by mail.

        What was granted because of the role before goes with it: the accounting, and the clients of whoever is no
        collaborator any more. Teams stay; what they bring is what the new role may have of it.

        Raises:
            NotFound: no such person in the organisation.
            Forbidden: the old or the new role is above the actor's own.
            Refused: the last legal representative, or the role is the same.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            before = Role(membership.role)
            if before is role:
                raise Refused(_("{name} has this role already.").format(name=user.name))
            check_role(unit, before, role)
            _keep_a_legal_representative(unit, before)
            loses = before is Role.COLLABORATOR and membership.accounting and role is Role.EXTERNAL
            membership.role = role.value
            membership.accounting = False
            unit.session.flush()  # the guard on the last legal representative answers here
            if not may_be_granted_clients(role):
                queries.drop_grants_of(unit.session, membership.id)
            facts = {"before": before.value, "after": role.value, "accounting_lost": loses}
            unit.record("people.role_changed", "user", user.id, facts)
            _tell_of_role(unit, user, role, loses_accounting=loses)
            return person_view(unit, membership, user)

    def set_accounting(self, actor: Actor, who: str, on: bool) -> PersonView:
        """Give a collaborator the right to the organisation's accounting, or take it back; it is told by mail.

        Raises:
            NotFound: no such person in the organisation.
            Refused: the role has it always or never, or it is so already.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            before = accounting_of(Role(membership.role), granted=membership.accounting)
            _check_accounting(user, before, on=on)
            membership.accounting = on
            unit.record("people.accounting_changed", "user", user.id, {"before": not on, "after": on})
            _tell_of_accounting(unit, user, on=on)
            unit.session.flush()  # the answer reads it back
            return person_view(unit, membership, user)

    def remove(self, actor: Actor, who: str) -> PersonView:
        """Take a person out of the organisation, and out of its teams; the person itself stays known.

        Raises:
            NotFound: no such person in the organisation.
            Forbidden: the person's role is above the actor's own.
            Refused: the last legal representative.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            membership, user = the_person(unit, who)
            before = Role(membership.role)
            check_role(unit, before, None)
            _keep_a_legal_representative(unit, before)
            view = person_view(unit, membership, user)
            unit.session.delete(membership)
            unit.session.flush()  # as for a changed role
            unit.record("people.removed", "user", user.id, {"role": before.value})
            end_with_membership(unit, membership.org_id, user.id)
            _tell_of_role(unit, user, None)
            return view


def _places(unit: Unit, membership_id: int) -> tuple[TeamPlaceView, ...]:
    teams = {one.id: one for one in team_queries.teams_of(unit.session, own_org(unit))}
    found = team_queries.places_of(unit.session, membership_id)
    return tuple(
        TeamPlaceView(
            id=show_id(Kind.TEAM, one.id), name=one.name, colour=Colour(one.colour), leads=found[one.id].is_leader
        )
        for one in teams.values()
        if one.id in found
    )


def _keep_a_legal_representative(unit: Unit, before: Role) -> None:
    """Refuse to demote or remove the last one (rules: who is who); the database guards the same under a race."""
    is_last = queries.count_legal_representatives(unit.session, own_org(unit)) == 1
    if before is Role.LEGAL_REPRESENTATIVE and is_last:
        raise Refused(
            _("An organisation keeps at least one legal representative."),
            _("Nothing was changed."),
            _("Make someone else a legal representative first."),
        )


def _check_accounting(user: User, before: Accounting, *, on: bool) -> None:
    """Refuse where the role decides, or where nothing would change (rules: who is who)."""
    if before is Accounting.BY_ROLE:
        raise Refused(
            _("{name} has the right to the accounting by the role.").format(name=user.name),
            _("Nothing was changed."),
            _("Only to collaborators it is granted; change the role first."),
        )
    if before is Accounting.NEVER:
        raise Refused(
            _("An external user never has the right to the accounting."),
            _("Nothing was changed."),
            _("Make {name} a collaborator first.").format(name=user.name),
        )
    if (before is Accounting.GRANTED) is on:
        raise Refused(
            _("{name} has the right to the accounting already.").format(name=user.name)
            if on
            else _("{name} has no right to the accounting already.").format(name=user.name)
        )


def _tell_of_role(unit: Unit, user: User, role: Role | None, *, loses_accounting: bool = False) -> None:
    org = own_name(unit)

    def text() -> tuple[str, str]:
        if role is None:
            return (
                _("You no longer belong to {organisation}").format(organisation=org),
                _("Your access to {organisation} has ended.").format(organisation=org) + "\n",
            )
        lines = [_("You are now: {role}.").format(role=role_label(role))]
        if loses_accounting:
            lines.append(_("The right to the accounting, which you had as a collaborator, has gone with it."))
        return _("Your role in {organisation} has changed").format(organisation=org), "\n".join(lines) + "\n"

    queue(unit, [recipient(user)], "people.role_changed", text, org_id=None if role is None else own_org(unit))


def _tell_of_accounting(unit: Unit, user: User, *, on: bool) -> None:
    org = own_name(unit)

    def text() -> tuple[str, str]:
        subject = _("Your right to the accounting of {organisation} has changed").format(organisation=org)
        body = (
            _("You may now see and pay the invoices of {organisation}, and use its prepaid accounts.")
            if on
            else _("You no longer see or pay the invoices of {organisation}, nor its prepaid accounts.")
        )
        return subject, body.format(organisation=org) + "\n"

    queue(unit, [recipient(user)], "people.accounting_changed", text, org_id=own_org(unit))
