"""Who is invited: inviting, looking at what waits, sending it again, withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict
from resellertui.domain.organisation import email_key, email_key_of, normalise_email
from resellertui.domain.roles import Role, role_label
from resellertui.domain.wording import N_, _
from resellertui.services.actor import Actor
from resellertui.services.inputs import Invite
from resellertui.services.invitations import invite
from resellertui.services.people.person import OWN, PeopleDesk, check_role, own_name, own_org
from resellertui.services.people.views import InvitationView
from resellertui.services.unit import Unit, not_found
from resellertui.services.views import PersonView
from resellertui.store.models import Invitation
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as queries


class Inviting(PeopleDesk):
    """Inviting people to one's organisation."""

    def invite(self, actor: Actor, wish: Invite) -> PersonView:
        """Invite a person by mail, with a single-use token and a role not above one's own.

        Inviting an address again replaces what waits for it: the older token would give the older role.

        Raises:
            Invalid: the address is malformed.
            Forbidden: not entitled to give this role, or to take back the one that waits for the address.
            Conflict: the person belongs to the organisation already.
        """
        email = normalise_email(wish.email)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            org_id = own_org(unit)
            check_role(unit, None, wish.role)
            known = queries.user_by_email(unit.session, email_key(email))
            if known is not None and queries.membership(unit.session, known.id, org_id) is not None:
                raise Conflict(
                    _("{email} belongs to this organisation already.").format(email=email),
                    _("Nothing was changed."),
                    _("Change the role instead."),
                )
            for one in queries.invitations_of(unit.session, org_id, email_key(email)):
                check_role(unit, None, Role(one.role))
                unit.session.delete(one)
            name = wish.name or email.partition("@")[0]
            _send(unit, email, name, wish.role)
            unit.record("people.invited", "organisation", org_id, {"email": email, "role": wish.role.value})
            return PersonView(
                id="", name=name, email=email, role=wish.role, joined=False, last_sign_in_at=None, grants=()
            )

    def invitations(self, actor: Actor) -> tuple[InvitationView, ...]:
        """Return the invitations that have not been used, the newest of each address, oldest first.

        Expired ones are among them until they are sent again or withdrawn. Members but external users may read it.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            newest = {one.email_key: one for one in queries.waiting_invitations(unit.session, own_org(unit))}
            return tuple(_view(unit, one) for one in sorted(newest.values(), key=lambda one: one.id))

    def withdraw_invitation(self, actor: Actor, email: str) -> InvitationView:
        """Withdraw what waits for an address: its tokens no longer let anyone in. Nobody is told: nothing was had.

        Raises:
            NotFound: no invitation waits for the address.
            Forbidden: its role is above the actor's own.
        """
        with self._office.writing(actor) as unit:
            waiting = _waiting(unit, email)
            newest = waiting[-1]
            for one in waiting:
                unit.session.delete(one)
            facts = {"email": newest.email, "role": newest.role}
            unit.record("people.invitation_withdrawn", "organisation", own_org(unit), facts)
            return _view(unit, newest)

    def resend_invitation(self, actor: Actor, email: str) -> InvitationView:
        """Send an invitation again, with a new token and a new term; the old token dies. Also after it has expired.

        Raises:
            NotFound: no invitation waits for the address.
            Forbidden: its role is above the actor's own.
        """
        with self._office.writing(actor) as unit:
            waiting = _waiting(unit, email)
            newest = waiting[-1]
            for one in waiting:
                unit.session.delete(one)
            _send(unit, newest.email, newest.name, Role(newest.role))
            facts = {"email": newest.email, "role": newest.role}
            unit.record("people.invitation_resent", "organisation", own_org(unit), facts)
            unit.session.flush()  # the answer reads it back
            return _view(unit, queries.waiting_invitations(unit.session, own_org(unit))[-1])


def _waiting(unit: Unit, email: str) -> Sequence[Invitation]:
    """Return what waits for an address, oldest first, if the actor may deal with all of it."""
    unit.allow(Action.PEOPLE_CHANGE, OWN)
    key = email_key_of(email)
    found = queries.invitations_of(unit.session, own_org(unit), key)
    if not found:
        raise not_found(email)
    for one in found:
        check_role(unit, None, Role(one.role))
    return found


def _send(unit: Unit, email: str, name: str, role: Role) -> None:
    org = organisation_queries.organisation(unit.session, own_org(unit))
    invite(
        unit,
        email=email,
        name=name,
        org_id=own_org(unit),
        kind="people.invited",
        subject=N_("You are invited to {organisation}"),
        body=N_("{organisation} invites you to resellertui. Your role will be: {role_words}."),
        role=role,
        language="en" if org is None else org.language,  # nobody knows the reader's
        organisation=own_name(unit),
        role_words=lambda: role_label(role),
    )


def _view(unit: Unit, one: Invitation) -> InvitationView:
    return InvitationView(
        email=one.email,
        name=one.name,
        role=Role(one.role),
        invited_at=one.created_at,
        expires_at=one.expires_at,
        expired=one.expires_at <= unit.now,
    )
