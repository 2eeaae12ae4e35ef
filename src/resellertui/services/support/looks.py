"""Looks into content, by the provider's staff through temporary accesses: each is recorded, and gives a signed grant.

Whether an access is open is read when it is used: what time has ended or the person has revoked opens nothing, whatever
a job has recorded, and a grant signed before is refused as soon as the database is asked.
"""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.look_grant import LookGrant, lasts_until
from resellertui.domain.look_grant import refused as grant_refused
from resellertui.domain.support_case import CaseState
from resellertui.domain.temporary_access import AccessState, ContentService, service_label, state_label
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.running import allow_running
from resellertui.services.support.access import time_of
from resellertui.services.support.access_notices import tell_of_first_look
from resellertui.services.support.access_views import (
    IssuedLook,
    LookInput,
    OpenAccessRow,
    SigningKeyView,
    VerifiedGrant,
)
from resellertui.services.support.signing import (
    key_view,
    known_signing_key,
    replaced_signing_key,
    signing_key,
    verified,
)
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import AccessLook, SupportCase, TemporaryAccess
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import support_access as queries
from resellertui.store.queries import support_cases as case_queries

SHOWN = 500
"""How many open accesses staff are listed."""


class SupportLooks:
    """What the provider's staff do with the accesses that people gave."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open(self, actor: Actor, organisation: str = "") -> tuple[OpenAccessRow, ...]:
        """Return the accesses that are open, of one organisation or of all, the first to end first. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: no organisation of this id.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_LOOK)
            org_id = None
            if organisation:
                org_id = parse_id(Kind.ORGANISATION, organisation)
                if org_id is None or organisation_queries.organisation(unit.session, org_id) is None:
                    raise not_found(organisation)
            found = queries.open_at(unit.session, unit.now, org_id=org_id, limit=SHOWN)
            return tuple(_row(unit, one) for one in found)

    def look(self, actor: Actor, wish: LookInput) -> IssuedLook:
        """Record a look through an access, and return the signed grant for it; the person is mailed of the first one.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: no such access or case.
            Refused: the access is over, or the case is closed or another organisation's.
            SecretsUnavailable: this console lacks the key that signs, or can't keep the first one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_LOOK)
            row = _access(unit, wish.access)
            case = _case(unit, wish.case)
            _check_open(unit, row)
            _check_case(row, case)
            key = signing_key(unit)
            grant = LookGrant(
                grant_id=key.new_grant_id(),
                access=show_id(Kind.TEMPORARY_ACCESS, row.id),
                service=row.service,
                user=show_id(Kind.USER, row.user_id),
                organisation=show_id(Kind.ORGANISATION, row.org_id),
                staff=show_id(Kind.USER, actor.user_id or 0),
                case=show_id(Kind.CASE, case.id),
                purpose=wish.purpose,
                issued_at=unit.now,
                expires_at=lasts_until(unit.now, row.expires_at),
            )
            is_first = not queries.has_looks(unit.session, row.id)
            unit.session.add(
                AccessLook(
                    access_id=row.id,
                    staff_id=actor.user_id or 0,
                    at=unit.now,
                    case_id=case.id,
                    purpose=wish.purpose,
                    grant_id=grant.grant_id,
                )
            )
            unit.session.flush()
            values = {"service": row.service, "user": row.user_id, "case": grant.case}
            unit.record("access.looked", "temporary_access", row.id, values, for_org_id=row.org_id)
            staff = people_queries.names_of(unit.session, [actor.user_id or 0]).get(actor.user_id or 0, "")
            if is_first:
                tell_of_first_look(unit, row, staff, grant.case, wish.purpose)
            kept = not unit.office.dry_run
            return IssuedLook(
                token=key.token(grant) if kept else None,
                grant_id=grant.grant_id if kept else None,
                key_id=key.id,
                service=ContentService(row.service),
                label=service_label(row.service),
                person=people_queries.names_of(unit.session, [row.user_id]).get(row.user_id, ""),
                organisation=organisation_queries.names(unit.session, [row.org_id]).get(row.org_id, ""),
                case=grant.case,
                purpose=wish.purpose,
                issued_at=grant.issued_at,
                expires_at=grant.expires_at,
            )

    def verify(self, actor: Actor, token: str) -> VerifiedGrant:
        """Return what a signed grant says, if it holds: signature, dates, and the access is still open.

        For the provider's staff and for whoever owns the database file. Changes nothing.

        Raises:
            Forbidden: anyone else.
            GrantRefused: it opens nothing; the reason is said.
            SecretsUnavailable: this console lacks the key that signs.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.SUPPORT_VERIFY)
            grant, key_id = verified(token, known_signing_key(unit).public, unit.now)
            look = queries.look_of_grant(unit.session, grant.grant_id)
            row = None if look is None else queries.access(unit.session, look.access_id)
            if row is None or show_id(Kind.TEMPORARY_ACCESS, row.id) != grant.access:
                raise grant_refused("unknown", _("This database has no look of this number."))
            if people_queries.role_of(unit.session, row.user_id, row.org_id) is None:
                raise grant_refused("left", _("The person no longer belongs to the organisation."))
            if time_of(row).state_at(unit.now) is AccessState.REVOKED:
                raise grant_refused("revoked", _("The person has revoked the access."))
            if time_of(row).state_at(unit.now) is not AccessState.OPEN:
                raise grant_refused("expired", _("The access is over."))
            return verified_view(grant, key_id, access_checked=True)

    def key(self, actor: Actor) -> SigningKeyView:
        """Return the public key by which other tools verify grants; the first one is made by whoever first asks.

        Raises:
            Forbidden: not of the provider's staff.
            SecretsUnavailable: this console lacks the key that signs, or can't keep the first one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_LOOK)
            return key_view(unit, signing_key(unit))

    def replace_key(self, actor: Actor) -> SigningKeyView:
        """Make another signing key, which also mends a lost one: grants of the former open nothing any more.

        Raises:
            Forbidden: not of the provider's staff.
            SecretsUnavailable: it can't be kept.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_KEY)
            return key_view(unit, replaced_signing_key(unit))


def verified_view(grant: LookGrant, key_id: str, *, access_checked: bool) -> VerifiedGrant:
    """Return a grant that holds, as people and scripts read it."""
    return VerifiedGrant(
        access_checked=access_checked,
        key_id=key_id,
        grant_id=grant.grant_id,
        access=grant.access,
        service=grant.service,
        user=grant.user,
        organisation=grant.organisation,
        staff=grant.staff,
        case=grant.case,
        purpose=grant.purpose,
        issued_at=grant.issued_at,
        expires_at=grant.expires_at,
    )


def _access(unit: Unit, text: str) -> TemporaryAccess:
    number = parse_id(Kind.TEMPORARY_ACCESS, text)
    row = None if number is None else queries.access(unit.session, number)
    if row is None:
        raise not_found(text)
    return row


def _case(unit: Unit, text: str) -> SupportCase:
    number = parse_id(Kind.CASE, text)
    row = None if number is None else case_queries.case(unit.session, number)
    if row is None:
        raise not_found(text)
    return row


def _check_open(unit: Unit, row: TemporaryAccess) -> None:
    if people_queries.role_of(unit.session, row.user_id, row.org_id) is None:
        raise Refused(
            _("The person who gave this access no longer belongs to the organisation."),
            _("Nothing of {service} may be looked at.").format(service=service_label(row.service)),
        )
    state = time_of(row).state_at(unit.now)
    if state is not AccessState.OPEN:
        raise Refused(
            _("This access is {state}.").format(state=state_label(state)),
            _("Nothing of {service} may be looked at.").format(service=service_label(row.service)),
            _("Ask the person to give access again: Support, Temporary access."),
        )


def _check_case(row: TemporaryAccess, case: SupportCase) -> None:
    title = ""
    if case.org_id != row.org_id:
        title = _("{case} is another organisation's.").format(case=show_id(Kind.CASE, case.id))
    elif case.state == CaseState.CLOSED.value:
        title = _("{case} is closed.").format(case=show_id(Kind.CASE, case.id))
    if title:
        raise Refused(
            title,
            _("A look is for one open request or call of the person's organisation."),
            _("Name that one, or note the call first."),
        )


def _row(unit: Unit, one: queries.OpenAccess) -> OpenAccessRow:
    return OpenAccessRow(
        id=show_id(Kind.TEMPORARY_ACCESS, one.row.id),
        service=ContentService(one.row.service),
        label=service_label(one.row.service),
        organisation=one.organisation,
        organisation_id=show_id(Kind.ORGANISATION, one.row.org_id),
        person=one.person,
        person_id=show_id(Kind.USER, one.row.user_id),
        expires_at=one.row.expires_at,
        left=time_of(one.row).words_at(unit.now),
    )
